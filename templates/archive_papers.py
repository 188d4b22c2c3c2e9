"""The papers of the year archive (Nghị định 30/2020/NĐ-CP, Phụ lục V; cover: TCVN 9251:2012)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from templates.blocks import add_heads
from templates.look import (
    SIGN_COLUMNS,
    SUBJECT_RULE,
    TEXT_WIDTH,
    Column,
    add_fields,
    add_frame,
    add_grid,
    add_headers,
    add_loop,
    add_rule,
    new_document,
    say,
    say_each,
    set_page,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docx.document import Document as Doc
    from docx.table import _Cell

FOREVER_COLUMNS = (
    Column("Số TT", 10, "stt", centred=True),
    Column("Số, ký hiệu hồ sơ", 24, "symbol", centred=True),
    Column("Tiêu đề hồ sơ", 60, "title"),
    Column("Thời gian tài liệu", 25, "period", centred=True),
    Column("Số tờ/ Số trang", 16, "pages", centred=True),
    Column("Ghi chú", 20, "note"),
)
TERM_COLUMNS = (
    Column("Số TT", 10, "stt", centred=True),
    Column("Số, ký hiệu hồ sơ", 23, "symbol", centred=True),
    Column("Tiêu đề hồ sơ", 48, "title"),
    Column("Thời gian tài liệu", 25, "period", centred=True),
    Column("Thời hạn bảo quản", 17, "retention", centred=True),
    Column("Số tờ/ Số trang", 15, "pages", centred=True),
    Column("Ghi chú", 17, "note"),
)
DOCUMENT_COLUMNS = (
    Column("STT", 10, "stt", centred=True),
    Column("Số, ký hiệu văn bản", 26, "reference", centred=True),
    Column("Ngày tháng năm văn bản", 20, "date", centred=True),
    Column("Tên loại và trích yếu nội dung văn bản", 40, "title"),
    Column("Tác giả văn bản", 24, "issuer"),
    Column("Tờ số/ Trang số", 15, "pages", centred=True),
    Column("Ghi chú", 20, "note"),
)
WEEDED_COLUMNS = (
    Column("STT", 10, "stt", centred=True),
    Column("Hồ sơ", 20, "file", centred=True),
    Column("Tài liệu", 42, "title"),
    Column("Tệp; SHA-256", 36, "path"),
    Column("Lý do đề nghị loại", 30, "reason"),
    Column("Quyết định", 17, "verdict", centred=True),
)
VALUE_COLUMNS = (
    Column("STT", 12, "stt", centred=True),
    Column("Trường thông tin", 48, "title"),
    Column("Tên viết tắt", 32, "name"),
    Column("Giá trị", 63, "value"),
)


def _start(title: str) -> Doc:
    document = new_document(title)
    set_page(document.sections[0], wide=False)
    add_headers(document.sections[0])
    return document


def _head(document: Doc, *, dated: bool = False) -> None:
    """The bodies at the left, the nation's name at the right; a hand-over record is dated below it."""
    right = add_heads(document, rows=1).rows[0].cells[1]
    if dated:
        right.add_paragraph("{{ place_date }}", style="VB Địa danh, ngày")


def _title(document: Doc, kind: str, *lines: str) -> None:
    say(document, kind, "VB Tên loại")
    for line in lines:
        say(document, line, "VB Trích yếu")
    add_rule(document.add_paragraph(), width=SUBJECT_RULE / 2, inside=TEXT_WIDTH)
    say(document, "", "VB Bảng, chữ")


def _table(document: Doc, columns: Sequence[Column], many: str, *, numbered: bool = False, small: bool = False) -> None:
    """A row for each item; ``numbered`` adds the line (1), (2) … of the decree's forms."""
    table = add_grid(document, columns, small=small)
    if numbered:
        add_loop(table, "(1)")
        for place, cell in enumerate(table.rows[-1].cells, start=1):
            cell.paragraphs[0].style, cell.paragraphs[0].text = "VB Bảng, số", f"({place})"
    add_loop(table, f"{{%tr for row in {many} %}}")
    add_fields(table, columns, "row", small=small)
    add_loop(table, "{%tr endfor %}")


def _line(document: Doc, text: str) -> None:
    say(document, text, "VB Nội dung")


def _signature(document: Doc) -> None:
    """Place and day, who compiled it and how it is signed, at the right (Phụ lục V, III)."""
    _space(document)
    cell = add_frame(document, SIGN_COLUMNS, rows=1).rows[0].cells[1]
    write(cell, "{{ place_date }}", "VB Địa danh, ngày")
    _sign(cell, "Người lập", "(Ký và ghi rõ họ và tên, chức vụ)", "{{ compiler }}")


