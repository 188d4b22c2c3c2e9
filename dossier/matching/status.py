"""The state of one proof: what serves it, what the form says instead, and what is left to ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.criteria.proofs import Carrier
from dossier.matching import rules
from dossier.matching.context import MatchContext
from dossier.matching.faults import Fault, find_faults
from dossier.matching.fit import Fit
from dossier.matching.model import Gap, Match, Place, ProofState, ProofStatus
from dossier.matching.proofs import Slot, describe
from dossier.problems import CheckRule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.matching.facts import Facts

NOT_FOUND = "không tìm thấy"


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one proof is judged on.

    Attributes:
        served: the files matched to it, each held against it.
        borrowed: places of those that a person put to other leaves; here only their content speaks.
        asked_of: the leaves the unit scores itself and that arise; empty when nothing can be asked.
        explanation: the giải trình of those leaves; empty when there is none.
        linked: a link stands in their cells.
        bare: none of those leaves has any file at all.
    """

    slot: Slot
    context: MatchContext
    served: tuple[tuple[Match, Fit], ...]
    borrowed: frozenset[Place]
    asked_of: tuple[str, ...]
    explanation: str
    linked: bool
    bare: bool

    @property
    def not_due(self) -> bool:
        """Whether the proof cannot be expected yet."""
        due = self.slot.proof.due
        return due is not None and due > self.context.as_of

    @property
    def told(self) -> bool:
        """Whether the cell of the form itself carries what is asked for."""
        match self.slot.proof.carrier:
            case Carrier.LINK:
                return self.linked
            case Carrier.EXPLANATION:
                return bool(self.explanation)
            case Carrier.FIGURES:
                return any(map(str.isdigit, self.explanation))
            case _:
                return False

    def gap(self, rule: CheckRule, *, found: str = NOT_FOUND) -> Gap:
        """A finding about the proof as a whole."""
        return Gap(
            rule=rule.id,
            severity=rule.severity,
            unit=self.context.unit,
            leaf=self.slot.owner,
            proof=self.slot.proof.id,
            leaves=self.asked_of,
            expected=describe(self.slot, self.context),
            found=found,
            remedy=rule.remedy,
        )

    def file_gap(self, fault: Fault, facts: Facts) -> Gap:
        """A finding about one of its documents."""
        gap = self.gap(fault.rule, found=f"{facts.place_name}: {fault.found}")
        return replace(gap, path=facts.file.path, remedy=fault.remedy or gap.remedy)

    def status(self, state: ProofState, gaps: Iterable[Gap] = ()) -> ProofStatus:
        """The outcome."""
        return ProofStatus(
            proof=self.slot.proof.id,
            leaf=self.slot.owner,
            leaves=self.slot.leaves,
            title=self.slot.proof.title,
            state=state,
            matches=tuple(match for match, _ in self.served),
            gaps=tuple(gaps),
        )


def judge_proof(case: Case) -> ProofStatus:
    """Judge one proof.

    Superfluous doubtful files beside enough good ones are hints. Copies of one document count once. A file
    put to another leaf is turned to only where the proof is missing without it, and is then for a person.
    """
    own = tuple((match, fit) for match, fit in case.served if match.place not in case.borrowed)
    status = _judge(replace(case, served=own))
    needed = status.state is ProofState.MISSING and len(own) < len(case.served)
    return _judge(case) if needed else status


