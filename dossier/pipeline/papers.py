"""The year's papers: what can be made now, why the others cannot, and whether those made agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.documents import CATALOGUE, Context, build_inventory_context, build_report_context
from dossier.documents.council_papers import build_appraisal_context, build_minutes_context
from dossier.documents.crosscheck import find_disagreements, read_papers
from dossier.documents.decisions import build_approval_context, build_establishment_context, build_support_team_context
from dossier.documents.letters import (
    build_invitation_context,
    build_reminder_context,
    build_request_context,
    build_transmittal_context,
)
from dossier.documents.numbers import counted
from dossier.documents.plan_papers import (
    build_award_context,
    build_check_context,
    build_explanation_context,
    build_plan_context,
)
from dossier.documents.reports import build_notice_context, build_proposal_context, build_synthesis_context
from dossier.pipeline.paper_sources import INPUTS_FILE, Year
from dossier.rounds.model import Stage
from dossier.sheets import read_explanation
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.problems import Problem
    from dossier.scoring.results import Results

FOLDER = "hoi-dong"
# Nothing made with a sample set is approved or published, except in a demonstration.
APPROVAL = frozenset({"D10", "D11", "D12", "D13"})
COMMUNES = "xa"  # the level of a criteria set for communes
_MEGABYTE = Decimal(10**6)
_SAMPLE = "bộ tiêu chí mẫu, không dùng để trình, phê duyệt, công bố"
_NO_RESULTS = "chưa đủ kết quả: mọi đơn vị phải được hội đồng biểu quyết và có đủ điểm, kể cả điều tra xã hội học"
_NOT_ASKED = "không có yêu cầu bổ sung, giải trình"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be made, or why it is not.

    Attributes:
        path: of the DOCX.
        unit: id of the unit it is of, ``lan-2`` for the minutes of a second meeting, else empty.
        context: None when the paper cannot be made now; ``why`` says so in Vietnamese.
        refused: it may never be made of this campaign.
    """

    code: str
    path: Path
    unit: str = ""
    context: Context | None = None
    why: str = ""
    refused: bool = False


Answered = tuple[Context | None, str]


def plan_papers(year: Year, codes: Sequence[str], units: Sequence[Unit]) -> Iterator[Paper]:
    """Every paper of the codes, in their order, with its context or the reason it has none."""
    run = year.run
    for code in codes:
        shared = run.paths.out(FOLDER) / CATALOGUE[code].output
        if code in APPROVAL and run.criteria.is_sample and not run.campaign.demo:
            yield Paper(code, shared, why=_SAMPLE, refused=True)
        elif code in _OF_UNIT:
            for unit in units:
                context, why = _OF_UNIT[code](year, unit)
                yield Paper(code, run.paths.out(unit.id) / CATALOGUE[code].output, unit.id, context, why)
        elif code == "D08":
            yield from _plan_minutes(year)
        else:
            context, why = _OF_CAMPAIGN[code](year)
            yield Paper(code, shared, "", context, why)


def minutes_path(run: Run, key: str) -> Path:
    """Where the minutes of a meeting are, by its key in the register: ``D08`` or ``D08/lan-2``."""
    path = run.paths.out(FOLDER) / CATALOGUE["D08"].output
    _, _, number = key.partition("/lan-")
    return path.with_stem(f"{path.stem}-{number}") if number else path


def _plan_minutes(year: Year) -> Iterator[Paper]:
    if not year.meetings:
        why = "chưa có biểu quyết của hội đồng (dossier council record)"
        yield Paper("D08", minutes_path(year.run, "D08"), why=why)
    for key, record in year.meetings:
        context = build_minutes_context(year.book.as_meeting(key), record, year.appraised)
        yield Paper("D08", minutes_path(year.run, key), key.partition("/")[2], context)


# --- papers of a unit -----------------------------------------------------------------------------


def _self_assessment(code: str) -> Callable[[Year, Unit], Answered]:
    """D14 is D03 of a district or province, whose campaign has a criteria set of its own."""

    def planned(year: Year, unit: Unit) -> Answered:
        run = year.run
        if code == "D14" and run.criteria.level == COMMUNES:
            return None, "lập trong kỳ đánh giá dùng bộ tiêu chí cấp huyện, cấp tỉnh"
        assessment = year.assessment(unit)
        context = build_report_context(
            run.campaign,
            unit,
            criteria=run.criteria,
            score=assessment.score,
            checklist=assessment.checklist,
            index=assessment.index,
            claims=assessment.claims,
            registration=year.book.registration(code, unit),
        )
        return context, ""

    return planned


def _inventory(year: Year, unit: Unit) -> Answered:
    """An appendix of D03, whose number it bears."""
    assessment = year.assessment(unit)
    context = build_inventory_context(
        year.run.campaign,
        unit,
        criteria=year.run.criteria,
        checklist=assessment.checklist,
        index=assessment.index,
        registration=year.book.registration("D03", unit),
    )
    return context, ""


def _request(year: Year, unit: Unit) -> Answered:
    state = year.states[unit.id]
    return (build_request_context(year.book, unit, state), "") if state.open else (None, _NOT_ASKED)


