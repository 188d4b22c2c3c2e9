"""What the unit's form says of a leaf's evidence: citations, links, explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.intake.citations import parse_citations
from dossier.intake.model import Citation
from dossier.matching.phrases import words
from dossier.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.criteria.claims import Claim

_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b(?:[a-z0-9-]+\.)+(?:gov|com|org|net)?\.?vn\b\S*", re.IGNORECASE)
_FILE_NAME = re.compile(r"\S+\.(?:pdf|docx?|xlsx?|jpe?g|png|zip|rar)\b", re.IGNORECASE)
# A sentence ends after two small letters or digits: the stop of «TP. Hà Tĩnh» ends nothing.
_SEGMENT_END = re.compile(r"[\n;]|(?<=[a-zà-ỹđ0-9%)][a-zà-ỹđ0-9%)])[.!?]\s")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Statement:
    """A leaf's rows of the self-score form taken together.

    Attributes:
        rest: ``words`` of the evidence cells without the citations; may name files.
        explanation: the sentences that list no document, link or file; empty when there is none.
        scored: the unit claims something for the leaf (anything but «không»).
    """

    leaf: str
    rest: str
    citations: tuple[Citation, ...]
    links: tuple[str, ...]
    explanation: str
    scored: bool
    not_applicable: bool

    @property
    def filled(self) -> bool:
        """Whether the evidence cell holds anything."""
        return bool(self.citations or self.rest.strip())


def build_statements(claims: Mapping[str, Claim]) -> dict[str, Statement]:
    """One statement a leaf; the rows of its parts (``leaf/part``) are read as one."""
    rows: dict[str, list[Claim]] = {}
    for code in sorted(claims):
        rows.setdefault(code.split("/")[0], []).append(claims[code])
    return {leaf: _build(leaf, rows[leaf]) for leaf in rows}


def _build(leaf: str, rows: Iterable[Claim]) -> Statement:
    rows = tuple(rows)
    cell = nfc("\n".join(row.evidence for row in rows))
    citations = parse_citations(cell)
    rest = words(cell)
    for citation in citations:
        rest = rest.replace(words(citation.text), " ")
    whole = [row for row in rows if row.code == leaf]
    return Statement(
        leaf=leaf,
        rest=rest,
        citations=citations,
        links=tuple(_LINK.findall(cell)),
        explanation=find_explanation(cell),
        scored=any(map(_claims_something, rows)),
        not_applicable=any(row.not_applicable for row in whole) or all(row.not_applicable for row in rows),
    )


def find_explanation(cell: str) -> str:
    """The giải trình in an evidence cell: its sentences that list no document, link or file.

    A sentence that cites a document is a listing as a whole, for its subject follows the citation.
    """
    bare = _FILE_NAME.sub("", _LINK.sub("", cell))
    kept = [part.strip() for part in _SEGMENT_END.split(bare) if not parse_citations(part)]
    return "; ".join(part for part in kept if _LETTERS.search(part))


def _claims_something(claim: Claim) -> bool:
    figures = (claim.numerator, claim.count, claim.typed_points)
    said = claim.state is not None and fold(claim.state) not in {"", "khong"}
    return said or any(figure is not None for figure in figures)
