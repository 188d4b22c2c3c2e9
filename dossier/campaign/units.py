"""The list of units that an office keeps in Excel and saves as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.errors import BadInputError
from dossier.files import read_bytes, why
from dossier.problems import CheckRule, Severity, Where
from dossier.text import ascii_name, fold, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.problems import Problem

RULES = (
    CheckRule("CAM11", Severity.ERROR, "Danh sách đơn vị (CSV) đọc được", "Cột «ten» bắt buộc",
              "Sửa dòng đã nêu trong tệp CSV; cột: ma, ten, loai, dia_danh, nguoi_ky, chuc_vu, ten_cu."),
)  # fmt: skip
(_CSV,) = RULES

_COLUMNS = {
    "id": ("ma", "ma don vi", "id"),
    "name": ("ten", "ten don vi", "don vi"),
    "kind": ("loai", "loai don vi"),
    "place": ("dia_danh", "dia danh"),
    "signer": ("nguoi_ky", "nguoi ky", "chu tich"),
    "post": ("chuc_vu", "chuc vu"),
    "aliases": ("ten_cu", "ten cu", "ten khac"),
}
_KINDS = ("thị trấn", "phường", "đặc khu", "xã")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of ``units.csv``; empty columns are filled from the name."""

    id: str
    name: str
    kind: str
    place: str
    signer: str
    post: str
    aliases: tuple[str, ...]


def read_units(path: Path) -> tuple[UnitRow, ...]:
    """The units of a CSV file: UTF-8 with or without BOM, separated by ``,`` or ``;``.

    Raises:
        BadInputError: unreadable, no name column, no row, a row without a name or a name twice; with lines.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except OSError as error:
        raise BadInputError(f"Không đọc được {path}: {why(error)}.") from error
    except UnicodeDecodeError as error:
        raise _refuse(path, 1, "không phải UTF-8; trong Excel hãy chọn «CSV UTF-8»") from error
    header, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    if len(rows) < 2:  # noqa: PLR2004 - a header and one unit
        raise _refuse(path, 1, "chưa có đơn vị nào")
    columns = _find_columns(path, rows[0][1])
    return _parse_rows(path, rows[1:], columns)


def _find_columns(path: Path, header: list[str]) -> dict[str, int]:
    keys = [fold(cell) for cell in header]
    columns = {field: keys.index(name) for field, names in _COLUMNS.items() for name in names if name in keys}
    if "name" not in columns:
        raise _refuse(path, 1, "không có cột «ten»")
    return columns


def _parse_rows(path: Path, rows: list[tuple[int, list[str]]], columns: dict[str, int]) -> tuple[UnitRow, ...]:
    units: list[UnitRow] = []
    seen: dict[str, int] = {}
    faults: list[Problem] = []
    for line, row in rows:
        cells = {field: one_line(row[at]) if at < len(row) else "" for field, at in columns.items()}
        if not cells["name"]:
            faults.append(_fault(path, line, "thiếu tên đơn vị"))
            continue
        unit = _unit_row(cells)
        if unit.id in seen:
            faults.append(_fault(path, line, f"«{unit.name}» trùng mã «{unit.id}» với dòng {seen[unit.id]}"))
        seen[unit.id] = line
        units.append(unit)
    if faults:
        raise BadInputError(f"{path.name}: {len(faults)} dòng sai.", problems=faults)
    return tuple(units)


def _unit_row(cells: dict[str, str]) -> UnitRow:
    name = cells["name"]
    kind = cells.get("kind") or next((kind for kind in _KINDS if fold(name).startswith(fold(kind))), "xã")
    bare = name[len(kind) :].strip() if fold(name).startswith(fold(kind) + " ") else name
    full = name if bare != name else f"{kind} {name}"
    return UnitRow(
        id=ascii_name(cells.get("id") or full, limit=40),
        name=full,
        kind=kind,
        # A unit named by a number keeps its common noun: «Phường 1» (NĐ 30, Phụ lục I.II.4.b).
        place=cells.get("place") or (full[:1].upper() + full[1:] if bare[:1].isdigit() else bare),
        signer=cells.get("signer", ""),
        post=cells.get("post", "") or "CHỦ TỊCH",
        aliases=tuple(part.strip() for part in cells.get("aliases", "").split("|") if part.strip()),
    )


def _fault(path: Path, line: int, message: str) -> Problem:
    return _CSV.at(Where(path=str(path), line=line), message)


def _refuse(path: Path, line: int, message: str) -> BadInputError:
    return BadInputError(f"{path.name}: không dùng được.", problems=(_fault(path, line, message),))
