"""Points that others give a unit, as the sheets hand them to scoring: appraisal and survey."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dossier.problems import Where


@dataclass(frozen=True, slots=True)
class AppraisedPoints:
    """What the appraisal says of one leaf of one unit.

    A leaf that nobody has appraised yet has no such value; it is never 0.

    Attributes:
        points: as decided, never clamped; may exceed the self-score. None only when ``excluded``.
        reason: why they differ from the self-score; empty when they do not.
        by: office, council or decision that gave them.
        excluded: the appraisal finds that the leaf does not apply to this unit; it leaves the unit's maximum.
    """

    leaf: str
    points: Decimal | None
    reason: str = ""
    by: str = ""
    where: Where = Where()
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class SurveyPoints:
    """What a survey gives one unit on one part of the scale.

    A part whose survey has not come in yet has no such value.

    Attributes:
        part: id of the part in ``CriteriaSet.parts``.
        points: None when the sample is below the minimum: the part is not assessed and leaves the unit's maximum.
        sample: number of answers; None when only the points are known.
        decimals: how the points are printed (3 for surveys and 2 for satisfaction in a real decision).
    """

    part: str
    points: Decimal | None
    sample: int | None = None
    decimals: int = 2
    where: Where = Where()
