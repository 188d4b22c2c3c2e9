"""The papers of authority and council: decisions, minutes, reports, letters (Mẫu 1.2, 1.4, 1.5, 1.7, 1.9, 2.1)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.section import WD_SECTION
from docx.shared import Pt

from templates.blocks import add_addressees, add_appendix_title, add_letterhead, add_signature, add_title
from templates.columns import (
    APPRAISAL_COLUMNS,
    ASKED_COLUMNS,
    AWARD_COLUMNS,
    CHECK_COLUMNS,
    EXPLAINED_COLUMNS,
    GRADE_COLUMNS,
    RANK_COLUMNS,
    ROSTER_COLUMNS,
    SPREAD_COLUMNS,
    STEP_COLUMNS,
    TASK_COLUMNS,
    VOTE_COLUMNS,
)
from templates.look import (
    SIGN_COLUMNS,
    TEXT_WIDTH,
    WIDE_WIDTH,
    Column,
    add_fields,
    add_frame,
    add_grid,
    add_headers,
    add_loop,
    new_document,
    say,
    say_each,
    set_page,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Doc
    from docx.text.paragraph import Paragraph

# --- blocks --------------------------------------------------------------------------------------


def _start(title: str, *, dated: bool = True, letter: bool = False, wide: bool = False) -> Doc:
    document = new_document(title)
    set_page(document.sections[0], wide=wide)
    add_headers(document.sections[0])
    if not wide:
        add_letterhead(document, dated=dated, letter=letter)
    return document


def _gap(document: Doc, points: float = 6) -> None:
    form = say(document, "", "VB Đường kẻ").paragraph_format
    form.space_before, form.keep_with_next = Pt(points), True


def _rows(document: Doc, columns: Sequence[Column], many: str, *, small: bool = False) -> None:
    """A table with a row for each item of a list."""
    table = add_grid(document, columns, small=small)
    add_loop(table, f"{{%tr for row in {many} %}}")
    add_fields(table, columns, "row", small=small)
    add_loop(table, "{%tr endfor %}")


def _section(document: Doc, heading: str, many: str = "") -> None:
    say(document, heading, "Heading 1")
    if many:
        say_each(document, "text", many, "VB Nội dung")


def _grades(document: Doc) -> None:
    _gap(document)
    table = add_grid(document, GRADE_COLUMNS)
    add_loop(table, "{%tr for row in grades %}")
    add_fields(table, GRADE_COLUMNS, "row")
    add_loop(table, "{%tr endfor %}")
    add_fields(table, GRADE_COLUMNS, "grade_total", strong=True)


def _appendix(document: Doc, number: str, title: str, *, wide: bool) -> None:
    """A new section with its own page numbers."""
    set_page(document.add_section(WD_SECTION.NEW_PAGE), wide=wide)
    add_appendix_title(document, number, title, width=WIDE_WIDTH if wide else TEXT_WIDTH)


def _ranking(document: Doc, title: str) -> None:
    _appendix(document, "", title, wide=True)
    _groups(document, "groups")


def _groups(document: Doc, many: str) -> None:
    say(document, f"{{%p for group in {many} %}}", "VB Tên bảng")
    say_each(document, "title", "group.titles", "VB Tên bảng")
    _rows(document, RANK_COLUMNS, "group.rows")
    say(document, "{%p endfor %}", "VB Tên bảng")


def _council_signature(document: Doc) -> None:
    """Boxes 7 and 9b of a council: the post in the agency stands above the name (box 7b)."""
    add_signature(document)
    right = document.tables[-1].rows[0].cells[1]
    name = right.paragraphs[-1]
    name.style = "VB Chức vụ khác"
    name.runs[0].text = "{{ signature.post }}"
    right.add_paragraph("{{ signature.name }}", style="VB Họ tên dưới chức vụ")


def _minutes_signatures(document: Doc, *, post: bool) -> None:
    """Secretary left, chair right, recipients under the left one (Mẫu 1.9)."""
    _gap(document, 12)
    width = sum(SIGN_COLUMNS) / 2
    table = add_frame(document, (width, width), rows=1)
    left, right = table.rows[0].cells
    write(left, "THƯ KÝ", "VB Thẩm quyền ký")
    left.add_paragraph("{{ secretary_name }}", style="VB Họ tên")
    write(right, "CHỦ TỌA", "VB Thẩm quyền ký")
    if post:
        right.add_paragraph("{{ chair_post }}", style="VB Chức vụ khác")
        right.add_paragraph("{{ chair_name }}", style="VB Họ tên dưới chức vụ")
    else:
        right.add_paragraph("{{ chair_name }}", style="VB Họ tên")
    say(document, "Nơi nhận:", "VB Nơi nhận").paragraph_format.space_before = Pt(12)
    say_each(document, "line", "recipients", "VB Nơi nhận, dòng")


def _decision(title: str, *, council: bool = False) -> Doc:
    document = _start(title)
    add_title(document, "QUYẾT ĐỊNH")
    say(document, "{{ power }}", "VB Tên loại").paragraph_format.space_before = Pt(12)
    say_each(document, "basis", "legal_bases", "VB Căn cứ")
    say(document, "QUYẾT ĐỊNH:", "VB Tên loại").paragraph_format.space_before = Pt(12)
    say(document, "{%p for article in articles %}", "VB Điều")
    _article(document, "article")
    say_each(document, "clause", "article.clauses", "VB Nội dung")
    say(document, "{%p endfor %}", "VB Điều")
    _article(document, "last_article").paragraph_format.keep_with_next = True
    say_each(document, "clause", "last_article.clauses", "VB Nội dung")
    (_council_signature if council else add_signature)(document)
    return document


def _article(document: Doc, name: str) -> Paragraph:
    paragraph = say(document, "", "VB Điều")
    paragraph.add_run(f"{{{{ {name}.number }}}}").bold = True
    paragraph.add_run(f" {{{{ {name}.text }}}}")
    return paragraph


def _closing(document: Doc, many: str) -> None:
    """The last paragraphs, which stay on the page of the signature."""
    say_each(document, "text", many, "VB Nội dung")
    document.paragraphs[-2].paragraph_format.keep_with_next = True


def _upward(document: Doc, kind: str) -> None:
    add_title(document, kind)
    add_addressees(document)


def _strong_areas(document: Doc, columns: Sequence[Column], *, total: bool) -> None:
    table = add_grid(document, columns)
    add_loop(table, "{%tr for area in areas %}")
    add_fields(table, columns, "area.row", strong=True)
    add_loop(table, "{%tr for row in area.leaves %}")
    add_fields(table, columns, "row")
    add_loop(table, "{%tr endfor %}")
    add_loop(table, "{%tr endfor %}")
    if total:
        add_fields(table, columns, "total", strong=True)


# --- the documents -------------------------------------------------------------------------------


def make_establishment() -> Doc:
    """D01 (Mẫu 1.2) with roster and assignment."""
    document = _decision("Quyết định thành lập Hội đồng thẩm định")
    _appendix(document, "I", "DANH SÁCH THÀNH VIÊN HỘI ĐỒNG", wide=False)
    _rows(document, ROSTER_COLUMNS, "members")
    _appendix(document, "II", "PHÂN CÔNG CƠ QUAN THẨM ĐỊNH THEO LĨNH VỰC", wide=False)
    _rows(document, TASK_COLUMNS, "tasks")
    return document


def make_support_team() -> Doc:
    """D16 (Mẫu 1.2)."""
    document = _decision("Quyết định thành lập Tổ giúp việc", council=True)
    _appendix(document, "", "DANH SÁCH THÀNH VIÊN TỔ GIÚP VIỆC", wide=False)
    _rows(document, ROSTER_COLUMNS, "members")
    return document


def make_approval() -> Doc:
    """D11 (Mẫu 1.2) with the ranking annex."""
    document = _decision("Quyết định phê duyệt Chỉ số cải cách hành chính")
    _ranking(document, "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    return document


def make_plan() -> Doc:
    """D02 (Mẫu 1.4)."""
    document = _start("Kế hoạch xác định Chỉ số cải cách hành chính")
    add_title(document, "KẾ HOẠCH")
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    _section(document, "I. MỤC ĐÍCH, YÊU CẦU", "purpose")
    _section(document, "II. NỘI DUNG, TIẾN ĐỘ", "contents")
    _gap(document)
    _rows(document, STEP_COLUMNS, "steps")
    _section(document, "III. PHÂN CÔNG THẨM ĐỊNH")
    _gap(document)
    _rows(document, TASK_COLUMNS, "tasks")
    _section(document, "IV. TỔ CHỨC THỰC HIỆN")
    _closing(document, "conduct")
    add_signature(document)
    return document


def make_request() -> Doc:
    """D05 (Mẫu 1.5)."""
    document = _start("Công văn yêu cầu bổ sung, giải trình", letter=True)
    add_addressees(document)
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    _gap(document)
    _rows(document, ASKED_COLUMNS, "rows")
    _closing(document, "closing")
    _council_signature(document)
    return document


def make_explanation() -> Doc:
    """D06 (Mẫu 1.4) with the answers as an appendix."""
    document = _start("Báo cáo giải trình, bổ sung")
    _upward(document, "BÁO CÁO")
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    say_each(document, "text", "summary", "VB Nội dung")
    say(document, "{{ closing }}", "VB Nội dung").paragraph_format.keep_with_next = True
    add_signature(document)
    _appendix(document, "", "NỘI DUNG GIẢI TRÌNH, BỔ SUNG", wide=True)
    _rows(document, EXPLAINED_COLUMNS, "rows")
    return document


def _minutes_head(document: Doc) -> None:
    add_title(document, "BIÊN BẢN")
    say(document, "Thời gian bắt đầu: {{ opened }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    say(document, "Địa điểm: {{ place }}", "VB Nội dung")
    say(document, "Thành phần tham dự:", "VB Nội dung")
    say_each(document, "line", "attendance", "VB Nội dung")
    say(document, "Chủ trì (chủ tọa): {{ chair }}", "VB Nội dung")
    say(document, "Thư ký (người ghi biên bản): {{ secretary }}", "VB Nội dung")
    say(document, "Nội dung (theo diễn biến cuộc họp):", "VB Nội dung")
    say_each(document, "text", "course", "VB Nội dung")


def make_appraisal() -> Doc:
    """D07 (Mẫu 1.9) with the scores leaf by leaf."""
    document = _start("Biên bản thẩm định", dated=False)
    _minutes_head(document)
    say(document, "Cuộc họp kết thúc vào {{ closed }}./.", "VB Nội dung").paragraph_format.keep_with_next = True
    _minutes_signatures(document, post=False)
    _appendix(document, "", "BẢNG ĐIỂM THẨM ĐỊNH", wide=True)
    _strong_areas(document, APPRAISAL_COLUMNS, total=True)
    return document


def make_minutes() -> Doc:
    """D08 (Mẫu 1.9)."""
    document = _start("Biên bản họp Hội đồng thẩm định", dated=False)
    _minutes_head(document)
    say_each(document, "text", "units", "VB Nội dung")
    say(document, "4. Hội đồng biểu quyết:", "VB Nội dung")
    _gap(document)
    _rows(document, VOTE_COLUMNS, "votes")
    say(document, "5. Chủ tọa kết luận:", "VB Nội dung")
    say_each(document, "text", "conclusion", "VB Nội dung")
    say(document, "Cuộc họp kết thúc vào {{ closed }}./.", "VB Nội dung").paragraph_format.keep_with_next = True
    _minutes_signatures(document, post=True)
    _appendix(document, "", "BẢNG ĐIỂM, XẾP HẠNG", wide=True)
    _groups(document, "groups")
    return document


def make_synthesis() -> Doc:
    """D09 (Mẫu 1.4) with the ranking."""
    document = _start("Báo cáo kết quả thẩm định")
    _upward(document, "BÁO CÁO")
    say_each(document, "basis", "legal_bases", "VB Căn cứ")
    say(document, "{{ opening }}", "VB Nội dung")
    _section(document, "I. QUÁ TRÌNH THẨM ĐỊNH", "process")
    _section(document, "II. KẾT QUẢ")
    say(document, "1. Kết quả chung", "Heading 2")
    say_each(document, "text", "overall", "VB Nội dung")
    _grades(document)
    say(document, "2. Kết quả theo lĩnh vực", "Heading 2").paragraph_format.space_before = Pt(12)
    _gap(document)
    _rows(document, SPREAD_COLUMNS, "areas")
    say(document, "3. Chênh lệch giữa điểm tự chấm và điểm thẩm định", "Heading 2").paragraph_format.space_before = Pt(
        12
    )
    say_each(document, "text", "differences", "VB Nội dung")
    say(document, "4. Nội dung chưa bổ sung, giải trình", "Heading 2")
    say_each(document, "text", "unmended", "VB Nội dung")
    say(document, "5. So sánh với năm trước", "Heading 2")
    say_each(document, "text", "compared", "VB Nội dung")
    _section(document, "III. Ý KIẾN CỦA HỘI ĐỒNG", "remarks")
    _section(document, "IV. ĐỀ NGHỊ")
    _closing(document, "requests")
    _council_signature(document)
    _ranking(document, "KẾT QUẢ THẨM ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    return document


def make_proposal() -> Doc:
    """D10 (Mẫu 1.4)."""
    document = _start("Tờ trình đề nghị phê duyệt Chỉ số cải cách hành chính")
    _upward(document, "TỜ TRÌNH")
    say_each(document, "basis", "legal_bases", "VB Căn cứ")
    _section(document, "I. QUÁ TRÌNH THẨM ĐỊNH", "process")
    _section(document, "II. KẾT QUẢ", "overall")
    _section(document, "III. ĐỀ NGHỊ", "requests")
    say_each(document, "text", "enclosures", "VB Nội dung")
    say(document, "{{ closing }}", "VB Nội dung").paragraph_format.keep_with_next = True
    _council_signature(document)
    return document


def make_notice() -> Doc:
    """D12 (Mẫu 1.4) with the ranking."""
    document = _start("Thông báo công bố Chỉ số cải cách hành chính")
    add_title(document, "THÔNG BÁO")
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    say_each(document, "text", "overall", "VB Nội dung")
    _grades(document)
    _closing(document, "closing")
    add_signature(document)
    _ranking(document, "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    return document


def make_letter(title: str) -> Doc:
    """D13 and D17 (Mẫu 1.5)."""
    document = _start(title, letter=True)
    add_addressees(document)
    _gap(document)
    _closing(document, "paragraphs")
    add_signature(document)
    return document


def make_invitation() -> Doc:
    """D15 (Mẫu 1.7)."""
    document = _start("Giấy mời họp Hội đồng thẩm định")
    add_title(document, "GIẤY MỜI")
    say(document, "{{ invites }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    say_each(document, "line", "guests", "VB Nội dung")
    say(document, "{{ purpose }}", "VB Nội dung")
    say(document, "Nội dung:", "VB Nội dung")
    say_each(document, "line", "agenda", "VB Nội dung")
    say(document, "Chủ trì: {{ chair }}.", "VB Nội dung")
    say(document, "Thời gian: {{ time }}.", "VB Nội dung")
    say(document, "Địa điểm: {{ place }}.", "VB Nội dung")
    say(document, "{{ closing }}", "VB Nội dung").paragraph_format.keep_with_next = True
    add_signature(document)
    return document


def make_awards() -> Doc:
    """D18, an appendix of the proposal (Mẫu 2.1)."""
    document = _start("Danh sách đề nghị xem xét khen thưởng", wide=True)
    add_appendix_title(document, "", "DANH SÁCH ĐỀ NGHỊ XEM XÉT KHEN THƯỞNG")
    _rows(document, AWARD_COLUMNS, "rows")
    return document


def make_checklist() -> Doc:
    """D19, the printed criteria checklist, an appendix of the plan (Mẫu 2.1)."""
    document = _start("Phiếu kiểm tiêu chí", wide=True)
    add_appendix_title(document, "", "PHIẾU KIỂM TIÊU CHÍ, TÀI LIỆU KIỂM CHỨNG")
    _strong_areas(document, CHECK_COLUMNS, total=False)
    return document


MAKERS = {
    "quyet-dinh-thanh-lap-hoi-dong.docx": make_establishment,
    "ke-hoach.docx": make_plan,
    "yeu-cau-bo-sung.docx": make_request,
    "bao-cao-giai-trinh.docx": make_explanation,
    "bien-ban-tham-dinh.docx": make_appraisal,
    "bien-ban-hop-hoi-dong.docx": make_minutes,
    "bao-cao-tong-hop.docx": make_synthesis,
    "to-trinh.docx": make_proposal,
    "quyet-dinh-phe-duyet.docx": make_approval,
    "thong-bao-ket-qua.docx": make_notice,
    "cong-van-gui-ho-so.docx": lambda: make_letter("Công văn gửi hồ sơ"),
    "giay-moi.docx": make_invitation,
    "quyet-dinh-to-giup-viec.docx": make_support_team,
    "cong-van-don-doc.docx": lambda: make_letter("Công văn đôn đốc"),
    "danh-sach-de-nghi-khen-thuong.docx": make_awards,
    "phieu-kiem-tieu-chi.docx": make_checklist,
}
