"""Evidence to pages: every kind gives pages or a reason, and no file costs another."""

from __future__ import annotations

import io
import os
import struct
import zlib
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from dossier.intake.model import FileKind
from dossier.pdf import Conversion, PdfSession, convert_evidence, pages, read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A4_POINTS = (595, 842)
RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture(name="convert")
def fixture_convert(session: PdfSession, tmp_path: Path) -> Callable[[Path, FileKind], Conversion]:
    def convert(path: Path, kind: FileKind = FileKind.PDF) -> Conversion:
        return convert_evidence(path, kind, tmp_path / "out" / "trang.pdf", session=session, shown="1.1/tệp")

    return convert


@pytest.fixture(name="paper")
def fixture_paper(tmp_path: Path) -> Path:
    """A PDF of two pages."""
    path = tmp_path / "văn bản.pdf"
    canvas = Canvas(str(path))
    for number in (1, 2):
        canvas.drawString(100, 700, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return path


def rewrite(
    path: Path,
    change: Callable[[pikepdf.Pdf], object],
    *,
    encryption: pikepdf.Encryption | None = None,
) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path, encryption=encryption)


def add_field(pdf: pikepdf.Pdf, field: pikepdf.Dictionary, **form: Any) -> None:
    widget = pdf.make_indirect(field)
    pdf.pages[0].obj["/Annots"] = pikepdf.Array([widget])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]), **form)


