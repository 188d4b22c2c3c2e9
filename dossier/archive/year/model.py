"""The nouns of the year archive: files (hồ sơ), their documents, what is proposed to be left out, and the plan.

Everything here is known before a byte is written, except the pages of the PDF/A copies: a plan is built without them
(``--dry-run``), the copies are made, and ``plan.add_copies`` puts them in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dossier.intake.model import FileKind
from dossier.problems import Problem

SCHEMA = 1
FOREVER = "Vĩnh viễn"
# Nghị định 30/2020/NĐ-CP, Điều 29.4.b: sheets are numbered in files kept for at least so many years.
NUMBERED_FROM = 5


@dataclass(frozen=True, slots=True)
class Retention:
    """Thời hạn bảo quản.

    Attributes:
        years: None means for ever.
    """

    years: int | None

    def __str__(self) -> str:
        return FOREVER if self.years is None else f"{self.years:02d} năm"

    @property
    def numbers_sheets(self) -> bool:
        """Whether sheets are numbered (NĐ 30/2020, Điều 29.4.b: từ 05 năm trở lên)."""
        return self.years is None or self.years >= NUMBERED_FROM

    @property
    def lists_documents(self) -> bool:
        """Whether the file gets a mục lục văn bản (same place: bảo quản vĩnh viễn)."""
        return self.years is None


class Originality(StrEnum):
    """Where the bytes come from; of a file also MIXED. Written as TT 05/2025/TT-BNV calls them."""

    BORN_DIGITAL = "Gốc điện tử"
    DIGITISED = "Số hóa"
    MIXED = "Hỗn hợp"


class Role(StrEnum):
    """What a document is in the year; the values are what ``takes`` in ``luu-tru.yaml`` names beside paper codes."""

    PAPER = "van-ban"
    EVIDENCE = "minh-chung"
    FORM = "bieu"
    RECEIPT = "phieu"
    APPRAISAL = "tham-dinh"
    COUNCIL = "hoi-dong"
    JOURNAL = "nhat-ky"


@dataclass(frozen=True, slots=True)
class Copy:
    """The PDF/A copy of a document.

    Attributes:
        path: where it was made; None when the document gives no pages.
        pages: of the copy; 0 without one.
        why: Vietnamese, why there is no copy; empty when there is one.
        archival: whether the structural gate of ``dossier.pdf.pdfa`` passed.
    """

    path: Path | None
    pages: int = 0
    why: str = ""
    archival: bool = False


@dataclass(frozen=True, slots=True)
class ArchivedDocument:
    """One document of a file, with what is known of it; an empty text means not known, never guessed.

    Attributes:
        ordinal: 1-based, in time order within the file; 0 before the document lies in one.
        role: what it is in the year.
        paper: code in the catalogue of papers (``D11``); empty for everything else.
        unit: id of the unit whose it is; empty for the campaign's.
        path: as its owner calls it, NFC, ``/`` separated: ``minh-chung/1.1/ke-hoach.pdf``; unique within the unit.
        source: where the original is read from while the archive is made.
        sha256: of the original, lower-case hex.
        size: bytes of the original.
        kind: what the file really is.
        type: name in the list of ``dossier.doctypes``: ``Kế hoạch``.
        number: ``05``; ``notation``: ``KH-UBND``.
        date: the day printed on it; None when there is none or it cannot be read.
        issuer: tên cơ quan ban hành; ``signer`` full name, ``post`` the signer's.
        pages: of the copy when it was made, else as counted when read; None when unknown.
        signed: digital signatures in the original; ``signature`` says who and when of the first, as stated.
        incoming: whether it came in (văn bản đến) to the body that archives.
        arrived: the day it came in; None for outgoing and when unknown.
        priority: urgency as stamped: ``KHẨN``; empty for none.
        recipients: nơi nhận of an outgoing paper.
        note: for the column Ghi chú.
        draft: Vietnamese, what says it is a draft; empty when nothing does.
        original: path of the original in the bag below ``data/``; ``copy`` that of the PDF/A copy, empty without one.
        no_copy: Vietnamese, why there is no copy fit to be kept; empty when there is one or none was made yet.
        readable: whether the content could be read or at least opened.
    """

    role: Role
    path: str
    source: Path
    sha256: str
    size: int
    kind: FileKind
    paper: str = ""
    unit: str = ""
    ordinal: int = 0
    type: str = ""
    number: str = ""
    notation: str = ""
    date: dt.date | None = None
    subject: str = ""
    issuer: str = ""
    signer: str = ""
    post: str = ""
    language: str = "Tiếng Việt"
    pages: int | None = None
    originality: Originality = Originality.BORN_DIGITAL
    signed: int = 0
    signature: str = ""
    incoming: bool = True
    arrived: dt.date | None = None
    priority: str = ""
    recipients: tuple[str, ...] = ()
    note: str = ""
    draft: str = ""
    original: str = ""
    copy: str = ""
    no_copy: str = ""
    readable: bool = True

    @property
    def name(self) -> str:
        """The original file name."""
        return self.path.rpartition("/")[2]

    @property
    def day(self) -> dt.date | None:
        """The day it is filed under: printed on it, else the day it came in; None when neither is known."""
        return self.date or self.arrived

    @property
    def title(self) -> str:
        """Tên loại và trích yếu; the file name when the document says neither."""
        return ": ".join(filter(None, (self.type, self.subject))) or self.name

    @property
    def reference(self) -> str:
        """``05/KH-UBND``; what there is of it."""
        return "/".join(filter(None, (self.number, self.notation)))


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One hồ sơ.

    Attributes:
        symbol: số và ký hiệu hồ sơ, of the agency's danh mục hồ sơ: ``01.CCHC``.
        heading: the big heading (đề mục) of the danh mục it stands under; may be empty.
        basis: legal basis of the retention as the user's table says; never empty.
        unit: id of the unit whose file it is; empty for the campaign's.
        compiler: người lập hồ sơ.
        rights: chế độ sử dụng.
        folder: in the bag below ``data/``: ``ho-so/01-cchc``.
        documents: in time order, undated ones last; ``ordinal`` counts them from 1.
    """

    symbol: str
    title: str
    retention: Retention
    basis: str
    folder: str
    heading: str = ""
    unit: str = ""
    compiler: str = ""
    rights: str = ""
    language: str = "Tiếng Việt"
    note: str = ""
    documents: tuple[ArchivedDocument, ...] = ()

    @property
    def start(self) -> dt.date | None:
        """The day of the oldest document; None when none has one."""
        return min((document.day for document in self.documents if document.day), default=None)

    @property
    def end(self) -> dt.date | None:
        """The day of the newest document; None when none has one."""
        return max((document.day for document in self.documents if document.day), default=None)

    @property
    def pages(self) -> int:
        """Pages that could be counted."""
        return sum(document.pages or 0 for document in self.documents)

    @property
    def uncounted(self) -> int:
        """Documents whose pages nobody could count."""
        return sum(document.pages is None for document in self.documents)

    @property
    def originality(self) -> Originality:
        """Of the whole file; an empty one counts as born digital."""
        kinds = {document.originality for document in self.documents}
        return kinds.pop() if len(kinds) == 1 else (Originality.MIXED if kinds else Originality.BORN_DIGITAL)


