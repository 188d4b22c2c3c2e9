"""Draws the evidence of the sample district: ``python -m samples.make_sample``.

The files it makes are committed; run it again only when the papers change. Persons, communes and numbers
are invented. Documents are laid out as Nghị định 30/2020/NĐ-CP asks, so that they read like real ones.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pikepdf
import pypdfium2 as pdfium
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image, ImageFilter

from dossier.files import settle_zip
from dossier.pdf import PdfSession, convert_docx
from dossier.text import official_date
from samples.papers import PAPERS, Paper

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.table import _Cell

HERE = Path(__file__).parent / "huyen-an-son"
_EPOCH = dt.datetime(2020, 1, 1)  # python-docx takes naive UTC
_LETTER_TYPES = {"Công văn"}


def main() -> None:
    """Make every unit's evidence folder anew."""
    with PdfSession() as session:
        for unit, papers in PAPERS.items():
            folder = HERE / unit / "minh-chung"
            if folder.exists():
                shutil.rmtree(folder)
            for paper in papers:
                draw(paper, folder, session)
            EXTRAS[unit](folder)
            print(f"{unit}: {sum(path.is_file() for path in folder.rglob('*'))} tệp")


def draw(paper: Paper, folder: Path, session: PdfSession) -> None:
    """One paper in its medium."""
    target = folder / paper.path
    target.parent.mkdir(parents=True, exist_ok=True)
    docx = target if paper.medium == "docx" else target.with_suffix(".tam.docx")
    write_docx(paper, docx)
    if paper.medium == "docx":
        return
    convert_docx(docx, target, session=session)
    docx.unlink()
    if paper.medium == "signed":
        sign(target, signer=paper.signer[1])
    elif paper.medium == "scan":
        scan(target)


def write_docx(paper: Paper, target: Path) -> None:
    """The paper as a DOCX in the form of NĐ 30/2020."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(14)
    _write_head(document, paper)
    _write_title(document, paper)
    for text in (*paper.body, *_filler(paper)):
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(10)
    _write_signature(document, paper)
    properties = document.core_properties
    properties.author, properties.title = "Dossier", paper.subject
    properties.created = properties.modified = _EPOCH
    document.save(str(target))
    settle_zip(target)


def _filler(paper: Paper) -> tuple[str, ...]:
    subject = paper.subject[:1].lower() + paper.subject[1:]
    return (
        f"1. Nội dung chính: {subject}.",
        "2. Tổ chức thực hiện: các bộ phận chuyên môn, các thôn, tổ dân phố theo nhiệm vụ được giao.",
        "3. Kết quả được tổng hợp, báo cáo theo quy định./.",
    )


def _write_head(document: DocumentType, paper: Paper) -> None:
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    # Word reads the cells' widths, other programs the columns'.
    for column, width in zip(table.columns, (Mm(62), Mm(104)), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    left, right = table.rows[0].cells
    parent, issuer = paper.head
    _centred(left, parent.replace("|", " "), size=12)
    for line in issuer.split("|"):
        _centred(left, line, size=12, bold=True)
    _rule(left)
    _centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _centred(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _rule(right)
    left, right = table.rows[1].cells
    _centred(left, f"Số: {paper.number or '      '}/{paper.symbol}", size=13)
    if paper.type in _LETTER_TYPES:
        _centred(left, f"V/v {paper.subject}", size=12)
    day = official_date(dt.date.fromisoformat(paper.date)) if paper.date else "ngày     tháng     năm 2020"
    _centred(right, f"{paper.place}, {day}", size=13, italic=True)


def _write_title(document: DocumentType, paper: Paper) -> None:
    if paper.draft:
        _line(document, "DỰ THẢO", bold=True, centred=False)
    _line(document, paper.type.upper(), bold=True, before=14)
    _line(document, paper.subject, bold=True)


def _write_signature(document: DocumentType, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    paragraph = left.paragraphs[0]
    run = paragraph.add_run("Nơi nhận:")
    run.bold = run.italic = True
    run.font.size = Pt(12)
    for text in ("- Như trên;", "- Lưu: VT."):
        left.add_paragraph().add_run(text).font.size = Pt(11)
    post, name = paper.signer
    if paper.symbol.endswith("UBND") and paper.type != "Quyết định":
        _centred(right, "TM. ỦY BAN NHÂN DÂN", size=14, bold=True)
    for line in post.split("|"):
        _centred(right, line, size=14, bold=True)
    for _ in range(3):
        _centred(right, "", size=14)
    _centred(right, name, size=14, bold=True)


def _centred(cell: _Cell, text: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size)


def _rule(cell: _Cell) -> None:
    """The line under the head, as a paragraph border."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(22)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx has no paragraph borders


def _line(document: DocumentType, text: str, *, bold: bool, centred: bool = True, before: int = 0) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(text).bold = bold


