"""Typing into the self-score form from elsewhere than Excel: the form stays the one record of what a unit declares.

A cell is changed only when it still holds what the person saw (``was``); else both values are reported and neither
is lost. Everything else in the workbook stays as people left it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from dossier.criteria.claims import Claim
from dossier.errors import BadInputError
from dossier.problems import Problem, Where
from dossier.sheets.cells import read_date, read_mark, read_number, read_state, read_text
from dossier.sheets.layout import FormRow, build_rows
from dossier.sheets.self_score_read import locate_inputs
from dossier.text import nfc, parse_decimal
from dossier.xlsxfile import Cell, CellKind, put_text, write_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from dossier.campaign.model import Campaign, Unit
    from dossier.criteria.model import CriteriaSet
    from dossier.sheets.cells import Reading

Field = tuple[str, str]  # code of a row, key of a column
_NUMBERS = {"numerator", "denominator", "count", "typed_points"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into one cell, and what stood there when they saw it."""

    code: str
    key: str
    text: str
    was: str


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that was changed, with both texts."""

    code: str
    key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that somebody else changed in the meantime: what this person typed, and what stands there."""

    code: str
    key: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an edit; a cell is in one of the three, or unchanged."""

    changes: tuple[Change, ...] = ()
    clashes: tuple[Clash, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_fields(path: Path, criteria: CriteriaSet, *, unit: Unit, campaign: Campaign) -> dict[Field, str]:
    """The text of every cell a person may fill in, by row code and column key.

    Raises:
        BadInputError: the form is missing, broken or not this unit's.
    """
    return {field: cell.text for field, cell in _located(path, criteria, unit, campaign).items()}


def edit_self_score(
    path: Path, criteria: CriteriaSet, typed: Iterable[Typed], *, unit: Unit, campaign: Campaign
) -> Edited:
    """Write what a person typed into the form; a value that cannot be right is reported and not written.

    Raises:
        BadInputError: the form is missing, broken or not this unit's, or has no such cell.
    """
    places = _located(path, criteria, unit, campaign)
    rows = {row.code: row for row in build_rows(criteria)}
    changes: list[Change] = []
    clashes: list[Clash] = []
    problems: list[Problem] = []
    for item in typed:
        cell = places.get((item.code, item.key))
        if cell is None:
            raise BadInputError(f"{path.name}: biểu không có ô «{item.key}» ở dòng {item.code}.")
        text = _clean(item.text)
        if text in {cell.text, _clean(item.was)}:
            continue
        faults = _parse(rows[item.code], item.key, text)[1]
        if faults:
            problems += faults
        elif cell.text != _clean(item.was):
            clashes.append(Clash(item.code, item.key, text, cell.text))
        else:
            changes.append(Change(item.code, item.key, cell.text, text))
    if changes:
        _write(path, {places[change.code, change.key].place: change for change in changes})
    return Edited(tuple(changes), tuple(clashes), tuple(problems))


def claims_of(criteria: CriteriaSet, fields: Mapping[Field, str]) -> tuple[dict[str, Claim], tuple[Problem, ...]]:
    """What a form with these texts declares, without a form: for showing the points before they are saved."""
    claims: dict[str, Claim] = {}
    problems: list[Problem] = []
    for row in build_rows(criteria):
        values: dict[str, Any] = {}
        for key in row.inputs:
            value, faults = _parse(row, key, _clean(fields.get((row.code, key), "")))
            problems += faults
            if value is not None:
                values[key] = value
        claims[row.code] = replace(Claim(row.code), **values)
    return claims, tuple(problems)


def _located(path: Path, criteria: CriteriaSet, unit: Unit, campaign: Campaign) -> dict[Field, Cell]:
    places, problems = locate_inputs(path, criteria, unit=unit, campaign=campaign)
    if not places:
        raise BadInputError(f"{unit.short}: biểu tự chấm không dùng được.", problems=problems)
    return places


def _clean(text: str) -> str:
    """Line ends as a workbook has them; browsers send CRLF."""
    return nfc(text).replace("\r\n", "\n").strip()


_READERS: dict[str, Callable[[Cell, Where], Reading[Any]]] = {
    **dict.fromkeys(_NUMBERS, read_number),
    "date": read_date,
    "not_applicable": read_mark,
    "evidence": read_text,
    "note": read_text,
}


def _parse(row: FormRow, key: str, text: str) -> Reading[Any]:
    cell = Cell("", CellKind.TEXT if text else CellKind.EMPTY, text)
    where = Where(node=row.code)
    return read_state(cell, where, row.states) if key == "state" else _READERS[key](cell, where)


def _write(path: Path, changes: Mapping[str, Change]) -> None:
    book = load_workbook(path, rich_text=True)
    for place, change in changes.items():
        sheet, _, name = place.rpartition("!")
        _put(book[sheet][name], change)
    write_book(path, book, title=book.properties.title or path.stem)


def _put(cell: Any, change: Change) -> None:
    if not change.new:
        cell.value = None
    elif change.key in _NUMBERS:
        try:
            cell.value = parse_decimal(change.new)
        except ValueError:  # «không có số liệu»
            put_text(cell, change.new)
    elif change.key == "date":
        day, month, year = (int(part) for part in change.new.replace("-", "/").replace(".", "/").split("/"))
        cell.value = dt.date(year, month, day)
        cell.number_format = "dd/mm/yyyy"
    else:
        put_text(cell, change.new)
