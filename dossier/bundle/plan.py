"""The plan of a bundle, pure: order, pages, stamps, links and outline are decided before a page is written."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dossier.bundle.layout import Row, layout_index
from dossier.bundle.model import (
    INDEX_CODE,
    INDEX_TITLE,
    PURPOSE,
    SAMPLE_BANNER,
    SIGNED_NOTE,
    Bookmark,
    BundlePlan,
    PageMark,
    Part,
    PartKind,
    PdfPages,
    Placeholder,
    Repeat,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.bundle.model import BundleEntry, Measure

PLACEHOLDER_NOTE = "chưa thành trang PDF được, có trang thay thế"


def plan_bundle(
    entries: Sequence[BundleEntry],
    *,
    title: str,
    subtitles: Sequence[str] = (),
    measure: Measure,
    sample: bool = False,
    ignored: Sequence[str] = (),
) -> BundlePlan:
    """Decide every page of the bundle of ``entries``, in their order; the index comes first.

    ``title`` heads the index and names the PDF; ``subtitles`` stand under it. ``sample`` marks every page as
    made with a sample criteria set. ``ignored`` are the files that are no evidence.

    Raises:
        ValueError: two entries share a code, or a repeat names an entry that does not come before it.
    """
    _check_codes(entries)
    head = (title, *subtitles, PURPOSE)
    notes = _closing_notes(entries, ignored)
    index_pages = 0
    while True:
        # The index lists page numbers and takes pages itself: lay out until its length is the assumed one.
        ours = _lay_parts(entries, first=index_pages + 1)
        sheets, links = layout_index(head, _rows(entries, ours), notes=notes, measure=measure)
        if len(sheets) == index_pages:
            break
        index_pages = len(sheets)
    index = Part(PartKind.INDEX, INDEX_CODE, INDEX_TITLE, 1, index_pages, sheets)
    return BundlePlan(
        title=title,
        entries=tuple(entries),
        parts=(index, *ours.values()),
        marks=_marks((index, *ours.values())),
        links=links,
        outline=(Bookmark(INDEX_TITLE, 1), *_outline(entries, ours, level=0)),
        banner=SAMPLE_BANNER if sample else "",
        ignored=tuple(ignored),
    )


def _check_codes(entries: Sequence[BundleEntry]) -> None:
    seen = {INDEX_CODE}
    for entry in entries:
        if isinstance(entry.content, Repeat):
            if entry.content.code not in seen or entry.code != entry.content.code:
                raise ValueError(f"{entry.code} repeats {entry.content.code}, which does not come before it")
        elif entry.code in seen:
            raise ValueError(f"code {entry.code} is used twice")
        seen.add(entry.code)


def _lay_parts(entries: Sequence[BundleEntry], *, first: int) -> dict[str, Part]:
    """The part of each code, one after the other from page ``first``."""
    parts: dict[str, Part] = {}
    for entry in entries:
        match entry.content:
            case PdfPages(count=count) as content:
                part = Part(PartKind.DOCUMENT, entry.code, entry.title, first, first + count - 1, content)
            case Placeholder() as content:
                part = Part(PartKind.PLACEHOLDER, entry.code, entry.title, first, first, content)
            case Repeat():
                continue
        parts[entry.code] = part
        first = part.last + 1
    return parts


def _rows(entries: Sequence[BundleEntry], parts: Mapping[str, Part]) -> list[Row]:
    return [Row(entry, _notes(entry), parts[entry.code].first, parts[entry.code].last) for entry in entries]


def _notes(entry: BundleEntry) -> tuple[str, ...]:
    signed = (SIGNED_NOTE,) if entry.signed else ()
    match entry.content:
        case Placeholder():
            return (*signed, PLACEHOLDER_NOTE)
        case Repeat(note=note):
            return (*signed, note)
        case _:
            return signed


def _closing_notes(entries: Sequence[BundleEntry], ignored: Sequence[str]) -> tuple[str, ...]:
    """How many evidence files there are and where each went; the counts add up."""
    whole, missing, twice = set[str](), set[str](), set[str]()
    for entry in entries:
        kinds = {PdfPages: whole, Placeholder: missing, Repeat: twice}
        kinds[type(entry.content)].add(entry.source)
    twice -= whole | missing
    counts = [len(group - {""}) for group in (whole, missing, twice)]
    total = sum(counts) + len(ignored)
    summary = (
        f"Tổng số {total} tệp minh chứng: {counts[0]} tệp in đủ, {counts[1]} tệp có trang thay thế, "
        f"{counts[2]} tệp trùng nội dung, {len(ignored)} tệp hệ thống không đưa vào."
    )
    return (summary, f"Tệp hệ thống không đưa vào: {'; '.join(ignored)}.") if ignored else (summary,)


def _marks(parts: Sequence[Part]) -> tuple[PageMark, ...]:
    total = parts[-1].last
    return tuple(
        PageMark(str(page), f"{part.code}/{page - part.first + 1} | Trang {page}/{total}")
        for part in parts
        for page in range(part.first, part.last + 1)
    )


def _outline(entries: Sequence[BundleEntry], parts: Mapping[str, Part], *, level: int) -> Iterator[Bookmark]:
    """Bookmarks of entries that share their first ``level`` headings."""
    for heading, group in groupby(entries, lambda entry: entry.place[level : level + 1]):
        members = list(group)
        if not heading:
            yield from (_bookmark(entry, parts[entry.code].first) for entry in members)
            continue
        children = tuple(_outline(members, parts, level=level + 1))
        yield Bookmark(str(heading[0]), children[0].page, children)


def _bookmark(entry: BundleEntry, first: int) -> Bookmark:
    own = entry.content.outline if isinstance(entry.content, PdfPages) else ()
    return Bookmark(f"{entry.code} {entry.title}", first, tuple(_moved(item, first - 1) for item in own))


def _moved(item: Bookmark, by: int) -> Bookmark:
    return Bookmark(item.title, item.page + by, tuple(_moved(child, by) for child in item.children))