def _two_signatures(document: Doc, *blocks: tuple[str, str]) -> None:
    """Two titles with the names below them, side by side."""
    _space(document)
    cells = add_frame(document, (sum(SIGN_COLUMNS) / 2,) * 2, rows=1).rows[0].cells
    for cell, (title, name) in zip(cells, blocks, strict=True):
        write(cell, "", "VB Đường kẻ")
        _sign(cell, title, "(Ký và ghi rõ họ và tên)", name)


def _space(document: Doc) -> None:
    form = say(document, "", "VB Đường kẻ").paragraph_format
    form.space_before, form.keep_with_next = Pt(10), True


def _sign(cell: _Cell, title: str, how: str, name: str) -> None:
    cell.add_paragraph(title, style="VB Thẩm quyền ký")
    cell.add_paragraph(how, style="VB Kèm theo")
    cell.add_paragraph(name, style="VB Họ tên").paragraph_format.space_before = Pt(56)


def _make_file_list(columns: Sequence[Column]) -> Callable[[], Doc]:
    """Phụ lục V, III; without the column of retention for files kept for ever."""

    def make() -> Doc:
        document = _start("Mục lục hồ sơ, tài liệu nộp lưu")
        _head(document)
        _title(document, "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", "{{ kept }}", "{{ year }}")
        _table(document, columns, "rows", numbered=True)
        _line(document, "Mục lục này gồm: {{ total }} hồ sơ (đơn vị bảo quản).")
        _line(document, "Viết bằng chữ: {{ in_words }} hồ sơ (đơn vị bảo quản).")
        _signature(document)
        return document

    return make


def make_document_list() -> Doc:
    """Phụ lục V, IV."""
    document = _start("Mục lục văn bản, tài liệu")
    _title(document, "MỤC LỤC VĂN BẢN, TÀI LIỆU", "Số, ký hiệu hồ sơ: {{ symbol }}", "{{ year }}")
    _table(document, DOCUMENT_COLUMNS, "rows", numbered=True, small=True)
    return document


def make_hand_over() -> Doc:
    """Phụ lục V, V."""
    document = _start("Biên bản giao nhận hồ sơ, tài liệu")
    _head(document, dated=True)
    _title(document, "BIÊN BẢN", "Giao nhận hồ sơ, tài liệu")
    for text in (
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
        "Căn cứ {{ list_basis }},",
        "Chúng tôi gồm:",
        "BÊN GIAO: {{ giving }}",
        "Ông (bà): {{ giver }}",
        "Chức vụ công tác: {{ giver_post }}",
        "BÊN NHẬN: {{ taking }}",
        "Ông (bà): {{ taker }}",
        "Chức vụ công tác: {{ taker_post }}",
        "Thống nhất lập biên bản giao nhận tài liệu với những nội dung như sau:",
        "1. Tên khối tài liệu giao nộp: {{ block }}",
        "2. Thời gian của hồ sơ, tài liệu: {{ period }}",
        "3. Số lượng tài liệu:",
        "a) Đối với hồ sơ, tài liệu giấy",
        "- Tổng số hộp (cặp): ……………",
        "- Tổng số hồ sơ (đơn vị bảo quản): ……… Quy ra mét giá: ……… mét.",
        "b) Đối với hồ sơ, tài liệu điện tử",
        "- Tổng số hồ sơ: {{ files }}",
        "- Tổng số tệp tin trong hồ sơ: {{ items }}",
        "4. Tình trạng tài liệu giao nộp: {{ condition }}",
        "5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo.",
        "Biên bản này được lập thành hai bản; bên giao giữ một bản, bên nhận giữ một bản./.",
    ):
        _line(document, text)
        form = document.paragraphs[-1].paragraph_format
        form.space_before, form.line_spacing = Pt(3), 1.0  # the decree's own form fills one page
        head, mark, _ = text.partition(":")
        if mark and head.isupper():
            paragraph = document.paragraphs[-1]
            paragraph.runs[0].text = f"{head}:"
            paragraph.runs[0].bold = True
            paragraph.add_run(text.removeprefix(f"{head}:"))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _two_signatures(document, ("ĐẠI DIỆN BÊN GIAO", "{{ giver }}"), ("ĐẠI DIỆN BÊN NHẬN", "{{ taker }}"))
    return document


