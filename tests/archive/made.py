"""Small submissions for the tests of this room."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive import build_standing, plan_entries, write_package
from dossier.archive.model import Held, Origin, Submission
from dossier.intake.model import EvidenceIndex
from dossier.validation import VERSION, Stage, Subject, ValidationReport, validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.archive.store import Filing, Shelf

ZONE = dt.timezone(dt.timedelta(hours=7))
FIRST_DAY = dt.datetime(2020, 10, 12, 8, 30, tzinfo=ZONE)


def held(path: str, content: bytes, root: Path = Path("/khong-co")) -> Held:
    return Held(path, root / path, hashlib.sha256(content).hexdigest(), len(content))


def lay_held(root: Path, files: dict[str, bytes]) -> tuple[Held, ...]:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return tuple(held(path, content, root) for path, content in files.items())


def report_of(unit: str = "xa-an-binh") -> ValidationReport:
    subject = Subject(unit, Stage.BEFORE_SUBMISSION, demo=True, sample=True, index=EvidenceIndex(unit, ()))
    return validate(subject)


def next_submission(
    filings: Sequence[Filing], files: Sequence[Held], *, reason: str = "", unit: str = "xa-an-binh"
) -> Submission:
    """What a unit would submit next, a day after the last."""
    blank = Submission(
        campaign="ky-2020",
        unit=unit,
        unit_name="UBND xã An Bình",
        year=2020,
        sequence=len(filings),
        base=filings[-1].receipt.content if filings else "",
        made=FIRST_DAY + dt.timedelta(days=len(filings)),
        origin=Origin.SENDER,
        rules=VERSION,
        entries=(),
    )
    standing = build_standing(filing.submission for filing in filings)
    return replace(blank, entries=plan_entries(files, standing, reason=reason))


def submit(shelf: Shelf, files: Sequence[Held], *, reason: str = "", unit: str = "xa-an-binh") -> Filing:
    submission = next_submission(shelf.load(), files, reason=reason, unit=unit)
    return write_package(shelf, submission, report_of(), sources={item.path: item.source for item in files}, who="Thử")
