"""What a person types, as a ``Query``; and the head of a document against it. Pure, and nothing typed is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.intake.doctypes import type_of_symbol
from dossier.search.model import Query
from dossier.search.words import words_of
from dossier.text import fold

if TYPE_CHECKING:
    from dossier.campaign import Unit
    from dossier.intake.model import DocumentHead

# field:"…", field:word, "…", word; an unclosed quote runs to the end.
_PIECE = re.compile(r'(?:(?P<field>[^\W\d_]+(?:-[^\W\d_]+)?):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("“”„", '"""')
_FIELDS = {"so": "numbers", "loai": "types", "nam": "years", "don-vi": "units"}
_YEAR = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"(?P<number>[0-9]+)(?:[/-](?P<symbol>.+))?")
# SQLite refuses very long expressions; nobody types so many words.
_MOST_PHRASES = 64


def parse_query(text: str) -> Query:
    """The query in a line such as ``"cải cách hành chính" loai:"Kế hoạch" nam:2025 so:05/KH-UBND don-vi:an-binh``.

    A field that is not known, or whose value cannot be one, is read as words to look for.
    """
    fields: dict[str, list[str]] = {name: [] for name in _FIELDS.values()}
    phrases: list[tuple[str, ...]] = []
    for piece in _PIECE.finditer(text.translate(_QUOTES)):
        value = piece["word"] or piece["phrase"]
        field = _FIELDS.get(fold(piece["field"] or ""))
        if field and words_of(value) and (field != "years" or _YEAR.fullmatch(value)):
            fields[field].append(value)
        elif words := words_of(piece[0]):
            phrases.append(tuple(words))
    return Query(
        phrases=tuple(dict.fromkeys(phrases))[:_MOST_PHRASES],
        numbers=tuple(fields["numbers"]),
        types=tuple(fields["types"]),
        years=tuple(map(int, fields["years"])),
        units=tuple(fields["units"]),
    )


def fits_fields(query: Query, head: DocumentHead, unit: Unit) -> bool:
    """Whether number, type, year and unit are those asked for; two values of a field must both hold."""
    return (
        all(_is_number(head, number) for number in query.numbers)
        and all(_is_type(head, name) for name in query.types)
        and all(year in _years(head) for year in query.years)
        and all(_is_unit(unit, name) for name in query.units)
    )


def _is_number(head: DocumentHead, asked: str) -> bool:
    """``05/KH-UBND``, ``5`` and ``KH-UBND`` all find 05/KH-UBND: leading zeros and diacritics do not matter."""
    parts = _NUMBER.fullmatch(asked.strip())
    number, symbol = (parts["number"], parts["symbol"]) if parts else (None, asked)
    if number is not None and (head.number or "").lstrip("0") != number.lstrip("0"):
        return False
    return not symbol or words_of(symbol) == words_of(head.symbol or "")


def _is_type(head: DocumentHead, asked: str) -> bool:
    return head.type is not None and (head.type == type_of_symbol(asked) or _names(asked, head.type))


def _years(head: DocumentHead) -> set[int | None]:
    return {*head.subject_years, head.date.year if head.date else head.year}


def _is_unit(unit: Unit, asked: str) -> bool:
    return any(_names(asked, name) for name in (unit.id, *unit.names))


def _names(asked: str, name: str) -> bool:
    """Whether the words asked for stand side by side in a name."""
    return f" {' '.join(words_of(asked))} " in f" {' '.join(words_of(name))} "
