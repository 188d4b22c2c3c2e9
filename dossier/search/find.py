"""The search itself: fields are compared on the heads, words are asked of the full-text index."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from dossier.intake.model import DocumentPart, Reading
from dossier.search.model import Hit, SearchResult
from dossier.search.query import fits_fields, parse_query
from dossier.search.snippet import cut_snippet, page_at
from dossier.search.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dossier.cache import FullText
    from dossier.campaign import Unit
    from dossier.intake.model import EvidenceFile
    from dossier.search.model import Query, Shelf

_VERSION = "1"  # grows when words are cut or put together in another way


def find_evidence(
    text: str, shelves: Sequence[Shelf], *, index: FullText, limit: int, among: Collection[str] | None = None
) -> SearchResult:
    """The files that answer what was typed: by how well the words fit, else in the order of units and paths.

    ``index`` may be new, old or damaged: it is brought up to date with the shelves first. Files of the system
    are left out; a file without text is found by its name and head. ``among`` are the ids of the units that may
    answer, None for all: the index is of all of them whoever asks, else it would be made anew for the next person.
    """
    query = parse_query(text)
    books = {
        f"{shelf.unit.id}/{file.path}": (shelf.unit, file)
        for shelf in shelves
        for file in shelf.index.files
        if file.reading is not Reading.IGNORED
    }
    keys: Iterable[str] = _ask(query, {key: file for key, (_, file) in books.items()}, index)
    if among is not None:
        books = {key: book for key, book in books.items() if book[0].id in among}
        keys = (key for key in keys if key in books)
    found = [(*books[key], part) for key in keys if (part := _fitting(query, *books[key]))]
    return SearchResult(
        query=text,
        hits=tuple(_hit(unit, file, query, part) for unit, file, part in found[:limit]),
        found=len(found),
        files=len(books),
        silent=sum(not file.text for _, file in books.values()),
    )


def _fitting(query: Query, unit: Unit, file: EvidenceFile) -> DocumentPart | None:
    """The first document of the file that fits the fields asked for."""
    parts = file.parts or (DocumentPart(1, file.pages or 1, file.head),)
    if not (query.numbers or query.types or query.years or query.units):
        return parts[0]
    return next((part for part in parts if fits_fields(query, part.head, unit)), None)


def _ask(query: Query, files: dict[str, EvidenceFile], index: FullText) -> Iterable[str]:
    if not query.phrases:
        return files if query.numbers or query.types or query.years or query.units else ()
    # Every phrase holds only letters and digits, so nothing typed is ever read as an operator.
    expression = " AND ".join(f'"{" ".join(phrase)}"' for phrase in query.phrases)
    marks = {key: _mark(file) for key, file in files.items()}
    return index.find(expression, marks=marks, read=lambda key: _title_and_body(files[key]))


def _mark(file: EvidenceFile) -> str:
    return _hashed((*_title(file), file.text))


@lru_cache(maxsize=1 << 15)
def _hashed(words: tuple[str, ...]) -> str:
    """A service asks for all marks at every question."""
    said = "\0".join((_VERSION, *words))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _title_and_body(file: EvidenceFile) -> tuple[str, str]:
    return " ".join(words_of("\n".join(_title(file)))), " ".join(words_of(file.text))


def _title(file: EvidenceFile) -> tuple[str, ...]:
    head, name = file.head, file.path.rpartition("/")[2]
    return (
        name.rpartition(".")[0] or name,
        head.type or "",
        head.reference or "",
        head.subject or "",
        head.issuer or "",
    )


def _hit(unit: Unit, file: EvidenceFile, query: Query, part: DocumentPart) -> Hit:
    snippet = cut_snippet(file.text, query.phrases)
    by_fields = bool(file.parts) and not query.phrases
    page = part.first if by_fields else page_at(file.text, snippet.place, pages=file.pages)
    around = (item for item in file.parts if page and item.first <= page <= item.last)
    head = next((item.head for item in around if fits_fields(query, item.head, unit)), part.head)
    return Hit(
        unit=unit.id,
        path=file.path,
        type=head.type,
        number=head.reference or head.symbol,
        date=head.date,
        subject=head.subject,
        page=page if snippet.text else None,
        snippet=snippet.text,
        marks=snippet.marks,
    )
