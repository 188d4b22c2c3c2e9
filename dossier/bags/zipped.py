"""The members of a ZIP, named, judged, opened: zipfile reads, but what it would keep of each is held in columns."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import IO, TYPE_CHECKING

from dossier.bags import rules
from dossier.bags.model import Sizes
from dossier.bags.names import find_escape
from dossier.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from _typeshed import WriteableBuffer

_ENCRYPTED = 1
_UTF8 = 0x800
_UNIX = 3
_LOCAL_HEADER = 30
_INFO = struct.Struct("<QQQLHH")


class ZipMembers:
    """The files of a ZIP.

    Attributes:
        problems: members that must not be opened, and are not among the files.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._table = file, _Table()
        self._directory = _Directory(file, self._table.take)
        self.sizes, self.problems = self._table.sizes, self._table.problems

    def open(self, path: str, /) -> IO[bytes]:
        """A stream that checks the CRC."""
        return self._directory.open(self._table.info(path))

    def open_bare(self, path: str, /) -> IO[bytes]:
        """The same without, where the bytes are stored as they are."""
        info = self._table.info(path)
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            return self._directory.open(info)
        return io.BufferedReader(_Stored(self._file, _find_content(self._file, info), info.file_size))


class _Table:
    """What is needed of the records of a directory, 36 bytes each."""

    def __init__(self) -> None:
        self.sizes = Sizes()
        self.problems: list[Problem] = []
        self._infos = bytearray()
        # By row: names that are another in the archive than the path.
        self._misnamed: dict[int, str] = {}

    def take(self, info: zipfile.ZipInfo) -> None:
        """Add a record."""
        path = _name(info)
        fault = _find_fault(info, path, self.sizes)
        if fault:
            self.problems.append(fault)
        elif not info.is_dir():
            self.sizes.add(path, info.file_size)
            numbers = (info.header_offset, info.compress_size, info.file_size, info.CRC)
            self._infos += _INFO.pack(*numbers, info.compress_type, info.flag_bits)
            if path != info.orig_filename:
                self._misnamed[self.sizes.rows[path]] = info.orig_filename

    def info(self, path: str) -> zipfile.ZipInfo:
        """A record again, as far as zipfile needs it to open the member."""
        row = self.sizes.rows[path.removeprefix(self.sizes.base)]
        info = zipfile.ZipInfo()
        info.orig_filename = info.filename = self._misnamed.get(row, path)
        numbers = _INFO.unpack_from(self._infos, row * _INFO.size)
        info.header_offset, info.compress_size, info.file_size, info.CRC, info.compress_type, info.flag_bits = numbers
        return info


class _Directory(zipfile.ZipFile):
    """Hands on each record of the directory as it is read and keeps none: of 100,000 they would take 60 MB."""

    def __init__(self, file: IO[bytes], take: Callable[[zipfile.ZipInfo], None]) -> None:
        self._take = take
        super().__init__(file)

    @property
    def filelist(self) -> list[zipfile.ZipInfo]:
        """Where zipfile puts each record."""
        return _Hands(self._take)

    @filelist.setter
    def filelist(self, _value: list[zipfile.ZipInfo]) -> None: ...

    @property
    def NameToInfo(self) -> dict[str, zipfile.ZipInfo]:  # noqa: N802 - zipfile's name
        """Where zipfile puts it again."""
        return {}

    @NameToInfo.setter
    def NameToInfo(self, _value: dict[str, zipfile.ZipInfo]) -> None: ...  # noqa: N802 - zipfile's name


class _Hands(list[zipfile.ZipInfo]):
    """Gives away what is put into it."""

    def __init__(self, take: Callable[[zipfile.ZipInfo], None]) -> None:
        super().__init__()
        self._take = take

    def append(self, info: zipfile.ZipInfo, /) -> None:
        """Give it away."""
        self._take(info)


class _Stored(io.RawIOBase):
    """A stored member read straight from the file: zipfile copies every block once more and computes a CRC."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._start, self._left = file, start, size

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill a buffer as far as the member goes."""
        view = memoryview(buffer)[: self._left]
        self._file.seek(self._start)
        count: int = self._file.readinto(view)  # type: ignore[attr-defined]  # every file has it, IO does not say
        if view and not count:
            raise EOFError("tệp nén hết giữa chừng")
        self._start += count
        self._left -= count
        return count


def _find_content(file: IO[bytes], info: zipfile.ZipInfo) -> int:
    """Where a member's bytes begin: behind its local header (APPNOTE.TXT 4.3.7), which must name the same file."""
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\3\4"):
        raise zipfile.BadZipFile("đầu mục trong tệp nén bị hỏng")
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    if file.read(name_length) != info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437"):
        raise zipfile.BadZipFile("tên ở đầu mục khác tên trong mục lục của tệp nén")
    start: int = info.header_offset + _LOCAL_HEADER + name_length + extra_length
    return start


def _name(info: zipfile.ZipInfo) -> str:
    """The name; one that a tool wrote in UTF-8 without saying so is mended."""
    if info.flag_bits & _UTF8 or info.orig_filename.isascii():
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _find_fault(info: zipfile.ZipInfo, path: str, taken: Container[str]) -> Problem | None:
    where = Where(path=path.replace("\0", "?"))
    escape = find_escape(path)
    if escape:
        return rules.UNSAFE_PATH.at(where, f"«{where.path}»: {escape}.")
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _UNIX else 0
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return rules.NOT_A_FILE.at(where, "Là liên kết hoặc thiết bị, không phải tệp thường.")
    if info.flag_bits & _ENCRYPTED:
        return rules.NOT_A_FILE.at(where, "Tệp đặt mật khẩu.")
    return rules.LISTED_TWICE.at(where, "Hai tệp cùng tên trong tệp nén.") if path in taken else None
