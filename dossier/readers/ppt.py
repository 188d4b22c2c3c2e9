"""PPTX and PPT: the text of the slides. Notes, masters, macros and links are not touched."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from dossier.readers import ole
from dossier.readers.excerpt import excerpt
from dossier.readers.guard import guarded
from dossier.readers.model import Content, FileKind, Reading
from dossier.readers.package import LockedPackageError, local_name, open_package, parse_xml, read_member
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from dossier.problems import Problem

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_CONTAINER = 0xF  # [MS-PPT] 2.3.1: the version of records that hold records
_MASTER, _NOTES, _HANDOUT, _SLIDE_LIST, _SLIDE_ENTRY = 0x03F8, 0x03F0, 0x0FC9, 0x0FF0, 0x03F3
_WIDE_TEXT, _NARROW_TEXT = 0x0FA0, 0x0FA8
_ENCRYPTED = b"\xdf\xc4\xd1\xf3"  # CurrentUserAtom.headerToken, 2.3.2


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """Paragraphs, slide by slide; slide count as pages."""
    if data.startswith(ole.MAGIC):
        return guarded(FileKind.PPT, "Tệp trình chiếu đời cũ (.ppt)", lambda: _read_ppt(data))
    return guarded(FileKind.PPTX, "Tệp trình chiếu", lambda: _read_pptx(data))


def _content(kind: FileKind, pages: int, text: str) -> Content:
    lines = [line for line in map(str.strip, nfc(text).split("\n")) if line]
    return Content(kind, Reading.READ, pages or None, excerpt(lines), source="nội dung trang chiếu")


def _read_pptx(data: bytes) -> Content:
    with open_package(data) as package:
        slides = sorted((int(match[1]), match[0]) for match in map(_SLIDE.fullmatch, package.namelist()) if match)
        texts = ["".join(_pieces(parse_xml(read_member(package, name)))) for _, name in slides]
    return _content(FileKind.PPTX, len(texts), "\n".join(texts))


def _pieces(element: _Element) -> Iterator[str]:
    name = local_name(element.tag)
    if name == "t":
        yield element.text or ""
    elif name == "br":
        yield "\n"
    elif name != "Fallback":  # the same again for old programs
        for child in element:
            yield from _pieces(child)
        if name == "p":
            yield "\n"


def _read_ppt(data: bytes) -> Content:
    book = ole.CompoundFile(data)
    if book.read("Current User")[12:16] == _ENCRYPTED or "EncryptedSummary" in book.streams:
        raise LockedPackageError
    records = list(_records(book.read("PowerPoint Document")))
    # A file saved many times keeps its earlier states; what they share is taken once.
    texts = dict.fromkeys(_text(kind, body) for kind, body in records if kind != _SLIDE_ENTRY)
    slides = {body[:4] for kind, body in records if kind == _SLIDE_ENTRY}
    return _content(FileKind.PPT, len(slides), "\n".join(texts))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Text atoms and slide entries; containers are stepped into, save those of masters, notes and handouts.

    Some containers hold a foreign package instead of records: what reaches past its container is none.
    """
    at, ends = 0, [len(stream)]
    while ends:
        if at + 8 > ends[-1]:
            at = ends.pop()
            continue
        version, kind, length = struct.unpack_from("<HHI", stream, at)
        at, end = at + 8, at + 8 + length
        other_list = kind == _SLIDE_LIST and version >> 4  # 0 lists slides, 1 masters, 2 notes
        if end > ends[-1]:
            at = ends.pop()
        elif version & 0xF == _CONTAINER and not other_list and kind not in {_MASTER, _NOTES, _HANDOUT}:
            ends.append(end)
        else:
            if kind in {_WIDE_TEXT, _NARROW_TEXT, _SLIDE_ENTRY}:
                yield kind, stream[at:end]
            at = end


def _text(kind: int, body: bytes) -> str:
    text = body.decode("utf-16-le" if kind == _WIDE_TEXT else "cp1252", "replace")
    return text.replace("\r", "\n").replace("\v", "\n")
