"""Checking a written bundle against its plan.

The stamp really printed on a page says which page it is; labels, links and bookmarks are held against that,
and the links also against what their rows print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.bundle import rules
from dossier.bundle.found import read_bundle
from dossier.errors import DamagedError
from dossier.problems import Where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from dossier.bundle.found import Found, FoundLink
    from dossier.bundle.model import Bookmark, Box, BundlePlan, IndexLink
    from dossier.problems import CheckRule, Problem

Finding = tuple["CheckRule", "int | None", str]
"""A rule that is broken, the 1-based page if there is one, and the message."""

_SLACK = 0.5  # points between the box planned and the box read


def verify_bundle(path: Path, plan: BundlePlan, *, files: Collection[str] = ()) -> tuple[Problem, ...]:
    """Open a written bundle and compare every page, label, link and bookmark with the plan.

    ``files`` are the evidence files that must be accounted for, as the evidence index names them.
    """
    try:
        found = read_bundle(path)
    except DamagedError as error:
        return (rules.OPENS.at(Where(path=path.name), error.message),)
    return tuple(problem_of(finding, path) for finding in _findings(found, plan, files))


def problem_of(finding: Finding, path: Path) -> Problem:
    """A finding at its place."""
    rule, page, message = finding
    return rule.at(Where(path=path.name, cell=f"trang {page}" if page else ""), message)


def _findings(found: Found, plan: BundlePlan, files: Collection[str]) -> Iterator[Finding]:
    yield from _check_pages(found, plan)
    yield from _check_links(found, plan)
    yield from _check_outline(found, plan)
    yield from _check_opening(found, plan)
    for file in sorted(set(files) - plan.files):
        yield rules.ACCOUNTED, None, f"Tệp «{file}» không có trong bản tập hợp."


def _check_pages(found: Found, plan: BundlePlan) -> Iterator[Finding]:
    if len(found.pages) != plan.page_count:
        yield rules.PAGE_COUNT, None, f"Có {len(found.pages)} trang, các phần cộng lại {plan.page_count} trang."
    for number, (mark, page) in enumerate(zip(plan.marks, found.pages, strict=False), start=1):
        if mark.stamp not in page.text:
            yield rules.STAMP, number, f"Trang không mang dòng «{mark.stamp}»."
        if page.label != mark.label:
            yield rules.LABEL, number, f"Nhãn trang là «{page.label}», số in là {mark.label}."
        if plan.banner and plan.banner not in page.text:
            yield rules.BANNER, number, f"Trang thiếu dòng «{plan.banner}»."


def _check_links(found: Found, plan: BundlePlan) -> Iterator[Finding]:
    if len(found.links) != len(plan.links):
        yield rules.LINK, None, f"Bản tập hợp có {len(found.links)} liên kết, cần {len(plan.links)}."
    by_page: dict[int, list[FoundLink]] = {}
    for hit in found.links:
        by_page.setdefault(hit.page, []).append(hit)
    for link in plan.links:
        hits = [hit for hit in by_page.get(link.page, ()) if _is_near(hit.box, link.box)]
        yield from _check_link(hits, link, found, plan)


def _check_link(hits: Sequence[FoundLink], link: IndexLink, found: Found, plan: BundlePlan) -> Iterator[Finding]:
    """One row: it is a link, prints its code and pages, and leads to the page that bears them."""
    if len(hits) != 1:
        yield rules.LINK, link.page, f"Dòng {link.code} có {len(hits)} liên kết, cần 1."
        return
    hit = hits[0]
    printed = squeezed(hit.text)
    if link.code not in printed or squeezed(link.pages) not in printed:
        yield rules.LINK, link.page, f"Dòng {link.code} không in mã và số trang {link.pages}."
    if not found.says(hit.target, plan.marks[link.target - 1].stamp):
        yield rules.LINK, link.page, f"Dòng {link.code} (trang {link.pages}) dẫn tới trang {hit.target}."


def _check_outline(found: Found, plan: BundlePlan) -> Iterator[Finding]:
    planned = list(_flat(plan.outline, 0))
    if len(planned) != len(found.outline):
        yield rules.BOOKMARK, None, f"Có {len(found.outline)} dấu trang, cần {len(planned)}."
    for (depth, title, page), real in zip(planned, found.outline, strict=False):
        if (depth, title) != (real.depth, real.title):
            yield rules.BOOKMARK, None, f"Dấu trang «{real.title}» đứng ở chỗ của «{title}»."
        elif not found.says(real.page, plan.marks[page - 1].stamp):
            yield rules.BOOKMARK, page, f"Dấu trang «{title}» dẫn tới trang {real.page}, phải là trang {page}."


def _check_opening(found: Found, plan: BundlePlan) -> Iterator[Finding]:
    if found.title != plan.title:
        yield rules.OPENING, None, f"Bản tập hợp ghi tên «{found.title}», cần «{plan.title}»."
    if found.opening != plan.opening:
        yield rules.OPENING, None, f"Bản tập hợp mở ra ở trang {found.opening}, mục lục ở trang {plan.opening}."
    yield from check_viewing(found)


def check_viewing(found: Found) -> Iterator[Finding]:
    """What every bundle tells a viewer, whatever its plan."""
    if found.language != "vi-VN":
        yield rules.OPENING, None, f"Bản tập hợp ghi ngôn ngữ «{found.language}», cần «vi-VN»."
    if found.page_mode != "/UseOutlines":
        yield rules.OPENING, None, "Bản tập hợp không mở ra cùng dấu trang."


def squeezed(text: str) -> str:
    """A printed text without spaces: a long code is broken over lines."""
    return text.replace(" ", "")


def _is_near(box: Box, other: Box) -> bool:
    return all(abs(edge - far) <= _SLACK for edge, far in zip(box, other, strict=True))


def _flat(items: Sequence[Bookmark], depth: int) -> Iterator[tuple[int, str, int]]:
    for item in items:
        yield depth, item.title, item.page
        yield from _flat(item.children, depth + 1)
