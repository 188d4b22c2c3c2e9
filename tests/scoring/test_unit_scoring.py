"""A unit's score: sums up the tree, and gaps ranked by what hangs on them."""

import subprocess
import sys
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dossier.criteria.claims import Claim
from dossier.criteria.model import CriteriaSet
from dossier.matching.model import Gap
from dossier.problems import Severity
from dossier.scoring import PointState, rank_gaps, score_unit

SHARE = {"kind": "proportional", "numerator": "a", "denominator": "b"}
YES_NO = {"kind": "yes_no", "condition": "có làm", "points": "2"}
EXCLUDE = {"when": "không được giao", "effect": "exclude"}


def leaf(code: str, rule: dict[str, Any], top: str, **more: Any) -> dict[str, Any]:
    return {"id": code, "title": f"Tiêu chí {code}", "max": top, "rule": rule, **more}


CRITERIA = CriteriaSet.model_validate(
    {
        "schema": 1,
        "id": "bo-thu",
        "version": 1,
        "level": "xa",
        "year": 2020,
        "title": "Bộ thử",
        "issuer": "Dự án",
        "source": "tự soạn",
        "completeness": "sample",
        "parts": [{"id": "a", "title": "Thẩm định", "max": "16", "scored_by": "tham_dinh"}],
        "layers": [{"id": "a", "kind": "decision", "title": "Bộ thử", "issuer": "Dự án"}],
        "areas": [
            {
                "id": "1",
                "title": "Lĩnh vực 1",
                "max": "9",
                "items": [
                    {
                        "id": "1.1",
                        "title": "Nhóm 1.1",
                        "max": "5",
                        "items": [leaf("1.1.1", SHARE, "3"), leaf("1.1.2", YES_NO, "2", not_applicable=EXCLUDE)],
                    },
                    leaf("1.2", YES_NO, "2"),
                    leaf("1.10", {"kind": "external", "source": "tỉnh"}, "2"),
                ],
            },
            {"id": "2", "title": "Lĩnh vực 2", "max": "7", "items": [leaf("2.1", SHARE, "7")]},
        ],
    }
)
SHARES, CHOICES = ("1.1.1", "2.1"), ("1.1.2", "1.2")


def rate(code: str, numerator: int, denominator: int) -> Claim:
    return Claim(code, numerator=Decimal(numerator), denominator=Decimal(denominator))


CLAIMS = {
    "1.1.1": rate("1.1.1", 1, 3),
    "1.1.2": Claim("1.1.2", not_applicable=True),
    "1.2": Claim("1.2", state="có"),
    "2.1": rate("2.1", 1, 3),
}


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, texts))


def test_maxima_and_points_come_from_the_same_leaves() -> None:
    score = score_unit(CRITERIA, CLAIMS, unit="xa-a")
    assert [(node.id, node.depth) for node in score.nodes] == [("1", 0), ("1.1", 1), ("2", 0)]
    first = score.nodes[0]
    assert (first.max, first.applicable_max, first.self_max, first.points) == decimals("9", "7", "5", "3.00")
    assert (score.total, score.max, score.applicable_max, score.self_max) == decimals("5.33", "16", "14", "12")
    assert [item.leaf for item in score.leaves] == ["1.1.1", "1.1.2", "1.2", "1.10", "2.1"]
    assert score.blank == ()
    assert score.leaf("1.10") is not None
    assert score.leaf("9.9") is None


def test_nothing_filed_is_blank_everywhere_and_totals_zero() -> None:
    score = score_unit(CRITERIA, {}, unit="xa-a")
    assert (score.total, score.problems) == (Decimal(0), ())
    assert score.blank == ("1.1.1", "1.1.2", "1.2", "2.1")
    assert [node.points for node in score.nodes] == [None, None, None]
    assert {item.state for item in score.leaves} == {PointState.BLANK, PointState.NOT_SELF}


