"""The font of page stamps: a small simple TrueType font, so that a stamp is a few bytes of plain text."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from dossier.pdf.fonts import SANS, font_path

_FIRST, _LAST = 32, 126
_NAME = "/DOSSIE+LiberationSans"
_NONSYMBOLIC = 1 << 5


def stamp_width(text: str, size: float) -> float:
    """Width in points of ASCII text in the stamp font."""
    return sum(_widths()[ord(char) - _FIRST] for char in text) * size / 1000


def embed_stamp_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Put the font into a PDF once; the object goes into ``/Resources /Font`` of each stamped page.

    It shows ASCII 32 to 126, encoded as WinAnsi: a stamp's text is written as it is.
    """
    data = _subset()
    with TTFont(io.BytesIO(data)) as font:
        scale = 1000 / font["head"].unitsPerEm
        head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
        box = [round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]
        ascent, descent = round(hhea.ascent * scale), round(hhea.descent * scale)
        capital = round(os2.sCapHeight * scale)
    file = pdf.make_stream(data, Length1=len(data))
    descriptor = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name(_NAME),
            Flags=_NONSYMBOLIC,
            FontBBox=pikepdf.Array(box),
            ItalicAngle=0,
            Ascent=ascent,
            Descent=descent,
            CapHeight=capital,
            StemV=80,
            FontFile2=file,
        )
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=pikepdf.Name(_NAME),
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=_FIRST,
            LastChar=_LAST,
            Widths=pikepdf.Array(_widths()),
            FontDescriptor=descriptor,
        )
    )


@cache
def _subset() -> bytes:
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 6, 13], notdef_outline=True)
    options.drop_tables += ["FFTM"]  # FontForge's time stamps, which the subsetter does not know
    with TTFont(font_path(SANS), recalcTimestamp=False) as font:  # else it holds the moment of saving
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=range(_FIRST, _LAST + 1))
        subsetter.subset(font)
        data = io.BytesIO()
        font.save(data)
    return data.getvalue()


@cache
def _widths() -> list[int]:
    """Advance of each character from 32 on, in thousandths of the size."""
    with TTFont(io.BytesIO(_subset())) as font:
        scale = 1000 / font["head"].unitsPerEm
        names, metrics = font.getBestCmap(), font["hmtx"]
        return [round(metrics[names[code]][0] * scale) for code in range(_FIRST, _LAST + 1)]
