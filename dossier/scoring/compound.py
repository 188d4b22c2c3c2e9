"""Rules that read several rows of the form: parts, weighted terms, rates of two years, shares deducted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dossier.criteria.claims import Claim
from dossier.criteria.rules import sub_rows
from dossier.problems import Problem, Where
from dossier.scoring import rules
from dossier.scoring.exact import Scale, percent_text, points_text
from dossier.scoring.kinds import (
    Earned,
    above_whole,
    against_last_year,
    division,
    earn_points,
    find_misfit,
    given_inputs,
    not_a_count,
    over_max,
    refuse,
    share_of,
)
from dossier.text import fold, official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.criteria.rules import (
        External,
        Parts,
        RateOverYear,
        Rule,
        ShareDeducted,
        ShareDeduction,
        Term,
        Weighted,
    )

_ZERO = Decimal(0)
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Rows:
    """What the form says in the rows of one leaf."""

    leaf: str
    claims: Mapping[str, Claim]

    def own(self) -> Claim:
        """The leaf's own row; empty when it is not there."""
        return self._claim(self.leaf)

    def below(self, row: str) -> Claim:
        """A row below it."""
        return self._claim(f"{self.leaf}/{row}")

    def every(self, rule: Rule) -> tuple[Claim, ...]:
        """All rows that may carry results of the leaf."""
        return (self.own(), *(self.below(row.id) for row in sub_rows(rule)))

    def _claim(self, code: str) -> Claim:
        claim = self.claims.get(code)
        if claim is None:
            return Claim(code, where=Where(node=code))
        return claim if claim.where.node else replace(claim, where=replace(claim.where, node=code))


def earn_rule(rule: Rule, scale: Scale, rows: Rows) -> Earned:
    """Points of any rule for the rows of its leaf."""
    # By the word and not by ``match``: an instance check of a pydantic class costs as much as the arithmetic.
    several = _SEVERAL_ROWS.get(rule.kind)
    return several(rule, scale, rows) if several else earn_points(rule, scale, rows.own())


def _external(_rule: External, _scale: Scale, _rows: Rows) -> Earned:
    return Earned(None, "Hội đồng chấm, đơn vị để trống")


def _parts(rule: Parts, scale: Scale, rows: Rows) -> Earned:
    """The sum of the parts; None as long as one of them has no points."""
    problems = _stray(rows)
    total, traces, blank, typed = _ZERO, [], [], False
    for part in rule.parts:
        if part.rule.kind == "external":
            earned = Earned(None, "hội đồng chấm")
        else:
            earned = earn_points(part.rule, replace(scale, top=part.max), rows.below(part.id))
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
            message = f"Tiêu chí {rows.leaf} còn thiếu điểm thành phần: {', '.join(blank)}."
            problems.append(rules.INCOMPLETE.at(rows.own().where, message))
        return Earned(None, f"Chưa đủ điểm thành phần ({', '.join(blank)}): {listed}", tuple(problems))
    problems += over_max(rows.own(), total, scale.top)
    return Earned(total, f"{listed}; cộng {points_text(total)}", tuple(problems), typed)


def _stray(rows: Rows) -> list[Problem]:
    """Results in the leaf's own row where only the rows below count."""
    whole = rows.own()
    if not given_inputs(whole):
        return []
    return [rules.MISFIT.at(whole.where, f"Kết quả của tiêu chí {rows.leaf} phải nhập ở các dòng thành phần.")]


def _weighted(rule: Weighted, scale: Scale, rows: Rows) -> Earned:
    """Σ weight × count / whole."""
    own = rows.own()
    counted = [(term, rows.below(term.id)) for term in rule.terms]
    problems = find_misfit(own, ("denominator",))
    for _, row in counted:
        problems += find_misfit(row, ("count",))
    whole = own.denominator
    missing = [*(["b"] if whole is None else []), *(term.id for term, row in counted if row.count is None)]
    if whole is None or missing:
        return _lacking(rows, missing, rows_needed=len(counted) + 1, problems=problems)
    fault = next((fault for _, row in counted if (fault := not_a_count(row))), None)
    done = sum((row.count or _ZERO for _, row in counted), _ZERO)
    share = fault or share_of(replace(own, numerator=done))
    if isinstance(share, Problem):
        return _with(refuse(share), problems)
    return _with(_weigh(rule, scale, counted, own=replace(own, numerator=done), share=share), problems)


def _weigh(rule: Weighted, scale: Scale, counted: list[tuple[Term, Claim]], *, own: Claim, share: Fraction) -> Earned:
    """The points once the figures are known to be whole."""
    head = f"{division(own)} = {percent_text(share)}"
    if rule.floor is not None and share * _WHOLE < Fraction(rule.floor):
        return Earned(_ZERO, f"{head} < {official_decimal(rule.floor)}% → 0 điểm")
    whole = own.denominator or _ZERO
    sum_ = sum((Fraction(term.weight * (row.count or _ZERO)) for term, row in counted), Fraction(0))
    value = sum_ / Fraction(whole)
    terms = " + ".join(
        f"{official_decimal(term.weight)} × {official_decimal(row.count or _ZERO)}" for term, row in counted
    )
    points, text = scale.rounded(value)
    trace = f"{head}; ({terms})/{official_decimal(whole)} = {text}"
    over = above_whole(own, share)
    if value > scale.top:
        return Earned(scale.top, f"{trace} > tối đa → {points_text(scale.top)}", over)
    return Earned(points, trace, over)


