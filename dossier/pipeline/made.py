"""What a making verb did with one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.pdf.rules import OFFICE_FAILED, WORKER_FAILED
from dossier.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

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


# A file that was open elsewhere, or a conversion that took too long, may go well the next time.
_TRIED_AGAIN = {OFFICE_FAILED.id, WORKER_FAILED.id}


def is_settled(made: Iterable[Made]) -> bool:
    """Whether the next run on the same files would have nothing to do and nothing to say.

    What was seen while pages were made is said once; what is wrong with the words of a paper is said each time.
    """
    return not any(
        item.failed
        or (item.problems and item.path.suffix == ".docx")
        or any(problem.rule in _TRIED_AGAIN for problem in item.problems)
        for item in made
    )
