"""How a scoring rule reads in the column «Cách tính điểm»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.text import official_decimal, short_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from dossier.criteria.rules import (
        AllOf,
        Band,
        CountSteps,
        Deadline,
        External,
        Levels,
        NoViolation,
        Parts,
        PerViolation,
        Proportional,
        RateOverYear,
        Rule,
        ShareDeducted,
        SimpleRule,
        SurveyMean,
        Tiers,
        Typed,
        Weighted,
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
        edge = _edge(band) if not (above and at_bottom) else _below(above)
        lines.append(f"- {edge}{unit}: {_points(band.points)}")
        above = band
    return "\n".join(lines)


def _edge(band: Band) -> str:
    return f"{'trên' if band.strict else 'từ'} {official_decimal(band.min)}"


def _below(band: Band) -> str:
    return f"{'từ' if band.strict else 'dưới'} {official_decimal(band.min)}{' trở xuống' if band.strict else ''}"


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


def _per_violation(rule: PerViolation, _top: Decimal) -> str:
    text = (
        f"Không có vi phạm (ghi 0): {_points(rule.points)}; mỗi vi phạm trừ {_points(rule.step)}, "
        f"không thấp hơn {_points(rule.floor)}.\nYêu cầu: {rule.condition}."
    )
    return f"{text}\nKhông tính là vi phạm: {rule.exemption}." if rule.exemption else text


def _deadline(rule: Deadline, _top: Decimal) -> str:
    edge = "chậm nhất" if rule.included else "trước"
    lines = [f"{rule.measure}: {edge} ngày {short_date(rule.due)}: {_points(rule.points)}."]
    lines += [f"Muộn đến {step.days} ngày: {_points(step.points)}." for step in rule.late]
    return "\n".join([*lines, "Ghi ngày đến; không làm thì chọn «không» ở cột Kết quả."])


def _rate_over_year(rule: RateOverYear, _top: Decimal) -> str:
    return (
        f"So tỷ lệ với năm trước: tăng {_points(rule.increased)}; không đổi {_points(rule.equal)}; "
        f"giảm {_points(rule.decreased)}.\nGhi a và b của từng năm ở hai dòng dưới.\n"
        f"{_figures(rule.numerator, rule.denominator)}"
    )


def _weighted(rule: Weighted, _top: Decimal) -> str:
    terms = " + ".join(f"{official_decimal(term.weight)} × ({term.measure})/b" for term in rule.terms)
    floor = f"\nTổng dưới {official_decimal(rule.floor)}%: 0 điểm." if rule.floor is not None else ""
    return f"Điểm = {terms}.{floor}\nb: {rule.denominator}; số lượng ghi ở các dòng dưới."


def _survey_mean(rule: SurveyMean, top: Decimal) -> str:
    return f"Điều tra xã hội học ({rule.measure}), tối đa {_points(top)}."


def _share_deducted(rule: ShareDeducted, top: Decimal) -> str:
    cuts = (f"Trừ {official_decimal(cut.percent)}% điểm đạt được nếu {cut.when}." for cut in rule.deductions)
    return "\n".join([describe_rule(rule.base, top), *cuts])


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
    "per_violation": _per_violation,
    "deadline": _deadline,
    "year_over_year": _year_over_year,
    "rate_over_year": _rate_over_year,
    "weighted": _weighted,
    "survey_mean": _survey_mean,
    "share_deducted": _share_deducted,
    "typed": _typed,
    "external": _external,
    "parts": _parts,
}
