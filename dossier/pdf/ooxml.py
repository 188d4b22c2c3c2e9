"""The few things of WordprocessingML that preparing and checking a DOCX need."""

from __future__ import annotations

import zipfile
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from dossier.errors import ToolFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {
    "w": W,
    "r": R,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
DOCUMENT = "word/document.xml"
# The second copy of a drawing, and the place a tracked move left.
_NOT_PRINTED = {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{{{W}}}moveFrom"}


@cache
def w(name: str) -> str:
    """The qualified name of a ``w:`` element or attribute."""
    return f"{{{W}}}{name}"


@cache
def wpath(names: str) -> str:
    """A path of ``w:`` elements, such as ``rPr/sz``, qualified: found twice as fast as by prefix."""
    return "/".join(map(w, names.split("/")))


def parse_part(data: bytes) -> etree._Element:
    """The root of a part; entities and the network stay shut."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def read_parts(path: Path) -> dict[str, bytes]:
    """Every member of a DOCX.

    Raises:
        ToolFailedError: no ZIP, or no transitional WordprocessingML document in it.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        root = parse_part(parts[DOCUMENT])
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError) as error:
        raise ToolFailedError("tệp DOCX hỏng hoặc không phải DOCX") from error
    except etree.XMLSyntaxError as error:
        raise ToolFailedError("nội dung DOCX hỏng") from error
    if root.tag != w("document"):
        raise ToolFailedError("DOCX kiểu Strict hoặc kiểu lạ; hãy lưu lại dạng Word Document (.docx)")
    return parts


def text_parts(parts: dict[str, bytes]) -> list[str]:
    """Names of the parts that hold text for the page, the body first."""
    stems = ("word/header", "word/footer", "word/footnotes", "word/endnotes")
    rest = sorted(name for name in parts if name.startswith(stems) and name.endswith(".xml"))
    return [DOCUMENT, *rest]


def walk(root: etree._Element) -> Iterator[etree._Element]:
    """Elements in document order, without what is never printed."""
    if next(root.iter(*_NOT_PRINTED), None) is None:
        yield from root.iterdescendants(etree.Element)
        return
    for child in root.iterchildren(tag=etree.Element):
        if child.tag not in _NOT_PRINTED:
            yield child
            yield from walk(child)


def is_on(element: etree._Element | None) -> bool:
    """Whether an on/off property is present and not switched off."""
    return element is not None and element.get(w("val"), "1") not in {"0", "false", "off", "none"}
