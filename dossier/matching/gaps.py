"""Pure: the whole checklist of a unit from its matches: states, gaps, listed documents, every file's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from dossier.criteria import CriteriaSet, PlacedLeaf
from dossier.criteria.model import Scorer
from dossier.intake.model import EvidenceIndex, Reading
from dossier.matching import rules
from dossier.matching.arrival import find_misdated
from dossier.matching.citations import Listing, compare_listing, find_unlisted
from dossier.matching.context import MatchContext
from dossier.matching.enclosures import find_parted
from dossier.matching.facts import Facts, facts_at, facts_of
from dossier.matching.fit import judge
from dossier.matching.model import Accounting, Checklist, Gap, Match, Place, ProofState, ProofStatus, Signal
from dossier.matching.proofs import Slot, build_slots, leaves_by_node
from dossier.matching.statements import Statement, build_statements
from dossier.matching.status import Case, judge_proof, settle_alternatives

if TYPE_CHECKING:
    from dossier.criteria.claims import Claim
    from dossier.problems import CheckRule

_CONTENT_ONLY = (Signal.CONTENT,)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One unit's papers laid out.

    Attributes:
        served: by slot position, the matches of the slot.
        facts: by place, every document, and the pages of one that a person named as a proof.
        placed: the documents that a person put or listed somewhere.
    """

    context: MatchContext
    slots: tuple[Slot, ...]
    leaves: tuple[PlacedLeaf, ...]
    statements: Mapping[str, Statement]
    facts: Mapping[Place, Facts]
    served: Mapping[int, tuple[Match, ...]]
    placed: frozenset[Place]

    def files_of(self, leaf: str) -> tuple[Facts, ...]:
        """The files that serve any proof covering a leaf, in path order."""
        slots = (slot for slot in self.slots if leaf in slot.leaves)
        served = (self.facts[match.place] for slot in slots for match in self.served[slot.position])
        documents = {(facts.file.path, facts.document or (0, 0)): facts for facts in served}
        return tuple(documents[place] for place in sorted(documents))

    def is_borrowed(self, match: Match) -> bool:
        """Whether only content speaks for a document here that a person put elsewhere."""
        return match.signals == _CONTENT_ONLY and self.facts[match.place].document_place in self.placed

    def excused(self, leaf: PlacedLeaf) -> bool:
        """Whether the unit declares that the leaf does not arise, and the set allows it."""
        statement = self.statements.get(leaf.id)
        return bool(leaf.not_applicable and statement and statement.not_applicable)


def build_checklist(
    criteria: CriteriaSet,
    index: EvidenceIndex,
    matches: Sequence[Match],
    *,
    claims: Mapping[str, Claim],
    context: MatchContext,
) -> Checklist:
    """Judge every proof of the set, and every leaf as a whole; points are never touched here."""
    desk = _lay_out(criteria, index, matches, claims=claims, context=context)
    statuses = _settle(desk.slots, [judge_proof(_case(slot, desk)) for slot in desk.slots])
    listings = tuple(_listings(desk))
    about_leaves = chain(
        _judge_leaves(desk, statuses),
        (gap for listing in listings for gap in listing.gaps),
        _unlisted(desk, listings),
        find_misdated(_served(desk), claims=claims, unit=context.unit),
        find_parted(_served(desk), files=_files(desk), context=context),
    )
    order = {code: place for place, code in enumerate(leaves_by_node(desk.leaves))}
    found = [*(gap for status in statuses for gap in status.gaps), *about_leaves]
    return Checklist(
        unit=context.unit,
        statuses=statuses,
        gaps=tuple(sorted(found, key=lambda gap: order[gap.leaf])),
        cited=tuple(document for listing in listings for document in listing.cited),
        accounting=_account(index, {match.path for match in matches}),
    )


def _lay_out(
    criteria: CriteriaSet,
    index: EvidenceIndex,
    matches: Sequence[Match],
    *,
    claims: Mapping[str, Claim],
    context: MatchContext,
) -> _Desk:
    slots = build_slots(criteria, context)
    facts = {document.document_place: document for file in index.files for document in facts_of(file)}
    files = {file.path: file for file in index.files}
    by_proof: dict[tuple[str, str], list[Match]] = {}
    for match in matches:
        by_proof.setdefault((match.leaf, match.proof), []).append(match)
        if match.place not in facts:
            facts[match.place] = facts_at(files[match.path], match.pages)
    return _Desk(
        context=context,
        slots=slots,
        leaves=criteria.leaves(),
        statements=build_statements(claims),
        facts=facts,
        served={slot.position: tuple(by_proof.get((slot.owner, slot.proof.id), ())) for slot in slots},
        placed=frozenset(facts[match.place].document_place for match in matches if match.signals != _CONTENT_ONLY),
    )


