from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.readers import FileKind, sniff
from dossier.readers.ole import CompoundFile, OleError, lone_stream

if TYPE_CHECKING:
    from collections.abc import Callable


def test_kind_is_told_by_content_whatever_the_name(
    make_pdf: Callable[..., bytes], make_docx: Callable[..., bytes], make_image: Callable[..., bytes]
) -> None:
    assert sniff(make_pdf([(72, 700, "A")]), "bao-cao.docx") is FileKind.PDF
    assert sniff(make_docx("A"), "bao-cao.pdf") is FileKind.DOCX
    assert sniff(make_image("JPEG"), "anh.pdf") is FileKind.IMAGE


def test_workbooks_old_and_new(make_xls: Callable[..., bytes]) -> None:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    assert sniff(target.getvalue(), "a.xls") is FileKind.XLSX
    assert sniff(make_xls({(0, 0): "A"}), "a.xlsx") is FileKind.XLS


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", FileKind.DOC),
        ("Book", FileKind.XLS),
        ("PowerPoint Document", FileKind.PPT),
        ("EncryptedPackage", FileKind.UNKNOWN),
        ("Khac", FileKind.UNKNOWN),
    ],
)
def test_compound_files_by_their_main_stream(stream: str, kind: FileKind) -> None:
    assert sniff(lone_stream(stream, b"x" * 5000)) is kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", FileKind.EMPTY),
        (bytes(500), FileKind.EMPTY),
        (b"{\\rtf1\\ansi A}", FileKind.RTF),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", FileKind.HTML),
        (b"7z\xbc\xaf\x27\x1c\0\4", FileKind.ARCHIVE),
        ("Báo cáo năm 2025".encode(), FileKind.TEXT),
        ("Báo cáo".encode("utf-16"), FileKind.TEXT),
        (bytes(range(256)) * 4, FileKind.UNKNOWN),
        (b"PK\3\4 cut short", FileKind.ARCHIVE),
        (b"rubbish\n%PDF-1.7\n", FileKind.PDF),
    ],
)
def test_magic(data: bytes, kind: FileKind) -> None:
    assert sniff(data) is kind


def test_packages_and_archives(make_zip: Callable[[dict[str, bytes]], bytes]) -> None:
    types = {"[Content_Types].xml": b"<Types/>"}
    assert sniff(make_zip({**types, "ppt/presentation.xml": b"<p/>"})) is FileKind.PPTX
    assert sniff(make_zip({"mimetype": b"application/vnd.oasis.opendocument.text"})) is FileKind.ODT
    assert sniff(make_zip({"word/document.xml": b"<w/>"})) is FileKind.ARCHIVE
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("a.txt"))
    assert sniff(target.getvalue()) is FileKind.ARCHIVE


def test_the_name_decides_only_lock_and_system_files(make_docx: Callable[..., bytes]) -> None:
    assert sniff(b"\4User" + bytes(157), "~$o cao.docx") is FileKind.LOCK
    assert sniff(b"any", "Thumbs.db") is FileKind.SYSTEM
    assert sniff(b"any", ".DS_Store") is FileKind.SYSTEM
    real = make_docx("Một báo cáo thật mang tên giống tệp khóa")
    assert sniff(real, "~$o cao.docx") is FileKind.DOCX


@given(st.binary(min_size=0, max_size=20_000), st.sampled_from(["Workbook", "WordDocument", "Bảng"]))
def test_a_lone_stream_is_read_back(stream: bytes, name: str) -> None:
    book = CompoundFile(lone_stream(name, stream))
    assert list(book.streams) == [name]
    read = book.read(name)
    assert read[: len(stream)] == stream
    assert not read[len(stream) :].strip(b"\0")


def test_a_cut_stream_is_refused_not_shortened() -> None:
    whole = lone_stream("Workbook", b"x" * 50_000)
    end = 4096 * (1 + 13)  # header and stream; directory and table lie behind and are moved up
    cut = whole[: 4096 * 5] + bytes(4096 * 8) + whole[end:]
    with pytest.raises(OleError):
        CompoundFile(cut[: len(cut) - 4096 * 3]).read("Workbook")


@given(st.binary(max_size=3_000))
def test_no_bytes_break_the_sniffer(data: bytes) -> None:
    assert sniff(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data) in {
        FileKind.UNKNOWN,
        FileKind.DOC,
        FileKind.XLS,
        FileKind.PPT,
    }
    assert isinstance(sniff(data), FileKind)
