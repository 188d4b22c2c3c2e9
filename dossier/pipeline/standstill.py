"""The quick answer of a build or a bundle that has nothing to do, without opening the campaign.

Whatever a build reads and makes is known by its path, size and time of change. When all of it, and the program with
its libraries and LibreOffice, are as they were after the last build of the same kind, and no deadline has passed
since, nothing can have changed. A build freezes nothing, so it may trust these marks; submitting and packing hash
everything anew.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.cache import Memo
from dossier.campaign import CampaignPaths, find_root
from dossier.files import sha256_hex
from dossier.pipeline.local import memo_file
from dossier.resources import shipped
from dossier.tools.soffice import locate_soffice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KIND, _VERSION = "standstill", "2"
_PROGRAM = Path(__file__).parent.parent


def is_unchanged(start: Path, asked: Sequence[str], *, now: dt.datetime) -> bool:
    """Whether a build asked for in these words would find everything as its last run left it."""
    paths = CampaignPaths(find_root(start))
    if not memo_file(paths).is_file():
        return False
    with Memo(memo_file(paths)) as memo:
        text = memo.get(_KIND, _VERSION, _key(asked))
    if text is None:
        return False
    known = json.loads(text)
    return now < dt.datetime.fromisoformat(known["until"]) and known["marks"] == _marks(paths)


def remember_standstill(start: Path, asked: Sequence[str], *, until: dt.datetime) -> None:
    """Note how a build left everything; ``until`` is the first moment at which it may have more to do."""
    paths = CampaignPaths(find_root(start))
    with Memo(memo_file(paths)) as memo:
        memo.put(_KIND, _VERSION, _key(asked), json.dumps({"marks": _marks(paths), "until": until.isoformat()}))


def _key(asked: Sequence[str]) -> str:
    return sha256_hex(json.dumps(asked).encode())


def _marks(paths: CampaignPaths) -> str:
    roots = (paths.root, _PROGRAM, shipped("templates"))
    marks = sorted(mark for root in roots for mark in _scan(root, skip=paths.cache.name))
    # Installing a library changes the folder of all.
    tools = (Path(sysconfig.get_path("purelib")), locate_soffice())
    marks += [(str(tool), 0, tool.stat().st_mtime_ns) for tool in tools if tool]
    return sha256_hex(json.dumps(marks).encode("utf-8", "surrogateescape"))


def _scan(folder: Path | str, *, skip: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in {skip, "__pycache__"}:
                    yield from _scan(entry.path, skip=skip)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns
