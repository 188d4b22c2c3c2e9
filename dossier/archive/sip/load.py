"""The files of an archive that was made, as its own record tells them; every document is read from the archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from dossier.archive.year.model import FOREVER, ArchivedDocument, ArchiveFile, Copy, Organ, Retention
from dossier.archive.year.record import RECORD, read_record
from dossier.errors import DamagedError
from dossier.files import read_bytes, safe_inside

if TYPE_CHECKING:
    from pathlib import Path

_DOCUMENT, _FILE, _ORGAN = TypeAdapter(ArchivedDocument), TypeAdapter(ArchiveFile), TypeAdapter(Organ)
# Made from the documents when read.
_DERIVED = frozenset({"start", "end", "originality"})


@dataclass(frozen=True, slots=True)
class ArchivedYear:
    """What an archive holds.

    Attributes:
        copies: PDF/A copies by SHA-256 of the original.
    """

    organ: Organ
    year: int
    files: tuple[ArchiveFile, ...]
    copies: Mapping[str, Copy]


def load_archive(folder: Path) -> ArchivedYear:
    """The files of an archive.

    Raises:
        DamagedError: its record is missing or not as Dossier writes it.
        BadInputError: a newer Dossier wrote it.
    """
    record = read_record(folder)
    try:
        data = json.loads(read_bytes(folder / "data" / RECORD))
        files = tuple(_load_file(file, folder / "data") for file in data["files"])
        organ = _ORGAN.validate_python(data["organ"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{folder.name}: data/{RECORD} không đúng mẫu, hãy lấy lại từ bản sao lưu.") from error
    copies = {
        document.sha256: Copy(safe_inside(folder / "data", document.copy), document.pages or 0)
        for file in files
        for document in file.documents
        if document.copy
    }
    return ArchivedYear(organ, record.year, files, copies)


def _load_file(data: dict[str, Any], root: Path) -> ArchiveFile:
    plain = {name: value for name, value in data.items() if name not in _DERIVED}
    years = None if data["retention"] == FOREVER else int(data["retention"].partition(" ")[0])
    documents = tuple(
        _DOCUMENT.validate_python({**item, "source": safe_inside(root, item["original"])}) for item in data["documents"]
    )
    return _FILE.validate_python({**plain, "retention": Retention(years), "documents": documents})
