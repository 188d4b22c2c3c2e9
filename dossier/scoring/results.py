"""The results of a year: every unit's index, grade and rank, what they have in common, and what follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dossier.campaign.policy import Act, Group, ScoringPolicy
from dossier.scoring.exact import Exact
from dossier.scoring.index import (
    grade_of,
    index_of,
    index_texts,
    max_of,
    percent,
    rank_key,
    rank_order,
    total_of,
)
from dossier.scoring.tally import Basis, Points, Tally
from dossier.text import collation_key, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.criteria.model import Grade

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One line of the published table.

    Attributes:
        total: points that count; exact.
        max: the applicable maximum (điểm chuẩn tối đa).
        index: total / max in %, exact; None while points are missing or when nothing applies.
        index_text: as printed, without the sign; empty when there is no index.
        grade: empty when there is no index or the set has no bands.
        rank: from 1 within the group; None when not ranked.
        tied: another unit has the same rank.
    """

    tally: Tally
    group: str
    total: Decimal
    max: Decimal
    index: Exact | None = None
    index_text: str = ""
    grade: str = ""
    rank: int | None = None
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """Highest, lowest and mean of some indices in %, exact."""

    highest: Exact
    lowest: Exact
    mean: Exact


@dataclass(frozen=True, slots=True)
class GroupResult:
    """Units ranked among themselves.

    Attributes:
        index: None when no unit has one.
        grades: (grade, number of units) from the best band down; bands without units are listed with 0.
        parts: by id, of the units' share of their own maximum; areas likewise.
        incomplete: units whose points are not all known.
    """

    id: str
    title: str
    ranked: bool
    units: int
    incomplete: int
    index: Spread | None
    grades: tuple[tuple[str, int], ...]
    parts: dict[str, Spread]
    areas: dict[str, Spread]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a rule proposes for a unit; a person decides.

    Attributes:
        line: ``Đề nghị xem xét …``, as it goes into the report.
    """

    act: Act
    unit: str
    wording: str
    line: str


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one campaign.

    Attributes:
        sample: made with a sample set; nothing of it may be published.
        units: by group, then by rank, then by name.
    """

    campaign: str
    year: int
    criteria: str
    sample: bool
    basis: Basis
    units: tuple[UnitResult, ...]
    groups: tuple[GroupResult, ...]
    conclusions: tuple[Conclusion, ...]

    @property
    def complete(self) -> bool:
        """Whether every unit has all its points."""
        return not any(unit.tally.missing for unit in self.units)

    @property
    def awards(self) -> tuple[Conclusion, ...]:
        """The input list for awards."""
        return tuple(item for item in self.conclusions if item.act is Act.COMMEND)


@dataclass(frozen=True, slots=True)
class Heading:
    """Which results these are."""

    campaign: str
    year: int
    criteria: str
    sample: bool
    basis: Basis = Basis.APPRAISED


_ALL = Group(id="tat-ca", title="Tất cả đơn vị")
_REST = Group(id="con-lai", title="Các đơn vị khác")


def build_results(
    tallies: Iterable[Tally], *, heading: Heading, grades: Sequence[Grade] = (), policy: ScoringPolicy | None = None
) -> Results:
    """Index, grade and rank of every unit, exactly; the order of the tallies does not matter.

    A unit with missing points gets no index, unless the basis is SELF, which is provisional all through.

    Raises:
        BadInputError: the policy names a part or area that the set does not have.
    """
    policy = policy or ScoringPolicy()
    by_group: dict[str, list[Tally]] = {}
    for tally in tallies:
        by_group.setdefault(group_of(tally, policy).id, []).append(tally)
    units: list[UnitResult] = []
    groups: list[GroupResult] = []
    for group in (*policy.groups, _REST if policy.groups else _ALL):
        members = by_group.get(group.id, [])
        if members:
            ranked = _rank(members, group, heading.basis, grades=grades, policy=policy)
            units += ranked
            groups.append(_summarise(group, ranked, grades))
    return Results(
        campaign=heading.campaign,
        year=heading.year,
        criteria=heading.criteria,
        sample=heading.sample,
        basis=heading.basis,
        units=tuple(units),
        groups=tuple(groups),
        conclusions=tuple(_conclude(units, policy)),
    )


