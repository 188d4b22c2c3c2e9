"""The unit's answers, survey tables and the council's form, read back from workbooks as people make them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl import load_workbook

from dossier.campaign.model import Campaign, Survey
from dossier.sheets import read_explanation, read_survey, write_explanation
from dossier.sheets.council import write_council
from dossier.sheets.council_read import read_council
from dossier.sheets.model import AskedRow, SurveyResult

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.criteria.model import CriteriaSet
    from dossier.problems import Problem

PART = {"dieu-tra": Survey(part="dieu-tra", best=Decimal(5), worst=Decimal(1))}


def ids(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.rule for problem in problems]


def set_cells(path: Path, sheet: str, values: dict[str, Any]) -> None:
    book = load_workbook(path)
    for place, value in values.items():
        book[sheet][place].value = value
    book.save(path)


# Answers of a unit.


@pytest.fixture
def asked(tmp_path: Path, criteria: CriteriaSet, campaign: Campaign) -> Path:
    rows = [
        AskedRow("1.1", "Ban hành kế hoạch", Decimal(1), Decimal(1), Decimal(0), "Gửi bản ký"),
        AskedRow("1.10", "Sáng kiến", Decimal(3), "chưa tự chấm", "không áp dụng", "Giải trình"),
    ]
    path = tmp_path / "giai-trinh.xlsx"
    write_explanation(path, criteria, rows, unit=campaign.units[0], campaign=campaign, due="trước ngày 01/11/2020")
    return path


def line_of(path: Path, sheet: str, text: str) -> int:
    return next(row[0].row for row in load_workbook(path)[sheet].iter_rows() if row[0].value == text)


def test_answers_are_read_by_code_and_blank_rows_are_none(
    asked: Path, criteria: CriteriaSet, campaign: Campaign
) -> None:
    line = line_of(asked, "Giải trình, bổ sung", "1.10")
    set_cells(asked, "Giải trình, bổ sung", {f"G{line}": "Một sáng kiến", f"A{line}": 1.1})
    answers, problems = read_explanation(asked, criteria, unit=campaign.units[0], campaign=campaign)
    assert problems == ()
    assert [(answer.leaf, answer.explanation) for answer in answers] == [("1.10", "Một sáng kiến")]


def test_the_answers_of_another_unit_are_refused(asked: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    answers, problems = read_explanation(asked, criteria, unit=campaign.units[1], campaign=campaign)
    assert (answers, ids(problems)) == ((), ["SHT03"])


# Surveys.


def workbook(tmp_path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    path = tmp_path / "dieu-tra.xlsx"
    book.save(path)
    return path


def survey(path: Path, campaign: Campaign, surveys: dict[str, Survey] | None = None) -> Any:
    return read_survey(path, campaign=campaign, surveys=surveys or PART)


def test_rows_of_answers_become_exact_means(tmp_path: Path, campaign: Campaign) -> None:
    path = workbook(
        tmp_path,
        tra_loi=[
            ["KẾT QUẢ ĐIỀU TRA"],
            ["STT", "Đơn vị", "Câu 1", "Câu 2"],
            [1, "UBND xã Khác", 5, 4],
            [2, "xa-khac", "4", None],
            [3, "xa-khac", None, None],
        ],
        quy_mo=[["Đơn vị", "Số đối tượng"], ["xa-khac", 20]],
    )
    results, problems = survey(path, campaign)
    assert problems == ()
    assert [(item.unit, item.part, item.answers, item.asked, item.mean) for item in results] == [
        ("xa-khac", "dieu-tra", 2, 20, Fraction(13, 3))
    ]


def test_means_with_sample_sizes_are_taken_as_printed(tmp_path: Path, campaign: Campaign) -> None:
    header = ["Đơn vị", "Số phiếu", "Số đối tượng", "Điểm trung bình"]
    path = workbook(tmp_path, a=[header, ["xa-khac", 60, 500, "4,125"]])
    (result,), problems = survey(path, campaign)
    assert problems == ()
    assert isinstance(result, SurveyResult)
    assert (result.answers, result.asked, result.mean) == (60, 500, Fraction("4.125"))


@pytest.mark.parametrize(
    ("rows", "rule", "cell"),
    [
        ([["Đơn vị", "Câu 1"], ["xã Lạ", 5]], "SHT21", "a!A2"),
        ([["Đơn vị", "Câu 1"], ["xa-khac", 6]], "SHT26", "a!B2"),
        ([["Đơn vị", "Câu 1"], ["xa-khac", 0]], "SHT26", "a!B2"),
        ([["Đơn vị", "Câu 1"], ["xa-khac", "=1"]], "SHT12", "a!B2"),
        ([["Đơn vị", "Phần", "Câu 1"], ["xa-khac", "khac", 5]], "SHT27", "a!A2"),
        ([["Đơn vị", "Số phiếu", "Điểm trung bình"], ["xa-khac", 1.5, 4]], "SHT25", "a!B2"),
        ([["Đơn vị", "Số phiếu", "Điểm trung bình"], ["xa-khac", 1, 9]], "SHT26", "a!C2"),
        ([["Đơn vị", "Số phiếu", "Điểm trung bình"], ["xa-khac", 1, 4], ["xa-khac", 1, 4]], "SHT08", "a!A3"),
        ([["Tên", "Điểm"], ["xa-khac", 4]], "SHT02", ""),
    ],
)
def test_a_survey_cell_that_cannot_stand_is_named(
    tmp_path: Path, campaign: Campaign, rows: list[list[Any]], rule: str, cell: str
) -> None:
    _, problems = survey(workbook(tmp_path, a=rows), campaign)
    assert [(problem.rule, problem.where.cell) for problem in problems] == [(rule, cell)]


def test_two_parts_in_one_file_need_their_column(tmp_path: Path, campaign: Campaign) -> None:
    surveys = {**PART, "hai-long": Survey(part="hai-long")}
    path = workbook(tmp_path, a=[["Đơn vị", "Phần", "Câu 1"], ["xa-khac", "hai-long", 90], ["xa-khac", "dieu-tra", 5]])
    results, problems = survey(path, campaign, surveys)
    assert problems == ()
    assert {item.part: item.mean for item in results} == {"hai-long": 90, "dieu-tra": 5}


# The council.


@pytest.fixture
def council_campaign(campaign: Campaign) -> Campaign:
    members = [{"name": name, "post": "p", "role": "r"} for name in ("Hoàng Văn An", "Vũ Thị Bình")]
    council = type(campaign.council).model_validate({"name": "Hội đồng", "members": members})
    return campaign.model_copy(update={"council": council})


@pytest.fixture
def council_form(tmp_path: Path, criteria: CriteriaSet, council_campaign: Campaign) -> Path:
    path = tmp_path / "hoi-dong.xlsx"
    write_council(path, criteria, {"xa-khac": Decimal("7.25")}, campaign=council_campaign)
    return path


def test_a_councils_form_comes_back_as_filled(
    council_form: Path, criteria: CriteriaSet, council_campaign: Campaign
) -> None:
    set_cells(council_form, "Phiên họp", {"B6": "lấy ý kiến bằng văn bản", "B7": "05/11/2020"})
    set_cells(council_form, "Phiên họp", {"B8": "8h30", "B9": dt.time(11, 5), "B10": "Phòng họp số 1"})
    set_cells(council_form, "Thành viên", {"E6": "đồng ý", "F6": "01/11/2020", "G6": "04/11/2020", "F7": "01/11/2020"})
    set_cells(council_form, "Biểu quyết", {"C6": 1, "D6": 0, "E6": 0})
    set_cells(council_form, "Kết quả", {"D6": "8,125"})
    set_cells(council_form, "Điều chỉnh", {"A6": "UBND xã Khác", "B6": "1.1", "C6": "không áp dụng", "D6": "Vì"})
    form, problems = read_council(council_form, criteria, campaign=council_campaign)
    assert problems == ()
    assert form is not None
    assert (form.written, form.held) == (True, dt.date(2020, 11, 5))
    assert (form.opens, form.closes, form.place) == ("08:30", "11:05", "Phòng họp số 1")
    assert [(vote.name, vote.attended, vote.opinion, vote.returned) for vote in form.votes] == [
        ("Hoàng Văn An", True, "đồng ý", dt.date(2020, 11, 4)),
        ("Vũ Thị Bình", False, "", None),
    ]
    assert [(tally.agreed, tally.against, tally.other) for tally in form.tallies] == [(1, 0, 0)]
    assert [(item.unit, item.appraised, item.decided) for item in form.decided] == [
        ("xa-khac", Decimal("7.25"), Decimal("8.125"))
    ]
    assert [(item.unit, item.leaf, item.points, item.reason) for item in form.rulings] == [
        ("xa-khac", "1.1", None, "Vì")
    ]


@pytest.mark.parametrize(
    ("sheet", "values", "rule"),
    [
        ("Thành viên", {"E6": "tán thành"}, "SHT18"),
        ("Thành viên", {"F6": "hôm qua"}, "SHT20"),
        ("Biểu quyết", {"C6": 1.5}, "SHT25"),
        ("Biểu quyết", {"C6": 1, "B6": "xã Lạ"}, "SHT21"),
        ("Điều chỉnh", {"A6": "xa-khac", "B6": "9.9", "C6": 1}, "SHT09"),
        ("Điều chỉnh", {"A6": "xa-khac", "B6": "1.1"}, "SHT14"),
        ("Điều chỉnh", {"A6": "xa-khac", "C6": "1"}, "SHT09"),
        ("Kết quả", {"D6": "=C6"}, "SHT12"),
    ],
)
def test_a_councils_cell_that_cannot_stand_is_named(
    council_form: Path,
    criteria: CriteriaSet,
    council_campaign: Campaign,
    *,
    sheet: str,
    values: dict[str, Any],
    rule: str,
) -> None:
    set_cells(council_form, sheet, values)
    _, problems = read_council(council_form, criteria, campaign=council_campaign)
    assert ids(problems) == [rule]
    assert problems[0].where.cell.startswith(f"{sheet}!")


def test_a_lost_table_is_named(council_form: Path, criteria: CriteriaSet, council_campaign: Campaign) -> None:
    book = load_workbook(council_form)
    del book["Điều chỉnh"]
    book.save(council_form)
    form, problems = read_council(council_form, criteria, campaign=council_campaign)
    assert form is None
    assert "«Điều chỉnh»" in problems[0].message


@pytest.mark.parametrize(
    ("typed", "read"), [("08:30", "08:30"), ("8 giờ 30 phút", "08:30"), ("8h", "08:00"), ("13:30:00", "13:30")]
)
def test_a_time_of_day_is_read_as_people_type_it(
    council_form: Path, criteria: CriteriaSet, council_campaign: Campaign, typed: str, read: str
) -> None:
    set_cells(council_form, "Phiên họp", {"B8": typed})
    form, problems = read_council(council_form, criteria, campaign=council_campaign)
    assert form is not None
    assert (form.opens, problems) == (read, ())


@pytest.mark.parametrize("typed", ["25:00", "sáng", "8 giờ 75", 8.5])
def test_what_is_no_time_of_day_is_named(
    council_form: Path, criteria: CriteriaSet, council_campaign: Campaign, typed: str | float
) -> None:
    set_cells(council_form, "Phiên họp", {"B8": typed})
    _, problems = read_council(council_form, criteria, campaign=council_campaign)
    assert [(problem.rule, problem.where.cell) for problem in problems] == [("SHT20", "Phiên họp!B8")]
