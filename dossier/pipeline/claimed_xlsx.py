"""A table of results in XLSX: one heading row, one row a unit; columns are found by their headings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.criteria.model import Scorer
from dossier.errors import BadInputError
from dossier.problems import Where
from dossier.scoring.index import max_of
from dossier.scoring.tally import Points, Tally, sum_points
from dossier.scoring.verify import Claimed, index_as_printed, unit_key
from dossier.text import fold, parse_decimal
from dossier.xlsxfile import Cell, CellKind, load_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.criteria import CriteriaSet
    from dossier.xlsxfile import Sheet

_ZERO = Decimal(0)
_HEADING_ROWS = 30
_SELF, _MAX = " (tu cham)", " (toi da)"
_FIXED = {
    "name": ("don vi", "ten don vi"),
    "rank": ("thu hang", "xep hang", "hang"),
    "max": ("diem chuan toi da", "diem toi da", "diem chuan"),
    "total": ("diem dat duoc", "tong diem", "tong cong"),
    "index": ("chi so (%)", "chi so chung", "chi so", "chi so cchc"),
    "grade": ("xep loai",),
}
_SURVEY_NAMES = (("dieu tra xa hoi hoc", "dtxhh"), ("muc do hai long", "sipas"))
# How a table says that a survey was not assessed for a unit.
_NOT_ASSESSED = re.compile(r"-*|khong danh gia|khong tinh|x")

Columns = dict[str, int]


def read_claimed_rows(path: Path, criteria: CriteriaSet) -> tuple[tuple[Claimed, ...], Decimal]:
    """The lines of a sheet that has the headings «Đơn vị» and a total, an index or a rank.

    Also the points that leaves taken out for all units take from the maximum, as the table itself has it.

    Of several such sheets the first that also has the areas is read, else the first.

    Raises:
        BadInputError: no such sheet, a column that is missing, or a cell that is no number; names the cell.
    """
    found = list(_find_tables(load_book(path).sheets, _headings(criteria)))
    if found:
        with_areas = (table for table in found if any(field.startswith("area:") for field in table[2]))
        sheet, first, columns = next(with_areas, found[0])
        rows = tuple(_read_rows(path, sheet, first, columns, criteria))
        removed = _ZERO if any(field.startswith("max:") for field in columns) else _find_removed(rows)
        return tuple(_without(row, removed) for row in rows), removed
    raise BadInputError(f"{path.name}: không thấy bảng kết quả (cần cột «Đơn vị» và «Điểm đạt được» hoặc «Chỉ số»).")


def _find_removed(rows: Sequence[Claimed]) -> Decimal:
    """By how much most of the claimed maxima lie below the set's: leaves may be taken out after it was issued."""
    short = Counter(max_of(row.tally) - row.max for row in rows if row.max is not None)
    (points, count) = short.most_common(1)[0] if short else (_ZERO, 0)
    return points if points > 0 and count * 2 > short.total() else _ZERO


def _without(row: Claimed, removed: Decimal) -> Claimed:
    """The row with a smaller applicable maximum of its first part, the appraised one."""
    first, *others = row.tally.parts
    reduced = replace(first, applicable_max=first.applicable_max - removed)
    return replace(row, tally=replace(row.tally, parts=(reduced, *others)))


