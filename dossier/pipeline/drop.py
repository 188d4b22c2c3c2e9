"""Evidence handed in through a program instead of the file manager: added, never replaced, each act recorded."""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from dossier.campaign.paths import INBOX
from dossier.errors import BadInputError
from dossier.files import hash_file, long_path, staged_file
from dossier.intake.model import FileKind
from dossier.pipeline.journal import record_acts
from dossier.pipeline.laid import refuse_laid
from dossier.problems import CheckRule, Problem, Severity, Where
from dossier.readers.sniff import sniff
from dossier.rounds import acts
from dossier.text import ascii_name, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run

# HOUSE: created names are short and safe on Windows.
_NAME_LIMIT = 80
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_SNIFFED = 1 << 20
_CHUNK = 1 << 20
_REFUSED = {FileKind.UNKNOWN, FileKind.EMPTY, FileKind.LOCK, FileKind.SYSTEM}

NOT_TAKEN = CheckRule(
    "DRP01",
    Severity.ERROR,
    "Tệp đưa lên là tài liệu đọc được",
    "Loại tệp được nhận ra theo nội dung, không theo tên",
    "Đưa lên bản PDF, ảnh, Word hoặc Excel; tệp chạy, tệp trống không phải minh chứng.",
)
ALREADY = CheckRule(
    "DRP02",
    Severity.HINT,
    "Tệp đưa lên chưa có trong minh chứng",
    "So khớp SHA-256 với các tệp của đơn vị",
    "Không phải làm gì: dùng tệp đã có.",
)
RULES = (NOT_TAKEN, ALREADY)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file on its way in: its name as the person's machine spells it, and its content."""

    name: str
    content: IO[bytes]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an upload.

    Attributes:
        paths: the files put in, relative to the unit's evidence folder.
        problems: one for each file that was not.
    """

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]


def add_evidence(run: Run, unit: Unit, files: Iterable[Dropped], *, place: str, who: str) -> Added:
    """Put files into the folder of a criterion (``place``), or into the inbox when that is empty.

    Nothing is overwritten: a name that is taken gets a number, a content that is there already is not added again.

    Raises:
        BadInputError: the criteria set has no such code.
        RefusedError: the unit's records were received as a package.
    """
    refuse_laid(run.paths, unit)
    if place and place not in {code for placed in run.criteria.leaves() for code in placed.path}:
        raise BadInputError(f"Bộ tiêu chí không có mã «{place}».")
    root = run.paths.evidence(unit.id)
    there = _by_size(root)
    added: dict[str, str] = {}
    problems: list[Problem] = []
    try:
        for file in files:
            taken = _take(root, file, there, Where(path=file.name, unit=unit.id, node=place))
            if isinstance(taken, Problem):
                problems.append(taken)
            else:
                added[taken[0].relative_to(root).as_posix()] = taken[1]
    finally:  # what lies there when the disk fills up was added
        if added:
            record_acts(run, [acts.added(unit.id, added)], who=who)
    return Added(tuple(added), tuple(problems))


def _take(root: Path, file: Dropped, there: defaultdict[int, list[Path]], where: Where) -> tuple[Path, str] | Problem:
    """Put one file in; its place and SHA-256, or why it was not taken."""
    if sniff(file.content.read(_SNIFFED), safe_name(file.name)) in _REFUSED:
        return NOT_TAKEN.at(where, f"«{file.name}» không phải tài liệu đọc được nên không nhận.")
    digest, size = _hash(file.content)
    same = next((path for path in there[size] if hash_file(path) == digest), None)
    if same is not None:
        named = same.relative_to(long_path(root)).as_posix()
        return ALREADY.at(where, f"«{file.name}» đã có trong minh chứng: {named}.")
    target = _free(root / (where.node or INBOX) / safe_name(file.name))
    with staged_file(target) as staging, long_path(staging).open("wb") as out:
        shutil.copyfileobj(file.content, out, _CHUNK)
    there[size].append(long_path(target))
    return target, digest


def _by_size(root: Path) -> defaultdict[int, list[Path]]:
    """The unit's files by size: only equal sizes are worth hashing."""
    found: defaultdict[int, list[Path]] = defaultdict(list)
    for path in sorted(long_path(root).rglob("*")):
        if path.is_file():
            found[path.stat().st_size].append(path)
    return found


def _hash(content: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and size of a whole content, which is left at its start."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    return digest.hexdigest(), size


def safe_name(name: str) -> str:
    """A file name without folders, control and direction marks, or what Windows forbids; the letters are kept."""
    last = nfc(name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C")
    pure = PurePosixPath(_UNSAFE.sub("-", shown).strip(" .") or "tep")
    suffix = pure.suffix if len(pure.suffix) <= len(".xhtml") else ""
    stem = pure.name.removesuffix(suffix)[: _NAME_LIMIT - len(suffix)].rstrip(" .")
    reserved = ascii_name(stem).endswith("-") or not stem
    return f"{'tep-' if reserved else ''}{stem}{suffix}"


def _free(target: Path) -> Path:
    """The path, or one with a number that nothing has yet; compared as the strictest disk would."""
    taken = {nfc(path.name).casefold() for path in target.parent.iterdir()} if target.parent.is_dir() else set()
    count, free = 1, target
    while nfc(free.name).casefold() in taken:
        count += 1
        free = target.with_name(f"{target.stem} ({count}){target.suffix}")
    return free
