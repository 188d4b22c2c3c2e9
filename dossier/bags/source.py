"""The files of a folder, ZIP or tar, by one interface. Opened for reading only; nothing is unpacked."""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from dossier.bags import rules
from dossier.bags.names import find_escape, is_system_name
from dossier.files import long_path
from dossier.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

# What a broken archive or disk raises while a member is read.
READ_ERRORS = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, NotImplementedError, RuntimeError)
_JUNCTION = 0xA0000003
_ENCRYPTED = 1
_UTF8 = 0x800
_UNIX = 3
_LOCAL_HEADER = 30
# Deflate cannot pass 1032:1; papers and scans stay below 50:1.
_RATIO = 200
_RATIO_FLOOR = 64 << 20
_MOST_MEMBERS = 1_000_000


class Opener(Protocol):
    """Opens one file of the source by its path in it."""

    def __call__(self, path: str, /) -> IO[bytes]:
        """A stream to close; raises one of ``READ_ERRORS``."""


@dataclass(slots=True)
class Source:
    """What lies in a folder or archive.

    Attributes:
        opener: checks what the archive knows of the file (CRC of a ZIP).
        bare: the same bytes faster and unchecked; None when there is no such way.
        sizes: bytes by path, ``/`` separated, relative to the bag.
        base: the folder in the archive that is the bag, ending in ``/``; empty for none.
        aside: files of the system beside the bag (``__MACOSX/``), left alone.
        problems: everything that must not be opened.
    """

    opener: Opener
    bare: Opener | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    base: str = ""
    aside: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def open(self, path: str) -> IO[bytes]:
        """A stream of one file."""
        return self.opener(self.base + path)

    def open_bare(self, path: str) -> IO[bytes]:
        """The same for whoever checks a stronger hash than the archive's own."""
        return (self.bare or self.opener)(self.base + path)

    def read(self, path: str, *, most: int) -> bytes:
        """A small file whole; what is longer than ``most`` bytes is refused.

        Raises:
            OSError, zipfile.BadZipFile…: see ``READ_ERRORS``.
        """
        with self.open(path) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise OSError(f"dài quá {most} byte")
        return data

    def enter(self, base: str) -> None:
        """Make ``base`` the root; what is beside it is a problem unless the system put it there."""
        inside = {path: size for path, size in self.sizes.items() if path.startswith(base)}
        for path in self.sizes.keys() - inside.keys():
            if path.startswith("__MACOSX/") or is_system_name(path):
                self.aside.append(path)
            else:
                self.problems.append(rules.UNLISTED.at(Where(path=path), "Tệp nằm ngoài thư mục của gói."))
        self.base = base
        self.sizes = {sys.intern(path.removeprefix(base)): size for path, size in inside.items()}


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The files of a folder, ``.zip`` or ``.tar``.

    A source that cannot be opened at all has no files and one problem.
    """
    try:
        if path.is_dir():
            yield _folder(path)
        elif zipfile.is_zipfile(path):
            with long_path(path).open("rb") as file, zipfile.ZipFile(file) as package:
                yield _zip(package, file)
        elif path.is_file() and tarfile.is_tarfile(path):
            with tarfile.open(long_path(path), "r:") as package:
                yield _tar(package)
        else:
            yield _nothing(path, "không phải thư mục, tệp ZIP hay tar, hoặc tệp bị cắt cụt")
    except (zipfile.BadZipFile, tarfile.TarError) as error:
        yield _nothing(path, f"tệp nén bị hỏng ({error})")


def find_base(source: Source, marker: str) -> None:
    """Enter the only folder of an archive that holds ``marker``, unless the marker lies at the top."""
    if marker in source.sizes:
        return
    bases = [path.removesuffix(marker) for path in source.sizes if path.endswith(f"/{marker}") and path.count("/") == 1]
    if len(bases) == 1:
        source.enter(bases[0])


def _nothing(path: Path, why: str) -> Source:
    def refuse(_path: str, /) -> IO[bytes]:
        raise OSError(why)

    return Source(refuse, problems=[rules.NO_BAG.at(Where(path=path.name), f"{path.name} {why}.")])


def _folder(root: Path) -> Source:
    top = long_path(root.absolute())

    def opener(path: str, /) -> IO[bytes]:
        return (top / path).open("rb")

    source = Source(opener)
    _walk(str(top), "", source)
    return source


def _walk(place: str, prefix: str, source: Source) -> None:
    try:
        with os.scandir(place) as listing:
            found = sorted(listing, key=lambda item: item.name)
    except OSError as error:
        where = Where(path=_shown(prefix) or ".")
        source.problems.append(rules.NOT_A_FILE.at(where, f"Không xem được thư mục ({error.strerror})."))
        return
    for item in found:
        path = f"{prefix}{item.name}"
        if item.is_symlink() or _is_junction(item):
            source.problems.append(rules.NOT_A_FILE.at(Where(path=_shown(path)), "Là liên kết, không đi theo."))
        elif item.is_dir(follow_symlinks=False):
            _walk(item.path, f"{path}/", source)
        elif not item.is_file(follow_symlinks=False):
            source.problems.append(rules.NOT_A_FILE.at(Where(path=_shown(path)), "Không phải tệp thường."))
        elif _shown(path) != path:
            source.problems.append(rules.UNSAFE_PATH.at(Where(path=_shown(path)), "Tên có ký tự hỏng."))
        else:
            source.sizes[path] = item.stat(follow_symlinks=False).st_size


def _is_junction(item: os.DirEntry[str]) -> bool:
    """A junction of Windows: a link to another folder. Files in the cloud have other tags and may be read."""
    return getattr(item.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def _shown(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")


def _zip(package: zipfile.ZipFile, file: IO[bytes]) -> Source:
    members: dict[str, zipfile.ZipInfo] = {}
    packed = file.seek(0, os.SEEK_END)

    def opener(path: str, /) -> IO[bytes]:
        return package.open(members[path])

    def bare(path: str, /) -> IO[bytes]:
        info = members[path]
        stored = info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size
        if not stored:
            return package.open(info)
        return io.BufferedReader(_Stored(file, _find_content(file, info), info.file_size))

    source = Source(opener, bare)
    for info in package.infolist():
        path = _zip_name(info)
        fault = _zip_fault(info, path, members)
        if fault:
            source.problems.append(fault)
        elif not info.is_dir():
            members[path] = info
            source.sizes[path] = info.file_size
    unpacked = sum(info.file_size for info in members.values())
    if (unpacked > _RATIO_FLOOR and unpacked > _RATIO * packed) or len(members) > _MOST_MEMBERS:
        message = f"{len(members)} tệp, {packed} byte giải nén ra {unpacked} byte."
        source.problems.append(rules.BOMB.at(Where(path=Path(str(package.filename)).name), message))
    return source


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


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name; one that a tool wrote in UTF-8 without saying so is mended."""
    if info.flag_bits & _UTF8 or info.orig_filename.isascii():
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _zip_fault(info: zipfile.ZipInfo, path: str, members: dict[str, zipfile.ZipInfo]) -> Problem | None:
    where = Where(path=path.replace("\0", "?"))
    escape = find_escape(path)
    if escape:
        return rules.UNSAFE_PATH.at(where, f"«{where.path}»: {escape}.")
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _UNIX else 0
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return rules.NOT_A_FILE.at(where, "Là liên kết hoặc thiết bị, không phải tệp thường.")
    if info.flag_bits & _ENCRYPTED:
        return rules.NOT_A_FILE.at(where, "Tệp đặt mật khẩu.")
    return rules.LISTED_TWICE.at(where, "Hai tệp cùng tên trong tệp nén.") if path in members else None


def _tar(package: tarfile.TarFile) -> Source:
    members: dict[str, tarfile.TarInfo] = {}

    def opener(path: str, /) -> IO[bytes]:
        stream = package.extractfile(members[path])
        if stream is None:
            raise OSError("không phải tệp thường")
        return stream

    source = Source(opener)
    for info in package:
        where = Where(path=_shown(info.name))
        escape = find_escape(info.name) or ("tên có ký tự hỏng" if where.path != info.name else "")
        path = info.name.removeprefix("./")
        if escape:
            source.problems.append(rules.UNSAFE_PATH.at(where, f"«{where.path}»: {escape}."))
        elif info.isdir():
            continue
        elif not info.isreg() or info.issparse():
            source.problems.append(rules.NOT_A_FILE.at(where, "Là liên kết, thiết bị hoặc tệp thưa."))
        elif path in members:
            source.problems.append(rules.LISTED_TWICE.at(where, "Hai tệp cùng tên trong tệp tar."))
        else:
            members[path] = info
            source.sizes[path] = info.size
    return source
