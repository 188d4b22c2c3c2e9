"""Search: what the evidence of all units says, found with or without diacritics."""

from dossier.search.find import find_evidence
from dossier.search.model import Hit, Query, SearchResult, Shelf
from dossier.search.query import parse_query

__all__ = ["Hit", "Query", "SearchResult", "Shelf", "find_evidence", "parse_query"]
