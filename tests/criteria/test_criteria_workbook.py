"""Export to Excel and back is the identity; what people do to the workbook in between is accepted or named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.criteria import CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.criteria.workbook import write_workbook
from dossier.criteria.workbook_read import read_workbook
from dossier.criteria.yamlout import plain_data, render_yaml
from dossier.errors import BadInputError

Write = Callable[[str, str], Path]

numbers = st.decimals(min_value=0, max_value=100, places=4)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).map(
    lambda text: f"chữ {text} x"
)
BANDS = st.lists(
    st.fixed_dictionaries({"min": numbers, "points": numbers}, optional={"strict": st.just(value=True)}), min_size=2
)
SIMPLE = st.one_of(
    st.fixed_dictionaries({"kind": st.just("yes_no"), "condition": words, "points": numbers}),
    st.fixed_dictionaries(
        {"kind": st.just("all_of"), "conditions": st.lists(words, min_size=2, max_size=4), "points": numbers}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("levels"),
            "levels": st.lists(st.fixed_dictionaries({"state": words, "points": numbers}), min_size=2, max_size=4),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("tiers"), "numerator": words, "denominator": words, "bands": BANDS}),
    st.fixed_dictionaries(
        {"kind": st.just("proportional"), "numerator": words, "denominator": words},
        optional={"floor": numbers, "cap": numbers},
    ),
    st.fixed_dictionaries({"kind": st.just("count_steps"), "measure": words, "steps": BANDS}),
    st.fixed_dictionaries(
        {"kind": st.just("per_violation"), "condition": words, "points": numbers, "step": st.just(Decimal("0.25"))},
        optional={"floor": numbers, "exemption": words},
    ),
    st.fixed_dictionaries(
        {"kind": st.just("deadline"), "measure": words, "due": st.dates(), "points": numbers},
        optional={
            "included": st.booleans(),
            "late": st.lists(
                st.fixed_dictionaries({"days": st.integers(1, 99), "points": numbers}), min_size=1, max_size=3
            ),
        },
    ),
    st.fixed_dictionaries({"kind": st.just("external"), "source": words}),
)
PARTS = st.lists(SIMPLE, min_size=2, max_size=4).map(
    lambda rules: {
        "kind": "parts",
        "parts": [
            {"id": f"p{number}", "title": f"Phần {number}", "max": number, "rule": rule}
            for number, rule in enumerate(rules)
        ],
    }
)
WEIGHTED = st.lists(numbers, min_size=1, max_size=4).map(
    lambda weights: {
        "kind": "weighted",
        "denominator": "tổng",
        "terms": [{"id": f"b{n}", "measure": f"số {n}", "weight": weight} for n, weight in enumerate(weights)],
    }
)
DEDUCTED = st.one_of(SIMPLE, PARTS, WEIGHTED).map(
    lambda base: {
        "kind": "share_deducted",
        "base": base,
        "deductions": [
            {"id": "tru", "when": "báo cáo trễ", "percent": Decimal("12.5")},
            {"id": "tru-2", "when": "thiếu nội dung", "percent": 50, "applied_by": "tham_dinh"},
        ],
    }
)


def back(path: Path) -> CriteriaSet:
    """The set of a workbook, by way of its YAML as ``criteria import`` makes it."""
    target = path.with_suffix(".yaml")
    target.write_text(render_yaml(read_workbook(path), heading="đọc lại"), encoding="utf-8")
    return load_criteria(target)[0]


def content(criteria: CriteriaSet) -> dict[str, Any]:
    return plain_data(criteria)


@pytest.fixture(name="book")
def fixture_book(good: str, write: Write, tmp_path: Path) -> Path:
    """The good set exported."""
    path = tmp_path / "bo.xlsx"
    write_workbook(path, load_criteria(write("tot", good))[0])
    return path


@pytest.mark.parametrize("name", list_criteria())
def test_a_shipped_set_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    criteria, _ = load_criteria(find_criteria(name))
    write_workbook(tmp_path / "bo.xlsx", criteria)

    again = back(tmp_path / "bo.xlsx")

    assert again.areas == criteria.areas
    assert content(again) == content(criteria)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=st.lists(st.one_of(SIMPLE, PARTS, WEIGHTED, DEDUCTED), min_size=1, max_size=3), top=numbers)
def test_any_rule_comes_back_as_it_was(
    rules: list[dict[str, Any]], top: Decimal, tmp_path: Path, good: str, write: Write
) -> None:
    base, _ = load_criteria(write("tot", good))
    leaves = [
        {"id": f"1.{number}", "title": f"Mục {number}", "max": top, "rule": rule}
        for number, rule in enumerate(rules, start=1)
    ]
    area = {"id": "1", "title": "Lĩnh vực", "max": top, "items": leaves}
    criteria = CriteriaSet.model_validate({**base.model_dump(by_alias=True), "areas": [area]})
    write_workbook(tmp_path / "bo.xlsx", criteria)

    assert back(tmp_path / "bo.xlsx").areas == criteria.areas


def test_bonus_samples_and_exclusions_come_back(good: str, write: Write, tmp_path: Path) -> None:
    extra = """\
