"""The nouns of bags."""

from __future__ import annotations

from collections.abc import Mapping
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
