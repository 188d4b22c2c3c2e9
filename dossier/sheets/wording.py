"""How a scoring rule reads in the column «Cách tính điểm»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from dossier.criteria.rules import (
        AllOf,
        Band,
        CountSteps,
        External,
        Levels,
        NoViolation,
        Parts,
        Proportional,
        Rule,
        SimpleRule,
        Tiers,
        Typed,
        YearOverYear,
        YesNo,
    )


def describe_rule(rule: Rule | SimpleRule, top: Decimal) -> str:
    """The rule in Vietnamese, several lines; ``top`` is the maximum of the leaf or part."""
    return _WORDINGS[rule.kind](rule, top)


def _points(points: Decimal) -> str:
    return f"{official_decimal(points)} điểm"


def _yes_no(rule: YesNo, _top: Decimal) -> str:
    return f"Có: {_points(rule.points)}; không: 0 điểm.\nĐiều kiện: {rule.condition}."


def _all_of(rule: AllOf, _top: Decimal) -> str:
    conditions = "\n".join(f"({number}) {text};" for number, text in enumerate(rule.conditions, start=1))
    return f"Đạt tất cả: {_points(rule.points)}; thiếu một điều: 0 điểm.\n{conditions.removesuffix(';')}."


def _levels(rule: Levels, _top: Decimal) -> str:
    return "Chọn một mức:\n" + "\n".join(f"- {level.state}: {_points(level.points)}" for level in rule.levels)


def _tiers(rule: Tiers, _top: Decimal) -> str:
    return f"Theo tỷ lệ a/b:\n{_steps(rule.bands, unit='%')}\n{_figures(rule.numerator, rule.denominator)}"


def _steps(bands: Iterable[Band], *, unit: str = "") -> str:
    """From the best step down; the lowest one, when it starts at 0, by what it stays below."""
    lines: list[str] = []
    above: Band | None = None
    for band in sorted(bands, key=lambda band: band.min, reverse=True):
        at_bottom = above is not None and band.min == 0
        edge = f"dưới {official_decimal(above.min)}" if above and at_bottom else f"từ {official_decimal(band.min)}"
        lines.append(f"- {edge}{unit}: {_points(band.points)}")
        above = band
    return "\n".join(lines)


def _figures(numerator: str, denominator: str) -> str:
    return f"a: {numerator}\nb: {denominator}"


def _proportional(rule: Proportional, top: Decimal) -> str:
    lines = [f"Điểm = a/b × {official_decimal(top)}."]
    if rule.floor is not None:
        lines.append(f"Dưới {official_decimal(rule.floor)}%: 0 điểm.")
    if rule.cap is not None:
        lines.append(f"Từ {official_decimal(rule.cap)}%: {_points(top)}.")
    return "\n".join([*lines, _figures(rule.numerator, rule.denominator)])


def _count_steps(rule: CountSteps, _top: Decimal) -> str:
    return f"Theo số lượng:\n{_steps(rule.steps)}\nSố lượng: {rule.measure}"


def _no_violation(rule: NoViolation, _top: Decimal) -> str:
    text = f"Không có vi phạm (ghi 0): {_points(rule.points)}; có vi phạm: 0 điểm.\nYêu cầu: {rule.condition}."
    return f"{text}\nKhông tính là vi phạm: {rule.exemption}." if rule.exemption else text


def _year_over_year(rule: YearOverYear, _top: Decimal) -> str:
    return (
        f"So với năm trước: tăng {_points(rule.increased)}; không đổi {_points(rule.equal)}; "
        f"giảm {_points(rule.decreased)}.\n{_figures(f'{rule.measure}, năm nay', f'{rule.measure}, năm trước')}"
    )


def _typed(rule: Typed, top: Decimal) -> str:
    return f"Nhập điểm (từ 0 đến {official_decimal(top)}); chương trình không tính được: {rule.reason}."


def _external(rule: External, _top: Decimal) -> str:
    return f"Hội đồng chấm theo: {rule.source}."


def _parts(_rule: Parts, _top: Decimal) -> str:
    return "Cộng điểm các dòng thành phần ngay dưới."


_WORDINGS: dict[str, Callable[[Any, Decimal], str]] = {
    "yes_no": _yes_no,
    "all_of": _all_of,
    "levels": _levels,
    "tiers": _tiers,
    "proportional": _proportional,
    "count_steps": _count_steps,
    "no_violation": _no_violation,
    "year_over_year": _year_over_year,
    "typed": _typed,
    "external": _external,
    "parts": _parts,
}
