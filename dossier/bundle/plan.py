"""The plan of a bundle, pure: order, pages, stamps, links and outline are decided before a page is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from dossier.bundle.model import (
    COVER_CODE,
    COVER_TITLE,
    INDEX_CODE,
    INDEX_TITLE,
    PURPOSE,
    SUPPLEMENT_CODE,
    Bookmark,
    BundleEntry,
    BundlePlan,
    Divider,
    Measure,
    PageMark,
    Part,
    PartKind,
    PdfPages,
    Placeholder,
    Repeat,
    file_name,
)
from dossier.bundle.rows import Row, layout_index
from dossier.bundle.sheets import layout_cover, layout_divider
from dossier.bundle.volumes import split_entries
from dossier.criteria.model import SAMPLE_BANNER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dossier.bundle.model import Cover, IndexLink, Sheet

_Laid = tuple[tuple["Sheet", ...], tuple["IndexLink", ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a code lies: 1-based volume, 1-based pages of it."""

    volume: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Desk:
    """Everything that is listed, and where it lies.

    No height depends on a page number: with all ``places`` nought, index and dividers know their length.
    """

    entries: tuple[BundleEntry, ...]
    places: Mapping[str, _Place]
    volumes: int
    measure: Measure

    def row(self, entry: BundleEntry, *, volume: int) -> Row:
        """The row of an entry in a list that stands in ``volume``."""
        place = self.places[entry.code]
        shown = place.volume if self.volumes > 1 else 0
        return Row(entry, place.first, place.last, shown, here=place.volume == volume)

    def divider(self, entry: BundleEntry, divider: Divider) -> _Laid:
        """The sheets of a divider, which begin at its own place."""
        place = self.places[entry.code]
        codes = {code for proof in divider.proofs for code in proof.codes} & self.places.keys()
        listed = {other.code: other for other in reversed(self.entries) if other.code in codes}
        rows = {code: self.row(other, volume=place.volume) for code, other in listed.items()}
        return layout_divider(entry, divider, rows=rows, measure=self.measure, first_page=place.first)

    def count(self, entry: BundleEntry) -> int:
        """The pages an entry takes."""
        match entry.content:
            case PdfPages(count=count):
                return count
            case Placeholder():
                return 1
            case Divider() as divider:
                return len(self.divider(entry, divider)[0])
            case Repeat():
                return 0

    def lay(self, entries: Sequence[BundleEntry], *, volume: int, first: int) -> dict[str, _Place]:
        """One entry after the other from page ``first``."""
        places = {}
        for entry in entries:
            if count := self.count(entry):
                places[entry.code] = _Place(volume, first, first + count - 1)
                first += count
        return places

    def parts(self, entries: Sequence[BundleEntry]) -> tuple[list[Part], list[IndexLink]]:
        """The parts of entries, in order, and the links on their dividers."""
        parts: list[Part] = []
        links: list[IndexLink] = []
        for entry in entries:
            place = self.places[entry.code]
            match entry.content:
                case Repeat():
                    continue
                case Divider() as divider:
                    content, on_it = self.divider(entry, divider)
                    parts.append(Part(PartKind.DIVIDER, entry.code, entry.title, place.first, place.last, content))
                    links += on_it
                case PdfPages() | Placeholder() as pages:
                    kind = PartKind.DOCUMENT if isinstance(pages, PdfPages) else PartKind.PLACEHOLDER
                    parts.append(Part(kind, entry.code, entry.title, place.first, place.last, pages))
        return parts, links


def plan_volumes(
    entries: Sequence[BundleEntry],
    *,
    title: str,
    measure: Measure,
    subtitles: Sequence[str] = (),
    author: str = "",
    cover: Cover | None = None,
    sample: bool = False,
    ignored: Sequence[str] = (),
    limit: int | None = None,
) -> tuple[BundlePlan, ...]:
    """Decide every page of the bundle of ``entries``, in their order; a cover and the index come first.

    ``title`` heads the index and names the PDF; ``subtitles`` stand under it. ``sample`` marks every page as
    made with a sample criteria set. ``ignored`` are the files that are no evidence. ``limit`` is the size in
    bytes that a volume should not pass; None makes one file. Each volume counts its own pages and has the
    whole index, where what lies elsewhere is named by volume and page.

    Raises:
        ValueError: two entries share a code, or a repeat names an entry that does not come before it.
    """
    _check_codes(entries, {COVER_CODE, INDEX_CODE})
    groups = split_entries(entries, limit)
    empty = BundlePlan(
        title=title,
        entries=tuple(entries),
        author=author,
        banner=SAMPLE_BANNER if sample else "",
        ignored=tuple(ignored),
        cover=cover,
        volumes=len(groups),
    )
    volumes = [(replace(empty, volume=number), group) for number, group in enumerate(groups, 1)]
    nowhere = {entry.code: _Place(1, 0, 0) for entry in entries}
    desk = _lay_volumes(volumes, _Desk(tuple(entries), nowhere, len(groups), measure), subtitles)
    return tuple(_fill(plan, group, desk, subtitles) for plan, group in volumes)


