"""Pure layout: text in columns, blocks down a page, blocks over pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier.bundle.model import Face, IndexLink, Rule, Sheet, TextLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.model import Measure

WIDTH, HEIGHT = 595.28, 841.89  # A4 upright
LEFT, RIGHT, TOP, BOTTOM = 56.7, WIDTH - 42.5, HEIGHT - 56.7, 56.7

_LEADING = 1.25
_MAX_LINES = 6


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of text on a sheet."""

    face: Face
    size: float
    grey: bool = False


DISPLAY = Style(Face.BOLD, 15)
UNDER_TITLE = Style(Face.ITALIC, 11)
COLUMN_HEAD = Style(Face.BOLD, 9)
BODY = Style(Face.REGULAR, 9.5)
BODY_BOLD = Style(Face.BOLD, 9.5)
TEXT = Style(Face.REGULAR, 11)
NOTE = Style(Face.ITALIC, 8.5, grey=True)
HEADINGS = (Style(Face.BOLD, 12), Style(Face.BOLD, 11), Style(Face.BOLD, 10.5))

Texts = tuple[tuple[str, Style], ...]
"""What stands in one cell, one below the other."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``whole`` texts are never wrapped, so that no height depends on a page number."""

    title: str
    left: float
    right: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row leads: the page, and the texts in the row that say so."""

    page: int
    code: str
    pages: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stay together; their ``y`` is measured down from the block's top.

    Attributes:
        target: set when the block is a link.
        ruled: a thin line is drawn below it.
        keeps_next: never the last block of a page.
    """

    height: float
    lines: tuple[TextLine, ...]
    target: Target | None = None
    ruled: bool = False
    keeps_next: bool = False


@dataclass(slots=True)
class Paper:
    """The page being filled, from ``y`` down."""

    y: float = TOP
    lines: list[TextLine] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def put(self, block: Block) -> None:
        """Set a block below what is there."""
        self.lines += [replace(line, y=self.y - line.y) for line in block.lines]
        self.y -= block.height
        if block.ruled:
            self.rules.append(Rule(LEFT, RIGHT, self.y))

    def sheet(self) -> Sheet:
        """The page as filled."""
        return Sheet(tuple(self.lines), tuple(self.rules))


def fill_pages(
    blocks: Sequence[Block], *, head: Sequence[Block], head_again: Sequence[Block], first_page: int
) -> tuple[tuple[Sheet, ...], tuple[IndexLink, ...]]:
    """The sheets that hold the blocks, and the links on them.

    ``head`` opens the first page, ``head_again`` the others; ``first_page`` is the page the sheets begin on.
    """
    sheets: list[Sheet] = []
    links: list[IndexLink] = []
    paper = _open_page(head)
    for group in _groups(blocks):
        if paper.y - sum(block.height for block in group) < BOTTOM:
            sheets.append(paper.sheet())
            paper = _open_page(head_again)
        for block in group:
            top = paper.y
            paper.put(block)
            if block.target is not None:
                box = (LEFT, paper.y, RIGHT, top)
                page = first_page + len(sheets)
                links.append(IndexLink(page, box, block.target.page, block.target.code, block.target.pages))
    return (*sheets, paper.sheet()), tuple(links)


def _open_page(head: Sequence[Block]) -> Paper:
    paper = Paper()
    for block in head:
        paper.put(block)
    return paper


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks that must share a page: headings with the first row under them."""
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keeps_next:
            yield group
            group = []
    if group:
        yield group


def paragraph(
    text: str, style: Style, measure: Measure, *, centred: bool = False, before: float = 0, after: float = 3
) -> Block:
    """A text over the width of the page; empty text takes only the space around it."""
    lines = []
    y = before
    for line in wrap(text, RIGHT - LEFT, measure, face=style.face, size=style.size):
        y += style.size * _LEADING
        indent = (RIGHT - LEFT - measure(line, style.face, style.size)) / 2 if centred else 0
        lines.append(TextLine(LEFT + indent, y, line, style.face, style.size, grey=style.grey))
    return Block(y + after, tuple(lines))


def cells(
    columns: Sequence[Column], texts: Sequence[Texts], measure: Measure, *, target: Target | None = None
) -> Block:
    """One ruled row with a stack of texts in each column."""
    lines: list[TextLine] = []
    height = 0.0
    for column, stack in zip(columns, texts, strict=True):
        y = 2.0
        for text, style in stack:
            for line in _lines(text, column, style, measure):
                y += style.size * _LEADING
                lines.append(TextLine(column.left, y, line, style.face, style.size, grey=style.grey))
        height = max(height, y)
    return Block(height + 5, tuple(lines), target, ruled=True)


def _lines(text: str, column: Column, style: Style, measure: Measure) -> list[str]:
    if column.whole:
        return [text] if text else []
    return wrap(text, column.right - column.left, measure, face=style.face, size=style.size)


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
