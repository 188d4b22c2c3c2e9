"""Pure: which evidence file serves which proof, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from dossier.intake.model import EvidenceIndex, Reading
from dossier.intake.parts import pages_said
from dossier.matching.context import MatchContext
from dossier.matching.facts import facts_of
from dossier.matching.faults import find_faults
from dossier.matching.fit import Fit, judge, phrases_in_head
from dossier.matching.links import NO_LINKS, Links
from dossier.matching.model import Match, Pages, Signal
from dossier.matching.proofs import Slot, build_slots, leaves_by_node
from dossier.matching.signals import Anchor, CodeFinder, build_code_finder, find_anchors
from dossier.matching.statements import Statement, build_statements

if TYPE_CHECKING:
    from dossier.criteria import CriteriaSet
    from dossier.criteria.claims import Claim
    from dossier.matching.facts import Facts

# Confidence: the strongest signal, plus what agrees, minus 15 for each doubt, kept within 5-100. A signpost
# alone stays below a signpost confirmed by the document; only a citation that everything confirms makes 100.
_BASE = {Signal.CONFIRMED: 80, Signal.CITED: 60, Signal.FOLDER: 45, Signal.NAME_CODE: 40, Signal.CONTENT: 20}
_TYPE, _PHRASES, _PERIOD, _ISSUER = 15, 15, 5, 5
_DOUBT = 15
_LEAST, _MOST = 5, 100


@dataclass(frozen=True, slots=True)
class _Board:
    """Everything a file is held against."""

    slots: tuple[Slot, ...]
    finder: CodeFinder
    statements: Mapping[str, Statement]
    context: MatchContext
    links: Links


def match_evidence(
    criteria: CriteriaSet,
    index: EvidenceIndex,
    *,
    claims: Mapping[str, Claim],
    context: MatchContext,
    links: Links = NO_LINKS,
) -> tuple[Match, ...]:
    """Tie every file to the proofs it serves, in the order of the set, then of the path.

    ``links`` are people's decisions: a confirmed place is a signal of its own, a rejected one is never taken.

    Each file is judged by itself, so neither the order nor the presence of other files changes a match.
    """
    covered = leaves_by_node(criteria.leaves())
    finder = build_code_finder(covered, [area.id for area in criteria.areas])
    board = _Board(build_slots(criteria, context), finder, build_statements(claims), context, links)
    found = [
        (fit.slot.position, fit.facts.file.path, _explain(fit, anchors))
        for file in index.files
        if file.reading is not Reading.IGNORED
        for fit, anchors in _serve(facts_of(file), board)
    ]
    return tuple(match for _, _, match in sorted(found, key=lambda item: item[:2]))


def _serve(documents: Sequence[Facts], board: _Board) -> list[tuple[Fit, tuple[Anchor, ...]]]:
    """What the documents of one file serve; a signpost on the file as a whole means the best of them."""
    covered = board.finder.covered
    ties = [tie for tie in _tie(documents, board) if tie[0].node in covered]
    chosen: dict[tuple[int, Pages], Fit] = {}
    for fit in chain.from_iterable(_by_content(facts, board) for facts in documents):
        chosen.setdefault(fit.place, fit)
    for anchor, meant in ties:
        leaves = set(covered[anchor.node])
        slots = [slot for slot in board.slots if leaves & set(slot.leaves)]
        near = [judge(slot, facts, board.context) for facts in meant for slot in slots]
        chosen |= {fit.place: fit for fit in choose(near, leaves)}
    allowed = (fit for fit in chosen.values() if not board.links.rejects(fit.facts, fit.slot.leaves, covered))
    return [(_narrow(fit, board), tuple(_on(ties, fit, board))) for fit in allowed]


def _narrow(fit: Fit, board: _Board) -> Fit:
    """The fit on the pages that a person named as the proof; of several decisions the one nearest to the leaf."""
    leaves = set(fit.slot.leaves)
    here = (link for link in board.links.confirmed(fit.facts) if leaves & set(board.finder.covered.get(link.node, ())))
    named = [pages for link in here if (pages := link.pages_in(fit.facts))]
    return replace(fit, facts=replace(fit.facts, named=named[-1])) if named else fit


def _tie(documents: Sequence[Facts], board: _Board) -> Iterator[tuple[Anchor, Sequence[Facts]]]:
    """Every anchor with the documents it may mean: a decision on pages means that document alone."""
    decided: dict[tuple[str, Pages], list[Facts]] = {}
    for facts in documents:
        for link in board.links.confirmed(facts):
            decided.setdefault((link.node, link.pages), []).append(facts)
    for (node, _), meant in decided.items():
        yield Anchor(Signal.CONFIRMED, node, f"người xác nhận {node}"), meant
    signposts = (find_anchors(facts, board.finder, board.statements.values()) for facts in documents)
    yield from ((anchor, documents) for anchor in dict.fromkeys(chain.from_iterable(signposts)))


def _by_content(facts: Facts, board: _Board) -> list[Fit]:
    fits = (
        judge(slot, facts, board.context) for slot in board.slots if slot.takes_files and phrases_in_head(slot, facts)
    )
    return [fit for fit in fits if fit.by_content_alone]


def choose(fits: Sequence[Fit], leaves: set[str]) -> list[Fit]:
    """The proofs of one place that a document put there serves.

    A document that fits no proof goes to the best one all the same, to be doubted there, provided that the
    proof covers the whole place (all its ``leaves``); a scan whose name tells nothing may be any of the
    files asked for.
    """
    whole = [fit for fit in fits if leaves <= set(fit.slot.leaves)]
    least = min((fit.slot.reluctance for fit in whole), default=0)
    natural = [fit for fit in whole if fit.slot.reluctance == least]
    eligible = natural + [fit for fit in fits if fit.supported and fit not in natural]
    if not eligible:
        return []
    best = max(fit.rank for fit in eligible)
    top = [fit for fit in eligible if fit.rank == best]
    if top[0].complete or top[0].facts.unread:
        return top
    return [max(top, key=lambda fit: (fit.similarity, -fit.slot.position))]


def _on(ties: Iterable[tuple[Anchor, Sequence[Facts]]], fit: Fit, board: _Board) -> Iterator[Anchor]:
    leaves = set(fit.slot.leaves)
    return (anchor for anchor, meant in ties if fit.facts in meant and leaves & set(board.finder.covered[anchor.node]))


def _explain(fit: Fit, anchors: Sequence[Anchor]) -> Match:
    signals = {anchor.signal for anchor in anchors} | ({Signal.CONTENT} if fit.complete else set())
    strongest_first = tuple(sorted(signals, key=lambda signal: -signal.strength))
    doubts = tuple(fault.found for fault in find_faults(fit))
    return Match(
        proof=fit.slot.proof.id,
        leaf=fit.slot.owner,
        path=fit.facts.file.path,
        signals=strongest_first,
        confidence=_confidence(fit, strongest_first[0], len(doubts)),
        reason=_reason(fit, anchors),
        doubts=doubts,
        pages=fit.facts.pages,
    )


def _confidence(fit: Fit, strongest: Signal, doubts: int) -> int:
    weights = ((fit.type, _TYPE), (fit.phrases, _PHRASES), (fit.period, _PERIOD), (fit.issuer, _ISSUER))
    agreed = sum(weight for facet, weight in weights if facet.agrees)
    return max(_LEAST, min(_MOST, _BASE[strongest] + agreed - _DOUBT * doubts))


def _reason(fit: Fit, anchors: Iterable[Anchor]) -> str:
    reference = fit.facts.file.head.reference
    parts = [
        fit.type.said if fit.type.agrees else "",
        f"số {reference}" if reference else "",
        *(facet.said for facet in (fit.period, fit.phrases, fit.issuer) if facet.agrees),
        *(anchor.words for anchor in anchors),
        f"trang {pages_said(*fit.facts.pages)}" if fit.facts.pages else "",
    ]
    return f"khớp vì: {', '.join(part for part in parts if part)}"
