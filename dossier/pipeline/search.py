"""``dossier search``: what the evidence of all units says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.cache import FullText
from dossier.pipeline.evidence import scan_unit
from dossier.search import Shelf, find_evidence

if TYPE_CHECKING:
    from dossier.pipeline.run import Run
    from dossier.search import SearchResult

_INDEX_FILE = "tim-kiem.sqlite"


def search_units(run: Run, text: str, *, limit: int) -> SearchResult:
    """Look for ``text`` in every unit's evidence; only new and changed files are opened."""
    shelves = [Shelf(unit, scan_unit(run, unit)) for unit in run.campaign.units]
    with FullText(run.paths.cache / _INDEX_FILE) as index:
        return find_evidence(text, shelves, index=index, limit=limit)
