"""Drawing sheets, and the measure that plans them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.bundle.model import Face
from dossier.pdf import draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.bundle.model import Sheet

_FONTS = {Face.REGULAR: draw.FONT_REGULAR, Face.BOLD: draw.FONT_BOLD, Face.ITALIC: draw.FONT_ITALIC}
_INK, _GREY, _HAIRLINE = 0.0, 0.35, 0.7


def measure_text(text: str, face: Face, size: float) -> float:
    """Width in points of a line as ``write_sheets`` draws it."""
    return draw.text_width(text, font=_FONTS[face], size=size)


def write_sheets(sheets: Sequence[Sheet], target: Path, *, title: str) -> None:
    """Write the sheets as a PDF, a page each."""
    canvas = draw.new_canvas(target, title=title)
    for sheet in sheets:
        canvas.setLineWidth(0.4)
        canvas.setStrokeGray(_HAIRLINE)
        for rule in sheet.rules:
            canvas.line(rule.left, rule.y, rule.right, rule.y)
        for line in sheet.lines:
            canvas.setFillGray(_GREY if line.grey else _INK)
            draw.draw_text(canvas, line.text, x=line.x, y=line.y, font=_FONTS[line.face], size=line.size)
        canvas.showPage()
    canvas.save()


def write_banner(text: str, target: Path, *, size: float, edge: float) -> float:
    """Write a one-page PDF that is just a red line of text with a white edge; gives its width in points."""
    width = measure_text(text, Face.BOLD, size)
    canvas = draw.new_canvas(target, title=text, page_size=(width, size * 1.3))
    canvas.setStrokeGray(1)
    canvas.setLineWidth(edge)
    canvas.setLineJoin(1)
    canvas.setFillColorRGB(0.7, 0.1, 0.1)
    for mode in ("1 Tr", "0 Tr"):  # outline, then fill
        canvas.addLiteral(mode)
        draw.draw_text(canvas, text, x=0, y=size * 0.3, font=_FONTS[Face.BOLD], size=size)
    canvas.showPage()
    canvas.save()
    return width
