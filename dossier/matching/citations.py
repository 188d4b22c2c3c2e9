"""What the form lists against what was handed in: not attached, not listed, another number, another date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from dossier.matching import rules
from dossier.matching.model import CitedDocument, Gap, Match, Signal
from dossier.text import fold, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossier.criteria import PlacedLeaf
    from dossier.intake.model import Citation
    from dossier.matching.facts import Facts
    from dossier.matching.proofs import Slot
    from dossier.matching.statements import Statement
    from dossier.problems import CheckRule

_COLUMN = "cột «Tài liệu kiểm chứng/giải trình»"
_PLACED = frozenset({Signal.FOLDER, Signal.NAME_CODE})


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents a leaf's form lists, compared with the unit's files.

    Attributes:
        nearly: files whose number differs by a slip from one that is listed.
    """

    cited: tuple[CitedDocument, ...]
    gaps: tuple[Gap, ...]
    nearly: frozenset[str]


def compare_listing(
    leaf: PlacedLeaf, statement: Statement, *, unit: str, files: Iterable[Facts], served: Iterable[Facts]
) -> Listing:
    """Compare every citation of one leaf with the unit's ``files``, given in path order.

    A number can be a slip only of a file in ``served``, those that serve a proof of this leaf.
    """
    files, served = tuple(files), tuple(served)
    cited: list[CitedDocument] = []
    gaps: list[Gap] = []
    nearly: set[str] = set()
    for citation in statement.citations:
        if not citation.number:
            continue
        bearer = _find_bearer(citation, files, served)
        cited.append(CitedDocument(leaf.id, citation, bearer.file.path if bearer else None))
        near = None if bearer else _find_near(citation, served, statement)
        if bearer and _dates_differ(citation, bearer):
            gaps.append(_differing(leaf, unit, rules.DATE_DIFFERS, citation=citation, facts=bearer))
        elif near:
            nearly.add(near.file.path)
            gaps.append(_differing(leaf, unit, rules.NUMBER_DIFFERS, citation=citation, facts=near))
        elif not bearer:
            gaps.append(_not_attached(leaf, unit, citation, served))
    return Listing(tuple(cited), tuple(gaps), frozenset(nearly))


def find_unlisted(
    served: Iterable[tuple[Match, Slot, Facts]],
    *,
    statements: Mapping[str, Statement],
    nearly: frozenset[str],
    unit: str,
) -> Iterator[Gap]:
    """Files put to a leaf by hand whose number the leaf's form does not list, once for each owner.

    Scans and files without a number of their own cannot be told to be unlisted.
    """
    seen: set[tuple[str, str]] = set()
    for match, slot, facts in served:
        placed = _PLACED & set(match.signals) and Signal.CITED not in match.signals
        told = any(leaf in statements for leaf in slot.leaves)
        key = (match.path, slot.owner)
        if placed and told and facts.reference and match.path not in nearly and key not in seen:
            seen.add(key)
            found = f"{match.path}: số {_own_reference(facts)} không có trong biểu tự chấm"
            yield Gap(
                rule=rules.NOT_LISTED.id,
                severity=rules.NOT_LISTED.severity,
                unit=unit,
                leaf=slot.owner,
                proof="",
                leaves=slot.leaves,
                expected=f"liệt kê trong {_COLUMN}",
                found=found,
                remedy=rules.NOT_LISTED.remedy,
                path=match.path,
            )


def _find_bearer(citation: Citation, files: Iterable[Facts], served: tuple[Facts, ...]) -> Facts | None:
    """The file that bears the reference: first with the same date, then at this leaf, then by path."""
    bearers = [facts for facts in files if facts.bears(citation)]
    return min(bearers, key=lambda facts: (_dates_differ(citation, facts), facts not in served), default=None)


def _dates_differ(citation: Citation, facts: Facts) -> bool:
    own = facts.file.head.date
    return citation.date is not None and own is not None and citation.date != own


def _find_near(citation: Citation, served: Iterable[Facts], statement: Statement) -> Facts | None:
    unlisted = (facts for facts in served if not any(facts.bears(other) for other in statement.citations))
    return next((facts for facts in unlisted if _is_near(citation, facts)), None)


def _is_near(citation: Citation, facts: Facts) -> bool:
    """The same symbol and either the same date or a number one slip away (456 and 465) without another date."""
    head = facts.file.head
    if not (head.number and head.symbol and citation.number) or fold(head.symbol) != fold(citation.symbol):
        return False
    if citation.date and head.date:
        return citation.date == head.date
    shortest = min(len(head.number), len(citation.number))
    return shortest > 1 and OSA.distance(head.number, citation.number) == 1


def _differing(leaf: PlacedLeaf, unit: str, rule: CheckRule, *, citation: Citation, facts: Facts) -> Gap:
    own = facts.file.head
    date = f" ngày {short_date(own.date)}" if own.date else ""
    found = f"{facts.file.path}: {_own_reference(facts)}{date}"
    return _gap(rule, unit, leaf=leaf.id, citation=citation, found=found, path=facts.file.path)


def _not_attached(leaf: PlacedLeaf, unit: str, citation: Citation, served: Iterable[Facts]) -> Gap:
    maybe = ", ".join(facts.file.path for facts in served if facts.unread)
    found = "không có tệp nào mang số này"
    if maybe:
        found += f"; có thể là tệp chưa đọc được chữ: {maybe}"
    return _gap(rules.NOT_ATTACHED, unit, leaf=leaf.id, citation=citation, found=found)


def _own_reference(facts: Facts) -> str:
    return facts.file.head.reference or facts.filename


def _gap(rule: CheckRule, unit: str, *, leaf: str, citation: Citation, found: str, path: str = "") -> Gap:
    expected = f"biểu tự chấm ghi {citation.text}"
    return Gap(rule.id, rule.severity, unit, leaf, "", (leaf,), expected, found, rule.remedy, path)