def extend_bundle(plan: BundlePlan, entries: Sequence[BundleEntry], *, title: str, measure: Measure) -> BundlePlan:
    """The plan with a supplement at its end: its own index, named ``title``, then the new documents.

    Every page, code, link and bookmark of ``plan`` stays as it is; only the number of pages in all, which the
    stamps name, grows. Of a bundle in volumes the last is extended. ``entries`` are in the order they are to
    lie in; a repeat may name a code of ``plan``.

    Raises:
        ValueError: a code is taken, or a repeat names what neither ``plan`` nor an entry before it holds.
    """
    taken = {part.code for part in plan.parts}
    _check_codes(entries, taken)
    number = sum(part.kind is PartKind.INDEX for part in plan.parts)
    code, first = f"{SUPPLEMENT_CODE}{number}", plan.page_count + 1
    old = {part.code: _Place(plan.volume, part.first, part.last) for part in plan.parts}
    nowhere = old | {entry.code: _Place(plan.volume, 0, 0) for entry in entries if entry.code not in old}
    desk = _Desk((*plan.entries, *entries), nowhere, plan.volumes, measure)

    def index(desk: _Desk) -> _Laid:
        rows = [desk.row(entry, volume=plan.volume) for entry in entries]
        stays = f"Trang 1–{plan.page_count} giữ nguyên số; phần bổ sung bắt đầu ở trang {first}."
        head, notes = (title, plan.title, PURPOSE, stays), _closing_notes(entries, ())
        return layout_index(head, rows, notes=notes, measure=measure, first_page=first)

    length = len(index(desk)[0])
    desk = replace(desk, places=old | desk.lay(entries, volume=plan.volume, first=first + length))
    sheets, links = index(desk)
    parts, divider_links = desk.parts(entries)
    own = Part(PartKind.INDEX, code, title, first, first + length - 1, sheets)
    children = tuple(_outline(entries, {part.code: part for part in (*plan.parts, *parts)}, level=0))
    extended = replace(
        plan,
        entries=(*plan.entries, *entries),
        parts=(*plan.parts, own, *parts),
        links=(*plan.links, *links, *divider_links),
        outline=(*plan.outline, Bookmark(title, first, children)),
    )
    return _settle(extended, measure)


def _lay_volumes(
    volumes: Sequence[tuple[BundlePlan, Sequence[BundleEntry]]], desk: _Desk, subtitles: Sequence[str]
) -> _Desk:
    """The desk with every entry in its place, behind the cover and the index of its volume."""
    places: dict[str, _Place] = {}
    for plan, group in volumes:
        front = _front_pages(plan) + len(_lay_index(desk, plan, subtitles)[0])
        places |= desk.lay(group, volume=plan.volume, first=front + 1)
    return replace(desk, places=places)


def _fill(plan: BundlePlan, group: Sequence[BundleEntry], desk: _Desk, subtitles: Sequence[str]) -> BundlePlan:
    """A volume with all its parts."""
    sheets, links = _lay_index(desk, plan, subtitles)
    first = _front_pages(plan) + 1
    index = Part(PartKind.INDEX, INDEX_CODE, INDEX_TITLE, first, first + len(sheets) - 1, sheets)
    cover = [Part(PartKind.COVER, COVER_CODE, COVER_TITLE, 1, 1, ())] if plan.cover else []
    parts, divider_links = desk.parts(group)
    front = [Bookmark(part.title, part.first) for part in (*cover, index)]
    filled = replace(
        plan,
        parts=(*cover, index, *parts),
        links=(*links, *divider_links),
        outline=(*front, *_outline(group, {part.code: part for part in parts}, level=0)),
    )
    return _settle(filled, desk.measure)


