"""A unit's points side by side, self and appraised, against the maximum that is its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from dossier.campaign import Unit
from dossier.criteria.model import Scorer
from dossier.criteria.points import AppraisedPoints, SurveyPoints
from dossier.scoring.model import LeafScore, PointState, UnitScore
from dossier.scoring.outside import sum_outside
from dossier.scoring.unit import why_removed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.campaign.policy import Exclusion
    from dossier.criteria.model import CriteriaSet, Part, PlacedLeaf

_ZERO = Decimal(0)


class Basis(StrEnum):
    """Whose points make the index. SELF is provisional: only what a unit may score itself counts."""

    SELF = "tự chấm"
    APPRAISED = "thẩm định"


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a leaf, area or part of the scale.

    Attributes:
        max: in the set.
        applicable_max: what the unit is measured against; 0 when excluded for it or for all.
        self_points: as filed, never clamped; None when the unit gave none.
        points: those that count, of the basis; None while they are not known or when excluded.
    """

    id: str
    title: str
    max: Decimal
    applicable_max: Decimal
    self_points: Decimal | None = None
    points: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Self less counted points; negative when the appraisal gave more. None when one of them is missing."""
        return None if self.self_points is None or self.points is None else self.self_points - self.points


@dataclass(frozen=True, slots=True)
class Tally:
    """What the index of one unit is made of.

    Attributes:
        names: every name the unit goes or went by, the official one first.
        parts: parts of the scale in order; their points and maxima are what is added up.
        areas: for tables and statistics.
        leaves: empty when only areas are known.
        missing: codes of leaves and parts that count for the unit and have no points yet.
    """

    unit: str
    names: tuple[str, ...]
    kind: str
    parts: tuple[Points, ...]
    areas: tuple[Points, ...] = ()
    leaves: tuple[Points, ...] = ()
    bonus: Decimal = _ZERO
    penalty: Decimal = _ZERO
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The official name."""
        return self.names[0]

    @property
    def self_total(self) -> Decimal:
        """What the unit gave itself."""
        return sum((part.self_points or _ZERO for part in self.parts), _ZERO)


@dataclass(frozen=True, slots=True)
class Filing:
    """What has come in for one unit.

    Attributes:
        score: the self-score.
        appraised: by leaf code, or by id of a bonus or penalty.
        survey: by id of the part, or by code of a leaf that a survey scores.
    """

    unit: Unit
    score: UnitScore
    appraised: Mapping[str, AppraisedPoints] = field(default_factory=dict)
    survey: Mapping[str, SurveyPoints] = field(default_factory=dict)


def tally_unit(criteria: CriteriaSet, filing: Filing, *, basis: Basis, exclusions: Sequence[Exclusion] = ()) -> Tally:
    """The points of a unit by leaf, area and part.

    An appraised leaf that the unit had declared not applicable comes back into the maximum. Without an
    appraisal such a declaration stands. A survey below the least sample leaves the maximum (99 became 89).
    """
    return next(tally_units(criteria, [filing], basis=basis, exclusions=exclusions))


def tally_units(
    criteria: CriteriaSet, filings: Iterable[Filing], *, basis: Basis, exclusions: Sequence[Exclusion] = ()
) -> Iterator[Tally]:
    """``tally_unit`` for many, one at a time."""
    tree = criteria.leaves()
    for filing in filings:
        leaves = [
            (placed, _leaf(placed, score, filing, basis=basis, removed=why_removed(placed, filing.unit.id, exclusions)))
            for placed, score in zip(tree, filing.score.leaves, strict=True)
        ]
        parts, waiting = _parts(criteria, leaves, filing, basis)
        bonus, penalty = _outside(criteria, filing, basis)
        unknown = (item.id for _, item in leaves if item.applicable_max and item.points is None)
        yield Tally(
            unit=filing.unit.id,
            names=filing.unit.names,
            kind=filing.unit.kind,
            parts=parts,
            areas=tuple(
                sum_points(
                    area.id, area.title, [item for placed, item in leaves if placed.area.id == area.id], top=area.max
                )
                for area in criteria.areas
            ),
            leaves=tuple(item for _, item in leaves),
            bonus=bonus,
            penalty=penalty,
            missing=(*unknown, *waiting),
        )


