"""``dossier appraise``: from the filed self-scores to the end of appraisal 2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.archive import build_standing
from dossier.archive.store import RECEIVED, Shelf
from dossier.campaign.model import VIETNAM
from dossier.campaign.paths import EXPLANATION_FILE
from dossier.criteria.claims import Claim
from dossier.errors import BadInputError, RefusedError
from dossier.pipeline.appraisal_forms import TURN_STAGES, is_repeated, read_form
from dossier.pipeline.check import assess
from dossier.pipeline.journal import PART_NAMES, known_papers, paper_of, preview_acts, record_acts
from dossier.pipeline.made import MADE, Made
from dossier.pipeline.standing import read_states
from dossier.problems import Problem, Severity, Where
from dossier.rounds import Stage, acts, office_leaves
from dossier.rounds.model import DAY_OFF, Given, Kind, UnitState
from dossier.rounds.rows import build_appraisal_rows, build_asked_rows
from dossier.rounds.status import find_conflicts, find_late
from dossier.scoring import score_unit
from dossier.sheets import read_self_score, write_appraisal, write_explanation
from dossier.text import official_decimal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from dossier.campaign import Office, Unit
    from dossier.journal import Act
    from dossier.pipeline.run import Run
    from dossier.report import Assessment


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording verb did.

    Attributes:
        lines: for people, one a unit or file.
        made: forms that were written.
        problems: what is late, in conflict, or in doubt; none of it stopped the act.
    """

    lines: tuple[str, ...]
    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()


def receive_units(run: Run, units: Sequence[Unit], *, parts: Sequence[str], arrived: dt.datetime, who: str) -> Recorded:
    """Record that units' reports or evidence arrived; their scores are kept as filed.

    Raises:
        BadInputError: a form is missing or not this unit's.
        RefusedError: a unit is past that stage.
    """
    every: list[Act] = []
    papers: list[Path] = []
    problems: list[Problem] = []
    for unit in units:
        act, faults = _submission(run, unit, parts, arrived)
        every.append(act)
        problems += faults
        papers += [run.paths.self_score_form(unit.id)] if act.file else []
    states = record_acts(run, every, who=who, papers=papers)
    late = [problem for unit in units for problem in find_late(run.campaign, states[unit.id])]
    names = ", ".join(PART_NAMES[part] for part in parts)
    lines = tuple(f"Đã nhận {names} của {unit.short}, đến {arrived:%H:%M %d/%m/%Y}." for unit in units)
    return Recorded(lines, problems=(*problems, *late))


def _submission(run: Run, unit: Unit, parts: Sequence[str], arrived: dt.datetime) -> tuple[Act, tuple[Problem, ...]]:
    if "bao-cao" not in parts:
        return acts.submitted(unit.id, {}, parts=parts, arrived=arrived, paper=acts.Paper()), ()
    form = run.paths.self_score_form(unit.id)
    _refuse_second_truth(run, unit, form.name)
    assessment = assess(run, unit)
    if not assessment.claims:
        raise BadInputError(f"{unit.short}: biểu tự chấm không dùng được.", problems=assessment.problems)
    if not says_something(assessment.claims):
        raise BadInputError(f"{unit.short}: biểu tự chấm còn trống, chưa ghi nhận.")
    act = build_submission(run, assessment, form, parts=parts, arrived=arrived)
    return act, tuple(item for item in assessment.problems if item.severity is Severity.ERROR)


def _refuse_second_truth(run: Run, unit: Unit, form: str) -> None:
    """What came as a package is filed by «dossier receive»; another form of that unit would be a second truth."""
    filings = Shelf(run.paths.records / RECEIVED / unit.id, received=True).load()
    own = run.paths.own(unit.id) / form
    if not filings or not own.is_file():
        return
    standing = build_standing(filing.submission for filing in filings)
    claims, _ = read_self_score(own, run.criteria, unit=unit, campaign=run.campaign)
    taken = form in standing and standing[form].entry.sha256 == paper_of(own).sha256
    if says_something(claims) and not taken:
        raise RefusedError(
            f"{unit.short} đã được tiếp nhận bằng gói lần {len(filings) - 1:04d}; {form} trong thư mục đơn vị "
            "khác biểu đã tiếp nhận: nhận bản mới bằng «dossier receive»."
        )


