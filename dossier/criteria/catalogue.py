"""The criteria sets that came with this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.errors import BadInputError
from dossier.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX = ".yaml"


def list_criteria() -> tuple[str, ...]:
    """The ids of the shipped sets, sorted; the file of each bears its id."""
    return tuple(sorted(path.stem for path in shipped("criteria").glob(f"*{_SUFFIX}")))


def find_criteria(set_id: str) -> Path:
    """The file of a shipped set.

    Raises:
        BadInputError: no shipped set has this id; names those that exist.
    """
    known = list_criteria()
    if set_id not in known:
        raise BadInputError(f"Không có bộ tiêu chí «{set_id}». Các bộ kèm theo: {', '.join(known)}.")
    return shipped("criteria") / f"{set_id}{_SUFFIX}"