def _rate_over_year(rule: RateOverYear, _scale: Scale, rows: Rows) -> Earned:
    """This year's rate against last year's, as fractions."""
    now, before = rows.below("nay"), rows.below("truoc")
    rate = ("numerator", "denominator")
    problems = (*_stray(rows), *find_misfit(now, rate), *find_misfit(before, rate))
    missing = [
        f"{name} {part}"
        for name, row in (("năm nay", now), ("năm trước", before))
        for part, figure in (("a", row.numerator), ("b", row.denominator))
        if figure is None
    ]
    if missing:
        return _lacking(rows, missing, rows_needed=4, problems=problems)
    shares = share_of(now), share_of(before)
    match shares:
        case (Problem() as fault, _) | (_, Problem() as fault):
            return _with(refuse(fault), problems)
        case (Fraction() as this, Fraction() as last):
            points, sign, change = against_last_year(rule, this, last)
    figures = f"{division(now)} = {percent_text(this)} {sign} {division(before)} = {percent_text(last)}"
    return Earned(points, f"{figures} ({change} so với năm trước) → {points_text(points)}", problems)


def _share_deducted(rule: ShareDeducted, scale: Scale, rows: Rows) -> Earned:
    """The points of the base less a share of them; a reader redoes it from the printed points."""
    base = earn_rule(rule.base, scale, rows)
    if base.points is None:
        return base
    problems = base.problems
    held: list[ShareDeduction] = []
    blank: list[str] = []
    for cut in rule.deductions:
        holds, faults = _answered(cut, rows.below(cut.id))
        problems += faults
        if holds is None:
            blank.append(cut.id)
        elif holds:
            held.append(cut)
    if blank:
        message = f"Tiêu chí {rows.leaf} chưa trả lời dòng xét trừ điểm: {', '.join(blank)}."
        problems += (rules.INCOMPLETE.at(rows.own().where, message),)
        return Earned(None, f"{base.trace}; chưa trả lời: {', '.join(blank)}", problems)
    points, trace = _deduct(base.points, held, scale)
    return Earned(points, f"{base.trace}{trace}", problems, base.typed)


def _answered(cut: ShareDeduction, row: Claim) -> tuple[bool | None, tuple[Problem, ...]]:
    """Whether a deduction holds; None when it must still be answered. The council's own never holds here."""
    if cut.applied_by == "tham_dinh":
        message = f"Dòng «{cut.when}» do Hội đồng xem xét, đơn vị để trống."
        return False, (rules.NOT_SELF.at(row.where, message),) if given_inputs(row) else ()
    misfit = find_misfit(row, ("state",))
    said = fold(row.state or "")
    if said in ("co", "khong"):
        return said == "co", misfit
    message = f"Kết quả «{row.state}» không phải là một trong «có», «không»."
    return None, misfit + ((rules.WRONG_STATE.at(row.where, message),) if said else ())


def _deduct(points: Decimal, held: Iterable[ShareDeduction], scale: Scale) -> tuple[Decimal, str]:
    percents = [(cut.percent, cut.when) for cut in held]
    if not percents:
        return points, ""
    share = min(Decimal(_WHOLE), sum((percent for percent, _ in percents), _ZERO))
    value = Fraction(points) * (1 - Fraction(share) / _WHOLE)
    reasons = ", ".join(f"{official_decimal(percent)}% ({when})" for percent, when in percents)
    sum_ = f"{official_decimal(points)} × (100% - {official_decimal(share)}%)"
    left, text = scale.rounded(value)
    return left, f"; trừ {reasons}: {sum_} = {text}"


def _lacking(rows: Rows, missing: list[str], *, rows_needed: int, problems: tuple[Problem, ...]) -> Earned:
    """No points yet; said aloud only once the unit has begun to fill the leaf."""
    trace = f"Chưa đủ số liệu, thiếu: {', '.join(missing)}"
    begun = len(missing) < rows_needed
    half = (rules.INCOMPLETE.at(rows.own().where, f"{trace}."),) if begun else ()
    return Earned(None, trace, problems + half)


def _with(earned: Earned, problems: tuple[Problem, ...]) -> Earned:
    return replace(earned, problems=problems + earned.problems)


_SEVERAL_ROWS: dict[str, Callable[[Any, Scale, Rows], Earned]] = {
    "parts": _parts,
    "weighted": _weighted,
    "rate_over_year": _rate_over_year,
    "share_deducted": _share_deducted,
    "external": _external,
}
