"""The form as it comes back, in the shapes people and their programs give it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dossier.campaign.model import Campaign
from dossier.criteria.claims import Claim
from dossier.criteria.model import CriteriaSet
from dossier.problems import Problem, Severity
from dossier.sheets import RULES, read_self_score

Edit = Callable[[Worksheet], None]
Reread = Callable[..., tuple[dict[str, Claim], tuple[Problem, ...]]]
SHELF = Path(__file__).parents[3] / "shared" / "material"


def line_of(sheet: Worksheet, code: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == code)


def put(code: str, **cells: Any) -> Edit:
    """Type into the row of a code; a keyword is a column letter."""

    def edit(sheet: Worksheet) -> None:
        line = line_of(sheet, code)
        for letter, value in cells.items():
            sheet[f"{letter}{line}"] = value

    return edit


def formatted(code: str, letter: str, number_format: str) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet[f"{letter}{line_of(sheet, code)}"].number_format = number_format

    return edit


def ids(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.rule for problem in problems]


def test_an_untouched_form_has_a_blank_claim_for_every_leaf_and_part(reread: Reread, criteria: CriteriaSet) -> None:
    claims, problems = reread()
    assert problems == ()
    assert set(claims) == {placed.id for placed in criteria.leaves()} | {"2.2/a", "2.2/b"}
    assert claims["1.2"] == Claim("1.2", where=claims["1.2"].where)
    assert claims["2.3"].state is None
    assert str(claims["1.1"].where) == "xa-dong, tiêu chí 1.1, tu-cham-diem.xlsx, Tự chấm điểm!A7"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (12, "12"),
        (7.1, "7.1"),
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("1 234,5", "1234.5"),
        ("0,125", "0.125"),
        (0, "0"),
    ],
)
def test_figures_are_read_as_people_write_them(reread: Reread, typed: Any, read: str) -> None:
    claims, problems = reread(put("1.2", F=typed, G=1000))
    assert (claims["1.2"].numerator, problems) == (Decimal(read), ())


@pytest.mark.parametrize("nothing", ["không có số liệu", "Không có số liệu", "-", "–", "chưa có số liệu", None, "  "])
def test_no_figure_is_missing_and_never_zero(reread: Reread, nothing: Any) -> None:
    claims, problems = reread(put("1.2", F=nothing, G=nothing), put("1.10", H=nothing))
    assert (claims["1.2"].numerator, claims["1.2"].denominator, claims["1.10"].count) == (None, None, None)
    assert problems == ()


@pytest.mark.parametrize(
    ("code", "cells", "rule", "cell"),
    [
        ("1.2", {"F": "=3+4"}, "SHT12", "F"),
        ("1.10", {"H": "=COUNTA(A1:A9)"}, "SHT12", "H"),
        ("1.1", {"E": '=IF(1,"có","không")'}, "SHT12", "E"),
        ("1.1", {"K": '=HYPERLINK("x")'}, "SHT12", "K"),
        ("2.1.1", {"J": "=1"}, "SHT12", "J"),
        ("1.2", {"G": dt.date(2020, 5, 7)}, "SHT13", "G"),
        ("2.2/b", {"I": dt.date(2020, 5, 1)}, "SHT13", "I"),
        ("1.2", {"F": "mười hai"}, "SHT14", "F"),
        ("1.2", {"F": "1.946"}, "SHT14", "F"),
        ("1.2", {"F": "1.234.567"}, "SHT14", "F"),
        ("1.2", {"F": "#REF!"}, "SHT14", "F"),
        ("1.2", {"F": True}, "SHT14", "F"),
        ("1.2", {"F": "12/15"}, "SHT14", "F"),
        ("1.10", {"H": -1}, "SHT15", "H"),
        ("1.2", {"F": "-0,5"}, "SHT15", "F"),
        ("1.10", {"H": "15%"}, "SHT16", "H"),
        ("1.2", {"F": "95%", "G": 120}, "SHT16", "F"),
        ("1.1", {"E": "rồi"}, "SHT18", "E"),
        ("1.3", {"E": "có"}, "SHT18", "E"),
        ("2.1.1", {"J": "tùy"}, "SHT19", "J"),
    ],
)
def test_a_cell_that_cannot_be_trusted_is_refused_by_name(
    reread: Reread, form: Path, *, code: str, cells: dict[str, Any], rule: str, cell: str
) -> None:
    claims, problems = reread(put(code, **cells))
    line = line_of(load_workbook(form)["Tự chấm điểm"], code)
    assert [(problem.rule, problem.where.cell) for problem in problems] == [(rule, f"Tự chấm điểm!{cell}{line}")]
    assert problems[0].where.node == code
    assert problems[0].remedy
    fields = {"E": "state", "F": "numerator", "G": "denominator", "H": "count", "I": "typed_points"}
    assert not getattr(claims[code], fields.get(cell, "not_applicable"))


def test_an_ambiguous_thousands_dot_says_both_readings(reread: Reread) -> None:
    _, problems = reread(put("1.2", F="1.946"))
    assert "1946 hoặc 1,946" in problems[0].message


@pytest.mark.parametrize("share", ["95%", "95 %", 0.95])
def test_a_lone_percentage_is_taken_as_so_many_of_a_hundred(reread: Reread, share: Any) -> None:
    claims, problems = reread(put("1.2", F=share), formatted("1.2", "F", "0%"))
    assert (claims["1.2"].numerator, claims["1.2"].denominator) == (Decimal(95), Decimal(100))
    assert [(problem.rule, problem.severity) for problem in problems] == [("SHT17", Severity.WARNING)]


@pytest.mark.parametrize(
    ("typed", "state"),
    [("có", "có"), ("Có", "có"), ("CO", "có"), (True, "có"), (1, "có"), ("không", "không"), (False, "không")],
)
def test_a_state_is_read_in_the_spelling_of_the_set(reread: Reread, typed: Any, state: str) -> None:
    claims, problems = reread(put("1.1", E=typed))
    assert (claims["1.1"].state, problems) == (state, ())


def test_a_level_is_compared_folded(reread: Reread) -> None:
    claims, _ = reread(put("1.3", E="VƯỢT,  CÓ GIẢI TRÌNH"))
    assert claims["1.3"].state == "vượt, có giải trình"


@pytest.mark.parametrize(("typed", "marked"), [("x", True), ("X", True), (True, True), ("", False), ("không", False)])
def test_the_mark_of_what_does_not_arise(reread: Reread, typed: Any, *, marked: bool) -> None:
    claims, problems = reread(put("2.1.1", J=typed))
    assert (claims["2.1.1"].not_applicable, problems) == (marked, ())


def test_evidence_keeps_its_lines_and_its_length(reread: Reread) -> None:
    text = "- Kế hoạch số 12/KH-UBND ngày 15/01/2020\n" + "Báo cáo quý. " * 1500
    claims, problems = reread(put("1.1", K=text))
    assert (claims["1.1"].evidence, problems) == (text.strip(), ())


def test_a_criterion_row_carries_evidence_and_a_mark_for_the_leaves_below(reread: Reread) -> None:
    claims, problems = reread(put("2.1", J="x", K="Biên bản số 3"))
    assert problems == ()
    assert (claims["2.1"].not_applicable, claims["2.1"].evidence) == (True, "Biên bản số 3")


def test_sorting_and_added_columns_do_not_matter(reread: Reread) -> None:
    def turn_over(sheet: Worksheet) -> None:
        head = line_of(sheet, "Mã")
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
        for line, values in enumerate(reversed(rows), start=head + 1):
            for column, value in enumerate(values, start=1):
                sheet.cell(line, column).value = value

    def widen(sheet: Worksheet) -> None:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(1, 3)
        sheet.insert_cols(3)
        sheet.cell(line_of(sheet, "Mã"), 3).value = "Người làm"

    claims, problems = reread(put("1.2", F=7, G=8), put("1.10", H=2), turn_over, widen)
    assert problems == ()
    read = (claims["1.2"].numerator, claims["1.2"].denominator, claims["1.10"].count)
    assert read == (Decimal(7), Decimal(8), Decimal(2))


def test_a_code_turned_into_a_number_is_told_by_the_title(reread: Reread) -> None:
    claims, problems = reread(put("1.10", H=2), put("1.1", E="có"), put("1.10", A=1.1), put("1.1", A=1.1))
    assert problems == ()
    assert (claims["1.10"].count, claims["1.1"].state) == (Decimal(2), "có")


def test_a_number_only_one_code_can_be_needs_no_title(reread: Reread) -> None:
    claims, problems = reread(put("1.2", F=5, G=6, B="tên đã sửa"), put("1.2", A=1.2))
    assert (claims["1.2"].numerator, problems) == (Decimal(5), ())


def test_a_code_turned_into_a_date_is_told_by_the_title(reread: Reread) -> None:
    claims, problems = reread(put("1.3", E="không đạt"), put("1.3", A=dt.date(2020, 3, 1)))
    assert (claims["1.3"].state, problems) == ("không đạt", ())


def test_an_unclear_code_is_named_and_its_row_left_out(reread: Reread) -> None:
    claims, problems = reread(put("1.10", H=2, B="tên đã sửa"), put("1.10", A=1.1))
    assert ids(problems) == ["SHT06", "SHT11"]
    assert problems[0].where.cell.startswith("Tự chấm điểm!A")
    assert "1.10" in problems[1].message
    assert "1.10" not in claims


def test_codes_that_slid_off_their_titles_are_refused(reread: Reread) -> None:
    claims, problems = reread(put("1.1", B="Sáng kiến"), put("1.1", E="có"))
    assert ids(problems) == ["SHT07", "SHT11"]
    assert "1.10" in problems[0].message
    assert "1.1" not in claims


def test_of_two_rows_with_one_code_none_counts(reread: Reread) -> None:
    claims, problems = reread(put("1.3", A="1.2", B=None), put("1.2", F=1, G=2))
    assert ids(problems) == ["SHT08", "SHT11"]
    assert "Tự chấm điểm!A8" in problems[0].message
    assert "1.2" not in claims


def test_an_unknown_code_is_reported_only_when_its_row_says_something(reread: Reread) -> None:
    def extra(**cells: Any) -> Edit:
        def edit(sheet: Worksheet) -> None:
            line = sheet.max_row + 1
            for letter, value in cells.items():
                sheet[f"{letter}{line}"] = value

        return edit

    _, problems = reread(extra(A="9.9", B="Tổng cộng"), extra(A="9.8", K="Kế hoạch"), extra(K="Người lập biểu"))
    assert [(problem.rule, problem.severity) for problem in problems] == [
        ("SHT09", Severity.ERROR),
        ("SHT10", Severity.WARNING),
    ]
    assert "9.8" in problems[0].message


def test_input_on_the_row_of_an_area_is_pointed_out(reread: Reread) -> None:
    claims, problems = reread(put("1", K="Kế hoạch"), put("2.1", E="có"))
    assert ids(problems) == ["SHT10", "SHT10"]
    assert not {"1", "2.1"} & set(claims)


def test_a_lost_column_is_named(reread: Reread) -> None:
    def drop(sheet: Worksheet) -> None:
        sheet.cell(line_of(sheet, "Mã"), 8).value = "Cột của tôi"

    claims, problems = reread(put("1.2", F=1, G=2), drop)
    assert ids(problems) == ["SHT05"]
    assert "«Số lượng»" in problems[0].message
    assert claims["1.2"].numerator == 1


def test_lost_rows_are_listed(reread: Reread) -> None:
    def drop(sheet: Worksheet) -> None:
        sheet.delete_rows(line_of(sheet, "2.4"))

    _, problems = reread(drop)
    assert ids(problems) == ["SHT11"]
    assert "2.4" in problems[0].message


def test_a_form_without_its_identity_is_read_with_a_warning(
    form: Path, criteria: CriteriaSet, campaign: Campaign
) -> None:
    book = load_workbook(form)
    del book["_dossier"]
    book["Tự chấm điểm"]["E7"] = "có"
    book.save(form)
    claims, problems = read_self_score(form, criteria, unit=campaign.units[0], campaign=campaign)
    assert claims["1.1"].state == "có"
    assert [(problem.rule, problem.severity) for problem in problems] == [("SHT04", Severity.WARNING)]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("unit", "xa-khac", "đơn vị của biểu là «xa-khac», cần «xa-dong»"),
        ("year", "2019", "năm của biểu là «2019», cần «2020»"),
        ("version", "1", "bộ tiêu chí của biểu là «bo-thu, bản 1», cần «bo-thu, bản 2»"),
        ("criteria", "bo-khac", "«bo-khac, bản 2»"),
        ("form", "tham-dinh", "loại biểu"),
        ("schema", "99", "mới hơn"),
    ],
)
def test_the_form_of_something_else_is_refused_by_name(
    form: Path, criteria: CriteriaSet, campaign: Campaign, *, field: str, value: str, said: str
) -> None:
    book = load_workbook(form)
    for row in book["_dossier"].iter_rows():
        if row[0].value == field:
            row[1].value = value
    book.save(form)
    claims, problems = read_self_score(form, criteria, unit=campaign.units[0], campaign=campaign)
    assert claims == {}
    assert ids(problems) == ["SHT03"]
    assert said in problems[0].message
    assert "tu-cham-diem.xlsx" in problems[0].message


def test_the_id_of_the_campaign_is_text_that_people_may_edit(
    form: Path, criteria: CriteriaSet, campaign: Campaign
) -> None:
    renamed = campaign.model_copy(update={"id": "ky-danh-gia-moi"})
    claims, problems = read_self_score(form, criteria, unit=campaign.units[0], campaign=renamed)
    assert problems == ()
    assert "1.1" in claims


def test_a_missing_form_is_a_warning(tmp_path: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    claims, problems = read_self_score(tmp_path / "a.xlsx", criteria, unit=campaign.units[0], campaign=campaign)
    assert (claims, ids(problems)) == ({}, ["SHT01"])
    assert problems[0].where.unit == "xa-dong"


def test_an_unreadable_form_is_a_problem_of_the_unit(form: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    form.write_bytes(b"PK\x03\x04 hong")
    claims, problems = read_self_score(form, criteria, unit=campaign.units[0], campaign=campaign)
    assert (claims, ids(problems)) == ({}, ["XLS01"])
    assert (problems[0].where.unit, problems[0].where.path) == ("xa-dong", "tu-cham-diem.xlsx")


def test_another_table_is_no_form(tmp_path: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    book = Workbook()
    book.worksheets[0].append(["Mã", "Tên", "Ghi chú"])
    book.save(tmp_path / "khac.xlsx")
    claims, problems = read_self_score(tmp_path / "khac.xlsx", criteria, unit=campaign.units[0], campaign=campaign)
    assert (claims, ids(problems)) == ({}, ["SHT02"])


def test_rule_ids_are_unique_and_tell_what_to_do() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.id.startswith("SHT") and rule.title and rule.source and rule.remedy for rule in RULES)


@pytest.mark.shared
@pytest.mark.skipif(not SHELF.is_dir(), reason="needs ../shared")
def test_no_foreign_workbook_crashes_the_reader(criteria: CriteriaSet, campaign: Campaign) -> None:
    books = [path for path in sorted(SHELF.rglob("*")) if path.suffix.lower() in {".xls", ".xlsx", ".xlsm", ".xlsb"}]
    assert len(books) > 100
    for path in books:
        claims, problems = read_self_score(path, criteria, unit=campaign.units[0], campaign=campaign)
        assert claims == {}, path
        assert [problem.severity for problem in problems] == [Severity.ERROR], path
        assert path.name in problems[0].message
