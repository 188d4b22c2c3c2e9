"""What each one-row kind of rule makes of a claim. A new kind is one function and one line in ``KINDS``.

Kinds that need several rows are in ``compound``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from dossier.criteria.claims import Claim
from dossier.criteria.rules import Band
from dossier.problems import Problem
from dossier.scoring import rules
from dossier.scoring.exact import SURVEY_PLACES, Scale, number_text, percent_text, points_text, round_points
from dossier.text import fold, official_decimal, short_date

if TYPE_CHECKING:
    from dossier.criteria.rules import (
        AllOf,
        CountSteps,
        Deadline,
        Levels,
        NoViolation,
        PerViolation,
        Proportional,
        RateOverYear,
        Rule,
        SurveyMean,
        Tiers,
        Typed,
        YearOverYear,
        YesNo,
    )

_ZERO = Decimal(0)
# «Within a hair» of a threshold: half a percentage point.
_HAIR = Fraction(1, 2)
_WHOLE = 100
_SATURDAY = 5

INPUT_NAMES = {
    "state": "Kết quả",
    "numerator": "Số liệu a",
    "denominator": "Số liệu b",
    "count": "Số lượng",
    "date": "Ngày",
    "typed_points": "Điểm nhập tay",
}
_READ = attrgetter(*INPUT_NAMES)


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
        earn: (rule, scale of the leaf or part, claim) → points.
        either: one of the inputs is enough.
    """

    inputs: tuple[str, ...]
    earn: Callable[[Any, Scale, Claim], Earned]
    either: bool = False


def given_inputs(claim: Claim) -> tuple[str, ...]:
    """The fields of result that a claim fills."""
    return tuple(name for name, value in zip(INPUT_NAMES, _READ(claim), strict=True) if value is not None)


def earn_points(rule: Rule, scale: Scale, claim: Claim) -> Earned:
    """Points of a one-row rule for one claim; ``scale`` holds the most it may give."""
    kind = KINDS[rule.kind]
    given = given_inputs(claim)
    misfit = () if given == kind.inputs else find_misfit(claim, kind.inputs)
    missing = [name for name in kind.inputs if name not in given]
    if missing and not (kind.either and len(missing) < len(kind.inputs)):
        trace = f"Chưa đủ số liệu, thiếu: {input_names(missing)}"
        half = (rules.INCOMPLETE.at(claim.where, f"{trace}."),) if len(missing) < len(kind.inputs) else ()
        return Earned(None, trace, misfit + half)
    earned = kind.earn(rule, scale, claim)
    return replace(earned, problems=misfit + earned.problems) if misfit else earned


def find_misfit(claim: Claim, inputs: tuple[str, ...]) -> tuple[Problem, ...]:
    """A problem when a row holds more than the rule reads there."""
    extra = input_names(name for name in given_inputs(claim) if name not in inputs)
    return (rules.MISFIT.at(claim.where, f"Cách tính điểm này không dùng: {extra}."),) if extra else ()


def input_names(fields: Iterable[str]) -> str:
    """The headings of some inputs, for a message."""
    return ", ".join(f"«{INPUT_NAMES[field]}»" for field in fields)


def refuse(problem: Problem) -> Earned:
    """No points; the trace is the reason."""
    return Earned(None, problem.message.removesuffix("."), (problem,))


def _yes_no(rule: YesNo, _scale: Scale, claim: Claim) -> Earned:
    return _chosen(claim, {"có": rule.points, "không": _ZERO}, subject=rule.condition)


def _all_of(rule: AllOf, _scale: Scale, claim: Claim) -> Earned:
    subject = f"Đạt cả {len(rule.conditions)} điều kiện"
    return _chosen(claim, {"có": rule.points, "không": _ZERO}, subject=subject)


def _levels(rule: Levels, _scale: Scale, claim: Claim) -> Earned:
    return _chosen(claim, {level.state: level.points for level in rule.levels}, subject="Mức")


def _chosen(claim: Claim, options: dict[str, Decimal], *, subject: str) -> Earned:
    said = claim.state or ""
    # Exactly as the form's list has it, nearly always; folding is for the rest.
    state = said if said in options else next((option for option in options if fold(option) == fold(said)), None)
    if state is not None:
        return Earned(options[state], f"{subject}: {state} → {points_text(options[state])}")
    allowed = ", ".join(f"«{state}»" for state in options)
    return refuse(rules.WRONG_STATE.at(claim.where, f"Kết quả «{claim.state}» không phải là một trong {allowed}."))