def sign(path: Path, *, signer: str) -> None:
    """Give a PDF a filled signature field. It looks signed to a reader; its value is not a real signature."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
            ByteRange=[0, 0, 0, 0],
            Contents=b"mau - khong phai chu ky that",
            Name=pikepdf.String(signer),
            M=pikepdf.String("D:20200101080000+07'00'"),
        )
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String("Signature1"),
                F=132,
                Rect=[0, 0, 0, 0],
                V=pdf.make_indirect(value),
                P=page.obj,
            )
        )
        page.obj.Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=[field], SigFlags=3))
        pdf.save(path, deterministic_id=True)


def page_image(path: Path, *, dpi: int) -> Image.Image:
    """The first page of a PDF as a picture."""
    with pdfium.PdfDocument(path) as pdf:
        picture: Image.Image = pdf[0].render(scale=dpi / 72).to_pil()
        return picture.convert("L")


def scan(path: Path) -> None:
    """Replace a PDF by a picture of itself, slightly turned: what an office scanner gives."""
    picture = page_image(path, dpi=110).rotate(0.6, fillcolor=255, expand=False).filter(ImageFilter.GaussianBlur(0.5))
    picture.save(path, "PDF", resolution=110, quality=55)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.docinfo
        pdf.save(path, deterministic_id=True)


def photo(target: Path, *, lines: tuple[str, ...], turned: bool = False) -> None:
    """A phone photo of a notice board; ``turned`` leaves it lying on its side with an EXIF orientation."""
    from PIL import ImageDraw, ImageFont  # noqa: PLC0415 - only the photos need it

    from dossier.resources import shipped  # noqa: PLC0415

    font = ImageFont.truetype(str(shipped("fonts") / "LiberationSerif-Bold.ttf"), 40)
    picture = Image.new("RGB", (1000, 750), (196, 190, 176))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((70, 60, 930, 690), fill=(246, 244, 236), outline=(120, 60, 40), width=12)
    for row, text in enumerate(lines):
        pen.text((110, 110 + 80 * row), text, font=font, fill=(150, 20, 20) if row == 0 else (40, 40, 60))
    exif = Image.Exif()
    if turned:
        picture = picture.rotate(90, expand=True)
        exif[0x0112] = 6
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, "JPEG", quality=60, exif=exif)


def workbook(target: Path, rows: tuple[tuple[str | int, ...], ...]) -> None:
    """A small workbook of figures."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Số liệu"
    for row in rows:
        sheet.append(row)
    sheet.column_dimensions["A"].width = 46
    book.properties.created = book.properties.modified = _EPOCH
    target.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    book.save(buffer)
    target.write_bytes(buffer.getvalue())
    settle_zip(target)


def encrypt(path: Path) -> None:
    """Lock a PDF with a password nobody wrote down."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="chu", user="khoa", R=4, aes=False, metadata=False))


def _an_binh(folder: Path) -> None:
    photo(folder / "1.3/z1234567890_1.jpg", lines=("HỘI NGHỊ TUYÊN TRUYỀN", "Cải cách hành chính năm 2020"))
    photo(folder / "3.3/Anh niem yet TTHC.jpg", turned=True,
          lines=("NIÊM YẾT THỦ TỤC HÀNH CHÍNH", "Bộ phận một cửa xã An Bình", "121 thủ tục"))  # fmt: skip
    workbook(
        folder / "4.2/So lieu mot cua.xlsx",
        (("Hồ sơ một cửa xã An Bình đến 30/9/2020", "Số hồ sơ"), ("Đã giải quyết", 1984), ("Đúng hạn", 1952)),
    )
    workbook(
        folder / "6.1/Thong ke CBCC.xlsx",
        (("Cán bộ, công chức xã An Bình", "Số người"), ("Hiện có", 21), ("Đạt chuẩn", 20)),
    )


def _binh_minh(folder: Path) -> None:
    photo(folder / "3.3/IMG_0231.jpg", lines=("NIÊM YẾT", "Bộ phận một cửa xã Bình Minh"))
    # The same file under another name.
    shutil.copyfile(folder / "7.1/QD cong khai NS.pdf", folder / "7.1/Ban sao QD cong khai NS.pdf")
    # A file cut short by a bad copy, one behind a password, an empty one, one with a wrong ending.
    whole = (folder / "8.1/BC CNTT.pdf").read_bytes()
    _put(folder / "8.4/QD ISO (hong).pdf", whole[: len(whole) // 3])
    _put(folder / "8.5/BB kiem tra (khoa).pdf", whole)
    encrypt(folder / "8.5/BB kiem tra (khoa).pdf")
    _put(folder / "9.2/BC tiep cong dan.pdf", b"")
    _put(folder / "inbox/Danh sach.xls", b"<html><body><table><tr><td>Danh s\xc3\xa1ch</td></tr></table></body></html>")
    # What Word leaves behind, and what nobody expects.
    _put(folder / "inbox/~$ thao KH.docx", b"\x0dlock")
    _put(folder / "inbox/so-lieu.dat", bytes(range(256)) * 4)


def _thi_tran(folder: Path) -> None:
    photo(folder / "inbox/z3141592653589_1.jpg", lines=("NIÊM YẾT THỦ TỤC", "Thị trấn An Sơn"))
    photo(folder / "inbox/z3141592653589_2.jpg", lines=("TRANG 2", "Thị trấn An Sơn"))
    workbook(
        folder / "inbox/TC4.2_so lieu mot cua.xlsx",
        (("Hồ sơ một cửa thị trấn đến 30/9/2020", "Số hồ sơ"), ("Đã giải quyết", 3450), ("Đúng hạn", 3411)),
    )
    _put(
        folder / "inbox/Ghi chu.txt",
        "Còn thiếu: danh mục văn bản quy phạm pháp luật năm 2020, hỏi lại công chức tư pháp.\n".encode(),
    )


def _put(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


EXTRAS = {"xa-an-binh": _an_binh, "xa-binh-minh": _binh_minh, "thi-tran-an-son": _thi_tran}

if __name__ == "__main__":
    main()
