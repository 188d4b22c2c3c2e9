"""XLSX and XLS: sheet names and cell texts, row by row."""

from __future__ import annotations

import io
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from dossier.readers import ole, rules
from dossier.readers.model import TEXT_LIMIT, Content, FileKind, Reading, unreadable
from dossier.readers.package import ZIP_ERRORS, LockedPackageError, UnsafePackageError, open_package
from dossier.readers.sheetarea import settled_xls, xlsx_area
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.problems import Problem

_AREA_LIMIT = 4_000_000  # cells of one rectangle; 32 bytes each in the fast library
_SPARSE_ROWS, _SPARSE_COLUMNS = 2_000, 100
_BROKEN = "Bảng tính bị hỏng, không mở được."
_FAULTS = (
    *ZIP_ERRORS,
    CalamineError,
    etree.XMLSyntaxError,
    KeyError,
    IndexError,
    TypeError,
    struct.error,
    AttributeError,
)


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """Sheet count as pages; one line a row, cells parted by tabs, under a line with the sheet's name."""
    kind = FileKind.XLS if data.startswith(ole.MAGIC) else FileKind.XLSX
    try:
        return _read(data, kind)
    except UnsafePackageError:
        problem = rules.UNSAFE.at(rules.HERE, "Bảng tính chứa cấu trúc nguy hiểm (bom nén), không đọc.")
    except (PasswordError, LockedPackageError):
        problem = rules.ENCRYPTED.at(rules.HERE, "Bảng tính đặt mật khẩu nên không đọc được.")
    except _FAULTS:
        problem = rules.BROKEN.at(rules.HERE, _BROKEN)
    except BaseException as error:
        # A panic of the Rust library is no Exception, and its class cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        problem = rules.BROKEN.at(rules.HERE, _BROKEN)
    return unreadable(kind), (problem,)


def _read(data: bytes, kind: FileKind) -> tuple[Content, tuple[Problem, ...]]:
    if kind is FileKind.XLS:
        return _read_xls(data)
    with open_package(data) as package:
        if "xl/workbook.bin" in package.namelist():
            message = "Bảng tính nhị phân (.xlsb) chưa đọc được ở phiên bản này."
            remedy = "Mở bằng Excel, lưu lại thành .xlsx rồi thay tệp này."
            return unreadable(kind), (rules.LATER_KIND.at(rules.HERE, message, remedy=remedy),)
        sparse = xlsx_area(package) > _AREA_LIMIT
    return _content(kind, *(_sparse_sheets(data) if sparse else _fast_sheets(data))), ()


def _read_xls(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """The workbook stream alone goes on: other parts, when damaged, bring the fast library down (measured)."""
    book = ole.CompoundFile(data)
    names = {name.casefold(): name for name in book.streams}
    name = "Workbook" if "workbook" in names else "Book"
    stream = book.read(names[name.casefold()])
    settled, area = settled_xls(stream)
    if area > _AREA_LIMIT:
        message = "Bảng tính .xls khai vùng dữ liệu quá rộng nên không đọc; có thể đã hỏng."
        problem = rules.TOO_LARGE.at(rules.HERE, message, remedy=rules.LATER_KIND.remedy)
        return unreadable(FileKind.XLS), (problem,)
    return _content(FileKind.XLS, *_fast_sheets(ole.lone_stream(name, settled))), ()


def _content(kind: FileKind, count: int, lines: Iterator[str]) -> Content:
    text: list[str] = []
    length = 0
    for line in lines:
        text.append(line)
        length += len(line) + 1
        if length > TEXT_LIMIT:
            break
    return Content(kind, Reading.READ, count, nfc("\n".join(text))[:TEXT_LIMIT], source="nội dung bảng tính")


def _fast_sheets(data: bytes) -> tuple[int, Iterator[str]]:
    book = CalamineWorkbook.from_object(io.BytesIO(data))
    sheets = ((name, book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names)
    return len(book.sheet_names), _lines(sheets)


def _sparse_sheets(data: bytes) -> tuple[int, Iterator[str]]:
    """The top left of each sheet, streamed: for workbooks with a stray cell at the far end."""
    with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
        corners = [
            (
                sheet.title,
                list(sheet.iter_rows(max_row=_SPARSE_ROWS, max_col=_SPARSE_COLUMNS, values_only=True)),
            )
            for sheet in book.worksheets
        ]
    return len(corners), _lines(corners)


def _lines(sheets: Iterable[tuple[str, Iterable[Iterable[Any]]]]) -> Iterator[str]:
    for name, rows in sheets:
        yield name
        for row in rows:
            cells = [_shown(value) for value in row if value not in (None, "")]
            if cells:
                yield "\t".join(cells)


def _shown(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return " ".join(str(int(value) if whole else value).split())
