"""How a leaf earns points, as data. Arithmetic is in ``dossier.scoring``; this is only the vocabulary.

Points are ``Decimal`` on the set's own scale. Percentages are 0-100 and are compared as exact fractions.
Sources of the kinds: real sets, listed with their arithmetic in docs/bo-tieu-chi.md.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from dossier.yamlfile import Model

Points = Annotated[Decimal, Field(ge=0)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Band(Model):
    """A step of a scale; the highest step whose ``min`` is reached gives the points (inclusive)."""

    min: Annotated[Decimal, Field(ge=0)]
    points: Points


class Level(Model):
    """An ordered state that a person chooses, and what it earns."""

    state: str
    points: Points


class YesNo(Model):
    """The condition holds: ``points``; else 0. Input: có / không."""

    kind: Literal["yes_no"]
    condition: str
    points: Points


class AllOf(Model):
    """Every condition holds: ``points``; else 0, never a part. Input: có / không for all together."""

    kind: Literal["all_of"]
    conditions: Annotated[tuple[str, ...], Field(min_length=2)]
    points: Points


class Levels(Model):
    """One of several states. Input: the state."""

    kind: Literal["levels"]
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]


class Tiers(Model):
    """Steps by percentage of ``numerator`` over ``denominator``. Input: both figures."""

    kind: Literal["tiers"]
    numerator: str
    denominator: str
    bands: Annotated[tuple[Band, ...], Field(min_length=2)]


class Proportional(Model):
    """``numerator / denominator × max``. Below ``floor`` 0; from ``cap`` on the maximum (both in %)."""

    kind: Literal["proportional"]
    numerator: str
    denominator: str
    floor: Percent | None = None
    cap: Percent | None = None


class CountSteps(Model):
    """Steps by a count. Input: the count."""

    kind: Literal["count_steps"]
    measure: str
    steps: Annotated[tuple[Band, ...], Field(min_length=2)]


class NoViolation(Model):
    """No violation: ``points``; one or more: 0, unless each falls under ``exemption``.

    Input: the number of violations that count.
    """

    kind: Literal["no_violation"]
    condition: str
    points: Points
    exemption: str = ""


class YearOverYear(Model):
    """This year's figure (input a) against last year's (input b)."""

    kind: Literal["year_over_year"]
    measure: str
    increased: Points
    equal: Points
    decreased: Points


class Typed(Model):
    """Points that Dossier cannot compute; a person types them in, and every output says so."""

    kind: Literal["typed"]
    reason: str


class External(Model):
    """Filled by the council from another body's data; the unit leaves it blank."""

    kind: Literal["external"]
    source: str
    levels: tuple[Level, ...] = ()


SimpleRule = Annotated[
    YesNo
    | AllOf
    | Levels
    | Tiers
    | Proportional
    | CountSteps
    | NoViolation
    | YearOverYear
    | Typed
    | External,
    Field(discriminator="kind"),
]


class Part(Model):
    """One addend of a leaf, with its own rule and its own row in the form (code ``leaf/id``)."""

    id: str
    title: str
    max: Points
    rule: SimpleRule


class Parts(Model):
    """The sum of parts, each with its own rule."""

    kind: Literal["parts"]
    parts: Annotated[tuple[Part, ...], Field(min_length=2)]


Rule = Annotated[
    YesNo
    | AllOf
    | Levels
    | Tiers
    | Proportional
    | CountSteps
    | NoViolation
    | YearOverYear
    | Typed
    | External
    | Parts,
    Field(discriminator="kind"),
]
