"""The nouns of this room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dossier.problems import Problem, Severity


class Engine(StrEnum):
    """Who draws the pages of a DOCX."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of one file.

    Attributes:
        target: the PDF; None when the file gives no pages, and a placeholder page takes its place.
        engine: name and version of what made the pages; empty when none did.
        pages: page count of ``target``; 0 without one.
        signed: digital signatures the original carries; its pages here are only a visual copy.
    """

    target: Path | None
    engine: str = ""
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    signed: int = 0

    @property
    def failure(self) -> Problem | None:
        """Why there are no pages, in Vietnamese with a remedy; None when there are."""
        if self.target is not None:
            return None
        return next(problem for problem in self.problems if problem.severity is Severity.ERROR)


def failed(problem: Problem) -> Conversion:
    """The conversion of a file that gives no pages, for this reason."""
    return Conversion(None, problems=(problem,))
