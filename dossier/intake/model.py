"""The nouns of intake. Light on purpose: matching and scoring import it and must stay pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dossier.problems import Problem
from dossier.readers.model import FileKind, OcrMode, Reading, Seal, SignatureInfo

__all__ = [
    "Citation",
    "DocumentHead",
    "DocumentPart",
    "EvidenceFile",
    "EvidenceIndex",
    "FileKind",
    "NumberState",
    "OcrMode",
    "Reading",
    "ScanCounts",
    "Seal",
    "SignatureInfo",
]


class NumberState(StrEnum):
    """The document's own number. Blank means a draft's empty place; unreadable is never guessed."""

    READ = "đọc được"
    UNREADABLE = "có nhưng không đọc được"
    BLANK = "để trống"
    ABSENT = "không có"


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in a text: ``Kế hoạch số 05/KH-UBND ngày 05/01/2020``.

    Attributes:
        number: digits as written, such as ``05``; None when only the symbol is named.
        symbol: such as ``KH-UBND``; a year between number and symbol (``52/2019/QĐ-UBND``) is kept in it.
        date: None when the text names none.
        text: the words as found, NFC.
    """

    number: str | None
    symbol: str
    date: dt.date | None
    text: str

    @property
    def reference(self) -> str:
        """``05/KH-UBND``; the symbol alone when there is no number."""
        return _reference(self.number, self.symbol) if self.number else self.symbol


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What the head of an official document says of itself; None means not found, never guessed.

    Attributes:
        number: digits as printed (``05``), only when ``number_state`` is READ.
        symbol: such as ``KH-UBND`` or ``2019/QĐ-UBND``.
        date: the date printed in the head; None when the day is blank or unreadable.
        year: the year of the date line, also when the day is blank (``ngày … tháng 01 năm 2026``).
        type: one of the names of ``dossier.doctypes``: ``Kế hoạch``, ``Công văn``…
        subject: trích yếu, one line.
        subject_years: the years the subject names, ascending; what the document is about.
        issuer: issuing body as printed, one line.
        parent: its superior body as printed above it.
        signer: full name under the signature block.
        signer_title: such as ``CHỦ TỊCH`` or ``KT. CHỦ TỊCH / PHÓ CHỦ TỊCH``.
        draft_words: the words that mark a draft (``DỰ THẢO``), as found.
        cites: documents cited in the text read.
        annex_of: the document this one is an annex of, as an edge mark or ``Kèm theo …`` names it;
            number, symbol and date are then that document's when only an edge mark gives them.
        number_readings: what OCR took the number for, when its readings do not settle it.
        date_readings: the same for the day, month and year, as words of the date line.
        urgency: ``HỎA TỐC``, ``THƯỢNG KHẨN`` or ``KHẨN`` when stamped.
    """

    number: str | None = None
    number_state: NumberState = NumberState.ABSENT
    symbol: str | None = None
    date: dt.date | None = None
    year: int | None = None
    type: str | None = None
    subject: str | None = None
    subject_years: tuple[int, ...] = ()
    issuer: str | None = None
    parent: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    draft_words: str | None = None
    cites: tuple[Citation, ...] = ()
    annex_of: str | None = None
    number_readings: tuple[str, ...] = ()
    date_readings: tuple[str, ...] = ()
    urgency: str | None = None

    @property
    def reference(self) -> str | None:
        """``05/KH-UBND``, or None when number or symbol is missing."""
        return _reference(self.number, self.symbol) if self.number and self.symbol else None


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One document of several in a file; pages are 1-based, both included.

    Attributes:
        arrived: as of ``EvidenceFile``.
    """

    first: int
    last: int
    head: DocumentHead
    arrived: dt.date | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file of a unit's evidence folder.

    Attributes:
        path: relative to the unit's evidence folder, ``/`` separated, as the disk spells it.
        size: bytes.
        mtime_ns: for the cache only; never evidence of a date.
        sha256: lower-case hex; None when the file was not opened: not permitted, a link, a system file.
        pages: page (PDF, image, DOCX when known) or sheet count; None when unknown.
        text: the text read, NFC, cut at ``intake.TEXT_LIMIT`` characters; empty for scans.
        text_source: ``lớp chữ``, ``nội dung tệp`` …; empty when there is no text.
        signed: number of digital signatures found in the file.
        signatures: what each says of itself; empty for kinds whose signatures are only counted.
        seal: what a scan's colours say of a red seal; None when nobody looked.
        parts: the documents of a stack in one file, in page order; empty for a file of one document.
        arrived: when the receiver's document system got it, as the imported register says; None when it does not.
    """

    path: str
    size: int
    mtime_ns: int
    kind: FileKind
    reading: Reading
    sha256: str | None = None
    pages: int | None = None
    head: DocumentHead = DocumentHead()
    text: str = ""
    text_source: str = ""
    signed: int = 0
    problems: tuple[Problem, ...] = ()
    signatures: tuple[SignatureInfo, ...] = ()
    seal: Seal | None = None
    parts: tuple[DocumentPart, ...] = ()
    arrived: dt.date | None = None

    @property
    def signed_at(self) -> dt.datetime | None:
        """When the first signature says it was made; kept apart from the printed date and the file's time."""
        return next((signature.signed_at for signature in self.signatures if signature.signed_at), None)


@dataclass(frozen=True, slots=True)
class ScanCounts:
    """What one scan cost: files seen, opened for reading, and answered from the cache."""

    seen: int = 0
    opened: int = 0
    reused: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    """Every file of one unit, in path order.

    Attributes:
        unit: unit id.
        duplicates: groups of two or more paths with the same content, each in path order.
    """

    unit: str
    files: tuple[EvidenceFile, ...]
    duplicates: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    counts: ScanCounts = ScanCounts()

    def file(self, path: str) -> EvidenceFile | None:
        """The file at a path, or None."""
        return next((item for item in self.files if item.path == path), None)


def _reference(number: str, symbol: str) -> str:
    """Party papers join number and symbol by a hyphen, ``15-NQ/ĐU``; all others by a slash."""
    by_party = "/" in symbol and not symbol[:4].isdigit()
    return f"{number}-{symbol}" if by_party else f"{number}/{symbol}"
