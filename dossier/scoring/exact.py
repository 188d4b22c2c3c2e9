"""Exact arithmetic of points, and how its numbers are written.

Thresholds are compared as fractions. Points are rounded once, where a leaf earns a share of its
maximum: half up, to two decimals (or to those of the maximum, when it has more). Two decimals are what
the sheets and decisions of real sets print for leaves and areas; so the printed leaves add up to the
printed total, which is never rounded again.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from dossier.text import official_decimal

POINT_PLACES = 2
_SHOWN_PLACES = 4


def point_places(top: Decimal) -> int:
    """The decimals that points out of ``top`` are rounded to."""
    exponent = top.as_tuple().exponent
    return max(POINT_PLACES, -exponent) if isinstance(exponent, int) else POINT_PLACES


def round_points(value: Fraction, *, places: int) -> Decimal:
    """Half up; ``value`` is not negative."""
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)


def number_text(value: Fraction) -> str:
    """``2,5`` when four decimals hold it, else cut short and marked: ``2,0967…``.

    Cut, never rounded: 97,99996 % must not be read as 98 %.
    """
    shown = floor(value * 10**_SHOWN_PLACES)
    text = official_decimal(Decimal(shown).scaleb(-_SHOWN_PLACES))
    return text if Fraction(shown, 10**_SHOWN_PLACES) == value else f"{text}…"


def percent_text(share: Fraction) -> str:
    """A share of 1 as per cent: ``95%``, ``97,9949…%``."""
    return f"{number_text(share * 100)}%"


def points_text(points: Decimal) -> str:
    """``1,5 điểm``."""
    return f"{official_decimal(points)} điểm"
