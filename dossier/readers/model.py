"""The nouns of reading. Light on purpose: ``intake.model`` passes them on to rooms that must stay pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

# Ten pages or so: enough for the head, the phrases of the criteria and the signature block.
TEXT_LIMIT = 20_000
UNSURE = "\ufffd"
# What the extra ``[handwriting]`` installs: the package whose trained net is used, and what runs the net.
HANDWRITING = ("asterocr", "onnxruntime")
# A line of its own where a page of a text ends, one for each page passed over.
PAGE_END = "\f"


class FileKind(StrEnum):
    """What a file really is, judged by its content, never by its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    DOC = "doc"
    ODT = "odt"
    ODS = "ods"
    RTF = "rtf"
    PPT = "ppt"
    PPTX = "pptx"
    HTML = "html"
    TEXT = "text"
    IMAGE = "image"
    ARCHIVE = "archive"
    LOCK = "lock"
    SYSTEM = "system"
    EMPTY = "empty"
    # Marked MẬT or above: what else it is stays unsaid, so that no room opens it.
    CLASSIFIED = "classified"
    UNKNOWN = "unknown"


class OcrMode(StrEnum):
    """How much of a scan is read by OCR. HEAD: letterhead and signature block, what the criteria need."""

    NONE = "none"
    HEAD = "head"
    FULL = "full"


class Seal(StrEnum):
    """What the colours of a page say of a red round seal."""

    SEEN = "có dấu đỏ"
    NOT_SEEN = "không thấy dấu đỏ"
    CANNOT_TELL = "không xác định được (bản đen trắng)"


class Reading(StrEnum):
    """How far a file could be read. Every file of the folder has exactly one of these.

    READ: its text was read. SCAN: it opens and has pages, but no text to trust (OCR comes later).
    UNREADABLE: broken, encrypted, empty, of a kind not read yet; the problem says which.
    IGNORED: not evidence at all (Word lock file, Thumbs.db); listed all the same.
    """

    READ = "đọc được"
    SCAN = "bản quét, chưa có chữ"
    UNREADABLE = "không đọc được"
    IGNORED = "tệp hệ thống"


# What is said of every signature: no authority's root certificate is asked, so none is called valid.
UNVERIFIED = "chưa kiểm tra chứng thư"


@dataclass(frozen=True, slots=True)
class SignatureInfo:
    """One digital signature as the file tells it; whether its certificate is to be trusted is not checked.

    Attributes:
        signer: common name of the signer's certificate; None when it cannot be read.
        organisation: of the certificate.
        signed_at: as the signer's own machine says, with its time zone when given.
        whole: it covers the file to its last byte.
        intact: the bytes it covers hash to what was signed; None when that cannot be computed.
        certificate: always ``UNVERIFIED``.
    """

    signer: str | None = None
    organisation: str | None = None
    signed_at: dt.datetime | None = None
    whole: bool = False
    intact: bool | None = None
    certificate: str = UNVERIFIED


@dataclass(frozen=True, slots=True)
class Opening:
    """A page after the first that opens with the national or the Party heading, as each document of a stack does.

    Attributes:
        page: 1-based.
        text: what was read of the page, in lines.
    """

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes of one file say, wherever the file lies and whatever it is called.

    Attributes:
        pages: page (PDF, image frame, DOCX when it says) or sheet count; None when unknown.
        text: NFC, lines in reading order, ``PAGE_END`` between pages where they are known, at most
            ``TEXT_LIMIT`` characters; empty when there is none to trust.
        margins: text of page headers and footers, where draft marks hide.
        signed: number of digital signatures found in the file.
        source: Vietnamese, where the text comes from; empty without text.
        recognised: a machine guessed the text from page images (OCR), the scanner's or ours.
        witnesses: independent readings of the letterhead, each in lines, a digit that its reader is not
            sure of replaced by ``UNSURE``; number and date are believed when two agree.
        guesses: what the further readings of the letterhead give when nothing is masked.
        seal: None when the colours were not looked at.
        openings: pages where another document of a stack may begin.
        appearance: of a scan, the few words laid over its first page by the tool that signed it; a witness only.
    """

    kind: FileKind
    reading: Reading
    pages: int | None = None
    text: str = ""
    margins: str = ""
    signed: int = 0
    source: str = ""
    recognised: bool = False
    witnesses: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    signatures: tuple[SignatureInfo, ...] = ()
    seal: Seal | None = None
    openings: tuple[Opening, ...] = ()
    appearance: str = ""


def unreadable(kind: FileKind, *, pages: int | None = None) -> Content:
    """The content of a file that gives no text; a problem beside it says why."""
    return Content(kind, Reading.UNREADABLE, pages=pages)
