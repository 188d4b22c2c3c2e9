"""One unit's checklist: the tree of criteria, and for each proof its state, reason and next step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossier.criteria.model import Area
from dossier.intake.model import EvidenceFile, Reading
from dossier.matching import ProofState
from dossier.matching.model import Match, ProofStatus
from dossier.report.tables import accounting_line, count_states
from dossier.web.access import find_unit, needs, permits
from dossier.web.opened import desk
from dossier.web.overview import points_at_risk
from dossier.web.roles import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from dossier.criteria.model import CriteriaSet
    from dossier.report import Assessment

# Seconds a page waits for a fresh reading before it shows the last one.
_PATIENCE = 1.5


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One proof with the files that serve it and the points that hang on it."""

    status: ProofStatus
    papers: tuple[tuple[Match, EvidenceFile | None], ...]
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class AreaPart:
    """An area with its proofs and its points."""

    area: Area
    proofs: tuple[ProofRow, ...]
    points: Decimal | None
    top: Decimal


@require_safe
@needs(Act.SEE)
def checklist(request: HttpRequest, unit: str) -> HttpResponse:
    """The unit's page."""
    found = find_unit(unit)
    desk().fresh(found.id, patience=_PATIENCE)
    current = desk().is_current(found.id)
    disk = f"{desk().state_of(found.id)} {current}"
    assessment = desk().known(found.id)
    context: dict[str, Any] = {
        "unit": found,
        "assessment": assessment,
        "current": current,
        "disk": disk,
        "may": permits(request, found),
    }
    if assessment:
        states = count_states(assessment.checklist)
        context |= {
            "parts": lambda: tuple(_parts(desk().criteria, assessment)),
            "states": [(state, states[state]) for state in ProofState],
            "at_risk": cache(lambda: points_at_risk(assessment)),
            "accounting": lambda: accounting_line(assessment),
            "loose": cache(lambda: tuple(_loose(assessment))),
        }
    template = "web/_checklist.html" if request.htmx else "web/unit.html"  # type: ignore[attr-defined] # django-htmx
    return render(request, template, context)


def _loose(assessment: Assessment) -> Iterator[EvidenceFile]:
    """Files that serve no proof; system files are not evidence."""
    served = {match.path for status in assessment.checklist.statuses for match in status.matches}
    for file in assessment.index.files:
        if file.path not in served and file.reading is not Reading.IGNORED:
            yield file


def _parts(criteria: CriteriaSet, assessment: Assessment) -> Iterator[AreaPart]:
    at_risk = {ranked.gap: ranked.points for ranked in assessment.gaps}
    files = {file.path: file for file in assessment.index.files}
    sums = {node.id: node for node in assessment.score.nodes}
    rows: dict[str, list[ProofRow]] = {}
    for status in assessment.checklist.statuses:
        risks = [at_risk[gap] for gap in status.gaps if gap in at_risk]
        papers = tuple((match, files.get(match.path)) for match in status.matches)
        rows.setdefault(status.leaf, []).append(ProofRow(status, papers, max(risks, default=None)))
    for area in criteria.areas:
        codes = dict.fromkeys(code for placed in criteria.leaves() if placed.area.id == area.id for code in placed.path)
        proofs = tuple(row for code in codes for row in rows.get(code, ()))
        node = sums.get(area.id)
        yield AreaPart(area, proofs, node.points if node else None, node.self_max if node else area.max)
