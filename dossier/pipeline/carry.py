"""A kept folder on its way out: one ZIP, made while it is sent, so that its size costs neither disk nor memory."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from dossier.files import long_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)  # so that equal folders give equal bytes


class _Sink:
    """What ``zipfile`` writes to; it cannot go back, so sizes stand behind each member and at the end."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        """What came in since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def pack_folder(folder: Path) -> Iterator[bytes]:
    """The bytes of a ZIP of a folder, under the folder's own name; nothing is compressed, for it holds PDFs.

    Raises:
        OSError: a file cannot be read; what was sent so far is no whole ZIP.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as packed:  # type: ignore[call-overload] # its writer needs no more than this
        for path in sorted(long_path(folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                inside = path.relative_to(long_path(folder)).as_posix()
                info = zipfile.ZipInfo(f"{folder.name}/{inside}", _EPOCH)
                info.file_size = path.stat().st_size
                with packed.open(info, "w") as target, path.open("rb") as source:
                    while chunk := source.read(_CHUNK):
                        target.write(chunk)
                        yield sink.take()
    yield sink.take()
