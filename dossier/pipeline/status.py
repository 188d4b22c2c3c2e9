"""``dossier status`` and ``dossier appraise status``: where every unit stands and what blocks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.pipeline.standing import read_states
from dossier.report.tables import Table
from dossier.rounds import build_status, duty_of, office_leaves
from dossier.rounds.status import UnitStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.pipeline.run import Run

_STATUS = TypeAdapter(tuple[UnitStatus, ...])


def read_status(run: Run) -> tuple[UnitStatus, ...]:
    """Every unit's stage, deadline, lateness and what blocks it."""
    campaign = run.campaign
    return build_status(
        campaign,
        read_states(run),
        duties={unit.id: duty_of(run.criteria, campaign, unit.id) for unit in campaign.units},
        offices={office.name: office_leaves(run.criteria, campaign, office) for office in campaign.offices},
        now=run.now,
    )


def status_json(statuses: Sequence[UnitStatus]) -> bytes:
    """The same as JSON."""
    return _STATUS.dump_json(tuple(statuses), indent=2) + b"\n"


def status_table(statuses: Sequence[UnitStatus]) -> Table:
    """For people, one row a unit."""
    rows = tuple(
        (
            item.name,
            item.stage.value,
            item.due or "chưa khai hạn",
            _days(item),
            "\n".join(item.late),
            "\n".join(item.blocks),
        )
        for item in statuses
    )
    columns = ("Đơn vị", "Bước", "Hạn của bước", "Còn lại", "Đến muộn", "Đang chờ")
    overdue = sum(item.overdue for item in statuses)
    return Table(f"Tiến độ: {len(statuses)} đơn vị, {overdue} đơn vị quá hạn", columns, rows)


def _days(item: UnitStatus) -> str:
    if item.days_left is None:
        return ""
    if item.overdue:
        return f"quá hạn {max(-item.days_left, 0)} ngày" if item.days_left else "hết hạn hôm nay"
    return f"{item.days_left} ngày"


def appraisal_table(run: Run) -> Table:
    """How far each office is: appraised leaves over those it has, by round."""
    states = read_states(run)
    rows = []
    for office in run.campaign.offices:
        mine = office_leaves(run.criteria, run.campaign, office)
        first = [duty_of(run.criteria, run.campaign, unit).required & mine for unit in states]
        done = sum(len(leaves & set(state.first)) for leaves, state in zip(first, states.values(), strict=True))
        again = [frozenset(state.open) & mine for state in states.values()]
        second = sum(len(leaves & set(state.second)) for leaves, state in zip(again, states.values(), strict=True))
        split = sum(len(mine & set(state.conflicts(turn))) for state in states.values() for turn in (1, 2))
        rows.append(
            (
                office.name,
                f"{done}/{sum(map(len, first))}",
                f"{second}/{sum(map(len, again))}",
                str(split) if split else "",
            )
        )
    columns = ("Cơ quan", "Lần 1: đã thẩm định", "Lần 2: đã thẩm định", "Ô mâu thuẫn")
    return Table("Tiến độ thẩm định theo cơ quan", columns, tuple(rows), numeric=(1, 2, 3))