def test_problems_name_the_unit_and_the_leaf() -> None:
    claims = {"2.1": rate("2.1", 0, 0), "9.9": Claim("9.9", state="có"), "1.1": Claim("1.1", evidence="Biên bản")}
    problems = score_unit(CRITERIA, claims, unit="xa-a").problems
    assert [(problem.rule, problem.where.unit, problem.where.node) for problem in problems] == [
        ("SCO02", "xa-a", "2.1"),
        ("SCO14", "xa-a", "9.9"),
    ]


def test_a_set_without_rows_scores_nothing() -> None:
    score = score_unit(CRITERIA.model_copy(update={"areas": ()}), {}, unit="xa-a")
    assert (score.leaves, score.total, score.max) == ((), Decimal(0), Decimal(0))


@st.composite
def filed(draw: st.DrawFn) -> dict[str, Claim]:
    claims = {}
    for code in draw(st.sets(st.sampled_from(SHARES))):
        whole = draw(st.integers(1, 10**6))
        claims[code] = rate(code, draw(st.integers(0, whole)), whole)
    for code in draw(st.sets(st.sampled_from(CHOICES))):
        claims[code] = Claim(code, state=draw(st.sampled_from(["có", "không"])))
    if draw(st.booleans()):
        claims["1.1.2"] = Claim("1.1.2", not_applicable=True)
    return claims


@given(filed())
def test_the_total_is_the_sum_of_the_leaves_at_every_level(claims: dict[str, Claim]) -> None:
    score = score_unit(CRITERIA, claims, unit="xa-a")
    points = {item.leaf: item.points for item in score.leaves if item.points is not None}
    assert score.total == sum(points.values())
    for node in score.nodes:
        below = [value for code, value in points.items() if code.startswith(f"{node.id}.")]
        assert (node.points or 0) == sum(below)
        assert node.applicable_max == sum(
            item.applicable_max for item in score.leaves if item.leaf.startswith(f"{node.id}.")
        )
    assert score.total <= score.self_max <= score.applicable_max <= score.max


@given(filed(), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_does_not_matter(claims: dict[str, Claim], shuffler: Any) -> None:
    items = list(claims.items())
    shuffler.shuffle(items)
    assert score_unit(CRITERIA, dict(items), unit="a") == score_unit(CRITERIA, claims, unit="a")


def gap(*leaves: str, proof: str = "p", severity: Severity = Severity.ERROR) -> Gap:
    return Gap("MAT01", severity, "xa-a", leaves[0], proof, leaves, "Kế hoạch", "không tìm thấy", "Nộp kế hoạch")


def test_gaps_are_ranked_by_the_points_that_hang_on_them() -> None:
    score = score_unit(CRITERIA, CLAIMS, unit="xa-a")
    ranked = rank_gaps([gap("1.1.2"), gap("1.1.1", "1.1.2"), gap("1.10"), gap("2.1"), gap("1.1.1", "1.2")], score)
    assert [(item.gap.leaves, item.points) for item in ranked] == [
        (("1.1.1", "1.2"), Decimal("3.00")),
        (("2.1",), Decimal("2.33")),
        (("1.1.1", "1.1.2"), Decimal("1.00")),
        (("1.1.2",), 0),
        (("1.10",), 0),
    ]


def test_equal_points_rank_the_graver_gap_first_then_follow_the_set() -> None:
    score = score_unit(CRITERIA, {}, unit="xa-a")
    hint, late, early = gap("1.1.1", severity=Severity.HINT), gap("1.10"), gap("1.2")
    unknown = gap("9.9")
    assert [item.gap for item in rank_gaps([unknown, hint, late, early], score)] == [early, late, unknown, hint]


@given(st.permutations([gap("1.2"), gap("2.1"), gap("1.1.1"), gap("1.1.1", proof="q"), gap("1.1.1", "2.1")]))
def test_the_order_of_the_gaps_does_not_matter(gaps: list[Gap]) -> None:
    score = score_unit(CRITERIA, CLAIMS, unit="xa-a")
    assert rank_gaps(gaps, score) == rank_gaps(sorted(gaps, key=str), score)


def test_scoring_stays_pure() -> None:
    heavy = ("sqlite3", "openpyxl", "pypdfium2", "docx", "tesserocr")
    code = f"import sys, dossier.scoring; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert result.stdout.strip() == "[]"
