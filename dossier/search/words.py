"""Text as folded words with their places: the one way in which documents and questions are cut."""

from __future__ import annotations

import re
from typing import NamedTuple

from dossier.text import fold

_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A word and where it stands in the text (0-based, end exclusive)."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The folded words of a text: ``05/KH-UBND`` → ``05``, ``kh``, ``ubnd``."""
    return _WORD.findall(fold(text))


def words_in_place(text: str) -> list[Word]:
    """The words of an NFC text with their places; the keys are those of ``words_of``."""
    placed: list[Word] = []
    for match in _WORD.finditer(text):
        placed += (Word(key, match.start(), match.end()) for key in words_of(match[0]))
    return placed
