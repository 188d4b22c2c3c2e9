"""Phrases found by whole words, without regard to diacritics, case or punctuation."""

from __future__ import annotations

import re
from functools import lru_cache

from dossier.text import fold

_WORD = re.compile(r"[^\W_]+")
# Phrases, subjects and types come again for every pair of proof and document; the text of a document does not.
_SHORT = 300


def words(text: str) -> str:
    """The folded words, a space on both sides of each: ``Số 05/KH-UBND`` → `` so 05 kh ubnd ``.

    Containment of one such key in another is containment by whole words.
    """
    return _words_again(text) if len(text) <= _SHORT else _words(text)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text)))} "


_words_again = lru_cache(maxsize=4096)(_words)


def find_phrase(entry: str, haystack: str) -> str | None:
    """The alternative of ``a | b`` that occurs in a ``words`` key, as the criteria set writes it."""
    return next((written for written, key in _alternatives(entry) if key in haystack), None)


@lru_cache(maxsize=4096)
def _alternatives(entry: str) -> tuple[tuple[str, str], ...]:
    written = (part.strip() for part in entry.split("|"))
    return tuple((part, words(part)) for part in written if part)
