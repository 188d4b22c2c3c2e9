"""One evidence file with its comparing keys, each computed once and only when asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.intake.doctypes import type_of_symbol
from dossier.intake.model import Citation, EvidenceFile, Reading
from dossier.intake.parts import pages_said, part_files
from dossier.matching.model import Pages, within
from dossier.matching.phrases import words
from dossier.text import fold, nfc

if TYPE_CHECKING:
    import datetime as dt

    from dossier.matching.model import Place

# A sheet or a photo has no subject; its title stands in the first words.
_OPENING = 400
# A bare file name in the form must be long and hold a digit before it counts as naming the file.
_TELLING = 10
_TOKEN = re.compile(r"[^\W\d_]+")
DRAFT = words("dự thảo")


# Not slotted: cached_property needs a __dict__; folding a long text is worth doing once.
@dataclass(frozen=True)
class Facts:
    """An evidence file, or one document of a stack in one, as matching sees it.

    Attributes:
        named: the pages of the document that a person named as the proof; None for all of it.
    """

    file: EvidenceFile
    named: Pages = None

    @property
    def document(self) -> Pages:
        """Where in the file the document stands; None when the file is one document."""
        return (self.file.parts[0].first, self.file.parts[0].last) if self.file.parts else None

    @property
    def document_place(self) -> Place:
        """The file and where in it the document stands."""
        return self.file.path, self.document

    @property
    def pages(self) -> Pages:
        """The pages of the proof (trang chứng minh); None when the whole file is it."""
        return self.named or self.document

    @property
    def arrived(self) -> dt.date | None:
        """When it arrived, as the document register says; None when no register says it."""
        return self.file.parts[0].arrived if self.file.parts else self.file.arrived

    @property
    def place_name(self) -> str:
        """The path, with the pages where they are not all: ``inbox/tap.pdf, trang 3-5``."""
        return f"{self.file.path}, trang {pages_said(*self.pages)}" if self.pages else self.file.path

    @property
    def unread(self) -> bool:
        """Whether nothing of its content is known, so that nothing can be held against it."""
        return self.file.reading in {Reading.SCAN, Reading.UNREADABLE}

    @property
    def filename(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.file.path).name

    @cached_property
    def stem(self) -> str:
        """The file name without its extension, NFC."""
        return nfc(PurePosixPath(self.file.path).stem)

    @cached_property
    def name(self) -> str:
        """``words`` of the file name without its extension."""
        return words(self.stem)

    @cached_property
    def _whole_name(self) -> str:
        return words(self.filename)

    @cached_property
    def subject(self) -> str:
        """``words`` of the subject, or of the opening of a file that states none."""
        return words(self.file.head.subject or self.file.text[:_OPENING])

    @cached_property
    def title(self) -> str:
        """``words`` of type, subject and file name, as far as there are."""
        head = self.file.head
        return f"{words(head.type or '')}{words(head.subject or '')}{self.name}"

    @cached_property
    def text(self) -> str:
        """``words`` of the whole text."""
        return words(self.file.text)

    @cached_property
    def types_in_name(self) -> frozenset[str | None]:
        """Document types whose code stands in the file name: ``05-KH-UBND``, ``QD giao thu``."""
        return frozenset(map(type_of_symbol, _TOKEN.findall(self.stem)))

    @cached_property
    def reference(self) -> str | None:
        """Comparing key of the file's own number and symbol; None when the head does not hold both."""
        head = self.file.head
        return reference_key(head.number, head.symbol) if head.number and head.symbol else None

    @property
    def draft_words(self) -> str | None:
        """The words that mark a draft, in the head or in the file name."""
        return self.file.head.draft_words or ("dự thảo" if DRAFT in self.name else None)

    @property
    def identity(self) -> str:
        """Equal for two copies of one document: same number, date and issuer, else same bytes."""
        head = self.file.head
        if self.reference and head.date:
            return f"{self.reference} {head.date} {fold(head.issuer or '')}"
        return f"{self.file.sha256 or self.file.path} {self.document or ''}"

    def bears(self, citation: Citation) -> bool:
        """Whether the file's own head bears the reference; its name speaks where the head is silent."""
        if not citation.number:
            return False
        if self.reference:
            return self.reference == reference_key(citation.number, citation.symbol)
        return _reference_words(citation) in self.name

    def named_in(self, text: str) -> bool:
        """Whether a ``words`` key names this file, with or without its extension."""
        if self._whole_name in text:
            return True
        return len(self.name) >= _TELLING and any(map(str.isdigit, self.name)) and self.name in text


@lru_cache(maxsize=4096)
def _reference_words(citation: Citation) -> str:
    return words(citation.reference)


# A unit's few citations are held against every file of it.
@lru_cache(maxsize=4096)
def reference_key(number: str, symbol: str) -> str:
    """``05/KH-UBND`` and ``5/kh-ubnd`` are one document."""
    return f"{number.lstrip('0')}/{fold(symbol)}".replace(" ", "")


def facts_of(file: EvidenceFile) -> tuple[Facts, ...]:
    """The facts of each document in a file; of a file of one document those of the file."""
    return tuple(map(Facts, part_files(file)))


def facts_at(file: EvidenceFile, pages: Pages) -> Facts:
    """The document of a file that stands on these pages, with them named where they are not all of it."""
    document = next(facts for facts in facts_of(file) if pages is None or within(pages, facts.document))
    return document if pages in (None, document.document) else Facts(document.file, pages)
