"""The points of one leaf: who may score it, whether it arises, and what its rule gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.criteria.claims import Claim
from dossier.criteria.model import NotApplicable, NotApplicableEffect, PlacedLeaf, Scorer
from dossier.criteria.rules import Parts
from dossier.scoring import rules
from dossier.scoring.exact import points_text
from dossier.scoring.kinds import Earned, earn_points, given_inputs, over_max
from dossier.scoring.model import LeafScore, PointState
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.problems import Problem, Where

_ZERO = Decimal(0)


def score_leaf(placed: PlacedLeaf, claims: Mapping[str, Claim]) -> LeafScore:
    """The points a unit gives itself on one leaf.

    ``claims`` are by code; those of the leaf, of its parts (``leaf/part``) and of the criteria above it
    are read. A proportional share is rounded as ``dossier.scoring.exact`` says; points above the
    maximum are kept as filed and reported.
    """
    rule = placed.leaf.rule
    if placed.leaf.scored_by is not Scorer.SELF or rule.kind == "external":
        return _not_self(placed, claims)
    if any(claims[code].not_applicable for code in _upwards(placed) if code in claims):
        return _not_arising(placed, claims)
    if isinstance(rule, Parts):
        earned = _sum_parts(placed, rule, claims)
    else:
        earned = earn_points(rule, placed.leaf.max, _claim(claims, placed.id))
    if earned.points is None:
        return _leaf_score(placed, None, PointState.BLANK, earned.trace, _with_way_out(placed, earned.problems))
    state = PointState.TYPED if earned.typed else PointState.COMPUTED
    return _leaf_score(placed, earned.points, state, earned.trace, earned.problems)


def _upwards(placed: PlacedLeaf) -> tuple[str, ...]:
    return (placed.id, *(parent.id for parent in reversed(placed.parents)))


def _claim(claims: Mapping[str, Claim], code: str) -> Claim:
    """The claim of a row, its place filled in; an empty one when the row is not there."""
    claim = claims.get(code) or Claim(code)
    return claim if claim.where.node else replace(claim, where=replace(claim.where, node=code))


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


def _rows(placed: PlacedLeaf, claims: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """The claims that carry results of the leaf: its own, and those of its parts."""
    rule = placed.leaf.rule
    parts = tuple(f"{placed.id}/{part.id}" for part in rule.parts) if isinstance(rule, Parts) else ()
    return tuple(_claim(claims, code) for code in (placed.id, *parts))


def _not_self(placed: PlacedLeaf, claims: Mapping[str, Claim]) -> LeafScore:
    problems = tuple(
        rules.NOT_SELF.at(claim.where, f"Tiêu chí {placed.id} đơn vị không tự chấm nhưng biểu có nhập kết quả.")
        for claim in _rows(placed, claims)
        if claim.not_applicable or given_inputs(claim)
    )
    return _leaf_score(placed, None, PointState.NOT_SELF, "Hội đồng chấm, đơn vị để trống", problems)


def _not_arising(placed: PlacedLeaf, claims: Mapping[str, Claim]) -> LeafScore:
    where = _claim(claims, placed.id).where
    allowed = placed.not_applicable
    if allowed is None:
        message = f"Bộ tiêu chí không cho khai «Không phát sinh» ở tiêu chí {placed.id}."
        return _undecided(placed, rules.NOT_ALLOWED.at(where, message))
    if any(_says_something(claim) for claim in _rows(placed, claims)):
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
    figures = (claim.numerator, claim.denominator, claim.count, claim.typed_points)
    return fold(claim.state or "không") != "khong" or any(figures)


def _unproved(
    placed: PlacedLeaf, allowed: NotApplicable, claims: Mapping[str, Claim], where: Where
) -> tuple[Problem, ...]:
    if not allowed.needs_proof or any(claims[code].evidence for code in _upwards(placed) if code in claims):
        return ()
    message = f"Tiêu chí {placed.id} khai «Không phát sinh» nhưng chưa ghi tài liệu hoặc giải trình."
    return (rules.UNPROVED.at(where, message),)


def _sum_parts(placed: PlacedLeaf, rule: Parts, claims: Mapping[str, Claim]) -> Earned:
    """The sum of the parts; None as long as one of them has no points."""
    whole = _claim(claims, placed.id)
    stray = given_inputs(whole)
    misfit = rules.MISFIT.at(whole.where, f"Kết quả của tiêu chí {placed.id} phải nhập ở các dòng thành phần.")
    problems: list[Problem] = [misfit] if stray else []
    total, traces, blank, typed = _ZERO, [], [], False
    for part in rule.parts:
        claim = _claim(claims, f"{placed.id}/{part.id}")
        if part.rule.kind == "external":
            earned = Earned(None, "hội đồng chấm")
        else:
            earned = earn_points(part.rule, part.max, claim)
        problems += earned.problems
        traces.append(f"{part.id}) {earned.trace}")
        typed = typed or earned.typed
        if earned.points is None:
            blank.append(part.id)
        else:
            total += earned.points
    listed = "; ".join(traces)
    if blank:
        if len(blank) < len(rule.parts):
            message = f"Tiêu chí {placed.id} còn thiếu điểm thành phần: {', '.join(blank)}."
            problems.append(rules.INCOMPLETE.at(whole.where, message))
        return Earned(None, f"Chưa đủ điểm thành phần ({', '.join(blank)}): {listed}", tuple(problems))
    problems += over_max(whole, total, placed.leaf.max)
    return Earned(total, f"{listed}; cộng {points_text(total)}", tuple(problems), typed)


def _with_way_out(placed: PlacedLeaf, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Tell who wrote 0/0 what this set allows."""
    if placed.not_applicable:
        remedy = f"Nếu {placed.not_applicable.when}, đánh dấu x vào cột «Không phát sinh» và xóa số liệu."
    else:
        remedy = "Bộ tiêu chí không nói về trường hợp này: ghi giải trình để hội đồng quyết định."
    zero = rules.ZERO_OVER_ZERO.id
    return tuple(replace(problem, remedy=remedy) if problem.rule == zero else problem for problem in problems)
