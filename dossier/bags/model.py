"""The nouns of bags."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dossier.problems import Problem, Severity


class Depth(StrEnum):
    """How far a bag is verified. Each depth does what the one before does.

    FAST: tag files, names, and size and count against ``Payload-Oxum``. COMPLETE: every listed file is there and
    nothing else. FULL: every checksum.
    """

    FAST = "fast"
    COMPLETE = "complete"
    FULL = "full"


class Sizes(Mapping[str, int]):
    """Bytes by path, in the order in which they were added.

    Attributes:
        rows: a number for each path, under which other columns hold more of it: 100,000 paths in four tables of their
            own would take 50 MB.
        base: what was left out in front of the paths.
    """

    __slots__ = ("_sizes", "base", "rows")

    def __init__(self) -> None:
        self.base = ""
        self.rows: dict[str, int] = {}
        self._sizes = array("Q")

    @property
    def height(self) -> int:
        """Of a column: more than any row."""
        return len(self._sizes)

    def add(self, path: str, size: int) -> None:
        """Add a path that is not there."""
        self.rows[path] = len(self._sizes)
        self._sizes.append(size)

    def enter(self, base: str) -> None:
        """Leave only what begins with ``base``, and leave that out of the paths."""
        self.base = base
        inside = ((path, row) for path, row in self.rows.items() if path.startswith(base))
        self.rows = {path.removeprefix(base): row for path, row in inside}

    def __getitem__(self, path: str) -> int:
        return self._sizes[self.rows[path]]

    def __contains__(self, path: object) -> bool:
        return path in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Digests(Mapping[str, str]):
    """Lower-case hex by path, held in binary: in a column beside the sizes, of paths without a size aside.

    First come the paths that have a size, in their order, then the others in the order in which they were put.
    """

    __slots__ = ("_aside", "_column", "_held", "_rows", "_width")

    def __init__(self, sizes: Sizes, width: int) -> None:
        self._rows, self._width = sizes.rows, width
        self._column = bytearray(sizes.height * width)
        self._held = bytearray(sizes.height)
        self._aside: dict[str, bytes] = {}

    def put(self, path: str, digest: str) -> None:
        """Hold the hash of a path; one of another length than ``width`` bytes is held as it is."""
        data, row = bytes.fromhex(digest), self._rows.get(path)
        if row is None or len(data) != self._width:
            self._aside[path] = data
        else:
            self._aside.pop(path, None)
            self._held[row] = True
            self._column[row * self._width : (row + 1) * self._width] = data

    def __getitem__(self, path: str) -> str:
        if path in self._aside:
            return self._aside[path].hex()
        row = self._rows[path]
        if not self._held[row]:
            raise KeyError(path)
        return self._column[row * self._width : (row + 1) * self._width].hex()

    def __contains__(self, path: object) -> bool:
        row = self._rows.get(path)  # type: ignore[call-overload]  # any object may be asked for
        return path in self._aside or (row is not None and bool(self._held[row]))

    def __iter__(self) -> Iterator[str]:
        yield from (path for path, row in self._rows.items() if self._held[row] and path not in self._aside)
        yield from self._aside

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class BagReport:
    """What was found in a bag.

    Attributes:
        version: as ``bagit.txt`` says; empty when unreadable.
        algorithms: of the payload manifests, sorted.
        tag_algorithms: of the tag manifests, sorted.
        files: payload files present.
        size: their bytes.
        checked: files whose checksums were computed; 0 unless the depth is FULL.
        info: ``bag-info.txt`` in its order; labels may repeat.
        hashes: of the payload, by path in the bag, as the strongest manifest lists them.
        base: folder of the bag inside its archive, ending in ``/``; empty when there is none.
    """

    path: Path
    depth: Depth
    version: str = ""
    algorithms: tuple[str, ...] = ()
    tag_algorithms: tuple[str, ...] = ()
    files: int = 0
    size: int = 0
    checked: int = 0
    info: tuple[tuple[str, str], ...] = ()
    hashes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    base: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def damaged(self) -> bool:
        """Whether the bag must be refused."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def label(self, name: str) -> str:
        """The first value of a label of ``bag-info.txt``, compared without case; empty when there is none."""
        return next((value for label, value in self.info if label.casefold() == name.casefold()), "")


class Writable(Protocol):
    """Where bytes go."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Take all of ``data``."""