def _leaf(placed: PlacedLeaf, score: LeafScore, filing: Filing, *, basis: Basis, removed: str) -> Points:
    """What counts of one leaf; ``removed`` says why it counts for no one, if so."""
    leaf = placed.leaf
    top, points = leaf.max, score.points
    if basis is Basis.SELF:
        top = _ZERO if score.state is PointState.NOT_SELF else score.applicable_max
    elif leaf.scored_by is Scorer.SURVEY:
        survey = filing.survey.get(leaf.id)
        points = survey.points if survey else None
        top = _ZERO if survey and survey.points is None else leaf.max
    else:
        appraised = filing.appraised.get(leaf.id)
        points = appraised.points if appraised else None
        stands = score.state is PointState.EXCLUDED and appraised is None
        top = _ZERO if stands or (appraised and appraised.excluded) else leaf.max
    if removed:
        top = _ZERO
    return Points(leaf.id, leaf.title, leaf.max, top, score.points, points if top else None)


def sum_points(code: str, title: str, items: Sequence[Points], *, top: Decimal | None = None) -> Points:
    """What is under one head, added up; points are None as long as none is known.

    ``top`` is the head's own maximum; None takes the sum.
    """
    own = [item.self_points for item in items if item.self_points is not None]
    counted = [item.points for item in items if item.points is not None]
    return Points(
        code,
        title,
        max=sum((item.max for item in items), _ZERO) if top is None else top,
        applicable_max=sum((item.applicable_max for item in items), _ZERO),
        self_points=sum(own, _ZERO) if own else None,
        points=sum(counted, _ZERO) if counted else None,
    )


def _parts(
    criteria: CriteriaSet, leaves: Sequence[tuple[PlacedLeaf, Points]], filing: Filing, basis: Basis
) -> tuple[tuple[Points, ...], tuple[str, ...]]:
    """Each part of the scale, and the surveys still awaited.

    The first part of a kind takes the leaves of that kind; other surveys come whole.
    """
    surveyed = [item for placed, item in leaves if placed.leaf.scored_by is Scorer.SURVEY]
    appraised = [item for placed, item in leaves if placed.leaf.scored_by is not Scorer.SURVEY]
    parts: list[Points] = []
    waiting: list[str] = []
    for part in criteria.parts:
        feed = surveyed if part.scored_by is Scorer.SURVEY else appraised
        if feed:
            parts.append(sum_points(part.id, part.title, feed, top=part.max))
            feed.clear()
            continue
        parts.append(_survey_part(part, filing.survey.get(part.id), basis))
        if parts[-1].applicable_max and parts[-1].points is None:
            waiting.append(part.id)
    return tuple(parts), tuple(waiting)


def _survey_part(part: Part, survey: SurveyPoints | None, basis: Basis) -> Points:
    """A survey that is known only as points of the whole part."""
    least = part.sample.min_answers if part.sample else None
    thin = survey is not None and survey.sample is not None and least is not None and survey.sample < least
    assessed = survey is not None and survey.points is not None and not thin
    # Before the survey is in, a provisional index is measured without it.
    waiting = survey is None and basis is Basis.APPRAISED
    top = part.max if assessed or waiting else _ZERO
    return Points(part.id, part.title, part.max, top, points=survey.points if survey and assessed else None)


def _outside(criteria: CriteriaSet, filing: Filing, basis: Basis) -> tuple[Decimal, Decimal]:
    if basis is Basis.SELF:
        points = {item.leaf: item.points for item in filing.score.outside if item.points is not None}
    else:
        points = {code: item.points for code, item in filing.appraised.items() if item.points is not None}
    return sum_outside(criteria.outside_scale, points)
