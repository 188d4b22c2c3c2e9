"""D02, D06, D09, D10, D12: plan, reports, proposal and notice (Mẫu 1.4)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Pt

from templates.blocks import add_signature, add_title
from templates.columns import EXPLAINED_COLUMNS, SPREAD_COLUMNS, STEP_COLUMNS, TASK_COLUMNS
from templates.look import say, say_each
from templates.parts import (
    add_appendix,
    add_closing,
    add_council_signature,
    add_gap,
    add_grades,
    add_ranking,
    add_rows,
    add_section,
    add_upward,
    start_paper,
)

if TYPE_CHECKING:
    from docx.document import Document as Doc


def make_plan() -> Doc:
    """D02 (Mẫu 1.4)."""
    document = start_paper("Kế hoạch xác định Chỉ số cải cách hành chính")
    add_title(document, "KẾ HOẠCH")
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    add_section(document, "I. MỤC ĐÍCH, YÊU CẦU", "purpose")
    add_section(document, "II. NỘI DUNG, TIẾN ĐỘ", "contents")
    add_gap(document)
    add_rows(document, STEP_COLUMNS, "steps")
    add_section(document, "III. PHÂN CÔNG THẨM ĐỊNH")
    add_gap(document)
    add_rows(document, TASK_COLUMNS, "tasks")
    add_section(document, "IV. TỔ CHỨC THỰC HIỆN")
    add_closing(document, "conduct")
    add_signature(document)
    return document


def make_explanation() -> Doc:
    """D06 (Mẫu 1.4) with the answers as an appendix."""
    document = start_paper("Báo cáo giải trình, bổ sung")
    add_upward(document, "BÁO CÁO")
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    say_each(document, "text", "summary", "VB Nội dung")
    say(document, "{{ closing }}", "VB Nội dung").paragraph_format.keep_with_next = True
    add_signature(document)
    add_appendix(document, "", "NỘI DUNG GIẢI TRÌNH, BỔ SUNG", wide=True)
    add_rows(document, EXPLAINED_COLUMNS, "rows")
    return document


def make_synthesis() -> Doc:
    """D09 (Mẫu 1.4) with the ranking."""
    document = start_paper("Báo cáo kết quả thẩm định")
    add_upward(document, "BÁO CÁO")
    say_each(document, "basis", "legal_bases", "VB Căn cứ")
    say(document, "{{ opening }}", "VB Nội dung")
    add_section(document, "I. QUÁ TRÌNH THẨM ĐỊNH", "process")
    add_section(document, "II. KẾT QUẢ")
    say(document, "1. Kết quả chung", "Heading 2")
    say_each(document, "text", "overall", "VB Nội dung")
    add_grades(document)
    say(document, "2. Kết quả theo lĩnh vực", "Heading 2").paragraph_format.space_before = Pt(12)
    add_gap(document)
    add_rows(document, SPREAD_COLUMNS, "areas")
    say(document, "3. Chênh lệch giữa điểm tự chấm và điểm thẩm định", "Heading 2").paragraph_format.space_before = Pt(
        12
    )
    say_each(document, "text", "differences", "VB Nội dung")
    say(document, "4. Nội dung chưa bổ sung, giải trình", "Heading 2")
    say_each(document, "text", "unmended", "VB Nội dung")
    say(document, "{%p for part in compared %}", "Heading 2")
    say(document, "{{ part.title }}", "Heading 2")
    say_each(document, "text", "part.lines", "VB Nội dung")
    say(document, "{%p endfor %}", "Heading 2")
    add_section(document, "III. Ý KIẾN CỦA HỘI ĐỒNG", "remarks")
    add_section(document, "IV. ĐỀ NGHỊ")
    add_closing(document, "requests")
    add_council_signature(document)
    add_ranking(document, "KẾT QUẢ THẨM ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    return document


def make_proposal() -> Doc:
    """D10 (Mẫu 1.4)."""
    document = start_paper("Tờ trình đề nghị phê duyệt Chỉ số cải cách hành chính")
    add_upward(document, "TỜ TRÌNH")
    say_each(document, "basis", "legal_bases", "VB Căn cứ")
    add_section(document, "I. QUÁ TRÌNH THẨM ĐỊNH", "process")
    add_section(document, "II. KẾT QUẢ", "overall")
    add_section(document, "III. ĐỀ NGHỊ", "requests")
    say_each(document, "text", "enclosures", "VB Nội dung")
    say(document, "{{ closing }}", "VB Nội dung").paragraph_format.keep_with_next = True
    add_council_signature(document)
    return document


def make_notice() -> Doc:
    """D12 (Mẫu 1.4) with the ranking."""
    document = start_paper("Thông báo công bố Chỉ số cải cách hành chính")
    add_title(document, "THÔNG BÁO")
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    say_each(document, "text", "overall", "VB Nội dung")
    add_grades(document)
    add_closing(document, "closing")
    add_signature(document)
    add_ranking(document, "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    return document


MAKERS = {
    "ke-hoach.docx": make_plan,
    "bao-cao-giai-trinh.docx": make_explanation,
    "bao-cao-tong-hop.docx": make_synthesis,
    "to-trinh.docx": make_proposal,
    "thong-bao-ket-qua.docx": make_notice,
}