def picture_of_words(pdf: pikepdf.Pdf, words: str) -> pikepdf.Object:
    """An appearance stream."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    return pdf.make_stream(
        f"BT /F 12 Tf 2 5 Td ({words}) Tj ET".encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 200, 20],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
    )


# PDF


def test_a_pdf_keeps_its_pages_and_stays_untouched(
    convert: Callable[..., Conversion], paper: Path, tmp_path: Path
) -> None:
    before = paper.read_bytes()

    made = convert(paper)

    assert made.target == tmp_path / "out" / "trang.pdf"
    assert (made.pages, made.signed, made.problems) == (2, 0, ())
    assert [text.strip() for text in read_text(made.target)] == ["Page 1", "Page 2"]
    assert paper.read_bytes() == before


def test_equal_evidence_gives_equal_bytes(convert: Callable[..., Conversion], paper: Path) -> None:
    copies = []
    for _ in range(2):
        target = convert(paper).target
        assert target is not None
        copies.append(target.read_bytes())

    assert copies[0] == copies[1]


def test_a_password_is_asked_for(convert: Callable[..., Conversion], paper: Path, tmp_path: Path) -> None:
    rewrite(paper, lambda _: None, encryption=pikepdf.Encryption(user="secret", owner="owner"))

    made = convert(paper)

    assert made.failure is not None
    assert made.failure.rule == "PDF04"
    assert made.failure.where.path == "1.1/tệp"
    assert made.failure.remedy
    assert not (tmp_path / "out" / "trang.pdf").exists()


def test_a_pdf_locked_only_against_changes_is_read(convert: Callable[..., Conversion], paper: Path) -> None:
    rewrite(paper, lambda _: None, encryption=pikepdf.Encryption(user="", owner="owner"))

    made = convert(paper)

    assert made.pages == 2
    assert made.target is not None
    with pikepdf.open(made.target) as pdf:
        assert not pdf.is_encrypted


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><body>404</body></html>", b"%PDF-1.7\n" + b"\0" * 500],
    ids=["empty", "web_page", "only_a_head"],
)
def test_a_broken_pdf_gives_a_reason(data: bytes, convert: Callable[..., Conversion], tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(data)

    made = convert(tmp_path / "a.pdf")

    assert made.failure is not None
    assert made.failure.rule == "PDF05"


def test_a_pdf_cut_short_is_repaired_and_said_so(convert: Callable[..., Conversion], paper: Path) -> None:
    data = paper.read_bytes()
    paper.write_bytes(data[: data.rindex(b"xref\n")])

    made = convert(paper)

    assert made.pages == 2
    assert [problem.rule for problem in made.problems] == ["PDF07"]


def test_a_pdf_without_pages_is_refused(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "a.pdf")

    made = convert(tmp_path / "a.pdf")

    assert made.failure is not None
    assert made.failure.rule == "PDF06"


@pytest.mark.parametrize(("inherited", "size"), [([0, 0, 500, 700], (500, 700)), ([0, 0, 0, 0], (595.276, 841.89))])
def test_a_page_keeps_the_size_it_inherits_and_gets_one_when_it_has_none(
    inherited: list[int],
    size: tuple[float, float],
    convert: Callable[..., Conversion],
    paper: Path,
) -> None:
    def move_size(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            del page.obj["/MediaBox"]
        pdf.Root.Pages.MediaBox = pikepdf.Array(inherited)

    rewrite(paper, move_size)

    made = convert(paper)

    assert made.target is not None
    with pikepdf.open(made.target) as pdf:
        assert [tuple(float(side) for side in page.mediabox[2:]) for page in pdf.pages] == [size, size]


def test_a_signed_pdf_shows_its_signature_and_says_copy(convert: Callable[..., Conversion], paper: Path) -> None:
    def sign(pdf: pikepdf.Pdf) -> None:
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T="Signature1",
            F=4,
            Rect=[100, 100, 300, 120],
            AP=pikepdf.Dictionary(N=picture_of_words(pdf, "So 05/KH-UBND")),
            V=pikepdf.Dictionary(Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=b"x"),
        )
        add_field(pdf, field, SigFlags=3)

    rewrite(paper, sign)

    made = convert(paper)

    assert made.signed == 1
    assert [problem.rule for problem in made.problems] == ["PDF08"]
    assert "tệp gốc kèm theo" in made.problems[0].message
    assert made.target is not None
    assert "So 05/KH-UBND" in read_text(made.target)[0]


def text_field(value: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T="hoten",
        V=value,
        DA="/Helv 12 Tf 0 g",
        F=4,
        Rect=[100, 500, 300, 520],
    )


def test_a_filled_field_becomes_text_of_the_page(convert: Callable[..., Conversion], paper: Path) -> None:
    rewrite(paper, lambda pdf: add_field(pdf, text_field("Filled in"), NeedAppearances=True))

    made = convert(paper)

    assert made.target is not None
    assert "Filled in" in read_text(made.target)[0]
    with pikepdf.open(made.target) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_vietnamese_field_without_a_picture_is_warned_of(convert: Callable[..., Conversion], paper: Path) -> None:
    rewrite(paper, lambda pdf: add_field(pdf, text_field("Đã điền"), NeedAppearances=True))

    assert [problem.rule for problem in convert(paper).problems] == ["PDF09"]


def test_scripts_attachments_and_actions_stay_behind(convert: Callable[..., Conversion], paper: Path) -> None:
    def arm(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=script)
        links = [script, pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.vn")]
        pdf.pages[0].obj["/Annots"] = pikepdf.Array(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
            for action in links
        )
        pdf.attachments["a.exe"] = b"MZ"

    rewrite(paper, arm)

    made = convert(paper)

    assert made.target is not None
    with pikepdf.open(made.target) as pdf:
        assert not {"/OpenAction", "/Names"} & set(pdf.Root.keys())
        assert "/AA" not in pdf.pages[0].obj
        assert [str(note.A.S) for note in pdf.pages[0].obj.Annots] == ["/URI"]


# Images


def quadrant(path: Path) -> tuple[int, int, int]:
    """The colour of a page in the upper left quarter of its picture."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0].render(scale=0.5).to_pil().convert("RGB")
    finally:
        document.close()
    inked = page.point(lambda value: 255 - value).getbbox()
    assert inked is not None
    left, top, right, bottom = inked
    colour = page.getpixel((left + (right - left) // 4, top + (bottom - top) // 4))
    assert isinstance(colour, tuple)
    return colour[0], colour[1], colour[2]


def is_red(colour: tuple[int, int, int]) -> bool:
    return colour[0] > 150 and max(colour[1:]) < 60


@pytest.fixture(name="photo")
def fixture_photo() -> Image.Image:
    """Blue with a red upper left quarter, wider than high."""
    image = Image.new("RGB", (400, 200), BLUE)
    image.paste(RED, (0, 0, 200, 100))
    return image


# How a camera held each way stores the picture: the turn that EXIF asks to undo.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("suffix", ["jpg", "tif", "png"])
def test_a_photo_stands_upright(
    orientation: int, suffix: str, photo: Image.Image, convert: Callable[..., Conversion], tmp_path: Path
) -> None:
    turn = STORED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    (photo.transpose(turn) if turn is not None else photo).save(tmp_path / f"a.{suffix}", exif=exif)

    made = convert(tmp_path / f"a.{suffix}", FileKind.IMAGE)

    assert made.target is not None
    assert is_red(quadrant(made.target))
    with pikepdf.open(made.target) as pdf:
        assert tuple(round(float(side)) for side in pdf.pages[0].mediabox[2:]) == A4_POINTS[::-1]


def test_jpeg_bytes_go_in_untouched(photo: Image.Image, convert: Callable[..., Conversion], tmp_path: Path) -> None:
    photo.save(tmp_path / "a.jpg")

    made = convert(tmp_path / "a.jpg", FileKind.IMAGE)

    assert made.target is not None
    with pikepdf.open(made.target) as pdf:
        picture = pdf.pages[0].obj.Resources.XObject.Im0
        assert picture.read_raw_bytes() == (tmp_path / "a.jpg").read_bytes()


@pytest.mark.parametrize(("mode", "suffix"), [("CMYK", "jpg"), ("RGBA", "png"), ("P", "gif"), ("RGB", "bmp")])
def test_other_pictures_keep_their_colours(
    mode: str, suffix: str, photo: Image.Image, convert: Callable[..., Conversion], tmp_path: Path
) -> None:
    photo.convert(mode).save(tmp_path / f"a.{suffix}")

    made = convert(tmp_path / f"a.{suffix}", FileKind.IMAGE)

    assert made.target is not None
    assert is_red(quadrant(made.target))


def test_what_is_transparent_is_white_paper(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 10, 10))
    image.paste((0, 0, 0, 255), (90, 90, 100, 100))
    image.save(tmp_path / "a.png")

    made = convert(tmp_path / "a.png", FileKind.IMAGE)

    assert made.target is not None
    assert quadrant(made.target) == (255, 255, 255)


def test_a_sixteen_bit_scan_is_not_black(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    Image.frombytes("I;16", (100, 100), struct.pack("<H", 0xC000) * 10_000).save(tmp_path / "a.tif")

    made = convert(tmp_path / "a.tif", FileKind.IMAGE)

    assert made.target is not None
    assert 180 < quadrant(made.target)[0] < 200


def test_a_tiff_of_three_scans_has_three_pages(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    scans = [Image.new("1", (100, 140), index % 2) for index in range(3)]
    scans[0].save(tmp_path / "a.tif", save_all=True, append_images=scans[1:])

    assert convert(tmp_path / "a.tif", FileKind.IMAGE).pages == 3


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose head claims a size and whose data is one row."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def test_a_picture_of_claimed_billions_of_pixels_is_refused(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png_of_size(60_000, 60_000))

    failure = convert(tmp_path / "a.png", FileKind.IMAGE).failure

    assert failure is not None
    assert failure.rule == "PDF11"


@pytest.mark.parametrize("defect", ["cut_jpeg", "cut_png", "no_image"])
def test_a_broken_picture_gives_a_reason(
    defect: str, photo: Image.Image, convert: Callable[..., Conversion], tmp_path: Path
) -> None:
    data = io.BytesIO()
    photo.resize((1000, 1000)).save(data, "JPEG" if defect == "cut_jpeg" else "PNG")
    whole = data.getvalue()
    (tmp_path / "a").write_bytes(b"GIF89a?" if defect == "no_image" else whole[: len(whole) // 2])

    failure = convert(tmp_path / "a", FileKind.IMAGE).failure

    assert failure is not None
    assert failure.rule == "PDF10"


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_text_is_read_in_the_encodings_people_have(
    encoding: str, convert: Callable[..., Conversion], tmp_path: Path
) -> None:
    # Code page 1258 writes tones as marks of their own: à ê ô ơ ư đ and ă exist, ế is ê and a mark.
    words = "Ủy ban nhân dân đã nộp hồ sơ"
    written = words.replace("Ủ", "U\u0309").replace("ộ", "ô\u0323").replace("ồ", "ô\u0300")
    written = written.replace("ã", "a\u0303") if encoding == "cp1258" else words
    (tmp_path / "a.txt").write_bytes(f"{written}\r\n\tdòng hai".replace("ò", "o\u0300").encode(encoding))

    made = convert(tmp_path / "a.txt", FileKind.TEXT)

    assert made.target is not None
    assert [line.strip() for line in read_text(made.target)[0].splitlines()] == [words, "dòng hai"]


def test_a_long_text_is_cut_and_said_so(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("dòng nhật ký\n" * 20_000, encoding="utf-8")

    made = convert(tmp_path / "a.log", FileKind.TEXT)

    assert made.pages == 200
    assert [problem.rule for problem in made.problems] == ["PDF16"]


def test_a_text_of_blanks_gives_a_reason(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n\t\n", encoding="utf-8")

    failure = convert(tmp_path / "a.txt", FileKind.TEXT).failure

    assert failure is not None
    assert failure.rule == "PDF15"


# Other kinds, and trouble


OFFICE = {
    *(FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.XLSX, FileKind.XLS),
    *(FileKind.ODS, FileKind.PPT, FileKind.PPTX),
}
DRAWN_HERE = {FileKind.PDF, FileKind.IMAGE, FileKind.TEXT}


@pytest.mark.parametrize("kind", sorted(set(FileKind) - DRAWN_HERE))
def test_every_other_kind_gives_a_reason_and_a_remedy(
    kind: FileKind, convert: Callable[..., Conversion], tmp_path: Path
) -> None:
    (tmp_path / "a").write_bytes(b"whatever")

    failure = convert(tmp_path / "a", kind).failure

    assert failure is not None
    assert failure.rule == ("PDF12" if kind in OFFICE else "PDF15")
    assert failure.message
    assert failure.remedy


def test_an_encrypted_office_file_asks_for_its_password(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.docx").write_bytes(ole)

    failure = convert(tmp_path / "a.docx", FileKind.DOCX).failure

    assert failure is not None
    assert failure.rule == "PDF04"


def test_a_file_that_vanished_gives_a_reason(convert: Callable[..., Conversion], tmp_path: Path) -> None:
    failure = convert(tmp_path / "gone.pdf").failure

    assert failure is not None
    assert failure.rule == "PDF17"


def die(*_: object, **__: object) -> Conversion:
    """A converter that takes its process with it."""
    os._exit(1)


def test_a_crash_costs_one_file(
    convert: Callable[..., Conversion], paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(pages._BY_KIND, FileKind.PDF, die)
        failure = convert(paper).failure

    assert failure is not None
    assert failure.rule == "PDF17"
    assert "dừng đột ngột" in failure.message
    assert convert(paper).pages == 2


# With LibreOffice


def test_a_foreign_docx_goes_through_libreoffice(office: PdfSession, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Kế hoạch cải cách hành chính")
    document.save(str(tmp_path / "a.docx"))

    made = convert_evidence(tmp_path / "a.docx", FileKind.DOCX, tmp_path / "a.pdf", session=office)

    assert made.engine.startswith("LibreOffice ")
    assert "Kế hoạch cải cách hành chính" in read_text(tmp_path / "a.pdf")[0]


def test_a_wide_workbook_is_one_page_wide(office: PdfSession, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(30):
        book.worksheets[0].append([f"Ô {row}.{column}" for column in range(14)])
    book.save(tmp_path / "a.xlsx")
    before = (tmp_path / "a.xlsx").read_bytes()

    made = convert_evidence(tmp_path / "a.xlsx", FileKind.XLSX, tmp_path / "a.pdf", session=office)

    assert made.pages == 1
    assert "Ô 29.13" in read_text(tmp_path / "a.pdf")[0]
    assert (tmp_path / "a.xlsx").read_bytes() == before


def test_an_office_file_libreoffice_cannot_open_gives_a_reason(office: PdfSession, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04" + b"\0" * 200)

    failure = convert_evidence(tmp_path / "a.docx", FileKind.DOCX, tmp_path / "a.pdf", session=office).failure

    assert failure is not None
    assert failure.rule == "PDF13"
