"""Pure layout of the pages we draw: the index."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier.bundle.model import BundleEntry, Face, IndexLink, Rule, Sheet, TextLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.model import Measure

WIDTH, HEIGHT = 595.28, 841.89  # A4 upright
LEFT, RIGHT, TOP, BOTTOM = 56.7, WIDTH - 42.5, HEIGHT - 56.7, 56.7

_LEADING = 1.25
_GAP = 6.0
_MAX_LINES = 6


@dataclass(frozen=True, slots=True)
class _Type:
    """A kind of text on a sheet."""

    face: Face
    size: float
    grey: bool = False


_DISPLAY = _Type(Face.BOLD, 15)
_UNDER_TITLE = _Type(Face.ITALIC, 11)
_COLUMN_HEAD = _Type(Face.BOLD, 10)
_BODY = _Type(Face.REGULAR, 10)
_NOTE = _Type(Face.ITALIC, 8.5, grey=True)
_HEADINGS = (_Type(Face.BOLD, 12), _Type(Face.BOLD, 11), _Type(Face.BOLD, 10.5))


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    left: float
    right: float


_COLUMNS = (
    _Column("Mã", LEFT, LEFT + 76),
    _Column("Tên tài liệu", LEFT + 82, RIGHT - 204),
    _Column("Số, ký hiệu", RIGHT - 198, RIGHT - 114),
    _Column("Ngày", RIGHT - 108, RIGHT - 58),
    _Column("Trang", RIGHT - 52, RIGHT),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the index: an entry, what is to be said of it, and the pages it is found on."""

    entry: BundleEntry
    notes: tuple[str, ...]
    first: int
    last: int

    @property
    def pages(self) -> str:
        """``12–14``, or ``12``."""
        return f"{self.first}–{self.last}" if self.last > self.first else str(self.first)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that stay together; their ``y`` is measured down from the block's top.

    Attributes:
        row: set when the block is a row, and so a link.
        keeps_next: never the last block of a page.
    """

    height: float
    lines: tuple[TextLine, ...]
    row: Row | None = None
    keeps_next: bool = False


@dataclass(slots=True)
class _Paper:
    """The page being filled, from ``y`` down."""

    y: float = TOP
    lines: list[TextLine] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def put(self, block: _Block) -> None:
        self.lines += [replace(line, y=self.y - line.y) for line in block.lines]
        self.y -= block.height

    def rule(self) -> None:
        self.rules.append(Rule(LEFT, RIGHT, self.y))

    def sheet(self) -> Sheet:
        return Sheet(tuple(self.lines), tuple(self.rules))


def layout_index(
    head: Sequence[str], rows: Sequence[Row], *, notes: Sequence[str], measure: Measure, first_page: int = 1
) -> tuple[tuple[Sheet, ...], tuple[IndexLink, ...]]:
    """The sheets of the index and the links on them.

    ``head`` is the title and the lines under it; ``first_page`` the page the index begins on. No height
    depends on a page number.
    """
    sheets: list[Sheet] = []
    links: list[IndexLink] = []
    paper = _open_page(head, measure)
    for group in _groups([*_row_blocks(rows, measure), *_note_blocks(notes, measure)]):
        if paper.y - sum(block.height for block in group) < BOTTOM:
            sheets.append(paper.sheet())
            paper = _open_page((f"{head[0]} (tiếp theo)",), measure)
        for block in group:
            top = paper.y
            paper.put(block)
            if block.row is not None:
                paper.rule()
                box = (LEFT, paper.y, RIGHT, top)
                page = first_page + len(sheets)
                links.append(IndexLink(page, box, block.row.first, block.row.entry.code, block.row.pages))
    return (*sheets, paper.sheet()), tuple(links)


def wrap(text: str, room: float, measure: Measure, *, face: Face, size: float) -> list[str]:
    """The lines of a text in ``room`` points; a word that is wider than that is broken anywhere.

    More than six lines end in ``…``, so that no text can fill a page. Empty text gives no line.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}", face, size) <= room:
            lines[-1] += f" {word}"
            continue
        for piece in _pieces(word, room, measure, face=face, size=size):
            if len(lines) == _MAX_LINES:
                return [*lines[:-1], _shorten(lines[-1], room, measure, face=face, size=size)]
            lines.append(piece)
    return lines