def _case(slot: Slot, desk: _Desk) -> Case:
    covered = (leaf for leaf in desk.leaves if leaf.id in slot.leaves)
    asked = tuple(leaf.id for leaf in covered if leaf.leaf.scored_by is Scorer.SELF and not desk.excused(leaf))
    told = [desk.statements[leaf] for leaf in asked if leaf in desk.statements]
    return Case(
        slot=slot,
        context=desk.context,
        served=tuple(
            (match, judge(slot, desk.facts[match.place], desk.context)) for match in desk.served[slot.position]
        ),
        borrowed=frozenset(match.place for match in desk.served[slot.position] if desk.is_borrowed(match)),
        asked_of=asked,
        explanation="; ".join(statement.explanation for statement in told if statement.explanation),
        linked=any(statement.links for statement in told),
        bare=not any(desk.files_of(leaf) for leaf in asked),
    )


def _settle(slots: Iterable[Slot], statuses: Iterable[ProofStatus]) -> tuple[ProofStatus, ...]:
    """Settle the proofs that are alternatives of each other; the rest stand alone."""
    settled: dict[int, ProofStatus] = {}
    groups: dict[tuple[str, str], list[int]] = {}
    for slot, status in zip(slots, statuses, strict=True):
        settled[slot.position] = status
        if slot.proof.one_of:
            groups.setdefault((slot.owner, slot.proof.one_of), []).append(slot.position)
    for positions in groups.values():
        group = settle_alternatives(tuple(settled[position] for position in positions))
        settled.update(zip(positions, group, strict=True))
    return tuple(settled.values())


def _judge_leaves(desk: _Desk, statuses: Iterable[ProofStatus]) -> Iterator[Gap]:
    lacking = {leaf for status in statuses if status.state is ProofState.MISSING for leaf in status.leaves}
    for leaf in desk.leaves:
        statement = desk.statements.get(leaf.id)
        if leaf.leaf.scored_by is not Scorer.SELF or statement is None:
            continue
        if statement.explanation or desk.files_of(leaf.id):
            continue
        if desk.excused(leaf):
            if leaf.not_applicable and leaf.not_applicable.needs_proof:
                yield _leaf_gap(leaf, desk, rules.NOT_APPLICABLE_UNEXPLAINED, "khai không phát sinh, không giải trình")
        elif statement.scored and leaf.id in lacking and not statement.links:
            listed = "ô giải trình chỉ liệt kê văn bản" if statement.filled else "ô giải trình để trống"
            yield _leaf_gap(leaf, desk, rules.NOTHING, f"không tìm thấy tệp nào; {listed}")


def _leaf_gap(leaf: PlacedLeaf, desk: _Desk, rule: CheckRule, found: str) -> Gap:
    expected = f"tài liệu kiểm chứng hoặc giải trình cho: {leaf.leaf.title}"
    return Gap(rule.id, rule.severity, desk.context.unit, leaf.id, "", (leaf.id,), expected, found, rule.remedy)


def _listings(desk: _Desk) -> Iterator[Listing]:
    files = _files(desk)
    for leaf in desk.leaves:
        statement = desk.statements.get(leaf.id)
        if statement:
            yield compare_listing(leaf, statement, unit=desk.context.unit, files=files, served=desk.files_of(leaf.id))


def _files(desk: _Desk) -> list[Facts]:
    """Every document in the order of paths and pages, lock and system files left out."""
    whole = (facts for facts in desk.facts.values() if not facts.named and facts.file.reading is not Reading.IGNORED)
    return sorted(whole, key=lambda facts: (facts.file.path, facts.document or (0, 0)))


def _served(desk: _Desk) -> Iterator[tuple[Match, Slot, Facts]]:
    return ((match, slot, desk.facts[match.place]) for slot in desk.slots for match in desk.served[slot.position])


def _unlisted(desk: _Desk, listings: Iterable[Listing]) -> Iterator[Gap]:
    nearly = frozenset(path for listing in listings for path in listing.nearly)
    return find_unlisted(_served(desk), statements=desk.statements, nearly=nearly, unit=desk.context.unit)


def _account(index: EvidenceIndex, served: set[str]) -> Accounting:
    """Reading comes first: a file that cannot be opened is unreadable wherever it was put."""
    places: dict[str, list[str]] = {"matched": [], "unmatched": [], "unreadable": [], "ignored": []}
    for file in index.files:
        match file.reading:
            case Reading.IGNORED:
                place = "ignored"
            case Reading.UNREADABLE:
                place = "unreadable"
            case _:
                place = "matched" if file.path in served else "unmatched"
        places[place].append(file.path)
    return Accounting(len(index.files), **{place: tuple(paths) for place, paths in places.items()})
