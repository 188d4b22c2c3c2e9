"""The record of false alarms about secrecy marks: which file, why, who looked, when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from dossier.yamlfile import Model, load_model

if TYPE_CHECKING:
    from pathlib import Path

CLEARED_FILE = "mat-da-xem.yaml"


class ClearedMark(Model):
    """One file whose mark a person judged. ``sha256``: the beginning shown by the refusal, 16 digits or more."""

    sha256: str = Field(pattern=r"^[0-9a-f]{16,64}$")
    tep: str = ""
    ly_do: str = Field(min_length=1)
    nguoi_xem: str = Field(min_length=1)
    ngay: dt.date


class ClearedMarks(Model):
    """``records/mat-da-xem.yaml``."""

    # ``schema`` is a method of pydantic models, so the key has its own name here.
    schema_: Literal[1] = Field(alias="schema")
    da_xem: tuple[ClearedMark, ...] = ()


def load_cleared(path: Path) -> tuple[str, ...]:
    """Beginnings of the hashes that are cleared; none without the file.

    Raises:
        BadInputError: the file does not fit: every case needs a reason and a person.
    """
    if not path.is_file():
        return ()
    return tuple(mark.sha256 for mark in load_model(path, ClearedMarks).da_xem)
