"""A decision in the right form, set by hand with direct formatting; tests spoil one thing at a time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Doc
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
LONG = (
    "Giao Phòng Nội vụ chủ trì, phối hợp với các cơ quan, đơn vị có liên quan tổ chức thực hiện Quyết định này; "
    "theo dõi, đôn đốc và báo cáo kết quả với Ủy ban nhân dân huyện trước ngày 15 tháng 12 hằng năm."
)


def make_paper(spoil: Callable[[Doc], object] | None = None) -> bytes:
    """The decision, after one thing was done to it."""
    document = Document()
    _page(document)
    _head(document)
    _text(document)
    _foot(document)
    if spoil:
        spoil(document)
    return save(document)


def save(document: Doc) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def find(document: Doc, text: str) -> Paragraph:
    """The paragraph that begins with some words, in tables too."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    every = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    found: Paragraph = next(paragraph for paragraph in every if paragraph.text.startswith(text))
    return found


def drop(paragraph: Paragraph) -> None:
    """Take a paragraph out."""
    element: Any = paragraph._p
    element.getparent().remove(element)


def reword(document: Doc, old: str, new: str) -> None:
    """Other words in the look of the old."""
    paragraph = find(document, old)
    paragraph.runs[0].text = new


def style(paragraph: Paragraph, size: float, *, bold: bool = False, italic: bool = False) -> Paragraph:
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    return paragraph


def _page(document: Doc) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = number.add_run()
        run.font.size = Pt(14)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run._r.append(element)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)


def _head(document: Doc) -> None:
    table = document.add_table(2, 2)
    table.autofit = False
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(66), Mm(100)
    left, right = table.rows[0].cells
    _fill(left, "ỦY BAN NHÂN DÂN HUYỆN AN SƠN", 12)
    _fill(left, "PHÒNG NỘI VỤ", 12, bold=True)
    add_rule(left.add_paragraph(), 15)
    _fill(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
    _fill(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    add_rule(right.add_paragraph(), 56)
    _fill(table.rows[1].cells[0], "Số: 05/QĐ-PNV", 13)
    _fill(table.rows[1].cells[1], "An Sơn, ngày 05 tháng 3 năm 2021", 13, italic=True)


def _fill(cell: Any, text: str, size: float, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = cell.paragraphs[0] if not cell.paragraphs[0].text else cell.add_paragraph()
    paragraph.add_run(text)
    paragraph.alignment = ALIGN.CENTER
    style(paragraph, size, bold=bold, italic=italic)


def add_rule(paragraph: Paragraph, width: float) -> None:
    """A VML line of some mm."""
    points = width * 72 / 25.4
    pict: Any = paragraph.add_run()._r
    holder = OxmlElement("w:pict")
    line = holder.makeelement("{urn:schemas-microsoft-com:vml}line", {"from": "0pt,0pt", "to": f"{points:.1f}pt,0pt"})
    holder.append(line)
    pict.append(holder)


def _text(document: Doc) -> None:
    for text in ("QUYẾT ĐỊNH", "Về việc phân công nhiệm vụ"):
        _centred(document, text)
    add_rule(_centred(document, ""), 30)
    _centred(document, "TRƯỞNG PHÒNG NỘI VỤ")
    for text in (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 10/02/2021 của Ủy ban nhân dân huyện An Sơn.",
    ):
        style(add_text(document, text), 14, italic=True)
    _centred(document, "QUYẾT ĐỊNH:")
    add_text(document, f"Điều 1. {LONG}")
    add_text(document, f"Điều 2. {LONG[:-1]}./.")


def _centred(document: Doc, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.add_run(text)
    paragraph.alignment = ALIGN.CENTER
    return style(paragraph, 14, bold=True)


def add_text(document: Doc, text: str) -> Paragraph:
    """A paragraph of the body."""
    paragraph = document.add_paragraph()
    paragraph.add_run(text)
    form = paragraph.paragraph_format
    form.alignment, form.first_line_indent, form.space_before = ALIGN.JUSTIFY, Mm(12.7), Pt(6)
    form.line_spacing, form.space_after = 1.15, Pt(0)
    return style(paragraph, 14)


def _foot(document: Doc) -> None:
    left, right = document.add_table(1, 2).rows[0].cells
    left.paragraphs[0].add_run("Nơi nhận:")
    style(left.paragraphs[0], 12, bold=True, italic=True)
    for text in ("- Như Điều 2;", "- Lưu: VT, NV."):
        paragraph = left.add_paragraph()
        paragraph.add_run(text)
        style(paragraph, 11)
    for text in ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "", "Nguyễn Văn Mẫu"):
        _fill(right, text, 14, bold=True)
