"""The year's papers: what can be made now, why the others cannot, and whether those made agree."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.documents import CATALOGUE, Context
from dossier.documents.book import Book
from dossier.documents.council_papers import MeetingRecord, build_appraisal_context, build_minutes_context
from dossier.documents.crosscheck import find_disagreements, read_papers
from dossier.documents.decisions import build_approval_context, build_establishment_context, build_support_team_context
from dossier.documents.inputs import NO_INPUTS, PaperInputs
from dossier.documents.letters import (
    build_invitation_context,
    build_reminder_context,
    build_request_context,
    build_transmittal_context,
)
from dossier.documents.numbers import counted
from dossier.documents.paper import Registration
from dossier.documents.plan_papers import (
    build_award_context,
    build_check_context,
    build_explanation_context,
    build_plan_context,
)
from dossier.documents.register import REGISTER_FILE, load_register
from dossier.documents.reports import build_notice_context, build_proposal_context, build_synthesis_context
from dossier.errors import BadInputError
from dossier.journal import load_journal
from dossier.pipeline.results import make_results
from dossier.pipeline.standing import read_states
from dossier.pipeline.status import read_status
from dossier.rounds.model import Kind, Stage
from dossier.sheets import read_explanation
from dossier.sheets.council_read import read_council
from dossier.text import short_date
from dossier.yamlfile import load_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dossier.campaign import Unit
    from dossier.journal import Entry
    from dossier.pipeline.run import Run
    from dossier.problems import Problem
    from dossier.rounds.model import UnitState
    from dossier.rounds.status import UnitStatus
    from dossier.scoring.results import Results

INPUTS_FILE = "van-ban.yaml"
FOLDER = "hoi-dong"
# Nothing made with a sample set is approved or published, except in a demonstration.
APPROVAL = frozenset({"D10", "D11", "D12", "D13"})
_DECISION = re.compile(r"(\d+)/\S+ ngày (\d{1,2})/(\d{1,2})/(\d{4})")
_SAMPLE = "bộ tiêu chí mẫu, không dùng để trình, phê duyệt, công bố"
_NO_RESULTS = "chưa đủ kết quả: mọi đơn vị phải được hội đồng biểu quyết"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be made, or why it is not.

    Attributes:
        path: of the DOCX.
        context: None when the paper cannot be made now; ``why`` says so in Vietnamese.
        refused: it may never be made of this campaign.
    """

    code: str
    path: Path
    unit: str = ""
    context: Context | None = None
    why: str = ""
    refused: bool = False


class Year:
    """What the papers are made from, each part read once and only when a paper needs it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def states(self) -> dict[str, UnitState]:
        """Where every unit stands; its open points without those that were only reopened."""
        entries, _ = load_journal(self.run.paths.journal)
        asking = {entry.seq for entry in entries if entry.act == Kind.RETURNED}
        return {
            unit: replace(state, open={leaf: point for leaf, point in state.open.items() if point.seq in asking})
            for unit, state in read_states(self.run).items()
        }

    @cached_property
    def meetings(self) -> tuple[tuple[str, MeetingRecord], ...]:
        """Every vote that still stands, in order, with its key in the register."""
        groups: dict[str, list[Entry]] = {}
        for entry in _standing_votes(self.run, self.states):
            groups.setdefault(entry.sha256, []).append(entry)
        last = list(groups)[-1:]
        records = [
            _meeting(self.run, entries[0], self.states, last=[sha256] == last) for sha256, entries in groups.items()
        ]
        return tuple(("D08" if place == 1 else f"D08/lan-{place}", record) for place, record in enumerate(records, 1))

    @cached_property
    def book(self) -> Book:
        """Names, numbers and dates."""
        inputs = load_inputs(self.run)
        registrations = _recorded(self.states) | load_register(self.run.paths.records / REGISTER_FILE).registrations
        return Book(self.run.campaign, self.run.criteria, inputs, registrations)

    @cached_property
    def final(self) -> Book:
        """The book in which D08 is the last meeting."""
        last = self.meetings[-1][0] if self.meetings else "D08"
        return _as_meeting(self.book, last)

    @cached_property
    def results(self) -> Results | None:
        """The results once the council has decided on every unit; None before."""
        if any(state.stage.order < Stage.APPROVAL.order for state in self.states.values()):
            return None
        return self.appraised if self.appraised.complete else None

    @cached_property
    def appraised(self) -> Results:
        """The results as far as they are known."""
        return make_results(self.run)

    @cached_property
    def statuses(self) -> tuple[UnitStatus, ...]:
        """Who is late, at ``run.now``."""
        return read_status(self.run)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """When the council decided."""
        return tuple(
            f"Hội đồng đã biểu quyết {'bằng văn bản' if record.form.written else 'tại phiên họp'}"
            f"{f' ngày {short_date(record.form.held)}' if record.form.held else ''} kết quả của "
            f"{len(record.form.decided):02d} đơn vị."
            for _, record in self.meetings
        )


def load_inputs(run: Run) -> PaperInputs:
    """``van-ban.yaml``; nothing when there is none.

    Raises:
        BadInputError: with file and line.
    """
    path = run.paths.root / INPUTS_FILE
    return load_model(path, PaperInputs) if path.is_file() else NO_INPUTS


def plan_papers(run: Run, codes: Sequence[str], units: Sequence[Unit]) -> Iterator[Paper]:
    """Every paper of the codes, with its context or the reason it has none; the units' own files are not among them."""
    year = Year(run)
    for code in codes:
        if code in APPROVAL and run.criteria.is_sample and not run.campaign.demo:
            yield Paper(code, run.paths.out(FOLDER) / CATALOGUE[code].output, why=_SAMPLE, refused=True)
        elif code in _OF_UNIT:
            for unit in units:
                context, why = _OF_UNIT[code](year, unit)
                yield Paper(code, run.paths.out(unit.id) / CATALOGUE[code].output, unit.id, context, why)
        elif code == "D08":
            yield from _plan_minutes(year)
        elif code in _OF_CAMPAIGN:
            context, why = _OF_CAMPAIGN[code](year)
            yield Paper(code, run.paths.out(FOLDER) / CATALOGUE[code].output, "", context, why)


