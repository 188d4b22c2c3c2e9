"""The nouns of the form check: what a DOCX looks like once every style is resolved, and what a rule says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What a rule says of a paper. A rule about a component that the paper need not have says nothing."""

    PASS = "đạt"  # noqa: S105 - no password
    FAIL = "không đạt"
    UNKNOWN = "không kiểm được"


class Era(StrEnum):
    """The rule set that the date of a paper calls for."""

    ND30 = "Nghị định 30/2020/NĐ-CP, Phụ lục I (từ 05/3/2020)"
    TT01 = "Thông tư 01/2011/TT-BNV (trước 05/3/2020)"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says.

    Attributes:
        notes: the faults, or why it cannot be told; empty for a pass.
    """

    state: State
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict with the rule it is about.

    Attributes:
        rule: public name, ``F01``.
        id: id in the catalogue of checks, ``TFM01``.
    """

    rule: str
    id: str
    title: str
    article: str
    state: State
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormCheck:
    """The check of one file.

    Attributes:
        kinds: the type of each paper in the file; «không rõ» when it names none.
        date: the day that chose the rule set; None when the paper bears none and nobody gave one.
        results: one for each rule that applies, in order.
    """

    path: str
    era: Era
    date: dt.date | None
    kinds: tuple[str, ...]
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()

    def of(self, state: State) -> tuple[Result, ...]:
        """The results in one state."""
        return tuple(result for result in self.results if result.state is state)


# --- what is read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look. ``font`` is None when a theme names none; ``color`` is empty for automatic."""

    font: str | None
    size: float
    bold: bool
    italic: bool
    color: str
    underline: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of one look."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph lies: indents in mm, gaps in pt.

    Attributes:
        align: ``left``, ``center``, ``right`` or ``both``.
        first: of the first line against ``left``; negative when it hangs.
        line: spacing in lines; None when it is given in points.
        line_points: spacing in points; None when it is given in lines.
        listed: numbered or bulleted by Word itself.
        framed: in a frame that is centred on the page.
    """

    align: str = "left"
    left: float = 0
    right: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    line: float | None = 1
    line_points: float | None = None
    listed: bool = False
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or the part of one that a tab or a line break sets apart.

    Attributes:
        block: 0-based place of its paragraph or outermost table in the body.
        cell: row and column in that table; None in running text.
        depth: tables around it.
        part: 0-based place in its paragraph; ``parts`` counts them.
        width: mm the words may take.
        rules: widths in mm of the straight lines drawn here; None where a width is not told.
        lead: tabs before its first word.
    """

    spans: tuple[Span, ...]
    shape: Shape
    block: int
    section: int
    cell: tuple[int, int] | None
    depth: int
    width: float
    part: int = 0
    parts: int = 1
    rules: tuple[float | None, ...] = ()
    lead: int = 0
    text: str = field(default="")

    @property
    def words(self) -> tuple[Span, ...]:
        """The spans that show something."""
        return tuple(span for span in self.spans if span.text.strip())

    @property
    def size(self) -> float:
        """Size of most letters, in points."""
        return max(self.words, key=lambda span: len(span.text)).look.size if self.words else 0

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return bool(self.words) and all(span.look.bold for span in self.words)

    @property
    def italic(self) -> bool:
        """Whether every word is italic."""
        return bool(self.words) and all(span.look.italic for span in self.words)

    @property
    def right_hand(self) -> bool:
        """Whether it stands at the right of something on the same line."""
        return self.cell[1] > 0 if self.cell else self.part > 0

    @property
    def quote(self) -> str:
        """The words, short enough for a message."""
        return f"«{self.text}»" if len(self.text) <= 60 else f"«{self.text[:60]}…»"  # noqa: PLR2004 - a line of a terminal


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A PAGE field: in the header or the footer, how it is set, and its size."""

    place: str
    align: str
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Page set-up, in mm.

    Attributes:
        numbers: on the pages after the first.
        first_numbers: on the first page of the section.
    """

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    numbers: tuple[PageNumber, ...] = ()
    first_numbers: tuple[PageNumber, ...] = ()

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Reading:
    """A DOCX as the rules see it.

    Attributes:
        pages: as Word last counted them; None when it does not say.
    """

    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    margins: tuple[Line, ...]
    pages: int | None
