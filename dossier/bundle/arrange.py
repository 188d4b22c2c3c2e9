"""The three orders of a bundle, pure: by criteria, by time, by office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.bundle.model import BundleEntry, Heading, Order, Repeat

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

UNDATED = Heading("Không rõ ngày")
NO_OFFICE = Heading("Chưa phân công cơ quan phụ trách")


@dataclass(frozen=True, slots=True)
class Section:
    """What is filed under one criterion or leaf; ``code`` is empty for what serves none.

    Attributes:
        entries: each with its pages, also where the document is filed a second time.
    """

    code: str
    place: tuple[Heading, ...]
    entries: tuple[BundleEntry, ...]
    divider: BundleEntry | None = None


def arrange(
    sections: Sequence[Section],
    order: Order,
    *,
    dates: Mapping[str, dt.date | None],
    offices: Mapping[str, str],
) -> tuple[BundleEntry, ...]:
    """The entries in order, each document with its pages where it comes first and as a repeat after that.

    ``dates`` are by path, ``offices`` by code of a leaf or criterion.
    """
    match order:
        case Order.TIME:
            entries = _by_time(sections, dates)
        case Order.OFFICE:
            entries = _by_office(sections, offices)
        case Order.CRITERIA:
            entries = _flat(sections)
    return tuple(_settle_repeats(entries))


def _flat(sections: Sequence[Section]) -> list[BundleEntry]:
    return [entry for section in sections for entry in (*filter(None, [section.divider]), *section.entries)]


def _by_time(sections: Sequence[Section], dates: Mapping[str, dt.date | None]) -> list[BundleEntry]:
    """Every file once, by the date of the document; what bears none comes last, in the order of the criteria."""
    once: dict[str, BundleEntry] = {}
    by_code: dict[str, dt.date | None] = {}
    for entry in (entry for section in sections for entry in section.entries):
        once.setdefault(entry.source, entry)
        # Copies stay beside the file that the code was given for.
        by_code.setdefault(entry.code, dates.get(entry.source))
    dated = [entry for entry in once.values() if by_code[entry.code]]
    dated.sort(key=lambda entry: str(by_code[entry.code]))  # ISO 8601
    entries = [*dated, *(entry for entry in once.values() if not by_code[entry.code])]
    return [replace(entry, place=(_month(by_code[entry.code]),)) for entry in entries]


def _month(date: dt.date | None) -> Heading:
    return Heading(f"Tháng {date.month}/{date.year}") if date else UNDATED


def _by_office(sections: Sequence[Section], offices: Mapping[str, str]) -> list[BundleEntry]:
    """The sections of each office together, offices in the order they first come; then what has none."""
    names = list(dict.fromkeys(offices[section.code] for section in sections if section.code in offices))
    last = len(names)
    ranked = sorted(
        sections,
        key=lambda item: (not item.code, names.index(offices[item.code]) if item.code in offices else last),
    )
    return _flat([_under_office(section, offices) for section in ranked])


def _under_office(section: Section, offices: Mapping[str, str]) -> Section:
    if not section.code:
        return section
    office = Heading(offices[section.code]) if section.code in offices else NO_OFFICE

    def moved(entry: BundleEntry) -> BundleEntry:
        return replace(entry, place=(office, *entry.place))

    return replace(
        section,
        entries=tuple(map(moved, section.entries)),
        divider=moved(section.divider) if section.divider else None,
    )


def _settle_repeats(entries: Sequence[BundleEntry]) -> Iterator[BundleEntry]:
    """Each code keeps its pages where it comes first."""
    first: dict[str, str] = {}
    for entry in entries:
        if entry.code not in first:
            first[entry.code] = entry.source
            yield entry
        elif entry.source == first[entry.code]:
            yield replace(entry, content=Repeat(entry.code))
        else:
            note = f"trùng nội dung với tệp «{first[entry.code]}»"
            yield replace(entry, content=Repeat(entry.code, note))
