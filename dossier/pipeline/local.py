"""Where a campaign's cache lies, and how much of it is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.files import sha256_hex
from dossier.text import ascii_name
from dossier.tools.drives import is_on_network, user_cache

if TYPE_CHECKING:
    from dossier.campaign import CampaignPaths

MEMO_FILE = "cache.sqlite"
SEARCH_FILE = "tim-kiem.sqlite"
PAGES_FOLDER = "trang"
LAID_FOLDER = "nhan"
# The folder that holds the caches of all campaigns, when the user wants another.
_FOLDER_ASKED = "DOSSIER_CACHE"
_LIMIT_ASKED = "DOSSIER_CACHE_MB"
_LIMIT = 20_000
_MEGABYTE = 1_000_000


def cache_folder(paths: CampaignPaths) -> Path:
    """In the campaign; on a network drive, or when ``DOSSIER_CACHE`` names a folder, outside it.

    SQLite on a network drive is slow and its locks do not hold there; what is kept is one machine's anyway.
    """
    asked = os.environ.get(_FOLDER_ASKED)
    if not asked and not is_on_network(paths.root):
        return paths.cache
    root = paths.root.resolve()
    mark = sha256_hex(str(root).encode("utf-8", "surrogatepass"))[:12]
    return (Path(asked) if asked else user_cache()) / f"{ascii_name(root.name, limit=40)}-{mark}"


def memo_file(paths: CampaignPaths) -> Path:
    """The memo of a campaign on this machine."""
    return cache_folder(paths) / MEMO_FILE


def size_limit() -> int:
    """Bytes that the cache may take: ``DOSSIER_CACHE_MB`` megabytes, else 20 GB; a province's takes 3."""
    asked = os.environ.get(_LIMIT_ASKED, "")
    return (int(asked) if asked.isdigit() else _LIMIT) * _MEGABYTE


def trim_pages(cache: Path, *, limit: int) -> int:
    """Drop converted pages, the oldest first, until the cache fits; returns how many files went.

    Only pages: they take nearly all the space, and each is made again when it is next asked for. What was received is
    no cache of work done, and does not count.
    """
    found = (file for file in cache.rglob("*") if file.relative_to(cache).parts[0] != LAID_FOLDER)
    files = [(file, file.stat()) for file in found if file.is_file()]
    over = sum(stat.st_size for _, stat in files) - limit
    pages = [(stat.st_mtime_ns, file, stat.st_size) for file, stat in files if PAGES_FOLDER in file.parts]
    dropped = 0
    for _, file, size in sorted(pages):
        if over <= 0:
            break
        file.unlink(missing_ok=True)
        over -= size
        dropped += 1
    return dropped
