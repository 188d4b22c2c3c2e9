from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.readers import FileKind, Reading, archive
from dossier.readers.archive import list_members

if TYPE_CHECKING:
    from collections.abc import Callable


def _with_name(raw: bytes, *, extra: bytes = b"") -> bytes:
    """A ZIP of one text file whose name is these bytes, without the UTF-8 flag."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        info = zipfile.ZipInfo("?" * len(raw))
        info.extra = extra
        package.writestr(info, b"noi dung")
    return target.getvalue().replace(b"?" * len(raw), raw)


def test_members_are_listed_by_content(make_zip: Callable[[dict[str, bytes]], bytes]) -> None:
    inner = make_zip({"x.txt": b"x"})
    data = make_zip({"Kế hoạch.pdf": b"%PDF-1.7 x", "a/b.doc": b"{\\rtf1 x}", "c.zip": inner, "a/": b""})
    assert [(member.name, member.kind) for member in list_members(data)] == [
        ("Kế hoạch.pdf", FileKind.PDF),
        ("a/b.doc", FileKind.RTF),
        ("c.zip", FileKind.ARCHIVE),
    ]
    content, (problem,) = archive.read(data)
    assert (content.kind, content.reading, content.text, problem.rule) == (
        FileKind.ARCHIVE,
        Reading.UNREADABLE,
        "",
        "INT05",
    )
    assert "«Kế hoạch.pdf» (PDF)" in problem.message
    assert "Giải nén" in problem.remedy


@pytest.mark.parametrize(
    "raw",
    [
        "Quyết định.txt".encode(),  # UTF-8 that does not say so
        "Quyê\u0301t đi\u0323nh.txt".encode("cp1258"),  # Windows with Vietnamese settings
    ],
)
def test_names_are_repaired(raw: bytes) -> None:
    assert list_members(_with_name(raw))[0].name == "Quyết định.txt"


def test_a_western_name_stays() -> None:
    assert list_members(_with_name("Résumé.txt".encode("cp437")))[0].name == "Résumé.txt"


def test_the_extra_field_tells_the_name() -> None:
    field = struct.pack("<BI", 1, zlib.crc32(b"Quy?t.txt")) + "Quyết.txt".encode()
    data = _with_name(b"Quy?t.txt", extra=struct.pack("<HH", 0x7075, len(field)) + field)
    assert list_members(data)[0].name == "Quyết.txt"


@pytest.mark.parametrize("name", ["../a.txt", "/etc/passwd", "C:/a.txt", "a/../../b", "a\\..\\..\\b", "a\x07b"])
def test_names_that_leave_the_folder_are_told(name: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(zipfile.ZipInfo(name), b"x")
    _, problems = archive.read(target.getvalue())
    assert [problem.rule for problem in problems] == ["INT05", "INT16"]


def test_a_name_is_fit_to_be_shown(make_zip: Callable[[dict[str, bytes]], bytes]) -> None:
    (member,) = list_members(make_zip({"\x1b[31m\u202efdp." + "x" * 5_000: b"x"}))
    assert (member.name[:9], len(member.name)) == ("\ufffd[31m\ufffdfdp", 160)


def test_links_are_told() -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(info, b"/etc/passwd")
    (member,) = list_members(target.getvalue())
    assert (member.kind, member.fault) == (None, "là liên kết")


def test_a_bomb_is_not_unpacked(make_zip: Callable[[dict[str, bytes]], bytes]) -> None:
    (member,) = list_members(make_zip({"bom.txt": bytes(5 << 20)}))
    assert (member.kind, member.fault) == (None, "bom nén")


def test_a_size_that_lies_is_found(make_zip: Callable[[dict[str, bytes]], bytes]) -> None:
    data = make_zip({"a.txt": b"x" * 5000})
    (member,) = list_members(data.replace(struct.pack("<I", 5000), struct.pack("<I", 10)))
    assert (member.kind, bool(member.fault)) == (None, True)


def test_locked_members_are_told(make_zip: Callable[[dict[str, bytes]], bytes]) -> None:
    data = bytearray(make_zip({"a.txt": b"x"}))
    data[data.rindex(b"PK\1\2") + 8] |= 1
    assert list_members(bytes(data))[0].fault == "đặt mật khẩu"


def test_many_members_are_cut(make_zip: Callable[[dict[str, bytes]], bytes]) -> None:
    data = make_zip({f"{number}.txt": b"x" for number in range(1_003)})
    assert (len(list_members(data)), list_members(data)[-1].fault) == (1_001, "còn 3 tệp không liệt kê")
    assert "và 981 tệp nữa" in archive.read(data)[1][0].message


@pytest.mark.parametrize(
    ("data", "rule", "says"),
    [
        (b"Rar!\x1a\x07\0", "INT05", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "INT05", "7z"),
        (b"PK\3\4 broken", "INT01", "hỏng"),
        (b"PK\5\6" + bytes(18), "INT03", "không chứa tệp nào"),
    ],
)
def test_what_is_not_listed_says_why(data: bytes, rule: str, says: str) -> None:
    _, (problem,) = archive.read(data)
    assert (problem.rule, says in problem.message, bool(problem.remedy)) == (rule, True, True)


@given(st.binary(max_size=60), st.integers(0, 150))
def test_damage_is_an_outcome(noise: bytes, at: int) -> None:
    whole = _with_name(b"Quyet dinh.txt")
    _, problems = archive.read(b"PK" + (whole[:at] + noise + whole[at + len(noise) :])[2:])
    assert problems
