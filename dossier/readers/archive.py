"""ZIP archives listed member by member; other archives named. Nothing is ever unpacked to disk."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from dossier.legacytext import is_syllable
from dossier.readers import rules
from dossier.readers.model import Content, FileKind, unreadable
from dossier.readers.package import ZIP_ERRORS
from dossier.readers.sniff import sniff
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.problems import Problem

_MOST_MEMBERS = 1_000
_MOST_UNPACKED = 200 << 20  # bytes of all members together
_RATIO_LIMIT, _RATIO_FLOOR = 400, 1 << 20
_SHOWN = 20
_ENCRYPTED_FLAG, _UTF8_FLAG = 1, 0x800
_UNICODE_PATH = 0x7075  # extra field of Info-ZIP: the name in UTF-8, with a checksum of the plain one
_UNSAFE_PATH = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # also those that turn a name round
_LONGEST_NAME = 160
_WORD = re.compile(r"[^\W\d_]+")
_OTHERS = ((b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "GZIP"), (b"BZh", "BZIP2"), (b"\xfd7zXZ", "XZ"))
_UNPACK = "Giải nén rồi đưa từng tệp bên trong vào thư mục."


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        name: path inside the archive, NFC, ``/`` separated, its encoding repaired, cut short; for display only.
        size: bytes unpacked, as the archive says.
        kind: by its content; None when it was not opened.
        fault: Vietnamese, why it was not opened; empty when it was.
    """

    name: str
    size: int
    kind: FileKind | None = None
    fault: str = ""


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """No text: an archive is no proof, its members are once they lie in the folder. The problems list them."""
    if not data.startswith(b"PK"):
        name = next((name for magic, name in _OTHERS if data.startswith(magic)), "")
        problem = rules.LATER_KIND.at(rules.HERE, f"Tệp nén {name}".strip() + " không được mở để đọc.", remedy=_UNPACK)
        return unreadable(FileKind.ARCHIVE), (problem,)
    try:
        members = list_members(data)
    except ZIP_ERRORS:
        problem = rules.BROKEN.at(rules.HERE, "Tệp nén ZIP bị hỏng, không mở được.")
        return unreadable(FileKind.ARCHIVE), (problem,)
    return unreadable(FileKind.ARCHIVE), tuple(_problems(members))


def list_members(data: bytes) -> tuple[Member, ...]:
    """The files in a ZIP, at most a thousand; folders are left out. Archives inside are named, not opened.

    Raises:
        ZIP_ERRORS of ``package``: the archive is broken.
    """
    members: list[Member] = []
    left = _MOST_UNPACKED
    with zipfile.ZipFile(BytesIO(data)) as package:
        files = [info for info in package.infolist() if not info.filename.endswith("/")]
        for info in files[:_MOST_MEMBERS]:
            member = _member(package, info, left)
            left -= info.file_size if member.kind else 0
            members.append(member)
    if len(files) > _MOST_MEMBERS:
        members.append(Member("…", 0, fault=f"còn {len(files) - _MOST_MEMBERS} tệp không liệt kê"))
    return tuple(members)


def _member(package: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> Member:
    full_name = _name(info)
    fault = _fault(full_name, info, left)
    name = _CONTROL.sub("\ufffd", full_name)[:_LONGEST_NAME]
    if fault:
        return Member(name, info.file_size, fault=fault)
    try:
        with package.open(info) as file:
            content = file.read(info.file_size + 1)
    except (*ZIP_ERRORS, RuntimeError):
        return Member(name, info.file_size, fault="hỏng, không mở được")
    if len(content) > info.file_size:
        return Member(name, info.file_size, fault="bom nén")
    return Member(name, info.file_size, sniff(content, name.rpartition("/")[2]))


def _fault(name: str, info: zipfile.ZipInfo, left: int) -> str:
    if _UNSAFE_PATH.search(name):
        return "đường dẫn ra ngoài thư mục"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "là liên kết"
    if info.flag_bits & _ENCRYPTED_FLAG:
        return "đặt mật khẩu"
    if info.file_size > _RATIO_FLOOR and info.file_size > _RATIO_LIMIT * max(info.compress_size, 1):
        return "bom nén"
    return "quá lớn để xem" if info.file_size > left else ""


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its author saw it: old programs wrote it in the code page of their machine and do not say which."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_FLAG:
        raw = name.encode("cp437", "replace")
        name = _unicode_path(info.extra, raw) or _decoded(raw, name)
    return nfc(name).replace("\\", "/")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    while len(extra) >= 4:  # noqa: PLR2004 - id and length of a field
        code, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if code == _UNICODE_PATH and field[:5] == struct.pack("<BI", 1, zlib.crc32(raw)):
            return field[5:].decode("utf-8", "replace")
    return ""


def _decoded(raw: bytes, fallback: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        name = nfc(raw.decode("cp1258", "replace"))
    marked = [word for word in _WORD.findall(name) if not word.isascii()]
    return name if marked and all(map(is_syllable, marked)) else fallback


def _problems(members: tuple[Member, ...]) -> Iterator[Problem]:
    if not members:
        yield rules.EMPTY.at(rules.HERE, "Tệp nén ZIP không chứa tệp nào.", remedy=_UNPACK)
        return
    shown = [f"«{member.name}» ({_described(member)})" for member in members[:_SHOWN]]
    more = f" và {len(members) - _SHOWN} tệp nữa" if len(members) > _SHOWN else ""
    message = f"Tệp nén có {len(members)} tệp, chưa tính là minh chứng: {', '.join(shown)}{more}."
    yield rules.LATER_KIND.at(rules.HERE, message, remedy=_UNPACK)
    unsafe = [f"«{member.name}»" for member in members if member.fault in _DANGERS]
    if unsafe:
        yield rules.UNSAFE.at(rules.HERE, f"Tệp nén chứa mục nguy hiểm: {', '.join(unsafe[:_SHOWN])}.")


_DANGERS = {"đường dẫn ra ngoài thư mục", "là liên kết", "bom nén"}


def _described(member: Member) -> str:
    return member.fault or (member.kind or FileKind.UNKNOWN).value.upper()
