"""Workbooks: read whatever a person sends without harm, write so that nothing typed becomes a formula.

Read with openpyxl and never with a values-only reader: a formula in an input cell must be seen, not its
cached result. Formulas are neither computed nor followed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.writer.excel import ExcelWriter

from dossier.errors import BadInputError
from dossier.files import read_bytes, settle_zip, staged_file, why
from dossier.problems import CheckRule, Severity, Where
from dossier.text import nfc, official_decimal, short_date

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell.cell import Cell as OpenpyxlCell
    from openpyxl.cell.cell import MergedCell

_RESAVE = "Mở tệp bằng Excel, WPS hoặc LibreOffice rồi lưu lại dạng .xlsx, không đặt mật khẩu."

UNREADABLE = CheckRule("XLS01", Severity.ERROR, "Tệp XLSX mở được", "ISO/IEC 29500 (transitional)", _RESAVE)
UNSAFE = CheckRule(
    "XLS02",
    Severity.ERROR,
    "Tệp XLSX không chứa cấu trúc nguy hiểm (bom nén, DOCTYPE)",
    "OWASP, Zip bomb và XML External Entity",
    "Không mở tệp này; xin lại bản gốc.",
)
RULES = (UNREADABLE, UNSAFE)

IDENTITY_SHEET = "_dossier"
SCHEMA = 1

# A form of 100 leaves is 0.05 MB and 200 rows; anything near these is not what people fill in.
_FILE_LIMIT = 30 << 20
_UNPACKED_LIMIT = 200 << 20
_ROW_LIMIT = 20_000
_COLUMN_LIMIT = 200
_CELL_LIMIT = 32_767  # Excel's own
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - OOXML properties carry no zone, openpyxl refuses one
_RISKY_START = ("=", "+", "-", "@", "\t", "\r")
_LITERAL_IN_FORMAT = re.compile(r'"[^"]*"|\\.')

# What openpyxl, zipfile and the XML parsers were seen to raise on broken and foreign workbooks.
_READ_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,  # the base of both XML parsers' errors
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class CellKind(StrEnum):
    """What a cell holds, as far as a form cares."""

    EMPTY = "trống"
    TEXT = "chữ"
    NUMBER = "số"
    PERCENT = "phần trăm"
    DATE = "ngày"
    TRUTH = "đúng/sai"
    FORMULA = "công thức"
    FAULT = "lỗi"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        place: ``sheet!A1``.
        text: NFC; of a number, its digits with a decimal comma; of a date, ``05/3/2020``; of a formula, the formula.
        number: of NUMBER, and of PERCENT in per cent as shown (0.95 formatted ``0%`` → 95); else None.
    """

    place: str
    kind: CellKind
    text: str = ""
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's rows, empty ones and hidden ones included; rows may differ in length."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose form a workbook is; kept on a hidden sheet that people do not see.

    Attributes:
        form: kind of form, such as ``tu-cham-diem``.
        unit: unit id; empty for a form about all units.
        criteria: id of the criteria set, with ``version``.
        office: id of the office that fills it in; empty when none.
        round: of the appraisal, 1 or 2; 0 for other forms.
        schema: of the form; a newer one is refused by whoever reads it.
    """

    form: str
    campaign: str
    unit: str
    year: int
    criteria: str
    version: int
    schema: int = SCHEMA
    office: str = ""
    round: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as read.

    Attributes:
        sheets: without the identity sheet, in order.
        identity: None when the sheet is lost or not legible.
    """

    sheets: tuple[Sheet, ...]
    identity: Identity | None


def load_book(path: Path, *, rows: int = _ROW_LIMIT) -> Book:
    """Read an XLSX workbook; ``rows`` is the most a sheet may have.

    Raises:
        BadInputError: missing, too large, not XLSX, locked, broken or hostile; the problem names the file.
    """
    try:
        data = read_bytes(path)
    except OSError as error:
        remedy = "Kiểm tra đường dẫn và quyền đọc tệp."
        raise _bad(path, UNREADABLE, f"không mở được tệp: {why(error)}", remedy=remedy) from error
    _check_package(path, data)
    try:
        # openpyxl warns of every extension it drops; what is read here is unaffected.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            sheets = tuple(_read_sheet(sheet, rows) for sheet in book.worksheets)
    except _READ_ERRORS as error:
        raise _bad(path, UNREADABLE, "tệp hỏng hoặc không phải bảng tính .xlsx") from error
    if any(len(sheet.rows) > rows for sheet in sheets):
        raise _bad(path, UNSAFE, f"có trang tính dài hơn {rows} dòng: hãy chia thành nhiều tệp")
    if not sheets:
        raise _bad(path, UNREADABLE, "tệp không có trang tính nào đọc được (có thể lưu kiểu «Strict Open XML»)")
    hidden = next((sheet for sheet in sheets if sheet.title == IDENTITY_SHEET), None)
    shown = tuple(sheet for sheet in sheets if sheet is not hidden)
    return Book(shown, _parse_identity(hidden) if hidden else None)


