"""Faults of scoring rules: points that cannot be reached, or that go beyond the maximum."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.criteria import checks
from dossier.criteria.model import Leaf, Scorer
from dossier.criteria.rules import (
    AllOf,
    CountSteps,
    Deadline,
    External,
    Levels,
    NoViolation,
    Parts,
    PerViolation,
    Proportional,
    RateOverYear,
    ShareDeducted,
    SurveyMean,
    Tiers,
    Weighted,
    YearOverYear,
    YesNo,
)
from dossier.text import fold, official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from dossier.criteria.checks import Fault, Spot
    from dossier.criteria.rules import Band, Level, Rule
    from dossier.yamlfile import Loc


def rule_faults(spot: Spot) -> Iterator[Fault]:
    """The faults of a leaf's rule, parts included; areas and criteria have none."""
    if not isinstance(spot.node, Leaf):
        return
    rule: Rule = spot.node.rule
    place: Loc = ("rule",)
    yield from _row_faults(spot, rule)
    if isinstance(rule, ShareDeducted):
        rule, place = rule.base, ("rule", "base")
    yield from _one_rule(spot, rule, spot.node.max, place)
    # A part may be the council's in a leaf that the unit scores otherwise.
    if isinstance(rule, External | SurveyMean):
        yield from _scorer_faults(spot, place)
    if isinstance(rule, Parts):
        for index, part in enumerate(rule.parts):
            yield from _one_rule(spot, part.rule, part.max, (*place, "parts", index, "rule"))


def _row_faults(spot: Spot, rule: Rule) -> Iterator[Fault]:
    seen: set[str] = set()
    for code, place in _rows(rule, ("rule",)):
        if code in seen:
            yield spot.fault(checks.DUPLICATE, f"Mã dòng «{code}» đã dùng ở trên.", *place, "id")
        seen.add(code)


def _rows(rule: Rule, place: Loc) -> Iterator[tuple[str, Loc]]:
    """The codes of the rows below a leaf's own, and where each is written."""
    match rule:
        case Parts():
            yield from ((part.id, (*place, "parts", index)) for index, part in enumerate(rule.parts))
        case Weighted():
            yield from ((term.id, (*place, "terms", index)) for index, term in enumerate(rule.terms))
        case ShareDeducted():
            yield from _rows(rule.base, (*place, "base"))
            yield from ((cut.id, (*place, "deductions", index)) for index, cut in enumerate(rule.deductions))
        case _:
            pass


def _one_rule(spot: Spot, rule: Rule, maximum: Decimal, place: Loc) -> Iterator[Fault]:
    best = _best_points(rule)
    if best is not None and best != maximum:
        check = checks.OVER_MAX if best > maximum else checks.UNDER_MAX
        message = f"Quy tắc cho tối đa {official_decimal(best)} điểm, mục ghi {official_decimal(maximum)} điểm."
        yield spot.fault(check, message, *place)
    yield from _bound_faults(spot, rule, place)
    match rule:
        case Tiers():
            yield from _scale_faults(spot, rule.bands, (*place, "bands"))
        case CountSteps():
            yield from _scale_faults(spot, rule.steps, (*place, "steps"))
        case Levels() | External():
            yield from _level_faults(spot, rule.levels, (*place, "levels"))
        case Deadline():
            yield from _late_faults(spot, rule, place)
        case _:
            pass


def _bound_faults(spot: Spot, rule: Rule, place: Loc) -> Iterator[Fault]:
    """Limits that cross each other."""
    match rule:
        case SurveyMean() if rule.best <= rule.worst:
            yield spot.fault(checks.FLOOR_CAP, "Mức tốt nhất (best) không lớn hơn mức kém nhất.", *place, "best")
        case PerViolation() if rule.floor > rule.points:
            message = "Điểm thấp nhất (floor) lớn hơn điểm khi không có vi phạm."
            yield spot.fault(checks.FLOOR_CAP, message, *place, "floor")
        case Proportional(floor=floor, cap=cap) if floor is not None and cap is not None and floor >= cap:
            message = f"Ngưỡng dưới {official_decimal(floor)}% không nhỏ hơn ngưỡng tối đa {official_decimal(cap)}%."
            yield spot.fault(checks.FLOOR_CAP, message, *place, "floor")
        case _:
            pass


