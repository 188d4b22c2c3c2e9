"""The self-score form, read back. Rows are found by code, columns by header, wherever they went."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.criteria.claims import Claim
from dossier.errors import BadInputError
from dossier.problems import Problem, Severity, Where
from dossier.sheets import rules
from dossier.sheets.cells import read_mark, read_number, read_rate, read_state, read_text
from dossier.sheets.layout import COLUMNS, INPUT_COLUMNS, NOT_SELF, FormRow, RowKind, build_rows
from dossier.sheets.self_score import identity_of
from dossier.text import fold
from dossier.xlsxfile import SCHEMA, Cell, CellKind, Identity, Sheet, load_book

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.campaign.model import Campaign, Unit
    from dossier.criteria.model import CriteriaSet

Claims = dict[str, Claim]
# How many known headers make a row the table's header: fewer occur by chance in other tables.
_HEADER_MATCHES = 5
_NOTHING = Cell("", CellKind.EMPTY)
_NOT_WORD = re.compile(r"[\W_]+")


def read_self_score(
    path: Path, criteria: CriteriaSet, *, unit: Unit, campaign: Campaign
) -> tuple[Claims, tuple[Problem, ...]]:
    """A unit's claims by code: one for every leaf and part row, and for criteria that carry something.

    Never raises for what is in the file: a missing, broken, foreign or other unit's form gives no claims
    and the problem that says why. A cell that cannot be trusted is left out and reported.
    """
    where = Where(path=path.name, unit=unit.id)
    if not path.exists():
        return {}, (rules.MISSING.at(where, f"Chưa có biểu tự chấm điểm của {unit.short}."),)
    try:
        book = load_book(path)
    except BadInputError as error:
        return {}, tuple(replace(problem, where=where) for problem in error.problems)
    doubts = _check_identity(book.identity, identity_of(criteria, unit=unit, campaign=campaign), where)
    if any(problem.severity is Severity.ERROR for problem in doubts):
        return {}, doubts
    tables = [table for sheet in book.sheets if (table := _find_table(sheet))]
    if not tables:
        message = f"{path.name}: không thấy dòng tiêu đề của bảng tự chấm điểm ở trang tính nào."
        return {}, (rules.NO_TABLE.at(where, message),)
    reading = _Reading(build_rows(criteria), where)
    for table in tables:
        reading.read(table)
    return reading.claims(), (*doubts, *reading.problems, *reading.lost_rows(tables[0]))


def _check_identity(found: Identity | None, wanted: Identity, where: Where) -> tuple[Problem, ...]:
    if found is None:
        return (rules.UNIDENTIFIED.at(where, f"{where.path}: không còn trang định danh của biểu."),)
    if found.schema > SCHEMA:
        message = f"{where.path}: biểu do phiên bản Dossier mới hơn tạo (mẫu {found.schema})."
        return (rules.FOREIGN.at(where, message, remedy="Nâng cấp Dossier rồi chạy lại."),)
    pairs = (
        ("loại biểu", found.form, wanted.form),
        ("đơn vị", found.unit, wanted.unit),
        ("năm", found.year, wanted.year),
        ("bộ tiêu chí", f"{found.criteria}, bản {found.version}", f"{wanted.criteria}, bản {wanted.version}"),
        ("kỳ đánh giá", found.campaign, wanted.campaign),
    )
    return tuple(
        rules.FOREIGN.at(where, f"{where.path}: {name} của biểu là «{have}», cần «{want}».")
        for name, have, want in pairs
        if have != want
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """A table found in a sheet.

    Attributes:
        columns: position in a row by column key; a lost column is absent.
        rows: below the header.
    """

    head: Cell
    columns: Mapping[str, int]
    rows: tuple[tuple[Cell, ...], ...]

    def cell(self, row: tuple[Cell, ...], key: str) -> Cell:
        place = self.columns.get(key, len(row))
        return row[place] if place < len(row) else _NOTHING


def _header_key(text: str) -> str:
    return _NOT_WORD.sub(" ", fold(text)).strip()


_HEADERS = {_header_key(column.header): column.key for column in COLUMNS}


def _find_table(sheet: Sheet) -> _Table | None:
    for line, row in enumerate(sheet.rows):
        found = [(_HEADERS.get(_header_key(cell.text)), place) for place, cell in enumerate(row)]
        # The first of two equal headers: people add columns at the right.
        columns = {key: place for key, place in reversed(found) if key}
        if "code" in columns and len(columns) >= _HEADER_MATCHES:
            return _Table(row[columns["code"]], columns, sheet.rows[line + 1 :])
    return None


class _Reading:
    """What the tables of one form say."""

    def __init__(self, rows: tuple[FormRow, ...], where: Where) -> None:
        self.rows = {row.code: row for row in rows}
        self.titles: dict[str, set[str]] = {}
        for row in rows:
            self.titles.setdefault(fold(row.title), set()).add(row.code)
        self.where = where
        self.seen: dict[str, list[Claim]] = {}
        self.problems: list[Problem] = []

    def read(self, table: _Table) -> None:
        lost = [f"«{column.header}»" for column in INPUT_COLUMNS if column.key not in table.columns]
        if lost:
            place = replace(self.where, cell=table.head.place)
            self.problems.append(rules.NO_COLUMN.at(place, f"Bảng thiếu cột {', '.join(lost)}."))
        for cells in table.rows:
            self._read_row(table, cells)

    def claims(self) -> Claims:
        """Claims by code, in the order of the set; a code found twice has none."""
        return {code: self.seen[code][0] for code in self.rows if len(self.seen.get(code, ())) == 1}

    def lost_rows(self, table: _Table) -> Iterator[Problem]:
        lost = [code for code, row in self.rows.items() if row.kind in _SCORED and code not in self.seen]
        if lost:
            place = replace(self.where, cell=table.head.place)
            yield rules.ROW_LOST.at(place, f"Biểu thiếu {len(lost)} dòng: {', '.join(lost)}.")

    def _read_row(self, table: _Table, cells: tuple[Cell, ...]) -> None:
        code_cell = table.cell(cells, "code")
        filled = [table.cell(cells, column.key) for column in INPUT_COLUMNS]
        filled = [cell for cell in filled if cell.kind is not CellKind.EMPTY and fold(cell.text) != fold(NOT_SELF)]
        if code_cell.kind is CellKind.EMPTY:
            if filled:
                self._report(rules.STRAY.at(self._at(filled[0]), "Dòng không có mã nhưng có nội dung."))
            return
        code = self._resolve(code_cell, table.cell(cells, "title"))
        if code is None:
            return
        row = self.rows.get(code)
        if row is None:
            if filled:
                message = f"Mã «{code[:40]}» không có trong bộ tiêu chí."
                self._report(rules.UNKNOWN_CODE.at(self._at(code_cell), message))
            return
        self._take(row, code_cell, table, cells, filled)

    def _take(
        self, row: FormRow, code_cell: Cell, table: _Table, cells: tuple[Cell, ...], filled: Iterable[Cell]
    ) -> None:
        where = replace(self._at(code_cell), node=row.code)
        if row.kind not in _SCORED:
            kept = [table.cell(cells, key) for key in row.inputs]
            for cell in filled:
                if cell not in kept:
                    message = f"Dòng {row.kind.value} {row.code} không nhập ở ô này."
                    self._report(rules.STRAY.at(replace(where, cell=cell.place), message))
            if not any(cell in kept for cell in filled):
                return
        earlier = self.seen.setdefault(row.code, [])
        if earlier:
            message = f"Mã {row.code} đã có ở {earlier[0].where.cell}."
            self._report(rules.TWICE.at(where, message))
        claim, problems = _read_claim(row, table, cells, where)
        earlier.append(claim)
        self.problems.extend(problems)

    def _resolve(self, cell: Cell, title: Cell) -> str | None:
        """The code of a row; None when it cannot be told, which is reported."""
        named = self.titles.get(fold(title.text.split("\n")[0]), set())
        if cell.kind is CellKind.TEXT:
            code = cell.text.replace(" ", "").rstrip(".")
            if code in self.rows and named and code not in named:
                message = f"Mã {code} nhưng tên là của tiêu chí {', '.join(sorted(named))}."
                self._report(rules.WRONG_TITLE.at(self._at(cell), message))
                return None
            return code
        candidates = self._candidates(cell) or set(self.rows)
        matching = candidates & named
        for choice in (matching, candidates):
            if len(choice) == 1:
                return next(iter(choice))
        message = f"Mã đã bị đổi thành {cell.kind.value} «{cell.text}», không rõ là tiêu chí nào."
        self._report(rules.UNCLEAR_CODE.at(self._at(cell), message))
        return None

    def _candidates(self, cell: Cell) -> set[str]:
        """Codes that a spreadsheet would turn into this number: 1.1 and 1.10 into 1,1."""
        number = cell.number if cell.kind is CellKind.NUMBER else None
        return {code for code in self.rows if _NUMERIC_CODE.fullmatch(code) and Decimal(code) == number}

    def _at(self, cell: Cell) -> Where:
        return replace(self.where, cell=cell.place)

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)


_SCORED = {RowKind.LEAF, RowKind.PART}
_NUMERIC_CODE = re.compile(r"\d+(?:\.\d+)?")


def _read_claim(
    row: FormRow, table: _Table, cells: tuple[Cell, ...], where: Where
) -> tuple[Claim, tuple[Problem, ...]]:
    chosen = table.cell(cells, "state")
    if row.council and fold(chosen.text) == fold(NOT_SELF):
        chosen = _NOTHING
    state, in_state = read_state(chosen, where, row.states)
    rate = (table.cell(cells, "numerator"), table.cell(cells, "denominator"))
    (numerator, denominator), in_rate = read_rate(*rate, where)
    count, in_count = read_number(table.cell(cells, "count"), where)
    points, in_points = read_number(table.cell(cells, "typed_points"), where)
    mark, in_mark = read_mark(table.cell(cells, "not_applicable"), where)
    evidence, in_evidence = read_text(table.cell(cells, "evidence"), where)
    note, in_note = read_text(table.cell(cells, "note"), where)
    claim = Claim(
        row.code,
        state=state,
        numerator=numerator,
        denominator=denominator,
        count=count,
        typed_points=points,
        not_applicable=mark,
        evidence=evidence,
        note=note,
        where=where,
    )
    return claim, (*in_state, *in_rate, *in_count, *in_points, *in_mark, *in_evidence, *in_note)
