"""D03, D14, D04: the self-assessment report with its score table, and the evidence inventory (Mẫu 1.4 and 2.1)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Pt

from templates.blocks import add_appendix_title, add_signature
from templates.columns import AREA_COLUMNS, INVENTORY_COLUMNS, SCORE_COLUMNS, UNUSED_COLUMNS
from templates.look import add_fields, add_grid, add_loop, say, say_each
from templates.parts import add_appendix, add_rows, add_upward, start_paper

if TYPE_CHECKING:
    from docx.document import Document as Doc


def make_report() -> Doc:
    """D03, the self-assessment report with its score table (Mẫu 1.4 and 2.1)."""
    document = start_paper("Báo cáo kết quả tự đánh giá, chấm điểm Chỉ số cải cách hành chính")
    add_upward(document, "BÁO CÁO")
    say_each(document, "basis", "legal_bases", "VB Căn cứ")
    say(document, "{{ opening }}", "VB Nội dung")
    _add_report_body(document)
    add_signature(document)
    _add_score_table(document)
    return document


def _add_report_body(document: Doc) -> None:
    say(document, "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC TỰ ĐÁNH GIÁ", "Heading 1")
    say_each(document, "text", "conduct", "VB Nội dung")
    say(document, "II. KẾT QUẢ TỰ ĐÁNH GIÁ, CHẤM ĐIỂM", "Heading 1")
    say(document, "1. Kết quả chung", "Heading 2")
    say_each(document, "text", "result", "VB Nội dung")
    say(document, "", "VB Đường kẻ").paragraph_format.space_before = Pt(4)
    table = add_grid(document, AREA_COLUMNS)
    add_loop(table, "{%tr for area in areas %}")
    add_fields(table, AREA_COLUMNS, "area")
    add_loop(table, "{%tr endfor %}")
    add_fields(table, AREA_COLUMNS, "area_total", strong=True)
    say(document, "2. Kết quả theo từng lĩnh vực", "Heading 2").paragraph_format.space_before = Pt(12)
    say_each(document, "text", "by_area", "VB Nội dung")
    for heading, variable in (
        ("III. TIÊU CHÍ KHÔNG ĐẠT ĐIỂM TỐI ĐA", "losses"),
        ("IV. TIÊU CHÍ CHƯA CÓ TÀI LIỆU KIỂM CHỨNG", "unproved"),
        ("V. TỒN TẠI, GIẢI PHÁP", "remedies"),
        ("VI. KIẾN NGHỊ", "requests"),
    ):
        say(document, heading, "Heading 1")
        say_each(document, "text", variable, "VB Nội dung")
    say(document, "{{ commitment }}", "VB Nội dung")


def _add_score_table(document: Doc) -> None:
    add_appendix(document, "I", "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", wide=True)
    table = add_grid(document, SCORE_COLUMNS)
    add_loop(table, "{%tr for area in score_areas %}")
    add_fields(table, SCORE_COLUMNS, "area.row", strong=True)
    add_loop(table, "{%tr for group in area.groups %}")
    add_loop(table, "{%tr for row in group.criteria %}")
    add_fields(table, SCORE_COLUMNS, "row", strong=True, italic=True)
    add_loop(table, "{%tr endfor %}")
    add_loop(table, "{%tr for row in group.leaves %}")
    add_fields(table, SCORE_COLUMNS, "row")
    for _ in range(3):
        add_loop(table, "{%tr endfor %}")
    add_loop(table, "{%tr for row in score_totals %}")
    add_fields(table, SCORE_COLUMNS, "row", strong=True)
    add_loop(table, "{%tr endfor %}")


def make_inventory() -> Doc:
    """D04, the evidence inventory, Phụ lục II of the report (Mẫu 2.1)."""
    document = start_paper("Danh mục tài liệu kiểm chứng", wide=True)
    add_appendix_title(document, "II", "DANH MỤC TÀI LIỆU KIỂM CHỨNG")
    add_rows(document, INVENTORY_COLUMNS, "rows", small=True)
    say(document, "{{ summary }}", "VB Ghi chú bảng")
    say(document, "{%p for block in unused %}", "VB Tên bảng")
    say(document, "{{ block.title }}", "VB Tên bảng")
    add_rows(document, UNUSED_COLUMNS, "block.rows", small=True)
    say(document, "{%p endfor %}", "VB Tên bảng")
    return document


MAKERS = {
    "bao-cao-tu-danh-gia.docx": make_report,
    "bao-cao-tu-danh-gia-cap-tren.docx": make_report,
    "danh-muc-tai-lieu-kiem-chung.docx": make_inventory,
}
