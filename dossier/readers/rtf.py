"""RTF: the text of body, page headers and footers. Objects, pictures and links are not touched.

Source: Rich Text Format Specification 1.9.1. One pass with an explicit stack, so nesting costs no recursion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dossier.legacytext import CAPITALS_OFF, CAPITALS_ON, is_capitals_font
from dossier.readers import rules
from dossier.readers.excerpt import excerpt
from dossier.readers.model import Content, FileKind, Reading, unreadable
from dossier.text import nfc

if TYPE_CHECKING:
    from dossier.problems import Problem

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|[\r\n]+"
    rb"|(?P<plain>[^\\{}\r\n]+)",
    re.DOTALL,
)
_BREAKS = dict.fromkeys(b"par line sect page column cell row nestcell nestrow".split(), "\n") | {b"tab": "\t"}
_LETTERS = {
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": " ",
    b"enspace": " ",
}
_SIGNS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\r": "\n", b"\n": "\n"}
_MARGINS = frozenset(b"header headerl headerr headerf footer footerl footerr footerf".split())
# Groups whose text is not on the page; so is any other marked as ignorable that is not named below.
_ASIDE = frozenset(
    b"stylesheet info pict object colortbl filetbl listtable listoverridetable revtbl rsidtbl footnote annotation "
    b"pntext listtext xe tc sp shprslt nonshppict fldinst".split()
)
_SHOWN = frozenset(b"shpinst shptxt fldrslt".split())
_CODEPAGES = {128: "cp932", 134: "gbk", 136: "big5", 163: "cp1258", 204: "cp1251", 238: "cp1250"}  # \fcharset
_WESTERN = "cp1252"
_MOST_TEXT, _MARGIN_LIMIT = 400_000, 2_000
_MOST_TOKENS = 3_000_000  # pictures of 190 MB and more
_MOST_DEPTH = 2_000


class _TooDeepError(Exception):
    """More groups in each other than any program writes."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it.

    Attributes:
        place: where its text goes: body, margins, fonts; empty when it is not shown.
        fallback: characters after a Unicode one that repeat it for old programs.
    """

    place: str = "body"
    font: int = 0
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    capitals: bool = False


@dataclass(slots=True)
class _Font:
    codepage: str = _WESTERN
    name: str = ""


@dataclass(slots=True)
class _Parser:
    """Walks the tokens; ``texts`` holds what was shown, by place."""

    state: _State = field(default_factory=_State)
    texts: dict[str, list[str]] = field(default_factory=lambda: {"body": [], "margins": []})
    pages: int | None = None
    _stack: list[_State] = field(default_factory=list)
    _fonts: dict[int, _Font] = field(default_factory=dict)
    _bytes: bytearray = field(default_factory=bytearray)
    _ignorable: bool = False
    _to_skip: int = 0
    _length: int = 0

    def parse(self, data: bytes) -> None:
        """Raises ``_TooDeepError``."""
        at = 0
        for _ in range(_MOST_TOKENS):
            token = _TOKEN.match(data, at)
            if token is None or self._length > _MOST_TEXT:
                break
            at = token.end()
            if token["word"]:
                number = int(token["number"]) if token["number"] else None
                if token["word"] == b"bin":  # raw bytes of a picture follow
                    at += max(0, number or 0)
                self._word(token["word"], number)
            elif token["brace"]:
                self._brace(token["brace"])
            elif token["sign"]:
                self._sign(token["sign"])
            else:
                self._plain(bytes.fromhex(token["hex"].decode()) if token["hex"] else token["plain"] or b"")
        self._flush()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._stack) >= _MOST_DEPTH:
                raise _TooDeepError
            self._stack.append(self.state)
        elif self._stack:
            self.state = self._stack.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._ignorable = True
        elif sign in _SIGNS:
            self._show(_SIGNS[sign])

    def _plain(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if self.state.place:
            self._bytes += data[skipped:]

    def _word(self, word: bytes, number: int | None) -> None:
        ignorable, self._ignorable = self._ignorable, False
        if word == b"u" and number is not None:
            self._show(chr(number & 0xFFFF))
            self._to_skip = self.state.fallback
        elif word in _BREAKS:
            self._show(_BREAKS[word])
        elif word in _LETTERS:
            self._show(_LETTERS[word])
        elif word == b"nofpages":
            self.pages = number
        elif word == b"fcharset":
            self._font().codepage = _CODEPAGES.get(number or 0, _WESTERN)
        elif word in _ASIDE or (ignorable and word not in _SHOWN):
            self._become(place="")
        else:
            self._change(word, number)

    def _change(self, word: bytes, number: int | None) -> None:
        if word == b"f":
            self._become(font=number or 0)
        elif word == b"uc":
            self._become(fallback=max(0, number or 0))
        elif word == b"v":
            self._become(hidden=number != 0)
        elif word == b"deleted":
            self._become(deleted=number != 0)
        elif word == b"caps":
            self._become(capitals=number != 0)
        elif word == b"plain":
            self._become(hidden=False, deleted=False, capitals=False)
        elif self.state.place and (word == b"fonttbl" or word in _MARGINS):
            self._become(place="fonts" if word == b"fonttbl" else "margins")

    def _become(self, **changes: Any) -> None:
        self._flush()
        if self.state.place:  # inside a group that is not shown nothing matters any more
            self.state = replace(self.state, **changes)

    def _font(self) -> _Font:
        return self._fonts.setdefault(self.state.font, _Font())

    def _flush(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._show(data.decode(self._font().codepage, "replace"))

    def _show(self, text: str) -> None:
        self._flush()
        state = self.state
        if state.place == "fonts":
            self._font().name += text
        elif state.place and not (state.hidden or state.deleted):
            capitals_font = is_capitals_font(self._font().name.strip(" ;"))
            shown = f"{CAPITALS_ON}{text}{CAPITALS_OFF}" if capitals_font else text
            self.texts[state.place].append(shown.upper() if state.capitals else shown)
            self._length += len(text)


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """Text in document order (a letterhead table gives its left cell first), pages as last saved."""
    parser = _Parser()
    try:
        parser.parse(data)
    except _TooDeepError:
        problem = rules.UNSAFE.at(rules.HERE, "Tệp RTF lồng nhau quá sâu, không đọc.")
        return unreadable(FileKind.RTF), (problem,)
    lines = _lines(parser.texts["body"])
    margins = "\n".join(_lines(parser.texts["margins"]))[:_MARGIN_LIMIT]
    if lines:
        return Content(FileKind.RTF, Reading.READ, parser.pages, excerpt(lines), margins, source="nội dung tệp"), ()
    pictured = b"\\pict" in data
    what = "chỉ có hình, chưa có chữ để đọc" if pictured else "không có chữ nào"
    content = Content(FileKind.RTF, Reading.SCAN if pictured else Reading.UNREADABLE, parser.pages)
    return content, (rules.NO_TEXT.at(rules.HERE, f"Tệp RTF {what}."),)


def _lines(parts: list[str]) -> list[str]:
    # Characters beyond the first plane come as two halves.
    text = "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return [line for line in map(str.strip, nfc(text).split("\n")) if line]
