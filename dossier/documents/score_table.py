"""The score table of the self-assessment report (Phụ lục I) and its summary by area. Pure.

Source of the columns: the score tables of published commune sets; decimal comma throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from dossier.criteria import CriteriaSet
from dossier.criteria.claims import Claim
from dossier.criteria.model import Scorer
from dossier.documents.listing import EvidenceListing, cite
from dossier.scoring.model import PointState, UnitScore
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.criteria import PlacedLeaf
    from dossier.criteria.model import Area, Part
    from dossier.scoring.model import LeafScore, NodeScore

NOT_SCORED = "chưa chấm"
COUNCIL_SCORES = "Hội đồng chấm"
_OUTSIDE = {Scorer.SURVEY, Scorer.EXTERNAL}
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of the score table. ``appraised`` stays empty until the council has scored."""

    code: str
    title: str
    max: str
    points: str
    appraised: str
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """Leaves that follow one another under the same criterion.

    Attributes:
        criteria: the rows of the criteria that begin here, outermost first; empty for bare leaves.
    """

    criteria: tuple[ScoreRow, ...]
    leaves: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class ScoreArea:
    """An area with its subtotal."""

    row: ScoreRow
    groups: tuple[ScoreGroup, ...]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area in the summary. ``self_max`` is the part of ``max`` that the unit may score itself."""

    code: str
    title: str
    max: str
    self_max: str
    points: str
    percent: str


@dataclass(frozen=True, slots=True)
class Scores:
    """What the table is made from.

    Attributes:
        claims: by leaf code, or ``leaf/part``.
    """

    criteria: CriteriaSet
    score: UnitScore
    claims: Mapping[str, Claim]
    listing: EvidenceListing

    def node(self, code: str) -> NodeScore:
        """The sum of an area or criterion."""
        return next(node for node in self.score.nodes if node.id == code)

    def leaf(self, code: str) -> LeafScore:
        """The points of a leaf."""
        return next(leaf for leaf in self.score.leaves if leaf.leaf == code)

    def said(self, code: str) -> tuple[Claim, ...]:
        """What the unit's form says of a node: its own row, then those of its parts."""
        return tuple(claim for key, claim in self.claims.items() if key == code or key.startswith(f"{code}/"))


def build_score_areas(scores: Scores) -> tuple[ScoreArea, ...]:
    """The whole tree: areas with subtotals, criteria, leaves."""
    return tuple(_area(area, scores) for area in scores.criteria.areas)


def build_score_totals(scores: Scores) -> tuple[ScoreRow, ...]:
    """The closing rows; what the council decides is left blank."""
    score = scores.score
    outside = outside_parts(scores.criteria)
    whole = score.max + sum((part.max for part in outside), Decimal(0))
    percent = percent_text(total_of(score), score.self_max)
    reached = f"Đạt {percent}% của {official_decimal(score.self_max)} điểm đơn vị tự chấm" if percent else ""
    return (
        _total_row("Tổng điểm tự chấm", score.max, points_text(total_of(score)), reached),
        *(_total_row(part.title, part.max, "", "Do Hội đồng thẩm định xác định") for part in outside),
        _total_row("Tổng điểm", whole, "", "Do Hội đồng thẩm định xác định"),
        _total_row("Chỉ số cải cách hành chính (%)", _HUNDRED, "", "Do Hội đồng thẩm định xác định"),
    )


def build_area_rows(scores: Scores) -> tuple[tuple[AreaRow, ...], AreaRow]:
    """The summary by area, and its total."""
    score = scores.score
    rows = tuple(_area_row(scores.node(area.id), area.title) for area in scores.criteria.areas)
    total = AreaRow(
        code="",
        title="Tổng cộng",
        max=official_decimal(score.max),
        self_max=official_decimal(score.self_max),
        points=points_text(total_of(score)),
        percent=percent_text(total_of(score), score.self_max),
    )
    return rows, total


