"""What else a document's pages tell: its own outline, and the pages that show nothing. Runs in the worker."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

from dossier.bundle.model import Bookmark
from dossier.files import long_path, staged_file
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.bundle.model import PdfPages

# An outline longer or deeper than this is a table of contents nobody opens in a bundle.
_DEPTH, _ITEMS, _TITLE = 4, 200, 120
_SCALE = 0.5  # pixels a point: a pen stroke is still seen
_EDGE = 0.04  # of each side: shadows of the scanner's glass
_DARK = 190  # of 255; paper that was scanned grey is lighter
_SPECKS = 12  # dark pixels of an A4 page that are dust


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen on the pages of one document; page numbers are 1-based.

    Attributes:
        size: bytes of its PDF.
        dropped: pages of the original that were left out.
    """

    outline: tuple[Bookmark, ...] = ()
    blank: tuple[int, ...] = ()
    size: int = 0
    dropped: tuple[int, ...] = ()

    def describe(self, pages: PdfPages) -> PdfPages:
        """The pages, with what was seen on them."""
        return replace(pages, outline=self.outline, blank=self.blank, size=self.size, dropped=self.dropped)


def survey_pages(pages: Path, *, original: Path | None = None, drop_blank: bool = False) -> Survey:
    """Look through the PDF of one document.

    Args:
        pages: the converted PDF; rewritten without its blank pages when they are to be dropped.
        original: the PDF it was made from, page by page, which still has its outline; None when it was none.
        drop_blank: leave blank pages out, but never all of them.
    """
    with closing(pypdfium2.PdfDocument(long_path(pages))) as document:
        count = len(document)
        blank = tuple(number + 1 for number in range(count) if _is_blank(document, number))
    outline = read_outline(original, pages=count) if original else ()
    if drop_blank and blank and len(blank) < count:
        _drop_pages(pages, blank)
        outline = _renumber(outline, blank, last=count - len(blank))
        return Survey(outline, (), long_path(pages).stat().st_size, dropped=blank)
    return Survey(outline, blank, long_path(pages).stat().st_size)


def read_outline(path: Path, *, pages: int) -> tuple[Bookmark, ...]:
    """The outline of a PDF, cut to four levels and 200 lines; empty when there is none or it cannot be read.

    Lines that lead to no page of the first ``pages`` are left out, and what hangs below them moves up.
    """
    try:
        with closing(pypdfium2.PdfDocument(long_path(path))) as document:
            lines = []
            for item in document.get_toc(max_depth=_DEPTH):  # pdfium stops at loops
                destination = item.get_dest()
                page = destination.get_index() if destination else None
                if page is not None and page < pages and (title := one_line(item.get_title())[:_TITLE]):
                    lines.append((item.level, title, page + 1))
                if len(lines) == _ITEMS:
                    break
            return _nest(lines)
    except pypdfium2.PdfiumError:
        return ()


def _nest(lines: Sequence[tuple[int, str, int]]) -> tuple[Bookmark, ...]:
    """Bookmarks from lines of level, title and page; a line is below the last one of a lesser level."""
    nested: list[Bookmark] = []
    at = 0
    while at < len(lines):
        level, title, page = lines[at]
        end = next((later for later in range(at + 1, len(lines)) if lines[later][0] <= level), len(lines))
        nested.append(Bookmark(title, page, _nest(lines[at + 1 : end])))
        at = end
    return tuple(nested)


def _is_blank(document: pypdfium2.PdfDocument, index: int) -> bool:
    """Whether nothing is seen on a page; a picture is looked at, for most blank pages are scans."""
    with closing(document[index]) as page:
        with closing(page.get_textpage()) as text:
            if text.get_text_bounded().strip():
                return False
        if next(iter(page.get_objects(max_depth=1)), None) is None:
            return True
        width, height = page.get_size()
        scale = _SCALE * min(1.0, 842 / max(width, height))
        picture = page.render(scale=scale, grayscale=True).to_pil()
    across, down = picture.width * _EDGE, picture.height * _EDGE
    inner = picture.crop((int(across), int(down), int(picture.width - across), int(picture.height - down)))
    dark: int = sum(inner.histogram()[:_DARK])
    return dark <= _SPECKS


def _drop_pages(path: Path, blank: Sequence[int]) -> None:
    with staged_file(path) as staging, pikepdf.open(path) as pdf:
        for number in reversed(blank):
            del pdf.pages[number - 1]
        pdf.save(staging, deterministic_id=True)


def _renumber(outline: Sequence[Bookmark], dropped: Sequence[int], *, last: int) -> tuple[Bookmark, ...]:
    """The outline when pages are gone; what led to one leads to the page after it, ``last`` at most."""
    return tuple(
        Bookmark(
            item.title,
            min(item.page - sum(number < item.page for number in dropped), last),
            _renumber(item.children, dropped, last=last),
        )
        for item in outline
    )
