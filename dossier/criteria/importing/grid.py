"""Tables as read from any kind of file: rows of texts, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.criteria.importing.rules import UNREADABLE
from dossier.errors import BadInputError
from dossier.problems import Where

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a table.

    Attributes:
        cells: by column, from the left; of merged cells the first has the text and the others are empty.
        place: ``trang 3``, ``Sheet1!A5``, ``bảng 1, dòng 5``.
    """

    cells: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The tables of a file, one after the other, and the text above the first."""

    rows: tuple[GridRow, ...]
    preface: str = ""


def unreadable(path: Path, why: str) -> BadInputError:
    """The error for a file whose tables cannot be had at all."""
    message = f"{path.name}: {why}."
    return BadInputError(message, problems=(UNREADABLE.at(Where(path=path.name), message),))
