"""Print set-up of foreign workbooks, on a copy and without LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from dossier.pdf.workbook import set_up_printing
from dossier.problems import Where

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

WHERE = Where(path="a.xlsx")


@pytest.fixture(name="prepare")
def fixture_prepare(tmp_path: Path) -> Callable[..., tuple[Worksheet, list[str]]]:
    """Fill a sheet, set it up, and give it back with the rules that spoke."""

    def prepare(fill: Callable[[Worksheet], object]) -> tuple[Worksheet, list[str]]:
        book = openpyxl.Workbook()
        fill(book.worksheets[0])
        book.save(tmp_path / "a.xlsx")
        problems = set_up_printing(tmp_path / "a.xlsx", where=WHERE)
        return openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0], [item.rule for item in problems]

    return prepare


def fill_block(sheet: Worksheet, columns: int) -> None:
    for _ in range(3):
        sheet.append(["x"] * columns)


@pytest.mark.parametrize(("columns", "orientation"), [(4, "portrait"), (12, "landscape")])
def test_a_sheet_becomes_one_page_wide(
    columns: int, orientation: str, prepare: Callable[..., tuple[Worksheet, list[str]]]
) -> None:
    sheet, rules = prepare(lambda sheet: fill_block(sheet, columns))

    properties = sheet.sheet_properties.pageSetUpPr
    assert properties is not None
    assert properties.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_setup.orientation == orientation
    assert rules == []


def test_a_stray_cell_is_left_out_and_reported(
    prepare: Callable[..., tuple[Worksheet, list[str]]],
) -> None:
    def fill(sheet: Worksheet) -> None:
        fill_block(sheet, 4)
        sheet["XFD1048576"] = "lạc"

    sheet, rules = prepare(fill)

    assert sheet.print_area == "'Sheet'!$A$1:$D$3"
    assert rules == ["PDF19"]


def test_a_sheet_too_wide_to_read_is_reported(
    prepare: Callable[..., tuple[Worksheet, list[str]]],
) -> None:
    assert prepare(lambda sheet: fill_block(sheet, 40))[1] == ["PDF14"]


def test_hidden_columns_take_no_room(prepare: Callable[..., tuple[Worksheet, list[str]]]) -> None:
    def fill(sheet: Worksheet) -> None:
        fill_block(sheet, 40)
        for number in range(5, 41):
            sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].hidden = True

    sheet, rules = prepare(fill)

    assert (sheet.page_setup.orientation, rules) == ("portrait", [])


def test_what_the_author_set_up_stays(prepare: Callable[..., tuple[Worksheet, list[str]]]) -> None:
    def fill(sheet: Worksheet) -> None:
        fill_block(sheet, 12)
        sheet.print_area = "A1:C3"

    sheet, _ = prepare(fill)

    assert sheet.print_area == "'Sheet'!$A$1:$C$3"
    assert sheet.page_setup.orientation is None


def test_a_workbook_with_a_chart_is_not_rewritten(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    fill_block(sheet, 12)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "B5")
    book.save(tmp_path / "a.xlsx")
    before = (tmp_path / "a.xlsx").read_bytes()

    assert set_up_printing(tmp_path / "a.xlsx", where=WHERE) == ()
    assert (tmp_path / "a.xlsx").read_bytes() == before
