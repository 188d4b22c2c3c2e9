"""Finding the table of a form wherever it went: columns by header, never by position; whose form it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from dossier.errors import BadInputError
from dossier.problems import Problem, Severity, Where
from dossier.sheets import rules
from dossier.text import fold
from dossier.xlsxfile import SCHEMA, Cell, CellKind, Identity, Sheet, load_book

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.sheets.style import Column

NOTHING = Cell("", CellKind.EMPTY)
_NOT_WORD = re.compile(r"[\W_]+")

# Fields of the identity that must agree, with what people call them. The campaign's id is not among them: it is
# text that people edit, and a form of the right unit, year and criteria version is the right form.
_IDENTITY_NAMES: tuple[tuple[str, Callable[[Identity], object]], ...] = (
    ("loại biểu", lambda identity: identity.form),
    ("đơn vị", lambda identity: identity.unit),
    ("cơ quan", lambda identity: identity.office),
    ("năm", lambda identity: identity.year),
    ("bộ tiêu chí", lambda identity: f"{identity.criteria}, bản {identity.version}"),
    ("lần thẩm định", lambda identity: identity.round),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet.

    Attributes:
        head: a cell of the header row, to point at.
        columns: position in a row by column key; a lost column is absent.
        rows: below the header.
    """

    head: Cell
    columns: Mapping[str, int]
    rows: tuple[tuple[Cell, ...], ...]

    def cell(self, row: tuple[Cell, ...], key: str) -> Cell:
        """The cell of a column; an empty one when the row ends before it or the column is lost."""
        place = self.columns.get(key, len(row))
        return row[place] if place < len(row) else NOTHING

    def input_at(self, row: tuple[Cell, ...], beside: Cell, key: str) -> Cell:
        """A column's cell in the row of the cell ``beside``, with a place to write to even when it is empty."""
        if key not in self.columns:
            return NOTHING
        cell = self.cell(row, key)
        sheet, _, name = beside.place.rpartition("!")
        line = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return replace(cell, place=f"{sheet}!{get_column_letter(self.columns[key] + 1)}{line}")

    def lacks(self, columns: Sequence[Column]) -> str:
        """The headers of these columns that are not there, for people; empty when all are."""
        return ", ".join(f"«{column.header}»" for column in columns if column.key not in self.columns)


def find_tables(sheets: Sequence[Sheet], columns: Sequence[Column], *, anchor: str, matches: int) -> tuple[Table, ...]:
    """The first table of each sheet whose header row has ``anchor`` and at least ``matches`` of the headers."""
    headers = {header_key(column.header): column.key for column in columns}
    tables = (_find_table(sheet, headers, anchor, matches) for sheet in sheets)
    return tuple(table for table in tables if table)


def header_key(text: str) -> str:
    """A header compared without case, diacritics and punctuation."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def _find_table(sheet: Sheet, headers: Mapping[str, str], anchor: str, matches: int) -> Table | None:
    for line, row in enumerate(sheet.rows):
        found = [(headers.get(header_key(cell.text)), place) for place, cell in enumerate(row)]
        # The first of two equal headers: people add columns at the right.
        columns = {key: place for key, place in reversed(found) if key}
        if anchor in columns and len(columns) >= matches:
            return Table(row[columns[anchor]], columns, sheet.rows[line + 1 :])
    return None


def open_form(path: Path, wanted: Identity, *, unit: str = "") -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The sheets of a form; none when it cannot be read or is another's, and the problems say why."""
    where = Where(path=path.name, unit=unit)
    try:
        book = load_book(path)
    except BadInputError as error:
        return (), tuple(replace(problem, where=where) for problem in error.problems)
    doubts = check_identity(book.identity, wanted, where)
    foreign = any(problem.severity is Severity.ERROR for problem in doubts)
    return () if foreign else book.sheets, doubts


def identify(path: Path) -> Identity | None:
    """What a workbook says of itself; None when it does not.

    Raises:
        BadInputError: it cannot be opened.
    """
    return load_book(path).identity


def check_identity(found: Identity | None, wanted: Identity, where: Where) -> tuple[Problem, ...]:
    """Whether a form is the wanted one; what is not is said by name."""
    if found is None:
        return (rules.UNIDENTIFIED.at(where, f"{where.path}: không còn trang định danh của biểu."),)
    if found.schema > SCHEMA:
        message = f"{where.path}: biểu do phiên bản Dossier mới hơn tạo (mẫu {found.schema})."
        return (rules.FOREIGN.at(where, message, remedy="Nâng cấp Dossier rồi chạy lại."),)
    # Of a form of another kind the rest says nothing.
    names = _IDENTITY_NAMES if found.form == wanted.form else (_IDENTITY_NAMES[0],)
    return tuple(
        rules.FOREIGN.at(where, f"{where.path}: {name} của biểu là «{have}», cần «{want}».")
        for name, value in names
        if (have := value(found)) != (want := value(wanted))
    )
