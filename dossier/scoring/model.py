"""The nouns of scoring: points with the arithmetic that made them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dossier.criteria.points import AppraisedPoints, SurveyPoints
from dossier.matching.model import Gap
from dossier.problems import Problem

# The two live lower down because ``sheets`` fills them and may not import ``scoring``.
__all__ = [
    "AppraisedPoints",
    "LeafScore",
    "NodeScore",
    "PointState",
    "RankedGap",
    "SurveyPoints",
    "UnitScore",
]


class PointState(StrEnum):
    """Where a leaf's points come from.

    BLANK: the unit has not scored it. NOT_SELF: nobody at the unit may score it. Neither is ever 0.
    """

    COMPUTED = "tính từ số liệu"
    TYPED = "nhập tay"
    FULL_NOT_ARISING = "không phát sinh, tính điểm tối đa"
    EXCLUDED = "không áp dụng, không tính vào điểm tối đa"
    BLANK = "chưa tự chấm"
    NOT_SELF = "đơn vị không tự chấm"


@dataclass(frozen=True, slots=True)
class LeafScore:
    """One leaf's self-scored points.

    Attributes:
        points: None for BLANK, NOT_SELF and EXCLUDED.
        max: the leaf's maximum in the set.
        applicable_max: 0 when EXCLUDED or ``removed``, else ``max``.
        trace: Vietnamese arithmetic a council can read aloud: ``95/100 = 95% ≥ 80% → 1 điểm``.
        removed: the council took the leaf out of the maximum; ``points`` stay as filed.
    """

    leaf: str
    points: Decimal | None
    max: Decimal
    applicable_max: Decimal
    state: PointState
    trace: str
    problems: tuple[Problem, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class NodeScore:
    """The sum of an area or criterion; both halves come from the one walk that made the leaves.

    Attributes:
        points: sum of the leaves that have points; None when none has.
        self_max: maximum of the leaves the unit may score, after exclusions.
    """

    id: str
    title: str
    max: Decimal
    applicable_max: Decimal
    self_max: Decimal
    points: Decimal | None
    depth: int


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit's self-score.

    Attributes:
        nodes: areas (depth 0) and criteria below them, in order of the set.
        leaves: in order of the set.
        total: sum of all leaves with points, with bonus and penalty; 0 when there is none.
        max: the areas' maximum in the set.
        applicable_max: after exclusions.
        self_max: the part of ``applicable_max`` that the unit may score itself.
        blank: codes of leaves not scored yet.
        outside: bonus and penalty points by reason, each above 0; ``leaf`` is the reason's id.
    """

    unit: str
    leaves: tuple[LeafScore, ...]
    nodes: tuple[NodeScore, ...]
    total: Decimal
    max: Decimal
    applicable_max: Decimal
    self_max: Decimal
    blank: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    outside: tuple[LeafScore, ...] = ()

    def leaf(self, code: str) -> LeafScore | None:
        """The score of a leaf, or None."""
        return next((item for item in self.leaves if item.leaf == code), None)


@dataclass(frozen=True, slots=True)
class RankedGap:
    """A gap and the self-scored points that hang on it.

    Attributes:
        points: points claimed on the leaves the gap touches; what the council may take away.
    """

    gap: Gap
    points: Decimal
