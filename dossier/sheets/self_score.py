"""The self-score form ``tu-cham-diem.xlsx``, written for one unit."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties

from dossier.errors import RefusedError
from dossier.sheets.layout import COLUMNS, FORM, NO, NOT_SELF, SHEET, YES, FormRow, RowKind, build_rows
from dossier.xlsxfile import Identity, put_identity, put_text, write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.campaign.model import Campaign, Unit
    from dossier.criteria.claims import Claim
    from dossier.criteria.model import CriteriaSet

WATERMARK = "BỘ TIÊU CHÍ MẪU – KHÔNG DÙNG ĐỂ CÔNG BỐ"
_LISTS = "_danh_muc"
_HELP = "Hướng dẫn"
_A4 = 9
_PROMPT_LIMIT = 255  # Excel's own

_TITLE_AT = [column.key for column in COLUMNS].index("title") + 1
_WIDTHS = tuple(column.width for column in COLUMNS)
_HELP_WIDTH = 85
_CHARS_PER_WIDTH = 1.25  # Times New Roman 11 against the digit that Excel counts widths in
_LINE_HEIGHT, _ROW_PADDING, _HEIGHT_LIMIT = 14.5, 3.0, 409.0  # points; the limit is Excel's own

_FACE = "Times New Roman"
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="BDD7EE")
_LOCKED_FILL = PatternFill("solid", fgColor="E7E6E6")
_OPEN_FILL = PatternFill("solid", fgColor="FFFBE6")
_ROW_FILLS = {
    RowKind.AREA: PatternFill("solid", fgColor="DDEBF7"),
    RowKind.CRITERION: PatternFill("solid", fgColor="F3F8FC"),
}
_NUMERIC = {"max", "numerator", "denominator", "count", "typed_points"}
_CENTRED = {"max", "state", "not_applicable"}

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


class _GrowingRow(RowDimension):
    """A row that starts at a height and still grows when more is typed into it."""

    customHeight = False  # noqa: N815 - openpyxl's name; its own property fixes every height that is set


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
    head = _write_head(sheet, criteria, unit, campaign)
    rows = build_rows(criteria)
    for line, row in enumerate(rows, start=head + 1):
        _write_row(sheet, line, row, (claims or {}).get(row.code))
    _add_validation(book, sheet, tuple(enumerate(rows, start=head + 1)))
    _set_up_page(sheet, head, criteria)
    _write_help(book, criteria)
    put_identity(book, identity_of(criteria, unit=unit, campaign=campaign))
    write_book(path, book, title=f"Biểu tự chấm điểm {campaign.year} – {unit.short}")


def identity_of(criteria: CriteriaSet, *, unit: Unit, campaign: Campaign) -> Identity:
    """What the form of this unit says on its identity sheet."""
    return Identity(FORM, campaign.id, unit.id, campaign.year, criteria.id, criteria.version)


def _write_head(sheet: Worksheet, criteria: CriteriaSet, unit: Unit, campaign: Campaign) -> int:
    """The lines above the table and its header; returns the header's line."""
    title = f"BIỂU TỰ CHẤM ĐIỂM XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {campaign.year}"
    lines = [
        *([(WATERMARK, Font(name=_FACE, size=13, bold=True, color="C00000"))] if criteria.is_sample else []),
        (unit.name.upper(), Font(name=_FACE, size=12, bold=True)),
        (title, Font(name=_FACE, size=14, bold=True)),
        (f"{criteria.title}. Nhập vào ô nền vàng.", Font(name=_FACE, size=11, italic=True)),
    ]
    for line, (text, font) in enumerate(lines, start=1):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(COLUMNS))
        cell = sheet.cell(line, 1)
        put_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    head = len(lines) + 1
    for number, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(head, number)
        put_text(cell, column.header)
        cell.font = Font(name=_FACE, size=11, bold=True)
        cell.fill, cell.border = _HEAD_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    _set_height(sheet, head)
    return head


def _write_row(sheet: Worksheet, line: int, row: FormRow, claim: Claim | None) -> None:
    bold = row.kind in {RowKind.AREA, RowKind.CRITERION}
    for number, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(line, number)
        unlocked = column.key in row.inputs
        cell.font = Font(name=_FACE, size=11, bold=bold and not column.is_input)
        cell.border = _BORDER
        cell.fill = _fill(row, is_input=column.is_input, unlocked=unlocked)
        cell.protection = Protection(locked=not unlocked)
        cell.alignment = Alignment(
            horizontal="center" if column.key in _CENTRED else None, vertical="top", wrap_text=True
        )
        if column.key not in _NUMERIC:
            cell.number_format = "@"  # text stays text: no date out of 3.5, no formula out of «- Kế hoạch»
        _put_value(cell, _value(row, column.key, claim))
    if row.help:
        sheet.cell(line, _TITLE_AT).value = _titled(row, bold=bold)
    _set_height(sheet, line)


