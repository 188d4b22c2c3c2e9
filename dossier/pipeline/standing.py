"""Where each unit's year stands, read from the journal and turned into what scoring adds up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.campaign.model import Survey
from dossier.criteria.points import AppraisedPoints, SurveyPoints
from dossier.criteria.rules import SurveyMean
from dossier.errors import DamagedError
from dossier.journal import JOURNAL_FILE, load_journal
from dossier.problems import Problem, Severity, Where
from dossier.rounds.duties import duty_of
from dossier.rounds.machine import replay
from dossier.scoring.exact import survey_points
from dossier.scoring.model import LeafScore, PointState, UnitScore
from dossier.scoring.outside import sum_outside
from dossier.scoring.tally import Filing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.campaign import Unit
    from dossier.journal import Entry
    from dossier.pipeline.run import Run
    from dossier.rounds.model import Duty, Filed, UnitState

_ZERO = Decimal(0)


def read_states(run: Run) -> dict[str, UnitState]:
    """The state of every unit of the campaign.

    Raises:
        DamagedError: the journal does not verify, or tells of acts that cannot have happened so.
    """
    entries, problems = load_journal(run.paths.records / JOURNAL_FILE)
    duties = {unit.id: duty_of(run.criteria, run.campaign, unit.id) for unit in run.campaign.units}
    states, faults = _replay(entries, duties)
    grave = [problem for problem in (*problems, *faults) if problem.severity is Severity.ERROR]
    if grave:
        raise DamagedError("Nhật ký có chỗ sai: không tính kết quả từ nhật ký này.", problems=grave)
    return states


# By unit: its last act, whose hash speaks for all before it, with the duty, and what came of them.
_KNOWN: dict[str, tuple[tuple[str, Duty | None], UnitState]] = {}


def _replay(entries: Iterable[Entry], duties: Mapping[str, Duty]) -> tuple[dict[str, UnitState], list[Problem]]:
    """As ``replay``, but a unit that did nothing since the last time is as it was."""
    acts: dict[str, list[Entry]] = {unit: [] for unit in duties}
    for entry in entries:
        acts.setdefault(entry.unit, []).append(entry)
    states: dict[str, UnitState] = {}
    faults: list[Problem] = []
    for unit, mine in acts.items():
        key = (mine[-1].hash if mine else "", duties.get(unit))
        known = _KNOWN.get(unit)
        if known and known[0] == key:
            states[unit] = known[1]
            continue
        found, wrong = replay(mine, {unit: duties[unit]} if unit in duties else {})
        states |= found
        faults += wrong
        if found and not wrong:
            _KNOWN[unit] = (key, found[unit])
    return states, faults


def filing_of(run: Run, unit: Unit, score: UnitScore, state: UnitState) -> Filing:
    """What counts for a unit: its self-score as filed, once it has been, with appraisal, council and surveys."""
    return Filing(
        unit=unit,
        score=_as_filed(run, score, state.filed),
        appraised=_appraised(state),
        survey={part: _survey(run, unit.id, state, part) for part in state.surveys},
    )


def _as_filed(run: Run, score: UnitScore, filed: Mapping[str, Filed]) -> UnitScore:
    """The score with the points that were handed in, whatever became of the form or the rules since."""
    if not filed:
        return score
    leaves = tuple(_leaf_as_filed(leaf, filed.get(leaf.leaf)) for leaf in score.leaves)
    outside = tuple(_leaf_as_filed(leaf, filed.get(leaf.leaf)) for leaf in score.outside)
    points = {leaf.leaf: leaf.points for leaf in (*leaves, *outside) if leaf.points is not None}
    bonus, penalty = sum_outside(run.criteria.outside_scale, points)
    total = sum((points.get(leaf.leaf, _ZERO) for leaf in leaves), bonus - penalty)
    return replace(score, leaves=leaves, outside=outside, total=max(_ZERO, total))


def _leaf_as_filed(leaf: LeafScore, filed: Filed | None) -> LeafScore:
    if filed is None:
        # Bonus and penalty that were not claimed then do not count because they stand in the form now.
        return replace(leaf, points=None, state=PointState.BLANK, trace="")
    top = _ZERO if filed.excluded or leaf.removed else leaf.max
    state = PointState(filed.state) if filed.state else leaf.state
    return replace(leaf, points=filed.points, state=state, trace=filed.trace, applicable_max=top)


def _appraised(state: UnitState) -> dict[str, AppraisedPoints]:
    """By leaf: what the council decided, else what the appraisal left standing."""
    found = {}
    for leaf in {**state.first, **state.second, **state.decisions}:
        decision, given = state.decisions.get(leaf), state.appraised(leaf)
        if decision:
            excluded = decision.points is None
            found[leaf] = AppraisedPoints(leaf, decision.points, decision.reason, by="Hội đồng", excluded=excluded)
        elif given:
            where = Where(path=given.file, unit=state.unit, node=leaf)
            found[leaf] = AppraisedPoints(leaf, given.value, given.reason, given.office, where, given.excluded)
    return found


def _survey(run: Run, unit: str, state: UnitState, part: str) -> SurveyPoints:
    surveyed = state.surveys[part]
    scale, top = _scale(run, part)
    points = None
    if surveyed.assessed and surveyed.mean is not None:
        points = survey_points(surveyed.mean, top=top, best=scale.best, worst=scale.worst)
    where = Where(path=JOURNAL_FILE, unit=unit, node=part)
    return SurveyPoints(part, points, sample=surveyed.answers, decimals=3, where=where)


def _scale(run: Run, part: str) -> tuple[Survey, Decimal]:
    """The scale of a survey's answers and the points of its best: of a part of the scale or of a surveyed leaf."""
    placed = run.criteria.leaf(part)
    top = placed.leaf.max if placed else next(item.max for item in run.criteria.parts if item.id == part)
    told = next((item for item in run.campaign.surveys if item.part == part), None)
    if told is None and placed and isinstance(placed.leaf.rule, SurveyMean):
        return Survey(part=part, best=placed.leaf.rule.best, worst=placed.leaf.rule.worst), top
    return told or Survey(part=part), top
