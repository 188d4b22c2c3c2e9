"""Stamping pages of any origin: upright, inside what is visible, after whatever the page does."""

from __future__ import annotations

import re
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

from dossier.bundle.draw import write_banner
from dossier.errors import DamagedError
from dossier.pdf.stamp import embed_stamp_font, stamp_width

if TYPE_CHECKING:
    from dossier.bundle.model import Box

_A4_WIDTH = 595.0
_SIZE = 8.0  # points on A4; larger on larger sheets, so that a plan printed on A4 keeps a readable stamp
_SIDE, _FOOT, _BETWEEN = 24.0, 14.0, 12.0
_EDGE = 0.25  # width of the white edge, in sizes
_BLUE = "0.15 0.3 0.65 rg"
# The letter comes first in the pattern, so that the search jumps from one to the next.
_SAVES = re.compile(rb"[qQ](?<![^\s\]>)][qQ])(?![^\s\[<(/])")


class Stamper:
    """Prints a stamp at the foot of pages of one PDF, on the right; the banner, if any, on the left."""

    def __init__(self, pdf: pikepdf.Pdf, *, banner: str) -> None:
        self._pdf = pdf
        self._font = embed_stamp_font(pdf)
        self._save = pdf.make_stream(b"q\n")
        self._banner: pikepdf.Object | None = None
        self._banner_width = 0.0
        if banner:
            self._banner, self._banner_width = _embed_banner(pdf, banner)

    def stamp(self, page: pikepdf.Page, text: str) -> None:
        """Add ``text`` (ASCII) to a page, whose crop box is mended if need be."""
        if Name.CropBox in page.obj:
            # Viewers differ on a crop box that leaves the media box or misses it.
            page.obj.CropBox = pikepdf.Array(visible_box(page))
        content = _content(page)
        if content is None or not _is_closed(content):
            self._isolate(page, content)
        page.contents_add(self._save, prepend=True)
        page.contents_add(b"\nQ\n" + self._drawing(page, text))

    def restamp(self, page: pikepdf.Page, text: str) -> None:
        """Replace the stamp this program printed on a page; only the number of pages in it may be another.

        Raises:
            DamagedError: the page bears no such stamp.
        """
        wanted = text.rpartition("/")[0]
        old = re.compile(re.escape(f"( {wanted}/".encode("ascii")) + rb"\d+\)")
        contents = page.obj.get(Name.Contents)
        if isinstance(contents, pikepdf.Array) and old.search(drawing := contents[-1].read_bytes()):
            contents[-1].write(old.sub(f"( {text})".encode("ascii"), drawing))
        else:
            raise DamagedError(f"Không thấy dòng số trang «{wanted}» để ghi lại tổng số trang.")

    def _isolate(self, page: pikepdf.Page, content: bytes | None) -> None:
        """Make the page's content a form: whatever it leaves open or undoes ends with the form."""
        if content is not None:
            form = self._pdf.make_stream(content)
        elif isinstance(damaged := page.obj.Contents, pikepdf.Stream):
            form = self._pdf.make_stream(damaged.read_raw_bytes())
            for key in (Name.Filter, Name.DecodeParms):
                if key in damaged:
                    form[key] = damaged[key]
        else:
            return  # several streams, one of them damaged: they cannot be made one
        form.Type = Name.XObject
        form.Subtype = Name.Form
        form.BBox = pikepdf.Array(visible_box(page))
        form.Resources = page.obj.get(Name.Resources, pikepdf.Dictionary())
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Content=form))
        page.obj.Contents = self._pdf.make_stream(b"/Content Do")

    def _drawing(self, page: pikepdf.Page, text: str) -> bytes:
        """The content that draws on the page as it is seen."""
        text = f" {text}"  # readers of the text would else join it to what stands on its left
        matrix, width, height = _view(page)
        length = stamp_width(text, _SIZE)
        needed = 2 * _SIDE + self._banner_width + _BETWEEN + length
        wanted = max(1.0, min(width, height) / _A4_WIDTH)
        # On a small page banner and stamp shrink together rather than meet or leave the page.
        zoom = min(wanted, width / needed, height / (2 * _FOOT + _SIZE))
        size = _SIZE * zoom
        x, y = width - (_SIDE + length) * zoom, _FOOT * zoom
        font = _add_resource(page, self._font, Name.Font)
        words = f"{font} {_numbers(size)} Tf {_numbers(x, y)} Td ({_escaped(text)}) Tj"
        # The white edge keeps the stamp legible on a dark photograph.
        edge = f"q 1 1 1 RG {_numbers(_EDGE * size)} w 1 j BT 1 Tr {words} ET Q"
        parts = [f"q {_numbers(*matrix)} cm /Artifact BMC", edge, f"BT {_BLUE} {words} ET"]
        if self._banner is not None:
            form = _add_resource(page, self._banner, Name.XObject)
            parts.append(f"q {_numbers(zoom, 0, 0, zoom, _SIDE * zoom, y - 0.3 * size)} cm {form} Do Q")
        return "\n".join([*parts, "EMC Q\n"]).encode("ascii")


