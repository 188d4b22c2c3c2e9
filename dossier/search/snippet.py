"""The piece of a text that shows why it was found. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dossier.search.words import words_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.search.words import Word

_BEFORE, _LENGTH = 8, 36  # words
# Readers part pages by a form feed where they know them.
_PAGE_END = "\f"


class Snippet(NamedTuple):
    """A piece of a text on one line; ``start`` is where it begins in the text, ``marks`` count from there."""

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]

    @property
    def place(self) -> int:
        """Where in the text the first word found stands; the beginning when none is."""
        return self.start + (self.marks[0][0] if self.marks else 0)


def cut_snippet(text: str, phrases: Sequence[tuple[str, ...]]) -> Snippet:
    """The piece with the most different phrases, the first of equals; the beginning when there is none."""
    words = words_in_place(text)
    found = [(at, phrase) for phrase in phrases for at in _places(words, phrase)]
    first = _densest(sorted(found))
    start = max(0, first - _BEFORE)
    shown = words[start : start + _LENGTH]
    if not shown:
        return Snippet("", 0, ())
    begin, end = shown[0].start, shown[-1].end
    marks = {
        (words[at].start - begin, words[at + len(phrase) - 1].end - begin)
        for at, phrase in found
        if start <= at and at + len(phrase) <= start + len(shown)
    }
    # One character for one, so that the marks stay true.
    line = "".join(" " if char.isspace() else char for char in text[begin:end])
    return Snippet(line, begin, tuple(sorted(marks)))


def page_at(text: str, place: int, *, pages: int | None) -> int | None:
    """The page (1-based) a place of the text is on; None when the text does not tell."""
    if pages == 1:
        return 1
    return text.count(_PAGE_END, 0, place) + 1 if _PAGE_END in text else None


def _places(words: Sequence[Word], phrase: tuple[str, ...]) -> Iterator[int]:
    for at in range(len(words) - len(phrase) + 1):
        if words[at].key == phrase[0] and all(words[at + step].key == key for step, key in enumerate(phrase)):
            yield at


def _densest(found: Sequence[tuple[int, tuple[str, ...]]]) -> int:
    """The first place after which the most different phrases follow within a snippet."""
    best, most = 0, 0
    for index, (at, _) in enumerate(found):
        near = {phrase for place, phrase in found[index : index + _LENGTH] if place < at + _LENGTH - _BEFORE}
        if len(near) > most:
            best, most = at, len(near)
    return best
