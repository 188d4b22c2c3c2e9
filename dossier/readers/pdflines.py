"""Lines of a PDF page rebuilt from character positions, two columns of a letterhead kept apart.

The text order inside the file cannot be used: signing tools stamp number and day into annotations, whose
text comes last (measured: the number is found in 13 % of signed PDFs by file order, in 92 % by position).
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

from dossier.readers.excerpt import starts_recipients
from dossier.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAME_LINE = 4.5  # points; stamped digits sit a little off the printed base line
_COLUMN_GAP = 20.0  # points
_WORD_GAP = 0.14  # of the character's height: between the letters of a word it is near 0
_LETTERHEAD_LINES = 16
_ACROSS = 0.15  # of its own width beyond the page's middle; a column's line reaches over by less
_SIDEWAYS = 0.7  # sine of the character's angle; stamped digits report odd small angles
_BLANKS = frozenset((*range(33), 0xA0, 0xAD, 0xFFFF))
_LINE_END_HYPHEN = "\ufffe"  # what pdfium gives for a hyphen at the end of a line: "NĐ-" before "CP"


@dataclass(frozen=True, slots=True)
class _Char:
    """One glyph; ``y`` grows downwards, all lengths in points."""

    y: float
    x: float
    left: float
    right: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line without a column gap."""

    left: float
    right: float
    text: str


Line = list[Segment]


def page_lines(textpage: Any, *, width: float) -> list[str]:
    """The page's lines, top to bottom; in letterhead and signature block the left column comes first.

    ``width`` is the page's, in points. Turned characters (edge marks) make one line at the end.
    """
    upright, turned = _characters(textpage)
    if len(turned) > len(upright):
        return clean(textpage.get_text_range()).splitlines()
    lines = [_segments(row) for row in _rows(upright)]
    edge = "".join(turned).strip()
    return list(map(clean, [*in_reading_order(lines, width=width), *([edge] if edge else [])]))


def clean(text: str) -> str:
    """NFC, halves of UTF-16 pairs joined, and pdfium's mark for a hyphen at a line's end made a hyphen again."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return nfc(whole).replace(_LINE_END_HYPHEN, "-")


def _characters(textpage: Any) -> tuple[list[_Char], list[str]]:
    upright: list[_Char] = []
    turned: list[str] = []
    handle, box = textpage.raw, pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium_c.FPDFText_CountChars(handle)):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        if abs(math.sin(pdfium_c.FPDFText_GetCharAngle(handle, index))) > _SIDEWAYS:
            turned.append(" " if code in _BLANKS else chr(code))
        elif code not in _BLANKS:
            pdfium_c.FPDFText_GetLooseCharBox(handle, index, box)
            pdfium_c.FPDFText_GetCharOrigin(handle, index, x, y)
            height = abs(box.top - box.bottom)
            upright.append(_Char(-y.value, x.value, box.left, box.right, height, chr(code)))
    return upright, turned


def _rows(chars: list[_Char]) -> list[list[_Char]]:
    rows: list[list[_Char]] = []
    for char in sorted(chars, key=lambda item: (item.y, item.x)):
        if rows and char.y - rows[-1][0].y <= _SAME_LINE:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda item: item.x) for row in rows]


def _segments(row: list[_Char]) -> Line:
    segments: Line = []
    left, right, text = row[0].left, row[0].right, row[0].text
    for char in row[1:]:
        gap = char.left - right
        if gap > _COLUMN_GAP:
            segments.append(Segment(left, right, text))
            left, text = char.left, ""
        elif gap > _WORD_GAP * char.height:
            text += " "
        text += char.text
        right = max(right, char.right)
    return [*segments, Segment(left, right, text)]


def in_reading_order(lines: list[Line], *, width: float) -> list[str]:
    """The lines' text; in letterhead and signature block the left column comes first. ``width`` is the page's."""
    middle = width / 2
    head = _two_column_run(_letterhead(lines), middle)
    recipients = (index for index, line in enumerate(lines) if index >= head and starts_recipients(line[0].text))
    foot = next(recipients, None)
    if foot is None:
        return [*_by_column(lines[:head], middle), *map(_whole, lines[head:])]
    while foot > head and {_side(part, middle) for part in lines[foot - 1]} == {1}:  # the title may stand higher
        foot -= 1
    end = foot + _two_column_run(lines[foot:], middle)
    return [
        *_by_column(lines[:head], middle),
        *map(_whole, lines[head:foot]),
        *_by_column(lines[foot:end], middle),
        *map(_whole, lines[end:]),
    ]


def _letterhead(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines that may belong to the letterhead: the addressee's line ends it even when it stands left."""
    for index, line in enumerate(lines[:_LETTERHEAD_LINES]):
        if fold(line[0].text).startswith("kinh gui"):
            return lines[:index]
    return lines[:_LETTERHEAD_LINES]


def _two_column_run(lines: Sequence[Line], middle: float) -> int:
    """How many lines from the start keep to one side or have a part on each; 0 if none has both."""
    length, both = 0, False
    for line in lines:
        sides = {_side(segment, middle) for segment in line}
        if None in sides:
            break
        length += 1
        both = both or len(sides) > 1
    return length if both else 0


def _side(segment: Segment, middle: float) -> int | None:
    """0 for the left column, 1 for the right; None for what stands across the middle."""
    centre = (segment.left + segment.right) / 2
    across = min(middle - segment.left, segment.right - middle)
    if across > _ACROSS * (segment.right - segment.left):
        return None
    return int(centre > middle)


def _by_column(lines: Sequence[Line], middle: float) -> list[str]:
    columns: tuple[list[str], list[str]] = ([], [])
    for line in lines:
        for side in (0, 1):
            parts = [segment.text for segment in line if _side(segment, middle) == side]
            if parts:
                columns[side].append(" ".join(parts))
    return [*columns[0], *columns[1]]


def _whole(line: Line) -> str:
    return " ".join(segment.text for segment in line)
