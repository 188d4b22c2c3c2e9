"""The self-score form, read back. Rows are found by code, columns by header, wherever they went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.criteria.claims import Claim
from dossier.problems import Problem, Where
from dossier.sheets import rules
from dossier.sheets.cells import read_date, read_mark, read_number, read_rate, read_state, read_text
from dossier.sheets.codes import Codes
from dossier.sheets.layout import COLUMNS, NOT_SELF, FormRow, RowKind, build_rows, form_columns
from dossier.sheets.self_score import identity_of
from dossier.sheets.table import NOTHING, Table, find_tables, open_form
from dossier.text import fold
from dossier.xlsxfile import Cell, CellKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.campaign.model import Campaign, Unit
    from dossier.criteria.model import CriteriaSet

Claims = dict[str, Claim]
# How many known headers make a row the table's header: fewer occur by chance in other tables.
_HEADER_MATCHES = 5


def read_self_score(
    path: Path, criteria: CriteriaSet, *, unit: Unit, campaign: Campaign
) -> tuple[Claims, tuple[Problem, ...]]:
    """A unit's claims by code: one for every leaf and part row, and for criteria that carry something.

    Never raises for what is in the file: a missing, broken, foreign or other unit's form gives no claims
    and the problem that says why. A cell that cannot be trusted is left out and reported.
    """
    reading, problems = _open(path, criteria, unit, campaign)
    return (reading.claims() if reading else {}), problems


def locate_inputs(
    path: Path, criteria: CriteriaSet, *, unit: Unit, campaign: Campaign
) -> tuple[dict[tuple[str, str], Cell], tuple[Problem, ...]]:
    """The cell of every input of a unit's form, by row code and column key; never raises for what is in the file.

    A row found twice has none: nobody can tell which of the two counts. An empty cell has its ``place`` too.
    """
    reading, problems = _open(path, criteria, unit, campaign)
    return (reading.inputs() if reading else {}), problems


def _open(
    path: Path, criteria: CriteriaSet, unit: Unit, campaign: Campaign
) -> tuple[_Reading | None, tuple[Problem, ...]]:
    where = Where(path=path.name, unit=unit.id)
    if not path.exists():
        return None, (rules.MISSING.at(where, f"Chưa có biểu tự chấm điểm của {unit.short}."),)
    sheets, doubts = open_form(path, identity_of(criteria, unit=unit, campaign=campaign), unit=unit.id)
    if not sheets:
        return None, doubts
    tables = find_tables(sheets, COLUMNS, anchor="code", matches=_HEADER_MATCHES)
    if not tables:
        message = f"{path.name}: không thấy dòng tiêu đề của bảng tự chấm điểm ở trang tính nào."
        return None, (rules.NO_TABLE.at(where, message),)
    reading = _Reading(build_rows(criteria), where)
    for table in tables:
        reading.read(table)
    return reading, (*doubts, *reading.problems, *reading.lost_rows(tables[0]))


class _Reading:
    """What the tables of one form say."""

    def __init__(self, rows: tuple[FormRow, ...], where: Where) -> None:
        self.rows = {row.code: row for row in rows}
        self.codes = Codes((row.code, row.title) for row in rows)
        self.where = where
        self.seen: dict[str, list[Claim]] = {}
        self.places: dict[tuple[str, str], Cell] = {}
        self.problems: list[Problem] = []

    def read(self, table: Table) -> None:
        wanted = [column for column in form_columns(tuple(self.rows.values())) if column.is_input]
        if lost := table.lacks(wanted):
            place = replace(self.where, cell=table.head.place)
            self.problems.append(rules.NO_COLUMN.at(place, f"Bảng thiếu cột {lost}."))
        for cells in table.rows:
            self._read_row(table, cells)

    def claims(self) -> Claims:
        """Claims by code, in the order of the set; a code found twice has none."""
        return {code: self.seen[code][0] for code in self.rows if len(self.seen.get(code, ())) == 1}

    def inputs(self) -> dict[tuple[str, str], Cell]:
        """Input cells by code and key, of codes found once."""
        return {field: cell for field, cell in self.places.items() if len(self.seen.get(field[0], ())) <= 1}

    def lost_rows(self, table: Table) -> Iterator[Problem]:
        lost = [code for code, row in self.rows.items() if row.kind in _SCORED and code not in self.seen]
        if lost:
            place = replace(self.where, cell=table.head.place)
            yield rules.ROW_LOST.at(place, f"Biểu thiếu {len(lost)} dòng: {', '.join(lost)}.")

    def _read_row(self, table: Table, cells: tuple[Cell, ...]) -> None:
        code_cell = table.cell(cells, "code")
        filled = [table.cell(cells, column.key) for column in _INPUT_COLUMNS]
        filled = [cell for cell in filled if cell.kind is not CellKind.EMPTY and fold(cell.text) != fold(NOT_SELF)]
        if code_cell.kind is CellKind.EMPTY:
            if filled:
                self._report(rules.STRAY.at(self._at(filled[0]), "Dòng không có mã nhưng có nội dung."))
            return
        code = self.codes.resolve(code_cell, table.cell(cells, "title"), self.where)
        if isinstance(code, Problem):
            self._report(code)
            return
        row = self.rows.get(code)
        if row is None:
            if filled:
                message = f"Mã «{code[:40]}» không có trong bộ tiêu chí."
                self._report(rules.UNKNOWN_CODE.at(self._at(code_cell), message))
            return
        self._take(row, code_cell, table, cells, filled)

    def _take(
        self, row: FormRow, code_cell: Cell, table: Table, cells: tuple[Cell, ...], filled: Iterable[Cell]
    ) -> None:
        where = replace(self._at(code_cell), node=row.code)
        self.places |= {(row.code, key): table.input_at(cells, code_cell, key) for key in row.inputs}
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

    def _at(self, cell: Cell) -> Where:
        return replace(self.where, cell=cell.place)

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)


_INPUT_COLUMNS = tuple(column for column in COLUMNS if column.is_input)
_SCORED = {RowKind.LEAF, RowKind.PART, RowKind.OUTSIDE}


def _read_claim(row: FormRow, table: Table, cells: tuple[Cell, ...], where: Where) -> tuple[Claim, tuple[Problem, ...]]:
    chosen = table.cell(cells, "state")
    if row.council and fold(chosen.text) == fold(NOT_SELF):
        chosen = NOTHING
    state, in_state = read_state(chosen, where, row.states)
    rate = (table.cell(cells, "numerator"), table.cell(cells, "denominator"))
    (numerator, denominator), in_rate = read_rate(*rate, where)
    count, in_count = read_number(table.cell(cells, "count"), where)
    date, in_date = read_date(table.cell(cells, "date"), where)
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
        date=date,
        typed_points=points,
        not_applicable=mark,
        evidence=evidence,
        note=note,
        where=where,
    )
    return claim, (*in_state, *in_rate, *in_count, *in_date, *in_points, *in_mark, *in_evidence, *in_note)
