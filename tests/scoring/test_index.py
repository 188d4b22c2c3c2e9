"""From points to index, grade and rank."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.campaign.policy import Act, Consequence, Group, Rounding, RoundingStep, ScoringPolicy, TiePolicy, Ties
from dossier.criteria.model import Grade
from dossier.errors import BadInputError
from dossier.scoring.index import index_texts, rank_order
from dossier.scoring.results import Heading, Results, build_results
from dossier.scoring.tally import Basis, Points, Tally
from dossier.yamlfile import load_yaml

GRADES = (
    Grade(name="Tốt", min=Decimal(80)),
    Grade(name="Khá", min=Decimal(65)),
    Grade(name="Trung bình", min=Decimal(50)),
    Grade(name="Kém", min=Decimal(0)),
)


def tally(
    unit: str, appraised: str, survey: str | None = "0", *, top: str = "75", kind: str = "xã", **more: Any
) -> Tally:
    """A unit with points out of ``top`` and a survey out of 25; None: the survey left its maximum."""
    parts = (
        Points("tham-dinh", "Thẩm định", Decimal(75), Decimal(top), Decimal(top), Decimal(appraised)),
        Points(
            "dieu-tra",
            "Điều tra",
            Decimal(25),
            Decimal(0) if survey is None else Decimal(25),
            points=None if survey is None else Decimal(survey),
        ),
    )
    return Tally(unit, (unit.replace("-", " "),), kind, parts, **more)


def results(*tallies: Tally, basis: Basis = Basis.APPRAISED, **policy: Any) -> Results:
    heading = Heading("ky-thu", 2025, "bo-thu", sample=False, basis=basis)
    return build_results(tallies, heading=heading, grades=GRADES, policy=ScoringPolicy(**policy))


def ranks(found: Results) -> list[tuple[str, int | None]]:
    return [(unit.tally.unit, unit.rank) for unit in found.units]


def test_the_index_is_the_total_over_the_unit_s_own_maximum() -> None:
    """65,25 of 89 is 73,31 %: the real case of a commune whose satisfaction survey was too small."""
    part = Points("tham-dinh", "Thẩm định", Decimal(89), Decimal(89), points=Decimal("65.25"))
    (unit,) = results(Tally("xa-a", ("xã A",), "xã", (part,))).units
    assert (unit.index, unit.index_text, unit.grade) == (Fraction(26100, 356), "73,31", "Khá")


def test_a_survey_that_left_the_maximum_is_not_a_zero() -> None:
    with_survey, without = results(tally("a", "60", "0"), tally("b", "60", None)).units[::-1]
    assert (with_survey.max, with_survey.index) == (Decimal(100), Fraction(60))
    assert (without.max, without.index) == (Decimal(75), Fraction(80))


@pytest.mark.parametrize(
    ("points", "grade"), [("80", "Tốt"), ("79.999", "Khá"), ("65", "Khá"), ("64.9999", "Trung bình"), ("0", "Kém")]
)
def test_bands_start_at_their_threshold_and_not_a_hair_below(points: str, grade: str) -> None:
    (unit,) = results(tally("a", points, "0", top="75")).units
    assert unit.grade == grade


def test_an_index_never_reads_like_a_grade_it_did_not_reach() -> None:
    assert index_texts([Fraction("79.996")], decimals=2, grades=GRADES) == ("79,996",)
    assert index_texts([Fraction("80.004")], decimals=2, grades=GRADES) == ("80,00",)


def test_neighbours_that_would_read_the_same_get_a_third_decimal() -> None:
    """74,251 and 74,246 of 99 points, ranks 59 and 60 of a real decision."""
    values = [Fraction("74.251") / 99 * 100, Fraction("74.246") / 99 * 100, Fraction("74.1") / 99 * 100]
    assert index_texts(values, decimals=2) == ("75,001", "74,996", "74,85")


def test_true_ties_keep_two_decimals() -> None:
    assert index_texts([Fraction(75), Fraction(75)], decimals=2) == ("75,00", "75,00")


def test_even_three_decimals_may_not_be_enough() -> None:
    assert index_texts([Fraction("75.00002"), Fraction("75.00001")], decimals=2) == ("75,00002", "75,00001")


def test_rank_follows_the_unrounded_index() -> None:
    assert ranks(results(tally("a", "60.001"), tally("b", "60.002"), tally("c", "60.0015"))) == [
        ("b", 1), ("c", 2), ("a", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "expected"), [(TiePolicy.SKIP, (79, 79, 81, 81, 83)), (TiePolicy.DENSE, (79, 79, 80, 80, 81))]
)
def test_after_a_tie_the_next_rank_is_skipped_or_not(policy: TiePolicy, expected: tuple[int, ...]) -> None:
    keys = [*range(78), 100, 100, 101, 101, 102]
    assert rank_order(keys, policy)[78:] == expected


def test_ties_are_told_from_the_others() -> None:
    found = results(tally("a", "60"), tally("b", "60"), tally("c", "50"))
    assert [(unit.rank, unit.tied) for unit in found.units] == [(1, True), (1, True), (3, False)]


def test_a_chain_breaks_ties_and_a_vote_what_it_leaves() -> None:
    units = [tally("a", "50", "10"), tally("b", "55", "5"), tally("c", "50", "10")]
    chain = Ties(chain=("tham-dinh",))
    assert ranks(results(*units, ties=chain)) == [("b", 1), ("a", 2), ("c", 2)]
    voted = Ties(chain=("tham-dinh",), settled=("c", "a"))
    assert ranks(results(*units, ties=voted)) == [("b", 1), ("c", 2), ("a", 3)]


def test_a_chain_that_names_nothing_is_refused() -> None:
    with pytest.raises(BadInputError, match="tham-dinhh"):
        results(tally("a", "50"), ties=Ties(chain=("tham-dinhh",)))


def test_groups_are_ranked_apart_and_one_may_have_no_ranks() -> None:
    groups = (
        Group(id="phuong", title="Phường", kinds=("phường",)),
        Group(id="nhom-2", title="Nhóm 2", units=("z",), ranked=False),
    )
    found = results(
        tally("a", "50"), tally("b", "70", kind="Phường"), tally("c", "60"), tally("d", "40", kind="phường"),
        tally("z", "75"), groups=groups,
    )  # fmt: skip
    assert [(unit.group, unit.tally.unit, unit.rank) for unit in found.units] == [
        ("phuong", "b", 1), ("phuong", "d", 2), ("nhom-2", "z", None), ("con-lai", "c", 1), ("con-lai", "a", 2),
    ]  # fmt: skip
    assert [(group.id, group.units, group.ranked) for group in found.groups] == [
        ("phuong", 2, True), ("nhom-2", 1, False), ("con-lai", 2, True),
    ]  # fmt: skip
    assert found.units[2].grade == "Khá"


def test_a_unit_with_missing_points_gets_no_index_and_holds_up_no_one() -> None:
    found = results(tally("a", "50"), tally("b", "70", missing=("1.1", "dieu-tra")))
    assert ranks(found) == [("a", 1), ("b", None)]
    assert (found.units[1].index, found.units[1].index_text, found.complete) == (None, "", False)
    assert found.groups[0].incomplete == 1


def test_a_provisional_index_is_made_of_what_there_is() -> None:
    found = results(tally("b", "70", missing=("1.1",)), basis=Basis.SELF)
    assert found.units[0].index == 70
    assert not found.complete


def test_nothing_applicable_is_no_index_rather_than_a_division_by_zero() -> None:
    assert results(tally("a", "0", None, top="0")).units[0].index is None


def test_bonus_and_penalty_change_the_total_and_not_the_maximum() -> None:
    (unit,) = results(tally("a", "75", "24", bonus=Decimal(3), penalty=Decimal(1))).units
    assert (unit.total, unit.max, unit.index_text) == (Decimal(101), Decimal(100), "101,00")
    (poor,) = results(tally("a", "1", "0", penalty=Decimal(3))).units
    assert poor.total == 0


@pytest.mark.parametrize(
    ("rounding", "total", "index"),
    [
        ((), "60.2549", "60,25"),
        (({"step": "phan", "places": 1},), "60.3", "60,30"),
        (({"step": "tong", "places": 2, "mode": "cat_bo"},), "60.25", "60,25"),
        (({"step": "chi_so", "places": 0},), "60.2549", "60,00"),
        (({"step": "tong", "places": 3, "mode": "nua_chan"},), "60.255", "60,26"),
    ],
)
def test_rounding_is_done_where_the_policy_says(rounding: Any, total: str, index: str) -> None:
    (unit,) = results(tally("a", "50.1534", "10.1015"), rounding=tuple(Rounding(**item) for item in rounding)).units
    assert (unit.total, unit.index_text) == (Decimal(total), index)


def test_an_index_that_is_rounded_first_makes_ties() -> None:
    step = (Rounding(step=RoundingStep.INDEX, places=1),)
    assert ranks(results(tally("a", "60.04"), tally("b", "60.01"), rounding=step)) == [("a", 1), ("b", 1)]


def test_statistics_are_exact() -> None:
    (group,) = results(tally("a", "75", "25"), tally("b", "50"), tally("c", "25")).groups
    assert group.index is not None
    assert (group.index.highest, group.index.lowest, group.index.mean) == (
        Fraction(100),
        Fraction(25),
        Fraction(175, 3),
    )
    assert group.grades == (("Tốt", 1), ("Khá", 0), ("Trung bình", 1), ("Kém", 1))


def test_conclusions_propose_and_do_not_decide() -> None:
    rules = (
        Consequence(act=Act.COMMEND, wording="tặng Bằng khen", first=1, grades=("Tốt",)),
        Consequence(act=Act.CRITICISE, wording="phê bình", grades=("Trung bình", "Kém")),
    )
    found = results(tally("xa-a", "75", "10"), tally("xa-b", "75", "9"), tally("xa-c", "55"), consequences=rules)
    assert [item.line for item in found.conclusions] == [
        "Đề nghị xem xét tặng Bằng khen đối với xa a: xếp hạng 1, đạt 85,00%, xếp loại Tốt.",
        "Đề nghị xem xét phê bình đối với xa c: xếp hạng 3, đạt 55,00%, xếp loại Trung bình.",
    ]
    assert [item.unit for item in found.awards] == ["xa-a"]


POINTS = st.decimals(0, 75, places=2)


@given(st.lists(POINTS, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(points: list[Decimal], shuffler: Any) -> None:
    units = [tally(f"xa-{number}", str(value)) for number, value in enumerate(points)]
    shuffled = list(units)
    shuffler.shuffle(shuffled)
    assert results(*shuffled) == results(*units)


@given(st.lists(POINTS, min_size=2, max_size=12))
def test_a_better_index_has_a_better_rank_and_reads_better(points: list[Decimal]) -> None:
    found = results(*(tally(f"xa-{number}", str(value)) for number, value in enumerate(points))).units
    for one, other in itertools.pairwise(found):
        assert one.index is not None
        assert other.index is not None
        assert one.rank is not None
        assert other.rank is not None
        assert (one.index > other.index) == (one.rank < other.rank) == (one.index_text != other.index_text)


def test_the_policy_of_the_guide_is_one_the_program_reads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "cham-diem.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(scoring:.*?)```", page, re.DOTALL)
    assert block is not None
    (tmp_path / "scoring.yaml").write_text(block[1], encoding="utf-8")
    policy = ScoringPolicy.model_validate(load_yaml(tmp_path / "scoring.yaml").data["scoring"])
    assert set(policy.model_fields_set) == set(ScoringPolicy.model_fields)
    assert policy.rounding == (Rounding(),)
    assert [group.ranked for group in policy.groups] == [True, False]
