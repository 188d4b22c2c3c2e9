"""DOC (Word 97 to 2003): the text of body, text boxes, page headers and footers. Macros and links are not touched."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from dossier.readers import rules
from dossier.readers.excerpt import excerpt
from dossier.readers.model import Content, FileKind, Reading, unreadable
from dossier.readers.ole import CompoundFile, OleError
from dossier.readers.wordbinary import LockedWordError, OldWordError, read_story
from dossier.text import nfc

if TYPE_CHECKING:
    from dossier.problems import Problem

# Cell and row ends, line, page, column and paragraph breaks; other control characters stand for objects.
_BREAKS = dict.fromkeys(map(ord, "\a\v\f\r\x0e"), "\n")
_PLAIN = str.maketrans(dict.fromkeys(range(32), "") | {9: "\t"} | _BREAKS | {0x1E: "-"})
_FIELD_MARK = re.compile("([\x13\x14\x15])")
_SYMBOLS = re.compile("[\uf000-\uf0ff]")  # what a symbol font shows as bullets and boxes
_PICTURE = re.compile("[\x01\x08]")
_MARGIN_LIMIT = 2_000
_SUMMARY = "\x05SummaryInformation"
_PAGE_COUNT, _INTEGER = 14, 3  # [MS-OLEPS] PIDSI_PAGECOUNT, VT_I4


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """Text in document order (a letterhead table gives its left cell first), pages as Word last saved them."""
    try:
        story = read_story(data)
    except OldWordError:
        problem = rules.LATER_KIND.at(rules.HERE, "Tệp do Word 6 hoặc Word 95 tạo, không đọc được.")
    except LockedWordError:
        problem = rules.ENCRYPTED.at(rules.HERE, "Tệp Word đặt mật khẩu nên không đọc được.")
    except (OleError, KeyError, IndexError, struct.error):
        problem = rules.BROKEN.at(rules.HERE, "Tệp Word bị hỏng, không mở được.")
    else:
        pages = _page_count(data)
        lines = [*_lines(story.body), *_lines(story.boxes)]
        # A draft mark may stand in a text box, wherever that floats.
        margins = "\n".join([*_lines(story.margins), *_lines(story.boxes)])[:_MARGIN_LIMIT]
        if lines:
            return Content(FileKind.DOC, Reading.READ, pages, excerpt(lines), margins, source="nội dung tệp"), ()
        return _without_text(pages, pictured=bool(_PICTURE.search(story.body)))
    return unreadable(FileKind.DOC), (problem,)


def _without_text(pages: int | None, *, pictured: bool) -> tuple[Content, tuple[Problem, ...]]:
    what = "chỉ có hình, chưa có chữ để đọc" if pictured else "không có chữ nào"
    content = Content(FileKind.DOC, Reading.SCAN if pictured else Reading.UNREADABLE, pages)
    return content, (rules.NO_TEXT.at(rules.HERE, f"Tệp Word {what}."),)


def _lines(text: str) -> list[str]:
    plain = _SYMBOLS.sub("", _without_instructions(text).translate(_PLAIN))
    return [line for line in map(str.strip, nfc(plain).split("\n")) if line]


def _without_instructions(text: str) -> str:
    """Of each field, from its begin to its end mark, only the result is shown ([MS-DOC] 2.8.25)."""
    shown: list[str] = []
    in_instruction: list[bool] = []
    for part in _FIELD_MARK.split(text):
        if part == "\x13":
            in_instruction.append(True)
        elif part == "\x14" and in_instruction:
            in_instruction[-1] = False
        elif part == "\x15" and in_instruction:
            in_instruction.pop()
        elif not any(in_instruction):
            shown.append(part)
    return "".join(shown)


def _page_count(data: bytes) -> int | None:
    """[MS-OLEPS] 2.21: a property set with one section of typed values."""
    try:
        stream = CompoundFile(data).read(_SUMMARY)
        section = struct.unpack_from("<I", stream, 44)[0]
        count = min(struct.unpack_from("<I", stream, section + 4)[0], 100)
        properties = dict(struct.iter_unpack("<II", stream[section + 8 : section + 8 + 8 * count]))
        kind, pages = struct.unpack_from("<II", stream, section + properties[_PAGE_COUNT])
    except (KeyError, OleError, struct.error):
        return None
    return pages if kind == _INTEGER and pages else None
