"""Reading a written bundle with other libraries than the one that wrote it: structure by pypdf, text by pdfium."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from dossier.bundle.model import Box
from dossier.errors import DamagedError
from dossier.files import long_path
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


_OPEN_BYTES = 24_000_000  # of a file that are read while it is open


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
class Found:
    """What a file says of itself; ``texts`` and ``labels`` have one item per page.

    Attributes:
        links: those to a page of the file; links out of it belong to the evidence.
        opening: the 1-based page it opens at.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    links: tuple[FoundLink, ...]
    outline: tuple[FoundBookmark, ...]
    title: str
    language: str
    page_mode: str
    opening: int

    def says(self, page: int | None, text: str) -> bool:
        """Whether a page of the file bears a text."""
        return page is not None and text in self.texts[page - 1]


def read_bundle(path: Path) -> Found:
    """Read the file once with each library.

    Raises:
        DamagedError: it does not open as a PDF.
    """
    try:
        with (
            long_path(path).open("rb") as stream,
            closing(pypdfium2.PdfDocument(long_path(path))) as document,
        ):
            return _read(path, pypdf.PdfReader(stream), document)
    except (PyPdfError, pypdfium2.PdfiumError, OSError) as error:
        raise DamagedError(f"Không mở được {path.name}: {error}.") from error


def _read(path: Path, reader: pypdf.PdfReader, document: pypdfium2.PdfDocument) -> Found:
    numbers = {_object_number(page.indirect_reference): number for number, page in enumerate(reader.pages, start=1)}
    root: Any = reader.trailer["/Root"]
    return Found(
        texts=tuple(_page_texts(path, pages=len(document))),
        labels=tuple(reader.page_labels),
        links=tuple(_links(document, reader, numbers)),
        outline=tuple(_outline(reader, reader.outline, 0)),
        title=str(reader.metadata.title) if reader.metadata else "",
        language=str(root.get("/Lang", "")),
        page_mode=str(root.get("/PageMode", "")),
        opening=_destination(root.get("/OpenAction"), numbers) or 1,
    )


def _page_texts(path: Path, *, pages: int) -> Iterator[str]:
    """The text of every page.

    A document that is open keeps every picture of the pages it was asked for (393 MB on 293 MB of scans,
    measured); so it is opened again and again.
    """
    batch = max(1, _OPEN_BYTES * pages // max(1, long_path(path).stat().st_size))
    for first in range(0, pages, batch):
        with closing(pypdfium2.PdfDocument(long_path(path))) as document:
            yield from (_page_text(document, index) for index in range(first, min(first + batch, pages)))


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    """The text of the visible page, on one line."""
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        return one_line(text.get_text_bounded())


def _object_number(reference: Any) -> int | None:
    """The number of the object referred to; None when it is no reference."""
    return reference.idnum if isinstance(reference, IndirectObject) else None


def _destination(value: Any, numbers: Mapping[int | None, int]) -> int | None:
    """The page an explicit destination leads to."""
    return numbers.get(_object_number(value[0])) if isinstance(value, list) and value else None


def _links(
    document: pypdfium2.PdfDocument, reader: pypdf.PdfReader, numbers: Mapping[int | None, int]
) -> Iterator[FoundLink]:
    bare = ((index, note.get_object()) for index, page in enumerate(reader.pages) for note in page.annotations or ())
    inner = ((index, note) for index, note in bare if note.get("/Subtype") == "/Link" and "/A" not in note)
    for index, notes in groupby(inner, key=lambda pair: pair[0]):
        with closing(document[index]) as page, closing(page.get_textpage()) as text:
            for _, note in notes:
                left, bottom, right, top = (float(edge) for edge in note["/Rect"])
                box = (left, bottom, right, top)
                target = _destination(note.get("/Dest"), numbers)
                yield FoundLink(index + 1, box, target, one_line(text.get_text_bounded(*box)))


def _outline(reader: pypdf.PdfReader, items: Sequence[Any], depth: int) -> Iterator[FoundBookmark]:
    """The bookmarks in order; pypdf puts children in a list after their parent."""
    for item in items:
        if isinstance(item, list):
            yield from _outline(reader, item, depth + 1)
            continue
        index = reader.get_destination_page_number(item)
        yield FoundBookmark(depth, str(item.title), None if index is None else index + 1)
