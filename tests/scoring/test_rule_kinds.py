"""The kinds with several rows, deadlines and deductions; and every trace redone by a reader's arithmetic."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossier.criteria.claims import Claim
from dossier.criteria.model import Area, Leaf, PlacedLeaf
from dossier.criteria.rules import SurveyMean
from dossier.scoring import LeafScore, PointState, score_leaf
from dossier.scoring.exact import Scale, survey_points
from dossier.scoring.kinds import earn_points
from dossier.text import parse_decimal

PER = {"kind": "per_violation", "condition": "không có văn bản sai", "points": "2", "step": "0.5"}
DUE = {
    "kind": "deadline",
    "measure": "gửi báo cáo",
    "due": "2020-10-18",
    "included": False,
    "points": "2",
    "late": [{"days": 3, "points": "1"}, {"days": 7, "points": "0.5"}],
}
WEIGHTED = {
    "kind": "weighted",
    "denominator": "nhiệm vụ được giao",
    "terms": [
        {"id": "dung", "measure": "đúng hạn", "weight": "1"},
        {"id": "muon", "measure": "muộn", "weight": "0.5"},
    ],
}
YEARS = {
    "kind": "rate_over_year",
    "numerator": "hồ sơ trực tuyến",
    "denominator": "hồ sơ",
    "increased": "0.5",
    "equal": "0.25",
    "decreased": "0",
}
SHARE = {"kind": "proportional", "numerator": "xong", "denominator": "tất cả"}
CUT = {
    "kind": "share_deducted",
    "base": SHARE,
    "deductions": [
        {"id": "tre", "when": "báo cáo trễ", "percent": "10"},
        {"id": "sai", "when": "sai mẫu", "percent": "25"},
        {"id": "xet", "when": "chưa đạt yêu cầu", "percent": "50", "applied_by": "tham_dinh"},
    ],
}
STRICT = {
    "kind": "tiers",
    "numerator": "a",
    "denominator": "b",
    "bands": [{"min": "90", "points": "2", "strict": True}, {"min": "80", "points": "1"}, {"min": "0", "points": "0"}],
}
Rows = dict[str, dict[str, Any]]


def score(rule: dict[str, Any], rows: Rows, *, top: str = "2") -> LeafScore:
    """The score for rows by their id below the leaf; "" is the leaf's own row. Figures are given as text."""
    leaf = Leaf.model_validate({"id": "1.1", "title": "Tiêu chí", "max": top, "rule": rule})
    placed = PlacedLeaf(leaf=leaf, area=Area(id="1", title="Lĩnh vực", max=Decimal(top), items=(leaf,)), parents=())
    claims = {}
    for row, values in rows.items():
        code = f"1.1/{row}" if row else "1.1"
        figures: dict[str, Any] = {
            key: Decimal(value) if key not in ("state", "date") else value for key, value in values.items()
        }
        claims[code] = Claim(code, **figures)
    return score_leaf(placed, claims)


def rate(numerator: int | str, denominator: int | str) -> dict[str, str]:
    return {"numerator": str(numerator), "denominator": str(denominator)}


def day(text: str) -> Rows:
    return {"": {"date": dt.date.fromisoformat(text)}}


@pytest.mark.parametrize(
    ("count", "points", "trace"),
    [
        ("0", "2", "không có văn bản sai: không có vi phạm → 2 điểm"),
        ("3", "0.5", "không có văn bản sai: có 3 vi phạm; 2 - 0,5 × 3 = 0,5 điểm"),
        ("4", "0", "không có văn bản sai: có 4 vi phạm; 2 - 0,5 × 4 = 0 điểm"),
        ("5", "0", "không có văn bản sai: có 5 vi phạm; 2 - 0,5 × 5 = -0,5 < 0 → 0 điểm"),
    ],
)
def test_each_violation_costs_a_step_down_to_the_floor(count: str, points: str, trace: str) -> None:
    result = score(PER, {"": {"count": count}})
    assert (result.points, result.trace) == (Decimal(points), trace)


def test_the_floor_of_deductions_may_be_above_zero() -> None:
    assert score({**PER, "floor": "0.75"}, {"": {"count": "9"}}).points == Decimal("0.75")


