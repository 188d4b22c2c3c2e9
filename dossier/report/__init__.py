"""Results for people and programs: tables, JSON, a workbook, a page."""

from dossier.report.book import write_check_book
from dossier.report.found import search_json
from dossier.report.jsonout import check_json
from dossier.report.model import Assessment, CheckReport
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
