"""The signed originals beside a bundle: byte for byte, and listed with their hashes."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.files import hash_file, long_path, staged_file, write_bytes
from dossier.text import ascii_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.bundle.model import BundleEntry, BundlePlan

FOLDER = "ban-ky-so"
LIST = "danh-sach-ban-ky-so.csv"
_NAME_LIMIT = 60
_COLUMNS = ("Mã", "Tệp kèm theo", "Tệp trong thư mục minh chứng", "SHA-256", "Tập", "Trang in trong bộ hồ sơ")
# What Excel would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Original:
    """A signed file that travels beside the bundle.

    Attributes:
        file: its name in the folder of originals.
        source: the evidence file it is a copy of.
        sha256: of the copy, lower-case hex.
        volume, pages: where its visual copy lies.
    """

    code: str
    file: str
    source: str
    sha256: str
    volume: int
    pages: str


def copy_originals(
    plans: Sequence[BundlePlan], evidence: Path, folder: Path, *, earlier: Sequence[Original] = ()
) -> tuple[Original, ...]:
    """Copy every signed file of the bundle into ``folder`` and write the list of them; none makes no folder.

    ``earlier`` are those that lie there already and stay in the list.
    """
    originals = (*earlier, *(_copy(entry, plans, evidence, folder) for entry in _signed(plans[0].entries)))
    if originals:
        write_bytes(folder / LIST, _list(originals))
    return originals


def _signed(entries: Sequence[BundleEntry]) -> Iterator[BundleEntry]:
    """The signed entries, each file once."""
    seen = set[str]()
    for entry in entries:
        if entry.signed and entry.source and entry.source not in seen:
            seen.add(entry.source)
            yield entry


def _copy(entry: BundleEntry, plans: Sequence[BundlePlan], evidence: Path, folder: Path) -> Original:
    name = PurePosixPath(entry.source)
    target = folder / f"{entry.code}-{ascii_name(name.stem, limit=_NAME_LIMIT)}{name.suffix.lower()}"
    with staged_file(target) as staging:
        shutil.copyfile(long_path(evidence / entry.source), staging)
    volume, pages = next(
        (plan.volume, f"{part.first}–{part.last}" if part.count > 1 else str(part.first))
        for plan in plans
        for part in plan.parts
        if part.code == entry.code
    )
    return Original(entry.code, target.name, entry.source, hash_file(target), volume, pages)


def _list(originals: Sequence[Original]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for item in originals:
        cells = (item.code, item.file, item.source, item.sha256, str(item.volume), item.pages)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue().encode("utf-8-sig")