def build_submission(
    run: Run, assessment: Assessment, form: Path, *, parts: Sequence[str], arrived: dt.datetime
) -> Act:
    """The act by which a unit's self-score is filed, however it arrived."""
    score = score_unit(
        run.criteria,
        assessment.claims,
        unit=assessment.unit.id,
        policy=run.campaign.scoring,
        exclusions=run.campaign.exclusions,
    )
    filed = acts.build_filed(run.criteria, score, checklist=assessment.checklist, claims=assessment.claims)
    return acts.submitted(assessment.unit.id, filed, parts=parts, arrived=arrived, paper=paper_of(form))


def says_something(claims: Mapping[str, Claim]) -> bool:
    """Whether a self-score form is more than its blank."""
    return any(replace(claim, where=Where()) != Claim(claim.code) for claim in claims.values())


def export_sheets(run: Run, offices: Sequence[Office], *, turn: int) -> Recorded:
    """Write each office's sheet for a round, over all units that stand there.

    Raises:
        RefusedError: a sheet exists already; no unit stands at this round.
    """
    states = read_states(run)
    filings = [(unit, states[unit.id]) for unit in run.campaign.units if states[unit.id].stage in TURN_STAGES[turn]]
    if not filings:
        raise RefusedError(f"Chưa có đơn vị nào ở bước thẩm định lần {turn}.")
    made: list[Made] = []
    for office in offices:
        leaves = office_leaves(run.criteria, run.campaign, office)
        rows = tuple(build_appraisal_rows(run.criteria, filings, leaves=leaves, turn=turn))
        if rows:
            target = run.paths.appraisal(turn, office.id)
            write_appraisal(target, run.criteria, rows, office=office, campaign=run.campaign, turn=turn)
            made.append(Made(target.relative_to(run.paths.root), MADE, changed=True))
    left_out = [unit.short for unit in run.campaign.units if unit.id not in {item.id for item, _ in filings}]
    lines = (f"Chưa đưa vào phiếu: {', '.join(left_out)} (không ở bước này).",) if left_out else ()
    return Recorded(lines, tuple(made))


def import_forms(
    run: Run,
    paths: Sequence[Path],
    *,
    arrived: dt.datetime,
    who: str,
    replaces: bool = False,
    owner: str = "",
    turn: int = 1,
) -> Recorded:
    """Take in appraisal sheets of offices and answers of units, told apart by their identity; all or none.

    ``owner`` is the office or unit that a person confirms for forms that lost their identity, ``turn`` the round.

    Raises:
        BadInputError: a form is damaged, another's, or has a row that may not be taken; every place is named.
        RefusedError: a unit does not stand at that round.
    """
    states, known = read_states(run), known_papers(run)
    every: list[Act] = []
    fresh: list[Path] = []
    problems: list[Problem] = []
    lines: list[str] = []
    for path in paths:
        taken, faults = read_form(run, path, states, owner=owner, turn=turn, arrived=arrived, replaces=replaces)
        news = [act for act in taken if (act.unit, act.sha256) not in known and not is_repeated(act, states[act.unit])]
        problems += faults
        if taken and not news:
            lines.append(f"{path.name}: đã nhập trước đây, bỏ qua.")
            continue
        every += news
        fresh.append(path)
        lines.append(f"{path.name}: {len(news)} đơn vị.")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise BadInputError(f"{len(errors)} chỗ sai, chưa ghi nhận tệp nào.", problems=errors)
    after = record_acts(run, every, who=who, papers=fresh)
    return Recorded(tuple(lines), problems=(*problems, *_late_answers(run, every, after), *find_conflicts(after)))


def _late_answers(run: Run, every: Sequence[Act], after: Mapping[str, UnitState]) -> Iterator[Problem]:
    for unit in sorted({act.unit for act in every if act.act == Kind.SUPPLEMENTED}):
        yield from find_late(run.campaign, after[unit])


def resolve_conflict(
    run: Run, unit: Unit, leaf: str, *, choose: int | None, points: Decimal | None, reason: str, who: str
) -> Recorded:
    """Record which value stands: source number ``choose`` (1-based), or ``points`` of one's own with a reason.

    Raises:
        RefusedError: there is no conflict there.
        BadInputError: no such source, or own points without a reason or above the maximum.
    """
    state = read_states(run)[unit.id]
    turn = next((number for number in (2, 1) if leaf in state.conflicts(number)), None)
    if turn is None:
        raise RefusedError(f"{unit.short}: tiêu chí {leaf} không có hai giá trị.")
    values = state.conflicts(turn)[leaf]
    if choose is not None and not 1 <= choose <= len(values):
        raise BadInputError(f"Chỉ có các nguồn từ 1 đến {len(values)}.")
    if choose is not None:
        given, how = values[choose - 1], f"chọn nguồn {choose}: {values[choose - 1].file}"
    else:
        _check_own(run, leaf, points, reason)
        given, how = Given(points, reason=reason), "quyết định khác các nguồn"
    given = replace(given, reason="\n".join(filter(None, dict.fromkeys((given.reason, reason)))))
    paper = acts.Paper(given.file, given.sha256)
    record_acts(run, [acts.resolved(unit.id, leaf, given, turn=turn, choice=how, paper=paper)], who=who)
    return Recorded((f"{unit.short}, tiêu chí {leaf}: {given.text} ({how}).",))


