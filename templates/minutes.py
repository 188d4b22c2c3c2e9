"""D07, D08: minutes (Mẫu 1.9)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Pt

from templates.blocks import add_title
from templates.columns import APPRAISAL_COLUMNS, VOTE_COLUMNS
from templates.look import say, say_each
from templates.parts import add_appendix, add_areas, add_gap, add_groups, add_minutes_signatures, add_rows, start_paper

if TYPE_CHECKING:
    from docx.document import Document as Doc


def make_appraisal() -> Doc:
    """D07 (Mẫu 1.9) with the scores leaf by leaf."""
    document = start_paper("Biên bản thẩm định", dated=False)
    _add_head(document)
    say(document, "Cuộc họp kết thúc vào {{ closed }}./.", "VB Nội dung").paragraph_format.keep_with_next = True
    add_minutes_signatures(document, post=False)
    add_appendix(document, "", "BẢNG ĐIỂM THẨM ĐỊNH", wide=True)
    add_areas(document, APPRAISAL_COLUMNS, total=True)
    return document


def make_minutes() -> Doc:
    """D08 (Mẫu 1.9)."""
    document = start_paper("Biên bản họp Hội đồng thẩm định", dated=False)
    _add_head(document)
    say_each(document, "text", "units", "VB Nội dung")
    say(document, "4. Hội đồng biểu quyết:", "VB Nội dung")
    add_gap(document)
    add_rows(document, VOTE_COLUMNS, "votes")
    say(document, "5. Chủ tọa kết luận:", "VB Nội dung")
    say_each(document, "text", "conclusion", "VB Nội dung")
    say(document, "Cuộc họp kết thúc vào {{ closed }}./.", "VB Nội dung").paragraph_format.keep_with_next = True
    add_minutes_signatures(document, post=True)
    add_appendix(document, "", "BẢNG ĐIỂM, XẾP HẠNG", wide=True)
    add_groups(document, "groups")
    return document


def _add_head(document: Doc) -> None:
    """The fields of minutes up to what was said (Mẫu 1.9)."""
    add_title(document, "BIÊN BẢN")
    say(document, "Thời gian bắt đầu: {{ opened }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    say(document, "Địa điểm: {{ place }}", "VB Nội dung")
    say(document, "Thành phần tham dự:", "VB Nội dung")
    say_each(document, "line", "attendance", "VB Nội dung")
    say(document, "Chủ trì (chủ tọa): {{ chair }}", "VB Nội dung")
    say(document, "Thư ký (người ghi biên bản): {{ secretary }}", "VB Nội dung")
    say(document, "Nội dung (theo diễn biến cuộc họp):", "VB Nội dung")
    say_each(document, "text", "course", "VB Nội dung")


MAKERS = {
    "bien-ban-tham-dinh.docx": make_appraisal,
    "bien-ban-hop-hoi-dong.docx": make_minutes,
}
