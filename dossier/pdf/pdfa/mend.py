"""Making the pages of evidence fit for PDF/A-2b before they are merged, with as little change as may be.

Missing fonts get a program, ink colours get a profile, what is only advice to a printer goes. A page that
is still unfit is drawn as a picture, and said so.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream

from dossier.pdf.pdfa.content import MALFORMED, Walker, members, named
from dossier.pdf.pdfa.faults import (
    BLEND_MODES,
    CMYK_SET,
    FONT_SET,
    INTENTS,
    colour_spaces,
    find_page_faults,
    is_bare_cmyk,
)
from dossier.pdf.pdfa.fonts import NONSYMBOLIC, SYMBOLIC, descendant, font_flags, font_name, is_embedded
from dossier.pdf.pdfa.icc import cmyk_profile
from dossier.pdf.pdfa.rules import FONT_REPLACED, RASTERED
from dossier.pdf.pdfa.substitute import embed_substitute, is_standard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.pdf.pdfa.content import Drawing
    from dossier.pdf.pdfa.rules import Fault
    from dossier.problems import Problem, Where

_RASTER_DPI = 200
_RASTER_QUALITY = 85
_LATIN = {"/WinAnsiEncoding", "/MacRomanEncoding"}
_ADVICE = {
    "image": ("/Interpolate", "/Alternates", "/OPI"),
    "form": ("/OPI", "/Ref", "/PS", "/Subtype2"),
    "state": ("/TR", "/TR2", "/HTP", "/HT"),
    "descriptor": ("/CharSet", "/CIDSet"),
}


def make_archivable(pdf: pikepdf.Pdf, *, where: Where) -> tuple[Problem, ...]:
    """Mend the pages in place; says which fonts of its own a file lost and which pages became pictures."""
    mender = _Mender(pdf)
    for page in pdf.pages:
        with suppress(*MALFORMED):  # then it becomes a picture below
            mender.mend(page)
    problems = [*_font_problems(mender.replaced, where)]
    unfit = _find_unfit(pdf)
    if unfit:
        _draw_as_pictures(pdf, unfit)
        problems += [_raster_problem(number, faults[0], where) for number, faults in unfit.items()]
    return tuple(problems)


def _font_problems(replaced: set[str], where: Where) -> Iterator[Problem]:
    if replaced:
        message = f"Tệp không nhúng phông {', '.join(sorted(replaced))}; đã thay bằng phông Liberation."
        yield FONT_REPLACED.at(where, message)


def _raster_problem(number: int, fault: Fault, where: Where) -> Problem:
    message = f"Trang {number} được đưa vào dưới dạng ảnh {_RASTER_DPI} dpi, vì: {fault.text}."
    return RASTERED.at(where, message)


def _find_unfit(pdf: pikepdf.Pdf) -> dict[int, list[Fault]]:
    """What is still wrong, by page from 1; each page looked at alone, as each is drawn alone."""
    found = {number: find_page_faults(page, Walker()) for number, page in enumerate(pdf.pages, 1)}
    return {number: faults for number, faults in found.items() if faults}


class _Mender:
    """Changes resources, each shared one once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.replaced: set[str] = set()
        self._pdf = pdf
        self._walker = Walker()
        self._fonts = Walker()
        self._ink: pikepdf.Object | None = None

    def mend(self, page: pikepdf.Page) -> None:
        for drawing in self._walker.drawings(page):
            self._mend_fonts(drawing)
            if self._uses_ink(drawing):
                self._cover_ink(drawing)
            for image in members(drawing.resources, "/XObject"):
                self._mend_image(image)
            for state in members(drawing.resources, "/ExtGState"):
                self._mend_state(state)
            if isinstance(drawing.owner, Stream):
                _drop(drawing.owner, "form")
                _unpack(drawing.owner)
            self._mend_group(drawing.owner)

    def _mend_fonts(self, drawing: Drawing) -> None:
        used = {f"/{name.decode('latin-1')}" for name in FONT_SET.findall(drawing.data)}
        for name, font in named(drawing.resources, "/Font").items():
            if name in used and self._fonts.is_new(font) and font.get("/Subtype") != Name.Type3:
                self._mend_font(font)

    def _mend_font(self, font: pikepdf.Object) -> None:
        if is_embedded(font):
            _mend_embedded(font)
            return
        name, standard = font_name(font), is_standard(font)
        if embed_substitute(self._pdf, font) and not standard:
            self.replaced.add(name)

    def _uses_ink(self, drawing: Drawing) -> bool:
        return bool(CMYK_SET.search(drawing.data)) or any(map(is_bare_cmyk, colour_spaces(drawing.resources)))

    def _cover_ink(self, drawing: Drawing) -> None:
        """Say what ink colours mean here; the operators and images stay as they are."""
        resources = drawing.resources
        if "/Resources" not in drawing.owner:
            drawing.owner["/Resources"] = resources = Dictionary()
        if not isinstance(resources.get("/ColorSpace"), Dictionary):
            resources["/ColorSpace"] = Dictionary()
        resources["/ColorSpace"]["/DefaultCMYK"] = self._ink_space()

    def _ink_space(self) -> pikepdf.Object:
        if self._ink is None:
            profile = self._pdf.make_stream(cmyk_profile(), N=4, Alternate=Name.DeviceCMYK)
            self._ink = self._pdf.make_indirect(Array([Name.ICCBased, profile]))
        return self._ink

    def _mend_image(self, image: pikepdf.Object) -> None:
        if image.get("/Subtype") != Name.Image:
            return
        _drop(image, "image")
        _unpack(image)
        _drop_intent(image, "/Intent")
        if is_bare_cmyk(image.get("/ColorSpace")):
            image["/ColorSpace"] = self._with_ink(image["/ColorSpace"])

    def _with_ink(self, space: pikepdf.Object) -> pikepdf.Object:
        """A colour space with the profile in the place of DeviceCMYK, however deep."""
        if isinstance(space, Name):
            return self._ink_space() if is_bare_cmyk(space) else space
        if not isinstance(space, Array) or not is_bare_cmyk(space):
            return space
        if len(space) == 1:
            return self._ink_space()
        return Array([self._with_ink(part) if index in {1, 2} else part for index, part in enumerate(space)])

    def _mend_state(self, state: pikepdf.Object) -> None:
        _drop(state, "state")
        _drop_intent(state, "/RI")
        if state.get("/OPM") == 1:
            state["/OPM"] = 0  # means nothing, and may not be, with profiled inks (6.2.4.2)
        modes = state.get("/BM")
        wanted = {str(mode) for mode in (modes if isinstance(modes, Array) else [modes])}
        if modes is not None and wanted - BLEND_MODES:
            state["/BM"] = Name.Normal

    def _mend_group(self, owner: pikepdf.Object) -> None:
        group = owner.get("/Group")
        if isinstance(group, Dictionary) and is_bare_cmyk(group.get("/CS")):
            group["/CS"] = self._ink_space()