@pytest.mark.parametrize(
    ("arrived", "points", "ending"),
    [
        ("2020-10-17", "2", "hạn cuối 17/10/2020, đúng hạn → 2 điểm"),
        ("2020-10-18", "1", "chậm 1 ngày ≤ 3 ngày → 1 điểm"),
        ("2020-10-20", "1", "chậm 3 ngày ≤ 3 ngày → 1 điểm"),
        ("2020-10-21", "0.5", "chậm 4 ngày ≤ 7 ngày → 0,5 điểm"),
        ("2020-10-25", "0", "chậm 8 ngày > 7 ngày → 0 điểm"),
    ],
)
def test_a_deadline_counts_calendar_days_from_the_last_day_on_time(arrived: str, points: str, ending: str) -> None:
    result = score(DUE, day(arrived))
    assert result.points == Decimal(points)
    assert result.trace.endswith(ending)


def test_a_deadline_that_includes_its_day_is_a_day_longer() -> None:
    assert score({**DUE, "included": True}, day("2020-10-18")).points == 2


def test_a_last_day_off_is_pointed_out_to_who_is_late_and_never_moved() -> None:
    late = score({**DUE, "included": True}, day("2020-10-19"))
    assert ([problem.rule for problem in late.problems], late.points) == (["SCO15"], Decimal(1))
    assert score({**DUE, "included": True}, day("2020-10-18")).problems == ()


def test_never_done_earns_nothing_and_contradicts_a_date() -> None:
    assert score(DUE, {"": {"state": "không"}}).points == 0
    both = score(DUE, {"": {"state": "không", "date": dt.date(2020, 10, 1)}})
    assert (both.points, both.problems[0].rule) == (None, "SCO10")
    assert score(DUE, {"": {"state": "có"}}).problems[0].rule == "SCO12"
    assert score(DUE, {}).state is PointState.BLANK


def test_weighted_terms_are_added_over_the_whole() -> None:
    rows: Rows = {"": {"denominator": "40"}, "dung": {"count": "30"}, "muon": {"count": "5"}}
    result = score(WEIGHTED, rows, top="1")
    assert result.trace == "35/40 = 87,5%; (1 × 30 + 0,5 × 5)/40 = 0,8125 ≈ 0,81 điểm"
    assert result.points == Decimal("0.81")


def test_weighted_terms_below_the_floor_earn_nothing() -> None:
    rows: Rows = {"": {"denominator": "40"}, "dung": {"count": "20"}, "muon": {"count": "5"}}
    result = score({**WEIGHTED, "floor": "70"}, rows, top="1")
    assert (result.points, result.trace) == (Decimal(0), "25/40 = 62,5% < 70% → 0 điểm")


def test_weighted_terms_above_the_whole_stay_at_the_maximum_and_are_reported() -> None:
    rows: Rows = {"": {"denominator": "10"}, "dung": {"count": "11"}, "muon": {"count": "0"}}
    result = score(WEIGHTED, rows, top="1")
    assert (result.points, [problem.rule for problem in result.problems]) == (Decimal(1), ["SCO04"])


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ({}, []),
        ({"dung": {"count": "3"}}, ["SCO01"]),
        ({"": {"denominator": "0"}, "dung": {"count": "0"}, "muon": {"count": "0"}}, ["SCO02"]),
        ({"": {"denominator": "9"}, "dung": {"count": "1.5"}, "muon": {"count": "0"}}, ["SCO13"]),
        ({"": {"denominator": "9", "numerator": "1"}, "dung": {"count": "1"}}, ["SCO08", "SCO01"]),
    ],
)
def test_weighted_terms_without_sound_figures_have_no_points(rows: Rows, rules: list[str]) -> None:
    result = score(WEIGHTED, rows)
    assert (result.points, [problem.rule for problem in result.problems]) == (None, rules)


def test_a_rate_falls_while_its_amount_rises() -> None:
    result = score(YEARS, {"nay": rate(7000, 12000), "truoc": rate(6000, 10000)})
    assert result.points == 0
    assert result.trace == "7000/12000 = 58,3333…% < 6000/10000 = 60% (giảm so với năm trước) → 0 điểm"


def test_equal_rates_of_different_amounts_are_equal() -> None:
    assert score(YEARS, {"nay": rate(1, 3), "truoc": rate(2, 6)}).points == Decimal("0.25")


def test_a_rate_that_cannot_be_formed_leaves_the_leaf_blank() -> None:
    zero = score(YEARS, {"nay": rate(1, 3), "truoc": rate(0, 0)})
    assert (zero.points, zero.problems[0].rule) == (None, "SCO02")
    half = score(YEARS, {"nay": rate(1, 3)})
    assert (half.points, [problem.rule for problem in half.problems]) == (None, ["SCO01"])


