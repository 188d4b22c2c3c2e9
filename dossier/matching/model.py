"""The nouns of matching: which file proves what, why, and what is missing or weak."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dossier.intake.model import Citation
from dossier.problems import Severity

# Where in its file a document stands (1-based, both included); None when it is the whole file.
Pages = tuple[int, int] | None
Place = tuple[str, Pages]


def overlap(one: Pages, other: Pages) -> bool:
    """Whether two places in one file share a page."""
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def within(inner: Pages, outer: Pages) -> bool:
    """Whether all of a place in a file lies in another."""
    return outer is None or (inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1])


class Signal(StrEnum):
    """Why a file was matched, strongest first."""

    CONFIRMED = "người đã xác nhận"
    CITED = "đơn vị dẫn trong biểu tự chấm"
    FOLDER = "nằm trong thư mục của tiêu chí"
    NAME_CODE = "tên tệp ghi mã tiêu chí"
    CONTENT = "nội dung phù hợp"

    @property
    def strength(self) -> int:
        """5 for the strongest, 1 for the weakest."""
        return len(Signal) - list(Signal).index(self)


class ProofState(StrEnum):
    """The state of one proof for one unit.

    NOT_REQUIRED: nothing is asked of the unit here (an optional document, an alternative already given, a leaf
    that does not arise or that others score, a proof kept in another system); never counted as proved.
    """

    PROVED = "đủ"
    MISSING = "thiếu"
    REVIEW = "cần xem lại"
    NOT_DUE = "chưa đến kỳ"
    NOT_REQUIRED = "không bắt buộc"


@dataclass(frozen=True, slots=True)
class Match:
    """A file that serves a proof.

    Attributes:
        proof: proof id.
        leaf: code of the leaf (or criterion) that owns the proof.
        path: the evidence file, relative to the unit's evidence folder.
        signals: every signal that holds, strongest first; never empty.
        confidence: 0-100; 100 only when a person's citation and the content agree.
        reason: Vietnamese, one sentence a council can read.
        doubts: Vietnamese, what speaks against it; empty when nothing does.
        pages: the pages of the proof (trang chứng minh), 1-based, both included; None when the whole file is it.
    """

    proof: str
    leaf: str
    path: str
    signals: tuple[Signal, ...]
    confidence: int
    reason: str
    doubts: tuple[str, ...] = ()
    pages: Pages = None

    @property
    def place(self) -> Place:
        """The file and the pages in it."""
        return self.path, self.pages


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing or weak proof.

    Attributes:
        rule: id of a ``CheckRule`` of this room (``MAT01``…).
        leaf: code of the leaf or criterion that owns the proof.
        proof: proof id; empty when the finding is about the leaf as a whole.
        leaves: codes of every leaf whose points hang on it.
        expected: what the criteria set asks for.
        found: what was found instead; ``không tìm thấy`` when nothing.
        remedy: the next step for the commune officer.
        path: the file concerned; empty when there is none.
    """

    rule: str
    severity: Severity
    unit: str
    leaf: str
    proof: str
    leaves: tuple[str, ...]
    expected: str
    found: str
    remedy: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class ProofStatus:
    """One proof of the checklist for one unit, with what serves it and what is wrong with it.

    Attributes:
        leaf: code of the leaf or criterion that owns the proof.
        leaves: codes of the leaves it covers.
    """

    proof: str
    leaf: str
    leaves: tuple[str, ...]
    title: str
    state: ProofState
    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document the unit's form names for a leaf, and the file found for it.

    Attributes:
        path: the file whose own head bears this reference; None when none was handed in.
    """

    leaf: str
    citation: Citation
    path: str | None


@dataclass(frozen=True, slots=True)
class Accounting:
    """Every file of the index in exactly one place; the four counts add up to ``total``."""

    total: int
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]
    unreadable: tuple[str, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The result of matching one unit: the whole checklist, its gaps, and where every file went.

    Attributes:
        statuses: in the order of the criteria set.
        gaps: every gap, those of ``statuses`` and those about a leaf as a whole.
    """

    unit: str
    statuses: tuple[ProofStatus, ...]
    gaps: tuple[Gap, ...]
    cited: tuple[CitedDocument, ...]
    accounting: Accounting
