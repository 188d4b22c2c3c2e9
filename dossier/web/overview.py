"""The overview, computed from what is known of the units. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.campaign import Unit
from dossier.matching import ProofState
from dossier.rounds.status import UnitStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.criteria import CriteriaSet
    from dossier.report import Assessment

# The gravest first: it gives a cell its colour.
_GRAVITY = (ProofState.MISSING, ProofState.REVIEW, ProofState.NOT_DUE, ProofState.PROVED, ProofState.NOT_REQUIRED)


@dataclass(frozen=True, slots=True)
class Cell:
    """One area of one unit.

    Attributes:
        state: the gravest state of its proofs; None when it asks for none.
        counts: proofs by state.
    """

    area: str
    state: ProofState | None
    counts: Mapping[ProofState, int]

    @property
    def due(self) -> int:
        """Proofs that are asked for now."""
        return sum(self.counts[state] for state in (ProofState.PROVED, ProofState.MISSING, ProofState.REVIEW))

    @property
    def proved(self) -> int:
        """Proofs that are in order."""
        return self.counts[ProofState.PROVED]

    @property
    def share(self) -> str:
        """``5/6``, or a dash where nothing is asked for now."""
        return f"{self.proved}/{self.due}" if self.due else "–"

    @property
    def words(self) -> str:
        """For people and screen readers: ``3 đủ, 1 thiếu``."""
        return ", ".join(f"{self.counts[state]} {state.value}" for state in _GRAVITY if self.counts[state])


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the heat map.

    Attributes:
        cells: by area in order of the set; empty while the unit has not been read.
        at_risk: claimed points on leaves with a gap that is an error.
    """

    unit: Unit
    status: UnitStatus | None
    cells: tuple[Cell, ...] = ()
    claimed: Decimal | None = None
    top: Decimal | None = None
    at_risk: Decimal | None = None
    blank: int = 0
    unreadable: int = 0


def build_row(criteria: CriteriaSet, unit: Unit, assessment: Assessment | None, status: UnitStatus | None) -> Row:
    """A unit's row."""
    if assessment is None:
        return Row(unit, status)
    score = assessment.score
    return Row(
        unit,
        status,
        cells=build_cells(criteria, assessment),
        claimed=score.total,
        top=score.self_max,
        at_risk=points_at_risk(assessment),
        blank=len(score.blank),
        unreadable=len(assessment.checklist.accounting.unreadable),
    )


def build_cells(criteria: CriteriaSet, assessment: Assessment) -> tuple[Cell, ...]:
    """The cells of a unit, one for each area."""
    areas = area_of_codes(criteria)
    counts: dict[str, Counter[ProofState]] = {area.id: Counter() for area in criteria.areas}
    for status in assessment.checklist.statuses:
        if area := areas.get(status.leaf):
            counts[area][status.state] += 1
    return tuple(Cell(area, _gravest(states), states) for area, states in counts.items())


def area_of_codes(criteria: CriteriaSet) -> dict[str, str]:
    """The area of every criterion and leaf."""
    return {code: placed.area.id for placed in criteria.leaves() for code in placed.path}


def points_at_risk(assessment: Assessment) -> Decimal:
    """Claimed points of leaves that an error hangs on; each leaf counts once."""
    leaves = {leaf for ranked in assessment.gaps if not ranked.gap.severity.rank for leaf in ranked.gap.leaves}
    points = (score.points for leaf in leaves if (score := assessment.score.leaf(leaf)))
    return sum((point for point in points if point), start=Decimal(0))


def _gravest(states: Counter[ProofState]) -> ProofState | None:
    return next((state for state in _GRAVITY if states[state]), None)


def build_totals(rows: Sequence[Row]) -> Counter[ProofState]:
    """Proofs by state over all units that were read."""
    totals: Counter[ProofState] = Counter()
    for row in rows:
        for cell in row.cells:
            totals.update(cell.counts)
    return totals
