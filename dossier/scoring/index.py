"""From points to a published index: exact, graded and ranked unrounded, rounded only to be printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.campaign.policy import RoundingStep, ScoringPolicy, TiePolicy
from dossier.errors import BadInputError
from dossier.scoring.exact import round_points
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from dossier.criteria.model import Grade
    from dossier.scoring.tally import Points, Tally

_ZERO = Decimal(0)
_WHOLE = 100
# Two different fractions of real maxima part long before this.
_MOST_DECIMALS = 6


def total_of(tally: Tally, policy: ScoringPolicy) -> Decimal:
    """The points that count, bonus and penalty included, never below 0; rounded only where the policy says."""
    step = policy.rounding_at(RoundingStep.PART)
    parts = (part.points or _ZERO for part in tally.parts)
    if step:
        parts = (round_points(Fraction(points), places=step.places, mode=step.mode) for points in parts)
    total = max(_ZERO, sum(parts, _ZERO) + tally.bonus - tally.penalty)
    step = policy.rounding_at(RoundingStep.TOTAL)
    return round_points(Fraction(total), places=step.places, mode=step.mode) if step else total


def max_of(tally: Tally) -> Decimal:
    """The điểm chuẩn tối đa: what this unit is measured against."""
    return sum((part.applicable_max for part in tally.parts), _ZERO)


def index_of(total: Decimal, top: Decimal, policy: ScoringPolicy) -> Fraction | None:
    """Total over applicable maximum in %; None when nothing applies, for 0/0 is not computed."""
    if not top:
        return None
    index = Fraction(total) / Fraction(top) * _WHOLE
    step = policy.rounding_at(RoundingStep.INDEX)
    return Fraction(round_points(index, places=step.places, mode=step.mode)) if step else index


def grade_of(index: Fraction, grades: Sequence[Grade]) -> str:
    """The highest band whose ``min`` the exact index reaches; empty when the set has none for it."""
    reached = [grade for grade in grades if index >= Fraction(grade.min)]
    return max(reached, key=lambda grade: grade.min).name if reached else ""


def rank_key(tally: Tally, index: Fraction, policy: ScoringPolicy) -> tuple[Fraction | int, ...]:
    """Sorts the best first; equal keys are a tie.

    Raises:
        BadInputError: the tie-break chain names no part or area.
    """
    known: dict[str, Points] = {item.id: item for item in (*tally.areas, *tally.parts)}
    settled = policy.ties.settled
    try:
        chain = [-Fraction(known[code].points or _ZERO) for code in policy.ties.chain]
    except KeyError as error:
        raise BadInputError(
            f"campaign.yaml, scoring.ties.chain: không có phần hay lĩnh vực «{error.args[0]}»."
        ) from error
    order = settled.index(tally.unit) if tally.unit in settled else len(settled)
    return (-index, *chain, order)


def rank_order(keys: Sequence[Hashable], policy: TiePolicy) -> tuple[int, ...]:
    """Ranks from 1 of keys already in order: equal keys share one, the next is skipped or not."""
    ranks: list[int] = []
    for place, key in enumerate(keys, start=1):
        if ranks and key == keys[place - 2]:
            ranks.append(ranks[-1])
        elif policy is TiePolicy.DENSE:
            ranks.append(ranks[-1] + 1 if ranks else 1)
        else:
            ranks.append(place)
    return tuple(ranks)


def index_texts(values: Sequence[Fraction], *, decimals: int, grades: Sequence[Grade] = ()) -> tuple[str, ...]:
    """How indices in order are printed: ``88,98``, and ``79,885`` beside ``79,882``.

    More decimals are taken where two neighbours would read the same though they differ (a real decision of
    2026 does so), and where rounding would show a grade that is not reached (79,996 against 80).
    """
    places = [_honest_places(value, decimals, grades) for value in values]
    for (at, value), (_, other) in pairwise(enumerate(values)):
        if value == other:
            continue
        needed = decimals
        while needed < _MOST_DECIMALS and percent(value, needed) == percent(other, needed):
            needed += 1
        places[at], places[at + 1] = max(places[at], needed), max(places[at + 1], needed)
    return tuple(percent(value, count) for value, count in zip(values, places, strict=True))


def _honest_places(value: Fraction, decimals: int, grades: Sequence[Grade]) -> int:
    places = decimals
    exact = grade_of(value, grades)
    while places < _MOST_DECIMALS and grade_of(Fraction(round_points(value, places=places)), grades) != exact:
        places += 1
    return places


def percent(value: Fraction, places: int) -> str:
    """An index as printed, without the sign: ``88,98``."""
    return official_decimal(round_points(value, places=places), places=places)
