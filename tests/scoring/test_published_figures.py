"""Real published results come out of their component figures, and every planted fault is found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.campaign.policy import ScoringPolicy, TiePolicy, Ties
from dossier.pipeline.claimed import ClaimedTable, read_claimed
from dossier.scoring.results import Heading
from dossier.scoring.tally import Points, Tally
from dossier.scoring.verify import Claimed, Verification, find_differences, index_as_printed

if TYPE_CHECKING:
    from dossier.criteria.model import Grade

DATA = Path(__file__).parent / "data" / "lam-dong-2025-ket-qua.yaml"
SHELF = Path(__file__).parents[3] / "shared" / "domain" / "criteria" / "lamdong-2025-xa-results-sample.yaml"
HEADING = Heading("bang", 2025, "bo-thu", sample=False)


@cache
def published() -> ClaimedTable:
    return read_claimed(DATA, criteria=None)


@pytest.fixture
def table() -> ClaimedTable:
    return published()


def verify(
    rows: tuple[Claimed, ...], grades: tuple[Grade, ...] = (), *, policy: ScoringPolicy | None = None
) -> Verification:
    return find_differences(rows, heading=HEADING, grades=grades, policy=policy or ScoringPolicy())


def test_every_published_figure_comes_out_as_published(table: ClaimedTable) -> None:
    found = verify(table.rows, table.grades)
    assert found.differences == ()
    assert (len(table.rows), found.checked, found.unread) == (40, 200, ())


def test_the_order_and_the_ranks_are_those_published(table: ClaimedTable) -> None:
    units = verify(table.rows, table.grades).results.units
    assert [(unit.rank, unit.tally.name) for unit in units] == [(row.rank, row.tally.name) for row in table.rows]


@pytest.mark.parametrize(("rank", "text"), [(1, "88,98"), (26, "80,83"), (27, "79,885"), (28, "79,882"), (29, "79,79")])
def test_the_third_decimal_is_where_the_decision_has_it(table: ClaimedTable, rank: int, text: str) -> None:
    assert verify(table.rows, table.grades).results.units[rank - 1].index_text == text


def test_self_scores_above_the_applied_maximum_are_as_filed(table: ClaimedTable) -> None:
    areas = [area for row in table.rows for area in row.tally.areas]
    above_max = [area.id for area in areas if area.self_points is not None and area.self_points > area.applicable_max]
    above_self = [area for area in areas if area.difference is not None and area.difference < 0]
    assert (len(above_max), set(above_max), len(above_self)) == (31, {"5"}, 19)


@pytest.mark.parametrize(
    ("change", "field", "claimed"),
    [
        ({"total": Decimal("80.02")}, "Điểm đạt được", "80,02"),
        ({"max": Decimal(89)}, "Điểm chuẩn tối đa", "89"),
        ({"index": "79,89"}, "Chỉ số (%)", "79,89"),
        ({"grade": "Tốt"}, "Xếp loại", "Tốt"),
        ({"rank": 28}, "Thứ hạng", "28"),
    ],
)
def test_a_planted_fault_is_found_at_its_unit(
    table: ClaimedTable, change: dict[str, Any], field: str, claimed: str
) -> None:
    rows = tuple(replace(row, **change) if row.rank == 27 else row for row in table.rows)
    unit = table.rows[26].tally.name
    found = [(item.unit, item.field, item.claimed) for item in verify(rows, table.grades).differences]
    assert (unit, field, claimed) in found
    assert len(found) == 1 or field == "Thứ hạng"


@given(st.integers(0, 39), st.integers(0, 6), st.sampled_from(["-0.25", "0.25", "1"]))
def test_no_changed_component_goes_unseen(at: int, area: int, step: str) -> None:
    whole = published()
    row = whole.rows[at]
    areas = [
        replace(item, points=(item.points or Decimal(0)) + Decimal(step)) if place == area else item
        for place, item in enumerate(row.tally.areas)
    ]
    changed = replace(row.tally.parts[0], points=sum((item.points or Decimal(0) for item in areas), Decimal(0)))
    tally = replace(row.tally, areas=tuple(areas), parts=(changed, *row.tally.parts[1:]))
    rows = (*whole.rows[:at], replace(row, tally=tally), *whole.rows[at + 1 :])
    names = {item.unit for item in verify(rows, whole.grades).differences}
    assert row.tally.name in names


def made(unit: str, points: str, rank: int, *, top: str = "99") -> Claimed:
    part = Points("tham-dinh", "Thẩm định", Decimal(top), Decimal(top), points=Decimal(points))
    return Claimed(Tally(unit, (unit,), "xã", (part,)), rank=rank)


def test_ties_are_checked_on_a_part_of_a_list_too() -> None:
    rows = (made("a", "80", 78), made("b", "70", 79), made("c", "70", 79), made("d", "60", 81))
    assert verify(rows).differences == ()
    dense = ScoringPolicy(ties=Ties(policy=TiePolicy.DENSE))
    assert [item.computed for item in verify((*rows[:3], made("d", "60", 80)), policy=dense).differences] == []


def test_a_tie_numbered_one_after_the_other_is_a_difference() -> None:
    found = verify((made("a", "80", 1), made("b", "70", 2), made("c", "70", 3), made("d", "60", 4))).differences
    assert [(item.unit, item.claimed, item.computed) for item in found] == [("c", "3", "2")]


def test_an_appraisal_above_the_maximum_is_a_difference() -> None:
    (item,) = verify((made("a", "100", 1),)).differences
    assert (item.field, item.claimed, item.computed) == ("Thẩm định (tối đa)", "100", "≤ 99")


def test_a_total_printed_short_is_compared_as_it_is_printed() -> None:
    line = made("a", "74.246", 1)
    assert verify((replace(line, total=Decimal("74.25")),)).differences == ()
    assert verify((replace(line, total=Decimal("74.24")),)).differences != ()


@pytest.mark.parametrize(("text", "read"), [("88,98%", "88,98"), ("80.285 %", "80,285"), ("82,90", "82,90")])
def test_an_index_is_read_as_printed(text: str, read: str) -> None:
    assert index_as_printed(text) == read


@pytest.mark.shared
@pytest.mark.skipif(not SHELF.exists(), reason="needs ../shared")
def test_the_file_on_the_shelf_says_the_same(table: ClaimedTable) -> None:
    from dossier.criteria import load_criteria
    from dossier.criteria.catalogue import find_criteria

    criteria, _ = load_criteria(find_criteria("lam-dong-2025-cap-xa"))
    shelf = read_claimed(SHELF, criteria=criteria)
    assert verify(shelf.rows, shelf.grades).differences == ()
    assert [row.total for row in shelf.rows] == [row.total for row in table.rows]
