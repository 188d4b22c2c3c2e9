"""Makes the shipped templates, so that the look of Nghị định 30/2020/NĐ-CP has one definition.

Run ``python -m templates.make_templates`` after a change and commit the DOCX; a test compares them.
An office that wants another text edits a copy in Word and drops it in ``mau/``, not this script.
"""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docx.enum.section import WD_SECTION
from docx.shared import Pt

from dossier.files import settle_zip, staged_file
from templates import year_papers
from templates.blocks import add_addressees, add_appendix_title, add_letterhead, add_signature, add_title
from templates.look import (
    Column,
    add_fields,
    add_grid,
    add_headers,
    add_loop,
    new_document,
    say,
    say_each,
    set_page,
)

if TYPE_CHECKING:
    from docx.document import Document as Doc

AREA_COLUMNS = (
    Column("TT", 11, "code", centred=True),
    Column("Lĩnh vực", 62, "title"),
    Column("Điểm tối đa", 19, "max", centred=True),
    Column("Phần đơn vị tự chấm", 22, "self_max", centred=True),
    Column("Điểm tự chấm", 22, "points", centred=True),
    Column("Tỷ lệ (%)", 19, "percent", centred=True),
)
SCORE_COLUMNS = (
    Column("TT", 17, "code", centred=True),
    Column("Lĩnh vực, tiêu chí, tiêu chí thành phần", 76, "title"),
    Column("Điểm tối đa", 16, "max", centred=True),
    Column("Điểm tự chấm", 18, "points", centred=True),
    Column("Điểm thẩm định", 18, "appraised", centred=True),
    Column("Tài liệu kiểm chứng", 62, "evidence"),
    Column("Ghi chú, giải trình", 45, "note"),
)
INVENTORY_COLUMNS = (
    Column("STT", 10, "number", centred=True),
    Column("Mã tiêu chí", 16, "codes", centred=True),
    Column("Tên tài liệu (loại, trích yếu)", 43, "title"),
    Column("Số, ký hiệu", 25, "reference"),
    Column("Ngày ban hành", 19, "date", centred=True),
    Column("Cơ quan ban hành", 26, "issuer"),
    Column("Người ký", 19, "signer"),
    Column("Số trang", 12, "pages", centred=True),
    Column("Dạng", 15, "form", centred=True),
    Column("Tệp; SHA-256 (16 ký tự đầu)", 33, "file"),
    Column("Trang chứng minh", 14, "proof_pages", centred=True),
    Column("Ghi chú", 20, "note"),
)
UNUSED_COLUMNS = (
    Column("STT", 12, "number", centred=True),
    Column("Tệp", 92, "path"),
    Column("Dạng", 28, "form", centred=True),
    Column("SHA-256 (16 ký tự đầu)", 36, "sha256", centred=True),
    Column("Lý do", 84, "reason"),
)


def make_report() -> Doc:
    """D03, the self-assessment report with its score table (Mẫu 1.4 and 2.1)."""
    document = new_document("Báo cáo kết quả tự đánh giá, chấm điểm Chỉ số cải cách hành chính")
    set_page(document.sections[0], wide=False)
    add_headers(document.sections[0])
    add_letterhead(document)
    add_title(document, "BÁO CÁO")
    add_addressees(document)
    say_each(document, "basis", "legal_bases", "VB Căn cứ")
    say(document, "{{ opening }}", "VB Nội dung")
    _add_report_body(document)
    add_signature(document)
    set_page(document.add_section(WD_SECTION.NEW_PAGE), wide=True)
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
    add_appendix_title(document, "I", "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
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
    document = new_document("Danh mục tài liệu kiểm chứng")
    set_page(document.sections[0], wide=True)
    add_headers(document.sections[0])
    add_appendix_title(document, "II", "DANH MỤC TÀI LIỆU KIỂM CHỨNG")
    table = add_grid(document, INVENTORY_COLUMNS, small=True)
    add_loop(table, "{%tr for row in rows %}")
    add_fields(table, INVENTORY_COLUMNS, "row", small=True)
    add_loop(table, "{%tr endfor %}")
    say(document, "{{ summary }}", "VB Ghi chú bảng")
    say(document, "{%p for block in unused %}", "VB Tên bảng")
    say(document, "{{ block.title }}", "VB Tên bảng")
    table = add_grid(document, UNUSED_COLUMNS, small=True)
    add_loop(table, "{%tr for row in block.rows %}")
    add_fields(table, UNUSED_COLUMNS, "row", small=True)
    add_loop(table, "{%tr endfor %}")
    say(document, "{%p endfor %}", "VB Tên bảng")
    return document


MAKERS = {
    **year_papers.MAKERS,
    "bao-cao-tu-danh-gia.docx": make_report,
    "bao-cao-tu-danh-gia-cap-tren.docx": make_report,
    "danh-muc-tai-lieu-kiem-chung.docx": make_inventory,
}


def write_templates(folder: Path) -> None:
    """Write every template, whole, with bytes that depend on this script and python-docx only."""
    for name, make in MAKERS.items():
        with staged_file(folder / name) as staging:
            make().save(str(staging))
            settle_zip(staging)


if __name__ == "__main__":
    write_templates(Path(__file__).parent)
