"""The appraisal sheet of an office: written, filled in with openpyxl, read back with every fault's cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dossier.campaign.model import Campaign, Office
from dossier.errors import RefusedError
from dossier.problems import Problem
from dossier.sheets import read_appraisal, write_appraisal
from dossier.sheets.model import AppraisalClaim, AppraisalRow

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.criteria.model import CriteriaSet

OFFICE = Office(id="noi-vu", name="Phòng Nội vụ", symbol="PNV", areas=("1", "2"))
LEAVES = frozenset({"1.1", "1.2", "1.10", "2.3"})
ROWS = [
    AppraisalRow(unit, short, leaf, title, top, filed, "95/100", "1.1/a.pdf", "=không phải công thức")
    for unit, short in (("xa-dong", "UBND xã Đông"), ("xa-khac", "UBND xã Khác"))
    for leaf, title, top, filed in (
        ("1.1", "Ban hành kế hoạch", Decimal(1), Decimal("0.5")),
        ("1.2", "Mức độ thực hiện", Decimal(3), "chưa tự chấm"),
        ("1.10", "Sáng kiến", Decimal(3), Decimal(3)),
        ("2.3", "Đánh giá của huyện", Decimal(3), "đơn vị không tự chấm"),
    )
]
Edit = Callable[[Worksheet], None]
Reread = Callable[..., tuple[tuple[AppraisalClaim, ...], tuple[Problem, ...]]]


@pytest.fixture
def sheet(tmp_path: Path, criteria: CriteriaSet, campaign: Campaign) -> Path:
    path = tmp_path / "tham-dinh-1-noi-vu.xlsx"
    write_appraisal(path, criteria, ROWS, office=OFFICE, campaign=campaign, turn=1)
    return path


def read(
    path: Path, criteria: CriteriaSet, campaign: Campaign, *, office: Office = OFFICE, turn: int = 1
) -> tuple[tuple[AppraisalClaim, ...], tuple[Problem, ...]]:
    return read_appraisal(path, criteria, office=office, campaign=campaign, turn=turn, leaves=LEAVES)


@pytest.fixture
def reread(sheet: Path, criteria: CriteriaSet, campaign: Campaign) -> Reread:
    def edit_and_read(*edits: Edit) -> tuple[tuple[AppraisalClaim, ...], tuple[Problem, ...]]:
        book = load_workbook(sheet)
        for edit in edits:
            edit(book["Thẩm định"])
        book.save(sheet)
        return read(sheet, criteria, campaign)

    return edit_and_read


def place(page: Worksheet, unit: str, leaf: str, heading: str) -> tuple[int, int]:
    head = next(row for row in page.iter_rows() if row[0].value == "Mã đơn vị")
    column = next(cell.column for cell in head if cell.value == heading)
    line = next(row[0].row for row in page.iter_rows() if (row[0].value, row[2].value) == (unit, leaf))
    return int(line or 0), int(column or 0)


def typed(unit: str, leaf: str, /, **values: Any) -> Edit:
    headings = {
        "points": "Điểm thẩm định",
        "mark": "Không áp dụng (x)",
        "reason": "Lý do",
        "basis": "Căn cứ minh chứng",
        "request": "Yêu cầu giải trình, bổ sung",
        "code": "Mã",
        "unit": "Mã đơn vị",
        "name": "Đơn vị",
    }

    def edit(page: Worksheet) -> None:
        cells = {key: page.cell(*place(page, unit, leaf, headings[key])) for key in values}
        for key, value in values.items():
            cells[key].value = value

    return edit


def ids(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.rule for problem in problems]


def test_an_untouched_sheet_appraises_nothing(reread: Reread) -> None:
    assert reread() == ((), ())


def test_what_is_typed_is_read_by_unit_and_code(reread: Reread) -> None:
    claims, problems = reread(
        typed("xa-khac", "1.10", points="2,25", reason="Một sáng kiến trùng", basis="QĐ 5", request="Gửi bản ký"),
        typed("xa-dong", "2.3", mark="x"),
        typed("xa-dong", "1.1", points=0),
    )
    assert problems == ()
    found = {(claim.unit, claim.leaf): claim for claim in claims}
    assert found["xa-khac", "1.10"].points == Decimal("2.25")
    assert found["xa-khac", "1.10"].request == "Gửi bản ký"
    assert found["xa-dong", "2.3"].excluded
    assert found["xa-dong", "1.1"].points == 0
    assert len(claims) == 3


def test_three_decimals_of_points_are_no_thousands(reread: Reread) -> None:
    claims, problems = reread(typed("xa-dong", "1.10", points="1,375"))
    assert (claims[0].points, problems) == (Decimal("1.375"), ())


@pytest.mark.parametrize(
    ("values", "rule", "heading"),
    [
        ({"points": "=1+1"}, "SHT12", "Điểm thẩm định"),
        ({"points": "hai"}, "SHT14", "Điểm thẩm định"),
        ({"points": -1}, "SHT15", "Điểm thẩm định"),
        ({"points": "50%"}, "SHT16", "Điểm thẩm định"),
        ({"points": 3.25}, "SHT23", "Điểm thẩm định"),
        ({"points": 1, "mark": "x"}, "SHT24", "Điểm thẩm định"),
        ({"mark": "gì"}, "SHT19", "Không áp dụng (x)"),
        ({"reason": "=A1"}, "SHT12", "Lý do"),
    ],
)
def test_a_cell_that_cannot_stand_is_named(
    sheet: Path, reread: Reread, values: dict[str, Any], rule: str, heading: str
) -> None:
    _, problems = reread(typed("xa-khac", "1.2", **values))
    assert ids(problems) == [rule]
    line, column = place(load_workbook(sheet)["Thẩm định"], "xa-khac", "1.2", heading)
    assert problems[0].where.cell == f"Thẩm định!{get_column_letter(column)}{line}"
    assert (problems[0].where.unit, problems[0].where.node) == ("xa-khac", "1.2")


def test_a_code_turned_into_a_number_is_told_by_its_title(reread: Reread) -> None:
    claims, problems = reread(typed("xa-dong", "1.10", code=1.1, points=2))
    assert ([claim.leaf for claim in claims], problems) == (["1.10"], ())


def test_a_unit_is_known_by_its_name_when_its_code_is_lost(reread: Reread) -> None:
    claims, problems = reread(typed("xa-khac", "1.1", unit=None, points=1))
    assert ([claim.unit for claim in claims], problems) == (["xa-khac"], ())


def test_an_unknown_unit_and_a_foreign_leaf_are_refused(reread: Reread) -> None:
    _, problems = reread(
        typed("xa-dong", "1.1", unit="xa-la", name="xã Lạ", points=1),
        typed("xa-dong", "1.2", code="2.4", points=1),
    )
    assert "SHT21" in ids(problems)
    assert "SHT07" in ids(problems)  # the title still says 1.2


def test_a_leaf_of_another_office_is_refused(sheet: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    book = load_workbook(sheet)
    typed("xa-dong", "1.1", points=1)(book["Thẩm định"])
    book.save(sheet)
    mine = frozenset({"1.2"})
    _, problems = read_appraisal(sheet, criteria, office=OFFICE, campaign=campaign, turn=1, leaves=mine)
    assert ids(problems) == ["SHT22"]


def test_sorting_and_a_new_column_do_not_matter(reread: Reread) -> None:
    def shuffle(page: Worksheet) -> None:
        head = next(row[0].row for row in page.iter_rows() if row[0].value == "Mã đơn vị")
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=head + 1)]
        for line, row in enumerate(reversed(rows), start=head + 1):
            for column, value in enumerate(row, start=1):
                page.cell(line, column).value = value
        page.insert_cols(1)

    claims, problems = reread(typed("xa-khac", "1.1", points=1), shuffle)
    assert ([(claim.unit, claim.leaf) for claim in claims], problems) == ([("xa-khac", "1.1")], ())


def test_one_cell_twice_in_a_file_is_pointed_out(reread: Reread) -> None:
    _, problems = reread(typed("xa-dong", "1.1", points=1), typed("xa-khac", "1.1", unit="xa-dong", points=1))
    assert ids(problems) == ["SHT08"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("office", "tu-phap", "cơ quan của biểu là «tu-phap»"),
        ("round", "2", "lần thẩm định của biểu là «2», cần «1»"),
        ("year", "2019", "năm của biểu"),
        ("version", "1", "bản 1»"),
        ("form", "tu-cham-diem", "loại biểu"),
    ],
)
def test_the_sheet_of_something_else_is_refused_by_name(
    sheet: Path, criteria: CriteriaSet, campaign: Campaign, *, field: str, value: str, said: str
) -> None:
    book = load_workbook(sheet)
    for row in book["_dossier"].iter_rows():
        if row[0].value == field:
            row[1].value = value
    book.save(sheet)
    claims, problems = read(sheet, criteria, campaign)
    assert claims == ()
    assert ids(problems) == ["SHT03"]
    assert said in problems[0].message


def test_a_lost_identity_is_a_warning_for_whoever_confirmed_it(
    sheet: Path, criteria: CriteriaSet, campaign: Campaign
) -> None:
    book = load_workbook(sheet)
    typed("xa-dong", "1.1", points=1)(book["Thẩm định"])
    del book["_dossier"]
    book.save(sheet)
    claims, problems = read(sheet, criteria, campaign)
    assert (len(claims), ids(problems)) == (1, ["SHT04"])


def test_only_input_cells_are_open_and_equal_sheets_have_equal_bytes(
    sheet: Path, tmp_path: Path, criteria: CriteriaSet, campaign: Campaign
) -> None:
    page = load_workbook(sheet)["Thẩm định"]
    head = next(row for row in page.iter_rows() if row[0].value == "Mã đơn vị")
    below = page[int(head[0].row or 0) + 1]
    opened = [top.value for top, cell in zip(head, below, strict=True) if not cell.protection.locked]
    assert opened == [
        "Điểm thẩm định",
        "Không áp dụng (x)",
        "Lý do",
        "Căn cứ minh chứng",
        "Yêu cầu giải trình, bổ sung",
    ]
    assert page.protection.sheet
    other = tmp_path / "khac" / sheet.name
    write_appraisal(other, criteria, ROWS, office=OFFICE, campaign=campaign, turn=1)
    assert other.read_bytes() == sheet.read_bytes()


def test_what_units_wrote_never_becomes_a_formula(sheet: Path) -> None:
    page = load_workbook(sheet)["Thẩm định"]
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(cells) == len(ROWS)
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_sheet_that_people_may_have_filled_in_is_kept(sheet: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    with pytest.raises(RefusedError):
        write_appraisal(sheet, criteria, ROWS, office=OFFICE, campaign=campaign, turn=1)


def test_the_second_round_shows_what_was_asked_and_answered(
    tmp_path: Path, criteria: CriteriaSet, campaign: Campaign
) -> None:
    path = tmp_path / "lan-2.xlsx"
    row = AppraisalRow(
        "xa-dong", "UBND xã Đông", "1.1", "Ban hành kế hoạch", Decimal(1), Decimal(1), "", "", "",
        first=Decimal(0), asked="Gửi bản ký", answer="Đã gửi",
    )  # fmt: skip
    write_appraisal(path, criteria, [row], office=OFFICE, campaign=campaign, turn=2)
    values = [cell.value for line in load_workbook(path)["Thẩm định"].iter_rows() for cell in line]
    assert {"Điểm thẩm định lần 1", "Gửi bản ký", "Đã gửi"} <= set(values)
