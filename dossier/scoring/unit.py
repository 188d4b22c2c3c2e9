"""A unit's self-score: one walk over the leaves gives the points and the maxima they stand against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.campaign.policy import ScoringPolicy
from dossier.criteria.model import Adjustment, Area, CriteriaSet, Criterion, PlacedLeaf
from dossier.criteria.rules import sub_rows
from dossier.scoring import rules
from dossier.scoring.leaf import score_leaf
from dossier.scoring.model import LeafScore, NodeScore, PointState, UnitScore
from dossier.scoring.outside import score_adjustment, sum_outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.campaign.policy import Exclusion, Rounding
    from dossier.criteria.claims import Claim
    from dossier.problems import Problem

_ZERO = Decimal(0)
_DEFAULT = ScoringPolicy()


@dataclass(slots=True)
class _Sum:
    """What the leaves below a node add up to; ``points`` is None until one of them has any."""

    points: Decimal | None = None
    applicable_max: Decimal = _ZERO
    self_max: Decimal = _ZERO

    def add(self, score: LeafScore) -> None:
        if score.points is not None:
            self.points = (self.points or _ZERO) + score.points
        self.applicable_max += score.applicable_max
        if score.state is not PointState.NOT_SELF:
            self.self_max += score.applicable_max


def score_unit(
    criteria: CriteriaSet,
    claims: Mapping[str, Claim],
    *,
    unit: str,
    policy: ScoringPolicy = _DEFAULT,
    exclusions: Sequence[Exclusion] = (),
) -> UnitScore:
    """The points a unit gives itself, leaf by leaf and summed up the tree, exactly.

    ``problems`` of the result are those of every leaf in order, then claims of unknown codes. Nothing
    is rounded after the leaves. Applicable maxima are sums of leaves; ``max`` is what the set declares.
    What ``exclusions`` take out leaves the maximum; the points stay as filed, so a total may exceed it.
    """
    return next(score_units(criteria, [(unit, claims)], policy=policy, exclusions=exclusions))


def score_units(
    criteria: CriteriaSet,
    filed: Iterable[tuple[str, Mapping[str, Claim]]],
    *,
    policy: ScoringPolicy = _DEFAULT,
    exclusions: Sequence[Exclusion] = (),
) -> Iterator[UnitScore]:
    """``score_unit`` for many: (unit id, its claims) in, one score at a time out."""
    layout = _lay_out(criteria)
    for unit, claims in filed:
        yield _score(layout, unit, claims, rounding=policy.leaf_rounding, exclusions=exclusions)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A set made ready for scoring many units.

    Attributes:
        heads: areas and criteria in order of the set, each with its depth.
        leaves: each leaf with the places in ``heads`` of what is above it.
        known: the codes that a form may speak of.
    """

    criteria: CriteriaSet
    heads: tuple[tuple[Area | Criterion, int], ...]
    leaves: tuple[tuple[PlacedLeaf, tuple[int, ...]], ...]
    adjustments: tuple[Adjustment, ...]
    known: frozenset[str]


def _lay_out(criteria: CriteriaSet) -> _Layout:
    tree = criteria.leaves()
    heads: dict[str, tuple[Area | Criterion, int]] = {}
    for placed in tree:
        above: tuple[Area | Criterion, ...] = (placed.area, *placed.parents)
        for depth, node in enumerate(above):
            heads.setdefault(node.id, (node, depth))
    place = {code: index for index, code in enumerate(heads)}
    leaves = tuple((placed, tuple(place[code] for code in placed.path[:-1])) for placed in tree)
    adjustments = criteria.outside_scale.items if criteria.outside_scale else ()
    known = frozenset(code for placed in tree for code in _codes(placed)) | {item.id for item in adjustments}
    return _Layout(criteria, tuple(heads.values()), leaves, adjustments, known)


def _score(
    layout: _Layout, unit: str, claims: Mapping[str, Claim], *, rounding: Rounding, exclusions: Sequence[Exclusion]
) -> UnitScore:
    leaves: list[LeafScore] = []
    total = _Sum()
    sums = [_Sum() for _ in layout.heads]
    for placed, above in layout.leaves:
        score = _at_unit(score_leaf(placed, claims, rounding=rounding), unit)
        score = _removed(score, why_removed(placed, unit, exclusions))
        leaves.append(score)
        total.add(score)
        for head in above:
            sums[head].add(score)
    outside = tuple(_at_unit(score_adjustment(item, claims), unit) for item in layout.adjustments)
    claimed = {score.leaf: score.points for score in outside if score.points is not None}
    bonus, penalty = sum_outside(layout.criteria.outside_scale, claimed)
    problems = (problem for score in (*leaves, *outside) for problem in score.problems)
    return UnitScore(
        unit=unit,
        leaves=tuple(leaves),
        nodes=tuple(_node_score(node, depth, item) for (node, depth), item in zip(layout.heads, sums, strict=True)),
        total=max(_ZERO, (total.points or _ZERO) + bonus - penalty),
        max=sum((area.max for area in layout.criteria.areas), _ZERO),
        applicable_max=total.applicable_max,
        self_max=total.self_max,
        blank=tuple(score.leaf for score in leaves if score.state is PointState.BLANK),
        problems=(*problems, *_unknown_codes(layout.known, claims, unit)),
        outside=outside,
    )


def why_removed(placed: PlacedLeaf, unit: str, exclusions: Sequence[Exclusion]) -> str:
    """Why a leaf, or a criterion above it, counts for no unit or not for this one; empty when it counts.

    Said by the set itself (an erratum) or by the campaign (a decision of the council).
    """
    if placed.excluded or not exclusions:
        return placed.excluded
    return next((item.reason for item in exclusions if item.covers(placed.path, unit)), "")


def _removed(score: LeafScore, reason: str) -> LeafScore:
    if not reason:
        return score
    trace = f"{score.trace}; không đánh giá tiêu chí này: {reason}"
    state = PointState.EXCLUDED if score.state is PointState.BLANK else score.state
    return replace(score, applicable_max=_ZERO, state=state, trace=trace, removed=True)


def _node_score(node: Area | Criterion, depth: int, item: _Sum) -> NodeScore:
    return NodeScore(
        node.id,
        node.title,
        max=node.max,
        applicable_max=item.applicable_max,
        self_max=item.self_max,
        points=item.points,
        depth=depth,
    )


def _at_unit(score: LeafScore, unit: str) -> LeafScore:
    if not score.problems:
        return score
    problems = (
        replace(problem, where=replace(problem.where, unit=problem.where.unit or unit)) for problem in score.problems
    )
    return replace(score, problems=tuple(problems))


def _unknown_codes(known: frozenset[str], claims: Mapping[str, Claim], unit: str) -> Iterable[Problem]:
    for code, claim in claims.items():
        if code not in known:
            where = replace(claim.where, node=code, unit=claim.where.unit or unit)
            yield rules.UNKNOWN.at(where, f"Bộ tiêu chí không có mã «{code}».")


def _codes(placed: PlacedLeaf) -> Iterable[str]:
    """The codes of every row that may speak of a leaf."""
    yield from placed.path
    yield from (f"{placed.id}/{row.id}" for row in sub_rows(placed.leaf.rule))
