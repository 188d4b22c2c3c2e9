"""How wide a workbook's sheets claim to be, found before the spreadsheet library sees the file.

The library lays every sheet out as a full rectangle and aborts the whole process when that does not fit in
memory (measured: one stray cell in XFD1048576 asks for 550 GB). So the rectangle is measured first.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from dossier.readers.ole import OleError
from dossier.readers.package import LockedPackageError, read_member

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

_CELL = re.compile(rb'\sr="([A-Za-z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,7})"')
_BOF = {0x0009, 0x0209, 0x0409, 0x0809}
# FORMULA, NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING and the older forms ([MS-XLS] 2.3.1).
_CELLS = {0x0006, 0x0206, 0x0406, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0003, 0x0004, 0x0005}
_MULTIPLE_RK = 0x00BD
_FILE_PASS = 0x002F
_STRINGS = 0x00FC
_SHEET = 0x0085
_DIMENSIONS = (0x0000, 0x0200)


def xlsx_area(package: zipfile.ZipFile) -> int:
    """Cells in the widest sheet's rectangle; every member is unpacked once on the way, bounded and checked."""
    widest = 0
    for info in package.infolist():
        if info.filename.lower().endswith((".xml", ".rels")):
            data = read_member(package, info.filename)
            if b"sheetData" in data:
                widest = max(widest, _sheet_area(data))
    return widest


def _sheet_area(data: bytes) -> int:
    cells = set(_CELL.findall(data))
    rows = [int(row) for _, row in cells] + [int(row) for row in _ROW.findall(data)]
    columns = [_column(letters) for letters in {letters for letters, _ in cells}]
    return _span(rows) * _span(columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _span(numbers: list[int]) -> int:
    return max(numbers) - min(numbers) + 1 if numbers else 0


def settled_xls(stream: bytes) -> tuple[bytes, int]:
    """The workbook stream, safe for the library, and the cells in the widest sheet's rectangle.

    The dimensions that sheets claim are made zero, since the library reserves memory by them.

    Raises:
        OleError: the table of strings or a sheet's place is not inside the stream.
        LockedPackageError: the records are encrypted.
    """
    settled = bytearray(stream)
    areas = [0]
    starts: set[int] = set()
    sheets: set[int] = set()
    cells: list[tuple[int, int]] = []
    for at, kind, body in _records(stream):
        if kind in _BOF:
            starts.add(at)
            areas.append(_cell_area(cells))
            cells = []
        elif kind in _DIMENSIONS:
            settled[at + 4 : at + 4 + len(body)] = bytes(len(body))
        elif kind == _SHEET:
            sheets.update(struct.unpack_from("<I", body))
        else:
            _refuse(kind, body, limit=len(stream))
            cells += _cells(kind, body)
    if not sheets <= starts:
        raise OleError
    return bytes(settled), max(*areas, _cell_area(cells))


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and body of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _refuse(kind: int, body: bytes, *, limit: int) -> None:
    if kind == _FILE_PASS:
        raise LockedPackageError
    if kind == _STRINGS and max(struct.unpack_from("<2I", body)) > limit:
        raise OleError


def _cells(kind: int, body: bytes) -> list[tuple[int, int]]:
    """Row and column of the cell a record holds; a run of cells gives its first and last."""
    if kind in _CELLS:
        return [struct.unpack_from("<HH", body)]
    if kind == _MULTIPLE_RK:
        row, column = struct.unpack_from("<HH", body)
        return [(row, column), (row, struct.unpack_from("<H", body, len(body) - 2)[0])]
    return []


def _cell_area(cells: list[tuple[int, int]]) -> int:
    return _span([row for row, _ in cells]) * _span([column for _, column in cells])
