"""Checking a bundle made earlier from itself alone, without its plan.

What is believed is the stamp really printed on each page. Everything else that names a page (labels, links,
bookmarks, the rows of the index) must agree with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.bundle import rules
from dossier.bundle.found import read_bundle
from dossier.bundle.model import COVER_CODE, INDEX_CODE, PURPOSE, SUPPLEMENT_CODE
from dossier.bundle.verify import check_viewing, problem_of, squeezed
from dossier.errors import BadInputError, DamagedError
from dossier.problems import Problem, Severity, Where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dossier.bundle.found import Found, FoundBookmark, FoundLink
    from dossier.bundle.verify import Finding

_STAMP = re.compile(
    r"(?<!\S)(?P<code>\S+)/(?P<place>\d+) \| (?:T\.(?P<volume>\d+) \| )?Trang (?P<page>\d+)/(?P<total>\d+)"
)

_SUPPLEMENT = re.compile(rf"{SUPPLEMENT_CODE}\d+")


@dataclass(frozen=True, slots=True)
class BundleCheck:
    """What was checked in a bundle and what was found.

    Attributes:
        documents: codes of what has pages, in order, the index and the cover left out.
        recorded: a build record lies beside it and was compared.
        level: of PDF/A it is built to, ``2b`` or ``3b``; empty when that was not looked at.
    """

    path: Path
    pages: int
    documents: tuple[str, ...]
    links: int
    bookmarks: int
    problems: tuple[Problem, ...]
    recorded: bool = False
    level: str = ""

    @property
    def damaged(self) -> bool:
        """Whether anything is not as it must be."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Mark:
    """The stamp of a page: the page is the ``place``-th of ``code``, both counted from 1."""

    code: str
    place: int
    volume: str


def verify_file(path: Path) -> BundleCheck:
    """Check a bundle: pages, stamps, labels, links, bookmarks, and the text of its index.

    Raises:
        BadInputError: the file is a PDF, and no page of it bears the stamp of a bundle.
    """
    try:
        found = read_bundle(path)
    except DamagedError as error:
        return BundleCheck(path, 0, (), 0, 0, (rules.OPENS.at(Where(path=path.name), error.message),))
    count = len(found.pages)
    marks = [_mark(page.text, number, total=count) for number, page in enumerate(found.pages, start=1)]
    if not any(_STAMP.search(page.text) for page in found.pages):
        raise BadInputError(f"{path.name} không phải bộ hồ sơ do Dossier lập: không trang nào mang dòng số trang.")
    spans = _spans(marks)
    findings = [
        *_check_marks(found, marks),
        *_check_links(found, marks, spans),
        *_check_outline(found.outline, spans),
        *_check_index(found, marks, spans),
        *check_viewing(found),
    ]
    documents = tuple(code for code in spans if not _is_ours(code))
    problems = tuple(problem_of(finding, path) for finding in findings)
    return BundleCheck(path, count, documents, len(found.links), len(found.outline), problems)


def _mark(text: str, page: int, *, total: int) -> _Mark | None:
    """The stamp that is this page's; a bundle inside a bundle has others on the page too."""
    for hit in reversed(list(_STAMP.finditer(text))):
        if (int(hit["page"]), int(hit["total"])) == (page, total):
            return _Mark(hit["code"], int(hit["place"]), hit["volume"] or "")
    return None


def _spans(marks: Sequence[_Mark | None]) -> dict[str, tuple[int, int]]:
    """First and last page of each code."""
    spans: dict[str, tuple[int, int]] = {}
    for page, mark in enumerate(marks, start=1):
        if mark:
            first, _ = spans.get(mark.code, (page, page))
            spans[mark.code] = (first, page)
    return spans


def _is_ours(code: str) -> bool:
    return code == COVER_CODE or _is_index(code)


def _is_index(code: str) -> bool:
    return code == INDEX_CODE or _SUPPLEMENT.fullmatch(code) is not None


