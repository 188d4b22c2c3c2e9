"""The rows of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.criteria.importing.grid import Grid, GridRow
from dossier.xlsxfile import load_book

if TYPE_CHECKING:
    from pathlib import Path


def read_xlsx_grid(path: Path) -> Grid:
    """All sheets, one below the other.

    Raises:
        BadInputError: not a workbook; see ``dossier.xlsxfile.load_book``.
    """
    rows = tuple(
        GridRow(tuple(cell.text for cell in row), row[0].place)
        for sheet in load_book(path).sheets
        for row in sheet.rows
        if row
    )
    return Grid(rows)