Answered = tuple[Context | None, str]


def _plan_minutes(year: Year) -> Iterator[Paper]:
    target = year.run.paths.out(FOLDER) / CATALOGUE["D08"].output
    if not year.meetings:
        yield Paper("D08", target, why="chưa có biểu quyết của hội đồng (dossier council record)")
        return
    for key, record in year.meetings:
        context = build_minutes_context(_as_meeting(year.book, key), record, year.appraised)
        number = key.rpartition("-")[2] if "/" in key else ""
        yield Paper("D08", target.with_stem(f"{target.stem}-{number}") if number else target, "", context)


def _request(year: Year, unit: Unit) -> Answered:
    state = year.states[unit.id]
    if not state.open:
        return None, "không có yêu cầu bổ sung, giải trình"
    return build_request_context(year.book, unit, state), ""


def _explanation(year: Year, unit: Unit) -> Answered:
    state, form = year.states[unit.id], year.run.paths.explanation(unit.id)
    if not state.open:
        return None, "không có yêu cầu bổ sung, giải trình"
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
    status = next(one for one in year.statuses if one.unit == unit.id)
    if not status.overdue or status.stage not in {Stage.SELF, Stage.SUPPLEMENT}:
        return None, "không quá hạn việc của đơn vị"
    return build_reminder_context(year.book, unit, status), ""


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


def _transmittal(year: Year) -> Answered:
    """The file goes up before the result is approved: what is decided is listed only once it is."""
    run = year.run
    own = run.criteria.level != "xa"
    bundles = sorted(run.paths.root.glob("out/*/bo-ho-so*.pdf"))
    size = sum(path.stat().st_size for path in bundles) / Decimal(10**6)
    whose = run.campaign.authority.name if own else f"{counted(len(run.campaign.units))} đơn vị"
    contents = [f"Báo cáo kết quả tự đánh giá, bảng tự chấm điểm, danh mục tài liệu kiểm chứng của {whose}"]
    if bundles:
        contents.append(f"Bộ hồ sơ điện tử: {counted(len(bundles))} tệp, {f'{size:.1f}'.replace('.', ',')} MB")
    if year.results:
        contents += [year.final.reference(code) for code in ("D08", "D09", "D11")]
    return build_transmittal_context(year.final, contents=contents), ""


_OF_UNIT: dict[str, Callable[[Year, Unit], Answered]] = {
    "D05": _request,
    "D06": _explanation,
    "D07": _appraisal,
    "D17": _reminder,
}
_OF_CAMPAIGN: dict[str, Callable[[Year], Answered]] = {
    "D01": _establishment,
    "D02": lambda year: (build_plan_context(year.book), ""),
    "D09": _with_results(
        lambda year, results: build_synthesis_context(year.final, results, states=year.states, meetings=year.told)
    ),
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


def _as_meeting(book: Book, key: str) -> Book:
    """The book in which D08 bears the number of one of the meetings."""
    others = {name: value for name, value in book.registrations.items() if name != "D08"}
    own = book.registrations.get(key)
    return replace(book, registrations={**others, "D08": own} if own else others)


def _recorded(states: Mapping[str, UnitState]) -> dict[str, Registration]:
    """The approval and its publication as the journal has them, when all units say the same."""
    found = {}
    for code, texts in (
        ("D11", {state.approval for state in states.values()}),
        ("D12", {state.publication for state in states.values()}),
    ):
        match = _DECISION.match(next(iter(texts))) if len(texts) == 1 else None
        if match:
            number, day, month, year = map(int, match.groups())
            found[code] = Registration(number, dt.date(year, month, day))
    return found


def _standing_votes(run: Run, states: Mapping[str, UnitState]) -> list[Entry]:
    """The last vote on each unit that has passed the council, in order of the journal."""
    entries, _ = load_journal(run.paths.journal)
    last = {entry.unit: entry for entry in entries if entry.act == Kind.VOTED}
    standing = [
        entry for unit, entry in last.items() if unit in states and states[unit].stage.order >= Stage.APPROVAL.order
    ]
    return sorted(standing, key=lambda entry: entry.seq)


def _meeting(run: Run, entry: Entry, states: Mapping[str, UnitState], *, last: bool) -> MeetingRecord:
    path = run.paths.received(entry.sha256, entry.file)
    form, problems = read_council(path, run.criteria, campaign=run.campaign)
    if form is None:
        raise BadInputError(f"{path.name}: không đọc lại được biểu của hội đồng.", problems=problems)
    totals = {}
    for item in form.decided:
        total = item.decided
        if total is None:
            total = item.appraised if item.appraised is not None else states[item.unit].total
            for ruling in form.rulings:
                if ruling.unit == item.unit:
                    given = states[item.unit].appraised(ruling.leaf)
                    total += (ruling.points or Decimal(0)) - ((given.points if given else None) or Decimal(0))
        totals[item.unit] = total
    return MeetingRecord(form, int(entry.data["members"]), int(entry.data["attending"]), totals, last=last)
