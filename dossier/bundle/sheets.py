"""Pure layout of the other pages we draw: the cover and the dividers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.bundle.layout import (
    BODY_BOLD,
    DISPLAY,
    HEIGHT,
    LEFT,
    RIGHT,
    TEXT,
    UNDER_TITLE,
    Column,
    Paper,
    Style,
    cells,
    fill_pages,
    paragraph,
)
from dossier.bundle.model import PURPOSE, Face
from dossier.bundle.rows import list_columns, list_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.bundle.layout import Block
    from dossier.bundle.model import BundleEntry, Cover, Divider, IndexLink, Lack, Measure, Sheet
    from dossier.bundle.rows import Row

# The top right corner of page 1 belongs to the signature of an electronic copy (NĐ 30/2020, Phụ lục I).
_COVER_TOP = HEIGHT - 130
_COVER_TITLE = Style(Face.BOLD, 20)
_BODY_NAME = Style(Face.BOLD, 14)
_PARENT_NAME = Style(Face.REGULAR, 13)
_FACT = Style(Face.REGULAR, 13)
_DATE_LINE = "………………, ngày …… tháng …… năm ………"
_FACTS = (Column("", LEFT + 50, LEFT + 210), Column("", LEFT + 220, RIGHT - 40))
_NONE_ASKED = "Bộ tiêu chí không ghi tài liệu kiểm chứng riêng cho mục này."
_NO_DOCUMENT = "Không có tài liệu nào trong bản tập hợp này."


def layout_cover(cover: Cover, facts: Sequence[tuple[str, str]], *, measure: Measure) -> Sheet:
    """The one page of the cover; ``facts`` follow those of the cover."""
    paper = Paper(y=_COVER_TOP)
    *parents, body = (text.upper() for text in cover.bodies)
    for text in parents:
        paper.put(paragraph(text, _PARENT_NAME, measure, centred=True))
    paper.put(paragraph(body, _BODY_NAME, measure, centred=True, after=110))
    paper.put(paragraph(cover.title.upper(), _COVER_TITLE, measure, centred=True, after=14))
    paper.put(paragraph(PURPOSE, UNDER_TITLE, measure, centred=True, after=50))
    for label, value in (*cover.facts, *facts):
        paper.put(replace(cells(_FACTS, [((label, _FACT),), ((value, _FACT),)], measure), ruled=False))
    paper.y = min(paper.y - 40, 130)
    paper.put(paragraph(_DATE_LINE, UNDER_TITLE, measure, centred=True))
    return paper.sheet()


def layout_divider(
    entry: BundleEntry, divider: Divider, *, rows: Mapping[str, Row], measure: Measure, first_page: int = 1
) -> tuple[tuple[Sheet, ...], tuple[IndexLink, ...]]:
    """The sheets of a divider; ``rows`` by code are the documents it lists. No height depends on a page number."""
    *above, own = entry.place
    title = paragraph(str(own), DISPLAY, measure, after=8)
    head = [*(paragraph(str(heading), UNDER_TITLE, measure) for heading in above), title]
    return fill_pages(
        [*_claim(entry, divider, measure), *_proofs(divider, rows, measure), *_lacks(divider.lacks, measure)],
        head=head,
        head_again=[paragraph(f"{own} (tiếp theo)", DISPLAY, measure, after=8)],
        first_page=first_page,
    )


def _claim(entry: BundleEntry, divider: Divider, measure: Measure) -> Iterator[Block]:
    points = entry.place[-1].points
    if points:
        yield paragraph(f"Điểm tự chấm/điểm tối đa: {points}", replace(TEXT, face=Face.BOLD), measure, before=4)
    if divider.basis:
        yield paragraph(f"Cách tính: {divider.basis}", TEXT, measure)
    if divider.statement:
        yield paragraph(f"Đơn vị ghi trong biểu: {divider.statement}", TEXT, measure)


def _proofs(divider: Divider, rows: Mapping[str, Row], measure: Measure) -> Iterator[Block]:
    columns = list_columns(volumes=any(row.volume for row in rows.values()))
    yield _heading("Tài liệu kiểm chứng", measure)
    if not divider.proofs:
        yield paragraph(_NONE_ASKED, TEXT, measure)
    for number, proof in enumerate(divider.proofs, start=1):
        found = [rows[code] for code in proof.codes if code in rows]
        line = replace(paragraph(f"{number}. {proof.title} – {proof.state}", BODY_BOLD, measure, before=8), ruled=True)
        yield replace(line, keeps_next=True)
        yield from (list_row(columns, row, measure) for row in found)
        if not found:
            yield paragraph(_NO_DOCUMENT, replace(TEXT, size=9.5), measure)


def _lacks(lacks: Sequence[Lack], measure: Measure) -> Iterator[Block]:
    if lacks:
        yield _heading("Còn thiếu hoặc cần xem lại", measure)
    for number, lack in enumerate(lacks, start=1):
        yield replace(paragraph(f"{number}. Cần có: {lack.expected}", TEXT, measure, before=4), keeps_next=True)
        yield replace(paragraph(f"Hiện có: {lack.found}", TEXT, measure), keeps_next=bool(lack.remedy))
        if lack.remedy:
            yield paragraph(f"Việc cần làm: {lack.remedy}", TEXT, measure)


def _heading(text: str, measure: Measure) -> Block:
    return replace(paragraph(text, Style(Face.BOLD, 12), measure, before=12), keeps_next=True)
