"""Where a volume ends, pure: by the bytes its documents take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.bundle.model import Divider, PdfPages, Placeholder, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.model import BundleEntry

# Generous, as a volume may be smaller than its limit and must not be larger.
_FRAME = 400_000  # cover, fonts, colour profile, banner
_PER_ROW = 1_500  # a row of the index, its link, its bookmark
_PER_PAGE = 1_200  # the stamp on a page
_DRAWN = 60_000  # a placeholder page with its fonts
_SHEET = 6_000  # a divider


def split_entries(entries: Sequence[BundleEntry], limit: int | None) -> tuple[tuple[BundleEntry, ...], ...]:
    """The entries of each volume, in order; a divider stays with the document after it.

    ``limit`` is in bytes; None puts everything into one volume. A document larger than the limit gets a
    volume of its own. At least one volume, which may be empty.
    """
    if limit is None:
        return (tuple(entries),)
    volumes: list[list[BundleEntry]] = [[]]
    room = budget = limit - _FRAME - _PER_ROW * len(entries)
    for group in _groups(entries):
        weight = sum(map(_weight, group))
        if weight > room and volumes[-1]:
            volumes.append([])
            room = budget
        volumes[-1] += group
        room -= weight
    return tuple(tuple(volume) for volume in volumes)


def _groups(entries: Sequence[BundleEntry]) -> Iterator[list[BundleEntry]]:
    """Each document with the dividers and repeats before it."""
    group: list[BundleEntry] = []
    for entry in entries:
        group.append(entry)
        if isinstance(entry.content, PdfPages | Placeholder):
            yield group
            group = []
    if group:
        yield group


def _weight(entry: BundleEntry) -> int:
    match entry.content:
        case PdfPages(size=size, count=count):
            return size + _PER_PAGE * count
        case Placeholder():
            return _DRAWN
        case Divider():
            return _SHEET
        case Repeat():
            return 0
