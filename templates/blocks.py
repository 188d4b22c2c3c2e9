"""The blocks of the decree's form, boxes 1 to 9 and the heading of an appendix."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Mm, Pt

from templates.look import (
    APPENDIX,
    CELL_MARGIN,
    HEAD_COLUMNS,
    HEAD_SHIFT,
    ISSUER_RULE,
    MOTTO_RULE,
    SIGN_COLUMNS,
    SUBJECT_RULE,
    TEXT_WIDTH,
    WIDE_WIDTH,
    add_frame,
    add_rule,
    say,
    say_each,
    write,
)

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.table import Table


def add_heads(document: Doc, *, rows: int) -> Table:
    """Boxes 1 and 2, in the first row of a frame: the bodies at the left, the nation's name at the right."""
    table = add_frame(document, HEAD_COLUMNS, rows=rows, shift=HEAD_SHIFT)
    inside = [width - 2 * CELL_MARGIN for width in HEAD_COLUMNS]
    left, right = table.rows[0].cells
    write(left, "{%p for line in head.parents %}", "VB Cơ quan chủ quản")
    left.add_paragraph("{{ line }}", style="VB Cơ quan chủ quản")
    left.add_paragraph("{%p endfor %}", style="VB Cơ quan chủ quản")
    left.add_paragraph("{{ head.issuer }}", style="VB Cơ quan ban hành")
    add_rule(left.add_paragraph(), width=ISSUER_RULE, inside=inside[0])
    write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VB Quốc hiệu")
    right.add_paragraph("Độc lập - Tự do - Hạnh phúc", style="VB Tiêu ngữ")
    add_rule(right.add_paragraph(), width=MOTTO_RULE, inside=inside[1])
    return table


def add_letterhead(document: Doc, *, dated: bool = True, letter: bool = False) -> None:
    """Boxes 1 to 4: the bodies and the number at the left, the nation's name and the date at the right.

    Minutes are not dated; a letter (công văn) has its subject under the number (box 5b).
    """
    table = add_heads(document, rows=2)
    write(table.rows[1].cells[0], "{{ head.number }}", "VB Số ký hiệu")
    if letter:
        table.rows[1].cells[0].add_paragraph("V/v {{ subject }}", style="VB Về việc")
    write(table.rows[1].cells[1], "{{ head.place_date }}" if dated else "", "VB Địa danh, ngày")


def add_title(document: Doc, kind: str) -> None:
    """Box 5a."""
    say(document, kind, "VB Tên loại")
    say(document, "{{ subject }}", "VB Trích yếu")
    add_rule(document.add_paragraph(), width=SUBJECT_RULE, inside=TEXT_WIDTH)


def add_addressees(document: Doc) -> None:
    """Box 9a: one body on the line of «Kính gửi», or each on its own line below."""
    say(document, "{{ salutation }}", "VB Kính gửi").paragraph_format.left_indent = Mm(22)
    document.paragraphs[-1].paragraph_format.space_before = Pt(12)
    say_each(document, "line", "addressees", "VB Kính gửi")
    document.paragraphs[-2].paragraph_format.left_indent = Mm(40)


def add_signature(document: Doc) -> None:
    """Boxes 7 and 9b."""
    form = say(document, "", "VB Đường kẻ").paragraph_format
    form.space_before, form.keep_with_next = Pt(12), True
    left, right = add_frame(document, SIGN_COLUMNS, rows=1).rows[0].cells
    write(left, "Nơi nhận:", "VB Nơi nhận")
    write(right, "{%p for line in signature.authority %}", "VB Thẩm quyền ký")
    for text, style in (
        ("{{ line }}", "VB Thẩm quyền ký"),
        ("{%p endfor %}", "VB Thẩm quyền ký"),
        ("{{ signature.name }}", "VB Họ tên"),
    ):
        right.add_paragraph(text, style=style)
    for text in ("{%p for line in recipients %}", "{{ line }}", "{%p endfor %}"):
        left.add_paragraph(text, style="VB Nơi nhận, dòng")


def add_appendix_title(document: Doc, number: str, title: str, *, width: float = WIDE_WIDTH) -> None:
    """The heading of an appendix (Mẫu 2.1); ``number`` is empty when the paper has one only."""
    say(document, f"Phụ lục {number}".strip(), APPENDIX.name)
    say(document, title, "VB Tên loại").paragraph_format.space_before = Pt(0)
    say(document, "{{ attached_to }}", "VB Kèm theo")
    add_rule(document.add_paragraph(), width=SUBJECT_RULE, inside=width)
    say(document, "", "VB Bảng, chữ")
