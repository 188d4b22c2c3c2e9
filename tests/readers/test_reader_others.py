from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest

import dossier.readers
from dossier.readers import TEXT_LIMIT, FileKind, Reading, read_content
from dossier.readers.ole import lone_stream

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_encodings(encoding: str) -> None:
    content, problems = read_content("Kế hoạch\r\nnăm 2025".encode(encoding))
    assert (content.text, content.kind, problems) == ("Kế hoạch\nnăm 2025", FileKind.TEXT, ())


def test_vietnamese_code_page() -> None:
    # cp1258 writes tone marks as separate characters; the text comes out composed.
    content, _ = read_content("Hô\u0323i đô\u0300ng".encode("cp1258"))
    assert content.text == "Hội đồng"


def test_a_character_cut_at_the_limit_is_no_fault() -> None:
    content, _ = read_content(("ab" + "ế" * 60_000).encode())
    assert content.text == "ab" + "ế" * (TEXT_LIMIT - 2)


def test_an_image_is_a_scan_with_frames(make_image: Callable[..., bytes]) -> None:
    content, problems = read_content(make_image("TIFF", frames=3))
    assert (content.reading, content.pages, problems[0].rule) == (Reading.SCAN, 3, "INT07")
    assert "40 × 30" in problems[0].message


def test_a_cut_photo_is_broken(make_image: Callable[..., bytes]) -> None:
    photo = make_image("JPEG", (800, 600))
    content, problems = read_content(photo[: len(photo) // 2])
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT01")


def test_a_picture_bomb_is_not_unpacked() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    content, problems = read_content(png)
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT16")


def test_a_phone_format_is_named_with_its_remedy() -> None:
    content, problems = read_content(b"\0\0\0\x18ftypheic" + bytes(200))
    assert (content.kind, problems[0].rule) == (FileKind.IMAGE, "INT05")
    assert ".jpg" in problems[0].remedy


@pytest.mark.parametrize(
    ("data", "rule", "says"),
    [
        (b"", "INT03", "rỗng"),
        (b"{\\rtf1}", "INT07", "RTF"),
        (lone_stream("WordDocument", b"x"), "INT01", "Word"),
        (lone_stream("EncryptedPackage", b"x"), "INT02", "mật khẩu"),
        (b"Rar!\x1a\x07\0", "INT05", "nén"),
        (b"\1\2\3\0\4", "INT04", "Không nhận ra"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, rule: str, says: str) -> None:
    content, problems = read_content(data)
    assert content.reading is Reading.UNREADABLE
    assert [problem.rule for problem in problems] == [rule]
    assert says in problems[0].message
    assert problems[0].remedy


def test_an_apple_double_is_set_aside() -> None:
    content, problems = read_content(b"\0\x05\x16\x07\0\2" + bytes(40))
    assert (content.reading, problems) == (Reading.IGNORED, ())


def test_the_door_names_what_it_lacks() -> None:
    with pytest.raises(AttributeError, match="khong_co"):
        _ = dossier.readers.khong_co
