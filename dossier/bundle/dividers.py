"""What stands on the sheet before a criterion's documents, pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.bundle.model import BundleEntry, Divider, Lack, ProofLine
from dossier.scoring.model import PointState
from dossier.text import official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.bundle.arrange import Section
    from dossier.criteria import CriteriaSet
    from dossier.criteria.claims import Claim
    from dossier.matching.model import Checklist, ProofStatus
    from dossier.scoring.model import LeafScore, UnitScore


def points_text(score: LeafScore | None) -> str:
    """``1,5/2``; a dash for the points of a leaf that has none."""
    if score is None:
        return ""
    points = "–" if score.points is None else official_decimal(score.points)
    return f"{points}/{official_decimal(score.max)}"


def build_dividers(
    criteria: CriteriaSet,
    checklist: Checklist,
    sections: Sequence[Section],
    *,
    score: UnitScore | None,
    claims: Mapping[str, Claim],
) -> dict[str, BundleEntry]:
    """A divider for each leaf the unit scores itself, and for all else that has proofs or documents; by code.

    ``sections`` tell where every document is filed. A leaf with nothing gets one too: that is what a council
    must see.
    """
    codes = {entry.source: entry.code for section in sections for entry in section.entries}
    leaves = {placed.id for placed in criteria.leaves()}
    statuses: dict[str, list[ProofStatus]] = {}
    for status in checklist.statuses:
        statuses.setdefault(status.leaf, []).append(status)
    dividers = {}
    for section in sections:
        points = score.leaf(section.code) if score else None
        asked = section.code in leaves and not (points and points.state is PointState.NOT_SELF)
        if not (asked or section.entries or section.code in statuses):
            continue
        divider = Divider(
            basis=points.trace if points else "",
            statement=_statement(section.code, claims),
            proofs=tuple(_proof(status, codes) for status in statuses.get(section.code, ())),
            lacks=_lacks(section.code, checklist),
        )
        title = section.place[-1].title
        dividers[section.code] = BundleEntry(f"TC{section.code}", title, section.place, divider)
    return dividers


def _proof(status: ProofStatus, codes: Mapping[str, str]) -> ProofLine:
    found = dict.fromkeys(codes[match.path] for match in status.matches if match.path in codes)
    return ProofLine(status.title, status.state.value, tuple(found))


def _lacks(code: str, checklist: Checklist) -> tuple[Lack, ...]:
    return tuple(Lack(gap.expected, gap.found, gap.remedy) for gap in checklist.gaps if gap.leaf == code)


def _statement(code: str, claims: Mapping[str, Claim]) -> str:
    """What the form says of a leaf and its parts (``code/part``), on one line."""
    rows = (claim for claim in claims.values() if claim.code.split("/")[0] == code)
    return "; ".join(filter(None, (one_line(claim.evidence) for claim in rows)))
