"""The vocabulary of rules: thresholds, last days, and the rows that a rule asks for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from dossier.criteria.rules import Band, Deadline, Rule, sub_rows

RULE: TypeAdapter[Any] = TypeAdapter(Rule)
YES = {"kind": "yes_no", "condition": "có", "points": 1}
RATE = {"kind": "proportional", "numerator": "b", "denominator": "a"}
CUT = {"id": "tru", "when": "báo cáo trễ", "percent": 10}


@pytest.mark.parametrize(
    ("value", "from_90", "above_90"),
    [
        (Fraction(90), True, False),
        (Fraction(9001, 100), True, True),
        (Fraction(90) - Fraction(1, 10**12), False, False),
        (Fraction(90) + Fraction(1, 10**12), True, True),
    ],
)
def test_a_strict_step_is_not_reached_by_its_own_value(value: Fraction, *, from_90: bool, above_90: bool) -> None:
    assert Band(min=Decimal(90), points=Decimal(1)).reached_by(value) is from_90
    assert Band(min=Decimal(90), points=Decimal(1), strict=True).reached_by(value) is above_90


@pytest.mark.parametrize(("included", "last"), [(True, dt.date(2020, 10, 18)), (False, dt.date(2020, 10, 17))])
def test_before_a_day_ends_the_day_before(last: dt.date, *, included: bool) -> None:
    rule = Deadline(
        kind="deadline", measure="ngày gửi", due=dt.date(2020, 10, 18), included=included, points=Decimal(1)
    )

    assert rule.last_day == last


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        (YES, []),
        ({"kind": "rate_over_year", "numerator": "b", "denominator": "a", "increased": 1, "equal": 0, "decreased": 0},
         [("nay", ("numerator", "denominator")), ("truoc", ("numerator", "denominator"))]),
        ({"kind": "weighted", "denominator": "a", "terms": [{"id": "b", "measure": "xong", "weight": 1}]},
         [("b", ("count",))]),
        ({"kind": "share_deducted", "base": RATE, "deductions": [CUT]}, [("tru", ("state",))]),
    ],
    ids=["one-row", "rate-over-year", "weighted", "share-deducted"],
)  # fmt: skip
def test_the_rows_below_a_leaf(rule: dict[str, Any], rows: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(row.id, row.inputs) for row in sub_rows(RULE.validate_python(rule))] == rows


def test_a_deduction_adds_its_row_to_those_of_its_base() -> None:
    parts = {"kind": "parts", "parts": [{"id": code, "title": code, "max": 1, "rule": YES} for code in "ab"]}
    council = {**CUT, "id": "tru-2", "applied_by": "tham_dinh"}

    rows = sub_rows(RULE.validate_python({"kind": "share_deducted", "base": parts, "deductions": [CUT, council]}))

    assert [row.id for row in rows] == ["a", "b", "tru", "tru-2"]
    assert [row.council for row in rows] == [False, False, False, True]
    assert [row.part is not None for row in rows] == [True, True, False, False]


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "share_deducted", "base": {"kind": "share_deducted", "base": RATE, "deductions": [CUT]},
         "deductions": [CUT]},
        {"kind": "share_deducted", "base": RATE, "deductions": []},
        {"kind": "share_deducted", "base": RATE, "deductions": [{**CUT, "percent": 0}]},
        {"kind": "share_deducted", "base": RATE, "deductions": [{**CUT, "percent": 101}]},
        {"kind": "per_violation", "condition": "không vi phạm", "points": 1, "step": 0},
        {"kind": "weighted", "denominator": "a", "terms": []},
        {"kind": "parts", "parts": [{"id": "a", "title": "a", "max": 1, "rule": {"kind": "parts", "parts": []}}] * 2},
    ],
    ids=["cut-of-a-cut", "no-cut", "cut-of-nothing", "cut-of-more-than-all", "free-violations", "no-term",
         "parts-in-parts"],
)  # fmt: skip
def test_a_rule_that_says_nothing_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RULE.validate_python(rule)
