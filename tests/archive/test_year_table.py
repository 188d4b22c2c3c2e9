"""``luu-tru.yaml`` and the danh mục hồ sơ: what people type, forget and mistype."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.archive.year.model import Retention
from dossier.archive.year.propose import propose_table
from dossier.archive.year.table import load_file_plan, parse_retention, read_file_list
from dossier.campaign import Campaign
from dossier.errors import BadInputError
from dossier.resources import shipped
from dossier.yamlfile import load_model

if TYPE_CHECKING:
    from pathlib import Path

UNITS = ("xa-an-binh", "xa-binh-minh")
GOOD = """schema: 1
files:
  - symbol: "01.CCHC"
    title: "Hồ sơ chung"
    retention: "Vĩnh viễn"
    basis: "Danh mục hồ sơ năm 2020"
    takes: [D11]
  - symbol: "02.CCHC"
    title: "Hồ sơ xã"
    retention: 20
    basis: "Danh mục hồ sơ năm 2020"
    unit: xa-an-binh
    takes: [minh-chung]
"""
HEAD = ("Số và ký hiệu hồ sơ", "Tên đề mục và tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập hồ sơ", "Ghi chú")


def write(root: Path, text: str) -> Path:
    (root / "luu-tru.yaml").write_text(text, encoding="utf-8")
    return root


def write_list(path: Path, *rows: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("DANH MỤC HỒ SƠ",), (), HEAD, ("(1)", "(2)", "(3)", "(4)", "(5)"), *rows):
        page.append(row)
    book.save(path)
    return path


def test_a_good_table_has_nothing_to_say(tmp_path: Path) -> None:
    plan, problems = load_file_plan(write(tmp_path, GOOD), units=UNITS)
    assert problems == ()
    assert [(item.row.symbol, item.retention) for item in plan.files] == [
        ("01.CCHC", Retention(None)),
        ("02.CCHC", Retention(20)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ('    retention: "Vĩnh viễn"\n', "", "ARC01", "chưa ghi thời hạn bảo quản"),
        ('"Vĩnh viễn"', '"lâu dài"', "ARC01", "«lâu dài» không phải thời hạn"),
        ("retention: 20", 'retention: "0 năm"', "ARC01", "«0 năm» không phải thời hạn"),
        ('    basis: "Danh mục hồ sơ năm 2020"\n    takes', "    takes", "ARC02", "chưa có căn cứ"),
        ("xa-an-binh", "xa-la", "ARC17", "không có đơn vị «xa-la»"),
        ('    title: "Hồ sơ chung"\n', "", "ARC17", "chưa có tiêu đề"),
        ("02.CCHC", "01-cchc", "ARC17", "ghi cho 2 hồ sơ"),
        ("    unit: xa-an-binh\n    takes: [minh-chung]", "    takes: [D11]", "ARC17", "«D11» đã vào hồ sơ 01.CCHC"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, old: str, new: str, rule: str, said: str) -> None:
    assert old in GOOD
    _, problems = load_file_plan(write(tmp_path, GOOD.replace(old, new)), units=UNITS)
    assert {problem.rule for problem in problems} == {rule}
    assert said in " ".join(problem.message for problem in problems)
    assert all(problem.where.line for problem in problems)


@pytest.mark.parametrize("typed", ["takes: [D1]", "takes: []", "takes: [anh]", "lạ: 1\n    takes: [D11]"])
def test_what_is_no_table_is_bad_input_with_its_line(tmp_path: Path, typed: str) -> None:
    with pytest.raises(BadInputError) as caught:
        load_file_plan(write(tmp_path, GOOD.replace("takes: [D11]", typed)), units=UNITS)
    assert caught.value.problems[0].where.line


def test_without_a_table_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="dossier archive --init"):
        load_file_plan(tmp_path, units=UNITS)


def test_what_the_table_leaves_open_comes_from_the_list(tmp_path: Path) -> None:
    write_list(
        tmp_path / "dm.xlsx",
        ("", "IV. CẢI CÁCH HÀNH CHÍNH"),
        ("", "1. Chỉ số"),
        ("01.CCHC", "Hồ sơ Chỉ số CCHC", "Vĩnh viễn", "Đỗ Văn Giả Thiết"),
    )
    text = 'schema: 1\nfile_list: dm.xlsx\nfiles:\n  - {symbol: "01.CCHC", basis: "DM", takes: [D11]}\n'
    plan, problems = load_file_plan(write(tmp_path, text), units=UNITS)
    assert problems == ()
    row = plan.files[0].row
    assert (row.title, row.compiler, row.heading) == (
        "Hồ sơ Chỉ số CCHC",
        "Đỗ Văn Giả Thiết",
        "IV. CẢI CÁCH HÀNH CHÍNH",
    )


def test_where_table_and_list_differ_both_are_named(tmp_path: Path) -> None:
    write_list(tmp_path / "dm.xlsx", ("01.CCHC", "Hồ sơ khác", "10 năm", ""))
    _, problems = load_file_plan(write(tmp_path, f"file_list: dm.xlsx\n{GOOD}"), units=UNITS)
    told = [(problem.rule, problem.message) for problem in problems]
    assert told == [
        ("ARC06", "Hồ sơ 01.CCHC: thời hạn ghi «Vĩnh viễn», danh mục ghi «10 năm»."),
        ("ARC06", "Hồ sơ 01.CCHC: tiêu đề khác danh mục («Hồ sơ khác»)."),
        ("ARC05", "Danh mục hồ sơ không có «02.CCHC»."),
    ]


def test_a_list_that_has_a_symbol_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"«01\.A» ghi hai lần"):
        read_file_list(write_list(tmp_path / "dm.xlsx", ("01.A", "Một", "10 năm"), ("01.A", "Hai", "10 năm")))


def test_a_workbook_without_such_a_table_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "khac.xlsx")
    with pytest.raises(BadInputError, match="không thấy bảng có cột"):
        read_file_list(tmp_path / "khac.xlsx")


@given(years=st.integers(1, 999))
def test_a_retention_reads_back_as_it_is_written(years: int) -> None:
    assert parse_retention(str(Retention(years))) == Retention(years)
    assert parse_retention(str(Retention(None))) == Retention(None)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    text = (shipped("samples") / "huyen-an-son/campaign.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mau.yaml"
    path.write_text(text.replace("@VERSION@", "1").replace("@SHA256@", "a" * 64), encoding="utf-8")
    return load_model(path, Campaign)


def test_the_proposed_table_is_read_and_passes_no_default_off_as_law(campaign: Campaign, tmp_path: Path) -> None:
    units = [unit.id for unit in campaign.units]
    plan, problems = load_file_plan(write(tmp_path, propose_table(campaign, ())), units=units)
    assert len(plan.files) == 1 + len(units)
    assert [problem.rule for problem in problems] == ["ARC02"] * len(plan.files)
    assert {item.basis for item in plan.files} == {"chưa có căn cứ, cơ quan xác định"}


def test_symbols_come_from_the_list_only_where_it_is_clear(campaign: Campaign, tmp_path: Path) -> None:
    path = write_list(
        tmp_path / "dm.xlsx",
        ("07.CCHC", "Hồ sơ Chỉ số cải cách hành chính các xã", "Vĩnh viễn"),
        ("08.CCHC", "Hồ sơ Chỉ số CCHC của UBND xã An Bình", "20 năm"),
        ("09.CCHC", "Hồ sơ Chỉ số CCHC của xã Bình Minh (1)", "20 năm"),
        ("10.CCHC", "Hồ sơ Chỉ số CCHC của xã Bình Minh (2)", "20 năm"),
    )
    text = propose_table(campaign, read_file_list(path), file_list="dm.xlsx")
    plan, _ = load_file_plan(write(tmp_path, text), units=[unit.id for unit in campaign.units])
    assert [item.row.symbol for item in plan.files] == ["07.CCHC", "08.CCHC", "03.CCHC", "04.CCHC"]
