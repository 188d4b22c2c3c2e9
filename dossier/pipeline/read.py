"""``dossier read``: what Dossier sees in single files, without a campaign."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.errors import BadInputError
from dossier.intake.model import FileKind, NumberState, OcrMode, Reading, Seal, SignatureInfo
from dossier.intake.scan import read_evidence_file
from dossier.pipeline.run import TASK_LIMITS
from dossier.problems import Problem, Progress
from dossier.tools import Crew

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.intake import EvidenceFile
    from dossier.intake.model import DocumentPart

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class FileReading:
    """The head and every finding of one file. None where nothing certain is known; ``problems`` has the candidates.

    Attributes:
        path: as the user gave it, ``/`` separated.
        text_source: where the text comes from, Vietnamese.
        date: as printed; never a signature's time nor the file's.
        signer: as printed; who signed digitally is in ``signatures``.
        parts: the documents of a stack; empty when the file is one document.
    """

    path: str
    kind: FileKind
    pages: int | None
    text_source: str | None
    number: str | None
    number_state: NumberState
    symbol: str | None
    date: dt.date | None
    subject_years: tuple[int, ...]
    type: str | None
    issuer: str | None
    subject: str | None
    signer: str | None
    signatures: tuple[SignatureInfo, ...]
    seal: Seal | None
    problems: tuple[Problem, ...]
    parts: tuple[PartReading, ...] = ()


@dataclass(frozen=True, slots=True)
class PartReading:
    """One document of a stack in one file; pages are 1-based, both included."""

    first: int
    last: int
    number: str | None
    symbol: str | None
    date: dt.date | None
    type: str | None
    issuer: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read of all files.

    Attributes:
        complete: every file could be read.
    """

    files: tuple[FileReading, ...]
    complete: bool


_FILES = TypeAdapter(tuple[FileReading, ...])


def read_files(paths: Sequence[Path], *, ocr: OcrMode, progress: Progress) -> Readings:
    """Read each file by itself, in the order given.

    Raises:
        BadInputError: a path that is no file.
    """
    strange = next((path for path in paths if not path.is_file()), None)
    if strange:
        what = "là thư mục, không phải tệp" if strange.is_dir() else "không có"
        raise BadInputError(f"«{strange}» {what}. Nêu từng tệp cần đọc.")
    progress.start("Đọc tệp", len(paths))
    found: list[EvidenceFile] = []
    with Crew(1, limit=TASK_LIMITS[ocr]) as crew:
        for path in paths:
            found.append(read_evidence_file(path, executor=crew, ocr=ocr))
            progress.advance(path.name)
    progress.finish()
    return Readings(tuple(map(_reading, found)), all(file.reading is not Reading.UNREADABLE for file in found))


def readings_json(readings: Readings) -> bytes:
    """The readings as UTF-8 JSON with ``schema`` first."""
    return b'{\n"schema": %d,\n"files": %s\n}\n' % (SCHEMA, _FILES.dump_json(readings.files, indent=2))


def _reading(file: EvidenceFile) -> FileReading:
    head = file.head
    return FileReading(
        path=file.path,
        kind=file.kind,
        pages=file.pages,
        text_source=file.text_source or None,
        number=head.number,
        number_state=head.number_state,
        symbol=head.symbol,
        date=head.date,
        subject_years=head.subject_years,
        type=head.type,
        issuer=head.issuer,
        subject=head.subject,
        signer=head.signer,
        signatures=file.signatures,
        seal=file.seal,
        problems=file.problems,
        parts=tuple(map(_part, file.parts)),
    )


def _part(part: DocumentPart) -> PartReading:
    head = part.head
    return PartReading(part.first, part.last, head.number, head.symbol, head.date, head.type, head.issuer, head.subject)