def visible_box(page: pikepdf.Page) -> Box:
    """What a viewer shows of the page, before rotation: the crop box inside the media box."""
    media = _box(page.obj.get(Name.MediaBox)) or (0.0, 0.0, 612.0, 792.0)
    crop = _box(page.obj.get(Name.CropBox)) or media
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return box if box[0] < box[2] and box[1] < box[3] else media


def visible_rotation(page: pikepdf.Page) -> int:
    """0, 90, 180 or 270, clockwise; what is not a quarter turn counts as none, as in viewers."""
    turn = page.obj.get(Name.Rotate, 0)
    try:
        angle = int(turn) % 360
    except (TypeError, ValueError):
        return 0
    return angle if angle % 90 == 0 else 0


def _view(page: pikepdf.Page) -> tuple[tuple[float, ...], float, float]:
    """The matrix from the page as seen (origin bottom left) to its own space, and its width and height."""
    left, bottom, right, top = visible_box(page)
    width, height = right - left, top - bottom
    match visible_rotation(page):
        case 90:
            return (0, 1, -1, 0, right, bottom), height, width
        case 180:
            return (-1, 0, 0, -1, right, top), width, height
        case 270:
            return (0, -1, 1, 0, left, top), height, width
        case _:
            return (1, 0, 0, 1, left, bottom), width, height


def _box(value: pikepdf.Object | None) -> Box | None:
    """A rectangle in order; None when it is missing, malformed or empty."""
    try:
        x1, y1, x2, y2 = (float(edge) for edge in value)  # type: ignore[union-attr] # None is a TypeError too
    except (TypeError, ValueError):
        return None
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _is_closed(content: bytes) -> bool:
    """Whether content, as far as a quick look tells, leaves no ``q`` or string open and undoes no ``q``.

    Parsing would tell for sure and takes longer than all the rest. A wrong "no" costs only a form.
    """
    if _count_bare(content, b"(") != _count_bare(content, b")"):
        return False
    depth = 0
    for operator in _SAVES.findall(content):
        depth += 1 if operator == b"q" else -1
        if depth < 0:
            return False
    return depth == 0


def _count_bare(content: bytes, bracket: bytes) -> int:
    return content.count(bracket) - content.count(b"\\" + bracket)


def _content(page: pikepdf.Page) -> bytes | None:
    """The page's content, decoded; several streams are one, split anywhere between tokens.

    None when a stream is damaged; viewers then show what they can.
    """
    contents = page.obj.get(Name.Contents, pikepdf.Array())
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    try:
        return b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream))
    except (pikepdf.PdfError, ValueError):  # a ValueError is a message of qpdf that quotes odd bytes
        return None


def _add_resource(page: pikepdf.Page, resource: pikepdf.Object, kind: Name) -> Name:
    """Make a resource known to a page, under a name that its own content does not use."""
    if not isinstance(page.obj.get(Name.Resources), pikepdf.Dictionary):
        page.obj.Resources = pikepdf.Dictionary()
    resources = page.obj.Resources
    if not isinstance(resources.get(kind), pikepdf.Dictionary):
        resources[kind] = pikepdf.Dictionary()
    known = resources[kind]
    names = (Name(f"/Dossier{number}") for number in count())
    name = next(name for name in names if name not in known or known[name].objgen == resource.objgen)
    known[name] = resource
    return name


def _embed_banner(pdf: pikepdf.Pdf, text: str) -> tuple[pikepdf.Object, float]:
    """The banner as a form drawn once and used on every page, and its width."""
    with tempfile.TemporaryDirectory(prefix="dossier-banner-") as folder:
        path = Path(folder) / "bang.pdf"
        width = write_banner(text, path, size=_SIZE, edge=_EDGE * _SIZE)
        with pikepdf.open(path) as drawn:
            return pdf.copy_foreign(drawn.pages[0].as_form_xobject()), width


def _numbers(*values: float) -> str:
    """Operands without exponents, which PDF does not know."""
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def _escaped(text: str) -> str:
    """The inside of a PDF string."""
    return re.sub(r"([\\()])", r"\\\1", text)
