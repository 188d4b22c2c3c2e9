"""What several papers of the year are put together from."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.section import WD_SECTION
from docx.shared import Pt

from templates.blocks import add_addressees, add_appendix_title, add_letterhead, add_signature, add_title
from templates.columns import GRADE_COLUMNS, RANK_COLUMNS
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


def start_paper(title: str, *, dated: bool = True, letter: bool = False, wide: bool = False) -> Doc:
    """An empty paper with its head; an appendix (``wide``) has none."""
    document = new_document(title)
    set_page(document.sections[0], wide=wide)
    add_headers(document.sections[0])
    if not wide:
        add_letterhead(document, dated=dated, letter=letter)
    return document


def add_gap(document: Doc, points: float = 6) -> None:
    """A little room before a table, kept with it."""
    form = say(document, "", "VB Đường kẻ").paragraph_format
    form.space_before, form.keep_with_next = Pt(points), True


def add_rows(document: Doc, columns: Sequence[Column], many: str, *, small: bool = False) -> None:
    """A table with a row for each item of a list."""
    table = add_grid(document, columns, small=small)
    add_loop(table, f"{{%tr for row in {many} %}}")
    add_fields(table, columns, "row", small=small)
    add_loop(table, "{%tr endfor %}")


def add_section(document: Doc, heading: str, many: str = "") -> None:
    """A heading and, below it, a paragraph for each line of a list."""
    say(document, heading, "Heading 1")
    if many:
        say_each(document, "text", many, "VB Nội dung")


def add_closing(document: Doc, many: str) -> None:
    """The last paragraphs, which stay on the page of the signature."""
    say_each(document, "text", many, "VB Nội dung")
    document.paragraphs[-2].paragraph_format.keep_with_next = True


def add_upward(document: Doc, kind: str) -> None:
    """The title and whom a report or proposal to a superior is addressed to."""
    add_title(document, kind)
    add_addressees(document)


def add_grades(document: Doc) -> None:
    """How many units have each grade."""
    add_gap(document)
    table = add_grid(document, GRADE_COLUMNS)
    add_loop(table, "{%tr for row in grades %}")
    add_fields(table, GRADE_COLUMNS, "row")
    for cell in table.rows[-1].cells:  # a few rows, which stay with their total
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    add_loop(table, "{%tr endfor %}")
    add_fields(table, GRADE_COLUMNS, "grade_total", strong=True)


def add_appendix(document: Doc, number: str, title: str, *, wide: bool) -> None:
    """A new section with its own page numbers."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that holds the break may not need a page of its own under a signature at the foot.
    document.paragraphs[-1].style = "VB Đường kẻ"
    set_page(section, wide=wide)
    add_appendix_title(document, number, title, width=WIDE_WIDTH if wide else TEXT_WIDTH)


def add_ranking(document: Doc, title: str) -> None:
    """The ranking as an appendix."""
    add_appendix(document, "", title, wide=True)
    add_groups(document, "groups")


def add_groups(document: Doc, many: str) -> None:
    """A ranking table for each group of units."""
    say(document, f"{{%p for group in {many} %}}", "VB Tên bảng")
    say_each(document, "title", "group.titles", "VB Tên bảng")
    add_rows(document, RANK_COLUMNS, "group.rows")
    say(document, "{%p endfor %}", "VB Tên bảng")


def add_areas(document: Doc, columns: Sequence[Column], *, total: bool) -> None:
    """A table of leaves under their areas."""
    table = add_grid(document, columns)
    add_loop(table, "{%tr for area in areas %}")
    add_fields(table, columns, "area.row", strong=True)
    add_loop(table, "{%tr for row in area.leaves %}")
    add_fields(table, columns, "row")
    add_loop(table, "{%tr endfor %}")
    add_loop(table, "{%tr endfor %}")
    if total:
        add_fields(table, columns, "total", strong=True)


def add_council_signature(document: Doc) -> None:
    """Boxes 7 and 9b of a council: the post in the agency stands above the name (box 7b)."""
    add_signature(document)
    right = document.tables[-1].rows[0].cells[1]
    name = right.paragraphs[-1]
    name.style = "VB Chức vụ khác"
    name.runs[0].text = "{{ signature.post }}"
    right.add_paragraph("{{ signature.name }}", style="VB Họ tên dưới chức vụ")


def add_minutes_signatures(document: Doc, *, post: bool) -> None:
    """Secretary left, chair right, recipients under the left one (Mẫu 1.9)."""
    add_gap(document, 12)
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


def start_decision(title: str, *, council: bool = False) -> Doc:
    """A decision up to its signature (Mẫu 1.2)."""
    document = start_paper(title)
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
    (add_council_signature if council else add_signature)(document)
    return document


def _article(document: Doc, name: str) -> Paragraph:
    paragraph = say(document, "", "VB Điều")
    paragraph.add_run(f"{{{{ {name}.number }}}}").bold = True
    paragraph.add_run(f" {{{{ {name}.text }}}}")
    return paragraph
