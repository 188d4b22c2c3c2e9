"""Acts for the journal: pure, from what forms say to the plain data that the state machine reads back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.journal import Act
from dossier.rounds.model import NO_PROOF, NO_REASON, UNSCORED, Filed, Given, Kind, OpenPoint, Stage, UnitState
from dossier.scoring import PointState
from dossier.text import official_decimal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.criteria.claims import Claim
    from dossier.criteria.model import CriteriaSet, PlacedLeaf
    from dossier.matching import Checklist
    from dossier.problems import Problem
    from dossier.rounds.model import Surveyed
    from dossier.scoring import LeafScore, UnitScore
    from dossier.sheets.model import Answer, AppraisalClaim, Ruling

# The finding of matching that a leaf has neither file nor explanation.
_UNPROVED = "MAT04"


@dataclass(frozen=True, slots=True)
class Paper:
    """The file an act comes from."""

    name: str = ""
    sha256: str = ""


def build_filed(
    criteria: CriteriaSet, score: UnitScore, *, checklist: Checklist, claims: Mapping[str, Claim]
) -> dict[str, Filed]:
    """What a unit files, by leaf: points as computed now, its own words, its files, and what is lacking."""
    placed = {leaf.id: leaf for leaf in criteria.leaves()}
    filed = {item.leaf: _filed(placed[item.leaf], item, checklist, claims) for item in score.leaves}
    outside = (item for item in score.outside if item.points is not None)
    return filed | {item.leaf: Filed(item.points, item.state.value, trace=item.trace) for item in outside}


def _filed(placed: PlacedLeaf, item: LeafScore, checklist: Checklist, claims: Mapping[str, Claim]) -> Filed:
    above = (placed.id, *(parent.id for parent in reversed(placed.parents)))
    told = (claims[code].evidence for code in above if code in claims)
    paths = (match.path for status in checklist.statuses if item.leaf in status.leaves for match in status.matches)
    lacking = (gap.expected for gap in checklist.gaps if gap.rule == _UNPROVED and item.leaf in gap.leaves)
    return Filed(
        points=item.points,
        state=item.state.value,
        excluded=item.state is PointState.EXCLUDED,
        own=item.state is not PointState.NOT_SELF,
        trace=item.trace,
        told="\n".join(text for text in told if text),
        files=tuple(dict.fromkeys(paths)),
        lacking="; ".join(dict.fromkeys(lacking)),
    )


def submitted(
    unit: str, filed: Mapping[str, Filed], *, parts: Sequence[str], arrived: dt.datetime, paper: Paper
) -> Act:
    """A unit's report and form, its evidence, or both (``bao-cao``, ``minh-chung``), arrived at a moment."""
    values = {leaf: _filed_data(item) for leaf, item in filed.items()}
    data = {"parts": list(parts), "arrived": _moment(arrived), "filed": values}
    return _act(Kind.SUBMITTED, unit, paper, data)


def _filed_data(item: Filed) -> dict[str, Any]:
    return {
        "points": _text(item.points),
        "state": item.state,
        "excluded": item.excluded,
        "own": item.own,
        "trace": item.trace,
        "told": item.told,
        "files": list(item.files),
        "lacking": item.lacking,
    }


def appraised(
    claims: Iterable[AppraisalClaim],
    states: Mapping[str, UnitState],
    *,
    office: str,
    turn: int,
    paper: Paper,
    replaces: bool = False,
) -> tuple[Act, ...]:
    """One act a unit, of every leaf that has points or a mark. ``replaces``: the office's earlier values go."""
    by_unit: dict[str, dict[str, Any]] = {}
    for claim in claims:
        if claim.points is not None or claim.excluded:
            filed = states[claim.unit].filed.get(claim.leaf)
            given = Given(claim.points, claim.excluded, claim.reason, _basis(claim, filed), claim.request)
            by_unit.setdefault(claim.unit, {})[claim.leaf] = _given_data(given)
    return tuple(
        _act(Kind.APPRAISED, unit, paper, {"turn": turn, "office": office, "values": values, "replace": replaces})
        for unit, values in by_unit.items()
    )


def _basis(claim: AppraisalClaim, filed: Filed | None) -> str:
    """The evidence the points rest on: as typed, else the files found for the leaf, else the unit's own words."""
    if claim.basis or filed is None:
        return claim.basis
    return "; ".join(filed.files) or filed.told


def _given_data(given: Given) -> dict[str, Any]:
    return {
        "points": _text(given.points),
        "excluded": given.excluded,
        "reason": given.reason,
        "basis": given.basis,
        "request": given.request,
        "office": given.office,
    }


def value_of(given: Mapping[str, Any]) -> Decimal | None:
    """The value of one leaf in the data of an act; None when excluded."""
    return None if given["excluded"] else Decimal(given["points"])


def find_appraisal_faults(
    claims: Iterable[AppraisalClaim], states: Mapping[str, UnitState], *, turn: int
) -> Iterator[Problem]:
    """Rows that may not be taken as they are: no reason for a difference, points without proof or explanation."""
    for claim in claims:
        state = states[claim.unit]
        filed = state.filed.get(claim.leaf)
        if claim.points is None and not claim.excluded:
            yield UNSCORED.at(claim.where, f"Tiêu chí {claim.leaf}: có nội dung nhưng chưa có điểm.")
            continue
        if filed is None:
            continue
        if differs(claim, filed) and not claim.reason:
            yield NO_REASON.at(claim.where, f"Tiêu chí {claim.leaf}: {_difference(claim, filed)}, chưa nêu lý do.")
        point = state.open.get(claim.leaf)
        explained = claim.reason or claim.basis or (claim.request and turn == 1) or (point and point.explanation)
        if filed.lacking and claim.points and not explained:
            message = f"Tiêu chí {claim.leaf}: cho điểm khi chưa có {filed.lacking}."
            yield NO_PROOF.at(claim.where, message)