def _explanation(year: Year, unit: Unit) -> Answered:
    state, form = year.states[unit.id], year.run.paths.explanation(unit.id)
    if not state.open:
        return None, _NOT_ASKED
    answers, _ = (
        read_explanation(form, year.run.criteria, unit=unit, campaign=year.run.campaign) if form.is_file() else ((), ())
    )
    by_leaf = {answer.leaf: answer for answer in answers}
    return build_explanation_context(year.book, unit, state, answers=by_leaf), ""


def _appraisal(year: Year, unit: Unit) -> Answered:
    state = year.states[unit.id]
    if state.stage.order < Stage.COUNCIL.order:
        return None, f"đang ở bước «{state.stage}», chưa kết thúc thẩm định"
    result = next(one for one in year.appraised.units if one.tally.unit == unit.id)
    return build_appraisal_context(year.book, unit, result=result, state=state), ""


def _reminder(year: Year, unit: Unit) -> Answered:
    status = year.statuses[unit.id]
    if not status.overdue or status.stage not in {Stage.SELF, Stage.SUPPLEMENT}:
        return None, "không quá hạn việc của đơn vị"
    return build_reminder_context(year.book, unit, status), ""


# --- papers of the campaign -----------------------------------------------------------------------


def _with_results(build: Callable[[Year, Results], Context]) -> Callable[[Year], Answered]:
    def planned(year: Year) -> Answered:
        return (build(year, year.results), "") if year.results else (None, _NO_RESULTS)

    return planned


def _support_team(year: Year) -> Answered:
    if not year.book.inputs.support_team:
        return None, f"chưa khai support_team trong {INPUTS_FILE}"
    return build_support_team_context(year.book), ""


def _establishment(year: Year) -> Answered:
    if not year.run.campaign.council.members:
        return None, "chưa khai council.members trong campaign.yaml"
    return build_establishment_context(year.book), ""


def _awards(year: Year) -> Answered:
    if year.results is None:
        return None, _NO_RESULTS
    if not year.results.awards:
        return None, "không có đơn vị nào theo scoring.consequences trong campaign.yaml"
    return build_award_context(year.final, year.results), ""


def _synthesis(year: Year, results: Results) -> Context:
    return build_synthesis_context(
        year.final, results, states=year.states, meetings=year.told, comparison=year.comparison
    )


def _transmittal(year: Year) -> Answered:
    """The file goes up before the result is approved: what is decided is listed only once it is."""
    run = year.run
    own = run.criteria.level != COMMUNES
    whose = run.campaign.authority.name if own else f"{counted(len(run.campaign.units))} đơn vị"
    contents = [f"Báo cáo kết quả tự đánh giá, bảng tự chấm điểm, danh mục tài liệu kiểm chứng của {whose}"]
    bundles = sorted(run.paths.root.glob("out/*/bo-ho-so*.pdf"))
    if bundles and year.package is None:
        size = sum(path.stat().st_size for path in bundles) / _MEGABYTE
        contents.append(f"Bộ hồ sơ điện tử: {counted(len(bundles))} tệp, {official_decimal(size, places=1)} MB")
    if year.results:
        contents += [year.final.reference(code) for code in ("D08", "D09", "D11")]
    return build_transmittal_context(year.final, contents=contents, package=year.package), ""


_OF_UNIT: dict[str, Callable[[Year, Unit], Answered]] = {
    "D03": _self_assessment("D03"),
    "D04": _inventory,
    "D05": _request,
    "D06": _explanation,
    "D07": _appraisal,
    "D14": _self_assessment("D14"),
    "D17": _reminder,
}
_OF_CAMPAIGN: dict[str, Callable[[Year], Answered]] = {
    "D01": _establishment,
    "D02": lambda year: (build_plan_context(year.book), ""),
    "D09": _with_results(_synthesis),
    "D10": _with_results(
        lambda year, results: build_proposal_context(year.final, results, states=year.states, meetings=year.told)
    ),
    "D11": _with_results(lambda year, results: build_approval_context(year.final, results)),
    "D12": _with_results(lambda year, results: build_notice_context(year.final, results)),
    "D13": _transmittal,
    "D15": lambda year: (build_invitation_context(year.book), ""),
    "D16": _support_team,
    "D18": _awards,
    "D19": lambda year: (build_check_context(year.book), ""),
}


def check_papers(run: Run) -> tuple[Problem, ...]:
    """Read every paper that was made and compare; empty when all say the same."""
    minutes = sorted(run.paths.out(FOLDER).glob("bien-ban-hop-hoi-dong*.docx"), key=lambda path: (len(path.stem), path))
    # Earlier meetings decided what later ones decided otherwise.
    shared = [(path, "") for path in sorted(run.paths.out(FOLDER).glob("*.docx")) if path not in minutes[:-1]]
    own = [
        (run.paths.out(unit.id) / CATALOGUE[code].output, unit.name)
        for unit in run.campaign.units
        for code in ("D03", "D05", "D06", "D07")
    ]
    return find_disagreements(read_papers([*shared, *own]), elsewhere=[one.text for one in run.campaign.legal_bases])
