"""Bonus and penalty points outside the scale (điểm thưởng, điểm trừ)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.criteria.model import Direction
from dossier.scoring.compound import Rows
from dossier.scoring.exact import points_text
from dossier.scoring.kinds import find_misfit, not_a_count
from dossier.scoring.model import LeafScore, PointState
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.criteria.claims import Claim
    from dossier.criteria.model import Adjustment, OutsideScale

_ZERO = Decimal(0)


def score_adjustment(item: Adjustment, claims: Mapping[str, Claim]) -> LeafScore:
    """The points of one reason, above 0 for bonus and penalty alike; no count is no points and no fault."""
    row = Rows(item.id, claims).own()
    top = item.max if item.max is not None else _ZERO
    if row.count is None:
        return LeafScore(item.id, None, top, _ZERO, PointState.BLANK, "", find_misfit(row, ("count",)))
    fault = not_a_count(row)
    if fault:
        trace = fault.message.removesuffix(".")
        return LeafScore(item.id, None, top, _ZERO, PointState.BLANK, trace, (fault,))
    points = item.points * row.count
    trace = (
        f"{item.title}: {official_decimal(row.count)} × {official_decimal(item.points)} = {official_decimal(points)}"
    )
    if item.max is not None and points > item.max:
        points, trace = item.max, f"{trace} > {official_decimal(item.max)}"
    sign = "cộng" if item.direction is Direction.BONUS else "trừ"
    trace = f"{trace} → {sign} {points_text(points)}"
    return LeafScore(item.id, points, top, _ZERO, PointState.COMPUTED, trace, find_misfit(row, ("count",)))


def sum_outside(outside: OutsideScale | None, points: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Bonus and penalty of a unit, each under its cap; ``points`` are by id of the reason."""
    if outside is None:
        return _ZERO, _ZERO
    sums = {Direction.BONUS: _ZERO, Direction.PENALTY: _ZERO}
    for item in outside.items:
        sums[item.direction] += points.get(item.id, _ZERO)
    return _capped(sums[Direction.BONUS], outside.bonus_cap), _capped(sums[Direction.PENALTY], outside.penalty_cap)


def _capped(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)
