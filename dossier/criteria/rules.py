"""How a leaf earns points, as data. Arithmetic is in ``dossier.scoring``; this is only the vocabulary.

Points are ``Decimal`` on the set's own scale. Percentages are 0-100 and are compared as exact fractions,
never rounded first: 97,995 % does not reach 98. What follows holds for every kind:

- «Input» names the fields of ``criteria.claims.Claim`` that the kind reads. All are needed; as long as one is
  missing the leaf has no points (never 0). A filled field the kind does not read is reported.
- ``max`` is the maximum of the leaf, or of the part when the rule is a part's.
- 0/0 is never computed: the unit declares «không phát sinh» where the set allows it, or explains. x/0 with
  x > 0 is refused.
- A share above 100 % is reported and earns ``max``, not more.
- A kind that needs more than one row in the form says so; ``sub_rows`` lists these rows (code ``leaf/id``).

Sources of the kinds: real sets, listed with their arithmetic in docs/bo-tieu-chi.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from dossier.yamlfile import Model

Points = Annotated[Decimal, Field(ge=0)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Band(Model):
    """A step of a scale; the highest step that is reached gives the points.

    Attributes:
        min: in % for tiers, in pieces for counts.
        strict: «trên 90», so that 90 itself does not reach it; else «từ 90», which it does.
    """

    min: Annotated[Decimal, Field(ge=0)]
    points: Points
    strict: bool = False

    def reached_by(self, value: Fraction) -> bool:
        """Whether a value, in the unit of ``min``, reaches this step."""
        return value > Fraction(self.min) if self.strict else value >= Fraction(self.min)


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


class PerViolation(Model):
    """``points`` less ``step`` for each violation, but not below ``floor``.

    points = max(floor, points - step × count). With points 2, step 0,5 and floor 0: no violation 2; one 1,5;
    four or more 0. Input: ``count``, the violations that count; those under ``exemption`` do not.
    """

    kind: Literal["per_violation"]
    condition: str
    points: Points
    step: Annotated[Decimal, Field(gt=0)]
    floor: Points = Decimal(0)
    exemption: str = ""


class LateStep(Model):
    """What a document still earns when at most ``days`` days late."""

    days: Annotated[int, Field(ge=1)]
    points: Points


class Deadline(Model):
    """On time: ``points``; late: the first step of ``late`` whose ``days`` are not exceeded; later or never: 0.

    Input: ``date``, the recorded day of arrival (issue, on the document system), never a file's time stamp; or
    ``state`` «không» when it was never done, which earns 0. Both at once contradict each other: no points, reported.
    The last day on time is ``due`` when ``included`` («đến ngày, chậm nhất ngày»), else the day before («trước
    ngày»). Days late = date - last day on time, in calendar days; a last day that is no working day is pointed
    out, never moved.
    """

    kind: Literal["deadline"]
    measure: str
    due: dt.date
    included: bool = True
    points: Points
    late: tuple[LateStep, ...] = ()

    @property
    def last_day(self) -> dt.date:
        """The last day that is on time."""
        return self.due if self.included else self.due - dt.timedelta(days=1)


class YearOverYear(Model):
    """This year's figure (input a) against last year's (input b), compared as amounts."""

    kind: Literal["year_over_year"]
    measure: str
    increased: Points
    equal: Points
    decreased: Points


class RateOverYear(Model):
    """This year's rate against last year's, compared as exact fractions; the amounts may move the other way.

    6.000/10.000 last year and 7.000/12.000 this year: the amount rose, the rate fell (1187/QĐ-BNV 8.3.3).
    Two rows, ``leaf/nay`` and ``leaf/truoc``; input of each: ``numerator`` and ``denominator``. A rate that cannot
    be formed in one of the years leaves the leaf without points. A rate above 100 % is allowed.
    """

    kind: Literal["rate_over_year"]
    numerator: str
    denominator: str
    increased: Points
    equal: Points
    decreased: Points


class Term(Model):
    """One addend of a weighted rate: ``weight`` points when all of the whole falls under it."""

    id: str
    measure: str
    weight: Points


class Weighted(Model):
    """Σ weight × count / whole: full weight for what is done, less for what is late or half done.

    1,00 × b/a + 0,50 × c/a is ``terms`` of weight 1 and 0.5 (1187/QĐ-BNV 1.3.2); a weight in per cent is
    written in points (75 % of max 1 → 0.75). Rows: the leaf's own takes ``denominator``, the whole a; each term
    has ``leaf/id`` and takes ``count``. Terms do not overlap: their sum over the whole is reported above 100 %,
    and the points stay at ``max``. What is in no term (not done) earns nothing and is not typed.

    Attributes:
        floor: Σ count / whole below this % earns 0 (1187/QĐ-BNV 8.5: «(b + c)/a < 0,70»).
    """

    kind: Literal["weighted"]
    denominator: str
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    floor: Percent | None = None


class SurveyMean(Model):
    """(mean - worst) / (best - worst) × max, the mean of a survey's answers.

    With the defaults mean × max / 100, as in 1187/QĐ-BNV 8.1. The unit never fills it: ``scored_by`` is
    ``dieu_tra``. Input: ``numerator``, the mean, from the survey import; one outside worst..best is refused.
    Whether there were answers enough is asked of the whole part of the scale (``model.Part.sample``).
    """

    kind: Literal["survey_mean"]
    measure: str
    best: Decimal = Decimal(100)
    worst: Decimal = Decimal(0)


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
    | PerViolation
    | Deadline
    | YearOverYear
    | SurveyMean
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
    """The sum of parts, each with its own rule; no points as long as one part has none.

    A part whose rule is ``external`` is the council's: the unit leaves it blank and its self-score is the sum of
    the other parts, out of their maxima.
    """

    kind: Literal["parts"]
    parts: Annotated[tuple[Part, ...], Field(min_length=2)]


BaseRule = Annotated[SimpleRule | RateOverYear | Weighted | Parts, Field(discriminator="kind")]


class ShareDeduction(Model):
    """``percent`` of the points earned are taken away when ``when`` holds.

    Attributes:
        percent: above 0; 100 makes a precondition of ``when`` not holding (1187/QĐ-BNV 3.4.4).
        applied_by: ``tu_cham`` the unit says whether it holds; ``tham_dinh`` only the council does («Hội đồng
            xem xét»), and the self-score is made as if it did not.
    """

    id: str
    when: str
    percent: Annotated[Decimal, Field(gt=0, le=100)]
    applied_by: Literal["tu_cham", "tham_dinh"] = "tu_cham"


class ShareDeducted(Model):
    """The points of ``base``, less a share of them: earned × (1 - Σ percent / 100), never below 0.

    Each share is of the points before any deduction, so their order does not matter. Rows: those of ``base`` as
    if it stood alone, and ``leaf/id`` for each deduction; input of that: ``state`` «có» (it holds) or «không».
    As long as a deduction that the unit applies is not answered, or ``base`` has no points, the leaf has none.
    A leaf that does not arise is not deducted from.
    """

    kind: Literal["share_deducted"]
    base: BaseRule
    deductions: Annotated[tuple[ShareDeduction, ...], Field(min_length=1)]


Rule = Annotated[BaseRule | ShareDeducted, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class SubRow:
    """A row of the form below a leaf's own, with the code ``leaf/id``.

    Attributes:
        title: what is asked there.
        inputs: the fields of a ``Claim`` it takes; empty for a row with a rule of its own.
        part: the addend with its rule and maximum; None for rows that feed the leaf's rule.
        council: only the council fills it.
    """

    id: str
    title: str
    inputs: tuple[str, ...] = ()
    part: Part | None = None
    council: bool = False


def sub_rows(rule: Rule) -> tuple[SubRow, ...]:
    """The rows below a leaf's own, in order; none for a rule that needs one row only."""
    match rule:
        case Parts():
            return tuple(SubRow(part.id, part.title, part=part) for part in rule.parts)
        case Weighted():
            return tuple(SubRow(term.id, term.measure, ("count",)) for term in rule.terms)
        case RateOverYear():
            share = f"{rule.numerator} / {rule.denominator}"
            years = (("nay", "năm nay"), ("truoc", "năm trước"))
            return tuple(SubRow(code, f"{share}, {year}", ("numerator", "denominator")) for code, year in years)
        case ShareDeducted():
            asked = tuple(
                SubRow(cut.id, cut.when, ("state",), council=cut.applied_by == "tham_dinh") for cut in rule.deductions
            )
            return (*sub_rows(rule.base), *asked)
        case _:
            return ()
