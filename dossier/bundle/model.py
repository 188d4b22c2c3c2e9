"""The nouns of a bundle: what goes in, and the plan that fixes every page before one is written.

Lengths are PDF points, boxes are (left, bottom, right, top) from the page's bottom left corner, pages of the
bundle are 1-based PDF pages. The bundle is a collection to look things up in; it never replaces an original.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

Box = tuple[float, float, float, float]

PURPOSE = "Bản tập hợp để tra cứu, không thay bản gốc."
SIGNED_NOTE = "bản ký số, tệp gốc kèm theo"
COVER_CODE = "BIA"
COVER_TITLE = "Bìa"
INDEX_CODE = "ML"
INDEX_TITLE = "Mục lục"
SUPPLEMENT_CODE = "BS"


class Order(StrEnum):
    """How evidence is arranged: for the council, for the archive, for the offices that appraise."""

    CRITERIA = "tieu-chi"
    TIME = "thoi-gian"
    OFFICE = "co-quan"


class Face(StrEnum):
    """The type faces of pages we draw."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


Measure = Callable[[str, Face, float], float]
"""Width in points of a text in a face at a size."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of an outline; in a document's own outline pages count from its first page, 1."""

    title: str
    page: int
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A node an entry is filed under: an area, a criterion, a leaf or a section of ours (no code).

    Attributes:
        points: self-scored points and maximum of a leaf, ``1,5/2``; empty for what is not scored.
    """

    title: str
    code: str = ""
    points: str = ""

    def __str__(self) -> str:
        return f"{self.code}. {self.title}" if self.code else self.title


@dataclass(frozen=True, slots=True)
class PdfPages:
    """A PDF ready to be merged: no password, forms flattened, ``count`` pages, at least one.

    Attributes:
        outline: the document's own; pages count from its first page, 1.
        size: bytes; decides only where a volume ends.
        blank: pages (1-based, of this PDF) that show nothing.
        dropped: pages (1-based, of the original) left out on request because they show nothing.
    """

    pdf: Path
    count: int
    outline: tuple[Bookmark, ...] = ()
    size: int = 0
    blank: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Pages that lie in the file being extended, numbered and linked already."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One page of ours in the place of a file that has no pages; both texts are Vietnamese sentences."""

    reason: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The document already lies in the bundle under ``code``; ``note`` says why it is listed again."""

    code: str
    note: str = "đã xếp ở tiêu chí khác"


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof on a divider: what is asked, how it stands, and the codes of the documents that serve it."""

    title: str
    state: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing or weak under a criterion; Vietnamese, as in the checklist."""

    expected: str
    found: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Divider:
    """The sheet before the documents of a leaf, or of a criterion that has proofs of its own.

    Attributes:
        basis: the arithmetic behind the points of the heading; empty for a criterion.
        statement: what the unit wrote in its form.
    """

    basis: str = ""
    statement: str = ""
    proofs: tuple[ProofLine, ...] = ()
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One row of the index.

    Attributes:
        code: such as ``TC1.1.2-03``, printed on its pages; unique, except that a repeat bears its original's.
            A divider's is that of its criterion, ``TC1.1.2``.
        place: the headings it is filed under, outermost first.
        source: the evidence file, relative to the unit's evidence folder; empty for documents we made.
        reference: số, ký hiệu as the reader knows it; empty when unknown.
        date: as printed in the index; empty when unknown.
        signed: the file bears digital signatures, which merging does not carry over.
    """

    code: str
    title: str
    place: tuple[Heading, ...]
    content: PdfPages | Placeholder | Repeat | Divider
    source: str = ""
    reference: str = ""
    date: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a sheet; ``x`` is its left end, ``y`` its baseline."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal line."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """An A4 page that we draw ourselves."""

    lines: tuple[TextLine, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexLink:
    """A row of the index or of a divider as a link: the page it is on, its box there, and what it leads to.

    Attributes:
        code, pages: the texts printed in the row that the verifier must find there.
    """

    page: int
    box: Box
    target: int
    code: str
    pages: str


class PartKind(StrEnum):
    """What a run of pages is."""

    COVER = "bìa"
    INDEX = "mục lục"
    DIVIDER = "tờ ngăn"
    DOCUMENT = "tài liệu"
    PLACEHOLDER = "trang thay thế"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pages, ``first`` to ``last`` inclusive.

    Attributes:
        content: a PDF to merge, a placeholder page to write, sheets to draw, or pages that are there already.
    """

    kind: PartKind
    code: str
    title: str
    first: int
    last: int
    content: PdfPages | Placeholder | Kept | tuple[Sheet, ...]

    @property
    def count(self) -> int:
        """Number of pages."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class PageMark:
    """What a page is called: the label in the viewer's page box, and the stamp printed on it."""

    label: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says; the place of the date is left blank for a person.

    Attributes:
        bodies: the body above the unit, and the unit.
        facts: label and value, such as ``("Điểm tự chấm", "57,43/66,5")``.
    """

    bodies: tuple[str, ...]
    title: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """Every page of one file, decided: a bundle, or a volume of one.

    Attributes:
        title: the document title of the PDF.
        entries: of the whole bundle, for each volume's index lists them all.
        parts: partition pages 1 to ``page_count``, in order.
        marks: one for each page.
        author: the body whose bundle it is; empty when unknown.
        banner: printed on every page; empty for none.
        ignored: files of the folder that are no evidence (lock and system files); noted in the index.
        volume: 1-based.
        volumes: how many there are; 1 for a bundle in one file.
        base: the file whose pages come first, when one is extended; entries, links and outline are then only
            those that are added.
    """

    title: str
    entries: tuple[BundleEntry, ...]
    parts: tuple[Part, ...] = ()
    marks: tuple[PageMark, ...] = ()
    links: tuple[IndexLink, ...] = ()
    outline: tuple[Bookmark, ...] = ()
    author: str = ""
    banner: str = ""
    ignored: tuple[str, ...] = ()
    cover: Cover | None = None
    volume: int = 1
    volumes: int = 1
    base: Path | None = None

    @property
    def kept(self) -> tuple[Part, ...]:
        """The first parts, which lie in ``base``."""
        return tuple(part for part in self.parts if isinstance(part.content, Kept))

    @property
    def page_count(self) -> int:
        """Number of pages."""
        return len(self.marks)

    @property
    def file_name(self) -> str:
        """``bo-ho-so.pdf``, or ``bo-ho-so-tap-2.pdf``."""
        return file_name(self.volume, self.volumes)

    @property
    def opening(self) -> int:
        """The page a viewer opens at: the first of the index."""
        return next(part.first for part in self.parts if part.kind is PartKind.INDEX)

    @property
    def files(self) -> frozenset[str]:
        """Every evidence file the plan accounts for."""
        return frozenset(entry.source for entry in self.entries if entry.source) | set(self.ignored)


def file_name(volume: int, volumes: int) -> str:
    """The file of a volume; the one name when there is only one."""
    return f"bo-ho-so-tap-{volume}.pdf" if volumes > 1 else "bo-ho-so.pdf"
