"""The nouns of a ``SIP_hoso`` package (Thông tư 05/2025/TT-BNV, Phụ lục III, on E-ARK CSIP 2.0.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dossier.problems import Problem, Severity

METS = "METS.xml"
EAD = "metadata/descriptive/EAD.xml"
REPRESENTATIONS = ("representations/rep1", "representations/rep2")


class Level(StrEnum):
    """How strongly CSIP asks for something."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


class State(StrEnum):
    """What came of one requirement; ABSENT: what it is about does not occur in the package."""

    MET = "đạt"
    BROKEN = "không đạt"
    ABSENT = "không có để xét"


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as METS lists it.

    Attributes:
        path: from the METS file that lists it, ``/`` separated.
        sha256: lower-case hex.
    """

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one requirement in one METS file.

    Attributes:
        id: as CSIP numbers it: ``CSIP86``.
        mets: path of the METS file in the package.
    """

    id: str
    level: Level
    title: str
    mets: str
    state: State


@dataclass(frozen=True, slots=True)
class SipReport:
    """What was found in a package.

    Attributes:
        objid: identifier of the package; empty when it cannot be read.
        documents: descriptions of documents found.
        results: every requirement, in every METS file.
        problems: what is wrong, of the requirements and of everything else.
    """

    path: Path
    objid: str
    documents: int
    results: tuple[Result, ...]
    problems: tuple[Problem, ...]

    @property
    def damaged(self) -> bool:
        """Whether the package must be refused."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class WrittenSip:
    """A package that was written.

    Attributes:
        problems: what its archivist should fill in or look at; never an error.
    """

    path: Path
    objid: str
    files: int
    problems: tuple[Problem, ...]
