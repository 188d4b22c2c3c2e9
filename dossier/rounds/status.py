"""Who is late, what contradicts, how many days are left, what blocks: pure, from the states and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.campaign.model import VIETNAM
from dossier.problems import Where
from dossier.rounds.model import CONFLICT, LATE, Duty, Stage, UnitState
from dossier.text import code_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.campaign import Campaign, Unit
    from dossier.problems import Problem

_CODES_SHOWN = 6
# The acts of the calendar by which a stage should be over; the first that the campaign has counts.
_ACTS: dict[Stage, tuple[str, ...]] = {
    Stage.SELF: ("tu-danh-gia",),
    Stage.FIRST: ("tham-dinh-1", "tham-dinh"),
    Stage.SUPPLEMENT: ("bo-sung", "tham-dinh"),
    Stage.SECOND: ("tham-dinh-2", "tham-dinh"),
    Stage.COUNCIL: ("hoi-dong", "tham-dinh"),
    Stage.APPROVAL: ("phe-duyet", "tham-dinh"),
    Stage.APPROVED: ("cong-bo", "tham-dinh"),
}


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """Where a unit stands.

    Attributes:
        due: wording of the deadline of this stage; empty when the calendar has none.
        days_left: whole days until it; negative when it is past; None when there is none.
        overdue: the stage should be over by now.
        late: what arrived late, with its arrival; empty when nothing did.
        blocks: what must happen before the next stage, and by whom.
    """

    unit: str
    name: str
    stage: Stage
    due: str
    days_left: int | None
    overdue: bool
    late: tuple[str, ...]
    blocks: tuple[str, ...]


def build_status(
    campaign: Campaign,
    states: Mapping[str, UnitState],
    *,
    duties: Mapping[str, Duty],
    offices: Mapping[str, frozenset[str]],
    now: dt.datetime,
) -> tuple[UnitStatus, ...]:
    """One for each unit in the order of the campaign; ``offices`` maps an office's name to what it appraises."""
    return tuple(
        _status(campaign, unit, states[unit.id], duties[unit.id], offices=offices, now=now) for unit in campaign.units
    )


def _status(
    campaign: Campaign,
    unit: Unit,
    state: UnitState,
    duty: Duty,
    *,
    offices: Mapping[str, frozenset[str]],
    now: dt.datetime,
) -> UnitStatus:
    limit, text = _limit(campaign, state)
    days = None if limit is None else (limit.astimezone(VIETNAM).date() - now.astimezone(VIETNAM).date()).days
    return UnitStatus(
        unit=unit.id,
        name=unit.short,
        stage=state.stage,
        due=text,
        days_left=days,
        overdue=limit is not None and now >= limit,
        late=tuple(problem.message for problem in find_late(campaign, state)),
        blocks=tuple(_blocks(state, duty, offices)),
    )


def _limit(campaign: Campaign, state: UnitState) -> tuple[dt.datetime | None, str]:
    if state.stage is Stage.SUPPLEMENT and state.answer_due:
        return state.answer_due, f"trước {state.answer_due.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    found = (campaign.deadline(act) for act in _ACTS.get(state.stage, ()))
    deadline = next((item for item in found if item), None)
    return (deadline.limit, deadline.text) if deadline else (None, "")


def find_late(campaign: Campaign, state: UnitState) -> Iterator[Problem]:
    """What arrived late, by the recorded arrival: report, evidence, answers."""
    where = Where(unit=state.unit)
    report = campaign.deadline("tu-danh-gia")
    evidence = campaign.deadline("minh-chung") or report
    for name, arrived, deadline in (
        ("Báo cáo", state.reported, report),
        ("Minh chứng", state.delivered, evidence),
    ):
        if arrived and deadline and deadline.is_late(arrived):
            yield LATE.at(where, f"{name} đến {_moment(arrived)}, hạn {deadline.text}.")
    if state.answered and state.answer_due and state.answered >= state.answer_due:
        yield LATE.at(where, f"Giải trình đến {_moment(state.answered)}, hạn trước {_moment(state.answer_due)}.")


def find_conflicts(states: Mapping[str, UnitState]) -> Iterator[Problem]:
    """Every cell with two values, with its sources numbered for ``dossier appraise resolve``."""
    for state in states.values():
        for turn in (1, 2):
            for leaf, values in state.conflicts(turn).items():
                sources = "; ".join(
                    f"({count}) {given.text} theo {given.file} của {given.office}"
                    for count, given in enumerate(values, start=1)
                )
                where = Where(unit=state.unit, node=leaf)
                yield CONFLICT.at(where, f"Hai giá trị ở lần {turn}: {sources}.")


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


_WAITING = {
    Stage.SELF: "đơn vị chưa nộp báo cáo và biểu tự chấm",
    Stage.COUNCIL: "chờ hội đồng (dossier council record)",
    Stage.APPROVAL: "chờ phê duyệt",
    Stage.APPROVED: "chờ công bố",
}


def _blocks(state: UnitState, duty: Duty, offices: Mapping[str, frozenset[str]]) -> Iterator[str]:
    match state.stage:
        case Stage.FIRST:
            left = duty.required - set(state.first)
            yield from (*_missing(left, offices), *_split(state, 1))
            if not (left or state.conflicts(1)):
                yield "chưa kết thúc lần 1 (dossier appraise return)"
        case Stage.SUPPLEMENT:
            waiting = [leaf for leaf, point in state.open.items() if point.answered is None]
            yield f"đơn vị chưa giải trình: {_codes(waiting)}" if waiting else "chưa trình hội đồng"
        case Stage.SECOND:
            left = frozenset(state.open) - set(state.second)
            yield from (*_missing(left, offices), *_split(state, 2))
            if not (left or state.conflicts(2)):
                yield "chưa kết thúc thẩm định (dossier appraise conclude)"
        case stage if stage in _WAITING:
            yield _WAITING[stage]


def _missing(leaves: frozenset[str], offices: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for name, mine in offices.items():
        if left := leaves & mine:
            yield f"{name} chưa thẩm định {len(left)} tiêu chí: {_codes(left)}"
    nobody = leaves - frozenset().union(*offices.values())
    if nobody:
        yield f"chưa phân công cơ quan thẩm định: {_codes(nobody)}"


def _split(state: UnitState, turn: int) -> Iterator[str]:
    for leaf, values in state.conflicts(turn).items():
        sources = "; ".join(f"{given.file} ({given.office})" for given in values)
        yield f"tiêu chí {leaf} có {len(values)} giá trị khác nhau: {sources}"


def _codes(leaves: Iterable[str]) -> str:
    codes: Sequence[str] = sorted(leaves, key=code_key)
    more = len(codes) - _CODES_SHOWN
    return ", ".join(codes[:_CODES_SHOWN]) + (f" và {more} tiêu chí khác" if more > 0 else "")
