"""``check`` as a workbook: the summary, the gaps, the proofs, the files, the other findings."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from dossier.criteria.model import SAMPLE_BANNER
from dossier.report.tables import (
    Table,
    build_file_table,
    build_gap_table,
    build_problem_table,
    build_proof_table,
    build_summary,
)
from dossier.text import parse_decimal
from dossier.xlsxfile import put_text, write_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.report.model import Assessment, CheckReport

_HEADER_ROW = 3
_FACE = "Times New Roman"
_HEADER_FILL = PatternFill("solid", start_color="FFDCE6F1")
_LINE = Side(style="thin", color="FFB0B7C3")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_NARROW, _WIDE, _CHARACTER = 9, 48, 1.1
_LINE_HEIGHT, _HIGHEST = 15.0, 400.0  # points; Excel stops at 409
# What a person filters by is coloured; the word stands in the cell too.
_STATE_FILLS = {
    "đủ": PatternFill("solid", start_color="FFDFF2E1"),
    "đạt": PatternFill("solid", start_color="FFDFF2E1"),
    "thiếu": PatternFill("solid", start_color="FFF8D7DA"),
    "không đạt": PatternFill("solid", start_color="FFF8D7DA"),
    "cần xem lại": PatternFill("solid", start_color="FFFFF0CC"),
}


def write_check_book(path: Path, report: CheckReport) -> None:
    """Write the report as XLSX; names and texts of evidence stay text, equal reports give equal bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    warning = SAMPLE_BANNER if report.sample else ""
    title = f"Kiểm tra minh chứng, kỳ {report.year} ({report.criteria})"
    _add_sheet(book, "Tổng hợp", replace(build_summary(report), title=title), warning)
    for name, build in (
        ("Thiếu và yếu", build_gap_table),
        ("Tài liệu kiểm chứng", build_proof_table),
        ("Tệp", build_file_table),
        ("Biểu và thư mục", _build_problems),
    ):
        _add_sheet(book, name, _join(name, report.units, build), warning)
    if report.problems:
        _add_sheet(book, "Kỳ đánh giá", build_problem_table("Kỳ đánh giá và bộ tiêu chí", report.problems), warning)
    write_book(path, book, title=title)


def write_table_book(path: Path, title: str, sheets: Mapping[str, Table], *, warning: str = "") -> None:
    """Write any tables as XLSX, a sheet each under its name; equal tables give equal bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        _add_sheet(book, name, table, warning)
    write_book(path, book, title=title)


def _build_problems(assessment: Assessment) -> Table:
    return build_problem_table("", assessment.problems)


def _join(title: str, units: Iterable[Assessment], build: Callable[[Assessment], Table]) -> Table:
    """The tables of all units as one, with the unit in front."""
    tables = [(assessment.unit.short, build(assessment)) for assessment in units]
    rows = tuple((unit, *row) for unit, table in tables for row in table.rows)
    if not tables:
        return Table(title, ("Đơn vị",), ())
    first = tables[0][1]
    return Table(title, ("Đơn vị", *first.columns), rows, numeric=tuple(index + 1 for index in first.numeric))


def _add_sheet(book: Workbook, name: str, table: Table, warning: str) -> None:
    sheet: Worksheet = book.create_sheet(name)
    _put(sheet.cell(1, 1), table.title, font=Font(_FACE, 14, bold=True))
    _put(sheet.cell(2, 1), warning, font=Font(_FACE, 11, bold=True, color="FFB00020"))
    for column, heading in enumerate(table.columns, start=1):
        cell = sheet.cell(_HEADER_ROW, column)
        _put(cell, heading, font=Font(_FACE, 11, bold=True), wrap=True)
        cell.fill, cell.border = _HEADER_FILL, _BORDER
    for line, row in enumerate(table.rows, start=_HEADER_ROW + 1):
        for column, text in enumerate(row, start=1):
            _put_value(sheet.cell(line, column), text, numeric=column - 1 in table.numeric)
    _set_up(sheet, table)


def _put_value(cell: Cell | MergedCell, text: str, *, numeric: bool) -> None:
    _put(cell, text, font=Font(_FACE, 11), wrap=True)
    if numeric and text:
        cell.value = parse_decimal(text)
    cell.border = _BORDER
    cell.fill = _STATE_FILLS.get(text, PatternFill())


def _put(cell: Cell | MergedCell, text: str, *, font: Font, wrap: bool = False) -> None:
    put_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)


def _set_up(sheet: Worksheet, table: Table) -> None:
    """Widths and heights by content, the header in view, a filter, landscape A4 one page wide."""
    widths = [_width(heading, [row[index] for row in table.rows]) for index, heading in enumerate(table.columns)]
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for line, row in enumerate((table.columns, *table.rows), start=_HEADER_ROW):
        sheet.row_dimensions[line].height = min(_HIGHEST, _LINE_HEIGHT * max(map(_lines, row, widths)))
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(widths))}{_HEADER_ROW + len(table.rows)}"
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _width(heading: str, texts: Iterable[str]) -> float:
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    return round(min(_WIDE, max(_NARROW, longest * _CHARACTER, len(heading) * _CHARACTER / 2)), 1)


def _lines(text: str, width: float) -> int:
    """Lines a text takes when wrapped: the height is given, since not every program finds it by itself."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))