def _tiers(rule: Tiers, _scale: Scale, claim: Claim) -> Earned:
    share = share_of(claim)
    if isinstance(share, Problem):
        return refuse(share)
    percent = share * _WHOLE
    points, reason, next_up = _band(rule.bands, percent, unit="%")
    near = _near(claim, percent, next_up, gain=next_up.points - points) if next_up else ()
    trace = f"{division(claim)} = {number_text(percent)}% {reason} → {points_text(points)}"
    return Earned(points, trace, above_whole(claim, share) + near)


def _band(bands: Iterable[Band], value: Fraction, *, unit: str = "") -> tuple[Decimal, str, Band | None]:
    """Points of the highest band that is reached, the comparison, and the next band above."""
    next_up: Band | None = None
    for band in sorted(bands, key=lambda band: (band.min, band.strict), reverse=True):
        if band.reached_by(value):
            # «≥ 0%» says nothing; the threshold that was missed does.
            missed = next_up is not None and band.min == 0
            return band.points, _missed(next_up, unit) if missed else _reached(band, unit), next_up
        next_up = band
    return _ZERO, _missed(next_up, unit), next_up


def _reached(band: Band, unit: str) -> str:
    return f"{'>' if band.strict else '≥'} {official_decimal(band.min)}{unit}"


def _missed(band: Band | None, unit: str) -> str:
    return f"{'≤' if band.strict else '<'} {official_decimal(band.min)}{unit}" if band else ""


def _proportional(rule: Proportional, scale: Scale, claim: Claim) -> Earned:
    share, top = share_of(claim), scale.top
    if isinstance(share, Problem):
        return refuse(share)
    percent = share * _WHOLE
    head = f"{division(claim)} = {number_text(percent)}%"
    problems = above_whole(claim, share)
    if rule.floor is not None and percent < Fraction(rule.floor):
        gain = scale.round(Fraction(rule.floor) / _WHOLE * Fraction(top))
        near = _near(claim, percent, Band(min=rule.floor, points=gain), gain=gain)
        return Earned(_ZERO, f"{head} < {official_decimal(rule.floor)}% → 0 điểm", problems + near)
    if rule.cap is not None and percent >= Fraction(rule.cap):
        return Earned(top, f"{head} ≥ {official_decimal(rule.cap)}% → tối đa {points_text(top)}", problems)
    if share > 1:
        return Earned(top, f"{head} > 100% → giữ ở mức tối đa {points_text(top)}", problems)
    value = share * Fraction(top)
    points, text = scale.rounded(value)
    cap = Band(min=rule.cap, points=top) if rule.cap is not None else None
    near = _near(claim, percent, cap, gain=top - points) if cap else ()
    return Earned(points, f"{head}; {division(claim)} × {official_decimal(top)} = {text}", problems + near)


def share_of(claim: Claim) -> Fraction | Problem:
    """The rate a/b of a row, or why there is none."""
    numerator, denominator = claim.numerator or _ZERO, claim.denominator or _ZERO
    if numerator < 0 or denominator < 0:
        return rules.WRONG_FIGURE.at(claim.where, "Số liệu a và b không được âm.")
    if denominator == 0 == numerator:
        return rules.ZERO_OVER_ZERO.at(claim.where, "Số liệu a và b đều là 0: không tính được tỷ lệ.")
    if denominator == 0:
        return rules.ZERO_DENOMINATOR.at(
            claim.where, f"Số liệu b là 0 trong khi số liệu a là {official_decimal(numerator)}."
        )
    above, below = numerator.as_integer_ratio(), denominator.as_integer_ratio()
    return Fraction(above[0] * below[1], above[1] * below[0])


def division(claim: Claim) -> str:
    """``95/100``."""
    return f"{official_decimal(claim.numerator or _ZERO)}/{official_decimal(claim.denominator or _ZERO)}"


