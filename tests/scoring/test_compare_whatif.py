"""Two years side by side, and what closing gaps gives back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dossier.matching.model import Gap
from dossier.problems import Severity
from dossier.scoring.compare import compare_results
from dossier.scoring.model import RankedGap
from dossier.scoring.results import Heading, Results, build_results
from dossier.scoring.tally import Points, Tally
from dossier.scoring.whatif import find_regains


def year(number: int, **points: tuple[str, tuple[str, ...]]) -> Results:
    """Results of units by id: their points of 100, and their names."""
    tallies = [
        Tally(unit, names, "xã", (Points("tham-dinh", "Thẩm định", Decimal(100), Decimal(100), points=Decimal(value)),))
        for unit, (value, names) in points.items()
    ]
    return build_results(tallies, heading=Heading("ky", number, "bo", sample=False))


BEFORE = year(
    2024, a=("70", ("xã An Hòa",)), b=("80", ("xã Bình Hoà",)), c=("60", ("xã Cẩm",)), d=("50", ("xã Dương",))
)


def test_a_unit_is_known_by_an_old_name_whatever_its_spelling() -> None:
    now = year(2025, x=("75", ("phường An Hòa", "Xã An Hoà")), y=("85", ("xã Mới",)))
    first, second = compare_results(BEFORE, now, mergers={}).changes[::-1]
    assert (first.now.tally.unit, first.points_gained) == ("x", Fraction(5))
    assert (second.before, second.points_gained) == ((), None)


def test_a_merged_unit_is_measured_against_the_mean() -> None:
    now = year(2025, x=("76", ("xã Hòa Bình",)))
    (change,) = compare_results(BEFORE, now, mergers={"xã Hoà Bình": ["xã An Hòa", "xã Bình Hòa"]}).changes
    assert [old.tally.unit for old in change.before] == ["a", "b"]
    assert (change.mean_before, change.points_gained) == (Fraction(75), Fraction(1))


def test_a_divided_unit_stands_before_each_of_its_parts_and_the_rest_is_lost() -> None:
    now = year(2025, x=("76", ("xã Một",)), y=("66", ("xã Hai",)))
    comparison = compare_results(BEFORE, now, mergers={"xã Một": ["xã Cẩm"], "xã Hai": ["xã Cẩm"]})
    assert [change.points_gained for change in comparison.changes] == [16, 6]
    assert [unit.tally.unit for unit in comparison.lost] == ["b", "a", "d"]


def gap(leaf: str, severity: Severity = Severity.ERROR, remedy: str = "Nộp") -> RankedGap:
    return RankedGap(Gap("MAT01", severity, "xa-a", leaf, "p", (leaf,), "cần", "thiếu", remedy), Decimal(0))


def points(leaf: str, own: str | None, given: str | None, *, top: str = "2") -> Points:
    values = (None if value is None else Decimal(value) for value in (own, given))
    return Points(leaf, leaf, Decimal(2), Decimal(top), *values)


def test_an_appraised_leaf_gives_back_what_the_appraisal_took() -> None:
    leaves = [points("1.1", "2", "0.5"), points("1.2", "1", "1.5"), points("1.3", "2", "2")]
    regains = find_regains(leaves, [gap("1.1"), gap("1.2"), gap("1.3")], appraised=frozenset({"1.1", "1.2", "1.3"}))
    assert [(item.leaf, item.gain) for item in regains] == [("1.1", Decimal("1.5"))]


def test_without_an_appraisal_all_that_hangs_on_a_gap_may_be_lost() -> None:
    leaves = [
        points("1.1", "1", "1"),
        points("1.2", "2", "2"),
        points("1.3", "2", "2"),
        points("1.4", "2", None, top="0"),
    ]
    gaps = [gap("1.1"), gap("1.2", remedy="Ký"), gap("1.2"), gap("1.3", Severity.HINT), gap("1.4")]
    regains = find_regains(leaves, gaps, appraised=frozenset())
    assert [(item.leaf, item.gain, item.remedies) for item in regains] == [
        ("1.2", Decimal(2), ("Ký", "Nộp")), ("1.1", Decimal(1), ("Nộp",)),
    ]  # fmt: skip
    assert len(find_regains(leaves, gaps, appraised=frozenset(), least=Severity.HINT)) == 3
