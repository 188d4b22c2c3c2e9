"""The look of Nghị định 30/2020/NĐ-CP, once for all papers: styles, page and tables."""
# ruff: noqa: INP001, SLF001 - scripts; python-docx has no public door to borders, table properties and fields

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Doc
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
# Header and signature tables reach past the 155 mm of text, as in the decree's own form; the right
# column holds Quốc hiệu at 13 pt (95.7 mm) with its cell margins.
CELL_MARGIN, GRID_MARGIN = 1.5, 1.0
HEAD_COLUMNS, HEAD_SHIFT = (66.0, 103.0), -8.0
SIGN_COLUMNS = (62.0, 98.0)
MOTTO_RULE = 60.5  # the measured width of Tiêu ngữ, 14 pt bold
ISSUER_RULE = 20.0  # between 1/3 and 1/2 of «ỦY BAN NHÂN DÂN»
SUBJECT_RULE = 60.0
TEXT_WIDTH, WIDE_WIDTH = 155.0, 252.0
_NEUTRAL_DAY = dt.datetime(2020, 3, 5, tzinfo=dt.UTC)  # the day the decree came into force


class Look(NamedTuple):
    """A named style: size in points, and what differs from upright, left, no gap."""

    id: str
    name: str
    size: float
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.CENTER
    before: float = 0
    after: float = 0
    indent: float = 0  # first line, mm
    line: float = 1.0
    keep: bool = False


LOOKS = (
    Look("VBQuocHieu", "VB Quốc hiệu", 13, bold=True),
    Look("VBTieuNgu", "VB Tiêu ngữ", 14, bold=True),
    Look("VBCoQuanChuQuan", "VB Cơ quan chủ quản", 13),
    Look("VBCoQuanBanHanh", "VB Cơ quan ban hành", 13, bold=True),
    Look("VBSoKyHieu", "VB Số ký hiệu", 13, before=6),
    Look("VBVeViec", "VB Về việc", 12, before=6),
    Look("VBDiaDanhNgay", "VB Địa danh, ngày", 14, italic=True, before=6),
    Look("VBTenLoai", "VB Tên loại", 14, bold=True, before=18, keep=True),
    Look("VBTrichYeu", "VB Trích yếu", 14, bold=True, keep=True),
    Look("VBKinhGui", "VB Kính gửi", 14, align=ALIGN.LEFT, before=6),
    Look("VBCanCu", "VB Căn cứ", 14, italic=True, align=ALIGN.JUSTIFY, before=6, indent=10, line=1.1),
    Look("VBNoiDung", "VB Nội dung", 14, align=ALIGN.JUSTIFY, before=6, indent=10, line=1.1),
    Look("VBThamQuyen", "VB Thẩm quyền ký", 14, bold=True, keep=True),
    Look("VBHoTen", "VB Họ tên", 14, bold=True, before=76),
    Look("VBChucVuKhac", "VB Chức vụ khác", 14, bold=True, before=76, keep=True),
    Look("VBHoTenDuoi", "VB Họ tên dưới chức vụ", 14, bold=True),
    Look("VBDieu", "VB Điều", 14, align=ALIGN.JUSTIFY, before=6, indent=10, line=1.1),
    Look("VBNoiNhan", "VB Nơi nhận", 12, bold=True, italic=True, align=ALIGN.LEFT, keep=True),
    Look("VBNoiNhanDong", "VB Nơi nhận, dòng", 11, align=ALIGN.LEFT),
    Look("VBKemTheo", "VB Kèm theo", 13, italic=True, keep=True),
    Look("VBGhiChu", "VB Ghi chú bảng", 11, italic=True, align=ALIGN.JUSTIFY, before=6),
    Look("VBTenBang", "VB Tên bảng", 13, bold=True, align=ALIGN.LEFT, before=12, after=4, keep=True),
    Look("VBSoTrang", "VB Số trang", 14),
    Look("VBBoMau", "VB Bộ mẫu", 11, bold=True),
    Look("VBKe", "VB Đường kẻ", 2),
    Look("VBBangDau", "VB Bảng, hàng đầu", 11, bold=True, before=1.5, after=1.5, keep=True),
    Look("VBBangChu", "VB Bảng, chữ", 11, align=ALIGN.LEFT, before=1.5, after=1.5),
    Look("VBBangSo", "VB Bảng, số", 11, before=1.5, after=1.5),
    Look("VBBangNhoDau", "VB Bảng nhỏ, hàng đầu", 10, bold=True, before=1.5, after=1.5, keep=True),
    Look("VBBangNhoChu", "VB Bảng nhỏ, chữ", 10, align=ALIGN.LEFT, before=1.5, after=1.5),
    Look("VBBangNhoSo", "VB Bảng nhỏ, số", 10, before=1.5, after=1.5),
)
HEADINGS = (
    Look("Heading1", "Heading 1", 14, bold=True, align=ALIGN.JUSTIFY, before=12, indent=10, keep=True),
    Look("Heading2", "Heading 2", 14, bold=True, align=ALIGN.JUSTIFY, before=6, indent=10, keep=True),
)
APPENDIX = Look("VBPhuLuc", "VB Phụ lục", 14, bold=True, keep=True)
# Parts of python-docx's blank document that say nothing here, or something untrue.
_DROPPED_PARTS = {
    "thumbnail",
    "extended-properties",
    "stylesWithEffects",
    "fontTable",
    "customXml",
    "webSettings",
    "numbering",
}
_KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Heading1", "Heading2"}


