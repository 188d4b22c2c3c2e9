"""Listing an evidence folder: every entry once, nothing opened, no link followed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.files import long_path, sha256_hex
from dossier.intake import rules
from dossier.problems import Problem, Where
from dossier.text import collation_key, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_JUNCTION = 0xA0000003  # Windows' IO_REPARSE_TAG_MOUNT_POINT: a link to another folder


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry that is not a folder.

    Attributes:
        path: relative to the evidence folder, ``/`` separated.
        place: absolute, in the form that opens.
        problem: why it must not be opened (link, device, broken name); None for a plain file.
    """

    path: str
    place: str
    size: int = 0
    mtime_ns: int = 0
    problem: Problem | None = None


def list_entries(folder: Path, *, unit: str) -> tuple[list[Entry], list[Problem]]:
    """All entries below a folder in Vietnamese path order, and the folders that could not be listed."""
    problems: list[Problem] = []
    entries = list(_walk(str(long_path(folder.absolute())), "", unit, problems))
    entries.sort(key=lambda entry: tuple(map(collation_key, entry.path.split("/"))))
    return entries, problems


def stamp_folder(folder: Path) -> str:
    """A hash that changes whenever a file below comes, goes, or differs in path, size or time; nothing is opened."""
    entries = _walk(str(long_path(folder.absolute())), "", "", [])
    lines = sorted(f"{entry.path}\0{entry.size}\0{entry.mtime_ns}\0{entry.problem}" for entry in entries)
    return sha256_hex("\n".join(lines).encode("utf-8", "surrogatepass"))


def _walk(place: str, path: str, unit: str, problems: list[Problem]) -> Iterator[Entry]:
    try:
        with os.scandir(place) as listing:
            found = list(listing)
    except OSError as error:
        where = Where(path=path or ".", unit=unit)
        problems.append(rules.CANNOT_OPEN.at(where, f"Không xem được thư mục ({error.strerror})."))
        return
    for item in found:
        inner = f"{path}/{item.name}" if path else item.name
        if _is_plain_folder(item) and _is_unicode(item.name):
            yield from _walk(item.path, inner, unit, problems)
        else:
            yield _entry(item, inner, unit)


def _is_plain_folder(item: os.DirEntry[str]) -> bool:
    return item.is_dir(follow_symlinks=False) and not _is_link(item)


def _is_link(item: os.DirEntry[str]) -> bool:
    if item.is_symlink():
        return True
    return getattr(item.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def _is_unicode(name: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _entry(item: os.DirEntry[str], path: str, unit: str) -> Entry:
    if not _is_unicode(item.name):
        shown = path.encode("utf-8", "replace").decode("utf-8")
        problem = rules.BAD_NAME.at(Where(path=shown, unit=unit), "Tên có ký tự hỏng, không mở.")
        return Entry(shown, item.path, problem=problem)
    where = Where(path=path, unit=unit)
    try:
        stat = item.stat(follow_symlinks=False)
        if _is_link(item):
            return Entry(path, item.path, problem=rules.LINK.at(where, "Là liên kết, không đi theo."))
    except OSError as error:
        problem = rules.CANNOT_OPEN.at(where, f"Không xem được tệp ({error.strerror}).")
        return Entry(path, item.path, problem=problem)
    if not item.is_file(follow_symlinks=False):
        return Entry(path, item.path, problem=rules.LINK.at(where, "Không phải tệp thường, không mở."))
    return Entry(path, item.path, stat.st_size, stat.st_mtime_ns)


def find_name_twins(paths: Iterable[str], *, unit: str) -> list[Problem]:
    """Paths that other systems take for one: equal but for case or Unicode form."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(nfc(path).casefold(), []).append(path)
    return [
        rules.NAME_TWIN.at(Where(path=first, unit=unit), f"Trùng tên với «{other}» trên Windows và macOS.")
        for first, *others in groups.values()
        for other in others
    ]
