"""The council's form: who attended or answered, how they voted, and what they decided for each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from dossier.errors import RefusedError
from dossier.sheets import style
from dossier.sheets.style import Column
from dossier.xlsxfile import Identity, put_identity, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from dossier.campaign.model import Campaign
    from dossier.criteria.model import CriteriaSet

FORM = "hoi-dong"
MEETING, WRITTEN = "họp", "lấy ý kiến bằng văn bản"
AGREE, AGAINST, OTHER = "đồng ý", "không đồng ý", "ý kiến khác"
EXCLUDED = "không áp dụng"
HOW, DAY = "Hình thức", "Ngày họp, ngày kết thúc lấy ý kiến"
OPENS, CLOSES, PLACE = "Giờ bắt đầu", "Giờ kết thúc", "Địa điểm"
GENERAL = "Kết quả thẩm định và Chỉ số của các đơn vị"
_FREE_ROWS = 30

ABOUT = (Column("item", "Mục", 36, is_input=False), Column("value", "Nội dung", 40))
MEMBERS = (
    Column("name", "Họ và tên", 28, is_input=False),
    Column("post", "Chức vụ", 34, is_input=False),
    Column("role", "Vai trò", 18, is_input=False),
    Column("attended", "Có mặt, đã trả lời (x)", 12, centred=True),
    Column("opinion", "Ý kiến", 16, centred=True),
    Column("sent", "Ngày gửi phiếu", 13, centred=True),
    Column("returned", "Ngày nhận lại", 13, centred=True),
)
TALLIES = (
    Column("matter", "Nội dung biểu quyết", 60),
    Column("unit", "Mã đơn vị", 18),
    Column("agreed", "Số đồng ý", 10, numeric=True, centred=True),
    Column("against", "Số không đồng ý", 10, numeric=True, centred=True),
    Column("other", "Số ý kiến khác", 10, numeric=True, centred=True),
)
RESULTS = (
    Column("unit", "Mã đơn vị", 18, is_input=False),
    Column("unit_name", "Đơn vị", 30, is_input=False),
    Column("appraised", "Tổng điểm thẩm định", 14, is_input=False, numeric=True, centred=True),
    Column("decided", "Tổng điểm hội đồng quyết định", 16, numeric=True, centred=True),
)
RULINGS = (
    Column("unit", "Mã đơn vị", 18),
    Column("leaf", "Mã tiêu chí", 12),
    Column("points", "Điểm quyết định", 14, centred=True),
    Column("reason", "Lý do, nội dung quyết định", 60),
)
_INSTRUCTIONS = (
    f"«{HOW}»: «{MEETING}» hoặc «{WRITTEN}».",
    (
        "Họp: ghi x cho người có mặt và chọn ý kiến. Bằng văn bản: ghi ngày gửi, ngày nhận lại và ý kiến; "
        "không trả lời thì để trống ngày nhận và ý kiến."
    ),
    "«Biểu quyết»: mỗi nội dung một dòng; nội dung riêng của một đơn vị (ví dụ xếp hạng khi bằng điểm) ghi mã đơn vị.",
    "«Kết quả»: để trống «Tổng điểm hội đồng quyết định» nếu giữ nguyên điểm thẩm định.",
    (
        "«Điều chỉnh»: tiêu chí nào hội đồng quyết định khác điểm thẩm định thì ghi một dòng kèm lý do; "
        f"loại tiêu chí khỏi điểm tối đa thì ghi «{EXCLUDED}». Tổng điểm quyết định phải khớp các dòng này."
    ),
)


def council_identity(criteria: CriteriaSet, *, campaign: Campaign) -> Identity:
    """What the council's form says on its identity sheet."""
    return Identity(FORM, campaign.id, "", campaign.year, criteria.id, criteria.version)


def write_council(path: Path, criteria: CriteriaSet, totals: Mapping[str, Decimal], *, campaign: Campaign) -> None:
    """Write the form for the units in ``totals`` (appraised total by unit id). Equal input gives equal bytes.

    Raises:
        RefusedError: the form exists; a person may have filled it in.
    """
    if path.exists():
        raise RefusedError(f"Biểu {path} đã có, không ghi đè: hãy chuyển hoặc xóa tệp cũ nếu cần biểu mới.")
    names = {unit.id: unit.short for unit in campaign.units}
    members = [(item.name, item.post, item.role) for item in campaign.council.members]
    book = Workbook()
    book.remove(book.worksheets[0])
    writer = _Writer(book, criteria, campaign)
    about = writer.table("Phiên họp", ABOUT, [(HOW, MEETING), (DAY, ""), (OPENS, ""), (CLOSES, ""), (PLACE, "")])
    writer.choices(about, "B", 1, (MEETING, WRITTEN))
    roster = writer.table("Thành viên", MEMBERS, members)
    writer.choices(roster, "E", len(members), (AGREE, AGAINST, OTHER))
    writer.table("Biểu quyết", TALLIES, [(GENERAL,)], free=_FREE_ROWS)
    writer.table("Kết quả", RESULTS, [(unit, names[unit], total) for unit, total in totals.items()])
    writer.table("Điều chỉnh", RULINGS, [], free=_FREE_ROWS)
    style.write_help(book, _INSTRUCTIONS, sample=criteria.is_sample)
    put_identity(book, council_identity(criteria, campaign=campaign))
    write_book(path, book, title=f"Biểu họp hội đồng năm {campaign.year}")


class _Writer:
    """Tables of one look, each on its own sheet."""

    def __init__(self, book: Workbook, criteria: CriteriaSet, campaign: Campaign) -> None:
        self.book, self.criteria, self.campaign = book, criteria, campaign
        self.heads: dict[str, int] = {}

    def table(
        self, title: str, columns: Sequence[Column], rows: Sequence[Sequence[str | Decimal]], *, free: int = 0
    ) -> str:
        """Write a table, ``free`` empty rows below it; returns the sheet's title."""
        sheet = self.book.create_sheet(title)
        head = style.write_head(
            sheet,
            columns,
            owner=self.campaign.council.name,
            title=f"{title.upper()} – NĂM {self.campaign.year}",
            note="Nhập vào ô nền vàng.",
            sample=self.criteria.is_sample,
        )
        blanks: list[Sequence[str | Decimal]] = [()] * free
        for line, row in enumerate([*rows, *blanks], start=head + 1):
            for place, column in enumerate(columns, start=1):
                cell = sheet.cell(line, place)
                fill = style.OPEN_FILL if column.is_input else PatternFill()
                style.dress(cell, column, fill=fill, unlocked=column.is_input)
                style.put_value(cell, row[place - 1] if place <= len(row) else "")
            style.set_height(sheet, line, [column.width for column in columns])
        style.set_up_page(sheet, head, freeze="A", sample=self.criteria.is_sample)
        self.heads[title] = head
        return title

    def choices(self, title: str, letter: str, rows: int, states: tuple[str, ...]) -> None:
        """A list on the first ``rows`` cells of a column."""
        if rows:
            validation = style.choice(style.list_formula(self.book, states), "Chọn một giá trị trong danh sách.")
            first = self.heads[title] + 1
            validation.add(f"{letter}{first}:{letter}{first + rows - 1}")
            self.book[title].add_data_validation(validation)