class Column(NamedTuple):
    """A table column: heading, width in mm, the field of the row, and whether it is centred."""

    title: str
    width: float
    field: str
    centred: bool = False


# --- the shared look -----------------------------------------------------------------------------


def new_document(title: str) -> Doc:
    """An empty A4 document with the shared styles and nothing of python-docx's own."""
    document = Document()
    _set_defaults(document)
    for look in (*HEADINGS, APPENDIX, *LOOKS):
        _apply_look(document, look)
    _set_properties(document, title)
    for owner in (document.part, document.part.package):
        for rid in [rid for rid, rel in owner.rels.items() if rel.reltype.rpartition("/")[2] in _DROPPED_PARTS]:
            del owner.rels[rid]
    return document


def _set_defaults(document: Doc) -> None:
    styles = document.styles.element
    for style in list(styles.iterchildren(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(style)
    defaults = styles.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    run.clear()
    _set_font(run)
    for tag in ("w:sz", "w:szCs"):
        _child(run, tag, val="28")
    _child(run, "w:lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA")
    paragraph = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr"))
    paragraph.clear()
    _child(paragraph, "w:spacing", before="0", after="0", line="240", lineRule="auto")
    for setting in document.settings.element.iter(qn("w:compatSetting"), qn("w:themeFontLang")):
        if setting.tag == qn("w:themeFontLang"):
            setting.set(qn("w:val"), "vi-VN")
        elif setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _apply_look(document: Doc, look: Look) -> None:
    """Make or change the style; the fields Word needs for a heading are its own and stay."""
    known = {style.style_id: style for style in document.styles}
    style: ParagraphStyle = known.get(look.id) or document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), look.id)
    for tag in ("w:link", "w:rPr"):
        for element in style.element.findall(qn(tag)):
            style.element.remove(element)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    _set_font(style.element.get_or_add_rPr())
    form = style.paragraph_format
    form.alignment, form.line_spacing, form.keep_with_next = look.align, look.line, look.keep
    form.space_before, form.space_after, form.first_line_indent = Pt(look.before), Pt(look.after), Mm(look.indent)
    if look is APPENDIX:
        _child(style.element.get_or_add_pPr(), "w:outlineLvl", val="0")
    if look.name == "VB Đường kẻ":
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)


def _set_font(run_properties: Any) -> None:
    for fonts in run_properties.findall(qn("w:rFonts")):
        run_properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    run_properties.insert(0, fonts)


