"""Files for the PDF/A tests, made on the spot."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from dossier.pdf import pdfa
from dossier.problems import Where

if TYPE_CHECKING:
    from pathlib import Path

WHERE = Where(path="1.1/tệp.pdf")


def standard_fonts(path: Path) -> Path:
    """A page in fonts that are not embedded, as most office programs of old wrote."""
    canvas = Canvas(str(path))
    for row, font in enumerate(("Helvetica", "Times-Bold", "Courier-Oblique")):
        canvas.setFont(font, 14)
        canvas.drawString(72, 700 - 40 * row, f"Quality of service {row}")
    canvas.showPage()
    canvas.save()
    return path


def ink(path: Path) -> Path:
    """A page with a filled rectangle, a JPEG and an inline setting, all in CMYK."""
    data = io.BytesIO()
    Image.new("CMYK", (60, 60), (0, 255, 255, 0)).save(data, "JPEG")
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300))
        picture = pdf.make_stream(
            data.getvalue(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=60,
            Height=60,
            ColorSpace=Name.DeviceCMYK,
            BitsPerComponent=8,
            Decode=Array([1, 0, 1, 0, 1, 0, 1, 0]),
            Filter=Name.DCTDecode,
            Interpolate=True,
        )
        page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
        page.Contents = pdf.make_stream(b"1 0 0 0 k 0 0 100 100 re f q 100 0 0 100 150 150 cm /Im0 Do Q")
        pdf.save(path)
    return path


def finish(source: Path, target: Path, *attachments: pdfa.Attachment) -> Path:
    """The whole route: mend, finalize, save."""
    with pikepdf.open(source) as pdf:
        pdfa.make_archivable(pdf, where=WHERE)
        pdfa.finalize_pdfa(
            pdf,
            title="Hồ sơ & <thử>",
            author="UBND xã Một",
            producer="Dossier 0",
            attachments=attachments,
        )
        pdfa.save_pdf(pdf, target)
    return target


def rules_of(path: Path) -> set[str]:
    return {problem.rule for problem in pdfa.check_pdfa(path)}