def _judge(case: Case) -> ProofStatus:
    if not case.asked_of or case.slot.lives_elsewhere:
        return case.status(ProofState.NOT_REQUIRED)
    judged = [(fit.facts, (*_borrowed(case, match), *find_faults(fit))) for match, fit in case.served]
    gaps = [case.file_gap(fault, facts) for facts, faults in judged for fault in faults]
    good = {facts.identity for facts, faults in judged if not faults}
    wanted = case.slot.proof.min_count
    if case.told or (len(good) >= wanted and case.slot.takes_files):
        return case.status(ProofState.PROVED, map(as_hint, gaps))
    if not case.served:
        return _judge_absent(case)
    if not case.slot.takes_files:
        return case.status(ProofState.REVIEW, [*gaps, case.gap(rules.NO_LINK, found="có tệp, không có đường dẫn")])
    given = {fit.facts.identity for _, fit in case.served}
    if len(given) >= wanted:
        return case.status(ProofState.REVIEW, gaps)
    if case.not_due or case.slot.proof.optional:
        return case.status(ProofState.NOT_DUE if case.not_due else ProofState.NOT_REQUIRED, gaps)
    too_few = case.gap(rules.TOO_FEW, found=f"{len(given)}/{wanted} văn bản khác nhau")
    return case.status(ProofState.MISSING, [too_few, *gaps])


def _borrowed(case: Case, match: Match) -> tuple[Fault, ...]:
    if match.place not in case.borrowed:
        return ()
    return (Fault(rules.BORROWED, "đặt ở tiêu chí khác, ở đây chỉ phù hợp theo nội dung"),)


def as_hint(gap: Gap) -> Gap:
    """The same finding where it no longer endangers the proof."""
    return replace(gap, severity=Severity.HINT)


def _judge_absent(case: Case) -> ProofStatus:
    if case.slot.proof.optional:
        return case.status(ProofState.NOT_REQUIRED)
    if case.not_due:
        return case.status(ProofState.NOT_DUE)
    match case.slot.proof.carrier:
        case Carrier.LINK:
            return case.status(ProofState.MISSING, [case.gap(rules.NO_LINK)])
        case Carrier.FIGURES if case.explanation:
            found = f"giải trình không nêu số liệu: {_excerpt(case.explanation)}"
            return case.status(ProofState.REVIEW, [case.gap(rules.NO_EXPLANATION, found=found)])
        case Carrier.EXPLANATION | Carrier.FIGURES:
            return case.status(ProofState.MISSING, [case.gap(rules.NO_EXPLANATION)])
        case _ if case.explanation and case.bare:
            found = f"không có tệp; có giải trình: {_excerpt(case.explanation)}"
            return case.status(ProofState.REVIEW, [case.gap(rules.EXPLAINED_ONLY, found=found)])
        case _:
            return case.status(ProofState.MISSING, [case.gap(rules.MISSING)])


def _excerpt(text: str, *, limit: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rsplit(' ', 1)[0]}…"


def settle_alternatives(group: tuple[ProofStatus, ...]) -> tuple[ProofStatus, ...]:
    """Proofs of which one is enough, settled together; none of the others is then missing."""
    if any(status.state is ProofState.PROVED for status in group):
        return tuple(status if status.state is ProofState.PROVED else _spared(status) for status in group)
    given = [status for status in group if status.matches]
    explained = [status for status in group if status.state is ProofState.REVIEW][:1]
    kept = given or explained
    if kept:
        return tuple(status if status in kept else _spared(status) for status in group)
    # One that may still come, or that nobody need give, keeps the whole group from being missing.
    for state in (ProofState.NOT_REQUIRED, ProofState.NOT_DUE):
        if any(status.state is state for status in group):
            return tuple(replace(status, state=state, gaps=()) for status in group)
    return (_missing_all(group), *(replace(status, gaps=()) for status in group[1:]))


def _spared(status: ProofStatus) -> ProofStatus:
    if status.matches:
        return replace(status, gaps=tuple(map(as_hint, status.gaps)))
    return replace(status, state=ProofState.NOT_REQUIRED, gaps=())


def _missing_all(group: tuple[ProofStatus, ...]) -> ProofStatus:
    rule = rules.MISSING_ALTERNATIVES
    expected = "; hoặc ".join(gap.expected for status in group for gap in status.gaps)
    whole = replace(group[0].gaps[0], rule=rule.id, severity=rule.severity, expected=expected, remedy=rule.remedy)
    return replace(group[0], gaps=(whole,))
