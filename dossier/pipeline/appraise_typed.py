"""Appraisal typed in from elsewhere than the office's sheet: into the same journal, by the same rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.errors import BadInputError, RefusedError
from dossier.pipeline.journal import record_acts
from dossier.pipeline.standing import read_states
from dossier.problems import Problem, Severity, Where
from dossier.rounds import Stage, acts, office_leaves
from dossier.rounds.model import UNSCORED
from dossier.sheets.model import AppraisalClaim
from dossier.text import official_decimal, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from dossier.campaign import Office, Unit
    from dossier.pipeline.run import Run
    from dossier.rounds.model import Given, UnitState

_STAGES = {Stage.FIRST: 1, Stage.SUPPLEMENT: 2, Stage.SECOND: 2}
EXCLUDED = "không áp dụng"


@dataclass(frozen=True, slots=True)
class TypedLeaf:
    """What an office typed for one leaf; ``points`` as text, ``không áp dụng`` takes the leaf out.

    Attributes:
        seen: the points that stood there when the page was made, as ``shown`` gives them.
    """

    leaf: str
    points: str
    reason: str = ""
    request: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class AppraisalClash:
    """A leaf that a colleague of the same office appraised otherwise in the meantime."""

    leaf: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Appraised:
    """What became of it: the number of leaves kept, clashes, and rows that may not be taken as they are."""

    kept: int
    clashes: tuple[AppraisalClash, ...] = ()
    problems: tuple[Problem, ...] = ()


def turn_of(state: UnitState) -> int:
    """The round of appraisal a unit stands in; 0 when it is in none."""
    return _STAGES.get(state.stage, 0)


def own_values(state: UnitState, turn: int, office: Office) -> dict[str, Given]:
    """What an office has given in a round, by leaf: the last value when there are several."""
    values = state.turn(turn) if turn else {}
    return {leaf: given for leaf, items in values.items() for given in items if given.office == office.id}


def shown(given: Given | None) -> str:
    """The points as the page shows them; empty when there are none."""
    if given is None:
        return ""
    return EXCLUDED if given.excluded or given.points is None else official_decimal(given.points)


def appraise_unit(run: Run, unit: Unit, office: Office, typed: Iterable[TypedLeaf], *, who: str) -> Appraised:
    """Record an office's points for a unit, all leaves that were typed, unless a row may not be taken.

    Raises:
        RefusedError: the unit stands in no round of appraisal.
        BadInputError: a leaf is not this office's.
    """
    state = read_states(run)[unit.id]
    turn = turn_of(state)
    if not turn:
        raise RefusedError(f"{unit.short} đang ở bước «{state.stage.value}», không thẩm định được lúc này.")
    rows = tuple(typed)
    _check_own(run, office, (row.leaf for row in rows))
    standing = own_values(state, turn, office)
    clashes = tuple(_clashes(rows, standing))
    wrong = {clash.leaf for clash in clashes}
    claims: dict[str, AppraisalClaim] = {}
    problems: list[Problem] = []
    for row in rows:
        claim, fault = _claim(run, unit, row)
        if fault:
            problems.append(fault)
        elif claim and row.leaf not in wrong:
            claims[row.leaf] = claim
    faults = tuple(acts.find_appraisal_faults(claims.values(), {unit.id: state}, turn=turn))
    problems += faults
    refused = {problem.where.node for problem in faults if problem.severity is Severity.ERROR}
    fresh = {leaf: claim for leaf, claim in claims.items() if leaf not in refused and _is_new(claim, standing)}
    if fresh:
        kept = {leaf: _again(unit, leaf, given) for leaf, given in standing.items()} | fresh
        act = acts.appraised(
            kept.values(), {unit.id: state}, office=office.id, turn=turn, paper=acts.Paper(), replaces=True
        )
        record_acts(run, act, who=who)
    return Appraised(len(fresh), clashes, tuple(problems))


def _check_own(run: Run, office: Office, leaves: Iterable[str]) -> None:
    mine = office_leaves(run.criteria, run.campaign, office)
    strange = sorted(set(leaves) - mine)
    if strange:
        raise BadInputError(f"{office.name} không thẩm định tiêu chí {', '.join(strange)}.")


def _clashes(rows: Iterable[TypedLeaf], standing: Mapping[str, Given]) -> Iterable[AppraisalClash]:
    for row in rows:
        theirs = shown(standing.get(row.leaf))
        if theirs not in {row.seen.strip(), row.points.strip()} and row.points.strip() != row.seen.strip():
            yield AppraisalClash(row.leaf, row.points.strip(), theirs)


def _claim(run: Run, unit: Unit, row: TypedLeaf) -> tuple[AppraisalClaim | None, Problem | None]:
    """The claim of a row; None for one with nothing in it."""
    where = Where(unit=unit.id, node=row.leaf)
    text = row.points.strip()
    claim = AppraisalClaim(unit.id, row.leaf, reason=row.reason.strip(), request=row.request.strip(), where=where)
    if not text:
        return (claim if claim.reason or claim.request else None), None
    if text == EXCLUDED:
        return replace(claim, excluded=True), None
    try:
        points = parse_decimal(text)
    except ValueError as error:
        return None, UNSCORED.at(where, f"Tiêu chí {row.leaf}: {error}.")
    top = _top(run, row.leaf)
    if not 0 <= points <= top:
        message = f"Tiêu chí {row.leaf}: điểm {official_decimal(points)} không nằm trong 0–{official_decimal(top)}."
        return None, UNSCORED.at(where, message)
    return replace(claim, points=points), None


def _top(run: Run, leaf: str) -> Decimal:
    placed = run.criteria.leaf(leaf)
    if placed:
        return placed.leaf.max
    items = run.criteria.outside_scale.items if run.criteria.outside_scale else ()
    item = next(item for item in items if item.id == leaf)
    return item.max if item.max is not None else item.points


def _is_new(claim: AppraisalClaim, standing: Mapping[str, Given]) -> bool:
    given = standing.get(claim.leaf)
    said = (claim.points, claim.excluded, claim.reason, claim.request)
    return given is None or said != (given.points, given.excluded, given.reason, given.request)


def _again(unit: Unit, leaf: str, given: Given) -> AppraisalClaim:
    return AppraisalClaim(unit.id, leaf, given.points, given.excluded, given.reason, given.basis, given.request)
