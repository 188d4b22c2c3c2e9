"""Survey results out of a workbook: one row an answered form, or one row a unit with its mean.

Columns are told by their headers. Both shapes know «Đơn vị» and, for several surveyed parts in one file, «Phần».
Means: «Số phiếu» (valid forms), «Điểm trung bình», and «Số đối tượng» (people or cases asked about). Answers: any
number of columns «Câu …»; a second table with «Đơn vị» and «Số đối tượng» says how many were asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from dossier.campaign.model import Campaign, Survey
from dossier.errors import BadInputError
from dossier.problems import Problem, Where
from dossier.sheets import rules
from dossier.sheets.cells import read_number, read_points
from dossier.sheets.model import SurveyResult
from dossier.sheets.style import Column
from dossier.sheets.table import Table, find_tables, header_key
from dossier.text import official_decimal
from dossier.xlsxfile import Cell, CellKind, Sheet, load_book

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path


# A province of 124 communes with 400 forms each.
_ROWS = 60_000
_MEANS = (
    Column("unit", "Đơn vị", 0),
    Column("part", "Phần", 0),
    Column("answers", "Số phiếu", 0),
    Column("mean", "Điểm trung bình", 0),
    Column("asked", "Số đối tượng", 0),
)
_QUESTION = "cau"
Key = tuple[str, str]


@dataclass(slots=True)
class _Sum:
    """The answers of one part of one unit so far."""

    where: Where
    forms: int = 0
    total: Fraction = Fraction(0)
    cells: int = 0


@dataclass(slots=True)
class _Reading:
    campaign: Campaign
    surveys: Mapping[str, Survey]
    only: str
    where: Where
    problems: list[Problem] = field(default_factory=list)
    means: dict[Key, SurveyResult] = field(default_factory=dict)
    sums: dict[Key, _Sum] = field(default_factory=dict)
    asked: dict[Key, int] = field(default_factory=dict)


def read_survey(
    path: Path, *, campaign: Campaign, surveys: Mapping[str, Survey]
) -> tuple[tuple[SurveyResult, ...], tuple[Problem, ...]]:
    """Results by unit and part, in the order of the file.

    ``surveys`` are the surveyed parts and their scales; with only one a file needs no column «Phần». A blank answer
    is not counted; a row without any answer is no form.
    """
    where = Where(path=path.name)
    try:
        book = load_book(path, rows=_ROWS)
    except BadInputError as error:
        return (), tuple(replace(problem, where=where) for problem in error.problems)
    reading = _Reading(campaign, surveys, next(iter(surveys)) if len(surveys) == 1 else "", where)
    found = False
    for sheet in book.sheets:
        found = _read_sheet(sheet, reading) or found
    if not found:
        message = f"{path.name}: không thấy bảng có cột «Đơn vị» với «Điểm trung bình» hoặc các cột «Câu …»."
        return (), (rules.NO_TABLE.at(where, message),)
    return _results(reading), tuple(reading.problems)


def _read_sheet(sheet: Sheet, reading: _Reading) -> bool:
    tables = find_tables([sheet], _MEANS, anchor="unit", matches=2)
    if tables and "mean" in tables[0].columns:
        for row in tables[0].rows:
            _read_mean(tables[0], row, reading)
        return True
    if tables and "asked" in tables[0].columns:
        for row in tables[0].rows:
            _read_asked(tables[0], row, reading)
    questions, table = _find_answers(sheet)
    if table is None:
        return False
    for row in table.rows:
        _read_answers(table, row, questions, reading)
    return True


def _find_answers(sheet: Sheet) -> tuple[tuple[int, ...], Table | None]:
    """The columns (0-based) of the questions, and the table."""
    tables = find_tables([sheet], _MEANS, anchor="unit", matches=1)
    if not tables:
        return (), None
    line = next(at for at, row in enumerate(sheet.rows) if tables[0].head in row)
    places = tuple(
        place for place, cell in enumerate(sheet.rows[line]) if header_key(cell.text).split(" ")[0] == _QUESTION
    )
    return places, tables[0] if places else None


def _key(table: Table, row: tuple[Cell, ...], reading: _Reading) -> Key | None:
    """The unit and part of a row; None for an empty or an unclear one, which is reported."""
    cell = table.cell(row, "unit")
    if cell.kind is CellKind.EMPTY:
        return None
    place = replace(reading.where, cell=cell.place)
    unit = reading.campaign.unit(cell.text)
    if unit is None:
        reading.problems.append(rules.UNKNOWN_UNIT.at(place, f"«{cell.text[:40]}» không phải đơn vị của kỳ đánh giá."))
        return None
    part = table.cell(row, "part").text or reading.only
    if part not in reading.surveys:
        known = ", ".join(reading.surveys) or "không có"
        reading.problems.append(rules.NO_PART.at(place, f"Phần «{part}» không có. Các phần điều tra: {known}."))
        return None
    return unit.id, part


def _read_mean(table: Table, row: tuple[Cell, ...], reading: _Reading) -> None:
    key = _key(table, row, reading)
    if key is None:
        return
    place = replace(reading.where, unit=key[0], cell=table.cell(row, "unit").place)
    if key in reading.means:
        reading.problems.append(rules.TWICE.at(place, f"Đơn vị này đã có ở {reading.means[key].where.cell}."))
    mean, faults = read_points(table.cell(row, "mean"), place)
    answers = _read_count(table.cell(row, "answers"), place, reading)
    asked = _read_count(table.cell(row, "asked"), place, reading)
    reading.problems += faults
    if mean is not None and not _on_scale(mean, reading.surveys[key[1]]):
        reading.problems.append(_off_scale(mean, reading.surveys[key[1]], table.cell(row, "mean"), place))
    exact = Fraction(mean) if mean is not None else None
    reading.means[key] = SurveyResult(*key, answers or 0, asked, exact, place)


def _read_asked(table: Table, row: tuple[Cell, ...], reading: _Reading) -> None:
    key = _key(table, row, reading)
    place = replace(reading.where, cell=table.cell(row, "unit").place)
    if key and (asked := _read_count(table.cell(row, "asked"), place, reading)) is not None:
        reading.asked[key] = asked


def _read_answers(table: Table, row: tuple[Cell, ...], places: Sequence[int], reading: _Reading) -> None:
    key = _key(table, row, reading)
    if key is None:
        return
    survey = reading.surveys[key[1]]
    where = replace(reading.where, unit=key[0])
    values: list[Decimal] = []
    for cell in (row[place] for place in places if place < len(row)):
        value, faults = read_number(cell, where)
        reading.problems += faults
        if value is not None and not _on_scale(value, survey):
            reading.problems.append(_off_scale(value, survey, cell, where))
        elif value is not None:
            values.append(value)
    if values:
        item = reading.sums.setdefault(key, _Sum(replace(where, cell=table.cell(row, "unit").place)))
        item.forms += 1
        item.total += sum(map(Fraction, values), Fraction(0))
        item.cells += len(values)


def _read_count(cell: Cell, where: Where, reading: _Reading) -> int | None:
    value, faults = read_number(cell, where)
    reading.problems += faults
    if value is not None and value % 1:
        place = replace(where, cell=cell.place)
        reading.problems.append(rules.NOT_WHOLE.at(place, f"«{cell.text}» không phải là số nguyên."))
        return None
    return None if value is None else int(value)


def _on_scale(value: Decimal, survey: Survey) -> bool:
    low, high = sorted((survey.worst, survey.best))
    return low <= value <= high


def _off_scale(value: Decimal, survey: Survey, cell: Cell, where: Where) -> Problem:
    scale = f"{official_decimal(survey.worst)} đến {official_decimal(survey.best)}"
    message = f"Trả lời {official_decimal(value)} nằm ngoài thang {scale}."
    return rules.OFF_SCALE.at(replace(where, cell=cell.place), message)


def _results(reading: _Reading) -> tuple[SurveyResult, ...]:
    counted = (
        SurveyResult(*key, item.forms, reading.asked.get(key), item.total / item.cells, item.where)
        for key, item in reading.sums.items()
    )
    filled = (
        replace(result, asked=reading.asked.get(key)) if result.asked is None else result
        for key, result in reading.means.items()
    )
    return (*filled, *counted)
