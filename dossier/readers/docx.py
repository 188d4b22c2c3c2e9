"""DOCX (and DOCM, DOTX): the text of body, page headers and footers. Macros and links are not touched."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from dossier.readers import rules
from dossier.readers.excerpt import excerpt
from dossier.readers.legibility import has_marks
from dossier.readers.model import Content, FileKind, Reading, unreadable
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
    import zipfile
    from collections.abc import Iterator

    from lxml.etree import _Element

    from dossier.problems import Problem

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# Deleted and moved-away text, field codes and notes are not what the page shows.
_SKIPPED = {"del", "moveFrom", "instrText", "pPr", "rPr", "tblPr", "sectPr"}
_MARGIN_LIMIT = 2_000
_MOST_TEXT = 400_000  # walked in search of the signature block; what is kept is an excerpt
_ENOUGH_TO_JUDGE = 200


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """Text in document order (a letterhead table gives its left cell first), pages as Word last saved them."""
    try:
        with open_package(data) as package:
            content = _content(package)
            pictured = any("/media/" in name for name in package.namelist())
    except UnsafePackageError:
        message = "Tệp Word chứa cấu trúc nguy hiểm (bom nén hoặc thực thể XML), không đọc."
        return unreadable(FileKind.DOCX), (rules.UNSAFE.at(rules.HERE, message),)
    except LockedPackageError:
        message = "Tệp Word đặt mật khẩu nên không đọc được."
        return unreadable(FileKind.DOCX), (rules.ENCRYPTED.at(rules.HERE, message),)
    except (*ZIP_ERRORS, KeyError, etree.XMLSyntaxError):
        message = "Tệp Word bị hỏng, không mở được."
        return unreadable(FileKind.DOCX), (rules.BROKEN.at(rules.HERE, message),)
    if not content.text:
        what = "chỉ có hình, chưa có chữ để đọc" if pictured else "không có chữ nào"
        reading = Reading.SCAN if pictured else Reading.UNREADABLE
        bare = Content(FileKind.DOCX, reading, content.pages, signed=content.signed)
        return bare, (rules.NO_TEXT.at(rules.HERE, f"Tệp Word {what}."),)
    if len(content.text) > _ENOUGH_TO_JUDGE and not has_marks(content.text):
        return content, (rules.NO_MARKS.at(rules.HERE, "Chữ trong tệp hầu như không có dấu tiếng Việt."),)
    return content, ()


def _content(package: zipfile.ZipFile) -> Content:
    names = package.namelist()
    main = _main_part(package)
    folder = posixpath.dirname(main)
    margins = [
        "\n".join(_lines(parse_xml(read_member(package, name)), _MARGIN_LIMIT))
        for name in sorted(names)
        if name.startswith((f"{folder}/header", f"{folder}/footer")) and name.endswith(".xml")
    ]
    return Content(
        FileKind.DOCX,
        Reading.READ,
        _page_count(package),
        excerpt(_lines(parse_xml(read_member(package, main)), _MOST_TEXT)),
        margins="\n".join(filter(None, margins))[:_MARGIN_LIMIT],
        signed=sum(name.startswith("_xmlsignatures/sig") for name in names),
        source="nội dung tệp",
    )


def _main_part(package: zipfile.ZipFile) -> str:
    """The main document, wherever the package keeps it (ECMA-376 part 1, 11.3.10)."""
    for relation in parse_xml(read_member(package, "_rels/.rels")):
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _page_count(package: zipfile.ZipFile) -> int | None:
    try:
        root = parse_xml(read_member(package, "docProps/app.xml"))
    except (KeyError, etree.XMLSyntaxError):
        return None
    pages = next((item.text for item in root if local_name(item.tag) == "Pages"), None)
    return int(pages) if pages and pages.isdigit() and pages != "0" else None


def _lines(root: _Element, limit: int) -> list[str]:
    parts: list[str] = []
    length = 0
    for part in _pieces(root):
        parts.append(part)
        length += len(part)
        if length > limit:
            break
    lines = (line.strip() for line in nfc("".join(parts)).split("\n"))
    return list(filter(None, lines))


def _pieces(element: _Element) -> Iterator[str]:
    name = local_name(element.tag)
    if name == "t":
        yield element.text or ""
    elif name in _BREAKS:
        yield _BREAKS[name]
    elif name == "AlternateContent":
        yield from _pieces_of_one_choice(element)
    elif name not in _SKIPPED:
        if name == "txbxContent":
            yield "\n"
        for child in element:
            yield from _pieces(child)
        if name == "p":
            yield "\n"


def _pieces_of_one_choice(element: _Element) -> Iterator[str]:
    """A text box stands twice in the file, once as fallback for old programs; take it once."""
    branches = {local_name(child.tag): child for child in reversed(element)}
    chosen = branches.get("Choice", branches.get("Fallback"))
    if chosen is not None:
        for child in chosen:
            yield from _pieces(child)
