"""What on a page keeps a file from being PDF/A-2b: colours, fonts, images, graphics states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from dossier.pdf.pdfa.content import MALFORMED, entries, members, named
from dossier.pdf.pdfa.fonts import find_font_faults
from dossier.pdf.pdfa.rules import COLOUR, FILTER, GRAPHICS, GROUP, XOBJECT, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.pdf.pdfa.content import Drawing, Walker

# Four numbers before the operator: a letter k inside a shown string, «(… k\\027 …)», sets no colour.
CMYK_SET = re.compile(rb"(?:[\d.]+\s+){4}[kK](?![\w\\])|/(?:DeviceCMYK|CMYK)\b")
FONT_SET = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+[-+]?[\d.]+\s+Tf\b")
_INTENT_SET = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+ri\b|/Intent\s*/(\w+)")
_INLINE_LZW = re.compile(rb"\bBI\b[^\0]{0,400}?/(?:LZW|LZWDecode)\b[^\0]{0,400}?\bID\b")
_INLINE_SMOOTH = re.compile(rb"\bBI\b[^\0]{0,400}?/(?:I|Interpolate)\s+true\b[^\0]{0,400}?\bID\b")

INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
BLEND_MODES = {
    *("/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge"),
    *("/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion"),
    *("/Hue", "/Saturation", "/Color", "/Luminosity"),
}
_HALFTONES = {1, 5}
_UNFIT_IN_FORM = ("/OPI", "/Ref", "/PS")
_UNFIT_FILTERS = {"/LZWDecode", "/LZW", "/Crypt"}


def find_page_faults(page: pikepdf.Page, walker: Walker) -> list[Fault]:
    """Everything on a page that PDF/A-2b with an sRGB output intent does not allow.

    What the walker has met on another page is not told again.
    """
    try:
        return list(_page_faults(page, walker))
    except MALFORMED:
        return [Fault(GRAPHICS, "nội dung trang sai cấu trúc")]


def _page_faults(page: pikepdf.Page, walker: Walker) -> Iterator[Fault]:
    yield from _group_faults(page.obj)
    for drawing in walker.drawings(page):
        if isinstance(drawing.owner, Stream):
            yield from _group_faults(drawing.owner)
            yield from _form_faults(drawing.owner)
        yield from _operator_faults(drawing)
        yield from _resource_faults(drawing, walker)


def _operator_faults(drawing: Drawing) -> Iterator[Fault]:
    if CMYK_SET.search(drawing.data) and not _covers_cmyk(drawing.resources):
        yield Fault(COLOUR, "màu CMYK không kèm hồ sơ màu")
    intents = (b"/" + (by_operator or inline) for by_operator, inline in _INTENT_SET.findall(drawing.data))
    if any(intent.decode("latin-1") not in INTENTS for intent in intents):
        yield Fault(GRAPHICS, "cách chuyển màu không được phép")
    if _INLINE_LZW.search(drawing.data):
        yield Fault(FILTER, "ảnh trong dòng nén kiểu LZW")
    if _INLINE_SMOOTH.search(drawing.data):
        yield Fault(XOBJECT, "ảnh trong dòng đặt nội suy")


def _covers_cmyk(resources: pikepdf.Object) -> bool:
    spaces = resources.get("/ColorSpace")
    return isinstance(spaces, Dictionary) and "/DefaultCMYK" in spaces


def _resource_faults(drawing: Drawing, walker: Walker) -> Iterator[Fault]:
    resources = drawing.resources
    used = {f"/{name.decode('latin-1')}" for name in FONT_SET.findall(drawing.data)}
    for name, font in named(resources, "/Font").items():
        if name in used and walker.is_new(font):
            yield from find_font_faults(font)
    for state in members(resources, "/ExtGState"):
        if walker.is_new(state):
            yield from _state_faults(state)
            for font in entries(state.get("/Font")):
                yield from find_font_faults(font)
    for image in members(resources, "/XObject"):
        if image.get("/Subtype") != Name.Form and walker.is_new(image):
            yield from _image_faults(image, resources)
    covered = _covers_cmyk(resources)
    for space in colour_spaces(resources):
        if is_bare_cmyk(space) and not covered:
            yield Fault(COLOUR, "không gian màu CMYK không kèm hồ sơ màu")


def colour_spaces(resources: pikepdf.Object) -> list[object]:
    """The colour spaces a content stream names, those of its shadings too."""
    spaces = resources.get("/ColorSpace")
    own = [space for name, space in spaces.items() if name != "/DefaultCMYK"] if isinstance(spaces, Dictionary) else []
    patterns = (pattern.get("/Shading") for pattern in members(resources, "/Pattern"))
    shadings = (*members(resources, "/Shading"), *patterns)
    return own + [shading.get("/ColorSpace") for shading in shadings if isinstance(shading, Dictionary | Stream)]


def is_bare_cmyk(space: object, depth: int = 4) -> bool:
    """Whether a colour space is, or is built on, DeviceCMYK."""
    if isinstance(space, Name):
        return str(space) in {"/DeviceCMYK", "/CMYK"}
    if not isinstance(space, Array) or not len(space) or depth == 0:
        return False
    # Indexed and Pattern name their base second, Separation and DeviceN their alternate third.
    below = {"/Indexed": 1, "/I": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2, "/DeviceCMYK": 0}
    index = below.get(str(space[0]))
    return index is not None and index < len(space) and is_bare_cmyk(space[index], depth - 1)


def _image_faults(image: pikepdf.Object, resources: pikepdf.Object) -> Iterator[Fault]:
    if image.get("/Subtype") == Name.PS:
        yield Fault(XOBJECT, "mã PostScript")
    if image.get("/Interpolate", False) is True or "/Alternates" in image or "/OPI" in image:
        yield Fault(XOBJECT, "ảnh có bản thay thế hoặc đặt nội suy")
    if is_bare_cmyk(image.get("/ColorSpace")) and not _covers_cmyk(resources):
        yield Fault(COLOUR, "ảnh CMYK không kèm hồ sơ màu")
    if "/Intent" in image and str(image.Intent) not in INTENTS:
        yield Fault(GRAPHICS, "cách chuyển màu không được phép")
    yield from stream_faults(image)


def _form_faults(form: pikepdf.Object) -> Iterator[Fault]:
    if any(key in form for key in _UNFIT_IN_FORM) or form.get("/Subtype2") == Name.PS:
        yield Fault(XOBJECT, "mẫu vẽ có PostScript, bản thay thế hoặc tham chiếu ngoài")
    yield from stream_faults(form)


def stream_faults(stream: pikepdf.Object) -> Iterator[Fault]:
    """Filters and places of data that may not be (6.1.7)."""
    if not isinstance(stream, Stream):
        return
    filters = stream.get("/Filter")
    names = {str(name) for name in (filters if isinstance(filters, Array) else [filters])}
    if names & _UNFIT_FILTERS:
        yield Fault(FILTER, "dữ liệu nén kiểu LZW hoặc mã hóa riêng")
    if any(key in stream for key in ("/F", "/FFilter", "/FDecodeParms")):
        yield Fault(FILTER, "dữ liệu nằm ngoài tệp")


def _state_faults(state: pikepdf.Object) -> Iterator[Fault]:
    if "/TR" in state or str(state.get("/TR2", "/Default")) != "/Default" or "/HTP" in state:
        yield Fault(GRAPHICS, "hàm truyền màu")
    halftone = state.get("/HT")
    if isinstance(halftone, Dictionary | Stream):
        odd = halftone.get("/HalftoneType") not in _HALFTONES or "/HalftoneName" in halftone
        if odd:
            yield Fault(GRAPHICS, "kiểu tram in không được phép")
    modes = state.get("/BM", Name.Normal)
    wanted = {str(mode) for mode in (modes if isinstance(modes, Array) else [modes])}
    if wanted - BLEND_MODES:
        yield Fault(GRAPHICS, "cách hòa màu không được phép")
    if "/RI" in state and str(state.RI) not in INTENTS:
        yield Fault(GRAPHICS, "cách chuyển màu không được phép")


def _group_faults(owner: pikepdf.Object) -> Iterator[Fault]:
    group = owner.get("/Group")
    if isinstance(group, Dictionary) and is_bare_cmyk(group.get("/CS")):
        yield Fault(GROUP, "nhóm trong suốt dùng màu CMYK không kèm hồ sơ màu")
