"""Typing into the council's form from elsewhere than Excel: the form stays the one record of what the council did.

The unit of an edit is a row, for what stands in it belongs together: a member's presence and opinion, a vote's
counts. A row is changed only when it still holds what the person saw (``was``); else both are reported and neither
is lost. Whether a row can be right is asked of the form's own reader.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from dossier.errors import BadInputError
from dossier.problems import Problem, Severity, Where
from dossier.sheets import style
from dossier.sheets.cells import read_points
from dossier.sheets.council import ABOUT, HOW, MEETING, MEMBERS, RESULTS, RULINGS, TALLIES
from dossier.sheets.council_read import locate_tables, read_council
from dossier.sheets.style import Column
from dossier.text import fold, nfc
from dossier.xlsxfile import Cell, CellKind, write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.campaign.model import Campaign
    from dossier.criteria.model import CriteriaSet
    from dossier.sheets.table import Table

Texts = Mapping[str, str]  # by column key
SPARE = 3  # empty rows offered below the last one that is used
_ROOM = 500  # as many may be typed at once, or come with an upload
_LONGEST = 32_767  # Excel's own limit of a cell
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the form.

    Attributes:
        name: stable, for addresses and field names.
        key: columns that tell its rows apart; those of ``free`` tables are typed by people, so that there a row is
            found by its number below the header.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    free: bool = False

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns people fill in."""
        return tuple(column for column in self.columns if column.is_input)


PARTS = {
    part.name: part
    for part in (
        Part("phien", "Phiên họp", ABOUT, ("item",)),
        Part("thanh-vien", "Thành viên", MEMBERS, ("name",)),
        Part("bieu-quyet", "Biểu quyết", TALLIES, ("matter", "unit"), free=True),
        Part("ket-qua", "Kết quả", RESULTS, ("unit",)),
        Part("dieu-chinh", "Điều chỉnh", RULINGS, ("unit", "leaf"), free=True),
    )
}


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """A row of the form.

    Attributes:
        key: what finds the row again in its table.
        fixed: what the form itself says in it, by column key: a member's name, a unit's total.
        cells: what people typed, by column key; an empty text for an empty cell.
        columns: 1-based place of every cell in ``cells``.
    """

    part: str
    key: str
    fixed: Texts
    cells: Texts
    sheet: str
    line: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TypedRow:
    """What a person typed into a row, and what stood there when they saw it."""

    part: str
    key: str
    cells: Texts
    was: Texts


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row as it stood and what it holds now."""

    row: CouncilRow
    cells: Texts


@dataclass(frozen=True, slots=True)
class RowClash:
    """A row that somebody else changed in the meantime: what this person typed, and what stands there."""

    row: CouncilRow
    mine: Texts


@dataclass(frozen=True, slots=True)
class EditedCouncil:
    """What became of an edit; a row is in one of the three, or unchanged.

    Attributes:
        faults: what the form's reader has against a row, by part and key; such a row is not written.
    """

    changes: tuple[RowChange, ...] = ()
    clashes: tuple[RowClash, ...] = ()
    faults: Mapping[tuple[str, str], tuple[Problem, ...]] = field(default_factory=dict)


def read_rows(path: Path, criteria: CriteriaSet, *, campaign: Campaign, spare: int = SPARE) -> tuple[CouncilRow, ...]:
    """Every row that people may fill in, tables in order; tables of free rows end with ``spare`` empty ones.

    Of two rows with one key, which the council's check reports, there is only the first.

    Raises:
        BadInputError: the form is missing, broken or another's.
    """
    tables, problems = locate_tables(path, criteria, campaign=campaign)
    if not tables:
        raise BadInputError(f"{path.name}: biểu hội đồng không dùng được.", problems=problems)
    rows = [row for part in PARTS.values() for row in _rows(part, tables[part.title], spare)]
    return tuple({(row.part, row.key): row for row in reversed(rows)}.values())[::-1]


def _rows(part: Part, table: Table, spare: int) -> Iterator[CouncilRow]:
    sheet, _, place = table.head.place.rpartition("!")
    head = int(place.lstrip(_LETTERS))
    used = max((number for number, row in enumerate(table.rows, 1) if any(cell.text for cell in row)), default=0)
    columns = {column.key: table.columns[column.key] + 1 for column in part.inputs if column.key in table.columns}
    for number in range(1, used + (spare if part.free else 0) + 1):
        cells = table.rows[number - 1] if number <= len(table.rows) else ()
        texts = {column.key: table.cell(cells, column.key).text for column in part.columns}
        key = str(number) if part.free else texts[part.key[0]]
        if key:
            fixed = {name: text for name, text in texts.items() if name not in columns}
            yield CouncilRow(
                part.name, key, fixed, {name: texts[name] for name in columns}, sheet, head + number, columns
            )


def edit_council(path: Path, criteria: CriteriaSet, typed: Iterable[TypedRow], *, campaign: Campaign) -> EditedCouncil:
    """Write what a person typed into the form; a row that cannot be right is reported and not written.

    Raises:
        BadInputError: the form is missing, broken or another's, or has no such row; a text that no cell can hold.
    """
    standing = _standing(path, criteria, campaign)
    changes: dict[tuple[str, str], RowChange] = {}
    clashes: list[RowClash] = []
    for item in typed:
        row = _find(standing, item, path)
        mine, was = _texts(row, item.cells), _texts(row, item.was, missing="")
        if mine in (row.cells, was):
            continue
        if row.cells != was:
            clashes.append(RowClash(row, mine))
        else:
            changes[row.part, row.key] = RowChange(row, mine)
    faults = _find_faults(path, criteria, changes, campaign=campaign)
    good = tuple(change for key, change in changes.items() if key not in faults)
    if good:
        _write(path, path, good)
    return EditedCouncil(good, tuple(clashes), faults)


def fill_council(
    path: Path, target: Path, criteria: CriteriaSet, typed: Iterable[TypedRow], *, campaign: Campaign
) -> None:
    """Write a copy of the form with what is typed, right or wrong, to look at it before it is saved.

    Raises:
        BadInputError: as ``edit_council``.
    """
    standing = _standing(path, criteria, campaign)
    rows = ((_find(standing, item, path), item) for item in typed)
    _write(path, target, [RowChange(row, _texts(row, item.cells)) for row, item in rows])


def merge_rows(standing: Sequence[CouncilRow], filled: Sequence[CouncilRow]) -> Iterator[TypedRow]:
    """What another copy of the form says beyond an empty one, as if a person had typed it row by row.

    A row of a free table goes to the row about the same matter or criterion, else to the first empty one below.
    """
    about = {(row.part, ident): row.key for row in reversed(standing) if (ident := _ident(row))}
    last = {
        part: max((int(row.key) for row in standing if row.part == part and _is_used(row)), default=0) for part in _FREE
    }
    for row in filled:
        if row.part not in _FREE:
            yield TypedRow(row.part, row.key, row.cells, _ISSUED.get((row.part, row.key), {}))
        elif _is_used(row):
            key = about.get((row.part, _ident(row)))
            if key is None:
                last[row.part] += 1
            was = {name: row.cells[name] for name in PARTS[row.part].key} if key else {}
            yield TypedRow(row.part, key or str(last[row.part]), row.cells, was)


_FREE = tuple(part.name for part in PARTS.values() if part.free)
# What a row of a fresh form holds, where it is not empty.
_ISSUED = {("phien", HOW): {"value": MEETING}}


def _is_used(row: CouncilRow) -> bool:
    return any(row.cells.values())


def _ident(row: CouncilRow) -> str:
    """What a row of a free table is about; empty when it is about nothing yet, and in the other tables."""
    names = PARTS[row.part].key if row.part in _FREE else ()
    return "|".join(fold(row.cells[name]) for name in names).strip("|")


def _standing(path: Path, criteria: CriteriaSet, campaign: Campaign) -> dict[tuple[str, str], CouncilRow]:
    """By part and key."""
    return {(row.part, row.key): row for row in read_rows(path, criteria, campaign=campaign, spare=_ROOM)}


def _find(standing: Mapping[tuple[str, str], CouncilRow], item: TypedRow, path: Path) -> CouncilRow:
    row = standing.get((item.part, item.key))
    if row is None:
        title = PARTS[item.part].title if item.part in PARTS else item.part
        raise BadInputError(f"{path.name}: biểu không có dòng «{item.key[:60]}» ở bảng «{title[:60]}».")
    return row


def _texts(row: CouncilRow, typed: Texts, *, missing: str | None = None) -> dict[str, str]:
    """The row's cells as a workbook would give them back; a cell that was not sent stays, or is ``missing``."""
    texts = {}
    for name, stands in row.cells.items():
        text = typed.get(name, stands if missing is None else missing)
        if len(text) > _LONGEST:
            raise BadInputError(f"Dòng «{row.key[:60]}»: một ô có {len(text)} ký tự, Excel chứa nhiều nhất {_LONGEST}.")
        # Browsers send CRLF.
        texts[name] = ILLEGAL_CHARACTERS_RE.sub("", nfc(text)).replace("\r\n", "\n").strip()
    return texts


