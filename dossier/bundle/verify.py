"""Checking a written bundle with other libraries than the one that wrote it.

Structure is read with pypdf, text with pdfium. The stamp really printed on a page says which page it is;
labels, links and bookmarks are held against that, and the links also against what their rows print.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from dossier.bundle import rules
from dossier.bundle.model import Box
from dossier.files import long_path
from dossier.problems import Where
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.bundle.model import Bookmark, BundlePlan, IndexLink
    from dossier.problems import CheckRule, Problem

_Finding = tuple["CheckRule", "int | None", str]
_Bookmark = tuple[int, str, "int | None"]
_SLACK = 0.5  # points between the box planned and the box read


@dataclass(frozen=True, slots=True)
class _Link:
    """A link as it is in the file; ``target`` is a 1-based page, None when it leads nowhere."""

    page: int
    box: Box
    target: int | None
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What the file says of itself; ``texts`` and ``labels`` have one item per page."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    links: tuple[_Link, ...]
    outline: tuple[_Bookmark, ...]
    title: str
    language: str
    page_mode: str


def verify_bundle(path: Path, plan: BundlePlan, *, files: Collection[str] = ()) -> tuple[Problem, ...]:
    """Open a written bundle and compare every page, label, link and bookmark with the plan.

    ``files`` are the evidence files that must be accounted for, as the evidence index names them.
    """
    where = Where(path=path.name)
    try:
        found = _read(path, index_pages=plan.parts[0].count)
    except (PyPdfError, pypdfium2.PdfiumError, OSError) as error:
        return (rules.OPENS.at(where, f"Không mở được bản tập hợp: {error}."),)
    return tuple(
        rule.at(Where(path=path.name, cell=f"trang {page}") if page else where, message)
        for rule, page, message in _findings(found, plan, files)
    )


def _findings(found: _Found, plan: BundlePlan, files: Collection[str]) -> Iterator[_Finding]:
    yield from _check_pages(found, plan)
    yield from _check_links(found, plan)
    yield from _check_outline(found, plan)
    yield from _check_opening(found, plan)
    for file in sorted(set(files) - plan.files):
        yield rules.ACCOUNTED, None, f"Tệp «{file}» không có trong bản tập hợp."


def _check_pages(found: _Found, plan: BundlePlan) -> Iterator[_Finding]:
    if len(found.texts) != plan.page_count:
        yield rules.PAGE_COUNT, None, f"Có {len(found.texts)} trang, các phần cộng lại {plan.page_count} trang."
    pages = zip(plan.marks, found.texts, found.labels, strict=False)
    for number, (mark, text, label) in enumerate(pages, start=1):
        if mark.stamp not in text:
            yield rules.STAMP, number, f"Trang không mang dòng «{mark.stamp}»."
        if label != mark.label:
            yield rules.LABEL, number, f"Nhãn trang là «{label}», số in là {mark.label}."
        if plan.banner and plan.banner not in text:
            yield rules.BANNER, number, f"Trang thiếu dòng «{plan.banner}»."


def _check_links(found: _Found, plan: BundlePlan) -> Iterator[_Finding]:
    if len(found.links) != len(plan.links):
        yield rules.LINK, None, f"Mục lục có {len(found.links)} liên kết, cần {len(plan.links)}."
    for link in plan.links:
        hits = [hit for hit in found.links if hit.page == link.page and _is_near(hit.box, link.box)]
        yield from _check_link(hits, link, found, plan)


def _check_link(hits: Sequence[_Link], link: IndexLink, found: _Found, plan: BundlePlan) -> Iterator[_Finding]:
    """One row: it is a link, prints its code and pages, and leads to the page that bears them."""
    if len(hits) != 1:
        yield rules.LINK, link.page, f"Dòng {link.code} có {len(hits)} liên kết, cần 1."
        return
    hit = hits[0]
    printed = hit.text.replace(" ", "")  # a long code is broken over lines
    if link.code not in printed or link.pages not in printed:
        yield rules.LINK, link.page, f"Dòng {link.code} không in mã và số trang {link.pages}."
    if not _bears(found, hit.target, plan.marks[link.target - 1].stamp):
        yield rules.LINK, link.page, f"Dòng {link.code} (trang {link.pages}) dẫn tới trang {hit.target}."


def _check_outline(found: _Found, plan: BundlePlan) -> Iterator[_Finding]:
    planned = list(_flat(plan.outline, 0))
    if len(planned) != len(found.outline):
        yield rules.BOOKMARK, None, f"Có {len(found.outline)} dấu trang, cần {len(planned)}."
    for (depth, title, page), (real_depth, real_title, real_page) in zip(planned, found.outline, strict=False):
        if (depth, title) != (real_depth, real_title):
            yield rules.BOOKMARK, None, f"Dấu trang «{real_title}» đứng ở chỗ của «{title}»."
        elif not _bears(found, real_page, plan.marks[page - 1].stamp):
            yield rules.BOOKMARK, page, f"Dấu trang «{title}» dẫn tới trang {real_page}, phải là trang {page}."


def _check_opening(found: _Found, plan: BundlePlan) -> Iterator[_Finding]:
    wanted = {"title": plan.title, "language": "vi-VN", "page_mode": "/UseOutlines"}
    for name, value in wanted.items():
        if getattr(found, name) != value:
            yield rules.OPENING, None, f"Bản tập hợp ghi «{getattr(found, name)}», cần «{value}»."


def _bears(found: _Found, page: int | None, stamp: str) -> bool:
    """Whether a page of the file carries a stamp."""
    return page is not None and stamp in found.texts[page - 1]


def _is_near(box: Box, other: Box) -> bool:
    return all(abs(edge - far) <= _SLACK for edge, far in zip(box, other, strict=True))


def _flat(items: Sequence[Bookmark], depth: int) -> Iterator[tuple[int, str, int]]:
    for item in items:
        yield depth, item.title, item.page
        yield from _flat(item.children, depth + 1)


def _read(path: Path, *, index_pages: int) -> _Found:
    """Read the file once with each library."""
    with (
        long_path(path).open("rb") as stream,
        closing(pypdfium2.PdfDocument(long_path(path))) as document,
    ):
        reader = pypdf.PdfReader(stream)
        numbers = {_object_number(page.indirect_reference): number for number, page in enumerate(reader.pages, start=1)}
        root: Any = reader.trailer["/Root"]
        return _Found(
            texts=tuple(_text(document, index) for index in range(len(document))),
            labels=tuple(reader.page_labels),
            links=tuple(_links(document, reader, numbers, pages=index_pages)),
            outline=tuple(_outline(reader, reader.outline, 0)),
            title=str(reader.metadata.title) if reader.metadata else "",
            language=str(root.get("/Lang", "")),
            page_mode=str(root.get("/PageMode", "")),
        )


def _text(document: pypdfium2.PdfDocument, index: int, box: Box | None = None) -> str:
    """The text of the visible page, or of a box on it, on one line."""
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        return one_line(text.get_text_bounded(*(box or ())))


def _object_number(reference: Any) -> int | None:
    """The number of the object referred to; None when it is no reference."""
    return reference.idnum if isinstance(reference, IndirectObject) else None


def _links(
    document: pypdfium2.PdfDocument, reader: pypdf.PdfReader, numbers: Mapping[int | None, int], *, pages: int
) -> Iterator[_Link]:
    """The links of the first ``pages`` pages."""
    for index, page in enumerate(reader.pages[:pages]):
        for item in page.annotations or ():
            link: Any = item.get_object()
            left, bottom, right, top = (float(edge) for edge in link["/Rect"])
            box = (left, bottom, right, top)
            destination = link.get("/Dest", [None])
            target = numbers.get(_object_number(destination[0]))
            yield _Link(index + 1, box, target, _text(document, index, box))


def _outline(reader: pypdf.PdfReader, items: Sequence[Any], depth: int) -> Iterator[_Bookmark]:
    """Depth, title and 1-based page of each bookmark; pypdf puts children in a list after their parent."""
    for item in items:
        if isinstance(item, list):
            yield from _outline(reader, item, depth + 1)
            continue
        index = reader.get_destination_page_number(item)
        yield depth, str(item.title), None if index is None else index + 1
