"""How points become a published index, as data: rounding, ties, groups, consequences.

Everything here differs between real decisions; the defaults are what most of them do and are documented
in docs/cham-diem.md. Key ``scoring`` of ``campaign.yaml``.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from dossier.yamlfile import Model


class RoundingStep(StrEnum):
    """Where a value is rounded."""

    LEAF = "tieu_chi"
    PART = "phan"
    TOTAL = "tong"
    INDEX = "chi_so"


class RoundingMode(StrEnum):
    """How: half up, half to even, or cut off."""

    HALF_UP = "nua_len"
    HALF_EVEN = "nua_chan"
    CUT = "cat_bo"


class Rounding(Model):
    """One step of rounding.

    Attributes:
        places: decimals kept. At LEAF, where points are a share of the maximum, a maximum with more decimals
            keeps as many as it has; points that a rule states are never rounded.
    """

    step: RoundingStep = RoundingStep.LEAF
    places: Annotated[int, Field(ge=0, le=6)] = 2
    mode: RoundingMode = RoundingMode.HALF_UP


class TiePolicy(StrEnum):
    """What follows two units of one rank: the next is skipped (79, 79, 81) or not (79, 79, 80)."""

    SKIP = "bo_qua"
    DENSE = "lien_tiep"


class Ties(Model):
    """How units of one index are ranked.

    Attributes:
        chain: codes of parts or areas; of two equal units the one with more points there is first.
        settled: units in the order the council voted, for those that the chain leaves equal.
        policy: for units equal to the end.
    """

    policy: TiePolicy = TiePolicy.SKIP
    chain: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


class Group(Model):
    """Units that are ranked among themselves.

    Attributes:
        units: ids; ``kinds`` adds every unit of a kind (``phường``). A unit is in the first group that takes it;
            those that none takes form a group of their own.
        ranked: False when they are assessed and graded without a rank.
    """

    id: str
    title: str
    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ranked: bool = True


class Act(StrEnum):
    """What the rules propose for a unit."""

    COMMEND = "khen_thuong"
    CRITICISE = "phe_binh"


class Consequence(Model):
    """Whom a rule proposes to commend or to criticise.

    Attributes:
        wording: what follows «đề nghị xem xét»: ``tặng Bằng khen của Chủ tịch UBND tỉnh``.
        grades: names of grades it applies to; empty means any.
        first: only ranks up to this one, in every ranked group; None means any.
    """

    act: Act
    wording: str
    grades: tuple[str, ...] = ()
    first: Annotated[int, Field(ge=1)] | None = None


class ScoringPolicy(Model):
    """The rules above the leaves.

    Attributes:
        rounding: at most one for each step; a step that is not named is not rounded, except that a share of a
            leaf's maximum is always rounded (default: half up, two decimals).
        decimals: how the index is printed; one more is shown where neighbours would read the same though
            their order differs, or where rounding would show a grade that is not reached.
    """

    rounding: tuple[Rounding, ...] = ()
    ties: Ties = Ties()
    groups: tuple[Group, ...] = ()
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    consequences: tuple[Consequence, ...] = ()

    def rounding_at(self, step: RoundingStep) -> Rounding | None:
        """How a step is rounded; None when it is not."""
        return next((item for item in self.rounding if item.step is step), None)

    @property
    def leaf_rounding(self) -> Rounding:
        """How a share of a leaf's maximum is rounded."""
        return self.rounding_at(RoundingStep.LEAF) or Rounding()


class Exclusion(Model):
    """A criterion or leaf that the council takes out of the maximum for all units (75 became 74 in 2025).

    Self-scores stay as they were filed. What an erratum of the set takes out is in the set itself.

    Attributes:
        leaf: code of a leaf, or of a criterion or area with all below it.
        units: ids of the units it holds for; empty means all.
    """

    leaf: str
    reason: str
    decided_by: str
    date: dt.date
    units: tuple[str, ...] = ()

    def covers(self, codes: tuple[str, ...], unit: str) -> bool:
        """Whether it takes a leaf out, given by its own code and those above it."""
        return self.leaf in codes and (not self.units or unit in self.units)
