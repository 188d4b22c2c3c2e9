"""Builders of small real files: PDF by hand (no font file needed), OLE workbooks record by record."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pikepdf
import pytest
from PIL import Image

from dossier.readers.ole import lone_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Piece = tuple[float, float, str]  # x and y in points from the lower left corner, text

_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + "".join(
        f"{len(block)} beginbfrange\n"
        + "".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n" for high in block)
        + "endbfrange\n"
        for block in (range(100), range(100, 200), range(200, 216))
    )
    + "endcmap end end"
)


def _font(document: pikepdf.Pdf) -> pikepdf.Object:
    """A font whose character codes are Unicode, so that any text can be placed and read back."""
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name("/Own"),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=500,
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/Own"),
            Flags=4,
            FontBBox=[0, -250, 1000, 1000],
            ItalicAngle=0,
            Ascent=900,
            Descent=-250,
            CapHeight=700,
            StemV=80,
        ),
    )
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/Own"),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[document.make_indirect(descendant)],
            ToUnicode=document.make_stream(_TO_UNICODE.encode("ascii")),
        )
    )


def _show(pieces: Sequence[Piece]) -> bytes:
    lines = (f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in pieces)
    return "\n".join(lines).encode("ascii")


def _widget(document: pikepdf.Pdf, font: pikepdf.Object, piece: Piece, *, signed: bool) -> pikepdf.Object:
    x, y, text = piece
    appearance = document.make_stream(_show([(0, 4, text)]))
    appearance.stream_dict.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 60, 16],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
        )
    )
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Sig,
        T=f"Signature {x} {y}",
        F=4,
        Rect=[x, y - 4, x + 60, y + 12],
        AP=pikepdf.Dictionary(N=appearance),
    )
    if signed:
        field.V = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))
    return document.make_indirect(field)


def _paste_scan(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    image = document.make_stream(bytes(range(256)))
    image.stream_dict.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=16,
            Height=16,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
    )
    page.obj.Resources.XObject = pikepdf.Dictionary(Im1=image)
    return b"q 595 0 0 842 0 0 cm /Im1 Do Q\n"


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """``make_pdf(page, page, …, stamps=…, signed=…, scanned=…, lock=…)``; a page is a list of pieces."""

    def build(
        *pages: Sequence[Piece],
        stamps: Sequence[Piece] = (),
        signed: bool = True,
        scanned: bool = False,
        lock: str = "",
    ) -> bytes:
        document = pikepdf.new()
        font = _font(document)
        for pieces in pages:
            page = document.add_blank_page(page_size=(595, 842))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            drawing = _paste_scan(document, page) if scanned else b""
            page.obj.Contents = document.make_stream(drawing + _show(pieces))
        if stamps:
            fields = [_widget(document, font, stamp, signed=signed) for stamp in stamps]
            document.pages[0].obj.Annots = pikepdf.Array(fields)
            document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields), SigFlags=3)
        target = io.BytesIO()
        locks: dict[str, Any] = {"encryption": pikepdf.Encryption(owner="o", user=lock)} if lock else {}
        document.save(target, **locks)
        return target.getvalue()

    return build


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """``make_docx("paragraph", …, header=…)``."""

    def build(*paragraphs: str, header: str = "") -> bytes:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if header:
            document.sections[0].header.paragraphs[0].text = header
        target = io.BytesIO()
        document.save(target)
        return target.getvalue()

    return build


@pytest.fixture
def make_zip() -> Callable[[dict[str, bytes]], bytes]:
    """A ZIP of members."""

    def build(members: dict[str, bytes]) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in members.items():
                package.writestr(name, data)
        return target.getvalue()

    return build


@pytest.fixture
def rebuild() -> Callable[..., bytes]:
    """A package with some members replaced."""

    def build(package: bytes, **members: bytes) -> bytes:
        target = io.BytesIO()
        by_name = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in members.items()}
        with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for info in source.infolist():
                new.writestr(info.filename, by_name.pop(info.filename, source.read(info)))
            for name, data in by_name.items():
                new.writestr(name, data)
        return target.getvalue()

    return build


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


@pytest.fixture
def make_xls() -> Callable[..., bytes]:
    """``make_xls({(row, column): "text"}, dimensions=…, extra=…)``: a BIFF8 workbook of one sheet."""

    def build(cells: dict[tuple[int, int], str], *, dimensions: tuple[int, int] = (1, 1), extra: bytes = b"") -> bytes:
        begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
        sheet = _record(0x0809, begin.replace(b"\x05\0", b"\x10\0", 1))
        sheet += _record(0x0200, struct.pack("<IIHHH", 0, dimensions[0], 0, dimensions[1], 0))
        for (row, column), text in cells.items():
            encoded = text.encode("utf-16-le")
            sheet += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + encoded)
        sheet += _record(0x000A, b"")
        opening = _record(0x0809, begin) + extra
        name = "Bảng".encode("utf-16-le")
        place = len(opening) + 4 + 8 + len(name) + 4
        globals_ = opening + _record(0x0085, struct.pack("<IBBBB", place, 0, 0, 4, 1) + name) + _record(0x000A, b"")
        return lone_stream("Workbook", globals_ + sheet)

    return build


@pytest.fixture
def make_image() -> Callable[..., bytes]:
    """An image of a format, in grey."""

    def build(form: str = "PNG", size: tuple[int, int] = (40, 30), *, frames: int = 1) -> bytes:
        target = io.BytesIO()
        pictures = [Image.new("L", size, 40 * index) for index in range(frames)]
        more: dict[str, Any] = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
        pictures[0].save(target, form, **more)
        return target.getvalue()

    return build
