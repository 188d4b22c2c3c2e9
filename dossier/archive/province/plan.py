"""What a package will hold and in which part. Pure: from pieces to a plan; nothing is read or written."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dossier.archive.model import short_code
from dossier.archive.naming import name_files
from dossier.archive.province import rules
from dossier.archive.province.manifest import hash_pieces, inputs_of, manifest_json
from dossier.archive.province.model import (
    DRAFT_MARK,
    EVERYWHERE,
    Entry,
    Heading,
    Layout,
    Manifest,
    Piece,
    Section,
    State,
)
from dossier.archive.province.page import build_index
from dossier.errors import BadInputError
from dossier.packed import Packed
from dossier.problems import Problem, Where

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

MEGABYTE = 1_000_000
# Of a ZIP and a bag per file: two headers, a line in each of two manifests and of the sums; generous.
_PER_FILE = 900
_FRAME = 8_000
_PER_PLACE = 160  # a file named as of another part
_NUMBER = array("I").itemsize
Content = Path | bytes | None


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
        files: of the list, each once; ``size`` their bytes.
        numbers: of the part that holds each entry of the list; 0 for an entry without a file.
        contents: of each entry of the list; None for an entry without a file.
        common: contents of what is in every part, by path.
        inputs: see ``Record.inputs``; neither the name nor the time is in it.
        problems: of single files that are larger than a part may be.
        todos: how the sender gets what is not there, by the line of the index; see ``Piece.todo``.
    """

    manifest: Manifest
    layout: Layout
    files: int
    size: int
    numbers: Sequence[int]
    contents: Sequence[Content]
    common: dict[str, Content]
    inputs: str
    problems: tuple[Problem, ...]
    todos: dict[Entry, str]

    @property
    def parts(self) -> tuple[str, ...]:
        """File or folder name of each part."""
        return self.layout.parts

    def lines(self) -> Iterator[tuple[Entry, Content, int]]:
        """Every entry with its content and the number of its part, 0 for every part."""
        yield from ((entry, self.common.get(entry.path), 0) for entry in self.layout.others)
        yield from zip(self.manifest.entries, self.contents, self.numbers, strict=True)

    def places(self) -> Iterator[tuple[str, int]]:
        """The places of the layout; see ``Layout``."""
        return ((entry.path, number) for entry, _, number in self.lines() if entry.path)


def plan_package(
    pieces: Iterable[Piece], heading: Heading, *, name: str, made_at: dt.datetime, packing: Packing
) -> PackagePlan:
    """Name every file and cut the package into parts.

    The same pieces give the same plan but for ``name`` and ``made_at``.

    Raises:
        BadInputError: a part may not even hold the index.
    """
    named = _name_pieces(pieces)
    manifest = Manifest(heading, named.entries)
    digest = hash_pieces(manifest_json(manifest))
    draft = Layout(name, short_code(digest), digest, made_at, (), tuple(named.others))
    numbers, problems = _cut(manifest, draft, packing.part_size)
    count = max(1, max(numbers, default=1))
    names = tuple(_part_name(name, number, count, zipped=packing.zipped) for number in range(1, count + 1))
    wanted = {"part_size": str(packing.part_size), "zipped": str(packing.zipped)}
    return PackagePlan(
        manifest=manifest,
        layout=replace(draft, parts=names),
        files=sum(bool(entry.path) for entry in manifest.entries),
        size=sum(entry.size for entry in manifest.entries),
        numbers=numbers,
        contents=named.contents,
        common=named.common,
        inputs=inputs_of(manifest, draft.others, wanted),
        problems=problems,
        todos=named.todos,
    )


@dataclass(slots=True)
class _Named:
    """Pieces with their names in the package: those of the list, and the others, which are in every part.

    Attributes:
        contents, common, todos: see ``PackagePlan``.
    """

    entries: Packed[Entry] = field(default_factory=Packed)
    contents: Packed[Content] = field(default_factory=Packed)
    others: list[Entry] = field(default_factory=list)
    common: dict[str, Content] = field(default_factory=dict)
    todos: dict[Entry, str] = field(default_factory=dict)

    def add(self, piece: Piece, path: str) -> None:
        """Put a piece where it belongs."""
        entry = _entry(piece, path)
        if piece.todo:
            self.todos[entry] = piece.todo
        if piece.section not in EVERYWHERE:
            self.entries.append(entry)
            self.contents.append(piece.content)
            return
        self.others.append(entry)
        if entry.path:
            self.common[entry.path] = piece.content


def _name_pieces(pieces: Iterable[Piece]) -> _Named:
    """An entry for every piece, in the order of the sections; drafts bear their mark in front of the name."""
    sections: dict[Section, Packed[Piece]] = {section: Packed() for section in Section}
    for piece in pieces:
        sections[piece.section].append(piece)
    wanted = list(_distinct(map(_wanted, chain.from_iterable(sections.values()))))
    names = name_files(filter(None, wanted))
    named = _Named()
    for piece, name in zip(chain.from_iterable(sections.values()), wanted, strict=True):
        named.add(piece, names.get(name, ""))
    return named


def _wanted(piece: Piece) -> str:
    """The path in the package that a piece would have if any letters were good; empty without a file."""
    if piece.content is None:
        return ""
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


def _cut(manifest: Manifest, draft: Layout, limit: int | None) -> tuple[Sequence[int], tuple[Problem, ...]]:
    """The number of the part of each entry of the list, filled in order; 0 for an entry without a file."""
    if limit is None:
        return array("I", (bool(entry.path) for entry in manifest.entries)), ()
    frame = _weigh_frame(manifest, draft)
    room = limit - frame
    if room <= 0:
        least = frame // MEGABYTE + 1
        raise BadInputError(f"Mỗi phần phải từ {least} MB: riêng công văn, mục lục, danh mục đã lớn hơn giới hạn.")
    numbers = array("I")
    problems = []
    number, left = 1, room
    for entry in manifest.entries:
        weight = entry.size + _PER_FILE if entry.path else 0
        if weight > left and left < room:
            number, left = number + 1, room
        if weight > room:
            size = f"{entry.size / MEGABYTE:.1f}".replace(".", ",")
            where = Where(path=entry.path, unit=entry.unit)
            problems.append(rules.TOO_LARGE.at(where, f"Tệp {size} MB, lớn hơn một phần."))
        numbers.append(number if entry.path else 0)
        left -= weight
    return numbers, tuple(problems)


def _weigh_frame(manifest: Manifest, draft: Layout) -> int:
    """Bytes of what every part holds: letter, checks, index, lists."""
    common = sum(entry.size + _PER_FILE for entry in draft.others)
    nowhere = array("I", bytes(_NUMBER * len(manifest.entries)))
    lists = chain(manifest_json(manifest), build_index(manifest, draft, nowhere, part=0))
    # Which part holds a file is told in index and layout once it is known.
    return _FRAME + common + sum(map(len, lists)) + 2 * _PER_PLACE * len(manifest.entries)


def _part_name(name: str, number: int, count: int, *, zipped: bool) -> str:
    plain = name if count == 1 else f"{name}-p{number:02d}"
    return f"{plain}.zip" if zipped else plain