def test_a_share_of_what_was_earned_is_deducted() -> None:
    result = score(CUT, {"": rate(9, 10), "tre": {"state": "có"}, "sai": {"state": "có"}}, top="3")
    assert result.points == Decimal("1.76")
    assert result.trace == (
        "9/10 = 90%; 9/10 × 3 = 2,7 điểm; trừ 10% (báo cáo trễ), 25% (sai mẫu): 2,7 × (100% - 35%) = 1,755 ≈ 1,76 điểm"
    )


def test_no_deduction_leaves_the_points_and_the_trace_alone() -> None:
    answers: Rows = {"": rate(9, 10), "tre": {"state": "không"}, "sai": {"state": "không"}}
    result = score(CUT, answers, top="3")
    assert (result.points, result.trace) == (Decimal("2.70"), "9/10 = 90%; 9/10 × 3 = 2,7 điểm")


def test_a_deduction_must_be_answered_and_the_council_s_own_left_blank() -> None:
    unanswered = score(CUT, {"": rate(9, 10), "tre": {"state": "có"}})
    assert (unanswered.points, [problem.rule for problem in unanswered.problems]) == (None, ["SCO01"])
    meddling: Rows = {
        "": rate(1, 1), "tre": {"state": "không"}, "sai": {"state": "không"}, "xet": {"state": "có"},
    }  # fmt: skip
    kept = score(CUT, meddling)
    assert (kept.points, [problem.rule for problem in kept.problems]) == (Decimal(2), ["SCO07"])
    assert score(CUT, {"": rate(1, 1), "tre": {"state": "ừ"}, "sai": {"state": "có"}}).problems[0].rule == "SCO12"


@pytest.mark.parametrize(
    ("numerator", "points", "trace"),
    [
        ("90", "1", "90/100 = 90% ≥ 80% → 1 điểm"),
        ("91", "2", "91/100 = 91% > 90% → 2 điểm"),
        ("79", "0", "79/100 = 79% < 80% → 0 điểm"),
    ],
)
def test_above_ninety_is_not_from_ninety(numerator: str, points: str, trace: str) -> None:
    result = score(STRICT, {"": rate(numerator, 100)})
    assert (result.points, result.trace) == (Decimal(points), trace)


def test_standing_exactly_on_a_strict_step_is_pointed_out() -> None:
    (hint,) = score(STRICT, {"": rate(90, 100)}).problems
    assert hint.rule == "SCO05"
    assert "ngưỡng trên 90%" in hint.message


def test_a_survey_mean_earns_its_share_with_three_decimals() -> None:
    rule = SurveyMean(kind="survey_mean", measure="mức độ hài lòng", best=Decimal(5), worst=Decimal(1))
    earned = earn_points(rule, Scale(Decimal(15)), Claim("8.1", numerator=Decimal("4.3265")))
    assert (earned.points, earned.trace) == (
        Decimal("12.474"),
        "mức độ hài lòng: (4,3265 - 1)/(5 - 1) × 15 = 12,4743… ≈ 12,474 điểm",
    )
    outside = earn_points(rule, Scale(Decimal(15)), Claim("8.1", numerator=Decimal("0.5")))
    assert (outside.points, outside.problems[0].rule) == (None, "SCO13")
    assert survey_points(Fraction("83.16"), top=Decimal(15)) == Decimal("12.474")


# --- A reader with a pencil -------------------------------------------------------------------------------------

_EQUATION = re.compile(r"((?:[(\d][\d,/×+\-% ()]*))(?: = )(-?\d+(?:,\d+)?)(…?)(%?)(?: ≈ (\d+(?:,\d+)?))?")


class _Pencil:
    """Works out ``2,7 × (100% - 35%)`` exactly."""

    def __init__(self, text: str) -> None:
        self.tokens = re.findall(r"\d+(?:,\d+)?%?|[()+\-×/]", text)
        self.at = 0

    def work_out(self) -> Fraction:
        value = self._term()
        while self._next() in ("+", "-"):
            sign = self._take()
            value += self._term() if sign == "+" else -self._term()
        return value

    def _term(self) -> Fraction:
        value = self._factor()
        while self._next() in ("×", "/"):
            sign = self._take()
            value = value * self._factor() if sign == "×" else value / self._factor()
        return value

    def _factor(self) -> Fraction:
        word = self._take()
        if word == "(":
            value = self.work_out()
            assert self._take() == ")"
            return value
        number = Fraction(parse_decimal(word.removesuffix("%")))
        return number / 100 if word.endswith("%") else number

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        self.at += 1
        return str(self.tokens[self.at - 1])


