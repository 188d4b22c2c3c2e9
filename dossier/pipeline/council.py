"""``dossier council``: the council's form out, in, checked; then approval and publication."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.errors import BadInputError, RefusedError
from dossier.files import read_bytes
from dossier.intake.model import FileKind
from dossier.pipeline.appraise import Recorded
from dossier.pipeline.journal import paper_of, record_acts
from dossier.pipeline.made import MADE, Made
from dossier.pipeline.standing import read_states
from dossier.readers.sniff import sniff
from dossier.rounds import Stage, acts, check_council
from dossier.sheets.council import write_council
from dossier.sheets.council_read import read_council
from dossier.text import short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.rounds.council import Verdict
    from dossier.sheets.model import CouncilForm

REFERENCE = re.compile(r"\d{1,6}/[\w.&-]{1,40}")  # 123/QĐ-UBND
_PAPERS = {FileKind.PDF, FileKind.DOCX, FileKind.DOC, FileKind.IMAGE}


def export_council(run: Run) -> Recorded:
    """Write the council's form for every unit that stands before it.

    Raises:
        RefusedError: no unit does; the form exists.
    """
    states = read_states(run)
    waiting = [unit for unit in run.campaign.units if states[unit.id].stage is Stage.COUNCIL]
    if not waiting:
        raise RefusedError("Chưa có đơn vị nào ở bước hội đồng: kết thúc thẩm định bằng «dossier appraise conclude».")
    target = run.paths.council
    count = 2
    while target.exists():
        target = run.paths.council.with_stem(f"hoi-dong-{count}")
        count += 1
    totals = {unit.id: states[unit.id].total for unit in waiting}
    write_council(target, run.criteria, totals, campaign=run.campaign)
    return Recorded((), (Made(target.relative_to(run.paths.root), MADE, changed=True),))


def check_form(run: Run, path: Path) -> tuple[CouncilForm, Verdict]:
    """The form and what it amounts to: quorum, sums, majority, scores.

    Raises:
        BadInputError: the form cannot be read.
    """
    form, problems = read_council(path, run.criteria, campaign=run.campaign)
    if form is None or any(problem.severity.rank == 0 for problem in problems):
        raise BadInputError(f"{path.name}: không dùng được.", problems=problems)
    maxima = {placed.id: placed.leaf.max for placed in run.criteria.leaves()}
    return form, check_council(form, run.campaign.council, read_states(run), maxima=maxima, path=path.name)


def record_council(run: Run, path: Path, *, who: str) -> Recorded:
    """Record the council's decision on every unit of the form.

    Raises:
        BadInputError: the form does not pass the check.
        RefusedError: a unit does not stand before the council.
    """
    form, verdict = check_form(run, path)
    if not verdict.valid:
        raise BadInputError(f"{path.name}: chưa ghi nhận được kết quả hội đồng.", problems=verdict.problems)
    summary = {
        "written": form.written,
        "held": form.held.isoformat() if form.held else None,
        "members": verdict.members,
        "attending": verdict.attending,
        "agreed": verdict.agreed,
        "silent": verdict.silent,
    }
    every = [
        acts.voted(
            item.unit,
            [ruling for ruling in form.rulings if ruling.unit == item.unit],
            summary={**summary, "tallies": _tallies(form, item.unit)},
            paper=paper_of(path),
        )
        for item in form.decided
    ]
    record_acts(run, every, who=who, papers=[path])
    return Recorded((f"{path.name}: {len(every)} đơn vị, {verdict.agreed}/{verdict.members} thành viên đồng ý.",))


def _tallies(form: CouncilForm, unit: str) -> list[dict[str, object]]:
    """The votes about this unit and about all of them."""
    return [
        {"matter": item.matter, "agreed": item.agreed, "against": item.against, "other": item.other}
        for item in form.tallies
        if item.unit in {"", unit}
    ]


def approve_units(
    run: Run, units: Sequence[Unit], *, number: str, day: dt.date, paper: Path | None, who: str
) -> Recorded:
    """Record the approval decision.

    Raises:
        RefusedError: the criteria set is a sample and the campaign is not a demonstration; a unit is not there yet.
        BadInputError: the number is none, or the paper neither PDF, Word nor a picture.
    """
    decision = _decision(run, number, day, paper)
    every = [acts.approved(unit.id, decision, paper=paper_of(paper) if paper else acts.Paper()) for unit in units]
    record_acts(run, every, who=who, papers=[paper] if paper else [])
    return Recorded((f"Đã ghi phê duyệt {len(units)} đơn vị theo {decision}.",))


def publish_units(
    run: Run, units: Sequence[Unit], *, number: str, day: dt.date, paper: Path | None, who: str
) -> Recorded:
    """Record the publication; raises as ``approve_units``."""
    decision = _decision(run, number, day, paper)
    every = [acts.published(unit.id, decision, paper=paper_of(paper) if paper else acts.Paper()) for unit in units]
    record_acts(run, every, who=who, papers=[paper] if paper else [])
    return Recorded((f"Đã ghi công bố {len(units)} đơn vị theo {decision}.",))


def _decision(run: Run, number: str, day: dt.date, paper: Path | None) -> str:
    """The paper that decides, as it is cited from now on."""
    _refuse_sample(run)
    if not REFERENCE.fullmatch(number):
        raise BadInputError(f"Số, ký hiệu «{number[:60]}» không đúng dạng: ghi như 123/QĐ-UBND.")
    if paper and sniff(read_bytes(paper), paper.name) not in _PAPERS:
        raise BadInputError(f"{paper.name}: văn bản đã ký phải là PDF, Word hoặc ảnh.")
    return f"{number} ngày {short_date(day)}"


def _refuse_sample(run: Run) -> None:
    if run.criteria.is_sample and not run.campaign.demo:
        raise RefusedError(
            f"Bộ tiêu chí «{run.criteria.id}» là bộ mẫu, không dùng để phê duyệt, công bố: "
            "khởi tạo kỳ đánh giá theo bộ tiêu chí đã ban hành."
        )
