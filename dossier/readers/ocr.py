"""OCR inside the process: Tesseract with its Vietnamese models, every letter with its confidence and box.

Imported only when a scan is met: the engine's libraries are heavy.
"""

from __future__ import annotations

import os
import statistics
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from dossier.readers.model import UNSURE
from dossier.readers.pdflines import Segment, in_reading_order
from dossier.resources import shipped
from dossier.text import fold, nfc

os.environ["OMP_THREAD_LIMIT"] = "1"  # read once, when the library loads; one process is one core here
import tesserocr

# Its complaints about odd boxes go straight to the console otherwise.
tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PIL import Image

_COLUMN_GAP = 20 / 72  # inch
_LEAST_SIDE = 16  # pixels: below, the engine refuses the picture
_NEAR = 0.05  # inch: how near the left column may come to the motto
_UPRIGHT = 65  # mean confidence of words: 81 to 96 on upright pages, 18 to 36 on those upside down (measured)
_SURE = 75  # of 100: handwriting that came out as digits stayed below, printed digits above (measured)
# How far a digit's height may be from its line's capitals. Measured on real scans: printed digits stand at
# 0.92-1.08 of them, handwritten ones at 1.08-2.0.
_ODD_HEIGHT = 0.10
_MOTTO = ("conghoax", "doclap", "dangcongsa")
_CAPITALS = frozenset("ABCDĐEGHIKLMNOPRSTUVXY")  # Q and J may reach below the line


class Model(StrEnum):
    """The trained data shipped: FAST for the text, BEST reads symbols and numbers a second time."""

    FAST = "vie"
    BEST = "vie_best"


class OcrTimeoutError(Exception):
    """The engine did not finish a page in its time."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One recognised character; the box is in pixels, ``bottom`` below ``top``; confidences 0 to 100."""

    text: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int
    starts_word: bool
    word_confidence: float


Row = list[Letter]


def recognise(image: Image.Image, *, dpi: int, model: Model = Model.FAST, limit: float) -> list[Row]:
    """The lines of a grey page image, top to bottom; what stands beside each other is one row.

    Args:
        image: upright.
        dpi: its resolution.
        model: which trained data.
        limit: seconds.

    Raises:
        OcrTimeoutError: the limit passed.
    """
    if min(image.size) < _LEAST_SIDE:
        return []
    engine = _engine(model)
    engine.SetImage(image)
    engine.SetSourceResolution(dpi)
    try:
        if not engine.Recognize(int(limit * 1000)):
            raise OcrTimeoutError
        return _joined(list(_lines(engine)))
    finally:
        engine.Clear()


def raw_lines(rows: Sequence[Row], *, width: int, dpi: int) -> list[str]:
    """The text as recognised, in reading order. ``width``: of the page image, in pixels."""
    return _laid_out(rows, width, dpi, lambda letter, _: letter.text)


def sure_lines(rows: Sequence[Row], *, width: int, dpi: int) -> list[str]:
    """As ``raw_lines``, each digit that is weak or of another height than its line replaced by ``UNSURE``."""
    return _laid_out(rows, width, dpi, lambda letter, height: letter.text if _is_sure(letter, height) else UNSURE)


def is_confident(rows: Sequence[Row], *, enough: int) -> bool:
    """Whether there are ``enough`` letters and the engine is sure of them: then the page stands upright."""
    letters = [letter.word_confidence for row in rows for letter in row]
    return len(letters) >= enough and statistics.fmean(letters) > _UPRIGHT


def key(row: Row) -> str:
    """The row's letters folded, without spaces."""
    return fold("".join(letter.text for letter in row))


def starts_number(row: Row) -> bool:
    """Whether the row begins as the number's line does: ``Số:`` and, somewhere, a slash."""
    text = key(row)
    return "/" in text and text.lstrip("|:.-_ ").startswith("s")


def is_sure_number(row: Row, start: int, end: int) -> bool:
    """Whether the letters from ``start`` up to ``end`` are printed digits, each of them sure."""
    height = _capital_height(row)
    return start < end and all(letter.text.isdigit() and _is_sure(letter, height) for letter in row[start:end])


