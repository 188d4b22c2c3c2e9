"""Drawing the pages we author ourselves: one set of fonts, one way to wrap, one look.

Lengths are PDF points, y grows upwards from the bottom edge. Equal input gives equal bytes.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dossier.files import staged_file
from dossier.pdf import fonts
from dossier.pdf.fonts import check_fonts
from dossier.pdf.stamp import embed_stamp_font, stamp_width
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = [
    "FONT_BOLD",
    "FONT_ITALIC",
    "FONT_REGULAR",
    "LEADING",
    "MARGIN_BOTTOM",
    "MARGIN_LEFT",
    "MARGIN_RIGHT",
    "MARGIN_TOP",
    "PAGE_SIZE",
    "check_fonts",
    "draw_text",
    "embed_stamp_font",
    "new_canvas",
    "register_fonts",
    "stamp_width",
    "text_width",
    "wrap_text",
    "write_placeholder",
]

FONT_REGULAR = "Dossier"
FONT_BOLD = "Dossier-Bold"
FONT_ITALIC = "Dossier-Italic"
_FONT_SYMBOLS = "Dossier-Symbols"
_FILES = {
    FONT_REGULAR: fonts.SERIF,
    FONT_BOLD: fonts.SERIF_BOLD,
    FONT_ITALIC: fonts.SERIF_ITALIC,
    _FONT_SYMBOLS: fonts.SYMBOLS,
}
_NO_GLYPH = "□"

PAGE_SIZE: tuple[float, float] = A4
# The margins of official papers: top, bottom, left 30 mm, right (NĐ 30/2020, Phụ lục I.I.2).
MARGIN_TOP = MARGIN_BOTTOM = 20 * mm
MARGIN_LEFT, MARGIN_RIGHT = 30 * mm, 20 * mm
LEADING = 1.3

_LABEL_WIDTH = 34 * mm
_LINES_SHOWN = 14


@cache
def register_fonts() -> None:
    """Make our fonts known to reportlab; every function here does so itself."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(fonts.font_path(file))))


def new_canvas(target: Path, *, title: str, page_size: tuple[float, float] = PAGE_SIZE) -> Any:
    """A reportlab canvas whose file depends on nothing but what is drawn."""
    register_fonts()
    canvas = Canvas(str(target), pagesize=page_size, invariant=1, initialFontName=FONT_REGULAR, lang="vi-VN")
    canvas.setTitle(title)
    return canvas


def text_width(text: str, *, font: str, size: float) -> float:
    """Width of one line as ``draw_text`` draws it."""
    return size * sum(map(_advances(font).__getitem__, nfc(text)))


class _Advances(dict[str, float]):
    """Widths of characters at size 1, each measured once: wrapping asks for a line again with every word."""

    def __init__(self, font: str) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, char: str) -> float:
        chunks = _chunks(char, self._font)
        width = self[char] = sum(float(pdfmetrics.stringWidth(chunk, name, 1)) for name, chunk in chunks)
        return width


_advances = cache(_Advances)


def draw_text(canvas: Any, text: str, *, x: float, y: float, font: str, size: float) -> None:
    """Draw one line from its left end ``x`` on the base line ``y``; signs our serif lacks come from DejaVu."""
    for name, chunk in _chunks(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, chunk)
        x += pdfmetrics.stringWidth(chunk, name, size)


def wrap_text(text: str, width: float, *, font: str, size: float) -> list[str]:
    """Lines of at most ``width``; a word longer than a line, such as a file name, is cut."""
    lines: list[str] = []
    line = ""
    for word in nfc(text).split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, font=font, size=size) <= width:
            line = longer
            continue
        lines.append(line)
        *whole, line = _cut(word, width, font=font, size=size)
        lines.extend(whole)
    return [kept for kept in (*lines, line) if kept]


def _cut(word: str, width: float, *, font: str, size: float) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and text_width(pieces[-1] + char, font=font, size=size) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _chunks(text: str, font: str) -> Iterator[tuple[str, str]]:
    """The text in runs of one font that has the glyphs; what none has becomes a box."""
    register_fonts()
    text = nfc(text)
    own = pdfmetrics.getFont(font).face.charToGlyph
    if text and own.keys() >= set(map(ord, text)):  # nearly always
        yield font, text
        return
    symbols = pdfmetrics.getFont(_FONT_SYMBOLS).face.charToGlyph
    drawable = (char if ord(char) in own or ord(char) in symbols else _NO_GLYPH for char in text)
    for is_own, run in groupby(drawable, key=lambda char: ord(char) in own):
        yield font if is_own else _FONT_SYMBOLS, "".join(run)


def write_placeholder(target: Path, *, name: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write the one page that stands for a document which gave no pages of its own.

    Args:
        target: the PDF.
        name: the document as the user knows it.
        rows: label and text, such as ``("Lý do", …)``; texts are cut after some lines, so that one
            document is always one page.
    """
    width, height = PAGE_SIZE
    inner = width - MARGIN_LEFT - MARGIN_RIGHT
    with staged_file(target) as staging:
        canvas = new_canvas(staging, title=name)
        y = height - 70 * mm
        top = y + 14 * mm
        heading = "TRANG THAY THẾ"
        x = MARGIN_LEFT + (inner - text_width(heading, font=FONT_BOLD, size=16)) / 2
        draw_text(canvas, heading, x=x, y=y, font=FONT_BOLD, size=16)
        y = _draw_centred(canvas, name, y=y - 12 * mm, width=inner)
        for label, text in rows:
            y = _draw_row(canvas, label, text, y=y - 3 * mm)
        canvas.setLineWidth(0.7)
        canvas.rect(MARGIN_LEFT - 6 * mm, y, inner + 12 * mm, top - y)
        canvas.showPage()
        canvas.save()


def _draw_centred(canvas: Any, text: str, *, y: float, width: float) -> float:
    """Draw a wrapped, centred name; gives the y below it."""
    for line in wrap_text(text, width, font=FONT_BOLD, size=13)[:_LINES_SHOWN]:
        x = MARGIN_LEFT + (width - text_width(line, font=FONT_BOLD, size=13)) / 2
        draw_text(canvas, line, x=x, y=y, font=FONT_BOLD, size=13)
        y -= 13 * LEADING
    return y


def _draw_row(canvas: Any, label: str, text: str, *, y: float) -> float:
    """Draw a label with its wrapped text beside it; gives the y below them."""
    draw_text(canvas, label, x=MARGIN_LEFT, y=y, font=FONT_ITALIC, size=12)
    room = PAGE_SIZE[0] - MARGIN_LEFT - MARGIN_RIGHT - _LABEL_WIDTH
    lines = wrap_text(text, room, font=FONT_REGULAR, size=12)
    if len(lines) > _LINES_SHOWN:
        lines[_LINES_SHOWN - 1 :] = ["…"]
    for line in lines:
        draw_text(canvas, line, x=MARGIN_LEFT + _LABEL_WIDTH, y=y, font=FONT_REGULAR, size=12)
        y -= 12 * LEADING
    return y
