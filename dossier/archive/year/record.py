"""``data/luu-tru.json``: what an archive holds, for programs; read back to tell whether anything has changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dossier.archive.year.model import SCHEMA
from dossier.errors import BadInputError, DamagedError
from dossier.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.archive.year.model import ArchivedDocument, ArchiveFile, ArchivePlan

RECORD = "luu-tru.json"
_DOCUMENT = (
    *("ordinal", "unit", "path", "original", "copy", "sha256", "size", "paper", "type", "number", "notation"),
    *("subject", "issuer", "signer", "post", "language", "pages", "signed", "signature", "incoming", "note", "no_copy"),
    "readable",
)


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """What an archive says of itself.

    Attributes:
        content: equal for archives of the same documents, files and data.
    """

    campaign: str
    year: int
    sequence: int
    content: str


def record_json(plan: ArchivePlan, *, overrides: Mapping[str, str], sources: Mapping[str, str]) -> bytes:
    """The record of an archive, UTF-8.

    ``overrides`` are written reasons by rule of validation; ``sources`` say where each unit's records come from.
    """
    coverage = {name: getattr(plan.coverage, name) for name in type(plan.coverage).__slots__}
    record = {
        "schema": SCHEMA,
        "campaign": plan.campaign,
        "year": plan.year,
        "sequence": plan.sequence,
        "content": plan.content,
        "organ": {name: getattr(plan.organ, name) for name in type(plan.organ).__slots__},
        "sources": dict(sources),
        "overrides": dict(overrides),
        "files": [_file(file) for file in plan.files],
        "discards": [
            {
                "file": item.file,
                "unit": item.document.unit,
                "path": item.document.path,
                "sha256": item.document.sha256,
                "reason": item.reason,
                "why": item.why,
                "kept": item.kept,
                "verdict": item.verdict,
            }
            for item in plan.discards
        ],
        "coverage": coverage,
        "problems": [str(problem) for problem in plan.problems],
    }
    return json.dumps(record, ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _file(file: ArchiveFile) -> dict[str, Any]:
    plain = ("symbol", "title", "basis", "folder", "heading", "unit", "compiler", "rights", "language", "note")
    return {
        **{name: getattr(file, name) for name in plain},
        "retention": str(file.retention),
        "start": file.start,
        "end": file.end,
        "originality": file.originality,
        "documents": [_document(document) for document in file.documents],
    }


def _document(document: ArchivedDocument) -> dict[str, Any]:
    facts = {name: getattr(document, name) for name in _DOCUMENT}
    dates = {"date": document.date, "arrived": document.arrived}
    return {**facts, **dates, "role": document.role, "kind": document.kind, "originality": document.originality}


def read_record(folder: Path) -> ArchiveRecord:
    """What the archive in a folder says of itself.

    Raises:
        DamagedError: there is no such record, or it is not as Dossier writes it.
        BadInputError: a newer Dossier wrote it.
    """
    path = folder / "data" / RECORD
    try:
        data = json.loads(read_bytes(path))
        if data["schema"] > SCHEMA:
            raise BadInputError(f"{folder.name} do bản Dossier mới hơn lập: hãy nâng cấp Dossier.")
        return ArchiveRecord(data["campaign"], data["year"], data["sequence"], data["content"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{folder.name}: thiếu hoặc hỏng data/{RECORD}, hãy lấy lại từ bản sao lưu.") from error
