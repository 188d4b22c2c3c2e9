"""Which gaps to close first: those that most points hang on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.scoring.model import RankedGap, UnitScore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.matching.model import Gap


def rank_gaps(gaps: Iterable[Gap], score: UnitScore) -> tuple[RankedGap, ...]:
    """Gaps by the points claimed on the leaves they touch, most first.

    Equal points: the graver first, then in the order of the criteria set. A leaf without points (blank,
    excluded, not self-scored) puts none at risk.
    """
    order = {leaf.leaf: index for index, leaf in enumerate(score.leaves)}
    points = {leaf.leaf: leaf.points or Decimal(0) for leaf in score.leaves}

    def at_risk(gap: Gap) -> RankedGap:
        return RankedGap(gap, sum((points.get(code, Decimal(0)) for code in set(gap.leaves)), Decimal(0)))

    def key(ranked: RankedGap) -> tuple[Decimal, int, int, str, str, str]:
        gap = ranked.gap
        first = min((order[code] for code in gap.leaves if code in order), default=len(order))
        return (-ranked.points, gap.severity.rank, first, gap.proof, gap.rule, gap.path)

    return tuple(sorted((at_risk(gap) for gap in gaps), key=key))
