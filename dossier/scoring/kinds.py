"""What each kind of rule makes of a claim. A new kind is one function and one line in ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dossier.criteria.claims import Claim
from dossier.problems import Problem
from dossier.scoring import rules
from dossier.scoring.exact import number_text, percent_text, point_places, points_text, round_points
from dossier.text import fold, official_decimal

if TYPE_CHECKING:
    from dossier.criteria.rules import (
        AllOf,
        Band,
        CountSteps,
        Levels,
        NoViolation,
        Proportional,
        SimpleRule,
        Tiers,
        Typed,
        YearOverYear,
        YesNo,
    )

_ZERO = Decimal(0)
# «Within a hair» of a threshold: half a percentage point.
_HAIR = Fraction(1, 2)
_WHOLE = 100

INPUT_NAMES = {
    "state": "Kết quả",
    "numerator": "Số liệu a",
    "denominator": "Số liệu b",
    "count": "Số lượng",
    "typed_points": "Điểm nhập tay",
}


@dataclass(frozen=True, slots=True)
class Earned:
    """What one rule gives.

    Attributes:
        points: None when they cannot be computed; ``trace`` says why.
        trace: Vietnamese arithmetic.
        typed: the points were typed in, not computed.
    """

    points: Decimal | None
    trace: str
    problems: tuple[Problem, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule.

    Attributes:
        inputs: the fields of a ``Claim`` it reads, all of them needed.
        earn: (rule, maximum of the leaf or part, claim) → points.
    """

    inputs: tuple[str, ...]
    earn: Callable[[Any, Decimal, Claim], Earned]


def given_inputs(claim: Claim) -> tuple[str, ...]:
    """The fields of result that a claim fills."""
    return tuple(name for name in INPUT_NAMES if getattr(claim, name) is not None)


def earn_points(rule: SimpleRule, top: Decimal, claim: Claim) -> Earned:
    """Points of one rule for one claim; ``top`` is the most it may give."""
    kind = KINDS[rule.kind]
    given = given_inputs(claim)
    extra = _names(name for name in given if name not in kind.inputs)
    misfit = (rules.MISFIT.at(claim.where, f"Cách tính điểm này không dùng: {extra}."),) if extra else ()
    missing = [name for name in kind.inputs if name not in given]
    if missing:
        trace = f"Chưa đủ số liệu, thiếu: {_names(missing)}"
        half = (rules.INCOMPLETE.at(claim.where, f"{trace}."),) if len(missing) < len(kind.inputs) else ()
        return Earned(None, trace, misfit + half)
    earned = kind.earn(rule, top, claim)
    return Earned(earned.points, earned.trace, misfit + earned.problems, earned.typed)


def _names(fields: Iterable[str]) -> str:
    return ", ".join(f"«{INPUT_NAMES[field]}»" for field in fields)


def _refuse(problem: Problem) -> Earned:
    return Earned(None, problem.message.removesuffix("."), (problem,))


def _yes_no(rule: YesNo, _top: Decimal, claim: Claim) -> Earned:
    return _chosen(claim, {"có": rule.points, "không": _ZERO}, subject=rule.condition)


def _all_of(rule: AllOf, _top: Decimal, claim: Claim) -> Earned:
    subject = f"Đạt cả {len(rule.conditions)} điều kiện"
    return _chosen(claim, {"có": rule.points, "không": _ZERO}, subject=subject)


def _levels(rule: Levels, _top: Decimal, claim: Claim) -> Earned:
    return _chosen(claim, {level.state: level.points for level in rule.levels}, subject="Mức")


def _chosen(claim: Claim, options: dict[str, Decimal], *, subject: str) -> Earned:
    key = fold(claim.state or "")
    for state, points in options.items():
        if fold(state) == key:
            return Earned(points, f"{subject}: {state} → {points_text(points)}")
    allowed = ", ".join(f"«{state}»" for state in options)
    return _refuse(rules.WRONG_STATE.at(claim.where, f"Kết quả «{claim.state}» không phải là một trong {allowed}."))


