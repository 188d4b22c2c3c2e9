"""The points of one leaf: who may score it, whether it arises, and what its rule gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.campaign.policy import Rounding
from dossier.criteria.model import NotApplicable, NotApplicableEffect, PlacedLeaf, Scorer
from dossier.scoring import rules
from dossier.scoring.compound import Rows, earn_rule
from dossier.scoring.exact import Scale, points_text
from dossier.scoring.kinds import given_inputs
from dossier.scoring.model import LeafScore, PointState
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.criteria.claims import Claim
    from dossier.problems import Problem, Where

_ZERO = Decimal(0)
_PLAIN = Rounding()


def score_leaf(placed: PlacedLeaf, claims: Mapping[str, Claim], *, rounding: Rounding = _PLAIN) -> LeafScore:
    """The points a unit gives itself on one leaf.

    ``claims`` are by code; those of the leaf, of the rows below it (``leaf/row``) and of the criteria above it
    are read. A share of the maximum is rounded as ``dossier.scoring.exact`` says; points above the
    maximum are kept as filed and reported.
    """
    leaf, rows = placed.leaf, Rows(placed.id, claims)
    if leaf.scored_by is not Scorer.SELF or leaf.rule.kind == "external":
        return _not_self(placed, rows)
    if any(claims[code].not_applicable for code in _upwards(placed) if code in claims):
        return _not_arising(placed, claims)
    earned = earn_rule(leaf.rule, Scale(leaf.max, rounding), rows)
    if earned.points is None:
        return _leaf_score(placed, None, PointState.BLANK, earned.trace, _with_way_out(placed, earned.problems))
    state = PointState.TYPED if earned.typed else PointState.COMPUTED
    return _leaf_score(placed, earned.points, state, earned.trace, earned.problems)


def _upwards(placed: PlacedLeaf) -> tuple[str, ...]:
    return (placed.id, *(parent.id for parent in reversed(placed.parents)))


def _leaf_score(
    placed: PlacedLeaf,
    points: Decimal | None,
    state: PointState,
    trace: str,
    problems: tuple[Problem, ...] = (),
) -> LeafScore:
    top = placed.leaf.max
    excluded = state is PointState.EXCLUDED
    return LeafScore(placed.id, points, top, _ZERO if excluded else top, state, trace, problems)


def _not_self(placed: PlacedLeaf, rows: Rows) -> LeafScore:
    problems = tuple(
        rules.NOT_SELF.at(claim.where, f"Tiêu chí {placed.id} đơn vị không tự chấm nhưng biểu có nhập kết quả.")
        for claim in rows.every(placed.leaf.rule)
        if claim.not_applicable or given_inputs(claim)
    )
    return _leaf_score(placed, None, PointState.NOT_SELF, "Hội đồng chấm, đơn vị để trống", problems)


def _not_arising(placed: PlacedLeaf, claims: Mapping[str, Claim]) -> LeafScore:
    rows = Rows(placed.id, claims)
    where = rows.own().where
    allowed = placed.not_applicable
    if allowed is None:
        message = f"Bộ tiêu chí không cho khai «Không phát sinh» ở tiêu chí {placed.id}."
        return _undecided(placed, rules.NOT_ALLOWED.at(where, message))
    if any(_says_something(claim) for claim in rows.every(placed.leaf.rule)):
        message = f"Tiêu chí {placed.id} vừa khai «Không phát sinh» vừa nhập kết quả."
        return _undecided(placed, rules.CONTRADICTION.at(where, message))
    problems = _unproved(placed, allowed, claims, where)
    if allowed.effect is NotApplicableEffect.EXCLUDE:
        trace = f"Không phát sinh ({allowed.when}) → không tính vào điểm tối đa"
        return _leaf_score(placed, None, PointState.EXCLUDED, trace, problems)
    trace = f"Không phát sinh ({allowed.when}) → điểm tối đa {points_text(placed.leaf.max)}"
    return _leaf_score(placed, placed.leaf.max, PointState.FULL_NOT_ARISING, trace, problems)


def _undecided(placed: PlacedLeaf, problem: Problem) -> LeafScore:
    return _leaf_score(placed, None, PointState.BLANK, problem.message.removesuffix("."), (problem,))


def _says_something(claim: Claim) -> bool:
    """Results other than «không» and zeros, which agree with nothing having arisen."""
    figures = (claim.numerator, claim.denominator, claim.count, claim.date, claim.typed_points)
    return fold(claim.state or "không") != "khong" or any(figures)


def _unproved(
    placed: PlacedLeaf, allowed: NotApplicable, claims: Mapping[str, Claim], where: Where
) -> tuple[Problem, ...]:
    if not allowed.needs_proof or any(claims[code].evidence for code in _upwards(placed) if code in claims):
        return ()
    message = f"Tiêu chí {placed.id} khai «Không phát sinh» nhưng chưa ghi tài liệu hoặc giải trình."
    return (rules.UNPROVED.at(where, message),)


def _with_way_out(placed: PlacedLeaf, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Tell who wrote 0/0 what this set allows."""
    if placed.not_applicable:
        remedy = f"Nếu {placed.not_applicable.when}, đánh dấu x vào cột «Không phát sinh» và xóa số liệu."
    else:
        remedy = "Bộ tiêu chí không nói về trường hợp này: ghi giải trình để hội đồng quyết định."
    zero = rules.ZERO_OVER_ZERO.id
    return tuple(replace(problem, remedy=remedy) if problem.rule == zero else problem for problem in problems)
