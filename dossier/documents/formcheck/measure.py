"""How long words are on paper, in mm: with Liberation Serif, whose letters are as wide as Times New Roman's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import ImageFont

from dossier.resources import shipped

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

    from dossier.documents.formcheck.model import Line

_SIZE = 100
_MM_PER_POINT = 25.4 / 72


def line_length(line: Line) -> float:
    """The length of a line if nothing breaks it."""
    return sum(_length(span.text, span.look.bold, span.look.italic) * span.look.size for span in line.spans)


@lru_cache(maxsize=4096)
def _length(text: str, bold: bool, italic: bool) -> float:  # noqa: FBT001 - cached, so positional
    """The length in mm at one point of size."""
    return _font(bold, italic).getlength(text.strip()) / _SIZE * _MM_PER_POINT


@lru_cache
def _font(bold: bool, italic: bool) -> FreeTypeFont:  # noqa: FBT001 - cached, so positional
    name = f"{'Bold' if bold else ''}{'Italic' if italic else ''}" or "Regular"
    path = shipped("fonts") / f"LiberationSerif-{name}.ttf"
    return ImageFont.truetype(str(path), _SIZE, layout_engine=ImageFont.Layout.BASIC)