outside_scale:
  bonus_cap: 2
  items:
    - id: thuong-1
      title: "Mô hình được nhân rộng"
      direction: thuong
      points: 0.5
      max: 1.5
      proofs: [{id: "thuong-1-qd", title: "Quyết định", types: [Quyết định], signed_copy: true}]
exclusions:
  - {nodes: ["1.2", "2"], reason: "Hội đồng không đánh giá", date: 2026-01-19}
areas:
"""
    text = good.replace("areas:\n", extra, 1).replace(
        "scored_by: dieu_tra}\n", "scored_by: dieu_tra, sample: {min_answers: 50, min_share: 10}}\n", 1
    )
    criteria, problems = load_criteria(write("them", text))
    write_workbook(tmp_path / "bo.xlsx", criteria)

    again = back(tmp_path / "bo.xlsx")

    assert problems == ()
    assert again == criteria
    assert again.exclusions[0].date == dt.date(2026, 1, 19)


def edit(path: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    """The workbook as a person saves it after a change."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def place(book: openpyxl.Workbook, sheet: str, text: str) -> Any:
    """The first cell that holds a text."""
    return next(cell for row in book[sheet].iter_rows() for cell in row if cell.value == text)


def test_an_edited_cell_is_the_new_value(book: Path) -> None:
    def change(opened: openpyxl.Workbook) -> None:
        place(opened, "Tiêu chí", "Chọn mức").value = "Chọn bậc"
        place(opened, "Cách chấm", "vượt").value = "vượt xa"

    leaf = back(edit(book, change)).leaf("1.3")

    assert leaf is not None
    assert leaf.leaf.title == "Chọn bậc"
    assert leaf.leaf.rule.model_dump()["levels"][0]["state"] == "vượt xa"


def test_moved_columns_and_a_lost_identity_sheet_do_not_matter(book: Path, good: str, write: Write) -> None:
    def change(opened: openpyxl.Workbook) -> None:
        sheet = opened["Tiêu chí"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for row in rows:
            row.insert(0, row.pop())
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                sheet.cell(line, column).value = value
        opened.remove(opened["_dossier"])

    assert back(edit(book, change)) == load_criteria(write("goc", good))[0]


def test_a_decimal_typed_with_a_comma_and_a_day_typed_as_in_vietnam(book: Path) -> None:
    def change(opened: openpyxl.Workbook) -> None:
        place(opened, "Thông tin", "2020-01-01").value = "05/3/2020"
        cell = place(opened, "Tiêu chí", "Theo tỷ lệ")
        cell.offset(column=1).value = "2,25"

    again = back(edit(book, change))

    leaf = again.leaf("1.2")
    assert again.window is not None
    assert again.window.first == dt.date(2020, 3, 5)
    assert leaf is not None
    assert leaf.leaf.max == Decimal("2.25")


@pytest.mark.parametrize(
    ("sheet", "old", "new", "named"),
    [
        ("Tiêu chí", "Chọn mức", "=1+1", "công thức"),
        ("Tiêu chí", 2, "hai", "không phải là số"),
        ("Tiêu chí", "Tiêu chí thành phần", "Mục con", "loại mục"),
        ("Tiêu chí", "1.2", "1.3", "đã dùng ở trên"),
        ("Cách chấm", "1.3", "7.7", "không có mục «7.7»"),
        ("Cách chấm", "Mức (levels)", "Mức", "không có loại dòng"),
        ("Tài liệu kiểm chứng", "1.3", "7.7", "không có mục «7.7»"),
        ("Tài liệu kiểm chứng", "Dạng (carrier)", "Dạng (mang)", "không có cột"),
        ("Thông tin", "Nguồn (source)", "Nguồn (nguon)", "không có mục"),
    ],
)
def test_a_cell_that_does_not_fit_is_named(sheet: str, old: Any, new: str, named: str, book: Path) -> None:
    edited = edit(book, lambda opened: setattr(place(opened, sheet, old), "value", new))

    with pytest.raises(BadInputError) as error:
        read_workbook(edited)

    assert named in error.value.message
    assert error.value.problems[0].where.cell.startswith(f"{sheet}!")


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "khac.xlsx")

    with pytest.raises(BadInputError, match="criteria export"):
        read_workbook(tmp_path / "khac.xlsx")


def test_equal_sets_give_equal_bytes(good: str, write: Write, tmp_path: Path) -> None:
    criteria, _ = load_criteria(write("tot", good))
    for name in ("mot.xlsx", "hai.xlsx"):
        write_workbook(tmp_path / name, criteria)

    assert (tmp_path / "mot.xlsx").read_bytes() == (tmp_path / "hai.xlsx").read_bytes()
