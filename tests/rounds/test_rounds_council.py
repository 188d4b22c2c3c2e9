"""The council's form against its regulation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.campaign.model import Council, Voting
from dossier.rounds import check_council
from dossier.sheets.model import CouncilForm, Decided, Ruling, Tally, Vote
from tests.rounds import rounds_world as world

if TYPE_CHECKING:
    from dossier.rounds.council import Verdict

NAMES = ("Hoàng Văn An", "Vũ Thị Bình", "Đỗ Văn Chi")
COUNCIL = Council.model_validate(
    {"name": "Hội đồng", "members": [{"name": name, "post": "p", "role": "r"} for name in NAMES]}
)
STATE = world.live(*world.YEAR[:6])
MAXIMA = {"1.1": Decimal(1), "1.2": Decimal(2)}
DAY = dt.date(2020, 11, 5)


def vote(name: str, opinion: str = "đồng ý", **more: Any) -> Vote:
    return Vote(name, "p", "r", more.pop("attended", bool(opinion)), opinion, **more)


def form(*votes: Vote, agreed: int = 3, against: int = 0, other: int = 0, **more: Any) -> CouncilForm:
    tally = Tally("Kết quả", "", agreed, against, other)
    base = CouncilForm(
        written=False,
        held=DAY,
        votes=votes or tuple(map(vote, NAMES)),
        tallies=(tally,),
        decided=(Decided(world.UNIT, STATE.total, None),),
        rulings=(),
    )
    return replace(base, **more)


def check(filled: CouncilForm, council: Council = COUNCIL) -> Verdict:
    return check_council(filled, council, {world.UNIT: STATE}, maxima=MAXIMA, path="hoi-dong.xlsx")


def rules(filled: CouncilForm, council: Council = COUNCIL) -> list[str]:
    return [problem.rule for problem in check(filled, council).problems]


def test_a_meeting_that_agrees_is_valid() -> None:
    verdict = check(form())
    assert verdict.valid
    assert (verdict.members, verdict.attending, verdict.agreed, verdict.silent) == (3, 3, 3, 0)


def test_two_of_three_are_a_quorum_and_one_is_not() -> None:
    absent = vote(NAMES[2], "")
    assert rules(form(vote(NAMES[0]), vote(NAMES[1]), absent, agreed=2)) == []
    alone = form(vote(NAMES[0]), vote(NAMES[1], ""), absent, agreed=1)
    assert rules(alone) == ["ROU12", "ROU14"]


def test_votes_must_add_up_to_those_who_attend() -> None:
    assert rules(form(agreed=2)) == ["ROU13", "ROU13"]
    assert rules(form(agreed=2, other=1)) == ["ROU13"]  # the members' own opinions say three


def test_a_majority_is_more_than_half_of_all_members() -> None:
    split = (vote(NAMES[0]), vote(NAMES[1], "không đồng ý"), vote(NAMES[2], "ý kiến khác"))
    assert rules(form(*split, agreed=1, against=1, other=1)) == ["ROU14"]


def test_a_stranger_or_a_double_is_no_member() -> None:
    assert rules(form(*map(vote, (*NAMES[:2], "Người Lạ")))) == ["ROU11"]
    assert rules(form(*map(vote, (*NAMES[:2], NAMES[1])))) == ["ROU11", "ROU11"]


def test_an_absent_member_has_no_opinion() -> None:
    ghost = vote(NAMES[2], "đồng ý", attended=False)
    assert "ROU13" in rules(form(vote(NAMES[0]), vote(NAMES[1]), ghost, agreed=2))


def written(*days: tuple[dt.date | None, dt.date | None, str]) -> CouncilForm:
    votes = tuple(
        Vote(name, "p", "r", back is not None, opinion, sent, back)
        for name, (sent, back, opinion) in zip(NAMES, days, strict=True)
    )
    return form(*votes, agreed=sum(opinion == "đồng ý" for _, _, opinion in days), written=True)


LATER = DAY + dt.timedelta(days=3)


def test_written_opinions_count_who_answered() -> None:
    filled = written((DAY, LATER, "đồng ý"), (DAY, LATER, "đồng ý"), (DAY, None, ""))
    verdict = check(filled)
    assert verdict.valid
    assert (verdict.attending, verdict.agreed, verdict.silent) == (2, 2, 1)


def test_silence_counts_only_where_the_regulation_says_so() -> None:
    filled = written((DAY, LATER, "đồng ý"), (DAY, None, ""), (DAY, None, ""))
    assert not check(filled).valid
    tacit = COUNCIL.model_copy(update={"voting": Voting(silence="dong_y")})
    filled = replace(filled, tallies=(Tally("Kết quả", "", 3, 0, 0),))
    assert check(filled, tacit).valid


@pytest.mark.parametrize(
    "days",
    [(None, LATER, "đồng ý"), (LATER, DAY, "đồng ý"), (DAY, None, "đồng ý"), (DAY, LATER, "")],
    ids=["not sent", "back before sent", "opinion without a day", "day without an opinion"],
)
def test_a_written_opinion_has_its_days(days: tuple[dt.date | None, dt.date | None, str]) -> None:
    assert "ROU16" in rules(written((DAY, LATER, "đồng ý"), (DAY, LATER, "đồng ý"), days))


def ruling(points: str | None, leaf: str = "1.2", reason: str = "Hội đồng xem xét") -> Ruling:
    return Ruling(world.UNIT, leaf, None if points is None else Decimal(points), reason)


def decided(total: str | None, *rulings: Ruling, appraised: str | None = None) -> CouncilForm:
    known = STATE.total if appraised is None else Decimal(appraised)
    item = Decided(world.UNIT, known, None if total is None else Decimal(total))
    return form(decided=(item,), rulings=rulings)


@pytest.mark.parametrize(
    ("filled", "valid"),
    [
        (decided(None), True),
        (decided("2.5"), True),
        (decided("3"), False),
        (decided("3", ruling("2")), True),
        (decided("3", ruling("1.75")), False),
        (decided("1", ruling(None)), True),
        (decided(None, ruling("2")), True),
        (decided("3", ruling("2", reason="")), False),
        (decided("4", ruling("3")), False),
        (decided(None, ruling("1", leaf="9.9")), False),
        (decided(None, appraised="2"), False),
    ],
)
def test_a_decided_total_equals_the_appraised_or_carries_a_decision(filled: CouncilForm, *, valid: bool) -> None:
    assert check(filled).valid is valid
    assert set(rules(filled)) <= {"ROU15"}


def test_a_ruling_for_a_unit_without_a_result_is_found() -> None:
    assert rules(replace(decided(None, ruling("2")), decided=())) == ["ROU15"]


@given(members=st.integers(1, 30), agreeing=st.integers(0, 30))
def test_more_votes_never_lose_what_fewer_carried(members: int, agreeing: int) -> None:
    rule = Voting(threshold="2/3", strict=False)
    carried = rule.carries(agreeing, attending=members, members=members)
    assert carried is (agreeing > 0 and 3 * agreeing >= 2 * members)
    assert not carried or rule.carries(agreeing + 1, attending=members, members=members)


def test_an_exact_half_does_not_carry_a_majority_of_those_present() -> None:
    rule = Voting(of="du_hop")
    assert not rule.carries(2, attending=4, members=9)
    assert rule.carries(3, attending=4, members=9)