class Reason(StrEnum):
    """Why a document is proposed to be left out (NĐ 30/2020, Điều 29.4.a: bản trùng, bản nháp)."""

    DUPLICATE = "bản trùng"
    DRAFT = "bản nháp, dự thảo"


class Verdict(StrEnum):
    """What a person decided of a proposal."""

    OPEN = ""
    DROP = "Loại"
    KEEP = "Giữ"


@dataclass(frozen=True, slots=True)
class Discard:
    """A proposal to leave a document out; nothing is ever deleted, a dropped one stays where it lies.

    Attributes:
        file: symbol of the file it would lie in.
        why: Vietnamese, in full: what it repeats, or what says it is a draft.
        kept: path of the document that stays instead; empty for a draft without one.
        verdict: OPEN until the list comes back signed off; an open one stays in its file.
    """

    document: ArchivedDocument
    file: str
    reason: Reason
    why: str
    kept: str = ""
    verdict: Verdict = Verdict.OPEN


@dataclass(frozen=True, slots=True)
class Organ:
    """The body that archives, as the user's table and the campaign say.

    Attributes:
        id: mã định danh (QĐ 20/2020/QĐ-TTg), ``000.00.01.H33``; empty when not told.
        name: ``Ủy ban nhân dân huyện An Sơn``; ``parent`` the body above; ``place`` the địa danh.
        fonds: tên phông lưu trữ; ``fonds_number`` its number, may be empty.
        office: the part of the body that hands over (đơn vị nộp lưu); the body itself when empty.
        keeper: bên nhận, the archive of the agency.
        list_basis: the căn cứ of the hand-over beside the decree: danh mục hồ sơ, kế hoạch thu thập.
        giver, giver_post, taker, taker_post: who hands over and who takes; empty to be written by hand.
    """

    name: str
    short: str
    place: str
    parent: str = ""
    id: str = ""
    fonds: str = ""
    fonds_number: str = ""
    office: str = ""
    keeper: str = ""
    list_basis: str = ""
    giver: str = ""
    giver_post: str = ""
    taker: str = ""
    taker_post: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of the year is in the archive and what is not; every file seen is counted once.

    Attributes:
        seen: files looked at.
        filed: in a file of the archive.
        dropped: left out by a signed-off list.
        unreadable: in the archive, content could not be read, with the reason.
        uncopied: in the archive as originals only, with the reason there is no PDF/A copy.
        aside: files of the system, links: not documents.
        not_archived: what this archive never holds, in words.
    """

    seen: int
    filed: int
    dropped: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]
    uncopied: tuple[tuple[str, str], ...]
    aside: tuple[str, ...]
    not_archived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """One archive of a year, whole.

    Attributes:
        campaign: its id; ``year`` the year assessed, ``title`` the campaign's.
        sequence: 0 for the first archive of the year.
        day: the day the archive's own papers bear in their properties; from data, not from the clock.
        files: in the order of the user's table; never an empty file.
        decider: who signed the list of weeded papers off; empty while nobody did.
        banner: words of a sample criteria set for every page; empty for a real one.
        content: SHA-256 of all this but the copies; equal content is the same archive.
        problems: what was noticed; an ERROR keeps the archive from being made.
    """

    campaign: str
    year: int
    title: str
    sequence: int
    organ: Organ
    day: dt.date
    files: tuple[ArchiveFile, ...]
    discards: tuple[Discard, ...]
    coverage: Coverage
    problems: tuple[Problem, ...] = ()
    decider: str = ""
    banner: str = ""
    content: str = ""
    schema: int = SCHEMA

    @property
    def documents(self) -> tuple[ArchivedDocument, ...]:
        """Every document of every file."""
        return tuple(document for file in self.files for document in file.documents)
