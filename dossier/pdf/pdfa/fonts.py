"""Whether a font dictionary is one PDF/A allows (ISO 19005-2, 6.2.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Stream

from dossier.pdf.pdfa.rules import FONT_EMBEDDED, FONT_SOUND, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

SYMBOLIC, NONSYMBOLIC = 4, 32
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_LATIN = {"/WinAnsiEncoding", "/MacRomanEncoding"}
_IDENTITY = {"/Identity-H", "/Identity-V"}


def find_font_faults(font: pikepdf.Object) -> Iterator[Fault]:
    """What is wrong with a font that is used; a Type 3 font carries its own drawings."""
    kind = font.get("/Subtype")
    if kind == Name.Type3:
        return
    name = font_name(font)
    if not is_embedded(font):
        yield Fault(FONT_EMBEDDED, f"phông {name} không nhúng")
    elif kind == Name.Type0:
        yield from (Fault(FONT_SOUND, f"phông {name}: {text}") for text in _composite_faults(font))
    elif kind == Name.TrueType:
        yield from (Fault(FONT_SOUND, f"phông {name}: {text}") for text in _truetype_faults(font))


def font_name(font: pikepdf.Object) -> str:
    """The base font without the slash and the tag of a subset."""
    return str(font.get("/BaseFont", "không tên")).removeprefix("/").rpartition("+")[2]


def is_embedded(font: pikepdf.Object) -> bool:
    """Whether the font, or the one below a composite font, comes with its program."""
    below = descendant(font) if font.get("/Subtype") == Name.Type0 else font
    descriptor = below.get("/FontDescriptor") if below is not None else None
    return isinstance(descriptor, Dictionary) and any(isinstance(descriptor.get(key), Stream) for key in _FILES)


def descendant(font: pikepdf.Object) -> pikepdf.Object | None:
    """The CID font of a composite font; None when there is none."""
    below = font.get("/DescendantFonts")
    return below[0] if isinstance(below, Array) and len(below) and isinstance(below[0], Dictionary) else None


def font_flags(font: pikepdf.Object) -> int:
    """The flags of the descriptor; 0 without one."""
    descriptor = font.get("/FontDescriptor")
    flags = descriptor.get("/Flags", 0) if isinstance(descriptor, Dictionary) else 0
    return int(flags) if isinstance(flags, int) else 0


def _truetype_faults(font: pikepdf.Object) -> Iterator[str]:
    """6.2.11.6: an encoding for letters, none for symbols."""
    encoding = font.get("/Encoding")
    if font_flags(font) & SYMBOLIC:
        if encoding is not None:
            yield "phông ký hiệu không được có bảng mã"
        return
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    if base is None or str(base) not in _LATIN:
        yield "thiếu bảng mã chữ"


def _composite_faults(font: pikepdf.Object) -> Iterator[str]:
    """6.2.11.3: glyphs are found the same way by every reader."""
    below = descendant(font)
    if below is None:
        return
    descriptor = below.get("/FontDescriptor", Dictionary())
    mapping = below.get("/CIDToGIDMap")
    if below.get("/Subtype") == Name.CIDFontType2 and "/FontFile2" in descriptor:
        sound = isinstance(mapping, Stream) or mapping == Name.Identity
        if not sound:
            yield "thiếu bảng từ mã chữ sang hình chữ"
    encoding = font.get("/Encoding")
    if isinstance(encoding, Stream):
        yield from _cmap_faults(encoding, below.get("/CIDSystemInfo", Dictionary()))
    elif not isinstance(encoding, Name):
        yield "thiếu bảng mã"


def _cmap_faults(cmap: pikepdf.Object, system: pikepdf.Object) -> Iterator[str]:
    own = cmap.get("/CIDSystemInfo")
    if isinstance(own, Dictionary) and str(cmap.get("/CMapName")) not in _IDENTITY:
        if any(str(own.get(key)) != str(system.get(key)) for key in ("/Registry", "/Ordering")):
            yield "bảng mã và phông không cùng bộ chữ"
        elif int(own.get("/Supplement", 0)) > int(system.get("/Supplement", 0)):
            yield "bảng mã mới hơn bộ chữ của phông"
    if isinstance(cmap.get("/UseCMap"), Stream):
        yield "bảng mã dựa trên một bảng mã lạ"
