"""Faults of scoring rules: points that cannot be reached, or that go beyond the maximum."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.criteria import checks
from dossier.criteria.model import Leaf, Scorer
from dossier.criteria.rules import (
    AllOf,
    CountSteps,
    External,
    Levels,
    NoViolation,
    Parts,
    Proportional,
    Tiers,
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
    yield from _one_rule(spot, spot.node.rule, spot.node.max, ("rule",))
    if isinstance(spot.node.rule, Parts):
        yield from _part_faults(spot, spot.node.rule)


def _part_faults(spot: Spot, rule: Parts) -> Iterator[Fault]:
    names = [part.id for part in rule.parts]
    for index, part in enumerate(rule.parts):
        place = ("rule", "parts", index)
        if part.id in names[:index]:
            yield spot.fault(checks.DUPLICATE, f"Mã phần «{part.id}» đã dùng ở trên.", *place, "id")
        yield from _one_rule(spot, part.rule, part.max, (*place, "rule"))


def _one_rule(spot: Spot, rule: Rule, maximum: Decimal, place: Loc) -> Iterator[Fault]:
    best = _best_points(rule)
    if best is not None and best != maximum:
        check = checks.OVER_MAX if best > maximum else checks.UNDER_MAX
        message = f"Quy tắc cho tối đa {official_decimal(best)} điểm, mục ghi {official_decimal(maximum)} điểm."
        yield spot.fault(check, message, *place)
    match rule:
        case Tiers():
            yield from _scale_faults(spot, rule.bands, (*place, "bands"))
        case CountSteps():
            yield from _scale_faults(spot, rule.steps, (*place, "steps"))
        case Levels():
            yield from _level_faults(spot, rule.levels, (*place, "levels"))
        case External():
            yield from _level_faults(spot, rule.levels, (*place, "levels"))
            if isinstance(spot.node, Leaf) and spot.node.scored_by is Scorer.SELF:
                message = f"«{spot.node.id}» lấy điểm từ nơi khác mà lại để đơn vị tự chấm."
                yield spot.fault(checks.SELF_SCORED, message, *place)
        case Proportional(floor=floor, cap=cap) if floor is not None and cap is not None and floor >= cap:
            message = f"Ngưỡng dưới {official_decimal(floor)}% không nhỏ hơn ngưỡng tối đa {official_decimal(cap)}%."
            yield spot.fault(checks.FLOOR_CAP, message, *place, "floor")
        case _:
            pass


def _best_points(rule: Rule) -> Decimal | None:
    """The most a rule can give; None when it always reaches the maximum or the points are not in the rule."""
    match rule:
        case YesNo() | AllOf() | NoViolation():
            return rule.points
        case Tiers():
            return max(band.points for band in rule.bands)
        case CountSteps():
            return max(step.points for step in rule.steps)
        case Levels() | External():
            return max((level.points for level in rule.levels), default=None)
        case YearOverYear():
            return max(rule.increased, rule.equal, rule.decreased)
        case Parts():
            return sum((part.max for part in rule.parts[1:]), rule.parts[0].max)
        case _:
            return None


def _scale_faults(spot: Spot, bands: Sequence[Band], place: Loc) -> Iterator[Fault]:
    """A scale may fall with the measure (fewer is better); it must not turn around."""
    for index, (upper, lower) in enumerate(pairwise(bands), start=1):
        if lower.min >= upper.min:
            message = f"Mức từ {official_decimal(lower.min)} đứng sau mức từ {official_decimal(upper.min)}."
            yield spot.fault(checks.DEAD_BAND, message, *place, index)
        elif lower.points == upper.points:
            message = f"Mức từ {official_decimal(upper.min)} thừa: cùng số điểm với mức kế dưới."
            yield spot.fault(checks.DEAD_BAND, message, *place, index - 1)
    if bands[-1].min != 0:
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
