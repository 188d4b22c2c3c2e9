"""Whether anything a unit's assessment rests on has changed on the disk: names, sizes and times, not contents."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from dossier.files import long_path
from dossier.intake.cleared import CLEARED_FILE
from dossier.pipeline.links import LINKS_FILE
from dossier.pipeline.register import REGISTER_FILE
from dossier.web.service import ACCOUNTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.campaign import CampaignPaths


def stamp_books(paths: CampaignPaths) -> str:
    """The stamp of the campaign and its criteria set."""
    return _stamp((paths.campaign, paths.criteria))


def stamp_acts(paths: CampaignPaths) -> str:
    """The stamp of the books and the journal: where every unit stands rests on these."""
    return stamp_books(paths) + _stamp((paths.journal,))


def stamp_file(path: Path) -> str:
    """The stamp of one file."""
    return _stamp((path,))


def stamp_made(paths: CampaignPaths) -> str:
    """The stamp of all that is made, typed and recorded beside the evidence; not of the accounts, which never rest."""
    places = (place for folder in (paths.root, paths.records) for place in sorted(folder.iterdir()))
    apart = {paths.cache, paths.records, paths.evidence("x").parents[1], paths.records / ACCOUNTS_FOLDER}
    return _stamp(place for place in places if place not in apart)


def stamp_unit(paths: CampaignPaths, unit: str) -> str:
    """The stamp of everything a unit's assessment rests on: the books, its evidence and form, what people decided."""
    decided = (paths.records / name for name in (CLEARED_FILE, LINKS_FILE, REGISTER_FILE))
    return stamp_books(paths) + _stamp((*decided, paths.self_score_form(unit), paths.evidence(unit)))


def _stamp(places: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for place in places:
        for name, size, time in _walk(long_path(place)):
            digest.update(f"{name}\0{size}\0{time}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _walk(place: Path) -> Iterator[tuple[str, int, int]]:
    """Every file at or under a place, in the order of names; what is missing or shut is passed over."""
    try:
        if not place.is_dir():
            found = place.stat()
            yield place.name, found.st_size, found.st_mtime_ns
            return
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from ((f"{entry.name}/{name}", size, time) for name, size, time in _walk(place / entry.name))
            else:
                found = entry.stat(follow_symlinks=False)
                yield entry.name, found.st_size, found.st_mtime_ns
        except OSError:
            continue
