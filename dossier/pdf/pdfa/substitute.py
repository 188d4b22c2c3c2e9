"""Fonts put in where a PDF names one without bringing it: same place, same width, the letters of Liberation.

The substitute is a symbolic TrueType font whose own table leads from each character code to its glyph, so
that any encoding of the original works; glyphs are stretched to the widths the document counts on.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from fontTools import agl
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase._fontdata import encodings, widthsByFontGlyph

from dossier.pdf.fonts import SYMBOLS, font_path
from dossier.pdf.pdfa.fonts import SYMBOLIC, font_flags, font_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pikepdf

_FIXED, _SERIF, _ITALIC, _FORCE_BOLD = 1, 2, 64, 1 << 18
# The standard fonts, and the names Windows programs give them (ISO 32000-1, 9.6.2.2).
_STANDARD = {
    **dict.fromkeys(("Helvetica", "Arial", "ArialMT"), "Sans"),
    **dict.fromkeys(("Times", "TimesNewRoman", "TimesNewRomanPS", "TimesNewRomanPSMT"), "Serif"),
    **dict.fromkeys(("Courier", "CourierNew", "CourierNewPS", "CourierNewPSMT", "CourierStd"), "Mono"),
    **dict.fromkeys(("Symbol", "ZapfDingbats"), "Symbols"),
}
_ENCODINGS = {
    "/WinAnsiEncoding": "WinAnsiEncoding",
    "/MacRomanEncoding": "MacRomanEncoding",
    "/StandardEncoding": "StandardEncoding",
}
# Zapf Dingbats follows the Unicode block of its name but for signs that Unicode had elsewhere already.
_DINGBATS = {
    **{code: 0x26E0 + code for code in range(0x21, 0x7F)},
    **{code: 0x26C0 + code for code in range(0xA1, 0xFF)},
    0x25: 0x260E,
    0x2A: 0x261B,
    0x2B: 0x261E,
    0x48: 0x2605,
    0x6C: 0x25CF,
    0x6E: 0x25A0,
    0x73: 0x25B2,
    0x74: 0x25BC,
    0x75: 0x25C6,
    0x77: 0x25D7,
    0x20: 0x20,
    0xA8: 0x2663,
    0xA9: 0x2666,
    0xAA: 0x2665,
    0xAB: 0x2660,
    0xD5: 0x2192,
    0xD6: 0x2194,
    0xD7: 0x2195,
    **{0xAC + digit: 0x2460 + digit for digit in range(10)},
}
_CHANGED = 0.01  # of the width; less is not seen
_SHIFT = 0xF000
_BLOCK = 100
_CMAP = """\
/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{}endcmap CMapName currentdict /CMap defineresource pop end end
"""


@dataclass(frozen=True, slots=True)
class Substitute:
    """A font program and what the font dictionary must say with it; widths are in thousandths."""

    data: bytes
    first: int
    widths: tuple[int, ...]
    box: tuple[int, ...]
    ascent: int
    descent: int


def is_standard(font: pikepdf.Object) -> bool:
    """Whether the font is one of the fourteen every reader has, under any of its usual names."""
    return _family(font_name(font)) is not None


def embed_substitute(pdf: pikepdf.Pdf, font: pikepdf.Object) -> bool:
    """Give a simple font a program; False when none of ours can stand for it.

    The dictionary is changed in place; text is found and copied as before.
    """
    if font.get("/Subtype") not in {Name.Type1, Name.TrueType, Name.MMType1}:
        return False
    letters = _letters(font)
    if not letters:
        return False
    made = build_substitute(_file(font), tuple(sorted(letters.items())), tuple(sorted(_stated_widths(font).items())))
    _describe(pdf, font, made, letters)
    return True


def _family(name: str) -> str | None:
    stem = name.replace(" ", "").partition(",")[0].partition("-")[0]
    return _STANDARD.get(stem)


def _file(font: pikepdf.Object) -> str:
    """The shipped font file nearest to a font, by its name or else by its flags."""
    name, flags = font_name(font), font_flags(font)
    family = _family(name) or ("Mono" if flags & _FIXED else "Serif" if flags & _SERIF else "Sans")
    if family == "Symbols":
        return SYMBOLS
    style = name.casefold()
    bold = "bold" in style or bool(flags & _FORCE_BOLD)
    italic = "italic" in style or "oblique" in style or bool(flags & _ITALIC)
    suffix = ("Bold" if bold else "") + ("Italic" if italic else "")
    return f"Liberation{family}-{suffix or 'Regular'}.ttf"


def _letters(font: pikepdf.Object) -> dict[int, int]:
    """Unicode of each character code the font may be asked for."""
    if font_name(font) == "ZapfDingbats":
        letters = dict(_DINGBATS)
    else:
        names = encodings[_base_encoding(font)]
        letters = {code: letter for code, name in enumerate(names) if name and (letter := _unicode(name))}
    letters |= dict(_differences(font))
    first, last = int(font.get("/FirstChar", 0)), int(font.get("/LastChar", 255))
    return {code: letter for code, letter in letters.items() if first <= code <= last}


def _base_encoding(font: pikepdf.Object) -> str:
    encoding = font.get("/Encoding")
    stated = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    if str(stated) in _ENCODINGS:
        return _ENCODINGS[str(stated)]
    if font_name(font) == "Symbol":
        return "SymbolEncoding"
    return "WinAnsiEncoding" if font.get("/Subtype") == Name.TrueType else "StandardEncoding"


def _differences(font: pikepdf.Object) -> Iterator[tuple[int, int]]:
    encoding = font.get("/Encoding")
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for entry in differences if isinstance(differences, Array) else ():
        if isinstance(entry, Name):
            letter = _unicode(str(entry).removeprefix("/"))
            if letter:
                yield code, letter
            code += 1
        else:
            code = int(entry)


@cache
def _unicode(name: str) -> int | None:
    """The letter a glyph name stands for; None when it stands for none or several."""
    dingbats = {glyph: code for code, glyph in enumerate(encodings["ZapfDingbatsEncoding"]) if glyph}
    if name in dingbats and name != "space":
        return _DINGBATS.get(dingbats[name])
    letters = agl.toUnicode(name)
    return ord(letters) if len(letters) == 1 else None


def _stated_widths(font: pikepdf.Object) -> dict[int, int]:
    widths, first = font.get("/Widths"), int(font.get("/FirstChar", 0))
    if isinstance(widths, Array):
        return {code: round(float(width)) for code, width in enumerate(widths, first) if float(width) > 0}
    # The symbol fonts are the two whose standard widths Liberation and DejaVu do not share.
    name = font_name(font)
    own = widthsByFontGlyph[name] if name in {"Symbol", "ZapfDingbats"} else {}
    return {code: own[glyph] for code, glyph in enumerate(encodings[f"{name}Encoding"]) if glyph in own} if own else {}


@cache
def build_substitute(
    file: str, letters: tuple[tuple[int, int], ...], widths: tuple[tuple[int, int], ...]
) -> Substitute:
    """A font of one glyph for each character code, drawn from a shipped font and fitted to the stated widths.

    Args:
        file: name of the shipped font file.
        letters: character code and Unicode.
        widths: character code and advance in thousandths; the font's own where a code has none.
    """
    with TTFont(font_path(file), lazy=True) as source:
        known = source.getBestCmap()
        names = {code: known[letter] for code, letter in letters if letter in known}
        em = source["head"].unitsPerEm
        fitted = _fit(source, names, {code: round(width * em / 1000) for code, width in widths})
        hhea = source["hhea"]
        data, box = _build(fitted, em=em, ascent=hhea.ascent, descent=hhea.descent)
    codes = range(min(names), max(names) + 1)
    scale = 1000 / em
    return Substitute(
        data=data,
        first=codes[0],
        widths=tuple(round(fitted[code].advance * scale) if code in fitted else 0 for code in codes),
        box=tuple(round(edge * scale) for edge in box),
        ascent=round(hhea.ascent * scale),
        descent=round(hhea.descent * scale),
    )


@dataclass(frozen=True, slots=True)
class _Glyph:
    outline: Any
    advance: int


def _fit(source: TTFont, names: Mapping[int, str], widths: Mapping[int, int]) -> dict[int, _Glyph]:
    """The outline of each code, stretched where the document counts on another advance."""
    glyphs = source.getGlyphSet()
    fitted = {}
    for code, name in names.items():
        own = glyphs[name].width
        advance = widths.get(code, own)
        pen = TTGlyphPen(None)
        stretch = advance / own if own and abs(advance - own) > _CHANGED * own else 1.0
        outline = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(outline)
        outline.replay(TransformPen(pen, (stretch, 0, 0, 1, 0, 0)))
        fitted[code] = _Glyph(pen.glyph(), advance)
    return fitted


def _build(fitted: Mapping[int, _Glyph], *, em: int, ascent: int, descent: int) -> tuple[bytes, tuple[int, ...]]:
    """The TrueType file, and its bounding box."""
    named = {f"c{code}": glyph for code, glyph in fitted.items()}
    builder = FontBuilder(em, isTTF=True)
    builder.updateHead(created=0, modified=0)  # no clock in the bytes
    builder.setupGlyphOrder([".notdef", *named])
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **{name: glyph.outline for name, glyph in named.items()}})
    table = builder.font["glyf"]
    metrics = {name: (glyph.advance, getattr(table[name], "xMin", 0)) for name, glyph in named.items()}
    builder.setupHorizontalMetrics({".notdef": (em // 2, 0), **metrics})
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupPost(keepGlyphNames=False)
    builder.font["cmap"] = _symbol_cmap({_SHIFT + code: f"c{code}" for code in fitted})
    data = io.BytesIO()
    builder.save(data)
    head = builder.font["head"]
    return data.getvalue(), (head.xMin, head.yMin, head.xMax, head.yMax)


def _symbol_cmap(glyphs: dict[int, str]) -> Any:
    """A table of the one kind a symbolic font may have: Microsoft Symbol (ISO 19005-2, 6.2.11.6)."""
    subtable = CmapSubtable.newSubtable(4)
    subtable.platformID, subtable.platEncID, subtable.language, subtable.cmap = 3, 0, 0, glyphs
    cmap = newTable("cmap")
    cmap.tableVersion, cmap.tables = 0, [subtable]
    return cmap


def _describe(pdf: pikepdf.Pdf, font: pikepdf.Object, made: Substitute, letters: Mapping[int, int]) -> None:
    name = Name(f"/DOSSIE+{font_name(font).replace(' ', '')}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=SYMBOLIC,
        FontBBox=Array(made.box),
        ItalicAngle=0,
        Ascent=made.ascent,
        Descent=made.descent,
        CapHeight=made.ascent,
        StemV=80,
        FontFile2=pdf.make_stream(made.data, Length1=len(made.data)),
    )
    if "/Encoding" in font:
        del font["/Encoding"]
    font["/Subtype"] = Name.TrueType
    font["/BaseFont"] = name
    font["/FirstChar"] = made.first
    font["/LastChar"] = made.first + len(made.widths) - 1
    font["/Widths"] = Array(made.widths)
    font["/FontDescriptor"] = pdf.make_indirect(descriptor)
    font["/ToUnicode"] = pdf.make_stream(_to_unicode(letters))


def _to_unicode(letters: Mapping[int, int]) -> bytes:
    """The CMap by which text is found and copied; what the file had wins nothing over the encoding."""
    pairs = [f"<{code:02X}> <{letter:04X}>" for code, letter in sorted(letters.items())]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    ranges = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return _CMAP.format(ranges).encode("ascii")
