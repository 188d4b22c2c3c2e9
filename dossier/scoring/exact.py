"""Exact arithmetic of points, and how its numbers are written.

Thresholds are compared as fractions. Points are rounded once, where a leaf earns a share of its
maximum: by default half up, to two decimals (or to those of the maximum, when it has more). Two decimals are
what the sheets and decisions of real sets print for leaves and areas; so the printed leaves add up to the
printed total, which is never rounded again unless the campaign's ``scoring.rounding`` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from dossier.campaign.policy import Rounding, RoundingMode
from dossier.text import official_decimal

# Written in JSON as ``44047/495``, so that nothing is lost between two runs.
Exact = Annotated[Fraction, PlainSerializer(str), PlainValidator(Fraction)]
# A real decision prints survey points with three decimals (12,474 of 15).
SURVEY_PLACES = 3
_SHOWN_PLACES = 4
_PLAIN = Rounding()


def round_points(value: Fraction, *, places: int, mode: RoundingMode = RoundingMode.HALF_UP) -> Decimal:
    """The value with ``places`` decimals; below zero as above it, with the sign kept."""
    # In whole numbers: a province's 332.100 leaves go through here.
    scaled, below = abs(value.numerator) * 10**places, value.denominator
    match mode:
        case RoundingMode.HALF_UP:
            whole = (2 * scaled + below) // (2 * below)
        case RoundingMode.HALF_EVEN:
            whole = round(Fraction(scaled, below))
        case RoundingMode.CUT:
            whole = scaled // below
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def decimals_of(value: Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class Scale:
    """What a rule may give at most, and how a share of it is rounded."""

    top: Decimal
    rounding: Rounding = _PLAIN

    @property
    def places(self) -> int:
        """The decimals that points out of ``top`` are rounded to."""
        return max(self.rounding.places, decimals_of(self.top))

    def round(self, value: Fraction) -> Decimal:
        """Points from an exact value."""
        return round_points(value, places=self.places, mode=self.rounding.mode)

    def rounded(self, value: Fraction) -> tuple[Decimal, str]:
        """Points, and how they came: ``2,0967… ≈ 2,10 điểm``, or ``2,25 điểm`` when nothing is lost."""
        points = self.round(value)
        lost = points != value
        shown = f" ≈ {official_decimal(points, places=self.places)}" if lost else ""
        return points, f"{number_text(value)}{shown} điểm"


def number_text(value: Fraction) -> str:
    """``2,5`` when four decimals hold it, else cut short and marked: ``2,0967…``.

    Cut, never rounded: 97,99996 % must not be read as 98 %.
    """
    shown, rest = divmod(abs(value.numerator) * 10**_SHOWN_PLACES, value.denominator)
    sign = "-" if value < 0 else ""
    return f"{sign}{official_decimal(Decimal(shown).scaleb(-_SHOWN_PLACES))}{'…' if rest else ''}"


def percent_text(share: Fraction) -> str:
    """A share of 1 as per cent: ``95%``, ``97,9949…%``."""
    return f"{number_text(share * 100)}%"


def points_text(points: Decimal) -> str:
    """``1,5 điểm``."""
    return f"{official_decimal(points)} điểm"


def survey_points(
    mean: Fraction, *, top: Decimal, best: Decimal = Decimal(100), worst: Decimal = Decimal(0)
) -> Decimal:
    """(mean - worst) / (best - worst) × top, half up to three decimals."""
    return round_points((mean - Fraction(worst)) / Fraction(best - worst) * Fraction(top), places=SURVEY_PLACES)
