"""What a making verb did with one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dossier.problems import Problem

MADE = "đã lập"
UNCHANGED = "không đổi"
FAILED = "không lập được"


@dataclass(frozen=True, slots=True)
class Made:
    """One file made, kept or failed.

    Attributes:
        path: relative to the campaign folder.
        state: Vietnamese, for people.
        pages: 0 when it has none or they were not counted.
        changed: the file is new or differs from before.
        failed: there is no such file now, or not a current one.
    """

    path: Path
    state: str
    pages: int = 0
    changed: bool = False
    failed: bool = False
    problems: tuple[Problem, ...] = ()
