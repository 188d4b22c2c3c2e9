"""Whether anything a unit's assessment rests on has changed on the disk: names, sizes and times, not contents."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from dossier.files import long_path
from dossier.intake.cleared import CLEARED_FILE
from dossier.pipeline.links import LINKS_FILE
from dossier.pipeline.register import REGISTER_FILE
from dossier.web.service import ACCOUNTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.campaign import CampaignPaths, Unit


def stamp_books(paths: CampaignPaths) -> str:
    """The stamp of the campaign and its criteria set."""
    return _stamp((paths.campaign, paths.criteria))


def stamp_acts(paths: CampaignPaths) -> str:
    """The stamp of the books and the journal: where every unit stands rests on these."""
    return stamp_books(paths) + _stamp((paths.journal,))


def stamp_file(path: Path) -> str:
    """The stamp of one file."""
    return _stamp((path,))


def stamp_forms(paths: CampaignPaths, units: Iterable[Unit]) -> str:
    """The stamp of every unit's self-score form: with the acts, all that the results rest on."""
    return _stamp(paths.self_score_form(unit.id) for unit in units)


def stamp_made(paths: CampaignPaths) -> str:
    """The stamp of all that is made, typed and recorded beside the evidence; not of the accounts, which never rest."""
    places = (place for folder in (paths.root, paths.records) for place in sorted(folder.iterdir()))
    apart = {paths.cache, paths.records, paths.units, paths.records / ACCOUNTS_FOLDER}
    return _stamp(place for place in places if place not in apart)


def stamp_unit(paths: CampaignPaths, unit: str) -> str:
    """The stamp of everything a unit's assessment rests on: the books, its evidence and form, what people decided."""
    decided = (paths.records / name for name in (CLEARED_FILE, LINKS_FILE, REGISTER_FILE))
    return stamp_books(paths) + _stamp((*decided, paths.self_score_form(unit), paths.evidence(unit)))


def _stamp(places: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for place in places:
        for line in _walk(str(long_path(place))):
            digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _walk(place: str) -> Iterator[str]:
    """A line for every file at or under a place, in the order of names; what is missing or shut is passed over."""
    try:
        found = os.stat(place)  # noqa: PTH116 - of a hundred files in one request: a Path for each costs as much again
        entries = sorted(os.scandir(place), key=lambda entry: entry.name) if stat.S_ISDIR(found.st_mode) else []
    except OSError:
        return
    if not stat.S_ISDIR(found.st_mode):
        yield _line(place, found)
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            else:
                yield _line(entry.path, entry.stat(follow_symlinks=False))
        except OSError:
            continue


def _line(path: str, found: os.stat_result) -> str:
    return f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n"
