"""Pure layout of rows that name documents: the index, and the lists on dividers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.bundle.layout import (
    BODY,
    BODY_BOLD,
    COLUMN_HEAD,
    DISPLAY,
    HEADINGS,
    LEFT,
    NOTE,
    RIGHT,
    UNDER_TITLE,
    Block,
    Column,
    Target,
    cells,
    fill_pages,
    paragraph,
)
from dossier.bundle.model import SIGNED_NOTE, BundleEntry, Divider, Placeholder, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.layout import Style, Texts
    from dossier.bundle.model import Heading, IndexLink, Measure, Sheet

PLACEHOLDER_NOTE = "chưa thành trang PDF được, có trang thay thế"
_GAP = 6.0
_CODE, _TITLE, _REFERENCE, _DATE, _PAGES, _POINTS, _SIGNED = (
    "Mã",
    "Tên tài liệu",
    "Số, ký hiệu",
    "Ngày",
    "Trang",
    "Điểm",
    "Ký số",
)
_WIDTHS = {_CODE: 68.0, _REFERENCE: 80.0, _DATE: 50.0, _PAGES: 46.0, _POINTS: 38.0, _SIGNED: 26.0}
_PAGES_OF_VOLUMES = 70.0


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in a list, and the pages it is found on.

    Attributes:
        volume: where it lies; 0 in a bundle of one file.
        here: it lies in the file that the list is in, and so the row is a link.
    """

    entry: BundleEntry
    first: int
    last: int
    volume: int = 0
    here: bool = True

    @property
    def pages(self) -> str:
        """``12–14`` or ``12``; in volumes ``T.2: 12–14``."""
        pages = f"{self.first}–{self.last}" if self.last > self.first else str(self.first)
        return f"T.{self.volume}: {pages}" if self.volume else pages

    @property
    def target(self) -> Target | None:
        """Where the row leads; None into another file."""
        return Target(self.first, self.entry.code, self.pages) if self.here else None


def layout_index(
    head: Sequence[str],
    rows: Sequence[Row],
    *,
    notes: Sequence[str],
    measure: Measure,
    first_page: int = 1,
    legend: Sequence[str] = (),
) -> tuple[tuple[Sheet, ...], tuple[IndexLink, ...]]:
    """The sheets of the index and the links on them.

    ``head`` is the title and the lines under it, ``legend`` what the rows' signs mean; ``first_page`` the
    page the index begins on. No height depends on a page number.
    """
    scored = any(heading.points for row in rows for heading in row.entry.place)
    columns = _columns(volumes=any(row.volume for row in rows), points=scored)
    top = [
        paragraph(text, UNDER_TITLE if number else DISPLAY, measure, centred=True) for number, text in enumerate(head)
    ]
    top += [paragraph(text, NOTE, measure, centred=True) for text in legend]
    again = [paragraph(f"{head[0]} (tiếp theo)", DISPLAY, measure, centred=True)]
    blocks = [*_index_blocks(columns, rows, measure), *(_closing(text, measure) for text in notes)]
    return fill_pages(
        blocks,
        head=[*top, *_column_heads(columns, measure)],
        head_again=[*again, *_column_heads(columns, measure)],
        first_page=first_page,
    )


def list_columns(*, volumes: bool) -> tuple[Column, ...]:
    """The columns of a list on a divider."""
    return _columns(volumes=volumes, points=False)


def list_row(columns: Sequence[Column], row: Row, measure: Measure) -> Block:
    """One document of a list on a divider."""
    return cells(columns, _texts(columns, row), measure, target=row.target)


def _columns(*, volumes: bool, points: bool) -> tuple[Column, ...]:
    """Columns from left to right; the title takes the room the others leave."""
    widths = {**_WIDTHS, _PAGES: _PAGES_OF_VOLUMES if volumes else _WIDTHS[_PAGES]}
    names = [_CODE, _TITLE, _REFERENCE, _DATE, _PAGES, *[_POINTS] * points, _SIGNED]
    taken = sum(widths[name] for name in names if name != _TITLE)
    widths[_TITLE] = RIGHT - LEFT - taken - _GAP * (len(names) - 1)
    columns = []
    left = LEFT
    for name in names:
        columns.append(Column(name, left, left + widths[name], whole=name == _PAGES))
        left += widths[name] + _GAP
    return tuple(columns)


def _column_heads(columns: Sequence[Column], measure: Measure) -> tuple[Block, ...]:
    line = replace(paragraph("", BODY, measure, after=7), ruled=True)
    return line, cells(columns, [((column.title, COLUMN_HEAD),) for column in columns], measure)


def _index_blocks(columns: Sequence[Column], rows: Sequence[Row], measure: Measure) -> Iterator[Block]:
    """Each row, after those of its headings that differ from the row before."""
    open_place: tuple[Heading, ...] = ()
    for row in rows:
        place = row.entry.place
        for level, heading in enumerate(place):
            own = isinstance(row.entry.content, Divider) and level == len(place) - 1
            if place[: level + 1] != open_place[: level + 1] and not own:
                yield _heading(columns, heading, level, measure)
        open_place = place
        yield cells(columns, _texts(columns, row), measure, target=row.target)


def _heading(columns: Sequence[Column], heading: Heading, level: int, measure: Measure) -> Block:
    if heading.points:
        stacks = _stacks(columns, {_CODE: heading.code, _TITLE: heading.title, _POINTS: heading.points}, BODY_BOLD)
        return replace(cells(columns, stacks, measure), keeps_next=True)
    style = HEADINGS[min(level, len(HEADINGS) - 1)]
    return replace(paragraph(str(heading), style, measure, before=5), keeps_next=True)


def _texts(columns: Sequence[Column], row: Row) -> list[Texts]:
    entry = row.entry
    said = {
        _CODE: entry.code,
        _TITLE: entry.title,
        _REFERENCE: entry.reference,
        _DATE: entry.date,
        _PAGES: row.pages,
        _SIGNED: "có" if entry.signed else "",
    }
    if isinstance(entry.content, Divider):
        said[_POINTS] = entry.place[-1].points
        return _stacks(columns, said, BODY_BOLD)
    source = f"Tệp: {entry.source}" if entry.source else ""
    notes = tuple((text, NOTE) for text in (source, *_notes(entry)) if text)
    stacks = _stacks(columns, said, BODY)
    return [
        (*stack, *notes) if column.title == _TITLE else stack for column, stack in zip(columns, stacks, strict=True)
    ]


def _stacks(columns: Sequence[Column], said: dict[str, str], style: Style) -> list[Texts]:
    return [((said.get(column.title, ""), style),) for column in columns]


def _notes(entry: BundleEntry) -> Iterator[str]:
    """What a reader must know of an entry before opening it."""
    if entry.signed:
        yield SIGNED_NOTE
    match entry.content:
        case Placeholder():
            yield PLACEHOLDER_NOTE
        case Repeat(note=note):
            yield note
        case Divider():
            pass
        case pages:
            if pages.blank:
                yield f"trang trống: {_numbers(pages.blank)}"
            if pages.dropped:
                yield f"đã bỏ trang trống của tệp gốc: {_numbers(pages.dropped)}"


def _numbers(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages))


def _closing(text: str, measure: Measure) -> Block:
    return paragraph(text, replace(NOTE, size=10), measure, before=6)