def _scorer_faults(spot: Spot, place: Loc) -> Iterator[Fault]:
    if isinstance(spot.node, Leaf) and spot.node.scored_by is Scorer.SELF:
        message = f"«{spot.node.id}» lấy điểm từ nơi khác mà lại để đơn vị tự chấm."
        yield spot.fault(checks.SELF_SCORED, message, *place)


def _late_faults(spot: Spot, rule: Deadline, place: Loc) -> Iterator[Fault]:
    """Later never earns as much."""
    sooner, more = 0, rule.points
    for index, step in enumerate(rule.late):
        if step.days <= sooner:
            message = f"Mức trễ đến {step.days} ngày đứng sau mức trễ đến {sooner} ngày."
            yield spot.fault(checks.DEAD_BAND, message, *place, "late", index)
        if step.points >= more:
            message = f"Trễ đến {step.days} ngày mà điểm không ít hơn mức trước."
            yield spot.fault(checks.POINT_ORDER, message, *place, "late", index)
        sooner, more = step.days, step.points


def _best_points(rule: Rule) -> Decimal | None:
    """The most a rule can give; None when it always reaches the maximum or the points are not in the rule."""
    match rule:
        case YesNo() | AllOf() | NoViolation() | PerViolation() | Deadline():
            return rule.points
        case Tiers():
            return max(band.points for band in rule.bands)
        case CountSteps():
            return max(step.points for step in rule.steps)
        case Levels() | External():
            return max((level.points for level in rule.levels), default=None)
        case Weighted():
            return max(term.weight for term in rule.terms)
        case YearOverYear() | RateOverYear():
            return max(rule.increased, rule.equal, rule.decreased)
        case Parts():
            return sum((part.max for part in rule.parts[1:]), rule.parts[0].max)
        case _:
            return None


def _scale_faults(spot: Spot, bands: Sequence[Band], place: Loc) -> Iterator[Fault]:
    """A scale may fall with the measure (fewer is better); it must not turn around."""
    for index, (upper, lower) in enumerate(pairwise(bands), start=1):
        if (lower.min, lower.strict) >= (upper.min, upper.strict):
            message = f"Mức từ {official_decimal(lower.min)} đứng sau mức từ {official_decimal(upper.min)}."
            yield spot.fault(checks.DEAD_BAND, message, *place, index)
        elif lower.points == upper.points:
            message = f"Mức từ {official_decimal(upper.min)} thừa: cùng số điểm với mức kế dưới."
            yield spot.fault(checks.DEAD_BAND, message, *place, index - 1)
    if bands[-1].min != 0 or bands[-1].strict:
        message = f"Dưới {official_decimal(bands[-1].min)} thì chưa nói được bao nhiêu điểm."
        yield spot.fault(checks.NO_LOWEST, message, *place, len(bands) - 1)
    if _turns([band.points for band in bands]):
        yield spot.fault(checks.POINT_ORDER, "Điểm của các mức lúc tăng lúc giảm.", *place)


def _turns(points: list[Decimal]) -> bool:
    return points not in (sorted(points), sorted(points, reverse=True))


def _level_faults(spot: Spot, levels: Sequence[Level], place: Loc) -> Iterator[Fault]:
    states = [fold(level.state) for level in levels]
    for index, (level, state) in enumerate(zip(levels, states, strict=True)):
        if state in states[:index]:
            yield spot.fault(checks.DUPLICATE, f"Mức «{level.state}» đã dùng ở trên.", *place, index)
    for index, (upper, lower) in enumerate(pairwise(levels), start=1):
        if lower.points > upper.points:
            message = f"Mức «{lower.state}» nhiều điểm hơn mức đứng trước «{upper.state}»."
            yield spot.fault(checks.POINT_ORDER, message, *place, index)