def _tiers(rule: Tiers, _top: Decimal, claim: Claim) -> Earned:
    share = _share(claim)
    if isinstance(share, Problem):
        return _refuse(share)
    points, reason, next_up = _band(rule.bands, share * _WHOLE, unit="%")
    near = _near(claim, share, next_up.min, gain=next_up.points - points) if next_up else ()
    trace = f"{_division(claim)} = {percent_text(share)} {reason} → {points_text(points)}"
    return Earned(points, trace, _above_whole(claim, share) + near)


def _band(bands: Iterable[Band], value: Fraction, *, unit: str = "") -> tuple[Decimal, str, Band | None]:
    """Points of the highest band whose ``min`` is reached, the comparison, and the next band above."""
    next_up: Band | None = None
    for band in sorted(bands, key=lambda band: band.min, reverse=True):
        if value >= Fraction(band.min):
            # «≥ 0%» says nothing; the threshold that was missed does.
            missed = next_up is not None and band.min == 0
            return band.points, _below(next_up, unit) if missed else f"≥ {official_decimal(band.min)}{unit}", next_up
        next_up = band
    return _ZERO, _below(next_up, unit), next_up


def _below(band: Band | None, unit: str) -> str:
    return f"< {official_decimal(band.min)}{unit}" if band else ""


def _proportional(rule: Proportional, top: Decimal, claim: Claim) -> Earned:
    share = _share(claim)
    if isinstance(share, Problem):
        return _refuse(share)
    division = _division(claim)
    head = f"{division} = {percent_text(share)}"
    problems = _above_whole(claim, share)
    if rule.floor is not None and share * _WHOLE < Fraction(rule.floor):
        gain = round_points(Fraction(rule.floor) / _WHOLE * Fraction(top), places=point_places(top))
        near = _near(claim, share, rule.floor, gain=gain)
        return Earned(_ZERO, f"{head} < {official_decimal(rule.floor)}% → 0 điểm", problems + near)
    if rule.cap is not None and share * _WHOLE >= Fraction(rule.cap):
        return Earned(top, f"{head} ≥ {official_decimal(rule.cap)}% → tối đa {points_text(top)}", problems)
    if share > 1:
        return Earned(top, f"{head} > 100% → giữ ở mức tối đa {points_text(top)}", problems)
    value, places = share * Fraction(top), point_places(top)
    points = round_points(value, places=places)
    near = _near(claim, share, rule.cap, gain=top - points) if rule.cap is not None else ()
    rounded = "" if Fraction(points) == value else f" ≈ {official_decimal(points, places=places)}"
    trace = f"{head}; {division} × {official_decimal(top)} = {number_text(value)}{rounded} điểm"
    return Earned(points, trace, problems + near)


def _share(claim: Claim) -> Fraction | Problem:
    """The rate a/b, or why there is none."""
    numerator, denominator = claim.numerator or _ZERO, claim.denominator or _ZERO
    if numerator < 0 or denominator < 0:
        return rules.WRONG_FIGURE.at(claim.where, "Số liệu a và b không được âm.")
    if denominator == 0 == numerator:
        return rules.ZERO_OVER_ZERO.at(claim.where, "Số liệu a và b đều là 0: không tính được tỷ lệ.")
    if denominator == 0:
        return rules.ZERO_DENOMINATOR.at(
            claim.where, f"Số liệu b là 0 trong khi số liệu a là {official_decimal(numerator)}."
        )
    return Fraction(numerator) / Fraction(denominator)


def _division(claim: Claim) -> str:
    return f"{official_decimal(claim.numerator or _ZERO)}/{official_decimal(claim.denominator or _ZERO)}"


def _above_whole(claim: Claim, share: Fraction) -> tuple[Problem, ...]:
    if share <= 1:
        return ()
    return (rules.ABOVE_WHOLE.at(claim.where, f"Tỷ lệ {_division(claim)} = {percent_text(share)}, vượt 100%."),)


