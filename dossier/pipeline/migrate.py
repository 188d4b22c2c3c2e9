"""``dossier migrate``: the schema of every file of a campaign, read without loading the campaign.

There has been one schema so far, so there is nothing to rewrite: this says which files a newer Dossier wrote, or
cannot be read at all, before another verb stops at the first of them.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.campaign import find_root
from dossier.errors import BadInputError
from dossier.sheets.table import identify
from dossier.yamlfile import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

CURRENT = 1
# Evidence is nobody's form; what is derived is made anew, and templates are Word files.
_PASSED_OVER = frozenset({"minh-chung", "out", ".dossier", "mau"})
_READ = frozenset({".yaml", ".json", ".jsonl", ".xlsx"})


class Standing(StrEnum):
    """A file's schema against the one this program writes; UNSAID is of the time of the first schema."""

    CURRENT = "đúng mẫu"
    UNSAID = "không ghi mẫu (mẫu 1)"
    OLDER = "mẫu cũ"
    NEWER = "mẫu mới hơn"
    UNREADABLE = "không đọc được"


_STOPS = frozenset({Standing.OLDER, Standing.NEWER, Standing.UNREADABLE})


@dataclass(frozen=True, slots=True)
class FileSchema:
    """What one file says of its schema.

    Attributes:
        path: relative to the campaign, ``/`` separated.
        schema: the highest it names; None when it names none.
        fault: why it cannot be read; empty when it can.
    """

    path: str
    schema: int | None
    fault: str = ""

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.fault:
            return Standing.UNREADABLE
        if self.schema is None:
            return Standing.UNSAID
        if self.schema == CURRENT:
            return Standing.CURRENT
        return Standing.NEWER if self.schema > CURRENT else Standing.OLDER

    @property
    def stops(self) -> bool:
        """Whether this program cannot go on with it."""
        return self.standing in _STOPS


def read_schemas(start: Path) -> tuple[FileSchema, ...]:
    """Every file of the campaign at or above a path that people type or Dossier keeps, by path.

    Raises:
        BadInputError: there is no campaign.
    """
    root = find_root(start)
    return tuple(_read(root, path) for path in sorted(_files(root)))


def _files(root: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if name not in _PASSED_OVER]
        paths = (Path(folder, name) for name in names if not name.startswith("~$"))
        yield from (path for path in paths if path.suffix in _READ)


def _read(root: Path, path: Path) -> FileSchema:
    shown = path.relative_to(root).as_posix()
    try:
        schemas = [_whole_number(value) for value in _schemas_in(path) if value is not None]
    except (BadInputError, OSError, ValueError) as error:
        return FileSchema(shown, None, str(error) or "tệp hỏng")
    return FileSchema(shown, max(schemas, default=None))


def _schemas_in(path: Path) -> Iterator[Any]:
    match path.suffix:
        case ".yaml":
            yield _of(load_yaml(path).data)
        case ".json":
            yield _of(json.loads(path.read_bytes()))
        case ".jsonl":
            lines = path.read_text(encoding="utf-8").splitlines()
            yield from (_of(json.loads(line)) for line in lines if line.strip())
        case _:
            identity = identify(path)
            yield identity and identity.schema


def _of(data: Any) -> Any:
    return data.get("schema") if isinstance(data, dict) else None


def _whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInputError(f"schema «{value}» không phải số nguyên")
    return value


def tell(files: tuple[FileSchema, ...]) -> Iterator[str]:
    """What stops, a line each, then the counts and the next step."""
    for file in files:
        if file.stops:
            told = file.fault or f"mẫu {file.schema}, bản Dossier này dùng mẫu {CURRENT}"
            yield f"{file.path}: {file.standing}: {told}"
    counts = Counter(file.standing for file in files)
    yield ", ".join([f"{len(files)} tệp", *(f"{counts[state]} {state}" for state in Standing if counts[state])]) + "."
    if counts[Standing.NEWER]:
        yield "Tệp mẫu mới hơn do bản Dossier mới hơn ghi: hãy nâng cấp Dossier rồi chạy lại."
    elif any(file.stops for file in files):
        yield "Khôi phục các tệp đã nêu từ bản lưu, hoặc sửa rồi chạy lại."
    else:
        yield f"Đến nay chỉ có mẫu {CURRENT}: không có gì phải chuyển, không tệp nào bị ghi lại."
