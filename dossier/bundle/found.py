"""Reading a written bundle with other libraries than the one that wrote it: pages by pdfium, the catalogue by pypdf."""

from __future__ import annotations

import ctypes
from contextlib import closing
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject
from pypdfium2 import raw

from dossier.bundle.model import Box
from dossier.errors import DamagedError
from dossier.files import long_path
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_OPEN_BYTES = 12_000_000  # of a file that are read while it is open
_DEEPEST = 64  # levels of bookmarks


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as it is in the file; ``target`` is a 1-based page, None when it leads nowhere."""

    page: int
    box: Box
    target: int | None
    text: str


@dataclass(frozen=True, slots=True)
class FoundBookmark:
    """A line of the outline; ``page`` is 1-based, None when it leads nowhere."""

    depth: int
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page as a viewer shows it: its label, its visible text on one line, its links to pages of the file.

    Links out of the file belong to the evidence.
    """

    label: str
    text: str
    links: tuple[FoundLink, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says of itself.

    Attributes:
        opening: the 1-based page it opens at.
    """

    pages: tuple[FoundPage, ...]
    outline: tuple[FoundBookmark, ...]
    title: str
    language: str
    page_mode: str
    opening: int

    @property
    def links(self) -> tuple[FoundLink, ...]:
        """The links of all pages, in order."""
        return tuple(link for page in self.pages for link in page.links)

    def says(self, page: int | None, text: str) -> bool:
        """Whether a page of the file bears a text."""
        return page is not None and text in self.pages[page - 1].text


def read_bundle(path: Path) -> Found:
    """Read the file once with each library.

    Raises:
        DamagedError: it does not open as a PDF.
    """
    try:
        with long_path(path).open("rb") as stream, _open(path) as document:
            return _read(path, pypdf.PdfReader(stream), document)
    except (PyPdfError, pypdfium2.PdfiumError, OSError) as error:
        raise DamagedError(f"Không mở được {path.name}: {error}.") from error


def _open(path: Path) -> closing[pypdfium2.PdfDocument]:
    return closing(pypdfium2.PdfDocument(long_path(path)))


def _read(path: Path, reader: pypdf.PdfReader, document: pypdfium2.PdfDocument) -> Found:
    # pypdf reads the catalogue alone: its page list takes as long as the text of every page (measured).
    catalogue: Any = reader.trailer["/Root"]
    return Found(
        pages=tuple(_pages(path, count=len(document))),
        outline=tuple(_outline(document)),
        title=str(reader.metadata.title) if reader.metadata else "",
        language=str(catalogue.get("/Lang", "")),
        page_mode=str(catalogue.get("/PageMode", "")),
        opening=_opening(catalogue),
    )


def _pages(path: Path, *, count: int) -> Iterator[FoundPage]:
    """Every page, once.

    A document that is open keeps every picture of the pages it was asked for (393 MB on 293 MB of scans,
    measured); so it is opened again and again.
    """
    batch = max(1, _OPEN_BYTES * count // max(1, long_path(path).stat().st_size))
    for first in range(0, count, batch):
        with _open(path) as document:
            yield from (_page(document, index) for index in range(first, min(first + batch, count)))


def _page(document: pypdfium2.PdfDocument, index: int) -> FoundPage:
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        links = tuple(
            FoundLink(index + 1, box, target, one_line(text.get_text_bounded(*box)))
            for box, target in _links(document, page)
        )
        return FoundPage(document.get_page_label(index), one_line(text.get_text_bounded()), links)


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[tuple[Box, int | None]]:
    """Box and target of each link that is no action."""
    position, link, box = ctypes.c_int(), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, position, link):
        if not raw.FPDFLink_GetAction(link):
            raw.FPDFLink_GetAnnotRect(link, box)
            target = raw.FPDFDest_GetDestPageIndex(document, raw.FPDFLink_GetDest(document, link))
            yield (box.left, box.bottom, box.right, box.top), None if target < 0 else target + 1


def _outline(document: pypdfium2.PdfDocument) -> Iterator[FoundBookmark]:
    """The bookmarks, in order; pdfium stops at loops."""
    for item in document.get_toc(max_depth=_DEEPEST):
        destination = item.get_dest()
        index = destination.get_index() if destination else None
        yield FoundBookmark(item.level, item.get_title(), None if index is None else index + 1)


def _opening(catalogue: DictionaryObject) -> int:
    """The page the file opens at, 1 when it does not say."""
    action = catalogue.get("/OpenAction")
    if not isinstance(action, list) or not action or not isinstance(action[0], IndirectObject):
        return 1
    before = takewhile(action[0].idnum.__ne__, _page_numbers(catalogue.get("/Pages"), set()))
    return 1 + sum(1 for _ in before)


def _page_numbers(node: Any, seen: set[int]) -> Iterator[int]:
    """The object numbers of the pages under a node of the page tree; a loop is gone round once."""
    for kid in node.get("/Kids", ()):
        if kid.idnum not in seen:
            seen.add(kid.idnum)
            below = kid.get_object()
            yield from _page_numbers(below, seen) if "/Kids" in below else (kid.idnum,)
