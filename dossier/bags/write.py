"""Writing a bag: each file read once, hashed and copied on the way; the bag appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from dossier.bags import tags
from dossier.bags.hashing import Hasher
from dossier.bags.names import find_escape, find_twins, find_windows_fault, may_hold_twins
from dossier.errors import RefusedError
from dossier.files import long_path, staged_file, staged_folder
from dossier.packed import Packed
from dossier.problems import NoProgress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.problems import Progress

ALGORITHMS = ("sha256", "sha512")
# The earliest time a ZIP can say, so that equal content gives equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Item:
    """One payload file.

    Attributes:
        path: in the bag below ``data/``, ``/`` separated.
        content: a file to read, or the bytes.
        sha256: what the content must have; None for whatever it has.
    """

    path: str
    content: Path | bytes
    sha256: str | None = None

    @property
    def size(self) -> int:
        """Bytes now."""
        return len(self.content) if isinstance(self.content, bytes) else long_path(self.content).stat().st_size

    def open(self) -> IO[bytes]:
        """The content, read-only."""
        return BytesIO(self.content) if isinstance(self.content, bytes) else long_path(self.content).open("rb")


@dataclass(frozen=True, slots=True)
class WrittenBag:
    """A bag that was written.

    Attributes:
        size: bytes of the payload.
    """

    path: Path
    files: int
    size: int


def write_bag(
    target: Path,
    items: Sequence[Item],
    *,
    info: Sequence[tuple[str, str]],
    progress: Progress | None = None,
) -> WrittenBag:
    """Write a BagIt 1.0 bag with SHA-256 and SHA-512; a ``.zip`` target makes a ZIP, any other a folder.

    ``Payload-Oxum`` is added to ``info``. The same items and info give the same bytes. Sources are only read.

    Raises:
        RefusedError: the target exists; a name is unsafe or has a twin; a content is not what it should be.
    """
    _check_names(items)
    if target.exists():
        raise RefusedError(f"{target.name} đã có, không ghi đè.")
    progress = progress or NoProgress()
    progress.start("Đóng gói", len(items))
    with open_sink(target, f"{target.stem}/") as sink, Hasher(ALGORITHMS) as hasher:
        lines, size = _write_payload(sink, items, hasher, progress)
        oxum = ("Payload-Oxum", f"{size}.{len(items)}")
        _write_tags(sink, lines, (*info, oxum))
    progress.finish()
    return WrittenBag(target, len(items), size)


def _check_names(items: Sequence[Item]) -> None:
    for item in items:
        fault = find_escape(item.path) or find_windows_fault(item.path)
        if fault:
            raise RefusedError(f"Không đóng gói được «{item.path}»: {fault}.")
    if may_hold_twins(item.path for item in items):
        paths = [item.path for item in items]
        twin = next(find_twins(paths), None)
        if twin or len(set(paths)) < len(paths):
            raise RefusedError(f"Hai tệp trùng tên trong gói: {' và '.join(twin or ())}.")


def _write_payload(sink: Sink, items: Iterable[Item], hasher: Hasher, progress: Progress) -> tuple[list[bytes], int]:
    """Copy every file; a line for each, as ``_line`` makes it, and all their bytes."""
    lines: list[bytes] = []
    total = 0
    for item in items:
        path = f"data/{item.path}"
        with item.open() as source, sink.create(path, item.size) as copy:
            size, found = hasher.hash(source, copy_to=copy)
        if item.sha256 is not None and found["sha256"] != item.sha256:
            raise RefusedError(f"«{item.path}» đã thay đổi từ khi được đọc: hãy chạy lại.")
        lines.append(_line(path, found))
        total += size
        progress.advance(item.path)
    return lines, total


def _line(path: str, digests: Mapping[str, str]) -> bytes:
    """A path and its hashes in the order of ``ALGORITHMS``, small and sorted like the path; no path holds a NUL."""
    return path.encode() + b"\0" + b"".join(bytes.fromhex(digests[name]) for name in ALGORITHMS)


def _write_tags(sink: Sink, lines: list[bytes], info: Iterable[tuple[str, str]]) -> None:
    lines.sort()
    about = 2 * sum(map(len, lines))
    written = {
        tags.DECLARATION: _write_tag(sink, tags.DECLARATION, [tags.compose_declaration()]),
        tags.INFO: _write_tag(sink, tags.INFO, [tags.compose_info(info)]),
    }
    for name in ALGORITHMS:
        path = f"manifest-{name}.txt"
        written[path] = _write_tag(sink, path, _manifest_lines(lines, name), about=about)
    for name in ALGORITHMS:
        listed = (tags.compose_line(path, digests[name]) for path, digests in sorted(written.items()))
        _write_tag(sink, f"tagmanifest-{name}.txt", listed)


def _manifest_lines(lines: Iterable[bytes], algorithm: str) -> Iterator[bytes]:
    sizes = [hashlib.new(name).digest_size for name in ALGORITHMS]
    number = ALGORITHMS.index(algorithm)
    start, size = sum(sizes[:number]), sizes[number]
    for line in lines:
        path, _, digests = line.partition(b"\0")
        yield tags.compose_line(path.decode(), digests[start : start + size].hex())


def _write_tag(sink: Sink, path: str, pieces: Iterable[bytes], *, about: int = 0) -> dict[str, str]:
    """Write a tag file of ``about`` so many bytes; its hashes by algorithm."""
    states = {name: hashlib.new(name, usedforsecurity=False) for name in ALGORITHMS}
    with sink.create(path, about) as copy:
        for piece in pieces:
            copy.write(piece)
            for state in states.values():
                state.update(piece)
    return {name: state.hexdigest() for name, state in states.items()}


class Sink(Protocol):
    """Where the files of a bag go."""

    def create(self, path: str, size: int) -> IO[bytes]:
        """A stream for one file of about ``size`` bytes."""


@contextmanager
def open_sink(target: Path, base: str) -> Iterator[Sink]:
    """Where to write the files of a package: a ZIP that holds them in the folder ``base``, or else the folder itself.

    It appears whole when the block ends well, or not at all.
    """
    if target.suffix.lower() != ".zip":
        with staged_folder(target) as folder:
            yield _FolderSink(folder)
        return
    with staged_file(target) as staging:
        with zipfile.ZipFile(staging, "w", zipfile.ZIP_STORED) as package:
            # Of 100,000 files the records for the directory at the end would take 60 MB.
            package.filelist = Packed()  # type: ignore[assignment]  # zipfile adds to it and goes through it
            yield _ZipSink(package, base)
        _flush(staging)


def _flush(path: Path) -> None:
    """Have the disk hold the bytes before the name appears, for the sake of a power cut."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


@dataclass(slots=True)
class _FolderSink:
    folder: Path

    def create(self, path: str, size: int) -> IO[bytes]:
        del size
        place = long_path(self.folder / path)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place.open("wb")


@dataclass(slots=True)
class _ZipSink:
    """Stored, not deflated: scans and office files are compressed already, and a stored ZIP is as fast as a copy."""

    package: zipfile.ZipFile
    base: str

    def create(self, path: str, size: int) -> IO[bytes]:
        info = zipfile.ZipInfo(self.base + path, _NO_TIME)
        info.create_system = 0
        info.file_size = size
        # zipfile looks names up here to warn of twins; ``_check_names`` has refused them.
        self.package.NameToInfo.clear()
        return self.package.open(info, "w")


def copy_file(source: Path, target: Path) -> None:
    """Copy a file whole, byte for byte; an interrupted copy leaves nothing."""
    if target.exists():
        raise RefusedError(f"{target.name} đã có, không ghi đè.")
    with staged_file(target) as staging:
        shutil.copyfile(long_path(source), staging)
        _flush(staging)
