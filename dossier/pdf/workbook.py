"""Print set-up of a foreign workbook, on a copy: without it a wide sheet is cut over many pages.

Runs in the worker.
"""

from __future__ import annotations

import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from dossier.pdf.rules import SHEET_CUT, SMALL_PRINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.problems import Problem, Where

_A4_CODE = 9
# A4 less the margins Excel gives, in points.
_PORTRAIT, _LANDSCAPE = 494.0, 741.0
_READABLE = 0.5  # of the size on screen
_DEFAULT_WIDTH = 8.43  # characters of the default font
_COLUMN_GAP, _ROW_GAP = 15, 200
# openpyxl does not carry these over; such a workbook is printed as it is.
_NOT_KEPT = ("xl/drawings/", "xl/charts/", "xl/media/", "xl/pivotTables/")
_UNPACKED_LIMIT = 300_000_000


def set_up_printing(copy: Path, *, where: Where) -> tuple[Problem, ...]:
    """Make each visible sheet of a copy one page wide where its author set up nothing.

    A stray cell far from the table would shrink the print beyond reading, so that what is printed ends at
    the first wide gap; what lies behind it is reported.
    """
    with zipfile.ZipFile(copy) as package:
        members = package.infolist()
    too_large = sum(member.file_size for member in members) > _UNPACKED_LIMIT
    if too_large or any(member.filename.startswith(_NOT_KEPT) for member in members):
        return ()
    book = load_workbook(copy)
    problems: list[Problem] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and not _is_set_up(sheet):
            problems.extend(_set_up(sheet, where))
    book.save(copy)
    return tuple(problems)


def _is_set_up(sheet: Worksheet) -> bool:
    properties = sheet.sheet_properties.pageSetUpPr
    fitted = properties is not None and bool(properties.fitToPage)
    return fitted or bool(sheet.print_area) or sheet.page_setup.scale not in {None, 100}


def _set_up(sheet: Worksheet, where: Where) -> Iterator[Problem]:
    # The sparse store: walking a sheet's nominal size, which one stray cell makes 17 billion, never ends.
    filled = [(cell.row, cell.column) for cell in sheet._cells.values() if cell.value is not None]  # noqa: SLF001
    if not filled:
        return
    top, bottom = _block({row for row, _ in filled}, _ROW_GAP)
    left, right = _block({column for _, column in filled}, _COLUMN_GAP)
    sheet.print_area = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
    width = sum(_width(sheet, column) for column in range(left, right + 1))
    sheet.page_setup.orientation = "landscape" if width > _PORTRAIT else "portrait"
    sheet.page_setup.paperSize = _A4_CODE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    outside = sum(row > bottom or column > right for row, column in filled)
    if outside:
        message = f"Trang tính «{sheet.title}» có {outside} ô nằm xa bảng chính, không in ra."
        yield SHEET_CUT.at(where, message)
    if width * _READABLE > _LANDSCAPE:
        yield SMALL_PRINT.at(where, f"Trang tính «{sheet.title}» quá rộng, chữ in ra sẽ rất nhỏ.")


def _block(indexes: Iterable[int], gap: int) -> tuple[int, int]:
    """First index, and the last before a gap wider than ``gap``."""
    ordered = sorted(indexes)
    ends = (here for here, following in pairwise(ordered) if following - here > gap)
    return ordered[0], next(ends, ordered[-1])


def _width(sheet: Worksheet, column: int) -> float:
    """Width of a column in points: 7 pixels a character and 5 more, at 96 pixels an inch."""
    dimension = sheet.column_dimensions.get(get_column_letter(column))
    if dimension is not None and dimension.hidden:
        return 0.0
    characters = dimension.width if dimension is not None and dimension.width else _DEFAULT_WIDTH
    return float(characters * 7 + 5) * 0.75
