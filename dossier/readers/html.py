"""HTML, also as Word and Excel save it (MHTML, XML of 2003), behind whatever extension. Nothing is fetched or run."""

from __future__ import annotations

import email
import email.policy
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from lxml import etree

from dossier.legacytext import decode_bytes
from dossier.readers import rules
from dossier.readers.excerpt import excerpt
from dossier.readers.model import Content, FileKind, Reading, unreadable
from dossier.readers.package import UnsafePackageError, parse_xml
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from dossier.problems import Problem

_MOST_BYTES, _MOST_TEXT = 16 << 20, 400_000
_SKIPPED = {"script", "style", "head", "title", "template", "noscript", "del", "select", "svg", "iframe", "object"}
_SKIPPED |= {
    "instrtext",
    "bindata",
    "docoledata",
    "documentproperties",
    "customdocumentproperties",
    "ppr",
    "styles",
    "officedocumentsettings",
}
_BLOCKS = {"p", "div", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "hr"}
_BLOCKS |= {"article", "blockquote", "caption", "center", "dd", "dt", "row", "worksheet", "body"}
_CELLS = {"td", "th", "cell"}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_PREFIX = re.compile(r"^\{.*\}|^.*:")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OFFICE_XML, _HEAD = "<?mso-application", 500


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """Text block by block, a table's cells parted by tabs; scripts, styles, hidden and deleted text left out."""
    try:
        lines = _lines(_page(data[:_MOST_BYTES]))
    except RecursionError:  # mail parts nested in each other
        problem = rules.UNSAFE.at(rules.HERE, "Trang web lưu một tệp (MHTML) lồng nhau quá sâu, không đọc.")
        return unreadable(FileKind.HTML), (problem,)
    if not lines:
        return unreadable(FileKind.HTML), (rules.NO_TEXT.at(rules.HERE, "Trang web (HTML) không có chữ nào."),)
    return Content(FileKind.HTML, Reading.READ, text=excerpt(lines), source="nội dung tệp"), ()


def _page(data: bytes) -> str:
    """The markup; of a web archive (MHTML, RFC 2557) its first page."""
    if data.lstrip()[:1] in (b"<", b"\xef", b"\xff", b"\xfe"):
        return decode_bytes(data)
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = (part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/html")
    page = next(pages, b"")
    return decode_bytes(page) if isinstance(page, bytes) else ""


def _lines(markup: str) -> list[str]:
    root = _root(markup)
    if root is None:
        return []
    parts: list[str] = []
    length = 0
    for part in _pieces(root):
        parts.append(part)
        length += len(part)
        if length > _MOST_TEXT:
            break
    lines = (line.strip() for line in nfc("".join(parts)).split("\n"))
    return list(filter(None, lines))


def _root(markup: str) -> _Element | None:
    # Re-encoded without a declaration, so that none can contradict.
    encoded = _DECLARATION.sub("", markup.replace("\0", "")).encode("utf-8", "replace")
    if not encoded.strip():
        return None
    if _OFFICE_XML in markup[:_HEAD]:
        with suppress(etree.XMLSyntaxError, UnsafePackageError):
            return parse_xml(encoded)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(encoded, parser)


def _pieces(root: _Element) -> Iterator[str]:
    """Walked without recursion: a hostile page may nest as deep as it likes."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):  # a comment or instruction
            continue
        name = _PREFIX.sub("", element.tag).casefold()
        if event == "start":
            if name in _SKIPPED or _HIDDEN.search(element.get("style") or ""):
                walk.skip_subtree()
                continue
            yield "\n" if name in _BLOCKS or name == "br" else "\t" if name == "tab" else ""
            yield _SPACE.sub(" ", element.text or "")
            continue
        yield "\t" if name in _CELLS else "\n" if name in _BLOCKS else ""
        yield _SPACE.sub(" ", element.tail or "")
