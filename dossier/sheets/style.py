"""What every form looks like: head, table header, open and locked cells, validation, page, help sheet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties

from dossier.criteria.model import SAMPLE_BANNER
from dossier.xlsxfile import put_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "_danh_muc"
HELP = "Hướng dẫn"
FACE = "Times New Roman"

_A4 = 9
_PROMPT_LIMIT = 255  # Excel's own
_HELP_WIDTH = 85
_CHARS_PER_WIDTH = 1.25  # Times New Roman 11 against the digit that Excel counts widths in
_LINE_HEIGHT, _ROW_PADDING, _HEIGHT_LIMIT = 14.5, 3.0, 409.0  # points; the limit is Excel's own

_THIN = Side(style="thin", color="808080")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="BDD7EE")
LOCKED_FILL = PatternFill("solid", fgColor="E7E6E6")
OPEN_FILL = PatternFill("solid", fgColor="FFFBE6")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form.

    Attributes:
        key: what it holds; for input columns a field of what is read back.
        width: in characters, as Excel counts.
        numeric: holds numbers; any other column is text, which no spreadsheet may turn into a date.
        centred: set in the middle.
    """

    key: str
    header: str
    width: int
    is_input: bool = True
    numeric: bool = False
    centred: bool = False


class _GrowingRow(RowDimension):
    """A row that starts at a height and still grows when more is typed into it."""

    customHeight = False  # noqa: N815 - openpyxl's name; its own property fixes every height that is set


def set_height(sheet: Worksheet, line: int, widths: Iterable[int]) -> None:
    """LibreOffice does not fit the rows of a fresh workbook to their text, so the form does."""
    lines = (
        sum(len(wrap(text, int(width * _CHARS_PER_WIDTH))) or 1 for text in str(value).split("\n"))
        for number, width in enumerate(widths, start=1)
        if (value := sheet.cell(line, number).value) is not None
    )
    height = min(max(lines, default=1) * _LINE_HEIGHT + _ROW_PADDING, _HEIGHT_LIMIT)
    sheet.row_dimensions[line] = _GrowingRow(sheet, index=line, ht=height)


def write_head(sheet: Worksheet, columns: Sequence[Column], *, owner: str, title: str, note: str, sample: bool) -> int:
    """The lines above the table and its header; returns the header's line (1-based)."""
    lines = [
        *([(SAMPLE_BANNER, Font(name=FACE, size=13, bold=True, color="C00000"))] if sample else []),
        (owner.upper(), Font(name=FACE, size=12, bold=True)),
        (title, Font(name=FACE, size=14, bold=True)),
        (note, Font(name=FACE, size=11, italic=True)),
    ]
    for line, (text, font) in enumerate(lines, start=1):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(columns))
        cell = sheet.cell(line, 1)
        put_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    head = len(lines) + 1
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(head, number)
        put_text(cell, column.header)
        cell.font = Font(name=FACE, size=11, bold=True)
        cell.fill, cell.border = _HEAD_FILL, BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    set_height(sheet, head, [column.width for column in columns])
    return head


def dress(cell: Cell | MergedCell, column: Column, *, fill: PatternFill, unlocked: bool, bold: bool = False) -> None:
    """Font, border, fill, alignment and lock of a cell of the table."""
    cell.font = Font(name=FACE, size=11, bold=bold and not column.is_input)
    cell.border, cell.fill = BORDER, fill
    cell.protection = Protection(locked=not unlocked)
    cell.alignment = Alignment(horizontal="center" if column.centred else None, vertical="top", wrap_text=True)
    if not column.numeric:
        cell.number_format = "@"  # text stays text: no date out of 3.5, no formula out of «- Kế hoạch»


def put_value(cell: Cell | MergedCell, value: str | int | Decimal | None) -> None:
    """Write a number as one and anything else as text; empty text and None leave the cell empty."""
    if isinstance(value, Decimal | int):
        cell.value = value
    elif value:
        put_text(cell, value)


def choice(formula: str, message: str) -> DataValidation:
    """Only a value of a list."""
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    validation.errorTitle, validation.error = "Giá trị không hợp lệ", message
    return validation


def number(validation: DataValidation, prompt: str) -> DataValidation:
    """With a warning, not a stop: «không có số liệu» must be possible."""
    validation.allow_blank = validation.showErrorMessage = validation.showInputMessage = True
    validation.errorStyle, validation.errorTitle = "warning", "Kiểm tra số liệu"
    validation.error = "Cần một số từ 0 trở lên, hoặc «không có số liệu»."
    validation.promptTitle, validation.prompt = "Ô này ghi", prompt[:_PROMPT_LIMIT]
    return validation


def list_formula(book: Workbook, states: tuple[str, ...]) -> str:
    """A reference to the choices, kept in a hidden list: their text may hold commas and be long."""
    lists = book[LISTS] if LISTS in book.sheetnames else book.create_sheet(LISTS)
    lists.sheet_state = "veryHidden"
    column = 1 if lists.cell(1, 1).value is None else lists.max_column + 1
    for line, state in enumerate(states, start=1):
        put_text(lists.cell(line, column), state)
    letter = get_column_letter(column)
    return f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(states)}"


def write_rows(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[object], *, first: int) -> None:
    """One line a row from line ``first`` (1-based): known values by the column's key, input cells open and empty."""
    for line, row in enumerate(rows, start=first):
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(line, place)
            dress(cell, column, fill=OPEN_FILL if column.is_input else PatternFill(), unlocked=column.is_input)
            put_value(cell, "" if column.is_input else getattr(row, column.key))
        set_height(sheet, line, [column.width for column in columns])


def set_up_page(sheet: Worksheet, head: int, *, freeze: str, sample: bool) -> None:
    """Protection that still allows sorting and filtering, frozen header, and printing on A4 across.

    ``freeze`` is the letter of the first column that scrolls.
    """
    sheet.freeze_panes = f"{freeze}{head + 1}"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)  # in OOXML the attribute says what is forbidden
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{head}:{head}"
    _set_up_print(sheet, sample=sample)


def _set_up_print(sheet: Worksheet, *, sample: bool) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Trang &P/&N"
    if sheet.oddHeader is not None and sample:
        sheet.oddHeader.center.text = SAMPLE_BANNER


def write_help(book: Workbook, instructions: Sequence[str], *, sample: bool) -> None:
    """The sheet «Hướng dẫn», its lines numbered."""
    sheet = book.create_sheet(HELP)
    sheet.column_dimensions["A"].width = _HELP_WIDTH
    lines = ("HƯỚNG DẪN", *(f"{count}. {text}" for count, text in enumerate(instructions, start=1)))
    for line, text in enumerate(lines, start=1):
        cell = sheet.cell(line, 1)
        put_text(cell, text)
        cell.font = Font(name=FACE, size=11, bold=line == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        set_height(sheet, line, (_HELP_WIDTH,))
    sheet.protection.sheet = True
    _set_up_print(sheet, sample=sample)