def _near(claim: Claim, share: Fraction, threshold: Decimal, *, gain: Decimal) -> tuple[Problem, ...]:
    distance = Fraction(threshold) - share * _WHOLE
    if not 0 < distance <= _HAIR or gain <= 0:
        return ()
    message = (
        f"{_division(claim)} = {percent_text(share)}, còn thiếu {number_text(distance)} điểm phần trăm "
        f"so với ngưỡng {official_decimal(threshold)}% (hơn {points_text(gain)})."
    )
    return (rules.NEAR.at(claim.where, message),)


def _count_steps(rule: CountSteps, _top: Decimal, claim: Claim) -> Earned:
    fault = _not_a_count(claim)
    if fault:
        return _refuse(fault)
    count = claim.count or _ZERO
    points, reason, _ = _band(rule.steps, Fraction(count))
    return Earned(points, f"{rule.measure}: {official_decimal(count)} {reason} → {points_text(points)}")


def _no_violation(rule: NoViolation, _top: Decimal, claim: Claim) -> Earned:
    fault = _not_a_count(claim)
    if fault:
        return _refuse(fault)
    count = claim.count or _ZERO
    points = _ZERO if count else rule.points
    found = f"có {official_decimal(count)} vi phạm" if count else "không có vi phạm"
    return Earned(points, f"{rule.condition}: {found} → {points_text(points)}")


def _not_a_count(claim: Claim) -> Problem | None:
    count = claim.count or _ZERO
    if count >= 0 and count % 1 == 0:
        return None
    message = f"Số lượng {official_decimal(count)} không phải là số nguyên từ 0 trở lên."
    return rules.WRONG_FIGURE.at(claim.where, message)


def _year_over_year(rule: YearOverYear, _top: Decimal, claim: Claim) -> Earned:
    now, before = claim.numerator or _ZERO, claim.denominator or _ZERO
    if now > before:
        points, sign, change = rule.increased, ">", "tăng"
    elif now == before:
        points, sign, change = rule.equal, "=", "không đổi"
    else:
        points, sign, change = rule.decreased, "<", "giảm"
    figures = f"{official_decimal(now)} {sign} {official_decimal(before)}"
    return Earned(points, f"{rule.measure}: {figures} ({change} so với năm trước) → {points_text(points)}")


def _typed(_rule: Typed, top: Decimal, claim: Claim) -> Earned:
    points = claim.typed_points or _ZERO
    trace = f"Đơn vị nhập tay → {points_text(points)}"
    if points < 0:
        return _refuse(rules.WRONG_FIGURE.at(claim.where, f"Điểm nhập tay {official_decimal(points)} là số âm."))
    over = over_max(claim, points, top)
    return Earned(points, trace, over, typed=True)


def over_max(claim: Claim, points: Decimal, top: Decimal) -> tuple[Problem, ...]:
    """A problem when the points exceed the maximum; they are kept as they are."""
    if points <= top:
        return ()
    message = f"Điểm {official_decimal(points)} vượt điểm tối đa {official_decimal(top)}; điểm vẫn giữ như đã nộp."
    return (rules.OVER_MAX.at(claim.where, message),)


_RATE = ("numerator", "denominator")

# ``parts`` and ``external`` are no arithmetic of one claim: ``leaf.py`` sees to them.
KINDS: dict[str, Kind] = {
    "yes_no": Kind(("state",), _yes_no),
    "all_of": Kind(("state",), _all_of),
    "levels": Kind(("state",), _levels),
    "tiers": Kind(_RATE, _tiers),
    "proportional": Kind(_RATE, _proportional),
    "count_steps": Kind(("count",), _count_steps),
    "no_violation": Kind(("count",), _no_violation),
    "year_over_year": Kind(_RATE, _year_over_year),
    "typed": Kind(("typed_points",), _typed),
}