def _titled(row: FormRow, *, bold: bool) -> CellRichText:
    """The title, and below it in grey what helps to fill the row in."""
    head = InlineFont(rFont=_FACE, sz=11, b=bold)
    below = InlineFont(rFont=_FACE, sz=10, i=True, color=Color("00595959"))
    return CellRichText(TextBlock(head, row.title), TextBlock(below, f"\n{row.help}"))


def _set_height(sheet: Worksheet, line: int, widths: Iterable[int] = _WIDTHS) -> None:
    """LibreOffice does not fit the rows of a fresh workbook to their text, so the form does."""
    lines = (
        sum(len(wrap(text, int(width * _CHARS_PER_WIDTH))) or 1 for text in str(value).split("\n"))
        for number, width in enumerate(widths, start=1)
        if (value := sheet.cell(line, number).value) is not None
    )
    height = min(max(lines, default=1) * _LINE_HEIGHT + _ROW_PADDING, _HEIGHT_LIMIT)
    sheet.row_dimensions[line] = _GrowingRow(sheet, index=line, ht=height)


def _fill(row: FormRow, *, is_input: bool, unlocked: bool) -> PatternFill:
    if unlocked:
        return _OPEN_FILL
    if row.kind in _ROW_FILLS:
        return _ROW_FILLS[row.kind]
    return _LOCKED_FILL if is_input else PatternFill()


def _value(row: FormRow, key: str, claim: Claim | None) -> str | Decimal | None:
    """What stands in a cell; None leaves it empty."""
    fixed: dict[str, str | Decimal] = {
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
    value: str | Decimal | None = getattr(claim, key) if claim else None
    return value


def _put_value(cell: Cell | MergedCell, value: str | Decimal | None) -> None:
    if isinstance(value, Decimal):
        cell.value = value
    elif value:
        put_text(cell, value)


def _add_validation(book: Workbook, sheet: Worksheet, rows: Iterable[tuple[int, FormRow]]) -> None:
    """Lists and limits on the input cells; equal ones are shared."""
    letters = {column.key: get_column_letter(number) for number, column in enumerate(COLUMNS, start=1)}
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
        return _choice(_list_formula(book, tuple(details)), "Chọn một giá trị trong danh sách.")
    if key == "not_applicable":
        return _choice('"x"', "Ghi x hoặc để trống.")
    if key == "typed_points":
        validation = DataValidation(type="decimal", operator="between", formula1="0", formula2=details[0])
        return _number(validation, f"Điểm từ 0 đến {details[0].replace('.', ',')}.")
    kind: Literal["whole", "decimal"] = "whole" if key == "count" else "decimal"
    return _number(DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0"), details[0])


def _choice(formula: str, message: str) -> DataValidation:
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    validation.errorTitle, validation.error = "Giá trị không hợp lệ", message
    return validation


def _number(validation: DataValidation, prompt: str) -> DataValidation:
    """With a warning, not a stop: «không có số liệu» must be possible."""
    validation.allow_blank = validation.showErrorMessage = validation.showInputMessage = True
    validation.errorStyle, validation.errorTitle = "warning", "Kiểm tra số liệu"
    validation.error = "Cần một số từ 0 trở lên, hoặc «không có số liệu»."
    validation.promptTitle, validation.prompt = "Ô này ghi", prompt[:_PROMPT_LIMIT]
    return validation


def _list_formula(book: Workbook, states: tuple[str, ...]) -> str:
    """Có/không in place; levels in a hidden list, for their text may hold commas and be long."""
    if states == (YES, NO):
        return f'"{YES},{NO}"'
    lists = book[_LISTS] if _LISTS in book.sheetnames else book.create_sheet(_LISTS)
    lists.sheet_state = "veryHidden"
    column = 1 if lists.cell(1, 1).value is None else lists.max_column + 1
    for line, state in enumerate(states, start=1):
        put_text(lists.cell(line, column), state)
    letter = get_column_letter(column)
    return f"{quote_sheetname(_LISTS)}!${letter}$1:${letter}${len(states)}"


def _set_up_page(sheet: Worksheet, head: int, criteria: CriteriaSet) -> None:
    sheet.freeze_panes = f"C{head + 1}"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)  # in OOXML the attribute says what is forbidden
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{head}:{head}"
    _set_up_print(sheet, criteria)


def _set_up_print(sheet: Worksheet, criteria: CriteriaSet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Trang &P/&N"
    if sheet.oddHeader is not None and criteria.is_sample:
        sheet.oddHeader.center.text = WATERMARK


def _write_help(book: Workbook, criteria: CriteriaSet) -> None:
    sheet = book.create_sheet(_HELP)
    sheet.column_dimensions["A"].width = _HELP_WIDTH
    lines = ("HƯỚNG DẪN", *(f"{number}. {text}" for number, text in enumerate(_INSTRUCTIONS, start=1)))
    for line, text in enumerate(lines, start=1):
        cell = sheet.cell(line, 1)
        put_text(cell, text)
        cell.font = Font(name=_FACE, size=11, bold=line == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        _set_height(sheet, line, (_HELP_WIDTH,))
    sheet.protection.sheet = True
    _set_up_print(sheet, criteria)
