"""What a person decided about a document: it belongs here, or it does not. Decisions outweigh every signal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dossier.matching.model import Pages, overlap, within
from dossier.text import fold

if TYPE_CHECKING:
    from dossier.matching.facts import Facts

_DIGITS = re.compile(r"\d+")


class Verdict(StrEnum):
    """What was decided."""

    CONFIRMED = "xác nhận"
    REJECTED = "bác bỏ"


@dataclass(frozen=True, slots=True)
class Link:
    """One decision, kept by content, so that it survives renaming and moving.

    Attributes:
        sha256: of the file.
        node: code of the criterion or leaf.
        kind: the document's type, with ``subject_key`` what next year's paper is known by.
        subject_key: the folded subject with its digits masked; empty when the document states none.
        pages: what was meant, 1-based, both included: a document of a stack, or the pages of a document that are
            the proof (trang chứng minh); None for the whole file.
    """

    unit: str
    sha256: str
    node: str
    verdict: Verdict
    path: str = ""
    kind: str = ""
    subject_key: str = ""
    pages: Pages = None

    def concerns(self, document: Facts) -> bool:
        """Whether it speaks of a document of its file: of every one, or of the one that shares its pages."""
        return overlap(self.pages, document.document)

    def pages_in(self, document: Facts) -> Pages:
        """The pages of a document that it names; None when it means all of it."""
        part = self.pages != document.document and within(self.pages, document.document)
        return self.pages if part else None


def build_link(unit: str, document: Facts, *, node: str, verdict: Verdict, pages: Pages = None) -> Link:
    """The decision on a document, with what is needed to remember it next year."""
    file = document.file
    return Link(
        unit=unit,
        sha256=file.sha256 or "",
        node=node,
        verdict=verdict,
        path=file.path,
        kind=file.head.type or "",
        subject_key=subject_key(document),
        pages=pages,
    )


def subject_key(document: Facts) -> str:
    """What papers of the same kind share from year to year; empty when the document states no subject."""
    return _DIGITS.sub("#", fold(document.file.head.subject or ""))


@dataclass(frozen=True, slots=True)
class Links:
    """The decisions of one unit by content, in the order they were made: the last on a document and node counts."""

    made: Mapping[str, Sequence[Link]] = field(default_factory=dict)

    def confirmed(self, document: Facts) -> tuple[Link, ...]:
        """The decisions that put the document somewhere, by node."""
        return self._standing(document, Verdict.CONFIRMED)

    def confirmed_nodes(self, document: Facts) -> tuple[str, ...]:
        """Where the document belongs, sorted."""
        return tuple(link.node for link in self.confirmed(document))

    def rejects(self, document: Facts, leaves: Collection[str], covered: Mapping[str, Sequence[str]]) -> bool:
        """Whether the document was turned away from a node that covers all these leaves."""
        turned_away = self._standing(document, Verdict.REJECTED)
        return any(set(leaves) <= set(covered.get(link.node, ())) for link in turned_away)

    def _standing(self, document: Facts, verdict: Verdict) -> tuple[Link, ...]:
        about = (link for link in self.made.get(document.file.sha256 or "", ()) if link.concerns(document))
        last = {link.node: link for link in about}
        return tuple(link for _, link in sorted(last.items()) if link.verdict is verdict)


NO_LINKS = Links()


def build_links(links: Iterable[Link], *, unit: str) -> Links:
    """The decisions of a unit; ``links`` are in the order they were made."""
    made: dict[str, list[Link]] = {}
    for link in links:
        if link.unit == unit and link.sha256:
            made.setdefault(link.sha256, []).append(link)
    return Links(made)
