"""What a package will hold and in which part. Pure: from pieces to a plan; nothing is read or written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dossier.archive.model import short_code
from dossier.archive.naming import name_files
from dossier.archive.province import rules
from dossier.archive.province.manifest import compose_sums, inputs_of, layout_json, manifest_json
from dossier.archive.province.model import (
    DRAFT_MARK,
    EVERYWHERE,
    INDEX,
    LAYOUT,
    MANIFEST,
    SUMS,
    Entry,
    Heading,
    Layout,
    Manifest,
    Piece,
    Section,
    State,
)
from dossier.archive.province.page import build_index
from dossier.bags import Item
from dossier.errors import BadInputError
from dossier.files import sha256_hex
from dossier.problems import Problem, Where

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

MEGABYTE = 1_000_000
# Of a ZIP and a bag per file: two headers, a line in each of two manifests and of the sums; generous.
_PER_FILE = 900
_FRAME = 8_000
_PER_PLACE = 160  # a file named as of another part


@dataclass(frozen=True, slots=True)
class Packing:
    """How a package is wanted.

    Attributes:
        part_size: bytes that no part should pass; None makes one part.
        zipped: parts are ZIP files; otherwise folders.
    """

    part_size: int | None = None
    zipped: bool = True


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """A package that can be written.

    Attributes:
        inputs: see ``Record.inputs``; neither the name nor the time is in it.
        problems: of single files that are larger than a part may be.
        todos: how the sender gets what is not there, by the line of the index; see ``Piece.todo``.
        contents: of every file, by path.
    """

    manifest: Manifest
    layout: Layout
    inputs: str
    problems: tuple[Problem, ...]
    todos: dict[Entry, str]
    contents: dict[str, Path | bytes]

    @property
    def parts(self) -> tuple[str, ...]:
        """File or folder name of each part."""
        return self.layout.parts

    @property
    def files(self) -> int:
        """Files of the list, each once."""
        return sum(bool(entry.path) for entry in self.manifest.entries)

    @property
    def size(self) -> int:
        """Their bytes."""
        return sum(entry.size for entry in self.manifest.entries)


def plan_package(
    pieces: Sequence[Piece], heading: Heading, *, name: str, made_at: dt.datetime, packing: Packing
) -> PackagePlan:
    """Name every file and cut the package into parts.

    The same pieces give the same plan but for ``name`` and ``made_at``.

    Raises:
        BadInputError: a part may not even hold the index.
    """
    named = _name_pieces(pieces)
    contents = {entry.path: piece.content for entry, piece in named if piece.content is not None}
    others = tuple(entry for entry, _ in named if entry.section in EVERYWHERE)
    manifest = Manifest(heading, tuple(entry for entry, _ in named if entry.section not in EVERYWHERE))
    digest = sha256_hex(manifest_json(manifest))
    common = (entry.path for entry in others if entry.path)
    draft = Layout(name, short_code(digest), digest, made_at, (), dict.fromkeys(common, 0), others)
    places, problems = _cut(manifest, draft, packing.part_size)
    count = max(places.values(), default=1)
    names = tuple(_part_name(name, number, count, zipped=packing.zipped) for number in range(1, count + 1))
    layout = replace(draft, parts=names, places=draft.places | places)
    wanted = {"part_size": str(packing.part_size), "zipped": str(packing.zipped)}
    todos = {entry: piece.todo for entry, piece in named if piece.todo}
    return PackagePlan(manifest, layout, inputs_of(manifest, others, wanted), problems, todos, contents)


def _name_pieces(pieces: Sequence[Piece]) -> list[tuple[Entry, Piece]]:
    """An entry for every piece, in the order of the sections; drafts bear their mark in front of the name."""
    ordered = sorted(pieces, key=lambda piece: list(Section).index(piece.section))
    wanted = list(_distinct(_wanted(piece) if piece.content is not None else "" for piece in ordered))
    names = name_files(name for name in wanted if name)
    return [(_entry(piece, names.get(name, "")), piece) for piece, name in zip(ordered, wanted, strict=True)]


def _wanted(piece: Piece) -> str:
    folder, _, name = piece.name.rpartition("/")
    marked = f"{DRAFT_MARK}-{name}" if piece.state is State.DRAFT else name
    return "/".join(filter(None, (piece.section.value, folder, marked)))


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """The names, each that was there before with a number in front of its extension; empty ones stay."""
    taken: set[str] = set()
    for name in names:
        pure, free, number = PurePosixPath(name), name, 2
        while free and free in taken:
            free = str(pure.with_stem(f"{pure.stem} ({number})"))
            number += 1
        taken.add(free)
        yield free


def _entry(piece: Piece, path: str) -> Entry:
    head, _, name = path.rpartition("/")
    plain = DRAFT_MARK.lower()
    if piece.state is State.DRAFT and name.startswith(plain):
        path = f"{head}/{DRAFT_MARK}{name.removeprefix(plain)}"
    return Entry(
        piece.section, piece.title, piece.state, path, piece.sha256, piece.size, piece.unit, piece.codes, piece.note
    )


def _cut(manifest: Manifest, draft: Layout, limit: int | None) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """The part of each file of the list, filled in order."""
    own = [entry for entry in manifest.entries if entry.path]
    if limit is None:
        return {entry.path: 1 for entry in own}, ()
    frame = _weigh_frame(manifest, draft)
    room = limit - frame
    if room <= 0:
        least = frame // MEGABYTE + 1
        raise BadInputError(f"Mỗi phần phải từ {least} MB: riêng công văn, mục lục, danh mục đã lớn hơn giới hạn.")
    places: dict[str, int] = {}
    problems = []
    number, left = 1, room
    for entry in own:
        weight = entry.size + _PER_FILE
        if weight > left and left < room:
            number, left = number + 1, room
        if weight > room:
            size = f"{entry.size / MEGABYTE:.1f}".replace(".", ",")
            where = Where(path=entry.path, unit=entry.unit)
            problems.append(rules.TOO_LARGE.at(where, f"Tệp {size} MB, lớn hơn một phần."))
        places[entry.path] = number
        left -= weight
    return places, tuple(problems)


def _weigh_frame(manifest: Manifest, draft: Layout) -> int:
    """Bytes of what every part holds: letter, checks, index, lists."""
    common = sum(entry.size + _PER_FILE for entry in draft.others)
    lists = (manifest_json(manifest), build_index(manifest, draft, part=0))
    # Which part holds a file is told in index and layout once it is known.
    return _FRAME + common + sum(map(len, lists)) + 2 * _PER_PLACE * len(manifest.entries)


def _part_name(name: str, number: int, count: int, *, zipped: bool) -> str:
    plain = name if count == 1 else f"{name}-p{number:02d}"
    return f"{plain}.zip" if zipped else plain


def build_items(plan: PackagePlan, number: int) -> tuple[Item, ...]:
    """What goes below ``data/`` of a part (1-based): its files, the index, the lists, the sums.

    Composed when the part is written, for the lists of 100,000 files in every part at once would fill the memory.
    """
    manifest, layout = plan.manifest, plan.layout
    held = (entry for entry in (*layout.others, *manifest.entries) if layout.places.get(entry.path) in {0, number})
    items = [Item(entry.path, plan.contents[entry.path], entry.sha256) for entry in held]
    items.append(_item(INDEX, build_index(manifest, layout, part=number)))
    items += [_item(MANIFEST, manifest_json(manifest)), _item(LAYOUT, layout_json(layout))]
    sums = compose_sums({item.path: item.sha256 or "" for item in items})
    return (*items, _item(SUMS, sums))


def _item(path: str, data: bytes) -> Item:
    return Item(path, data, sha256_hex(data))
