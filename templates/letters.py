"""D05, D13, D15, D17: letters and the invitation (Mẫu 1.5 and 1.7)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Pt

from templates.blocks import add_addressees, add_signature, add_title
from templates.columns import ASKED_COLUMNS
from templates.look import say, say_each
from templates.parts import add_closing, add_council_signature, add_gap, add_rows, start_paper

if TYPE_CHECKING:
    from docx.document import Document as Doc


def make_request() -> Doc:
    """D05 (Mẫu 1.5)."""
    document = start_paper("Công văn yêu cầu bổ sung, giải trình", letter=True)
    add_addressees(document)
    say(document, "{{ opening }}", "VB Nội dung").paragraph_format.space_before = Pt(12)
    add_gap(document)
    add_rows(document, ASKED_COLUMNS, "rows")
    add_closing(document, "closing")
    add_council_signature(document)
    return document


def make_letter(title: str) -> Doc:
    """D13 and D17 (Mẫu 1.5)."""
    document = start_paper(title, letter=True)
    add_addressees(document)
    add_gap(document)
    add_closing(document, "paragraphs")
    add_signature(document)
    return document


def make_invitation() -> Doc:
    """D15 (Mẫu 1.7)."""
    document = start_paper("Giấy mời họp Hội đồng thẩm định")
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


MAKERS = {
    "yeu-cau-bo-sung.docx": make_request,
    "cong-van-gui-ho-so.docx": lambda: make_letter("Công văn gửi hồ sơ"),
    "cong-van-don-doc.docx": lambda: make_letter("Công văn đôn đốc"),
    "giay-moi.docx": make_invitation,
}