def group_of(tally: Tally, policy: ScoringPolicy) -> Group:
    """The first group that takes a unit."""
    kind = fold(tally.kind)
    for group in policy.groups:
        if tally.unit in group.units or kind in map(fold, group.kinds):
            return group
    return _REST if policy.groups else _ALL


def _rank(
    members: Sequence[Tally], group: Group, basis: Basis, *, grades: Sequence[Grade], policy: ScoringPolicy
) -> list[UnitResult]:
    """The units of a group, best first, those without an index last."""
    placed: list[tuple[tuple[Fraction | int, ...], UnitResult]] = []
    waiting: list[UnitResult] = []
    for tally in members:
        total, top = total_of(tally, policy), max_of(tally)
        ready = basis is Basis.SELF or not tally.missing
        index = index_of(total, top, policy) if ready else None
        result = UnitResult(tally, group.id, total, top, index)
        if index is None:
            waiting.append(result)
        else:
            placed.append((rank_key(tally, index, policy), result))
    placed.sort(key=lambda item: (item[0], collation_key(item[1].tally.name), item[1].tally.unit))
    waiting.sort(key=lambda item: (collation_key(item.tally.name), item.tally.unit))
    keys = [key for key, _ in placed]
    ranks = rank_order(keys, policy.ties.policy)
    shared = Counter(ranks)
    indices = [result.index for _, result in placed if result.index is not None]
    texts = index_texts(indices, decimals=policy.decimals, grades=grades)
    ranked = [
        replace(
            result,
            index_text=text,
            grade=grade_of(index, grades),
            rank=rank if group.ranked else None,
            tied=group.ranked and shared[rank] > 1,
        )
        for (_, result), index, text, rank in zip(placed, indices, texts, ranks, strict=True)
    ]
    return ranked + waiting


def _summarise(group: Group, units: Sequence[UnitResult], grades: Sequence[Grade]) -> GroupResult:
    ready = [unit for unit in units if unit.index is not None]
    counts = Counter(unit.grade for unit in ready)
    bands = sorted(grades, key=lambda grade: grade.min, reverse=True)
    return GroupResult(
        id=group.id,
        title=group.title,
        ranked=group.ranked,
        units=len(units),
        incomplete=sum(bool(unit.tally.missing) for unit in units),
        index=_spread([unit.index for unit in ready if unit.index is not None]),
        grades=tuple((band.name, counts[band.name]) for band in bands),
        parts=_spreads(unit.tally.parts for unit in ready),
        areas=_spreads(unit.tally.areas for unit in ready),
    )


def _spreads(rows: Iterable[Iterable[Points]]) -> dict[str, Spread]:
    shares: dict[str, list[Fraction]] = {}
    for row in rows:
        for item in row:
            if item.applicable_max and item.points is not None:
                share = Fraction(item.points) / Fraction(item.applicable_max) * _WHOLE
                shares.setdefault(item.id, []).append(share)
    return {code: spread for code, values in shares.items() if (spread := _spread(values))}


def _spread(values: Sequence[Fraction]) -> Spread | None:
    if not values:
        return None
    return Spread(max(values), min(values), sum(values, Fraction(0)) / len(values))


def _conclude(units: Sequence[UnitResult], policy: ScoringPolicy) -> Iterable[Conclusion]:
    for rule in policy.consequences:
        for unit in units:
            if unit.index is None or (rule.grades and unit.grade not in rule.grades):
                continue
            if rule.first is not None and (unit.rank is None or unit.rank > rule.first):
                continue
            place = f"xếp hạng {unit.rank}, " if unit.rank else ""
            grade = f", xếp loại {unit.grade}" if unit.grade else ""
            reached = f"{place}đạt {unit.index_text}%{grade}"
            line = f"Đề nghị xem xét {rule.wording} đối với {unit.tally.name}: {reached}."
            yield Conclusion(rule.act, unit.tally.unit, rule.wording, line)


def spread_text(spread: Spread | None, *, decimals: int = 2) -> tuple[str, str, str]:
    """Highest, lowest and mean as printed, each with its sign."""
    if spread is None:
        return ("", "", "")
    highest, lowest, mean = (f"{percent(value, decimals)}%" for value in (spread.highest, spread.lowest, spread.mean))
    return highest, lowest, mean
