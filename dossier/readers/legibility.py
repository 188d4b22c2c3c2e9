"""Whether a text layer is Vietnamese that a person wrote, or what a scanner's OCR made of it."""

from __future__ import annotations

import re

from dossier.text import fold, nfc

_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[iuo]?[aeiouy]{1,2}(ng|nh|ch|[cmnptiuoy])?"
)
_VIETNAMESE_LETTERS = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
# Written Vietnamese has 20-30 % such letters; the garbage layers of scanners stay below 4 % (measured).
_LETTER_SHARE = 0.04
_SYLLABLE_SHARE = 0.6
_ENOUGH_LETTERS = 300  # a signature's appearance holds less


def marked_share(text: str) -> float:
    """Share of Vietnamese letters (with marks, or đ) among all letters, 0 to 1; 0 without letters."""
    letters = [char for char in nfc(text).casefold() if char.isalpha()]
    return sum(char in _VIETNAMESE_LETTERS for char in letters) / len(letters) if letters else 0.0


def has_marks(text: str) -> bool:
    """Whether the text carries Vietnamese diacritics as written Vietnamese does."""
    return marked_share(text) >= _LETTER_SHARE


def is_appearance(text: str) -> bool:
    """Whether the words over a scanned page are so few that a signing tool put them there, not a scanner's OCR."""
    return bool(text.strip()) and sum(map(len, _WORD.findall(text))) < _ENOUGH_LETTERS


def is_legible(text: str, *, enough: int = _ENOUGH_LETTERS) -> bool:
    """Whether recognised text can be trusted for phrases (never for numbers).

    ``enough``: letters below which nothing is trusted.
    """
    words = _WORD.findall(text)
    if sum(map(len, words)) < enough or not has_marks(text):
        return False
    return sum(bool(_SYLLABLE.fullmatch(fold(word))) for word in words) >= _SYLLABLE_SHARE * len(words)
