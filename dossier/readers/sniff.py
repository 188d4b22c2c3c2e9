"""What a file is, by its content."""

from __future__ import annotations

import codecs
import io
import zipfile

from dossier.readers import ole
from dossier.readers.model import FileKind

_LOCK_SIZE = 1024  # Word and Excel owner files are 162 and 165 bytes; a real document is bigger
_SYSTEM_NAMES = {"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", ".dropbox", "icon\r"}
_HEAD = 4096
_FIRST_PRINTABLE = 32
_PDF_WINDOW = 1024  # ISO 32000-1, annex H: readers accept the header within the first 1024 bytes

_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"{\\rtf", FileKind.RTF),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"BM", FileKind.IMAGE),
    (b"II*\0", FileKind.IMAGE),
    (b"MM\0*", FileKind.IMAGE),
    (b"\0\x05\x16\x07", FileKind.SYSTEM),  # macOS AppleDouble, the "._" twin of a real file
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"\x1f\x9d", FileKind.ARCHIVE),
    (b"BZh", FileKind.ARCHIVE),
    (b"\xfd7zXZ\0", FileKind.ARCHIVE),
)
_FTYP_IMAGES = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}
_OLE_STREAMS = (
    ("EncryptedPackage", FileKind.UNKNOWN),
    ("WordDocument", FileKind.DOC),
    ("Workbook", FileKind.XLS),
    ("Book", FileKind.XLS),
    ("PowerPoint Document", FileKind.PPT),
)
_ODF = {
    "application/vnd.oasis.opendocument.text": FileKind.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}
# Pages, fragments that programs call .xls, web archives, and the XML that Word and Excel wrote in 2003.
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<table", b"<style", b"<div", b"mime-version:")
_XML_PAGES = (b"<html", b"<?mso-application")
_OFFICE_FOLDERS = (("word/", FileKind.DOCX), ("xl/", FileKind.XLSX), ("ppt/", FileKind.PPTX))


def sniff(data: bytes, name: str = "") -> FileKind:
    """The kind of a file by its content; the name decides only lock and system files."""
    aside = kind_by_name(name, size=len(data))
    if aside is not None:
        return aside
    if not data.strip(b"\0"):
        return FileKind.EMPTY
    if data.startswith(ole.MAGIC):
        return _ole_kind(data)
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return FileKind.PDF
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        return _zip_kind(data)
    return _magic_kind(data) or _text_kind(data)


def kind_by_name(name: str, *, size: int) -> FileKind | None:
    """LOCK or SYSTEM for the files that programs leave beside documents; None for every other name."""
    plain = name.casefold()
    if size <= _LOCK_SIZE and plain.startswith(("~$", ".~lock.")):
        return FileKind.LOCK
    return FileKind.SYSTEM if plain in _SYSTEM_NAMES else None


def is_locked_office(data: bytes) -> bool:
    """Whether this is a DOCX, XLSX or PPTX wrapped with a password ([MS-OFFCRYPTO] 2.3)."""
    return data.startswith(ole.MAGIC) and "EncryptedPackage" in ole.root_streams(data)


def _ole_kind(data: bytes) -> FileKind:
    streams = ole.root_streams(data)
    by_case = {name.casefold() for name in streams}
    return next((kind for name, kind in _OLE_STREAMS if name.casefold() in by_case), FileKind.UNKNOWN)


def _zip_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [info.filename.replace("\\", "/") for info in package.infolist()]
            if "mimetype" in names:
                mime = package.open("mimetype").read(100).decode("ascii", "replace").strip()
                return _ODF.get(mime, FileKind.ARCHIVE)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return FileKind.ARCHIVE
    if "[Content_Types].xml" not in names:
        return FileKind.ARCHIVE
    return next(
        (kind for folder, kind in _OFFICE_FOLDERS if any(name.startswith(folder) for name in names)),
        FileKind.ARCHIVE,
    )


def _magic_kind(data: bytes) -> FileKind | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind.IMAGE
    if data[4:8] == b"ftyp" and data[8:12] in _FTYP_IMAGES:
        return FileKind.IMAGE
    if data[257:262] == b"ustar" or data.startswith(b"PK"):
        return FileKind.ARCHIVE
    return None


def _text_kind(data: bytes) -> FileKind:
    head = data[:_HEAD]
    start = head.lstrip(codecs.BOM_UTF8).lstrip()[:512].lower()
    if start.startswith(_MARKUP) or (start.startswith(b"<?xml") and any(mark in start for mark in _XML_PAGES)):
        return FileKind.HTML
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return FileKind.TEXT
    printable = sum(byte >= _FIRST_PRINTABLE or byte in b"\t\n\r\f" for byte in head)
    return FileKind.TEXT if b"\0" not in head and printable >= 0.99 * len(head) else FileKind.UNKNOWN