@cache
def _engine(model: Model) -> tesserocr.PyTessBaseAPI:
    """One engine a process and model; starting it is paid once."""
    settings = {"debug_file": os.devnull}
    folder = str(shipped("tessdata"))
    return tesserocr.PyTessBaseAPI(path=folder, lang=model.value, psm=tesserocr.PSM.AUTO, variables=settings)


def _lines(engine: tesserocr.PyTessBaseAPI) -> Iterator[Row]:
    level = tesserocr.RIL
    row: Row = []
    for item in tesserocr.iterate_level(engine.GetIterator(), level.SYMBOL):
        # The engine reads lines that stand on end too; here they are a sign that the page does.
        if item.Empty(level.SYMBOL) or item.Orientation()[1] != tesserocr.WritingDirection.LEFT_TO_RIGHT:
            continue
        if row and item.IsAtBeginningOf(level.TEXTLINE):
            yield row
            row = []
        text = nfc(item.GetUTF8Text(level.SYMBOL))
        if text.strip():
            left, top, right, bottom = item.BoundingBox(level.SYMBOL)
            confidence = item.Confidence(level.SYMBOL)
            first = item.IsAtBeginningOf(level.WORD)
            word = item.Confidence(level.WORD)
            row.append(Letter(text, confidence, left, top, right, bottom, first, word))
    if row:
        yield row


def _joined(rows: list[Row]) -> list[Row]:
    """Rows that the engine took for two columns but stand at one height, made one; then top to bottom."""
    joined: list[Row] = []
    for row in sorted(rows, key=_middle):
        if joined and _beside(joined[-1], row):
            joined[-1] = _left_first(joined[-1], row)
        else:
            joined.append(row)
    return joined


def _left_first(one: Row, other: Row) -> Row:
    """Both rows as one; the letters keep the engine's order, for their boxes may overlap."""
    return [*one, *other] if one[0].left < other[0].left else [*other, *one]


def _beside(one: Row, other: Row) -> bool:
    apart = _right(one) <= _left(other) or _right(other) <= _left(one)
    return apart and abs(_middle(one) - _middle(other)) < min(_height(one), _height(other)) / 2


def _left(row: Row) -> int:
    return min(letter.left for letter in row)


def _right(row: Row) -> int:
    return max(letter.right for letter in row)


def _middle(row: Row) -> float:
    return statistics.median((letter.top + letter.bottom) / 2 for letter in row)


def _height(row: Row) -> float:
    return statistics.median(letter.bottom - letter.top for letter in row)


def _laid_out(rows: Sequence[Row], width: int, dpi: int, shown: Callable[[Letter, float], str]) -> list[str]:
    lines = [list(_segments(row, _COLUMN_GAP * dpi, shown)) for row in rows]
    # A page lies askew on the glass as often as not: the motto, not the paper's middle, parts the columns.
    mottos = [part.left for line in lines for part in line[-1:] if _is_motto(part.text) and len(line) > 1]
    return in_reading_order(lines, width=2 * (min(mottos) - _NEAR * dpi) if mottos else width)


def _segments(row: Row, column_gap: float, shown: Callable[[Letter, float], str]) -> Iterator[Segment]:
    height = _capital_height(row)
    left, right, text = row[0].left, row[0].right, ""
    for at, letter in enumerate(row):
        if text and (letter.left - right > column_gap or _starts_motto(row, at)):
            yield Segment(left, right, text)
            left, text = letter.left, ""
        elif letter.starts_word and text:
            text += " "
        text += shown(letter, height)
        right = letter.right
    yield Segment(left, right, text)


def _starts_motto(row: Row, at: int) -> bool:
    """Whether the right column's national motto begins here, however near the left column comes to it."""
    return row[at].starts_word and _is_motto("".join(letter.text for letter in row[at : at + 12]))


def _is_motto(text: str) -> bool:
    return fold(text).replace(" ", "").startswith(_MOTTO)


def _capital_height(row: Row) -> float:
    """Of the line's capitals without marks, in pixels; 0 when it has none."""
    return statistics.median([letter.bottom - letter.top for letter in row if letter.text in _CAPITALS] or [0])


def _is_sure(letter: Letter, capital_height: float) -> bool:
    if not letter.text.isdigit():
        return True
    odd = abs(letter.bottom - letter.top - capital_height) > max(1.0, _ODD_HEIGHT * capital_height)
    return letter.confidence >= _SURE and not odd
