"""Results for people and programs: tables and JSON."""

from dossier.report.jsonout import check_json
from dossier.report.model import Assessment, CheckReport
from dossier.report.tables import accounting_line, build_file_table, build_gap_table, build_problem_table, build_summary

__all__ = [
    "Assessment",
    "CheckReport",
    "accounting_line",
    "build_file_table",
    "build_gap_table",
    "build_problem_table",
    "build_summary",
    "check_json",
]