def above_whole(claim: Claim, share: Fraction) -> tuple[Problem, ...]:
    """A problem when a rate is above 100 %."""
    if share <= 1:
        return ()
    return (rules.ABOVE_WHOLE.at(claim.where, f"Tỷ lệ {division(claim)} = {percent_text(share)}, vượt 100%."),)


def _near(claim: Claim, percent: Fraction, band: Band, *, gain: Decimal) -> tuple[Problem, ...]:
    """A hint when a rate misses a step by a hair; exactly on a «trên» step counts as missing it."""
    distance = Fraction(band.min) - percent
    if gain <= 0 or distance > _HAIR or distance < 0 or (distance == 0 and not band.strict):
        return ()
    edge = f"{'trên ' if band.strict else ''}{official_decimal(band.min)}%"
    message = (
        f"{division(claim)} = {number_text(percent)}%, còn thiếu {number_text(distance)} điểm phần trăm "
        f"so với ngưỡng {edge} (hơn {points_text(gain)})."
    )
    return (rules.NEAR.at(claim.where, message),)


def _count_steps(rule: CountSteps, _scale: Scale, claim: Claim) -> Earned:
    fault = not_a_count(claim)
    if fault:
        return refuse(fault)
    count = claim.count or _ZERO
    points, reason, _ = _band(rule.steps, Fraction(count))
    return Earned(points, f"{rule.measure}: {official_decimal(count)} {reason} → {points_text(points)}")


def _no_violation(rule: NoViolation, _scale: Scale, claim: Claim) -> Earned:
    fault = not_a_count(claim)
    if fault:
        return refuse(fault)
    count = claim.count or _ZERO
    points = _ZERO if count else rule.points
    found = f"có {official_decimal(count)} vi phạm" if count else "không có vi phạm"
    return Earned(points, f"{rule.condition}: {found} → {points_text(points)}")


def _per_violation(rule: PerViolation, _scale: Scale, claim: Claim) -> Earned:
    fault = not_a_count(claim)
    if fault:
        return refuse(fault)
    count = claim.count or _ZERO
    if not count:
        return Earned(rule.points, f"{rule.condition}: không có vi phạm → {points_text(rule.points)}")
    left = rule.points - rule.step * count
    points = max(rule.floor, left)
    sum_ = f"{official_decimal(rule.points)} - {official_decimal(rule.step)} × {official_decimal(count)}"
    kept = f" < {official_decimal(rule.floor)} → {points_text(points)}" if left < rule.floor else " điểm"
    found = f"có {official_decimal(count)} vi phạm"
    return Earned(points, f"{rule.condition}: {found}; {sum_} = {official_decimal(left)}{kept}")


def _deadline(rule: Deadline, _scale: Scale, claim: Claim) -> Earned:
    if claim.date is None:
        if fold(claim.state or "") == "khong":
            return Earned(_ZERO, f"{rule.measure}: không thực hiện → 0 điểm")
        message = f"Kết quả «{claim.state}»: đã thực hiện thì ghi ngày, chưa thực hiện thì chọn «không»."
        return refuse(rules.WRONG_STATE.at(claim.where, message))
    if claim.state is not None:
        message = f"Vừa ghi ngày {short_date(claim.date)} vừa chọn «{claim.state}»."
        return refuse(rules.CONTRADICTION.at(claim.where, message, remedy="Giữ một trong hai: ngày, hoặc «không»."))
    days = (claim.date - rule.last_day).days
    head = f"{rule.measure}: ngày {short_date(claim.date)}, hạn cuối {short_date(rule.last_day)}"
    if days <= 0:
        return Earned(rule.points, f"{head}, đúng hạn → {points_text(rule.points)}")
    return _late(rule, claim, days=days, head=head)


def _late(rule: Deadline, claim: Claim, *, days: int, head: str) -> Earned:
    steps = sorted(rule.late, key=lambda step: step.days)
    step = next((step for step in steps if days <= step.days), None)
    points = step.points if step else _ZERO
    bound = f" ≤ {step.days} ngày" if step else (f" > {steps[-1].days} ngày" if steps else "")
    off = rule.last_day.weekday() >= _SATURDAY
    message = f"Hạn cuối {short_date(rule.last_day)} là ngày nghỉ; chương trình không tự dời hạn."
    rest = (rules.DAY_OFF.at(claim.where, message),) if off else ()
    return Earned(points, f"{head}, chậm {days} ngày{bound} → {points_text(points)}", rest)


