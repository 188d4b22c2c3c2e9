"""What a part of a package holds, its own lists among it: index, list, layout and sums, written to the disk."""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import TYPE_CHECKING

from dossier.archive.province.manifest import compose_sums, layout_json, manifest_json
from dossier.archive.province.model import INDEX, LAYOUT, MANIFEST, SUMS
from dossier.archive.province.page import build_index
from dossier.bags import Item
from dossier.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dossier.archive.province.plan import PackagePlan


def write_items(plan: PackagePlan, number: int, folder: Path) -> Sequence[Item]:
    """What goes below ``data/`` of a part (1-based): its files, and its lists, which are written into ``folder``.

    The lists of 100,000 files are too much to hold.
    """
    lists = {
        INDEX: build_index(plan.manifest, plan.layout, plan.numbers, part=number),
        MANIFEST: manifest_json(plan.manifest),
        LAYOUT: layout_json(plan.layout, plan.places()),
    }
    written = [_write(folder, name, pieces) for name, pieces in lists.items()]
    sums = compose_sums((item.path, item.sha256 or "") for item in chain(_files(plan, number), written))
    return Packed(chain(_files(plan, number), written, [_write(folder, SUMS, sums)]))


def _files(plan: PackagePlan, number: int) -> Iterator[Item]:
    for entry, content, place in plan.lines():
        if content is not None and place in {0, number}:
            yield Item(entry.path, content, entry.sha256)


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> Item:
    digest, target = hashlib.sha256(), folder / name
    with target.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)
            digest.update(piece)
    return Item(name, target, digest.hexdigest())
