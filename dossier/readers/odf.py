"""ODT and ODS (OpenDocument): paragraphs and table rows. Scripts, links and embedded objects are not touched."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from dossier.readers.excerpt import excerpt
from dossier.readers.guard import guarded
from dossier.readers.model import Content, FileKind, Reading
from dossier.readers.package import LockedPackageError, local_name, open_package, parse_xml, read_member
from dossier.text import nfc

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from dossier.problems import Problem

_NAMES = {FileKind.ODT: "Tệp văn bản OpenDocument", FileKind.ODS: "Bảng tính OpenDocument"}
_SPREADSHEET = "opendocument.spreadsheet"
# Comments, deleted text and notes are not what the page shows.
_SKIPPED = {"annotation", "tracked-changes", "note", "binary-data", "hidden-text", "script"}
_MARGINS = {f"{place}{page}" for place in ("header", "footer") for page in ("", "-left", "-first")}
_SPACE = re.compile(r"\s+")
_MARGIN_LIMIT, _MOST_LINES, _MOST_SPACES = 2_000, 20_000, 40


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """ODT: lines in document order, pages as last saved; ODS: one line a row, cells parted by tabs, sheet count."""
    kind = FileKind.ODS if _SPREADSHEET.encode() in data[:200] else FileKind.ODT
    return guarded(kind, _NAMES[kind], lambda: _read(data, kind))


def _read(data: bytes, kind: FileKind) -> Content:
    with open_package(data) as package:
        if b"encryption-data" in _optional(package, "META-INF/manifest.xml"):
            raise LockedPackageError
        body = parse_xml(read_member(package, "content.xml"))
        if kind is FileKind.ODS:
            tables = [element for element in body.iter() if local_name(element.tag) == "table"]
            text, pages = excerpt(_kept(_rows(tables))), len(tables)
            return Content(kind, Reading.READ, pages, text, source="nội dung bảng tính")
        text = excerpt(_kept("".join(_pieces(body)).split("\n")))
        margins = "\n".join(_kept(_margin_lines(package)))[:_MARGIN_LIMIT]
        return Content(kind, Reading.READ, _page_count(package), text, margins, source="nội dung tệp")


def _kept(lines: Iterable[str]) -> list[str]:
    return list(islice((line for line in map(str.strip, map(nfc, lines)) if line), _MOST_LINES))


def _rows(tables: Iterable[_Element]) -> Iterator[str]:
    """Repeated rows and cells are taken once: they are how empty ones are written."""
    for table in tables:
        yield _attribute(table, "name")
        for row in table.iter():
            if local_name(row.tag) == "table-row":
                cells = (" ".join("".join(_pieces(cell)).split()) for cell in row)
                yield "\t".join(filter(None, cells))


def _pieces(element: _Element) -> Iterator[str]:
    name = local_name(element.tag)
    if not name or name in _SKIPPED or "svg-compatible" in str(element.tag) or _attribute(element, "display") == "none":
        return
    if name == "s":
        count = _attribute(element, "c")
        yield " " * min(int(count) if count.isdigit() else 1, _MOST_SPACES)
    elif name in {"tab", "line-break"}:
        yield "\t" if name == "tab" else "\n"
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield _SPACE.sub(" ", child.tail or "")
    if name in {"p", "h"}:
        yield "\n"


def _margin_lines(package: zipfile.ZipFile) -> Iterator[str]:
    styles = _optional(package, "styles.xml")
    for element in parse_xml(styles).iter() if styles else ():
        if local_name(element.tag) in _MARGINS:
            yield from "".join(_pieces(element)).split("\n")


def _page_count(package: zipfile.ZipFile) -> int | None:
    try:
        root = parse_xml(read_member(package, "meta.xml"))
    except (KeyError, etree.XMLSyntaxError):
        return None
    counts = (_attribute(item, "page-count") for item in root.iter() if local_name(item.tag) == "document-statistic")
    count = next(counts, "")
    return int(count) if count.isdigit() and count != "0" else None


def _optional(package: zipfile.ZipFile, name: str) -> bytes:
    return read_member(package, name) if name in package.namelist() else b""


def _attribute(element: _Element, name: str) -> str:
    """By local name: the namespaces changed with the versions of the standard."""
    return next((str(value) for key, value in element.items() if local_name(key) == name or key == name), "")