def _check_package(path: Path, data: bytes) -> None:
    if data.startswith(_OLE_MAGIC):
        raise _bad(path, UNREADABLE, "tệp là .xls kiểu cũ hoặc có đặt mật khẩu")
    if len(data) > _FILE_LIMIT:
        raise _bad(path, UNSAFE, f"tệp lớn hơn {_FILE_LIMIT >> 20} MB, không phải biểu do người nhập")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > _UNPACKED_LIMIT:
                raise _bad(path, UNSAFE, "tệp bung ra quá lớn (bom nén)")
            heads = [_head(package, name) for name in package.namelist() if name.endswith((".xml", ".rels"))]
    except _READ_ERRORS as error:
        raise _bad(path, UNREADABLE, "tệp hỏng hoặc không phải bảng tính .xlsx") from error
    # Office never writes a DOCTYPE (ECMA-376 part 2, 8.1.1); NULs are dropped to see through UTF-16.
    if any(b"<!doctype" in head.replace(b"\0", b"").lower() for head in heads):
        raise _bad(path, UNSAFE, "tệp có khai báo DOCTYPE")


def _head(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as member:
        return member.read(4096)


def _bad(path: Path, rule: CheckRule, message: str, *, remedy: str | None = None) -> BadInputError:
    problem = rule.at(Where(path=path.name), f"{path.name}: {message}.", remedy=remedy)
    return BadInputError(f"{path.name}: {message}.", problems=(problem,))


def _read_sheet(sheet: Any, limit: int) -> Sheet:
    sheet.reset_dimensions()  # the declared size is often wrong, or the whole grid
    rows = sheet.iter_rows(max_row=limit + 1, max_col=_COLUMN_LIMIT)  # one more tells that there are more
    cells = tuple(
        tuple(
            _read_cell(cell, f"{sheet.title}!{get_column_letter(column)}{line}")
            for column, cell in enumerate(row[: _filled(row)], start=1)
        )
        for line, row in enumerate(rows, start=1)
    )
    last = max((line for line, row in enumerate(cells, start=1) if row), default=0)
    return Sheet(nfc(sheet.title), cells[:last])


def _filled(row: tuple[Any, ...]) -> int:
    return max((column for column, cell in enumerate(row, start=1) if cell.value is not None), default=0)


def _read_cell(cell: Any, place: str) -> Cell:
    value = cell.value
    if value is None:
        return Cell(place, CellKind.EMPTY)
    if cell.data_type == "f":
        return Cell(place, CellKind.FORMULA, str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Cell(place, CellKind.FAULT, str(value))
    if isinstance(value, bool):
        return Cell(place, CellKind.TRUTH, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _read_number(value, cell.number_format, place)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(place, CellKind.DATE, short_date(value) if isinstance(value, dt.date) else str(value))
    # WPS and old Excel keep the carriage return of a line break, escaped as OOXML does (22.9.2.19).
    text = nfc(str(value).replace("_x000D_", "").replace("\r\n", "\n")).strip()
    return Cell(place, CellKind.TEXT if text else CellKind.EMPTY, text)


def _read_number(value: float, number_format: str, place: str) -> Cell:
    # The shortest digits that give the stored double back are the digits the person typed.
    number = Decimal(repr(value))
    if not number.is_finite():
        return Cell(place, CellKind.FAULT, str(value))
    if "%" in _LITERAL_IN_FORMAT.sub("", number_format or ""):
        number *= 100
        return Cell(place, CellKind.PERCENT, f"{official_decimal(number)}%", number)
    return Cell(place, CellKind.NUMBER, official_decimal(number), number)


def _parse_identity(sheet: Sheet) -> Identity | None:
    # A program that saves the form again may drop the cell of an empty value.
    values = {row[0].text: row[1].text if len(row) > 1 else "" for row in sheet.rows if row}
    try:
        return Identity(
            form=values["form"],
            campaign=values["campaign"],
            unit=values["unit"],
            year=int(values["year"]),
            criteria=values["criteria"],
            version=int(values["version"]),
            schema=int(values["schema"]),
            office=values.get("office", ""),
            round=int(values.get("round", "0")),
        )
    except (KeyError, ValueError):
        return None


def put_identity(book: Workbook, identity: Identity) -> None:
    """Add the identity sheet; Excel shows it only to who asks for it by macro."""
    sheet = book.create_sheet(IDENTITY_SHEET)
    for line, field in enumerate(fields(identity), start=1):
        put_text(sheet.cell(line, 1), field.name)
        put_text(sheet.cell(line, 2), str(getattr(identity, field.name)))
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True


def put_text(cell: OpenpyxlCell | MergedCell, text: str) -> None:
    """Write text that stays text: never a formula, a number or a date.

    A risky first character gets Excel's own mark for it (quotePrefix, the apostrophe that people type),
    so the value is read back unchanged. Control characters that XML cannot hold are dropped.
    """
    clean = ILLEGAL_CHARACTERS_RE.sub("", nfc(text))[:_CELL_LIMIT]
    cell.value = clean
    cell.data_type = "s"
    if clean.startswith(_RISKY_START):
        cell.quotePrefix = True


def write_book(path: Path, book: Workbook, *, title: str) -> None:
    """Save a workbook whole; equal content gives equal bytes."""
    properties = book.properties
    properties.title, properties.creator = title, "Dossier"
    properties.created = properties.modified = _EPOCH
    with staged_file(path) as staging:
        # Workbook.save would stamp the clock into the properties; the writer below it does not.
        with zipfile.ZipFile(staging, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
        settle_zip(staging)
