"""``dossier search``: what the evidence of all units says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.cache import FullText
from dossier.pipeline.evidence import scan_unit
from dossier.pipeline.local import SEARCH_FILE
from dossier.search import Shelf, find_evidence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dossier.pipeline.run import Run
    from dossier.search import SearchResult


def search_units(run: Run, text: str, *, limit: int) -> SearchResult:
    """Look for ``text`` in every unit's evidence; only new and changed files are opened."""
    shelves = [Shelf(unit, scan_unit(run, unit)) for unit in run.campaign.units]
    return search_shelves(run, text, shelves, limit=limit)


def search_shelves(
    run: Run, text: str, shelves: Sequence[Shelf], *, limit: int, among: Collection[str] | None = None
) -> SearchResult:
    """Look for ``text`` in evidence that has been indexed already; ``among`` as in ``find_evidence``."""
    with FullText(run.cache / SEARCH_FILE) as index:
        return find_evidence(text, shelves, index=index, limit=limit, among=among)