def _find_faults(
    path: Path, criteria: CriteriaSet, changes: Mapping[tuple[str, str], RowChange], *, campaign: Campaign
) -> dict[tuple[str, str], tuple[Problem, ...]]:
    """What the form's reader has against the changed rows, were they written."""
    if not changes:
        return {}
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        trial = Path(scratch) / path.name
        _write(path, trial, changes.values())
        _, problems = read_council(trial, criteria, campaign=campaign)
    lines = {(change.row.sheet, str(change.row.line)): key for key, change in changes.items()}
    found: dict[tuple[str, str], tuple[Problem, ...]] = {}
    for problem in problems:
        sheet, _, place = problem.where.cell.rpartition("!")
        key = lines.get((sheet, place.lstrip(_LETTERS)))
        if key and problem.severity is Severity.ERROR:
            found[key] = (*found.get(key, ()), problem)
    return found


def _write(path: Path, target: Path, changes: Iterable[RowChange]) -> None:
    book = load_workbook(path, rich_text=True)
    for change in changes:
        row, sheet = change.row, book[change.row.sheet]
        for column in PARTS[row.part].inputs:
            text = change.cells.get(column.key, "")
            if text != row.cells.get(column.key, ""):
                _put(sheet.cell(row.line, row.columns[column.key]), column, text)
    write_book(target, book, title=book.properties.title or path.stem)


def _put(cell: Any, column: Column, text: str) -> None:
    if cell.protection.locked:  # below the rows that the form was made with
        style.dress(cell, column, fill=style.OPEN_FILL, unlocked=True)
    number = None
    if column.numeric:
        number, _ = read_points(Cell("", CellKind.TEXT, text), Where())
    style.put_value(cell, text if number is None else number)
    if not text:
        cell.value = None
