"""``dossier cache``: what the cache of a campaign holds, and making it smaller."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.cache import Memo
from dossier.files import long_path
from dossier.intake.shelf import GIST_KIND, READ_VERSION
from dossier.pipeline.evidence import SKETCH_KIND, SKETCH_VERSION
from dossier.pipeline.laid import laid_folder
from dossier.pipeline.local import MEMO_FILE, PAGES_FOLDER, SEARCH_FILE, cache_folder, size_limit, trim_pages
from dossier.problems import Problem
from dossier.report.tables import Table
from dossier.text import official_decimal

if TYPE_CHECKING:
    from dossier.campaign import CampaignPaths

_MEGABYTE = 1_000_000
_TENTHS_BELOW = 100 * _MEGABYTE
_KINDS = {
    "stat": "tệp đã thấy (đường dẫn, cỡ, giờ sửa)",
    "gist": "nội dung đã đọc của từng tệp",
    "books": "campaign.yaml và bộ tiêu chí đã đọc",
    "unit": "kết quả kiểm tra từng đơn vị",
    "form": "điểm tự chấm từng đơn vị",
    "sketch": "dấu để so các văn bản gần giống nhau",
    "alike": "kết quả so văn bản gần giống nhau",
}
_OTHER_KINDS = "dấu của văn bản và bộ hồ sơ đã lập"


@dataclass(frozen=True, slots=True)
class CacheShare:
    """One kind of thing in the cache; ``size`` in bytes."""

    name: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What the cache takes on the disk.

    Attributes:
        size: bytes of all its files.
        limit: bytes it may take.
        problems: why what is kept of files could not be looked at.
    """

    folder: Path
    size: int
    limit: int
    shares: tuple[CacheShare, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Pruned:
    """What pruning dropped: rows of the memo, files of converted pages, and bytes on the disk.

    Attributes:
        problems: why rows could not be dropped.
    """

    rows: int
    pages: int
    size: int
    problems: tuple[Problem, ...] = ()


_INFO = TypeAdapter(CacheInfo)


def read_cache_info(paths: CampaignPaths) -> CacheInfo:
    """What the cache of a campaign holds."""
    folder = cache_folder(paths)
    shares: dict[str, CacheShare] = {}
    with Memo(folder / MEMO_FILE) as memo:
        for kind, size in memo.sizes().items():
            name = _KINDS.get(kind, _OTHER_KINDS)
            known = shares.get(name, CacheShare(name, 0, 0))
            shares[name] = CacheShare(name, known.count + size.rows, known.size + size.size)
    pages = list((folder / PAGES_FOLDER).rglob("*.pdf"))
    received = [path for path in laid_folder(paths).rglob("*") if path.is_file()]
    files = [
        CacheShare("trang PDF đã chuyển", len(pages), _size(folder / PAGES_FOLDER)),
        CacheShare("hồ sơ đã tiếp nhận, mở ra để đọc", len(received), _size(laid_folder(paths))),
    ]
    if (folder / SEARCH_FILE).is_file():
        files.append(CacheShare("chỉ mục tìm kiếm", 1, (folder / SEARCH_FILE).stat().st_size))
    return CacheInfo(folder, _size(folder), size_limit(), (*shares.values(), *files), memo.problems)


def prune_cache(paths: CampaignPaths, *, limit: int | None) -> Pruned:
    """Drop what nothing asks for any more, then the oldest pages until the cache fits.

    ``limit`` is in bytes; None takes the usual one, 0 empties the cache. No result changes.
    """
    folder = cache_folder(paths)
    before = _size(folder)
    with Memo(folder / MEMO_FILE) as memo:
        rows = memo.forget(
            stands=lambda path: os.path.lexists(long_path(Path(path))),
            versions={GIST_KIND: READ_VERSION, SKETCH_KIND: SKETCH_VERSION},
        )
        if limit == 0:
            memo.clear()
    if limit == 0:
        (folder / SEARCH_FILE).unlink(missing_ok=True)
        shutil.rmtree(laid_folder(paths), ignore_errors=True)
    pages = trim_pages(folder, limit=size_limit() if limit is None else limit)
    return Pruned(rows, pages, max(0, before - _size(folder)), memo.problems)


def cache_json(info: CacheInfo) -> bytes:
    """The same as JSON."""
    return _INFO.dump_json(info, indent=2) + b"\n"


def cache_table(info: CacheInfo) -> Table:
    """For people, one row a kind."""
    rows = tuple((share.name, str(share.count), megabytes(share.size)) for share in info.shares)
    title = f"Bộ nhớ đệm: {megabytes(info.size)}, giới hạn {megabytes(info.limit)}"
    return Table(title, ("Gồm", "Số mục", "Dung lượng"), rows, numeric=(1, 2))


def megabytes(size: int) -> str:
    """For people: ``12,3 MB``, ``1200 MB``."""
    return f"{official_decimal(Decimal(size) / _MEGABYTE, places=0 if size > _TENTHS_BELOW else 1)} MB"


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
