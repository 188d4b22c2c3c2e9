"""The text of a Word 97-2003 document, piece by piece, with the formatting that decides what is shown.

Source: [MS-DOC] 2.4 to 2.9; section numbers below are of that specification.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dossier.legacytext import CAPITALS_OFF, CAPITALS_ON, is_capitals_font
from dossier.readers.ole import CompoundFile, OleError

if TYPE_CHECKING:
    from collections.abc import Iterator

_IDENT, _OLD_IDENT = 0xA5EC, 0xA5DC
_WORD_97 = 0x00C1  # FibBase.nFib; Word 6 and 95 wrote 101 to 104
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_LENGTHS, _PLACES = 0x40, 0x9A  # FibRgLw97, FibRgFcLcb97
_CHARACTER_RUNS, _FONTS, _CLX = 12, 15, 33  # places of PlcfBteChpx, SttbfFfn, Clx
_PAGE = 512
_PROPERTIES, _PIECES = 1, 2  # Clx, 2.9.38
_COMPRESSED = 0x40000000
_MOST_TEXT = 4_000_000  # characters of one document; far above any real one
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # by the top three bits of a sprm, 2.6.1; 0 stands for variable
_DELETED, _HIDDEN, _CAPITALS, _FONT = 0x0800, 0x083C, 0x083B, 0x4A4F


class OldWordError(Exception):
    """Written by Word 6 or 95, whose layout is another one."""


class LockedWordError(Exception):
    """The text is encrypted."""


class Story(NamedTuple):
    """The parts of a document that hold text."""

    body: str
    margins: str
    boxes: str


class _Piece(NamedTuple):
    start: int
    end: int
    place: int
    wide: bool


class _Look(NamedTuple):
    """How a run of characters is shown."""

    gone: bool = False
    capitals: bool = False
    capitals_font: bool = False


@dataclass(frozen=True, slots=True)
class _Runs:
    """Looks by the place of the character in the stream; the looks begin where ``starts`` says."""

    starts: list[int]
    looks: list[_Look]

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int, _Look]]:
        """The stretches of one look between two places."""
        at = max(0, bisect_right(self.starts, start) - 1)
        while start < end:
            stop = min(self.starts[at + 1], end) if at + 1 < len(self.starts) else end
            look = self.looks[at] if self.starts and self.starts[at] <= start else _Look()
            yield start, max(stop, start + 1), look
            start, at = max(stop, start + 1), at + 1


def read_story(data: bytes) -> Story:
    """Body, page headers and footers, text boxes; with control characters, without deleted and hidden text.

    Raises:
        OldWordError, LockedWordError.
        OleError, KeyError, struct.error: damaged.
    """
    book = CompoundFile(data)
    stream = book.read("WordDocument")
    ident, version = struct.unpack_from("<HH", stream)
    flags = struct.unpack_from("<H", stream, 10)[0]
    if ident not in {_IDENT, _OLD_IDENT}:
        raise OleError
    if ident == _OLD_IDENT or version < _WORD_97:
        raise OldWordError
    if flags & _ENCRYPTED:
        raise LockedWordError
    table = book.read("1Table" if flags & _TABLE_1 else "0Table")
    # Main, footnotes, headers, macros, comments, endnotes, boxes, boxes in headers: in this order (2.4.1).
    body, notes, headers, _, comments, endnotes, boxes, header_boxes = struct.unpack_from("<8I", stream, _LENGTHS + 12)
    pieces = list(_pieces(_part(stream, table, _CLX)))
    runs = _runs(stream, _part(stream, table, _CHARACTER_RUNS), _fonts(_part(stream, table, _FONTS)))

    def text(start: int, length: int) -> str:
        return "".join(_text(stream, pieces, runs, start, start + min(length, _MOST_TEXT)))

    after = body + notes + headers + comments + endnotes
    return Story(
        text(0, body),
        text(body + notes, headers) + text(after + boxes, header_boxes),
        text(after, boxes),
    )


def _part(stream: bytes, table: bytes, index: int) -> bytes:
    start, length = struct.unpack_from("<II", stream, _PLACES + 8 * index)
    return table[start : start + length]


def _pieces(clx: bytes) -> Iterator[_Piece]:
    """The piece table: which stretch of text lies where in the stream (2.8.35)."""
    at = 0
    while clx[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != _PIECES:
        raise OleError
    length = struct.unpack_from("<I", clx, at + 1)[0]
    count = (min(length, len(clx) - at - 5) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for index in range(count):
        place = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * index + 2)[0]
        wide = not place & _COMPRESSED
        place = place if wide else (place & ~_COMPRESSED) // 2
        yield _Piece(ends[index], ends[index + 1], place, wide)


def _text(stream: bytes, pieces: list[_Piece], runs: _Runs, start: int, end: int) -> Iterator[str]:
    for piece in pieces:
        first, last = max(start, piece.start), min(end, piece.end)
        if first >= last:
            continue
        width = 2 if piece.wide else 1
        begin = piece.place + (first - piece.start) * width
        stop = min(begin + (last - first) * width, len(stream))
        for left, right, look in runs.parts(begin, stop):
            raw = stream[left:right]
            shown = raw.decode("utf-16-le", "replace") if piece.wide else _narrow(raw)
            yield _shown(shown, look)


def _narrow(raw: bytes) -> str:
    """Eight bits a character, of the Western code page where it has one (2.9.73)."""
    return raw.decode("cp1252") if not _HOLES & set(raw) else raw.decode("cp1252", "replace")


_HOLES = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_MARKS = "\a\b\t\n\v\f\r\x0e\x13\x14\x15"


def _shown(text: str, look: _Look) -> str:
    if look.gone:
        return "".join(char for char in text if char in _MARKS)
    if look.capitals:
        text = text.upper()
    return f"{CAPITALS_ON}{text}{CAPITALS_OFF}" if look.capitals_font else text


def _runs(stream: bytes, places: bytes, fonts: list[str]) -> _Runs:
    """Looks of the character runs, from the pages of formatting (2.8.26, 2.9.33)."""
    count = max(0, (len(places) - 4) // 8)
    runs = _Runs([], [])
    for (number,) in struct.iter_unpack("<I", places[4 * (count + 1) : 4 * (count + 1) + 4 * count]):
        page = stream[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            raise OleError
        size = page[-1]
        starts = struct.unpack_from(f"<{size}I", page)
        for start, word in zip(starts, page[4 * (size + 1) :], strict=False):
            at = 2 * word
            runs.starts.append(start)
            runs.looks.append(_look(page[at + 1 : at + 1 + page[at]], fonts) if at else _Look())
    if runs.starts != sorted(runs.starts):
        raise OleError
    return runs


def _look(properties: bytes, fonts: list[str]) -> _Look:
    found = dict(_sprms(properties))
    font = found.get(_FONT)
    name = fonts[font] if font is not None and font < len(fonts) else ""
    return _Look(
        gone=found.get(_DELETED) == 1 or _is_on(found.get(_HIDDEN)),
        capitals=_is_on(found.get(_CAPITALS)),
        capitals_font=is_capitals_font(name),
    )


def _is_on(value: int | None) -> bool:
    return value in {1, 0x81}  # 0x81: the opposite of the style, which hardly ever hides or enlarges


def _sprms(properties: bytes) -> Iterator[tuple[int, int]]:
    """Single property modifiers (2.6.1); the value of a longer operand is its length."""
    at = 0
    while at + 2 < len(properties):
        code = int.from_bytes(properties[at : at + 2], "little")
        size = _OPERAND_SIZES[code >> 13]
        length = size or 1 + properties[at + 2]
        yield code, int.from_bytes(properties[at + 2 : at + 2 + (size or 1)], "little")
        at += 2 + length


def _fonts(table: bytes) -> list[str]:
    """Font names (2.9.286, 2.9.105)."""
    names: list[str] = []
    at = 4
    while at < len(table) and table[at]:
        name = table[at + 40 : at + 1 + table[at]].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        at += 1 + table[at]
    return names