def redo(trace: str) -> Decimal:
    """Redo every equation of a trace; the points it ends with."""
    for left, shown, cut, percent, rounded in _EQUATION.findall(trace):
        exact = _Pencil(left).work_out() * (100 if percent else 1)
        written = Fraction(parse_decimal(shown))
        assert written == exact if not cut else written < exact < written + Fraction(1, 10**4)
        if rounded:
            places = len(rounded.partition(",")[2])
            assert abs(Fraction(parse_decimal(rounded)) - exact) <= Fraction(1, 2 * 10**places)
    for value, sign, bound in re.findall(r"(-?\d+(?:,\d+)?)…?%? (≥|>|<|≤) (\d+(?:,\d+)?)(?![\d,/])", trace):
        # A figure cut short is a little too small, and a whole number as bound cannot hide in the gap.
        left, right = parse_decimal(value), parse_decimal(bound)
        assert {"≥": left >= right, ">": left >= right, "<": left < right, "≤": left <= right}[sign]
    (*_, points) = re.findall(r"(\d+(?:,\d+)?) điểm(?! phần)", trace)
    return parse_decimal(points)


WHOLE = st.integers(1, 2000)
ANSWER = st.sampled_from(["có", "không"])


@st.composite
def filled(draw: st.DrawFn) -> tuple[dict[str, Any], Rows]:
    whole = draw(WHOLE)
    part = draw(st.integers(0, whole))
    choices: list[tuple[dict[str, Any], Rows]] = [
        (STRICT, {"": rate(part, whole)}),
        (SHARE, {"": rate(part, whole)}),
        ({**SHARE, "floor": "60", "cap": "90"}, {"": rate(part, whole)}),
        (PER, {"": {"count": str(draw(st.integers(0, 9)))}}),
        (DUE, day(str(dt.date(2020, 10, 1) + dt.timedelta(days=draw(st.integers(0, 40)))))),
        (
            WEIGHTED,
            {"": {"denominator": str(whole)}, "dung": {"count": str(part)}, "muon": {"count": str(whole - part)}},
        ),
        (YEARS, {"nay": rate(part, whole), "truoc": rate(draw(st.integers(0, 50)), 50)}),
        (CUT, {"": rate(part, whole), "tre": {"state": draw(ANSWER)}, "sai": {"state": draw(ANSWER)}}),
    ]
    chosen: tuple[dict[str, Any], Rows] = draw(st.sampled_from(choices))
    return chosen


@given(filled(), st.sampled_from(["1", "2", "2.5"]))
@example((SHARE, {"": rate(2, 3)}), "2.5")
def test_a_reader_who_redoes_the_trace_gets_the_same_points(case: tuple[dict[str, Any], Rows], top: str) -> None:
    rule, rows = case
    result = score(rule, rows, top=top)
    assert result.points is not None
    assert redo(result.trace) == result.points


@given(filled())
def test_points_are_never_negative_nor_above_the_maximum(case: tuple[dict[str, Any], Rows]) -> None:
    rule, rows = case
    result = score(rule, rows)
    assert result.points is not None
    assert 0 <= result.points <= 2


@given(WHOLE, st.data(), st.sampled_from([STRICT, SHARE, {**SHARE, "floor": "60"}, WEIGHTED]))
def test_more_done_never_earns_less(whole: int, data: st.DataObject, rule: dict[str, Any]) -> None:
    less, more = sorted((data.draw(st.integers(0, whole)), data.draw(st.integers(0, whole))))

    def earned(done: int) -> Decimal:
        rows: Rows = {"": rate(done, whole)}
        if rule is WEIGHTED:
            rows = {"": {"denominator": str(whole)}, "dung": {"count": str(done)}, "muon": {"count": "0"}}
        points = score(rule, rows).points
        assert points is not None
        return points

    assert earned(less) <= earned(more)


@given(st.integers(0, 12), st.integers(0, 12))
def test_more_violations_and_more_days_never_earn_more(one: int, other: int) -> None:
    few, many = sorted((one, other))
    costs = [score(PER, {"": {"count": str(count)}}).points or 0 for count in (few, many)]
    days = [score(DUE, day(str(dt.date(2020, 10, 15) + dt.timedelta(days=late)))).points or 0 for late in (few, many)]
    assert costs[0] >= costs[1]
    assert days[0] >= days[1]