def _set_properties(document: Doc, title: str) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "Dossier", "Dossier", ""
    core.language, core.revision, core.created, core.modified = "vi-VN", 1, _NEUTRAL_DAY, _NEUTRAL_DAY


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def set_page(section: Section, *, wide: bool) -> None:
    """A4; margins 25/20/35/20 mm upright, 25/20/30/15 mm landscape; pages numbered from 1, hidden on 1."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.left_margin, section.right_margin = (Mm(30), Mm(15)) if wide else (Mm(35), Mm(20))
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    properties: Any = section._sectPr
    number = properties.find(qn("w:pgNumType"))  # a further section is born as a copy of the last
    if number is None:
        number = OxmlElement("w:pgNumType")
        properties.insert_element_before(number, "w:cols", "w:titlePg", "w:docGrid")
    number.set(qn("w:start"), "1")


def add_headers(section: Section) -> None:
    """The page number at the top centre and, on every page, the banner of a sample criteria set."""
    section.first_page_header.is_linked_to_previous = False
    first = section.first_page_header.paragraphs[0]
    first.style, first.text = "VB Bộ mẫu", "{{ banner }}"
    number = section.header.paragraphs[0]
    number.style = "VB Số trang"
    _add_page_field(number)
    section.header.add_paragraph("{{ banner }}", style="VB Bộ mẫu")


def _add_page_field(paragraph: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "2"), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            _child(run, "w:fldChar", fldCharType=kind)
        else:
            tag = "w:instrText" if "PAGE" in text else "w:t"
            element = _child(run, tag)
            element.text = text
            element.set(qn("xml:space"), "preserve")


def add_rule(paragraph: Paragraph, *, width: float, inside: float) -> None:
    """A centred rule ``width`` mm long in ``inside`` mm, drawn by a paragraph border."""
    paragraph.style = "VB Đường kẻ"
    gap = Mm((inside - width) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = gap
    paragraph.paragraph_format.space_before = Pt(3)
    borders: Any = OxmlElement("w:pBdr")
    _child(borders, "w:top", val="single", sz="6", space="1", color="000000")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


# --- tables --------------------------------------------------------------------------------------


def add_frame(document: Doc, widths: Sequence[float], *, rows: int, shift: float = 0) -> Table:
    """A borderless table of fixed widths (mm)."""
    table = document.add_table(rows, len(widths))
    table.style = document.styles["Normal Table"]
    _fix_table(table, widths, margin=CELL_MARGIN, shift=shift)
    return table


def _fix_table(table: Table, widths: Sequence[float], *, margin: float, shift: float = 0) -> None:
    table.autofit = False
    properties = table._tbl.tblPr
    for tag in ("w:tblW", "w:tblLook"):
        for element in properties.findall(qn(tag)):
            properties.remove(element)
    width = OxmlElement("w:tblW")
    width.set(qn("w:w"), str(Mm(sum(widths)).twips))
    width.set(qn("w:type"), "dxa")
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), str(Mm(shift).twips))
    indent.set(qn("w:type"), "dxa")
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        _child(margins, f"w:{side}", w=str(Mm(margin).twips), type="dxa")
    layout: Any = properties.find(qn("w:tblLayout"))
    layout.addprevious(width)
    layout.addprevious(indent)
    layout.addnext(margins)
    for grid, mm in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid.w = Mm(mm)
    for row in table.rows:
        _keep_whole(row._tr)
        for cell, mm in zip(row.cells, widths, strict=True):
            cell.width = Mm(mm)


def _keep_whole(row: Any) -> None:
    _child(row.get_or_add_trPr(), "w:cantSplit")


def add_grid(document: Doc, columns: Sequence[Column], *, small: bool = False) -> Table:
    """A ruled table with its heading row, repeated on every page."""
    table = document.add_table(1, len(columns), style="Table Grid")
    _fix_table(table, [column.width for column in columns], margin=GRID_MARGIN)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        write(cell, column.title, "VB Bảng nhỏ, hàng đầu" if small else "VB Bảng, hàng đầu")
    _child(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    return table


def add_loop(table: Table, line: str) -> None:
    """A row that only holds a ``{%tr … %}`` tag."""
    write(_add_row(table)[0], line, "VB Bảng, chữ")


def add_fields(
    table: Table,
    columns: Sequence[Column],
    row: str,
    *,
    strong: bool = False,
    italic: bool = False,
    small: bool = False,
) -> None:
    """A row of ``{{ row.field }}``; a strong one is bold up to its figures and stays with the next row."""
    prefix = "VB Bảng nhỏ, " if small else "VB Bảng, "
    for cell, column in zip(_add_row(table), columns, strict=True):
        write(cell, f"{{{{ {row}.{column.field} }}}}", prefix + ("số" if column.centred else "chữ"))
        if strong:
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.keep_with_next = True
            if column.centred or column.field == "title":
                paragraph.runs[0].bold, paragraph.runs[0].italic = True, italic or None


def _add_row(table: Table) -> Sequence[_Cell]:
    row = table.add_row()
    for tag in ("w:tblHeader", "w:trPr"):
        for element in row._tr.findall(qn(tag)):
            row._tr.remove(element)
    _keep_whole(row._tr)
    return row.cells


def write(cell: _Cell, text: str, style: str) -> None:
    """The words of a fresh cell."""
    cell.paragraphs[0].style = style
    cell.paragraphs[0].add_run(text)


def say(document: Doc, text: str, style: str) -> Paragraph:
    """A paragraph of one style."""
    return document.add_paragraph(text, style=style)


def say_each(document: Doc, variable: str, many: str, style: str) -> None:
    """A paragraph for each line of a list."""
    say(document, f"{{%p for {variable} in {many} %}}", style)
    say(document, f"{{{{ {variable} }}}}", style)
    say(document, "{%p endfor %}", style)
