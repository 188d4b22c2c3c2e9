"""What a person decided about a file: it belongs here, or it does not. Decisions outweigh every signal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dossier.intake.model import EvidenceFile

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
    """

    unit: str
    sha256: str
    node: str
    verdict: Verdict
    path: str = ""
    kind: str = ""
    subject_key: str = ""


def build_link(unit: str, file: EvidenceFile, *, node: str, verdict: Verdict) -> Link:
    """The decision on a file, with what is needed to remember it next year."""
    head = file.head
    return Link(
        unit=unit,
        sha256=file.sha256 or "",
        node=node,
        verdict=verdict,
        path=file.path,
        kind=head.type or "",
        subject_key=subject_key(file),
    )


def subject_key(file: EvidenceFile) -> str:
    """What papers of the same kind share from year to year; empty when the file states no subject."""
    return _DIGITS.sub("#", fold(file.head.subject or ""))


@dataclass(frozen=True, slots=True)
class Links:
    """The standing decisions of one unit: the last one on a file and node counts."""

    confirmed: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[tuple[str, str]] = frozenset()

    def confirmed_nodes(self, file: EvidenceFile) -> tuple[str, ...]:
        """Where the file belongs, sorted."""
        return tuple(sorted(node for sha256, node in self.confirmed if sha256 == file.sha256))

    def rejects(self, file: EvidenceFile, leaves: Collection[str], covered: Mapping[str, Sequence[str]]) -> bool:
        """Whether the file was turned away from a node that covers all these leaves."""
        return any(
            sha256 == file.sha256 and set(leaves) <= set(covered.get(node, ())) for sha256, node in self.rejected
        )


NO_LINKS = Links()


def build_links(links: Iterable[Link], *, unit: str) -> Links:
    """The decisions of a unit that stand; ``links`` are in the order they were made."""
    last = {(link.sha256, link.node): link.verdict for link in links if link.unit == unit and link.sha256}
    return Links(
        frozenset(key for key, verdict in last.items() if verdict is Verdict.CONFIRMED),
        frozenset(key for key, verdict in last.items() if verdict is Verdict.REJECTED),
    )
