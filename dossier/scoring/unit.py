"""A unit's self-score: one walk over the leaves gives the points and the maxima they stand against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.criteria.rules import Parts
from dossier.scoring import rules
from dossier.scoring.leaf import score_leaf
from dossier.scoring.model import LeafScore, NodeScore, PointState, UnitScore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.criteria.claims import Claim
    from dossier.criteria.model import Area, CriteriaSet, Criterion, PlacedLeaf
    from dossier.problems import Problem

_ZERO = Decimal(0)


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


def score_unit(criteria: CriteriaSet, claims: Mapping[str, Claim], *, unit: str) -> UnitScore:
    """The points a unit gives itself, leaf by leaf and summed up the tree, exactly.

    ``problems`` of the result are those of every leaf in order, then claims of unknown codes. Nothing
    is rounded after the leaves. Applicable maxima are sums of leaves; ``max`` is what the set declares.
    """
    tree = criteria.leaves()
    leaves: list[LeafScore] = []
    total = _Sum()
    sums: dict[str, tuple[Area | Criterion, int, _Sum]] = {}
    for placed in tree:
        score = _at_unit(score_leaf(placed, claims), unit)
        leaves.append(score)
        total.add(score)
        above: tuple[Area | Criterion, ...] = (placed.area, *placed.parents)
        for depth, node in enumerate(above):
            sums.setdefault(node.id, (node, depth, _Sum()))[2].add(score)
    return UnitScore(
        unit=unit,
        leaves=tuple(leaves),
        nodes=tuple(_node_score(node, depth, item) for node, depth, item in sums.values()),
        total=total.points or _ZERO,
        max=sum((area.max for area in criteria.areas), _ZERO),
        applicable_max=total.applicable_max,
        self_max=total.self_max,
        blank=tuple(score.leaf for score in leaves if score.state is PointState.BLANK),
        problems=(
            *(problem for score in leaves for problem in score.problems),
            *_unknown_codes(tree, claims, unit),
        ),
    )


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


def _unknown_codes(tree: Iterable[PlacedLeaf], claims: Mapping[str, Claim], unit: str) -> Iterable[Problem]:
    known = {code for placed in tree for code in _codes(placed)}
    for code, claim in claims.items():
        if code not in known:
            where = replace(claim.where, node=code, unit=claim.where.unit or unit)
            yield rules.UNKNOWN.at(where, f"Bộ tiêu chí không có mã «{code}».")


def _codes(placed: PlacedLeaf) -> Iterable[str]:
    """The codes of every row that may speak of a leaf."""
    yield from (placed.id, placed.area.id, *(parent.id for parent in placed.parents))
    if isinstance(placed.leaf.rule, Parts):
        yield from (f"{placed.id}/{part.id}" for part in placed.leaf.rule.parts)
