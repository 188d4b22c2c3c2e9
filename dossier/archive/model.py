"""The nouns of handing over: what a unit submitted, when, and what each supplement changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dossier.text import nfc

SCHEMA = 1
_SHA256 = 64


class Change(StrEnum):
    """What an entry does to the records; the values are in the file and never change."""

    NEW = "mới"
    REPLACES = "thay"
    WITHDRAWS = "rút"


class Origin(StrEnum):
    """Who made a package."""

    SENDER = "bên giao lập"
    RECEIVER = "bên nhận lập"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that could be submitted.

    Attributes:
        path: relative to the unit's records, NFC, ``/`` separated: ``minh-chung/1.1/ke-hoach.pdf``.
        source: where it is read from.
    """

    path: str
    source: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a submission.

    Attributes:
        path: as the unit calls the file; the key of the records.
        file: in the bag below ``data/``; empty for a withdrawal.
        sha256: of the content; of what is withdrawn for a withdrawal.
        target: path of the entry that is replaced or withdrawn; empty for a new one.
        base: number of the sequence that brought the target; None for a new entry.
    """

    path: str
    file: str
    sha256: str
    size: int
    change: Change = Change.NEW
    target: str = ""
    base: int | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if nfc(self.path) != self.path or not self.path or len(self.sha256) != _SHA256:
            raise ValueError(f"bad entry: {self.path!r}")
        if (self.change is Change.NEW) != (self.base is None) or (self.change is Change.WITHDRAWS) == bool(self.file):
            raise ValueError(f"entry at odds with its change: {self.path!r}")


@dataclass(frozen=True, slots=True)
class Submission:
    """``data/ho-so.json``: what one sequence brings.

    Attributes:
        sequence: 0 for the first.
        base: content hash of the sequence before; empty for the first.
        made: when the package was made, ISO 8601 with zone.
        rules: version of the rule set it was validated with.
        overrides: written reasons by rule id.
        channel: how it came, for packages the receiver made: ``USB``, ``email``…
    """

    campaign: str
    unit: str
    unit_name: str
    year: int
    sequence: int
    base: str
    made: dt.datetime
    origin: Origin
    rules: int
    entries: tuple[Entry, ...]
    overrides: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Standing:
    """A file as it stands: the entry that brought it, and in which sequence."""

    entry: Entry
    sequence: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a stored package beyond its own record.

    Attributes:
        content: SHA-256 of ``ho-so.json``; the chain of sequences is made of it.
        package: SHA-256 of the stored file.
        at: when it was submitted or arrived, ISO 8601 with zone.
        who: who recorded it.
        channel: how it came; empty for one's own submission.
        files: files in the package; ``size`` their bytes.
        errors: findings of the receiver's own run of the rule set, one line each.
    """

    unit: str
    sequence: int
    content: str
    package: str
    at: dt.datetime
    who: str
    origin: Origin
    channel: str = ""
    files: int = 0
    size: int = 0
    errors: tuple[str, ...] = ()
    schema: int = SCHEMA

    @property
    def code(self) -> str:
        """The short code of the content, to be read aloud: ``K7QF-2M4P``."""
        return short_code(self.content)


# Crockford's alphabet: no I, L, O, U, so that nothing is misread.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def short_code(content: str) -> str:
    """The first 40 bits of a hash as eight letters and digits."""
    number = int(content[:10], 16)
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"