def not_a_count(claim: Claim) -> Problem | None:
    """A problem when a count is negative or broken."""
    count = claim.count or _ZERO
    if count >= 0 and count % 1 == 0:
        return None
    message = f"Số lượng {official_decimal(count)} không phải là số nguyên từ 0 trở lên."
    return rules.WRONG_FIGURE.at(claim.where, message)


def _year_over_year(rule: YearOverYear, _scale: Scale, claim: Claim) -> Earned:
    now, before = claim.numerator or _ZERO, claim.denominator or _ZERO
    points, sign, change = against_last_year(rule, Fraction(now), Fraction(before))
    figures = f"{official_decimal(now)} {sign} {official_decimal(before)}"
    return Earned(points, f"{rule.measure}: {figures} ({change} so với năm trước) → {points_text(points)}")


def against_last_year(rule: YearOverYear | RateOverYear, now: Fraction, before: Fraction) -> tuple[Decimal, str, str]:
    """Points, the sign of the comparison and its word."""
    if now > before:
        return rule.increased, ">", "tăng"
    if now == before:
        return rule.equal, "=", "không đổi"
    return rule.decreased, "<", "giảm"


def _survey_mean(rule: SurveyMean, scale: Scale, claim: Claim) -> Earned:
    mean = claim.numerator or _ZERO
    low, high = sorted((rule.worst, rule.best))
    if not low <= mean <= high:
        between = f"từ {official_decimal(low)} đến {official_decimal(high)}"
        message = f"Điểm trung bình {official_decimal(mean)} không nằm trong thang {between}."
        return refuse(rules.WRONG_FIGURE.at(claim.where, message))
    value = Fraction(mean - rule.worst) / Fraction(rule.best - rule.worst) * Fraction(scale.top)
    points = round_points(value, places=SURVEY_PLACES, mode=scale.rounding.mode)
    share = f"{official_decimal(mean)}/{official_decimal(rule.best)}"
    if rule.worst:
        low_text, high_text = official_decimal(rule.worst), official_decimal(rule.best)
        share = f"({official_decimal(mean)} - {low_text})/({high_text} - {low_text})"
    rounded = "" if Fraction(points) == value else f" ≈ {official_decimal(points, places=SURVEY_PLACES)}"
    trace = f"{rule.measure}: {share} × {official_decimal(scale.top)} = {number_text(value)}{rounded} điểm"
    return Earned(points, trace)


def _typed(_rule: Typed, scale: Scale, claim: Claim) -> Earned:
    points = claim.typed_points or _ZERO
    trace = f"Đơn vị nhập tay → {points_text(points)}"
    if points < 0:
        return refuse(rules.WRONG_FIGURE.at(claim.where, f"Điểm nhập tay {official_decimal(points)} là số âm."))
    over = over_max(claim, points, scale.top)
    return Earned(points, trace, over, typed=True)


def over_max(claim: Claim, points: Decimal, top: Decimal) -> tuple[Problem, ...]:
    """A problem when the points exceed the maximum; they are kept as they are."""
    if points <= top:
        return ()
    message = f"Điểm {official_decimal(points)} vượt điểm tối đa {official_decimal(top)}; điểm vẫn giữ như đã nộp."
    return (rules.OVER_MAX.at(claim.where, message),)


_RATE = ("numerator", "denominator")

# ``external`` is no arithmetic of a claim: ``compound`` sees to it.
KINDS: dict[str, Kind] = {
    "yes_no": Kind(("state",), _yes_no),
    "all_of": Kind(("state",), _all_of),
    "levels": Kind(("state",), _levels),
    "tiers": Kind(_RATE, _tiers),
    "proportional": Kind(_RATE, _proportional),
    "count_steps": Kind(("count",), _count_steps),
    "no_violation": Kind(("count",), _no_violation),
    "per_violation": Kind(("count",), _per_violation),
    "deadline": Kind(("date", "state"), _deadline, either=True),
    "year_over_year": Kind(_RATE, _year_over_year),
    "survey_mean": Kind(("numerator",), _survey_mean),
    "typed": Kind(("typed_points",), _typed),
}
