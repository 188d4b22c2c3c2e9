"""A journal of two leaves and its acts, as short as they can be."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.campaign.model import VIETNAM, Campaign
from dossier.journal import Act, Entry, build_entries
from dossier.rounds.acts import (
    Paper,
    appraised,
    approved,
    concluded,
    published,
    reopened,
    resolved,
    returned,
    submitted,
    supplemented,
    surveyed,
    voted,
)
from dossier.rounds.machine import advance
from dossier.rounds.model import Duty, Filed, Given, Stage, Surveyed, UnitState
from dossier.sheets.model import Answer, AppraisalClaim, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterable

UNIT = "xa-dong"
LEAVES = ("1.1", "1.2")
DUTY = Duty(frozenset(LEAVES), frozenset({"thuong"}))
START = dt.datetime(2020, 10, 1, 8, 0, tzinfo=VIETNAM)
DUE = dt.datetime(2020, 11, 1, 17, 0, tzinfo=VIETNAM)
FILED = {
    "1.1": Filed(Decimal(1), "tính từ số liệu", files=("1.1/a.pdf",)),
    "1.2": Filed(Decimal(2), "tính từ số liệu", lacking="tài liệu của 1.2"),
}


def body(name: str) -> dict[str, Any]:
    return {"name": name, "short": name, "symbol": "UBND", "place": "Đông"}


def campaign(**more: Any) -> Campaign:
    return Campaign.model_validate(
        {
            "schema": 1,
            "id": "mau-2020",
            "year": 2020,
            "title": "Kỳ đánh giá thử",
            "tier": "huyen",
            "criteria": {"id": "bo-thu", "version": 2, "sha256": "0" * 64},
            "authority": body("UBND huyện Mẫu"),
            "council": {"name": "Hội đồng"},
            "units": [{**body("UBND xã Đông"), "id": UNIT, "kind": "xã"}],
            **more,
        }
    )


def claim(leaf: str, points: str | None, **more: Any) -> AppraisalClaim:
    return AppraisalClaim(UNIT, leaf, None if points is None else Decimal(points), **more)


def submit(filed: dict[str, Filed] | None = None, arrived: dt.datetime = START) -> Act:
    return submitted(UNIT, filed or FILED, parts=("bao-cao", "minh-chung"), arrived=arrived, paper=Paper("f.xlsx", "f"))


def give(
    values: dict[str, str | None],
    *,
    turn: int = 1,
    office: str = "noi-vu",
    file: str = "a.xlsx",
    replaces: bool = False,
) -> Act:
    claims = [claim(leaf, points, excluded=points is None, reason="vì") for leaf, points in values.items()]
    states = {UNIT: UnitState(UNIT, filed=FILED)}
    (act,) = appraised(claims, states, office=office, turn=turn, paper=Paper(file, file), replaces=replaces)
    return act


def ask(*leaves: str) -> Act:
    return returned(UNIT, dict.fromkeys(leaves, "Gửi thêm"), due=DUE, wording="")


def answer(*leaves: str, arrived: dt.datetime = START) -> Act:
    answers = [Answer(leaf, explanation="Giải trình") for leaf in leaves]
    return supplemented(UnitState(UNIT), answers, arrived=arrived, paper=Paper("g.xlsx", "g"))


def settle(leaf: str, points: str, *, turn: int = 1) -> Act:
    return resolved(UNIT, leaf, Given(Decimal(points)), turn=turn, choice="chọn nguồn 1", paper=Paper())


def survey() -> Act:
    return surveyed(UNIT, [Surveyed("dieu-tra", 50, None, assessed=False)], paper=Paper())


def vote(*rulings: Ruling) -> Act:
    return voted(UNIT, rulings, summary={}, paper=Paper())


def conclude() -> Act:
    return concluded(UNIT)


def approve() -> Act:
    return approved(UNIT, "1/QĐ-UBND", paper=Paper())


def publish() -> Act:
    return published(UNIT, "2/TB-UBND", paper=Paper())


def reopen(to: Stage, *leaves: str, reason: str = "nhầm") -> Act:
    return reopened(UNIT, to, leaves, reason=reason)


def entries(acts: Iterable[Act], *, at: dt.datetime = START) -> tuple[Entry, ...]:
    return tuple(build_entries(acts, last=None, at=at, who="x"))


def live(*acts: Act, at: dt.datetime = START) -> UnitState:
    """The state after some acts; raises where one does not follow."""
    state = UnitState(UNIT)
    for entry in entries(acts, at=at):
        state = advance(state, entry, DUTY)
    return state


# The whole year, nothing left out.
YEAR = (
    submit(),
    give({"1.1": "1", "1.2": "1"}),
    ask("1.2"),
    answer("1.2"),
    give({"1.2": "1.5"}, turn=2, file="b.xlsx"),
    conclude(),
    vote(),
    approve(),
    publish(),
)
