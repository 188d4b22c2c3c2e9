"""The nouns of reading. Light on purpose: ``intake.model`` passes them on to rooms that must stay pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Ten pages or so: enough for the head, the phrases of the criteria and the signature block.
TEXT_LIMIT = 20_000


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
    UNKNOWN = "unknown"


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


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes of one file say, wherever the file lies and whatever it is called.

    Attributes:
        pages: page (PDF, image frame, DOCX when it says) or sheet count; None when unknown.
        text: NFC, lines in reading order, at most ``TEXT_LIMIT`` characters; empty when there is none to trust.
        margins: text of page headers and footers, where draft marks hide.
        signed: number of digital signatures found in the file.
        source: Vietnamese, where the text comes from; empty without text.
        recognised: the text layer lies over page images, so a machine guessed it (OCR).
    """

    kind: FileKind
    reading: Reading
    pages: int | None = None
    text: str = ""
    margins: str = ""
    signed: int = 0
    source: str = ""
    recognised: bool = False


def unreadable(kind: FileKind, *, pages: int | None = None) -> Content:
    """The content of a file that gives no text; a problem beside it says why."""
    return Content(kind, Reading.UNREADABLE, pages=pages)
