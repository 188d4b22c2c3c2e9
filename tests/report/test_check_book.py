from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from dossier.report import build_summary, write_check_book
from dossier.report.tables import build_file_table, build_gap_table, build_proof_table
from dossier.xlsxfile import CellKind, load_book
from tests.report.conftest import HOSTILE, Checked


def test_no_cell_is_a_formula_and_risky_names_are_kept(checked: Checked) -> None:
    sheets = {sheet.title: sheet for sheet in load_book(checked.xlsx).sheets}
    cells = [cell for sheet in sheets.values() for row in sheet.rows for cell in row]
    assert {cell.kind for cell in cells} <= {CellKind.TEXT, CellKind.NUMBER, CellKind.EMPTY}
    names = {row[1].text for row in sheets["Tệp"].rows if len(row) > 1}
    assert "inbox/=HYPERLINK(1).txt" in names
    assert {f"inbox/{name}" for name in HOSTILE if name.isprintable()} <= names


def test_every_row_of_every_table_is_there(checked: Checked) -> None:
    rows = {sheet.title: len(sheet.rows) - 3 for sheet in load_book(checked.xlsx).sheets}
    units = checked.report.units
    assert rows["Tổng hợp"] == len(build_summary(checked.report).rows) == 2
    assert rows["Tệp"] == sum(len(build_file_table(unit).rows) for unit in units) == len(HOSTILE) + 2
    assert rows["Thiếu và yếu"] == sum(len(build_gap_table(unit).rows) for unit in units)
    assert rows["Tài liệu kiểm chứng"] == sum(len(build_proof_table(unit).rows) for unit in units)


def test_points_are_numbers_to_count_with(checked: Checked) -> None:
    sheet = load_book(checked.xlsx).sheets[0]
    header, first = sheet.rows[2], sheet.rows[3]
    points = first[[cell.text for cell in header].index("Tối đa tự chấm")]
    assert points.kind is CellKind.NUMBER
    assert points.number == checked.report.units[0].score.self_max != Decimal(0)


def test_the_sample_warning_stands_on_every_sheet(checked: Checked) -> None:
    assert {sheet.rows[1][0].text for sheet in load_book(checked.xlsx).sheets} == {
        "BỘ TIÊU CHÍ MẪU – KHÔNG DÙNG ĐỂ CÔNG BỐ"
    }


def test_a_sheet_can_be_filtered_and_keeps_its_header_in_view(checked: Checked) -> None:
    for sheet in load_workbook(checked.xlsx).worksheets:
        assert sheet.freeze_panes == "A4"
        assert (sheet.auto_filter.ref or "").startswith("A3:")


def test_equal_reports_give_equal_bytes(checked: Checked, tmp_path: Path) -> None:
    write_check_book(tmp_path / "hai.xlsx", checked.report)
    assert (tmp_path / "hai.xlsx").read_bytes() == checked.xlsx.read_bytes()
