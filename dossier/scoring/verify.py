"""Somebody else's table of results: everything is computed anew and every difference is named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dossier.problems import Where
from dossier.scoring.exact import decimals_of, round_points
from dossier.scoring.index import rank_order
from dossier.scoring.results import Heading, Results, UnitResult, build_results
from dossier.scoring.tally import Tally
from dossier.text import ascii_name, fold, official_decimal, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.campaign.policy import ScoringPolicy
    from dossier.criteria.model import Grade
    from dossier.scoring.tally import Points

# A total is printed with two decimals at least; a number written «80» in a table means 80,00.
_LEAST_PLACES = 2


@dataclass(frozen=True, slots=True)
class Claimed:
    """One line of the table as it stands there; None and empty mean that the table does not say.

    Attributes:
        tally: the component figures.
        index: as printed, without the sign.
    """

    tally: Tally
    max: Decimal | None = None
    total: Decimal | None = None
    index: str = ""
    grade: str = ""
    rank: int | None = None
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that does not come out.

    Attributes:
        field: Vietnamese name of the column.
        claimed: as the table has it.
        computed: as it comes out of the component figures.
    """

    unit: str
    field: str
    claimed: str
    computed: str
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a table found.

    Attributes:
        checked: figures compared.
        unread: columns the table lacks, so that nothing was compared there.
    """

    results: Results
    differences: tuple[Difference, ...]
    checked: int
    unread: tuple[str, ...]


def find_differences(
    table: Sequence[Claimed], *, heading: Heading, grades: Sequence[Grade], policy: ScoringPolicy
) -> Verification:
    """Total, maximum, index text, grade, rank and ties of every line against its component figures.

    The table may be a part of a longer one: then only the order and the ties of its ranks are compared. A total
    is compared with as many decimals as it is printed with.
    """
    results = build_results((line.tally for line in table), heading=heading, grades=grades, policy=policy)
    found = {unit.tally.unit: unit for unit in results.units}
    ranks = _claimed_ranks(table, results, policy)
    differences: list[Difference] = []
    checked = 0
    seen: set[str] = set()
    for line in table:
        for name, claimed, computed in _figures(line, found[line.tally.unit], ranks, graded=bool(grades)):
            checked += 1
            seen.add(name)
            if not _same(name, claimed, computed):
                differences.append(Difference(line.tally.name, name, claimed, computed, line.where))
        differences += _above_max(line)
    unread = tuple(name for name in (_MAX, _TOTAL, _INDEX, _GRADE, _RANK) if name not in seen)
    return Verification(results, tuple(differences), checked, unread)


_MAX, _TOTAL, _INDEX = "Điểm chuẩn tối đa", "Điểm đạt được", "Chỉ số (%)"
_GRADE, _RANK = "Xếp loại", "Thứ hạng"


def _figures(line: Claimed, unit: UnitResult, ranks: dict[str, int], *, graded: bool) -> Iterator[tuple[str, str, str]]:
    """(column, claimed, computed) of every figure that the table states."""
    if line.max is not None:
        yield _MAX, official_decimal(line.max), official_decimal(unit.max)
    if line.total is not None:
        places = max(_LEAST_PLACES, decimals_of(line.total))
        computed = round_points(Fraction(unit.total), places=places)
        yield _TOTAL, official_decimal(line.total, places=places), official_decimal(computed, places=places)
    if line.index:
        yield _INDEX, line.index, unit.index_text
    if line.grade and graded:
        yield _GRADE, line.grade, unit.grade
    if line.rank is not None and unit.rank is not None:
        shown = ranks[line.tally.unit]
        yield _RANK, str(line.rank), str(line.rank + unit.rank - shown)


def _claimed_ranks(table: Sequence[Claimed], results: Results, policy: ScoringPolicy) -> dict[str, int]:
    """The claimed ranks as ranks within this table, which may be a part of a longer one."""
    groups: dict[str, list[tuple[int, str]]] = {}
    group_by_unit = {unit.tally.unit: unit.group for unit in results.units}
    for line in table:
        if line.rank is not None:
            groups.setdefault(group_by_unit[line.tally.unit], []).append((line.rank, line.tally.unit))
    ranks: dict[str, int] = {}
    for lines in groups.values():
        lines.sort()
        claimed = [rank for rank, _ in lines]
        whole = min(claimed) == 1 and max(claimed) <= len(claimed)
        own = claimed if whole else rank_order(claimed, policy.ties.policy)
        ranks |= {unit: rank for (_, unit), rank in zip(lines, own, strict=True)}
    return ranks


def _same(name: str, claimed: str, computed: str) -> bool:
    return fold(claimed) == fold(computed) if name == _GRADE else claimed == computed


def _above_max(line: Claimed) -> Iterator[Difference]:
    """Points that count above their maximum; self-scores may be, and are left alone."""
    items: tuple[Points, ...] = line.tally.areas or line.tally.parts
    for item in items:
        if item.points is not None and item.points > item.applicable_max:
            name = f"{item.title} (tối đa)"
            yield Difference(
                line.tally.name,
                name,
                official_decimal(item.points),
                f"≤ {official_decimal(item.applicable_max)}",
                line.where,
            )


def index_as_printed(text: str, *, least: int = 0) -> str:
    """``88,98`` of what a table has: ``88,98%``, ``88.98 %``; with ``least`` decimals or more.

    Raises:
        ValueError: not a number.
    """
    bare = text.strip().removesuffix("%").strip()
    value = parse_decimal(bare)
    return official_decimal(value, places=max(least, decimals_of(value)))


def unit_key(name: str) -> str:
    """An id for a unit that is known by name only."""
    return ascii_name(name, limit=40)
