"""The ranking that minutes, report, decision and notice print, from one value. Pure.

Source of the columns: published ranking annexes of provinces; ties share a rank, as the campaign's policy says.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dossier.criteria.model import Scorer
from dossier.documents.numbers import counted
from dossier.documents.score_table import percent_text
from dossier.scoring.index import percent
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.criteria import CriteriaSet
    from dossier.criteria.model import Area
    from dossier.scoring.results import GroupResult, Results, Spread, UnitResult
    from dossier.scoring.tally import Points

_SURVEYED = {Scorer.SURVEY, Scorer.EXTERNAL}
NOT_ASSESSED = "không đánh giá"
_PLACES = 2


@dataclass(frozen=True, slots=True)
class RankRow:
    """A unit in the ranking; every figure as printed."""

    number: str
    unit: str
    self_points: str
    appraised: str
    survey: str
    total: str
    index: str
    rank: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class RankBlock:
    """A group of units with its table; ``titles`` is one line or, for the only group of all units, none."""

    titles: tuple[str, ...]
    rows: tuple[RankRow, ...]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """How many units reached a grade."""

    number: str
    grade: str
    count: str
    share: str
    note: str


@dataclass(frozen=True, slots=True)
class AreaSpreadRow:
    """An area over all units, in % of their own maximum."""

    code: str
    title: str
    max: str
    highest: str
    lowest: str
    mean: str


def build_ranking(results: Results, criteria: CriteriaSet) -> tuple[RankBlock, ...]:
    """A table for each group, in the order of the results."""
    usual = sum((part.max for part in criteria.parts), Decimal(0))
    blocks = []
    for group in results.groups:
        units = [unit for unit in results.units if unit.group == group.id]
        rows = tuple(_row(place, unit, group, criteria, usual) for place, unit in enumerate(units, 1))
        title = group.title if group.ranked else f"{group.title} (đánh giá, xếp loại; không xếp hạng)"
        alone = len(results.groups) == 1 and group.ranked
        blocks.append(RankBlock(() if alone else (title,), rows))
    return tuple(blocks)


def build_grades(results: Results) -> tuple[tuple[GradeRow, ...], GradeRow]:
    """The number of units of each grade over all groups, and the total row."""
    names = list(dict.fromkeys(name for group in results.groups for name, _ in group.grades))
    whole = len(results.units)
    rows = []
    for place, name in enumerate(names, 1):
        units = [unit.tally.name for unit in results.units if unit.grade == name]
        rows.append(GradeRow(str(place), name, str(len(units)), percent_text(Decimal(len(units)), Decimal(whole)), ""))
    graded = sum(bool(unit.grade) for unit in results.units)
    return tuple(rows), GradeRow("", "Tổng cộng", str(graded), percent_text(Decimal(graded), Decimal(whole)), "")


def build_area_spreads(results: Results, criteria: CriteriaSet) -> tuple[AreaSpreadRow, ...]:
    """Highest, lowest and mean of each area, over all units."""
    return tuple(_area_spread(area, results) for area in criteria.areas)


def describe_results(results: Results, scope: str) -> tuple[str, ...]:
    """The figures of the year in sentences: how many, highest, lowest, mean, grades."""
    lines = [f"Đã thẩm định {counted(len(results.units))} đơn vị ({scope})."]
    for group in results.groups:
        if group.index is None:
            continue
        units = [unit for unit in results.units if unit.group == group.id and unit.index is not None]
        best, worst = max(units, key=_index), min(units, key=_index)
        named = f"{group.title}: chỉ số" if len(results.groups) > 1 else "Chỉ số"
        lines.append(
            f"{named} cao nhất {best.index_text}% ({_same(units, best)}), thấp nhất {worst.index_text}% "
            f"({_same(units, worst)}), trung bình {_mean(group.index)}%."
        )
    if grades := describe_grades(results):
        lines.append(grades)
    return tuple(lines)


def describe_grades(results: Results) -> str:
    """``Xếp loại: Xuất sắc 01 đơn vị; Tốt 02 đơn vị.``; empty without bands."""
    rows, _ = build_grades(results)
    parts = [f"{row.grade} {int(row.count):02d} đơn vị" for row in rows if row.count != "0"]
    return f"Xếp loại: {'; '.join(parts)}." if parts else ""


def points_of(parts: Iterable[Points], criteria: CriteriaSet, *, surveyed: bool) -> str:
    """The counted points of the surveyed or of the other parts of the scale."""
    kinds = {part.id: part.scored_by in _SURVEYED for part in criteria.parts}
    mine = [part for part in parts if kinds.get(part.id, False) is surveyed]
    known = [part.points for part in mine if part.points is not None]
    if not known:
        return NOT_ASSESSED if mine else ""
    return official_decimal(sum(known, Decimal(0)))


def _area_spread(area: Area, results: Results) -> AreaSpreadRow:
    shares = [
        Fraction(item.points) / Fraction(item.applicable_max) * 100
        for unit in results.units
        for item in unit.tally.areas
        if item.id == area.id and item.points is not None and item.applicable_max
    ]
    title, top = area.title.rstrip("."), official_decimal(area.max)
    if not shares:
        return AreaSpreadRow(area.id, title, top, "", "", "")
    mean = sum(shares, Fraction(0)) / len(shares)
    return AreaSpreadRow(area.id, title, top, *(percent(value, _PLACES) for value in (max(shares), min(shares), mean)))


def _row(place: int, unit: UnitResult, group: GroupResult, criteria: CriteriaSet, usual: Decimal) -> RankRow:
    tally = unit.tally
    notes = [
        "đồng hạng" if unit.tied else "",
        f"điểm chuẩn tối đa {official_decimal(unit.max)}" if unit.max != usual else "",
        f"điểm thưởng {official_decimal(tally.bonus)}" if tally.bonus else "",
        f"điểm trừ {official_decimal(tally.penalty)}" if tally.penalty else "",
        "" if group.ranked else "không xếp hạng",
    ]
    return RankRow(
        number=str(place),
        unit=tally.name,
        self_points=official_decimal(tally.self_total),
        appraised=points_of(tally.parts, criteria, surveyed=False),
        survey=points_of(tally.parts, criteria, surveyed=True),
        total=official_decimal(unit.total),
        index=unit.index_text,
        rank="" if unit.rank is None else str(unit.rank),
        grade=unit.grade,
        note="; ".join(note for note in notes if note),
    )


def _index(unit: UnitResult) -> Fraction:
    return Fraction(unit.index or 0)


def _same(units: Sequence[UnitResult], one: UnitResult) -> str:
    return ", ".join(unit.tally.name for unit in units if unit.index == one.index)


def _mean(spread: Spread) -> str:
    return percent(Fraction(spread.mean), _PLACES)