def make_cover() -> Doc:
    """TCVN 9251:2012: fonds, office, title, period, amount, numbers, retention."""
    document = _start("Bìa hồ sơ")
    say(document, "{{ fonds }}", "VB Trích yếu")
    say(document, "{{ office }}", "VB Trích yếu")
    add_rule(document.add_paragraph(), width=SUBJECT_RULE, inside=TEXT_WIDTH)
    say(document, "{{ heading }}", "VB Kèm theo").paragraph_format.space_before = Pt(60)
    title = say(document, "HỒ SƠ", "VB Tên loại")
    title.runs[0].font.size = Pt(28)
    say(document, "Số, ký hiệu: {{ symbol }}", "VB Trích yếu").paragraph_format.space_before = Pt(6)
    say(document, "{{ title }}", "VB Trích yếu").paragraph_format.space_before = Pt(36)
    document.paragraphs[-1].runs[0].font.size = Pt(16)
    say(document, "{{ period }}", "VB Kèm theo").paragraph_format.space_before = Pt(36)
    say(document, "{{ amount }}", "VB Kèm theo")
    table = add_frame(document, (75, 80), rows=1)
    table.rows[0].height = Mm(60)
    left, right = table.rows[0].cells
    write(left, "", "VB Đường kẻ")
    for text in ("Phông số: {{ fonds_number }}", "Mục lục số: ……………", "Hồ sơ số: {{ symbol }}"):
        left.add_paragraph(text, style="VB Kèm theo").alignment = WD_ALIGN_PARAGRAPH.LEFT
    write(right, "", "VB Đường kẻ")
    right.add_paragraph("THỜI HẠN BẢO QUẢN", style="VB Thẩm quyền ký")
    right.add_paragraph("{{ retention }}", style="VB Thẩm quyền ký")
    right.add_paragraph("{{ basis }}", style="VB Kèm theo")
    for cell in (left, right):
        cell.paragraphs[0].paragraph_format.space_before = Pt(60)
    return document


def make_closing() -> Doc:
    """Chứng từ kết thúc."""
    document = _start("Chứng từ kết thúc")
    _head(document)
    _title(document, "CHỨNG TỪ KẾT THÚC", "Hồ sơ (đơn vị bảo quản) số, ký hiệu: {{ symbol }}")
    _line(document, "Tiêu đề hồ sơ: {{ title }}")
    _line(document, "Thời hạn bảo quản: {{ retention }}")
    say_each(document, "line", "lines", "VB Nội dung")
    _signature(document)
    return document


def make_weeded() -> Doc:
    """The list of papers proposed to be left out, to be signed."""
    document = _start("Danh mục tài liệu loại")
    _head(document)
    _title(document, "DANH MỤC TÀI LIỆU LOẠI", "Đề nghị loại ra khỏi hồ sơ khi kết thúc hồ sơ", "{{ year }}")
    _table(document, WEEDED_COLUMNS, "rows", small=True)
    say(document, "{{ summary }}", "VB Ghi chú bảng")
    say(document, "{{ place_date }}", "VB Địa danh, ngày").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _two_signatures(document, ("Người lập hồ sơ", "{{ compiler }}"), ("Người quyết định", "{{ decider }}"))
    return document


def make_metadata() -> Doc:
    """The fields of Phụ lục VI, of the file and then of each document."""
    document = _start("Dữ liệu đặc tả hồ sơ")
    _title(document, "DỮ LIỆU ĐẶC TẢ HỒ SƠ", "{{ symbol }}", "{{ title }}")
    _table(document, VALUE_COLUMNS, "rows")
    say(document, "{%p for block in documents %}", "VB Tên bảng")
    say(document, "{{ block.title }}", "VB Tên bảng")
    _table(document, VALUE_COLUMNS, "block.rows")
    say(document, "{%p endfor %}", "VB Tên bảng")
    return document


MAKERS = {
    "muc-luc-ho-so-vinh-vien.docx": _make_file_list(FOREVER_COLUMNS),
    "muc-luc-ho-so-co-thoi-han.docx": _make_file_list(TERM_COLUMNS),
    "muc-luc-van-ban.docx": make_document_list,
    "bien-ban-giao-nhan.docx": make_hand_over,
    "bia-ho-so.docx": make_cover,
    "chung-tu-ket-thuc.docx": make_closing,
    "danh-muc-tai-lieu-loai.docx": make_weeded,
    "du-lieu-dac-ta.docx": make_metadata,
}