def outside_parts(criteria: CriteriaSet) -> tuple[Part, ...]:
    """The parts of the scale that no leaf of the set stands for: survey, satisfaction."""
    return tuple(part for part in criteria.parts if part.scored_by in _OUTSIDE)


def points_text(points: Decimal | None) -> str:
    """``7,5``; «chưa chấm» when there are none, never 0."""
    return NOT_SCORED if points is None else official_decimal(points)


def percent_text(points: Decimal | None, of: Decimal) -> str:
    """``84,35`` (half up); empty when there is nothing to measure."""
    if points is None or not of:
        return ""
    return official_decimal((points * _HUNDRED / of).quantize(_CENT, ROUND_HALF_UP), places=2)


def total_of(score: UnitScore) -> Decimal | None:
    """The unit's total; None when it has scored nothing."""
    return score.total if any(leaf.points is not None for leaf in score.leaves) else None


def _area(area: Area, scores: Scores) -> ScoreArea:
    placed = [leaf for leaf in scores.criteria.leaves() if leaf.area.id == area.id]
    groups: list[ScoreGroup] = []
    shown: set[str] = set()
    for _, run in groupby(placed, key=lambda leaf: leaf.parents[-1].id if leaf.parents else ""):
        leaves = list(run)
        begun = [parent for parent in leaves[0].parents if parent.id not in shown]
        shown.update(parent.id for parent in begun)
        groups.append(
            ScoreGroup(
                criteria=tuple(_node_row(parent.id, parent.title, scores) for parent in begun),
                leaves=tuple(_leaf_row(leaf, scores) for leaf in leaves),
            )
        )
    return ScoreArea(_node_row(area.id, area.title, scores), tuple(groups))


def _node_row(code: str, title: str, scores: Scores) -> ScoreRow:
    node = scores.node(code)
    return ScoreRow(
        code=code,
        title=title,
        max=official_decimal(node.max),
        points=_node_points(node),
        appraised="",
        evidence=_evidence(code, scores),
        note="\n".join(_notes(scores.said(code))),
    )


def _node_points(node: NodeScore) -> str:
    """Blank when the unit may score nothing below it."""
    return points_text(node.points) if node.self_max or node.points is not None else ""


def _leaf_row(placed: PlacedLeaf, scores: Scores) -> ScoreRow:
    score = scores.leaf(placed.id)
    said = scores.said(placed.id)
    trace = COUNCIL_SCORES if score.state is PointState.NOT_SELF else score.trace
    return ScoreRow(
        code=placed.id,
        title=placed.leaf.title,
        max=official_decimal(score.max),
        points=_leaf_points(score),
        appraised="",
        evidence=_evidence(placed.id, scores),
        note="\n".join([*([trace] if trace and score.state is not PointState.BLANK else []), *_notes(said)]),
    )


def _leaf_points(score: LeafScore) -> str:
    if score.state is PointState.NOT_SELF:
        return ""
    return "không áp dụng" if score.state is PointState.EXCLUDED else points_text(score.points)


def _evidence(code: str, scores: Scores) -> str:
    """What the unit wrote, with the numbers in the inventory; else the files found, cited."""
    listed = scores.listing.serving(code)
    written = [claim.evidence for claim in scores.said(code) if claim.evidence]
    if not written:
        return "\n".join(cite(one) for one in listed)
    numbers = ", ".join(str(one.number) for one in listed)
    return "\n".join([*written, f"(tài liệu số {numbers})"] if numbers else written)


def _notes(said: Iterable[Claim]) -> list[str]:
    return [claim.note for claim in said if claim.note]


def _area_row(node: NodeScore, title: str) -> AreaRow:
    return AreaRow(
        code=node.id,
        title=title,
        max=official_decimal(node.max),
        self_max=official_decimal(node.self_max),
        points=_node_points(node),
        percent=percent_text(node.points, node.self_max),
    )


def _total_row(title: str, maximum: Decimal, points: str, note: str) -> ScoreRow:
    return ScoreRow("", title, official_decimal(maximum), points, "", "", note)