def differs(claim: AppraisalClaim, filed: Filed) -> bool:
    """Whether an appraisal is not what the unit filed; what others score has nothing to differ from."""
    return filed.own and (claim.points, claim.excluded) != (filed.points, filed.excluded)


def _difference(claim: AppraisalClaim, filed: Filed) -> str:
    mine = "không áp dụng" if claim.excluded else official_decimal(claim.points or Decimal(0))
    theirs = official_decimal(filed.points) if filed.points is not None else filed.state
    return f"thẩm định {mine}, tự chấm {theirs}"


def resolved(unit: str, leaf: str, given: Given, *, turn: int, choice: str, paper: Paper) -> Act:
    """The value that stands where two sources contradicted; ``choice`` says how it was chosen, ``paper`` from where."""
    data = {"turn": turn, "leaf": leaf, "choice": choice, "value": _given_data(given)}
    return _act(Kind.RESOLVED, unit, paper, data)


def plan_requests(state: UnitState) -> dict[str, str]:
    """The open points after appraisal 1, by leaf: what offices asked, and what has neither proof nor explanation."""
    asked: dict[str, str] = {}
    for leaf, values in state.first.items():
        filed = state.filed.get(leaf)
        requests = [value.request for value in values if value.request]
        if not requests and filed and filed.lacking:
            requests = [f"Bổ sung {filed.lacking}."]
        if requests:
            asked[leaf] = "\n".join(dict.fromkeys(requests))
    return asked


def returned(unit: str, asked: Mapping[str, str], *, due: dt.datetime | None, wording: str) -> Act:
    """Appraisal 1 is over; the unit has until ``due`` (the first late moment) to answer."""
    data = {"asked": dict(asked), "due": _moment(due) if due else None, "wording": wording}
    return _act(Kind.RETURNED, unit, Paper(), data)


def supplemented(state: UnitState, answers: Iterable[Answer], *, arrived: dt.datetime, paper: Paper) -> Act:
    """A unit's answers, each naming the line of the journal that asked."""
    data = {
        "arrived": _moment(arrived),
        "answers": {
            answer.leaf: {
                "explanation": answer.explanation,
                "evidence": answer.evidence,
                "asked": state.open.get(answer.leaf, OpenPoint("", 0)).seq,
            }
            for answer in answers
        },
    }
    return _act(Kind.SUPPLEMENTED, state.unit, paper, data)


def concluded(unit: str) -> Act:
    """Appraisal 2 is over; the unit goes to the council."""
    return _act(Kind.CONCLUDED, unit, Paper(), {})


def surveyed(unit: str, parts: Iterable[Surveyed], *, paper: Paper) -> Act:
    """A unit's survey results and whether there were answers enough."""
    values = {
        item.part: {
            "answers": item.answers,
            "mean": None if item.mean is None else str(item.mean),
            "assessed": item.assessed,
            "why": item.why,
        }
        for item in parts
    }
    return _act(Kind.SURVEYED, unit, paper, {"parts": values})


def voted(unit: str, rulings: Iterable[Ruling], *, summary: Mapping[str, Any], paper: Paper) -> Act:
    """The council's decision on a unit; ``summary`` says how the vote went."""
    decisions = {item.leaf: {"points": _text(item.points), "reason": item.reason} for item in rulings}
    return _act(Kind.VOTED, unit, paper, {"decisions": decisions, **summary})


def approved(unit: str, decision: str, *, paper: Paper) -> Act:
    """The approval decision, by number and day."""
    return _act(Kind.APPROVED, unit, paper, {"decision": decision})


def published(unit: str, decision: str, *, paper: Paper) -> Act:
    """The publication, by number and day."""
    return _act(Kind.PUBLISHED, unit, paper, {"decision": decision})


def reopened(unit: str, to: Stage, leaves: Iterable[str], *, reason: str) -> Act:
    """Back to an earlier stage, for some leaves or all."""
    return _act(Kind.REOPENED, unit, Paper(), {"to": to.value, "leaves": sorted(leaves), "reason": reason})


def edited(unit: str, changes: Iterable[tuple[str, str, str, str]], *, paper: Paper) -> Act:
    """Cells of the self-score form were changed: row code, column, old text, new text of each."""
    return _act(Kind.EDITED, unit, paper, {"changes": [list(change) for change in changes]})


def added(unit: str, files: Mapping[str, str]) -> Act:
    """Evidence files were put in: SHA-256 by path in the unit's evidence folder."""
    return _act(Kind.ADDED, unit, Paper(), {"files": dict(files)})


def sorted_in(unit: str, decisions: Iterable[tuple[str, str, str]]) -> Act:
    """People decided where evidence belongs: path, code, verdict of each."""
    return _act(Kind.SORTED, unit, Paper(), {"decisions": [list(item) for item in decisions]})


def _act(kind: Kind, unit: str, paper: Paper, data: Mapping[str, Any]) -> Act:
    return Act(kind.value, unit, paper.name, paper.sha256, data)


def _text(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")
