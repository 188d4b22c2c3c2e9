"""What was received of a unit, laid out in the cache where every verb reads it as the unit's own folder.

A receiver's folder of a unit holds a blank form and no evidence; what the unit handed over is in packages. The files
that stand of them are unpacked once for each state of the shelf. A unit that submits from this very campaign, as in a
service for a whole office, works in its own folder and is read there.

Verbs that freeze something do not trust this copy: they unpack the packages themselves and check every hash
(``pipeline.received``).
"""

from __future__ import annotations

import os
import shutil
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.archive import build_standing, unpack_standing
from dossier.archive.rules import DAMAGED, LEFT_ASIDE
from dossier.archive.store import RECEIVED, SENT, Filing, Shelf
from dossier.errors import DamagedError, DossierError, RefusedError
from dossier.files import long_path, sha256_hex, staged_folder, why
from dossier.pipeline.local import LAID_FOLDER
from dossier.problems import Problem, Where
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dossier.campaign import CampaignPaths, Unit

_KEY_LENGTH = 16
# The pages of a service ask at the same moment; one of them unpacks.
_LAYING = threading.Lock()


def laid_folder(paths: CampaignPaths) -> Path:
    """Where the copies lie; each may be deleted and is made again when it is next asked for."""
    return paths.cache / LAID_FOLDER


def lay_units(paths: CampaignPaths, units: Iterable[Unit]) -> tuple[CampaignPaths, tuple[Problem, ...]]:
    """The paths by which received units are read, and what stands in the way of a unit's packages."""
    laid: dict[str, Path] = {}
    problems: list[Problem] = []
    for unit in units:
        shelf = Shelf(paths.records / RECEIVED / unit.id, received=True)
        key = _state(shelf.root)
        if not key or _state(paths.records / SENT / unit.id):
            continue
        target = laid_folder(paths) / unit.id / key
        try:
            with _LAYING:
                _lay(shelf, target)
            laid[unit.id] = target
        except (DossierError, OSError) as error:
            told = why(error) if isinstance(error, OSError) else str(error)
            problems.append(
                DAMAGED.at(Where(unit=unit.id), f"Không mở được gói đã tiếp nhận: {told.removesuffix('.')}.")
            )
    return replace(paths, laid=laid), tuple(problems)


def find_damage(problems: Iterable[Problem], units: Iterable[Unit]) -> tuple[Problem, ...]:
    """What a run found wrong with the packages of these units: of such a unit nothing is at hand to be read."""
    names = {unit.id for unit in units}
    return tuple(problem for problem in problems if problem.rule == DAMAGED.id and problem.where.unit in names)


def refuse_damaged(problems: Iterable[Problem], units: Iterable[Unit]) -> None:
    """No paper is made of a unit whose packages cannot be opened: it would say that nothing was handed in.

    Raises:
        DamagedError: there is one; names it.
    """
    if faults := find_damage(problems, units):
        told = "Chưa lập được: có gói đã tiếp nhận không mở được. Đơn vị khác: nêu tên từng đơn vị rồi chạy lại."
        raise DamagedError(told, problems=faults)


def _state(shelf: Path) -> str:
    """Changes whenever a package of a shelf does, by name, size and time; empty when there is none."""
    try:
        entries = [(entry.name, entry.stat()) for entry in os.scandir(shelf)]
    except FileNotFoundError:
        return ""
    marks = sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in entries if name.endswith(".zip"))
    return sha256_hex(repr(marks).encode("utf-8", "surrogatepass"))[:_KEY_LENGTH] if marks else ""


def _lay(shelf: Shelf, target: Path) -> None:
    if target.is_dir():
        return
    filings = shelf.load()
    try:
        with staged_folder(target) as staging:
            unpack_filings(filings, staging)
    except RefusedError:
        if not target.is_dir():  # else another program was quicker
            raise
    for other in target.parent.iterdir():
        if other != target:
            shutil.rmtree(other, ignore_errors=True)  # on Windows a page may still be open; the next state drops it


def unpack_filings(filings: Sequence[Filing], target: Path) -> None:
    """What stands of these packages, under the unit's own names; raises as ``unpack_standing``."""
    packages = {filing.submission.sequence: filing.path for filing in filings}
    unpack_standing(packages, build_standing(filing.submission for filing in filings), target)


def find_left_aside(paths: CampaignPaths) -> Iterator[Problem]:
    """Evidence in the own folder of a unit that handed in a package: nobody reads it, and somebody put it there."""
    for unit in paths.laid:
        root = long_path(paths.own(unit) / "minh-chung")
        files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith((".", "~$"))]
        if files:
            told = f"{len(files)} tệp trong don-vi/{unit} không được xét vì đơn vị đã nộp bằng gói."
            yield LEFT_ASIDE.at(Where(path=nfc(files[0].relative_to(root).as_posix()), unit=unit), told)


def refuse_laid(paths: CampaignPaths, unit: Unit) -> None:
    """Nobody changes here what a unit handed in.

    Raises:
        RefusedError: the unit's records were received as a package.
    """
    if unit.id in paths.laid:
        raise RefusedError(why_laid(paths, unit))


def why_laid(paths: CampaignPaths, unit: Unit) -> str:
    """Why a unit's records may not be changed here, with the way out; empty when they may."""
    if unit.id not in paths.laid:
        return ""
    return (
        f"{unit.short} đã nộp bằng gói, hồ sơ ở đây chỉ để đọc. "
        "Muốn sửa, bổ sung: đơn vị gửi gói bổ sung, rồi tiếp nhận gói đó."
    )
