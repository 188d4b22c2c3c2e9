"""The proofs of a criteria set as slots to fill: one for each proof, whatever number of leaves it covers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.criteria import CriteriaSet, PlacedLeaf, Proof, Window
from dossier.criteria.proofs import Carrier, IssuerKind, PeriodBy
from dossier.text import short_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.criteria.model import Criterion, Leaf
    from dossier.matching.context import MatchContext

# How naturally a file carries a proof, the most natural first; what is not listed never takes one.
_CARRIERS = {Carrier.FILE: 0, Carrier.FIGURES: 0, Carrier.EXPLANATION: 1}
_NO_FILE = 2
_ELSEWHERE = frozenset({Carrier.OTHER_SYSTEM, Carrier.NONE})


@dataclass(frozen=True, slots=True)
class Slot:
    """One proof in its place.

    Attributes:
        owner: code of the leaf or criterion the proof hangs on.
        leaves: codes of the leaves it covers, in the order of the set.
        window: days a document judged by its date must fall in.
        position: 0-based, in the order of the set; identifies the slot.
    """

    proof: Proof
    owner: str
    leaves: tuple[str, ...]
    window: Window
    position: int

    @property
    def arrival(self) -> Window:
        """Days a document judged by its arrival must have come in; the proof's own last day goes first."""
        return Window(first=self.window.first, last=self.proof.due or self.window.last)

    @property
    def reluctance(self) -> int:
        """0 when a file is the natural carrier, 1 when it may stand in for it, 2 when none is expected."""
        return _CARRIERS.get(self.proof.carrier, _NO_FILE)

    @property
    def takes_files(self) -> bool:
        """Whether a file is the natural carrier, or may stand in for it."""
        return self.reluctance < _NO_FILE

    @property
    def lives_elsewhere(self) -> bool:
        """Whether nothing can be asked of the evidence folder."""
        return self.proof.carrier in _ELSEWHERE


def build_slots(criteria: CriteriaSet, context: MatchContext) -> tuple[Slot, ...]:
    """Every proof once, those of a criterion before those of the leaves below it."""
    placed = criteria.leaves()
    owners: dict[str, Leaf | Criterion] = {}
    windows: dict[str, Window | None] = {}
    for leaf in placed:
        inherited: Window | None = None
        downwards: tuple[Leaf | Criterion, ...] = (*leaf.parents, leaf.leaf)
        for node in downwards:
            inherited = node.window or inherited
            owners[node.id], windows[node.id] = node, inherited
    default = context.window or criteria.window or _calendar_year(context.year)
    covered = leaves_by_node(placed)
    pairs = [(code, proof) for code, node in owners.items() for proof in node.proofs]
    return tuple(
        Slot(proof, code, covered[code], windows[code] or default, position)
        for position, (code, proof) in enumerate(pairs)
    )


def leaves_by_node(placed: Iterable[PlacedLeaf]) -> dict[str, tuple[str, ...]]:
    """The leaves at or below every area, criterion and leaf, both in the order of the set."""
    covered: dict[str, list[str]] = {}
    for leaf in placed:
        for code in (leaf.area.id, *(parent.id for parent in leaf.parents), leaf.id):
            covered.setdefault(code, []).append(leaf.id)
    return {code: tuple(leaves) for code, leaves in covered.items()}


def describe(slot: Slot, context: MatchContext) -> str:
    """What the criteria set asks for, in Vietnamese: the title and every demand that can be checked."""
    proof = slot.proof
    demands = [
        "/".join(proof.types),
        ", ".join(f"có {_quoted(entry)}" for entry in proof.must),
        describe_period(slot, context),
        _describe_issuer(proof),
        f"ít nhất {proof.min_count} văn bản" if proof.min_count > 1 else "",
        "ký số" if proof.signed_copy else "",
    ]
    listed = "; ".join(demand for demand in demands if demand)
    return f"{proof.title} ({listed})" if listed else proof.title


def describe_period(slot: Slot, context: MatchContext) -> str:
    """The year or the days a document must belong to; empty when any will do."""
    match slot.proof.period:
        case PeriodBy.SUBJECT_YEAR:
            return f"nội dung năm {wanted_year(slot, context)}"
        case PeriodBy.DATE if slot.proof.carrier is Carrier.FILE:
            return f"ban hành trong {window_name(slot.window)}"
        case PeriodBy.ARRIVAL if slot.proof.carrier is Carrier.FILE:
            return f"đến trong {window_name(slot.arrival)}"
        case _:
            return ""


def wanted_year(slot: Slot, context: MatchContext) -> int:
    """The year the subject of a document must be about."""
    return context.year + slot.proof.year_offset


def window_name(window: Window) -> str:
    """``năm 2020`` for a calendar year, else both days."""
    if window == _calendar_year(window.first.year):
        return f"năm {window.first.year}"
    return f"kỳ {short_date(window.first)}–{short_date(window.last)}"


def _describe_issuer(proof: Proof) -> str:
    if proof.issuer_names:
        return f"do {' hoặc '.join(proof.issuer_names)} ban hành"
    match proof.issuer:
        case IssuerKind.UNIT:
            return "do đơn vị ban hành"
        case IssuerKind.SUPERIOR:
            return "do cấp trên ban hành"
        case _:
            return ""


def _quoted(entry: str) -> str:
    return " hoặc ".join(f"“{part.strip()}”" for part in entry.split("|"))


def _calendar_year(year: int) -> Window:
    return Window(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
