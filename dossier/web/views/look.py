"""Looking things up: search over everything, and the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossier.pipeline.journal import journal_table
from dossier.pipeline.search import search_shelves
from dossier.search import Hit, Shelf
from dossier.web.access import needs, seen_units, who
from dossier.web.opened import desk
from dossier.web.roles import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

_LIMIT = 50
_LINES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with its snippet cut at the words that were found."""

    hit: Hit
    pieces: tuple[tuple[str, bool], ...]


@require_safe
@needs(Act.SEE)
def search(request: HttpRequest) -> HttpResponse:
    """The evidence of every unit the person may see, as far as it has been read."""
    words = request.GET.get("tim", "").strip()
    context: dict[str, object] = {"words": words}
    if words:
        units = seen_units(who(request))
        names = {unit.id: unit.short for unit in units}
        every = desk().campaign.units
        shelves = [Shelf(unit, known.index) for unit in every if (known := desk().known(unit.id))]
        with desk().reading() as run:
            result = search_shelves(run, words, shelves, limit=_LIMIT, among=names)
        context |= {
            "result": result,
            "found": tuple(Found(hit, tuple(_pieces(hit))) for hit in result.hits),
            "names": names,
            "unread": len(units) - sum(shelf.unit.id in names for shelf in shelves),
        }
    return render(request, "web/search.html", context)


def _pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    """The snippet in order, each piece with whether it was found."""
    at = 0
    for start, end in hit.marks:
        yield hit.snippet[at:start], False
        yield hit.snippet[start:end], True
        at = end
    yield hit.snippet[at:], False


@require_safe
@needs(Act.JOURNAL)
def journal(request: HttpRequest) -> HttpResponse:
    """Every act, newest first, and whether the chain is whole."""
    units = desk().campaign.units
    chosen = [unit.id for unit in units if unit.id == request.GET.get("don-vi", "")]
    with desk().reading() as run:
        table, problems = journal_table(run, chosen)
    page = Paginator(table.rows[::-1], _LINES).get_page(request.GET.get("trang"))
    context = {"table": table, "page": page, "problems": problems, "units": units, "chosen": (chosen or [""])[0]}
    return render(request, "web/journal.html", context)
