"""The nouns of search."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dossier.campaign import Unit
from dossier.intake.model import EvidenceIndex


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks for; all of it must hold.

    Attributes:
        phrases: folded words that stand side by side; a lone word is a phrase of one.
        numbers: ``số`` or ``số, ký hiệu`` of the document itself, as typed.
        types: folded words of the document type, or its code (``kh``).
        years: of the subject, or of the date when the subject names none.
        units: folded words of the unit's id or of one of its names.
    """

    phrases: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A unit and its evidence."""

    unit: Unit
    index: EvidenceIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that answers.

    Attributes:
        unit: unit id.
        path: relative to the unit's evidence folder.
        number: ``05/KH-UBND``; None when not read.
        page: 1-based page of the snippet; None when not known.
        snippet: the words around the finding as the document writes them; its beginning when only fields were asked.
        marks: start and end (0-based, characters) of the words found in the snippet.
    """

    unit: str
    path: str
    type: str | None
    number: str | None
    date: dt.date | None
    subject: str | None
    page: int | None
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer.

    Attributes:
        hits: the best first, at most as many as asked for.
        found: how many there are in all.
        files: how many were looked through.
        silent: how many of them have no text (scans not read yet): only their name and head were looked at.
    """

    query: str
    hits: tuple[Hit, ...]
    found: int
    files: int
    silent: int