def _check_marks(found: Found, marks: Sequence[_Mark | None]) -> Iterator[Finding]:
    before: _Mark | None = None
    for page, (mark, seen) in enumerate(zip(marks, found.pages, strict=True), start=1):
        if mark is None:
            printed = _STAMP.search(seen.text)
            said = f"mang dòng «{printed[0]}»" if printed else "không mang dòng số trang"
            yield rules.STAMP, page, f"Trang {said}, đây là trang {page} trên {len(marks)} trang."
        elif page == 1 or before is not None:
            wanted = before.place + 1 if before is not None and mark.code == before.code else 1
            if mark.place != wanted:
                yield rules.PAGE_COUNT, page, f"Trang ghi là trang {mark.place} của {mark.code}, đúng ra là {wanted}."
            if before is not None and mark.volume != before.volume:
                yield rules.STAMP, page, "Trang thuộc tập khác."
        if seen.label != str(page):
            yield rules.LABEL, page, f"Nhãn trang là «{seen.label}», số trang là {page}."
        before = mark


def _check_links(
    found: Found, marks: Sequence[_Mark | None], spans: Mapping[str, tuple[int, int]]
) -> Iterator[Finding]:
    for link in found.links:
        code = _code_of(link.text, spans)
        if code is None:
            yield rules.LINK, link.page, f"Liên kết «{link.text[:60]}» không ghi mã của tài liệu nào trong tập."
        else:
            yield from _check_link(link, code, span=spans[code], marks=marks)


def _code_of(text: str, codes: Collection[str]) -> str | None:
    """The code a row begins with: its first word, or what that is the beginning of when it was broken."""
    first = text.split(" ", 1)[0]
    if first in codes:
        return first
    printed = squeezed(text)
    return max((code for code in codes if printed.startswith(code)), key=len, default=None)


def _check_link(
    link: FoundLink, code: str, *, span: tuple[int, int], marks: Sequence[_Mark | None]
) -> Iterator[Finding]:
    """One row: it prints the pages its document really has and leads to the first of them."""
    first, last = span
    pages = str(first) if first == last else f"{first}–{last}"
    if pages not in link.text.split():
        yield rules.LINK, link.page, f"Dòng {code} in số trang khác; tài liệu ở trang {pages}."
    target = marks[link.target - 1] if link.target else None
    if target is None or (target.code, target.place) != (code, 1):
        yield rules.LINK, link.page, f"Dòng {code} (trang {pages}) dẫn tới trang {link.target}."


def _check_outline(outline: Sequence[FoundBookmark], spans: Mapping[str, tuple[int, int]]) -> Iterator[Finding]:
    """A document's bookmark leads to its first page, those below it into its pages, a heading to a first page."""
    firsts = {first for first, _ in spans.values()}
    within: tuple[int, int, int] | None = None  # depth, first and last page of the document above
    for item in outline:
        if within and item.depth <= within[0]:
            within = None
        code = item.title.split(" ", 1)[0]
        if item.page is None:
            yield rules.BOOKMARK, None, f"Dấu trang «{item.title}» không dẫn tới trang nào."
        elif within:
            if not within[1] <= item.page <= within[2]:
                yield rules.BOOKMARK, item.page, f"Dấu trang «{item.title}» dẫn ra ngoài tài liệu của nó."
        elif code in spans:
            within = (item.depth, *spans[code])
            if item.page != spans[code][0]:
                message = f"Dấu trang «{item.title}» dẫn tới trang {item.page}, phải là trang {spans[code][0]}."
                yield rules.BOOKMARK, item.page, message
        elif item.page not in firsts:
            yield rules.BOOKMARK, item.page, f"Dấu trang «{item.title}» dẫn vào giữa tài liệu, trang {item.page}."


def _check_index(
    found: Found, marks: Sequence[_Mark | None], spans: Mapping[str, tuple[int, int]]
) -> Iterator[Finding]:
    """Every document is in an index and in the outline, and the index can be read as text."""
    pages = {page for page, mark in enumerate(marks, start=1) if mark and _is_index(mark.code)}
    index = " ".join(found.pages[page - 1].text for page in sorted(pages))
    if PURPOSE not in index:
        yield rules.INDEX_TEXT, None, "Không đọc được chữ tiếng Việt của mục lục."
    listed = {link.target for link in found.links if link.page in pages}
    marked = {item.page for item in found.outline}
    for code, (first, _) in spans.items():
        if _is_ours(code):
            continue
        if first not in listed:
            yield rules.LINK, first, f"Mục lục không có liên kết tới {code}."
        if first not in marked:
            yield rules.BOOKMARK, first, f"Không có dấu trang tới {code}."