def _settle(plan: BundlePlan, measure: Measure) -> BundlePlan:
    """What depends on the number of pages: the stamps, and the cover."""
    total = plan.parts[-1].last
    parts = plan.parts
    if plan.cover:
        volume = [("Tập", f"{plan.volume}/{plan.volumes} ({plan.file_name})")] if plan.volumes > 1 else []
        facts = [*volume, ("Số trang", str(total))]
        parts = (replace(parts[0], content=(layout_cover(plan.cover, facts, measure=measure),)), *parts[1:])
    # «T.» is how citations abbreviate «tập»; a stamp is ASCII.
    volume_mark = f"T.{plan.volume} | " if plan.volumes > 1 else ""
    marks = tuple(
        PageMark(str(page), f"{part.code}/{page - part.first + 1} | {volume_mark}Trang {page}/{total}")
        for part in parts
        for page in range(part.first, part.last + 1)
    )
    return replace(plan, parts=parts, marks=marks)


def _front_pages(plan: BundlePlan) -> int:
    """The pages before the index."""
    return 1 if plan.cover else 0


def _lay_index(desk: _Desk, plan: BundlePlan, subtitles: Sequence[str]) -> _Laid:
    volume = f" – Tập {plan.volume}/{plan.volumes}" if plan.volumes > 1 else ""
    names = (f"T.{number}: {file_name(number, plan.volumes)}" for number in range(1, plan.volumes + 1))
    return layout_index(
        (f"{plan.title}{volume}", *subtitles, PURPOSE),
        [desk.row(entry, volume=plan.volume) for entry in desk.entries],
        notes=_closing_notes(plan.entries, plan.ignored),
        measure=desk.measure,
        first_page=_front_pages(plan) + 1,
        legend=["; ".join(names)] if plan.volumes > 1 else [],
    )


def _check_codes(entries: Sequence[BundleEntry], taken: Collection[str]) -> None:
    seen = set(taken)
    for entry in entries:
        if isinstance(entry.content, Repeat):
            if entry.content.code not in seen or entry.code != entry.content.code:
                raise ValueError(f"{entry.code} repeats {entry.content.code}, which does not come before it")
        elif entry.code in seen:
            raise ValueError(f"code {entry.code} is used twice")
        seen.add(entry.code)


def _closing_notes(entries: Sequence[BundleEntry], ignored: Sequence[str]) -> tuple[str, ...]:
    """How many evidence files there are and where each went; the counts add up."""
    whole, missing, twice = set[str](), set[str](), set[str]()
    kinds = {PdfPages: whole, Placeholder: missing, Repeat: twice, Divider: set[str]()}
    for entry in entries:
        kinds[type(entry.content)].add(entry.source)
    twice -= whole | missing
    counts = [len(group - {""}) for group in (whole, missing, twice)]
    total = sum(counts) + len(ignored)
    summary = (
        f"Tổng số {total} tệp minh chứng: {counts[0]} tệp in đủ, {counts[1]} tệp có trang thay thế, "
        f"{counts[2]} tệp trùng nội dung, {len(ignored)} tệp hệ thống không đưa vào."
    )
    return (summary, f"Tệp hệ thống không đưa vào: {'; '.join(ignored)}.") if ignored else (summary,)


def _outline(entries: Sequence[BundleEntry], parts: Mapping[str, Part], *, level: int) -> Iterator[Bookmark]:
    """Bookmarks of entries that share their first ``level`` headings; what lies in another volume has none."""
    here = [entry for entry in entries if entry.code in parts]
    for heading, group in groupby(here, lambda entry: entry.place[level : level + 1]):
        members = list(group)
        first = parts[members[0].code].first
        if heading:
            yield Bookmark(str(heading[0]), first, tuple(_outline(members, parts, level=level + 1)))
            continue
        # A divider is what its heading leads to.
        documents = (entry for entry in members if not isinstance(entry.content, Divider))
        yield from (_bookmark(entry, parts[entry.code].first) for entry in documents)


def _bookmark(entry: BundleEntry, first: int) -> Bookmark:
    own = entry.content.outline if isinstance(entry.content, PdfPages) else ()
    return Bookmark(f"{entry.code} {entry.title}", first, tuple(_moved(item, first - 1) for item in own))


def _moved(item: Bookmark, by: int) -> Bookmark:
    return Bookmark(item.title, item.page + by, tuple(_moved(child, by) for child in item.children))
