"""The order of the year: what follows what, what blocks, and that nothing can be skipped."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.errors import RefusedError
from dossier.journal import Act
from dossier.rounds.machine import advance, replay
from dossier.rounds.model import Kind, Stage, UnitState
from dossier.sheets.model import Ruling
from tests.rounds import rounds_world as world


def test_a_year_goes_through_every_stage() -> None:
    stages = [world.live(*world.YEAR[:count]).stage for count in range(len(world.YEAR) + 1)]
    assert stages == [
        Stage.SELF,
        Stage.FIRST,
        Stage.FIRST,
        Stage.SUPPLEMENT,
        Stage.SECOND,
        Stage.SECOND,
        Stage.COUNCIL,
        Stage.APPROVAL,
        Stage.APPROVED,
        Stage.PUBLISHED,
    ]


@pytest.mark.parametrize("left_out", range(len(world.YEAR) - 1))
def test_a_year_with_one_act_left_out_stops_there(left_out: int) -> None:
    acts = world.YEAR[:left_out] + world.YEAR[left_out + 1 :]
    with pytest.raises(RefusedError, match=world.UNIT):
        world.live(*acts)


ACTS = (
    world.submit(),
    world.give({"1.1": "1"}),
    world.give({"1.2": "1"}),
    world.give({"1.2": "0"}, office="tu-phap", file="c.xlsx"),
    world.settle("1.2", "1"),
    world.ask("1.2"),
    world.ask(),
    world.answer("1.2"),
    world.give({"1.2": "1.5"}, turn=2),
    world.conclude(),
    world.survey(),
    world.vote(),
    world.approve(),
    world.publish(),
    world.reopen(Stage.SECOND, "1.2"),
    world.reopen(Stage.FIRST),
    world.reopen(Stage.SELF),
)
_FORWARD = {
    Stage.SELF: {Stage.SELF, Stage.FIRST},
    Stage.FIRST: {Stage.FIRST, Stage.SUPPLEMENT},
    Stage.SUPPLEMENT: {Stage.SUPPLEMENT, Stage.SECOND, Stage.COUNCIL},
    Stage.SECOND: {Stage.SECOND, Stage.COUNCIL},
    Stage.COUNCIL: {Stage.COUNCIL, Stage.APPROVAL},
    Stage.APPROVAL: {Stage.APPROVAL, Stage.APPROVED},
    Stage.APPROVED: {Stage.APPROVED, Stage.PUBLISHED},
    Stage.PUBLISHED: {Stage.PUBLISHED},
}


@settings(max_examples=300, deadline=None)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=40))
def test_whatever_people_try_no_stage_is_skipped(acts: list[Act]) -> None:
    state = UnitState(world.UNIT)
    for entry in world.entries(acts):
        before = state
        try:
            state = advance(state, entry, world.DUTY)
        except RefusedError:
            continue
        if entry.act == Kind.REOPENED:
            assert state.stage.order <= before.stage.order
        else:
            assert state.stage in _FORWARD[before.stage]
        if state.stage.order >= Stage.COUNCIL.order:
            assert all(state.appraised(leaf) for leaf in world.LEAVES)
            assert not state.conflicts(1)
            assert not state.conflicts(2)
            assert all(leaf in state.second for leaf in state.open)


@settings(max_examples=60, deadline=None)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=25))
def test_replaying_reports_what_does_not_follow_and_keeps_the_rest(acts: list[Act]) -> None:
    states, problems = replay(world.entries(acts), {world.UNIT: world.DUTY})
    kept = UnitState(world.UNIT)
    refused = 0
    for entry in world.entries(acts):
        try:
            kept = advance(kept, entry, world.DUTY)
        except RefusedError:
            refused += 1
    assert states[world.UNIT] == kept
    assert [problem.rule for problem in problems] == ["ROU06"] * refused


def test_a_unit_that_left_the_campaign_is_reported() -> None:
    states, problems = replay(world.entries([world.submit()]), {})
    assert states == {}
    assert "không còn trong campaign.yaml" in problems[0].message


def test_round_one_ends_only_when_every_leaf_is_appraised() -> None:
    with pytest.raises(RefusedError, match=r"chưa thẩm định lần 1 các tiêu chí 1\.2"):
        world.live(world.submit(), world.give({"1.1": "1"}), world.ask())


def test_bonus_points_may_stay_blank() -> None:
    state = world.live(world.submit(), world.give({"1.1": "1", "1.2": "1", "thuong": "1"}), world.ask())
    assert state.total == 3


def test_a_leaf_that_is_nobody_s_to_appraise_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"9\.9 không thẩm định"):
        world.live(world.submit(), world.give({"9.9": "1"}))


def test_equal_values_of_two_offices_are_no_conflict() -> None:
    both = world.give({"1.1": "1.0"}, office="tu-phap", file="b.xlsx")
    state = world.live(world.submit(), world.give({"1.1": "1"}), both)
    assert state.conflicts(1) == {}


def test_two_values_keep_both_sources_until_one_is_chosen() -> None:
    acts = (world.submit(), world.give({"1.1": "1"}), world.give({"1.1": "0"}, office="tu-phap", file="b.xlsx"))
    split = world.live(*acts)
    assert [(given.office, given.file) for given in split.conflicts(1)["1.1"]] == [
        ("noi-vu", "a.xlsx"),
        ("tu-phap", "b.xlsx"),
    ]
    assert split.appraised("1.1") is None
    settled = world.live(*acts, world.settle("1.1", "1"))
    assert settled.conflicts(1) == {}
    given_ = settled.appraised("1.1")
    assert given_ is not None
    assert given_.points == 1


def test_points_against_not_applicable_is_a_conflict_too() -> None:
    other = world.give({"1.1": None}, office="tu-phap", file="b.xlsx")
    assert "1.1" in world.live(world.submit(), world.give({"1.1": "0"}), other).conflicts(1)


def test_the_order_of_files_does_not_matter_for_what_conflicts() -> None:
    one, two = world.give({"1.1": "1", "1.2": "1"}), world.give({"1.1": "0", "1.2": "1"}, office="b", file="b.xlsx")
    forth, back = world.live(world.submit(), one, two), world.live(world.submit(), two, one)
    assert set(forth.conflicts(1)) == set(back.conflicts(1)) == {"1.1"}


def test_a_replacing_sheet_takes_the_office_s_earlier_values_away() -> None:
    again = world.give({"1.1": "0"}, file="a2.xlsx", replaces=True)
    state = world.live(world.submit(), world.give({"1.1": "1", "1.2": "1"}), again)
    assert state.conflicts(1) == {}
    assert "1.2" not in state.first


def test_round_two_waits_for_the_answer_or_for_the_deadline() -> None:
    asked = (world.submit(), world.give({"1.1": "1", "1.2": "1"}), world.ask("1.2"))
    again = world.give({"1.2": "1"}, turn=2)
    with pytest.raises(RefusedError, match="chưa hết hạn"):
        world.live(*asked, again)
    late = world.live(*asked, again, at=world.DUE)
    assert late.stage is Stage.SECOND


def test_an_answer_to_what_was_not_asked_is_refused() -> None:
    asked = (world.submit(), world.give({"1.1": "1", "1.2": "1"}), world.ask("1.2"))
    with pytest.raises(RefusedError, match=r"1\.1 không nằm trong yêu cầu"):
        world.live(*asked, world.answer("1.1"))
    with pytest.raises(RefusedError, match="không có câu trả lời"):
        world.live(*asked, world.answer())


def test_an_answer_carries_the_lines_that_asked_and_answered() -> None:
    point = world.live(*world.YEAR[:4]).open["1.2"]
    assert (point.seq, point.answered, point.explanation) == (3, 4, "Giải trình")


def test_without_open_points_a_unit_goes_on_to_the_council() -> None:
    state = world.live(world.submit(), world.give({"1.1": "1", "1.2": "1"}), world.ask(), world.conclude())
    assert state.stage is Stage.COUNCIL


def test_the_first_round_survives_the_second_and_the_council() -> None:
    ruling = Ruling(world.UNIT, "1.2", Decimal(2), "Hội đồng xem xét")
    state = world.live(*world.YEAR[:6], world.vote(ruling))
    assert [given.points for given in state.first["1.2"]] == [1]
    assert [given.points for given in state.second["1.2"]] == [Decimal("1.5")]
    assert state.decisions["1.2"].points == 2
    assert state.total == Decimal("2.5")


def test_reopening_needs_a_reason_and_leads_only_back() -> None:
    with pytest.raises(RefusedError, match="phải nêu lý do"):
        world.live(*world.YEAR, world.reopen(Stage.SECOND, "1.2", reason=" "))
    with pytest.raises(RefusedError, match="không mở lại được"):
        world.live(world.submit(), world.reopen(Stage.SECOND, "1.2"))
    with pytest.raises(RefusedError, match="chưa nêu tiêu chí"):
        world.live(*world.YEAR, world.reopen(Stage.SECOND))


def test_a_reopened_leaf_must_be_appraised_and_voted_again() -> None:
    reopened = (*world.YEAR, world.reopen(Stage.SECOND, "1.1"))
    state = world.live(*reopened)
    assert (state.stage, state.publication, sorted(state.open)) == (Stage.SECOND, "", ["1.1", "1.2"])
    with pytest.raises(RefusedError, match=r"chưa thẩm định lần 2 các tiêu chí 1\.1"):
        world.live(*reopened, world.conclude())
    again = (world.give({"1.1": "0.5"}, turn=2), world.conclude())
    with pytest.raises(RefusedError, match="phê duyệt"):
        world.live(*reopened, *again, world.approve())
    assert world.live(*reopened, *again, world.vote(), world.approve(), world.publish()).total == 2


def test_reopening_the_first_round_for_one_leaf_keeps_the_others() -> None:
    state = world.live(*world.YEAR[:6], world.reopen(Stage.FIRST, "1.1"))
    assert (state.stage, sorted(state.first), state.open) == (Stage.FIRST, ["1.2"], {})


def test_a_unit_may_hand_in_again_only_before_it_is_appraised() -> None:
    assert world.live(world.submit(), world.submit()).stage is Stage.FIRST
    with pytest.raises(RefusedError, match="phải mở lại"):
        world.live(world.submit(), world.give({"1.1": "1"}), world.submit())
    world.live(world.submit(), world.give({"1.1": "1"}), world.reopen(Stage.SELF), world.submit())


def test_evidence_and_report_have_arrivals_of_their_own() -> None:
    from dossier.rounds.acts import Paper, submitted

    later = world.START + dt.timedelta(days=1)
    evidence = submitted(world.UNIT, {}, parts=("minh-chung",), arrived=later, paper=Paper())
    state = world.live(world.submit(), evidence)
    assert (state.reported, state.delivered) == (world.START, later)
    assert world.live(evidence).stage is Stage.SELF


def test_an_act_of_a_newer_program_is_named() -> None:
    with pytest.raises(RefusedError, match="nâng cấp"):
        world.live(Act("tu-tuong-tuong", world.UNIT))