def _check_own(run: Run, leaf: str, points: Decimal | None, reason: str) -> None:
    placed = run.criteria.leaf(leaf)
    if points is None or not reason:
        raise BadInputError("Cần --choose SỐ, hoặc --points ĐIỂM kèm --reason LÝ_DO.")
    if placed and not 0 <= points <= placed.leaf.max:
        raise BadInputError(f"Điểm của tiêu chí {leaf} từ 0 đến {official_decimal(placed.leaf.max)}.")


def return_units(run: Run, units: Sequence[Unit], *, due: dt.datetime | None, who: str) -> Recorded:
    """End appraisal 1: each unit gets its open points with a deadline, in a form to answer.

    Raises:
        RefusedError: a unit has leaves not appraised or in conflict; which, and nothing is written.
        BadInputError: there are open points and no deadline.
    """
    states = read_states(run)
    limit, wording, doubts = _answer_limit(run, due)
    asked = {unit.id: acts.plan_requests(states[unit.id]) for unit in units}
    if limit is None and any(asked.values()):
        raise BadInputError("Cần hạn giải trình: --due, hoặc khai act «bo-sung» trong calendar của campaign.yaml.")
    every = [acts.returned(unit.id, asked[unit.id], due=limit, wording=wording) for unit in units]
    after = preview_acts(run, every, who=who)
    made = [_write_explanation(run, unit, after[unit.id], wording) for unit in units if asked[unit.id]]
    record_acts(run, every, who=who)
    lines = tuple(f"{unit.short}: {len(asked[unit.id])} yêu cầu giải trình, bổ sung." for unit in units)
    return Recorded(lines, tuple(made), doubts)


def _answer_limit(run: Run, due: dt.datetime | None) -> tuple[dt.datetime | None, str, tuple[Problem, ...]]:
    """The first late moment, its wording, and a warning when the day is no working day."""
    deadline = run.campaign.deadline("bo-sung")
    if due is not None:
        limit, wording = due, f"trước {due:%H:%M} ngày {due:%d/%m/%Y}"
    elif deadline is not None:
        limit, wording = deadline.limit, deadline.text
    else:
        return None, "", ()
    day = deadline.day if deadline and due is None else limit.astimezone(VIETNAM).date()
    off = run.campaign.day_off(day)
    warning = (DAY_OFF.at(Where(), f"Hạn giải trình {day:%d/%m/%Y} là {off}."),) if off else ()
    return limit, wording, warning


def _write_explanation(run: Run, unit: Unit, state: UnitState, wording: str) -> Made:
    first = target = run.paths.own(unit.id) / EXPLANATION_FILE
    count = 2
    while target.exists():
        target = first.with_stem(f"giai-trinh-{count}")
        count += 1
    rows = tuple(build_asked_rows(run.criteria, state))
    write_explanation(target, run.criteria, rows, unit=unit, campaign=run.campaign, due=wording)
    return Made(target.relative_to(run.paths.root), MADE, changed=True)


def conclude_units(run: Run, units: Sequence[Unit], *, who: str) -> Recorded:
    """End appraisal 2: the units go to the council.

    Raises:
        RefusedError: a unit has open points not appraised again, or a conflict; nothing is written.
    """
    states = record_acts(run, [acts.concluded(unit.id) for unit in units], who=who)
    return Recorded(
        tuple(
            f"{unit.short}: {official_decimal(states[unit.id].total)} điểm thẩm định, trình hội đồng." for unit in units
        )
    )


def reopen_unit(run: Run, unit: Unit, *, to: Stage, leaves: Sequence[str], reason: str, who: str) -> Recorded:
    """Lead a unit back to an earlier stage, with a reason; later decisions about it no longer stand.

    Raises:
        RefusedError: no reason, or not a stage before this one.
    """
    record_acts(run, [acts.reopened(unit.id, to, leaves, reason=reason)], who=who)
    named = f" ({', '.join(leaves)})" if leaves else ""
    return Recorded((f"{unit.short}: mở lại bước «{to}»{named}.",))