def _drop(thing: pikepdf.Object, kind: str) -> None:
    for key in _ADVICE[kind]:
        if key in thing:
            del thing[key]


def _unpack(stream: pikepdf.Object) -> None:
    """Decode LZW; saving packs it anew."""
    filters = stream.get("/Filter")
    if any(name == Name.LZWDecode for name in (filters if isinstance(filters, Array) else [filters])):
        with suppress(pikepdf.PdfError):  # a codec behind it that only viewers know
            stream.write(stream.read_bytes())


def _drop_intent(thing: pikepdf.Object, key: str) -> None:
    if key in thing and str(thing[key]) not in INTENTS:
        del thing[key]


def _mend_embedded(font: pikepdf.Object) -> None:
    """Put right what says the same more strictly; the glyphs shown do not change."""
    below = descendant(font) if font.get("/Subtype") == Name.Type0 else font
    if below is None:
        return
    descriptor = below["/FontDescriptor"]
    _drop(descriptor, "descriptor")  # lists of glyphs, optional and often wrong
    if below.get("/Subtype") == Name.CIDFontType2 and "/FontFile2" in descriptor and "/CIDToGIDMap" not in below:
        below["/CIDToGIDMap"] = Name.Identity  # the default (ISO 32000-1, table 117)
    is_symbolic = font.get("/Subtype") == Name.TrueType and font_flags(font) & SYMBOLIC
    if is_symbolic and str(font.get("/Encoding")) in _LATIN:
        descriptor["/Flags"] = font_flags(font) & ~SYMBOLIC | NONSYMBOLIC


def _draw_as_pictures(pdf: pikepdf.Pdf, numbers: dict[int, list[Fault]]) -> None:
    """Replace pages (from 1) by what pdfium shows of them, same size and turn."""
    data = io.BytesIO()
    pdf.save(data)
    document = pypdfium2.PdfDocument(data.getvalue())
    try:
        for number in numbers:
            _replace_by_picture(pdf, pdf.pages[number - 1], document[number - 1])
    finally:
        document.close()


def _replace_by_picture(pdf: pikepdf.Pdf, page: pikepdf.Page, drawn: pypdfium2.PdfPage) -> None:
    turn = int(drawn.get_rotation())
    drawn.set_rotation(0)
    image = drawn.render(scale=_RASTER_DPI / 72).to_pil().convert("RGB")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=_RASTER_QUALITY, dpi=(_RASTER_DPI, _RASTER_DPI))
    picture = pdf.make_stream(
        data.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    page.obj["/Resources"] = Dictionary(XObject=Dictionary(Im0=picture))
    page.obj["/Contents"] = pdf.make_stream(
        f"q {right - left:.4f} 0 0 {top - bottom:.4f} {left:.4f} {bottom:.4f} cm /Im0 Do Q".encode()
    )
    page.obj["/Rotate"] = turn
    if "/Group" in page.obj:
        del page.obj["/Group"]