def _find_tables(sheets: Sequence[Sheet], names: Mapping[str, str]) -> Iterator[tuple[Sheet, int, Columns]]:
    """Each sheet that holds a table of results, its first row (0-based) below the heading, and its columns."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:_HEADING_ROWS], start=1):
            columns = _find_columns(row, names)
            if "name" in columns and columns.keys() & {"total", "index", "rank"}:
                yield sheet, number, columns
                break


def _headings(criteria: CriteriaSet) -> dict[str, str]:
    """Every heading that is understood, folded, and what it stands for."""
    names = {heading: field for field, headings in _FIXED.items() for heading in headings}
    surveys = [part for part in criteria.parts if part.scored_by is Scorer.SURVEY]
    for part in criteria.parts:
        names |= dict.fromkeys((fold(part.title), fold(part.id)), f"part:{part.id}")
    for part, usual in zip(surveys, _SURVEY_NAMES, strict=False):
        names |= dict.fromkeys(usual, f"part:{part.id}")
    for area in criteria.areas:
        for heading in (area.id, f"linh vuc {area.id}", fold(area.title), f"{area.id}. {fold(area.title)}"):
            names[heading] = f"area:{area.id}"
            names[heading + _SELF] = f"self:{area.id}"
            names[heading + _MAX] = f"max:{area.id}"
    return names


def _find_columns(row: Sequence[Cell], names: Mapping[str, str]) -> Columns:
    columns: Columns = {}
    for at, cell in enumerate(row):
        field = names.get(fold(cell.text))
        if field:
            columns.setdefault(field, at)
    return columns


def _read_rows(path: Path, sheet: Sheet, first: int, columns: Columns, criteria: CriteriaSet) -> Iterator[Claimed]:
    for row in sheet.rows[first:]:
        cells = {
            field: row[at] for field, at in columns.items() if at < len(row) and row[at].kind is not CellKind.EMPTY
        }
        if "name" in cells:
            yield _read_row(path, cells, columns, criteria)


def _read_row(path: Path, cells: Mapping[str, Cell], columns: Columns, criteria: CriteriaSet) -> Claimed:
    def number(field: str) -> Decimal | None:
        return _number(path, cells[field]) if field in cells else None

    name = cells["name"].text
    areas = []
    for area in criteria.areas:
        if f"area:{area.id}" in columns:
            top = number(f"max:{area.id}")
            applicable = _open_max(criteria, area.id) if top is None else top
            own, given = number(f"self:{area.id}"), number(f"area:{area.id}")
            areas.append(Points(area.id, area.title, area.max, applicable, own, given))
    parts = tuple(_parts(path, cells, columns, criteria, areas))
    missing = tuple(item.id for item in (*areas, *parts) if item.applicable_max and item.points is None)
    rank = number("rank")
    return Claimed(
        tally=Tally(unit_key(name), (name,), "", parts, tuple(areas), missing=missing),
        max=number("max"),
        total=number("total"),
        index=_index(path, cells["index"]) if "index" in cells else "",
        grade=cells["grade"].text if "grade" in cells else "",
        rank=int(rank) if rank is not None else None,
        where=Where(path=path.name, cell=cells["name"].place, unit=name),
    )


def _open_max(criteria: CriteriaSet, area: str) -> Decimal:
    """What an area is measured against when the table does not say: all that an erratum did not take out."""
    return sum((one.leaf.max for one in criteria.leaves() if one.area.id == area and not one.excluded), _ZERO)


def _parts(
    path: Path, cells: Mapping[str, Cell], columns: Columns, criteria: CriteriaSet, areas: Sequence[Points]
) -> Iterator[Points]:
    """The parts of the scale; the first that no survey makes is the sum of the areas, when there are any."""
    summed = False
    for part in criteria.parts:
        field = f"part:{part.id}"
        if part.scored_by is not Scorer.SURVEY and areas and not summed:
            summed = True
            yield sum_points(part.id, part.title, areas, top=part.max)
        elif field not in columns:
            raise BadInputError(f"{path.name}: thiếu cột «{part.title}».")
        else:
            cell = cells.get(field)
            absent = cell is None or (cell.kind is CellKind.TEXT and _NOT_ASSESSED.fullmatch(fold(cell.text)))
            points = None if cell is None or absent else _number(path, cell)
            yield Points(part.id, part.title, part.max, _ZERO if absent else part.max, points=points)


def _number(path: Path, cell: Cell) -> Decimal:
    if cell.number is not None:
        return cell.number
    try:
        return parse_decimal(cell.text)
    except ValueError as error:
        raise BadInputError(f"{path.name}, ô {cell.place}: {error}.") from error


def _index(path: Path, cell: Cell) -> str:
    try:
        # A number cell forgets the zeros at its end; a text cell is taken as printed.
        return index_as_printed(cell.text, least=0 if cell.kind is CellKind.TEXT else 2)
    except ValueError as error:
        raise BadInputError(f"{path.name}, ô {cell.place}: {error}.") from error
