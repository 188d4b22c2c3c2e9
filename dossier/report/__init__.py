"""Results for people and programs: tables, JSON, a workbook, a page."""

from typing import TYPE_CHECKING

from dossier.doors import lazy_door
from dossier.report.model import Assessment, CheckReport

if TYPE_CHECKING:
    from dossier.report.book import write_check_book
    from dossier.report.found import search_json
    from dossier.report.jsonout import check_json
    from dossier.report.page import build_check_page
    from dossier.report.tables import build_gap_table, build_summary

__all__ = [
    "Assessment",
    "CheckReport",
    "build_check_page",
    "build_gap_table",
    "build_summary",
    "check_json",
    "search_json",
    "write_check_book",
]
__getattr__ = lazy_door(
    __name__,
    {
        "book": ("write_check_book",),
        "found": ("search_json",),
        "jsonout": ("check_json",),
        "page": ("build_check_page",),
        "tables": ("build_gap_table", "build_summary"),
    },
)
