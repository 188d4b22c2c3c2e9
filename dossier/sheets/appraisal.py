"""The appraisal sheet: one office, its areas, every unit; blank means not appraised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from dossier.errors import RefusedError
from dossier.sheets import style
from dossier.sheets.style import Column
from dossier.xlsxfile import Identity, put_identity, write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.campaign.model import Campaign, Office
    from dossier.criteria.model import CriteriaSet
    from dossier.sheets.model import AppraisalRow

FORM = "tham-dinh"
SHEET = "Thẩm định"

_KNOWN = (
    Column("unit", "Mã đơn vị", 14, is_input=False),
    Column("unit_name", "Đơn vị", 18, is_input=False),
    Column("leaf", "Mã", 8, is_input=False),
    Column("title", "Tiêu chí thành phần", 34, is_input=False),
    Column("max", "Điểm tối đa", 7, is_input=False, numeric=True, centred=True),
    Column("filed", "Điểm tự chấm", 10, is_input=False, numeric=True, centred=True),
    Column("trace", "Cách tính của đơn vị", 26, is_input=False),
    Column("evidence", "Tình trạng minh chứng", 26, is_input=False),
    Column("told", "Đơn vị ghi (tài liệu, giải trình)", 28, is_input=False),
)
_AFTER_FIRST = (
    Column("first", "Điểm thẩm định lần 1", 9, is_input=False, numeric=True, centred=True),
    Column("asked", "Yêu cầu sau lần 1", 24, is_input=False),
    Column("answer", "Giải trình, bổ sung của đơn vị", 28, is_input=False),
)
_INPUTS = (
    Column("points", "Điểm thẩm định", 9, numeric=True, centred=True),
    Column("excluded", "Không áp dụng (x)", 8, centred=True),
    Column("reason", "Lý do", 26),
    Column("basis", "Căn cứ minh chứng", 26),
    Column("request", "Yêu cầu giải trình, bổ sung", 26),
)
_INSTRUCTIONS = (
    "Chỉ nhập vào ô nền vàng. Mỗi dòng là một tiêu chí của một đơn vị.",
    "Để trống «Điểm thẩm định» nghĩa là chưa thẩm định; 0 nghĩa là đã thẩm định và được 0 điểm.",
    "Điểm khác điểm tự chấm thì phải ghi «Lý do». Điểm được cao hơn điểm tự chấm.",
    "Ghi x vào «Không áp dụng» khi tiêu chí không tính cho đơn vị này; khi đó không nhập điểm.",
    "«Căn cứ minh chứng»: văn bản làm căn cứ cho điểm; để trống thì lấy các tệp phần mềm đã đối chiếu.",
    (
        "Thiếu minh chứng hoặc chưa rõ thì ghi «Yêu cầu giải trình, bổ sung»; yêu cầu được gửi tới đơn vị "
        "kèm hạn trả lời, chấm lại ở lần 2."
    ),
    "Được sắp xếp, lọc, lưu lại bằng chương trình khác. Không sửa «Mã đơn vị», «Mã» và tên các cột.",
    "Nhiều người cùng chấm: mỗi người một bản, nhập tất cả; ô có hai giá trị khác nhau sẽ được nêu để quyết định.",
)


def appraisal_columns(turn: int) -> tuple[Column, ...]:
    """The columns of round 1 or 2."""
    return (*_KNOWN, *(_AFTER_FIRST if turn > 1 else ()), *_INPUTS)


def appraisal_identity(criteria: CriteriaSet, *, office: Office, campaign: Campaign, turn: int) -> Identity:
    """What the sheet of this office says on its identity sheet."""
    return Identity(FORM, campaign.id, "", campaign.year, criteria.id, criteria.version, office=office.id, round=turn)


def write_appraisal(
    path: Path,
    criteria: CriteriaSet,
    rows: Sequence[AppraisalRow],
    *,
    office: Office,
    campaign: Campaign,
    turn: int,
) -> None:
    """Write an office's sheet for appraisal ``turn`` (1 or 2). Equal input gives equal bytes.

    Raises:
        RefusedError: the sheet exists; a person may have filled it in.
    """
    if path.exists():
        raise RefusedError(f"Phiếu {path} đã có, không ghi đè: hãy chuyển hoặc xóa tệp cũ nếu cần phiếu mới.")
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    columns = appraisal_columns(turn)
    head = style.write_head(
        sheet,
        columns,
        owner=office.name,
        title=f"PHIẾU THẨM ĐỊNH LẦN {turn} CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {campaign.year}",
        note=f"{criteria.title}. Nhập vào ô nền vàng; để trống là chưa thẩm định.",
        sample=criteria.is_sample,
    )
    style.write_rows(sheet, columns, rows, first=head + 1)
    last = head + len(rows)
    _add_validation(sheet, columns, head + 1, last)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{max(last, head)}"
    style.set_up_page(sheet, head, freeze="E", sample=criteria.is_sample)
    style.write_help(book, _INSTRUCTIONS, sample=criteria.is_sample)
    put_identity(book, appraisal_identity(criteria, office=office, campaign=campaign, turn=turn))
    write_book(path, book, title=f"Phiếu thẩm định lần {turn} năm {campaign.year} – {office.name}")


def _add_validation(sheet: Worksheet, columns: Sequence[Column], first: int, last: int) -> None:
    if last < first:
        return
    letters = {column.key: get_column_letter(place) for place, column in enumerate(columns, start=1)}
    top = f"${letters['max']}{first}"
    points = style.number(
        DataValidation(type="decimal", operator="between", formula1="0", formula2=top),
        "Điểm từ 0 đến điểm tối đa; để trống là chưa thẩm định.",
    )
    points.error = "Điểm phải là số từ 0 đến điểm tối đa của tiêu chí."
    mark = style.choice('"x"', "Ghi x hoặc để trống.")
    for validation, key in ((points, "points"), (mark, "excluded")):
        validation.add(f"{letters[key]}{first}:{letters[key]}{last}")
        sheet.add_data_validation(validation)
