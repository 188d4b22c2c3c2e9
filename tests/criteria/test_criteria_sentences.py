"""Sentences of official tables: options with their points, paragraphs, formulas."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dossier.criteria.importing.formulas import formula_rule
from dossier.criteria.importing.propose import propose_rule
from dossier.criteria.importing.sentences import find_options, split_paragraphs


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Từ 95% đến dưới 98%: 1,5", [("Từ 95% đến dưới 98%", "1.5")]),
        ("- Đạt 100% thì điểm đánh giá là 0,5.", [("Đạt 100%", "0.5")]),
        ("- Nếu có kiểm tra thì điểm đánh giá là 1;", [("có kiểm tra", "1")]),
        ("Vượt dự toán: 2 điểm.", [("Vượt dự toán", "2")]),
        ("Đúng hạn được 0,25 điểm", [("Đúng hạn", "0.25")]),
        ("Nếu có 02 mô hình thì đạt 1.0 điểm; không có thì đạt 0 điểm.", [("có 02 mô hình", "1.0"), ("không có", "0")]),
        ("Kế hoạch ban hành trước ngày 31/01/2025", []),
        ("Thực hiện theo Thông tư số 02/2017/TT-VPCP.", []),
        ("Yêu cầu: có ít nhất 04 tin, bài mỗi tháng", []),
    ],
)  # fmt: skip
def test_options(text: str, options: list[tuple[str, str]]) -> None:
    found = find_options(text)

    assert [(option.condition, str(option.points)) for option in found] == options


def test_an_option_that_adds() -> None:
    (option,) = find_options("- Nếu đạt thì điểm đánh giá CỘNG THÊM 0.5 điểm;")

    assert option.adds
    assert option.points == Decimal("0.5")


def test_lines_broken_by_the_cell_are_joined_and_a_remark_stands_alone() -> None:
    lines = [
        "- Hoàn thành 100% thì điểm đánh",
        "giá là 1.",
        "- Còn lại thì điểm đánh giá là 0. (Tính theo báo cáo)",
        "(Nếu",
        "trễ hạn thì trừ 10% điểm)",
    ]

    assert split_paragraphs(lines) == [
        "- Hoàn thành 100% thì điểm đánh giá là 1.",
        "- Còn lại thì điểm đánh giá là 0.",
        "(Tính theo báo cáo)",
        "(Nếu trễ hạn thì trừ 10% điểm)",
    ]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("(b/a)*điểm tối đa. Nếu b/a < 0,7 thì điểm đánh giá là 0.", {"floor": 70}),
        ("(b/a) x điểm tối đa. Nếu b/a < 60% thì được 0 điểm.", {"floor": 60}),
        ("(b/a)*điểm tối đa. Nếu b/a ≥ 0,7 thì đạt điểm tối đa.", {"cap": 70}),
        ("(b/a)*điểm tối đa", {}),
    ],
)
def test_floor_and_cap_are_told_apart(text: str, limits: dict[str, int]) -> None:
    made = formula_rule([text], Decimal(3))

    assert made is not None
    rule, best = made
    assert {key: rule[key] for key in ("floor", "cap") if key in rule} == limits
    assert best == 3


def test_weighted_terms_with_points_and_with_per_cent() -> None:
    points = formula_rule(["(b/a*1.00 + c/a*0.50)"], None)
    shares = formula_rule(["(b1/a)*điểm tối đa*100% + (b2/a)*điểm tối đa*75%"], Decimal(2))

    assert points is not None
    assert shares is not None
    assert [(term["id"], term["weight"]) for term in points[0]["terms"]] == [("b", 1), ("c", Decimal("0.5"))]
    assert points[1] == 1
    assert [(term["id"], term["weight"]) for term in shares[0]["terms"]] == [("b1", 2), ("b2", Decimal("1.5"))]


def test_numbered_contents_are_added_up() -> None:
    proposal = propose_rule(
        [
            "Điểm đạt được của tiêu chí này là tổng điểm đạt được của 03 nội dung sau:",
            "(1) Mở sổ theo dõi: 0.25",
            "Nếu ghi đủ thì điểm đánh giá là 0.25; nếu không thì điểm đánh giá là 0.",
            "(2) Họp dân ít nhất 02 buổi thì điểm đánh giá là: 0.25",
            "(3) Việc đã xong.",
            "Tính điểm theo công thức (b/a)*0.50. Trong đó:",
            "a là tổng số việc.",
            "b là số việc đã xong.",
        ],
        top=None,
    )

    kinds = [(part["id"], part["max"], part["rule"]["kind"]) for part in proposal.rule["parts"]]
    assert kinds == [
        ("a", Decimal("0.25"), "yes_no"),
        ("b", Decimal("0.25"), "yes_no"),
        ("c", Decimal("0.50"), "proportional"),
    ]
    assert proposal.max == 1
    assert proposal.left_over == ()


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("Trường hợp trong năm không có hồ sơ thì đạt điểm tối đa.", "full"),
        ("(Đơn vị không có đơn vị sự nghiệp thì không đánh giá, tính điểm nội dung này vào tổng điểm)", "exclude"),
    ],
)
def test_both_effects_of_not_arising(text: str, effect: str) -> None:
    """Opposite effects stand in one and the same official set."""
    proposal = propose_rule(["- Có thực hiện: 1 điểm", text], top=Decimal(1))

    assert proposal.not_applicable is not None
    assert proposal.not_applicable["effect"] == effect
    assert proposal.rule["kind"] == "yes_no"


def test_the_second_of_two_opposite_effects_is_told() -> None:
    """One department criterion had both: no unit, excluded; already done, full points."""
    full = "Trường hợp đã sắp xếp xong thì đạt điểm tối đa."
    exclude = "(Đơn vị không có đơn vị sự nghiệp thì không đánh giá, tính điểm nội dung này vào tổng điểm)"

    proposal = propose_rule(["- Có thực hiện: 1 điểm", full, exclude], top=Decimal(1))

    assert proposal.not_applicable == {"when": "đã sắp xếp xong", "effect": "full"}
    assert proposal.left_over == (exclude,)


def test_nothing_about_points_is_dropped() -> None:
    proposal = propose_rule(["- Có thực hiện: 1 điểm", "Mỗi việc trễ bị trừ 0,25 điểm tùy mức độ."], top=Decimal(1))

    assert proposal.left_over == ("Mỗi việc trễ bị trừ 0,25 điểm tùy mức độ.",)
