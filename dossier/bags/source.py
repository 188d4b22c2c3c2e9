"""The files of a folder, ZIP or tar, by one interface. Opened for reading only; nothing is unpacked."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Protocol

from dossier.bags import rules
from dossier.bags.model import Sizes
from dossier.bags.names import find_escape, is_system_name
from dossier.bags.zipped import ZipMembers
from dossier.files import long_path
from dossier.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
# What a broken archive or disk raises while a member is read.
READ_ERRORS = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, NotImplementedError, RuntimeError)
_JUNCTION = 0xA0000003
_PIECE = 1 << 20
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
        aside: files of the system beside the bag (``__MACOSX/``), left alone.
        problems: everything that must not be opened.
    """

    opener: Opener
    bare: Opener | None = None
    sizes: Sizes = field(default_factory=Sizes)
    aside: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The folder in the archive that is the bag, ending in ``/``; empty for none."""
        return self.sizes.base

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

    @contextmanager
    def lines(
        self, path: str, *, most: int, encoding: str = "utf-8", errors: str = "replace"
    ) -> Iterator[Iterable[str]]:
        r"""The lines of a text, each ending in ``\\n``: only CR, LF and CRLF part lines; ``most`` as in ``read``.

        Raises:
            OSError, zipfile.BadZipFile…: see ``READ_ERRORS``.
            UnicodeError: ``errors`` is ``strict`` and the text is no such encoding.
        """
        self._refuse_longer(path, most)
        with io.TextIOWrapper(self.open(path), encoding, errors) as text:
            yield text

    def pieces(self, path: str, *, most: int) -> Iterator[bytes]:
        """The bytes of a file, some at a time; ``most`` and what is raised as in ``read``."""
        self._refuse_longer(path, most)
        with self.open(path) as stream:
            while piece := stream.read(_PIECE):
                yield piece

    def _refuse_longer(self, path: str, most: int) -> None:
        if self.sizes[path] > most:
            raise OSError(f"dài quá {most} byte")

    def enter(self, base: str) -> None:
        """Make ``base`` the root; what is beside it is a problem unless the system put it there."""
        for path in self.sizes:
            if path.startswith(base):
                continue
            if path.startswith("__MACOSX/") or is_system_name(path):
                self.aside.append(path)
            else:
                self.problems.append(rules.UNLISTED.at(Where(path=path), "Tệp nằm ngoài thư mục của gói."))
        self.sizes.enter(base)


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The files of a folder, ``.zip`` or ``.tar``.

    A source that cannot be opened at all has no files and one problem.
    """
    try:
        if path.is_dir():
            yield _folder(path)
        elif zipfile.is_zipfile(path):
            with long_path(path).open("rb") as file:
                yield _zip(file, path.name)
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
            source.sizes.add(path, item.stat(follow_symlinks=False).st_size)


def _is_junction(item: os.DirEntry[str]) -> bool:
    """A junction of Windows: a link to another folder. Files in the cloud have other tags and may be read."""
    return getattr(item.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def _shown(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")


def _zip(file: IO[bytes], name: str) -> Source:
    members = ZipMembers(file)
    source = Source(members.open, members.open_bare, sizes=members.sizes, problems=members.problems)
    unpacked, count, packed = sum(source.sizes.values()), len(source.sizes), file.seek(0, os.SEEK_END)
    if (unpacked > _RATIO_FLOOR and unpacked > _RATIO * packed) or count > _MOST_MEMBERS:
        message = f"{count} tệp, {packed} byte giải nén ra {unpacked} byte."
        source.problems.append(rules.BOMB.at(Where(path=name), message))
    return source


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
            source.sizes.add(path, info.size)
    return source
