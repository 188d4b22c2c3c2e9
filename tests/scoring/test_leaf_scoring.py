"""The points of one leaf, by kind of rule, and the sentence a council reads aloud."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dossier.criteria.claims import Claim
from dossier.criteria.model import Area, Criterion, Leaf, PlacedLeaf
from dossier.problems import Severity
from dossier.scoring import RULES, LeafScore, PointState, score_leaf
from dossier.text import official_decimal

YES_NO = {"kind": "yes_no", "condition": "đã ban hành", "points": "0.5"}
ALL_OF = {"kind": "all_of", "conditions": ["đủ", "kịp thời"], "points": "0.25"}
LEVELS = {
    "kind": "levels",
    "levels": [
        {"state": "vượt dự toán", "points": "3"},
        {"state": "đạt dự toán", "points": "1.5"},
        {"state": "không đạt", "points": "0"},
    ],
}
TIERS = {
    "kind": "tiers",
    "numerator": "đúng hạn",
    "denominator": "tất cả",
    "bands": [{"min": "95", "points": "1.5"}, {"min": "98", "points": "3"}, {"min": "0", "points": "0"}],
}
SHARE = {"kind": "proportional", "numerator": "xong", "denominator": "tất cả"}
STEPS = {
    "kind": "count_steps",
    "measure": "số sáng kiến",
    "steps": [{"min": "3", "points": "3"}, {"min": "2", "points": "2"}, {"min": "1", "points": "1"}],
}
VIOLATION = {"kind": "no_violation", "condition": "không có người bị kỷ luật", "points": "1"}
YEARS = {"kind": "year_over_year", "measure": "số biên chế", "increased": "0", "equal": "0.25", "decreased": "0.5"}
TYPED = {"kind": "typed", "reason": "bảng riêng của hội đồng"}
PARTS = {
    "kind": "parts",
    "parts": [
        {"id": "a", "title": "Biểu mẫu", "max": "0.5", "rule": YES_NO},
        {"id": "b", "title": "Tỷ lệ", "max": "0.75", "rule": SHARE},
    ],
}
FULL = {"when": "không có kiến nghị", "effect": "full"}
EXCLUDE = {"when": "không được giao", "effect": "exclude", "needs_proof": True}


def placed(
    rule: Mapping[str, Any], *, top: str = "3", parent: Mapping[str, Any] | None = None, **more: Any
) -> PlacedLeaf:
    leaf = Leaf.model_validate({"id": "1.1", "title": "Tiêu chí", "max": top, "rule": rule, **more})
    area = Area(id="1", title="Lĩnh vực", max=Decimal(top), items=(leaf,))
    above = Criterion(id="1.0", title="Nhóm", max=Decimal(top), items=(leaf,), **(parent or {}))
    return PlacedLeaf(leaf=leaf, area=area, parents=(above,) if parent is not None else ())


def score(rule: Mapping[str, Any] | PlacedLeaf, **claimed: Any) -> LeafScore:
    """The score for one claim on the leaf; numbers may be given as text."""
    at = rule if isinstance(rule, PlacedLeaf) else placed(rule)
    figures = {"numerator", "denominator", "count", "typed_points"}
    fields: dict[str, Any] = {key: Decimal(value) if key in figures else value for key, value in claimed.items()}
    return score_leaf(at, {"1.1": Claim("1.1", **fields)})


def ids(result: LeafScore) -> list[str]:
    return [problem.rule for problem in result.problems]


@pytest.mark.parametrize(
    ("rule", "claimed", "points", "trace"),
    [
        (YES_NO, {"state": "có"}, "0.5", "đã ban hành: có → 0,5 điểm"),
        (YES_NO, {"state": "không"}, "0", "đã ban hành: không → 0 điểm"),
        (ALL_OF, {"state": "Có"}, "0.25", "Đạt cả 2 điều kiện: có → 0,25 điểm"),
        (LEVELS, {"state": "đạt dự toán"}, "1.5", "Mức: đạt dự toán → 1,5 điểm"),
        (TIERS, {"numerator": "98", "denominator": "100"}, "3", "98/100 = 98% ≥ 98% → 3 điểm"),
        (TIERS, {"numerator": "97", "denominator": "100"}, "1.5", "97/100 = 97% ≥ 95% → 1,5 điểm"),
        (TIERS, {"numerator": "1", "denominator": "3"}, "0", "1/3 = 33,3333…% < 95% → 0 điểm"),
        (SHARE, {"numerator": "3", "denominator": "4"}, "2.25", "3/4 = 75%; 3/4 × 3 = 2,25 điểm"),
        (
            SHARE,
            {"numerator": "65", "denominator": "93"},
            "2.10",
            "65/93 = 69,8924…%; 65/93 × 3 = 2,0967… ≈ 2,10 điểm",
        ),
        (
            {**SHARE, "floor": "70"},
            {"numerator": "65", "denominator": "93"},
            "0",
            "65/93 = 69,8924…% < 70% → 0 điểm",
        ),
        ({**SHARE, "floor": "70"}, {"numerator": "7", "denominator": "10"}, "2.1", "7/10 = 70%; 7/10 × 3 = 2,1 điểm"),
        ({**SHARE, "cap": "70"}, {"numerator": "7", "denominator": "10"}, "3", "7/10 = 70% ≥ 70% → tối đa 3 điểm"),
        ({**SHARE, "cap": "70"}, {"numerator": "3", "denominator": "5"}, "1.8", "3/5 = 60%; 3/5 × 3 = 1,8 điểm"),
        (STEPS, {"count": "5"}, "3", "số sáng kiến: 5 ≥ 3 → 3 điểm"),
        (STEPS, {"count": "1"}, "1", "số sáng kiến: 1 ≥ 1 → 1 điểm"),
        (STEPS, {"count": "0"}, "0", "số sáng kiến: 0 < 1 → 0 điểm"),
        (VIOLATION, {"count": "0"}, "1", "không có người bị kỷ luật: không có vi phạm → 1 điểm"),
        (VIOLATION, {"count": "2"}, "0", "không có người bị kỷ luật: có 2 vi phạm → 0 điểm"),
        (
            YEARS,
            {"numerator": "19", "denominator": "20"},
            "0.5",
            "số biên chế: 19 < 20 (giảm so với năm trước) → 0,5 điểm",
        ),
        (
            YEARS,
            {"numerator": "0", "denominator": "0"},
            "0.25",
            "số biên chế: 0 = 0 (không đổi so với năm trước) → 0,25 điểm",
        ),
        (
            YEARS,
            {"numerator": "3", "denominator": "2"},
            "0",
            "số biên chế: 3 > 2 (tăng so với năm trước) → 0 điểm",
        ),
    ],
)
def test_each_kind_gives_its_points_and_says_how(
    rule: dict[str, Any], claimed: dict[str, Any], points: str, trace: str
) -> None:
    result = score(rule, **claimed)
    assert (result.points, result.state, result.trace) == (Decimal(points), PointState.COMPUTED, trace)
    assert not [problem for problem in result.problems if problem.severity is not Severity.HINT]


def test_97_995_does_not_reach_98() -> None:
    result = score(TIERS, numerator="97995", denominator="100000")
    assert result.points == Decimal("1.5")
    assert result.trace == "97995/100000 = 97,995% ≥ 95% → 1,5 điểm"
    assert ids(result) == ["SCO05"]
    assert "còn thiếu 0,005 điểm phần trăm so với ngưỡng 98% (hơn 1,5 điểm)" in result.problems[0].message


@pytest.mark.parametrize(
    ("rule", "numerator", "hints"),
    [
        (TIERS, "9800", []),
        (TIERS, "9750", ["SCO05"]),
        (TIERS, "9749", []),
        (TIERS, "9499", ["SCO05"]),
        ({**SHARE, "floor": "70"}, "6999", ["SCO05"]),
        ({**SHARE, "floor": "70"}, "6900", []),
        ({**SHARE, "cap": "70"}, "6960", ["SCO05"]),
        (SHARE, "9999", []),
    ],
)
def test_a_ratio_just_below_a_cliff_is_pointed_out(rule: dict[str, Any], numerator: str, hints: list[str]) -> None:
    assert ids(score(rule, numerator=numerator, denominator="10000")) == hints


@pytest.mark.parametrize(
    ("rule", "claimed", "problem", "said"),
    [
        (TIERS, {"numerator": "0", "denominator": "0"}, "SCO02", "đều là 0"),
        (SHARE, {"numerator": "3", "denominator": "0"}, "SCO03", "b là 0 trong khi số liệu a là 3"),
        (SHARE, {"numerator": "-3", "denominator": "5"}, "SCO13", "không được âm"),
        (STEPS, {"count": "1.5"}, "SCO13", "1,5 không phải là số nguyên"),
        (VIOLATION, {"count": "-1"}, "SCO13", "-1"),
        (TYPED, {"typed_points": "-0.25"}, "SCO13", "số âm"),
        (LEVELS, {"state": "tạm được"}, "SCO12", "«vượt dự toán», «đạt dự toán», «không đạt»"),
        (TIERS, {"numerator": "3"}, "SCO01", "thiếu: «Số liệu b»"),
    ],
)
def test_what_cannot_be_computed_stays_blank_and_says_why(
    rule: dict[str, Any], claimed: dict[str, Any], problem: str, said: str
) -> None:
    result = score(rule, **claimed)
    assert (result.points, result.state, ids(result)) == (None, PointState.BLANK, [problem])
    assert said in result.problems[0].message
    assert result.problems[0].remedy
    assert result.problems[0].where.node == "1.1"
    assert said in result.trace


def test_an_empty_row_is_blank_without_complaint() -> None:
    result = score_leaf(placed(TIERS), {})
    assert (result.points, result.state, result.problems) == (None, PointState.BLANK, ())
    assert result.trace == "Chưa đủ số liệu, thiếu: «Số liệu a», «Số liệu b»"
    assert result.applicable_max == Decimal(3)


def test_zero_over_zero_tells_what_the_set_allows() -> None:
    zeros = {"numerator": "0", "denominator": "0"}
    allowed = score(placed(TIERS, not_applicable=FULL), **zeros)
    assert "không có kiến nghị, đánh dấu x" in allowed.problems[0].remedy
    silent = score(placed(TIERS), **zeros)
    assert "ghi giải trình" in silent.problems[0].remedy


def test_more_than_all_is_never_more_than_the_maximum_and_never_silent() -> None:
    result = score(SHARE, numerator="105", denominator="100")
    assert (result.points, ids(result)) == (Decimal(3), ["SCO04"])
    assert result.trace == "105/100 = 105% > 100% → giữ ở mức tối đa 3 điểm"
    assert ids(score(TIERS, numerator="105", denominator="100")) == ["SCO04"]


def test_points_typed_in_say_so() -> None:
    result = score(TYPED, typed_points="1.25")
    assert (result.points, result.state, result.trace) == (
        Decimal("1.25"),
        PointState.TYPED,
        "Đơn vị nhập tay → 1,25 điểm",
    )


def test_points_above_the_maximum_are_kept_as_filed() -> None:
    result = score(TYPED, typed_points="3.5")
    assert (result.points, result.max, ids(result)) == (Decimal("3.5"), Decimal(3), ["SCO06"])


def test_inputs_the_rule_does_not_use_are_reported_and_not_used() -> None:
    result = score(YES_NO, state="có", count="4", typed_points="9")
    assert (result.points, ids(result)) == (Decimal("0.5"), ["SCO08"])
    assert "«Số lượng», «Điểm nhập tay»" in result.problems[0].message


@pytest.mark.parametrize("scorer", ["tham_dinh", "dieu_tra", "nguon_khac"])
def test_what_the_unit_may_not_score_stays_blank(scorer: str) -> None:
    empty = score(placed(TIERS, scored_by=scorer))
    assert (empty.points, empty.state, empty.applicable_max, empty.problems) == (
        None,
        PointState.NOT_SELF,
        Decimal(3),
        (),
    )
    claimed = score(placed(TIERS, scored_by=scorer), typed_points="3")
    assert (claimed.points, ids(claimed)) == (None, ["SCO07"])


def test_an_external_rule_is_not_self_scored() -> None:
    assert score(placed({"kind": "external", "source": "số liệu của tỉnh"})).state is PointState.NOT_SELF


def test_what_does_not_arise_earns_the_maximum_or_leaves_the_scale() -> None:
    full = score(placed(TIERS, not_applicable=FULL), not_applicable=True)
    assert (full.points, full.applicable_max, full.state) == (Decimal(3), Decimal(3), PointState.FULL_NOT_ARISING)
    assert full.trace == "Không phát sinh (không có kiến nghị) → điểm tối đa 3 điểm"
    out = score(placed(TIERS, not_applicable=EXCLUDE), not_applicable=True, evidence="Văn bản số 5")
    assert (out.points, out.applicable_max, out.state, out.problems) == (None, Decimal(0), PointState.EXCLUDED, ())


def test_a_rule_above_the_leaf_covers_it_and_may_be_marked_there() -> None:
    at = placed(TIERS, parent={"not_applicable": FULL})
    assert score(at, not_applicable=True).state is PointState.FULL_NOT_ARISING
    claims = {"1.0": Claim("1.0", not_applicable=True)}
    assert score_leaf(at, claims).state is PointState.FULL_NOT_ARISING


def test_what_may_not_be_declared_is_refused() -> None:
    result = score(TIERS, not_applicable=True)
    assert (result.points, result.state, ids(result)) == (None, PointState.BLANK, ["SCO09"])


@pytest.mark.parametrize(
    ("rule", "claimed", "problems"),
    [
        (TIERS, {"numerator": "3", "denominator": "5"}, ["SCO10"]),
        (YES_NO, {"state": "có"}, ["SCO10"]),
        (TIERS, {"numerator": "0", "denominator": "0"}, []),
        (YES_NO, {"state": "không"}, []),
    ],
)
def test_a_result_beside_the_mark_contradicts_it(
    rule: dict[str, Any], claimed: dict[str, Any], problems: list[str]
) -> None:
    result = score(placed(rule, not_applicable=FULL), not_applicable=True, **claimed)
    assert ids(result) == problems
    assert (result.points is None) is bool(problems)


def test_a_proof_the_set_wants_for_the_mark_is_asked_for() -> None:
    assert ids(score(placed(TIERS, not_applicable=EXCLUDE), not_applicable=True)) == ["SCO11"]


def parts_claims(**rows: dict[str, Any]) -> dict[str, Claim]:
    return {f"1.1/{part}": Claim(f"1.1/{part}", **fields) for part, fields in rows.items()}


def test_parts_are_summed_with_each_trace() -> None:
    two_thirds = {"numerator": Decimal(2), "denominator": Decimal(3)}
    result = score_leaf(placed(PARTS, top="1.25"), parts_claims(a={"state": "có"}, b=two_thirds))
    assert result.points == Decimal("1.00")
    assert result.trace == ("a) đã ban hành: có → 0,5 điểm; b) 2/3 = 66,6666…%; 2/3 × 0,75 = 0,5 điểm; cộng 1 điểm")


def test_a_missing_part_leaves_the_leaf_blank_and_is_named() -> None:
    result = score_leaf(placed(PARTS, top="1.25"), parts_claims(a={"state": "có"}))
    assert (result.points, result.state, ids(result)) == (None, PointState.BLANK, ["SCO01"])
    assert "thành phần: b" in result.problems[0].message
    assert score_leaf(placed(PARTS), {}).problems == ()


def test_a_result_on_the_row_of_the_whole_is_pointed_out() -> None:
    claims = {**parts_claims(a={"state": "có"}, b={"numerator": Decimal(1), "denominator": Decimal(1)})}
    result = score_leaf(placed(PARTS), {**claims, "1.1": Claim("1.1", typed_points=Decimal(9))})
    assert (result.points, ids(result)) == (Decimal("1.25"), ["SCO08"])


def test_parts_above_the_leaf_are_kept_and_reported() -> None:
    claims = parts_claims(a={"state": "có"}, b={"numerator": Decimal(1), "denominator": Decimal(1)})
    result = score_leaf(placed(PARTS, top="1"), claims)
    assert (result.points, ids(result)) == (Decimal("1.25"), ["SCO06"])


@pytest.mark.parametrize(
    ("numerator", "denominator", "top", "points"),
    [
        ("1", "8", "1", "0.13"),
        ("1", "3", "1", "0.33"),
        ("999999", "1000000", "0.125", "0.125"),
        ("1", "200", "1", "0.01"),
    ],
)
def test_a_share_is_rounded_half_up_to_two_decimals_or_those_of_the_maximum(
    numerator: str, denominator: str, top: str, points: str
) -> None:
    assert score(placed(SHARE, top=top), numerator=numerator, denominator=denominator).points == Decimal(points)


SHARES: tuple[dict[str, str], ...] = ({}, {"floor": "70"}, {"cap": "70"}, {"floor": "60", "cap": "95"})
TOPS = st.decimals("0.25", 20, places=2)


@st.composite
def rates(draw: st.DrawFn) -> tuple[int, int]:
    whole = draw(st.integers(1, 10**7))
    return draw(st.integers(0, whole)), whole


@given(rates(), TOPS, st.sampled_from(SHARES))
@example((1, 1), Decimal("0.25"), {})
def test_a_share_lies_between_nothing_and_the_maximum(
    rate: tuple[int, int], top: Decimal, more: dict[str, str]
) -> None:
    result = score(placed({**SHARE, **more}, top=str(top)), numerator=rate[0], denominator=rate[1])
    assert result.points is not None
    assert 0 <= result.points <= top
    assert official_decimal(result.points) in result.trace


@given(
    rates(), st.integers(0, 10**7), st.sampled_from([TIERS, SHARE, {**SHARE, "floor": "70"}, {**SHARE, "cap": "70"}])
)
def test_a_greater_numerator_never_earns_less(rate: tuple[int, int], more: int, rule: dict[str, Any]) -> None:
    less, whole = rate
    low = score(rule, numerator=less, denominator=whole).points
    high = score(rule, numerator=less + more, denominator=whole).points
    assert low is not None
    assert high is not None
    assert low <= high


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_greater_count_never_earns_less(low: int, more: int) -> None:
    points = [score(STEPS, count=count).points for count in (low, low + more)]
    assert points[0] is not None
    assert points[1] is not None
    assert points[0] <= points[1]


@given(rates())
@example((97995, 100000))
@example((98, 100))
@example((97999999, 10**8))
def test_a_threshold_is_reached_exactly_or_not_at_all(rate: tuple[int, int]) -> None:
    result = score(TIERS, numerator=rate[0], denominator=rate[1])
    assert (result.points == 3) is (Fraction(*rate) >= Fraction(98, 100))
    assert ("≥ 98%" in result.trace) is (result.points == 3)


@given(rates())
def test_a_ratio_is_never_printed_as_more_than_it_is(rate: tuple[int, int]) -> None:
    assume(Fraction(*rate) < Fraction(98, 100))
    shown = score(TIERS, numerator=rate[0], denominator=rate[1]).trace.split(" = ")[1].split("%")[0]
    assert Fraction(shown.replace(",", ".").rstrip("…")) < 98


@given(rates(), TOPS)
def test_the_trace_recomputes_to_the_points(rate: tuple[int, int], top: Decimal) -> None:
    result = score(placed(SHARE, top=str(top)), numerator=rate[0], denominator=rate[1])
    assert result.points is not None
    said = result.trace.removesuffix(" điểm").replace(",", ".")
    division, times = said.split("; ")[1].split(" = ")[0].split(" × ")
    value = Fraction(*map(int, division.split("/"))) * Fraction(times)
    assert abs(value - Fraction(result.points)) <= Fraction(1, 200)
    assert Fraction(said.split(" ")[-1]) == Fraction(result.points)


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.id.startswith("SCO") and rule.title and rule.source for rule in RULES)
