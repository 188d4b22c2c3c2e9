"""The self-score form ``tu-cham-diem.xlsx``, written for one unit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from dossier.errors import RefusedError
from dossier.sheets import style
from dossier.sheets.layout import FORM, NO, NOT_SELF, SHEET, YES, FormRow, RowKind, build_rows, form_columns
from dossier.text import short_date
from dossier.xlsxfile import Identity, put_identity, write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.campaign.model import Campaign, Unit
    from dossier.criteria.claims import Claim
    from dossier.criteria.model import CriteriaSet
    from dossier.sheets.style import Column

_ROW_FILLS = {
    RowKind.AREA: PatternFill("solid", fgColor="DDEBF7"),
    RowKind.CRITERION: PatternFill("solid", fgColor="F3F8FC"),
}

_INSTRUCTIONS = (
    "Chỉ nhập vào ô nền vàng. Ô nền xám đã khóa vì cách tính điểm không dùng đến.",
    (
        "Cột «Cách tính điểm» nói rõ cần chọn kết quả, ghi số liệu a và b, ghi số lượng hay nhập điểm. "
        "Điểm do chương trình tính, không gõ điểm ngoài cột «Điểm nhập tay»."
    ),
    (
        "Số liệu a, b là số đếm hoặc số tiền, không ghi tỷ lệ phần trăm. Dùng dấu phẩy cho phần thập phân (7,5), "
        "không dùng dấu chấm ngăn hàng nghìn. Không gõ công thức."
    ),
    "Không có số liệu thì để trống hoặc ghi «không có số liệu». Số 0 nghĩa là đã đếm và bằng 0.",
    "Ghi x vào «Không phát sinh» chỉ khi bộ tiêu chí cho phép và đúng trường hợp đã nêu; khi đó không nhập số liệu.",
    (
        "«Tài liệu kiểm chứng/giải trình»: mỗi dòng một tài liệu, ghi loại, số và ký hiệu, ngày, cơ quan ban hành, "
        "trích yếu; tệp để trong thư mục minh-chung của đơn vị. Không có tài liệu thì ghi giải trình."
    ),
    f"Dòng ghi «{NOT_SELF}» đơn vị để trống kết quả.",
    (
        "Được sắp xếp, lọc, thêm cột, lưu lại bằng Excel, WPS, LibreOffice hoặc Google Sheets (tải về dạng .xlsx). "
        "Không sửa mã ở cột «Mã» và tên các cột."
    ),
)


def write_self_score(
    path: Path,
    criteria: CriteriaSet,
    *,
    unit: Unit,
    campaign: Campaign,
    claims: Mapping[str, Claim] | None = None,
) -> None:
    """Write a unit's self-score form; ``claims`` by code are filled in, None leaves it empty.

    Equal input gives equal bytes.

    Raises:
        RefusedError: the form exists; a person may have filled it in.
    """
    if path.exists():
        raise RefusedError(f"Biểu {path} đã có, không ghi đè: hãy chuyển hoặc xóa tệp cũ nếu thật sự cần biểu mới.")
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    rows = build_rows(criteria)
    columns = form_columns(rows)
    head = style.write_head(
        sheet,
        columns,
        owner=unit.name,
        title=f"BIỂU TỰ CHẤM ĐIỂM XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {campaign.year}",
        note=f"{criteria.title}. Nhập vào ô nền vàng.",
        sample=criteria.is_sample,
    )
    for line, row in enumerate(rows, start=head + 1):
        _write_row(sheet, line, columns, row, (claims or {}).get(row.code))
    _add_validation(book, sheet, columns, tuple(enumerate(rows, start=head + 1)))
    style.set_up_page(sheet, head, freeze="C", sample=criteria.is_sample)
    style.write_help(book, _INSTRUCTIONS, sample=criteria.is_sample)
    put_identity(book, identity_of(criteria, unit=unit, campaign=campaign))
    write_book(path, book, title=f"Biểu tự chấm điểm {campaign.year} – {unit.short}")


def identity_of(criteria: CriteriaSet, *, unit: Unit, campaign: Campaign) -> Identity:
    """What the form of this unit says on its identity sheet."""
    return Identity(FORM, campaign.id, unit.id, campaign.year, criteria.id, criteria.version)


def _write_row(sheet: Worksheet, line: int, columns: Sequence[Column], row: FormRow, claim: Claim | None) -> None:
    bold = row.kind in {RowKind.AREA, RowKind.CRITERION}
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(line, number)
        unlocked = column.key in row.inputs
        style.dress(cell, column, fill=_fill(row, column, unlocked=unlocked), unlocked=unlocked, bold=bold)
        _put_value(cell, _value(row, column.key, claim))
        if column.key == "title" and row.help:
            cell.value = _titled(row, bold=bold)
    style.set_height(sheet, line, [column.width for column in columns])


def _titled(row: FormRow, *, bold: bool) -> CellRichText:
    """The title, and below it in grey what helps to fill the row in."""
    head = InlineFont(rFont=style.FACE, sz=11, b=bold)
    below = InlineFont(rFont=style.FACE, sz=10, i=True, color=Color("00595959"))
    return CellRichText(TextBlock(head, row.title), TextBlock(below, f"\n{row.help}"))


def _fill(row: FormRow, column: Column, *, unlocked: bool) -> PatternFill:
    if unlocked:
        return style.OPEN_FILL
    if row.kind in _ROW_FILLS:
        return _ROW_FILLS[row.kind]
    return style.LOCKED_FILL if column.is_input else PatternFill()


def _value(row: FormRow, key: str, claim: Claim | None) -> str | Decimal | dt.date | None:
    """What stands in a cell; None leaves it empty."""
    fixed: dict[str, str | Decimal | None] = {
        "code": row.code,
        "title": row.title,
        "max": row.max,
        "rule": row.rule,
    }
    if key in fixed:
        return fixed[key]
    if key == "state" and row.council:
        return NOT_SELF
    if key == "not_applicable":
        return "x" if claim and claim.not_applicable else None
    value: str | Decimal | dt.date | None = getattr(claim, key) if claim else None
    return value


def _put_value(cell: Cell | MergedCell, value: str | Decimal | dt.date | None) -> None:
    style.put_value(cell, short_date(value) if isinstance(value, dt.date) else value)


def _add_validation(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], rows: Iterable[tuple[int, FormRow]]
) -> None:
    """Lists and limits on the input cells; equal ones are shared."""
    letters = {column.key: get_column_letter(number) for number, column in enumerate(columns, start=1)}
    made: dict[tuple[str, ...], DataValidation] = {}
    for line, row in rows:
        labels = dict(row.labels)
        for key in row.inputs:
            signature = _signature(key, row, labels.get(key, ""))
            if not signature:
                continue
            if signature not in made:
                made[signature] = _validation(book, signature)
                sheet.add_data_validation(made[signature])
            made[signature].add(f"{letters[key]}{line}")


def _signature(key: str, row: FormRow, label: str) -> tuple[str, ...] | None:
    """What decides the validation of a cell; None when anything may be typed."""
    if key == "state":
        return ("state", *row.states)
    if key == "typed_points":
        return ("typed_points", f"{row.max}")
    return (key, label) if key in {"numerator", "denominator", "count", "not_applicable"} else None


def _validation(book: Workbook, signature: tuple[str, ...]) -> DataValidation:
    key, *details = signature
    if key == "state":
        return style.choice(_choices(book, tuple(details)), "Chọn một giá trị trong danh sách.")
    if key == "not_applicable":
        return style.choice('"x"', "Ghi x hoặc để trống.")
    if key == "typed_points":
        validation = DataValidation(type="decimal", operator="between", formula1="0", formula2=details[0])
        return style.number(validation, f"Điểm từ 0 đến {details[0].replace('.', ',')}.")
    kind: Literal["whole", "decimal"] = "whole" if key == "count" else "decimal"
    return style.number(DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0"), details[0])


def _choices(book: Workbook, states: tuple[str, ...]) -> str:
    """Có/không in place, as people see them in every form; levels by reference."""
    return f'"{YES},{NO}"' if states == (YES, NO) else style.list_formula(book, states)
