"""The overview: units × areas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossier.errors import DamagedError
from dossier.matching import ProofState
from dossier.pipeline.status import read_status
from dossier.web.access import needs, seen_units, who
from dossier.web.clock import this_minute
from dossier.web.opened import desk
from dossier.web.overview import build_row, build_totals
from dossier.web.roles import Act

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from dossier.rounds.status import UnitStatus
    from dossier.web.overview import Row


@require_safe
@needs(Act.SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every unit the person may see: state by area, points, days left, round."""
    disk = desk().acts_stamp + desk().evidence_stamp + this_minute()
    statuses, damage = _statuses()
    criteria = desk().criteria

    @cache
    def rows() -> list[Row]:
        units = seen_units(who(request))
        return [build_row(criteria, unit, desk().known(unit.id), statuses.get(unit.id)) for unit in units]

    context = {
        "rows": rows,
        "areas": criteria.areas,
        "states": lambda: [(state, build_totals(rows())[state]) for state in ProofState],
        "waiting": lambda: sum(not row.cells for row in rows()),
        "damage": damage,
        "disk": disk,
    }
    template = "web/_overview.html" if request.htmx else "web/overview.html"  # type: ignore[attr-defined] # django-htmx
    return render(request, template, context)


def _statuses() -> tuple[dict[str, UnitStatus], DamagedError | None]:
    """Where units stand; a damaged journal does not hide the evidence."""
    try:
        return {status.unit: status for status in desk().kept(read_status, also=this_minute())}, None
    except DamagedError as error:
        return {}, error
