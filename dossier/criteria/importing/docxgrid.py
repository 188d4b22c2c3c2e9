"""The tables of a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from dossier.criteria.importing.grid import Grid, GridRow, unreadable
from dossier.files import read_bytes
from dossier.readers.package import (
    ZIP_ERRORS,
    LockedPackageError,
    UnsafePackageError,
    local_name,
    open_package,
    parse_xml,
    read_member,
)
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {"del", "moveFrom", "instrText"}


def read_docx_grid(path: Path) -> Grid:
    """All tables of the body, with the text above the first.

    Raises:
        BadInputError: not a Word document of the new kind, locked, or unsafe.
    """
    try:
        with open_package(read_bytes(path)) as package:
            body = parse_xml(read_member(package, "word/document.xml")).find(f"{_W}body")
    except (UnsafePackageError, LockedPackageError, KeyError, etree.XMLSyntaxError, *ZIP_ERRORS) as error:
        raise unreadable(path, "không mở được như tệp Word (.docx)") from error
    if body is None:
        return Grid(())
    rows: list[GridRow] = []
    preface: list[str] = []
    tables = 0
    for child in body:
        if local_name(child.tag) == "tbl":
            tables += 1
            rows += _rows(child, tables)
        elif not rows:
            preface.append(_text(child))
    return Grid(tuple(rows), "\n".join(preface))


def _rows(table: _Element, number: int) -> Iterator[GridRow]:
    for line, row in enumerate(table.iterchildren(f"{_W}tr"), start=1):
        cells: list[str] = []
        for cell in row.iterchildren(f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            below = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            cells.append("" if below else _text(cell))
            cells += [""] * (int(span.get(f"{_W}val", "1")) - 1 if span is not None else 0)
        yield GridRow(tuple(cells), f"bảng {number}, dòng {line}")


def _text(element: _Element) -> str:
    paragraphs = ["".join(_pieces(paragraph)).strip() for paragraph in element.iter(f"{_W}p")]
    return nfc("\n".join(filter(None, paragraphs)))


def _pieces(element: _Element) -> Iterator[str]:
    for child in element:
        name = local_name(child.tag)
        if name == "t":
            yield child.text or ""
        elif name in {"br", "cr"}:
            yield "\n"
        elif name == "tab":
            yield " "
        elif name not in _GONE:
            yield from _pieces(child)