def _pieces(word: str, room: float, measure: Measure, *, face: Face, size: float) -> Iterator[str]:
    if measure(word, face, size) <= room:
        yield word
        return
    piece = ""
    for char in word:
        if piece and measure(piece + char, face, size) > room:
            yield piece
            piece = ""
        piece += char
    yield piece


def _shorten(text: str, room: float, measure: Measure, *, face: Face, size: float) -> str:
    while text and measure(f"{text}…", face, size) > room:
        text = text[:-1]
    return f"{text}…"


def _open_page(head: Sequence[str], measure: Measure) -> _Paper:
    """A page with its title and the heads of the columns."""
    paper = _Paper()
    for index, text in enumerate(head):
        paper.put(_paragraph(text, _UNDER_TITLE if index else _DISPLAY, measure, centred=True))
    paper.y -= 10
    paper.rule()
    paper.put(_cells([[(column.title, _COLUMN_HEAD)] for column in _COLUMNS], measure))
    paper.rule()
    return paper


def _groups(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Blocks that must share a page: headings with the first row under them."""
    group: list[_Block] = []
    for block in blocks:
        group.append(block)
        if not block.keeps_next:
            yield group
            group = []


def _row_blocks(rows: Sequence[Row], measure: Measure) -> Iterator[_Block]:
    """Each row, after those of its headings that differ from the row before."""
    open_place: tuple[object, ...] = ()
    for row in rows:
        place = row.entry.place
        for level, heading in enumerate(place):
            if place[: level + 1] != open_place[: level + 1]:
                kind = _HEADINGS[min(level, len(_HEADINGS) - 1)]
                yield replace(_paragraph(str(heading), kind, measure, before=5), keeps_next=True)
        open_place = place
        yield replace(_cells(_texts(row), measure), row=row)


def _texts(row: Row) -> list[list[tuple[str, _Type]]]:
    entry = row.entry
    source = f"Tệp: {entry.source}" if entry.source else ""
    notes = [(text, _NOTE) for text in (source, *row.notes) if text]
    plain = ((entry.reference, _BODY), (entry.date, _BODY), (row.pages, _BODY))
    return [[(entry.code, _BODY)], [(entry.title, _BODY), *notes], *([cell] for cell in plain)]


def _note_blocks(notes: Sequence[str], measure: Measure) -> list[_Block]:
    return [_paragraph(text, replace(_NOTE, size=10), measure, before=6) for text in notes]


def _paragraph(
    text: str, kind: _Type, measure: Measure, *, centred: bool = False, before: float = 0, after: float = 3
) -> _Block:
    lines = []
    y = before
    for line in wrap(text, RIGHT - LEFT, measure, face=kind.face, size=kind.size):
        y += kind.size * _LEADING
        indent = (RIGHT - LEFT - measure(line, kind.face, kind.size)) / 2 if centred else 0
        lines.append(TextLine(LEFT + indent, y, line, kind.face, kind.size, grey=kind.grey))
    return _Block(y + after, tuple(lines))


def _cells(cells: Sequence[Sequence[tuple[str, _Type]]], measure: Measure) -> _Block:
    """One block with a stack of texts in each column."""
    lines: list[TextLine] = []
    height = 0.0
    for column, texts in zip(_COLUMNS, cells, strict=True):
        y = 2.0
        for text, kind in texts:
            for line in wrap(text, column.right - column.left, measure, face=kind.face, size=kind.size):
                y += kind.size * _LEADING
                lines.append(TextLine(column.left, y, line, kind.face, kind.size, grey=kind.grey))
        height = max(height, y)
    return _Block(height + 5, tuple(lines))
