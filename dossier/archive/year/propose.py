"""A starting ``luu-tru.yaml``: the files a year usually leaves, for people to go through. Pure.

The retention in it is a proposal and says so in every row: Dossier knows no legal line for these records.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dossier.archive.year.table import NO_BASIS
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.archive.year.table import ListedFile
    from dossier.campaign import Campaign, Unit

_COMMON = ("D01", "D02", "D08", "D09", "D10", "D11", "D12", "D13", "D14", "D15", "D16", "D18", "D19")
_COMMON_TAKES = (*_COMMON, "tham-dinh", "hoi-dong", "nhat-ky")
_UNIT_TAKES = ("D03", "D04", "D05", "D06", "D07", "D17", "van-ban", "minh-chung", "bieu", "phieu")
_HEAD = """\
# Bảng hồ sơ lưu trữ của năm. Mỗi mục là một hồ sơ; sửa lại cho đúng Danh mục hồ sơ và quy định của cơ quan.
# Thời hạn ghi sẵn chỉ là ĐỀ NGHỊ: chưa có căn cứ pháp lý. Xác định xong thì ghi căn cứ vào basis
# (ví dụ: "Thông tư số …, mục …"). takes: mã văn bản (D01…D19), minh-chung, bieu, van-ban, phieu, tham-dinh,
# hoi-dong, nhat-ky. Để trống title, retention, compiler thì lấy theo Danh mục hồ sơ (file_list).
schema: 1
"""


def propose_table(campaign: Campaign, listed: Sequence[ListedFile], *, file_list: str = "") -> str:
    """The table as YAML text: one file for the common work, one for each unit.

    ``listed`` are the rows of the agency's danh mục; a row that clearly is the one wanted gives symbol and title.
    """
    return _HEAD + "\n".join(_lines(campaign, listed, file_list)) + "\n"


def _lines(campaign: Campaign, listed: Sequence[ListedFile], file_list: str) -> Iterator[str]:
    yield f"file_list: {_quoted(file_list)}"
    yield "organ:"
    for name, told in _ORGAN.items():
        yield f'  {name}: ""  # {told}'
    yield "files:"
    index = f"Chỉ số cải cách hành chính năm {campaign.year}"
    title = f"Hồ sơ thẩm định, phê duyệt, công bố {index} của {campaign.authority.name}"
    names = [fold(unit.short) for unit in campaign.units]
    common = _find_row(listed, None, others=names)
    yield from _row(common, "01.CCHC", title, retention="Vĩnh viễn", unit="", takes=_COMMON_TAKES)
    for number, unit in enumerate(campaign.units, start=2):
        found = _find_row(listed, unit, others=())
        title = f"Hồ sơ tự đánh giá, chấm điểm {index} của {unit.name}"
        yield from _row(found, f"{number:02d}.CCHC", title, retention="10 năm", unit=unit.id, takes=_UNIT_TAKES)


_ORGAN = {
    "id": "mã định danh cơ quan, ví dụ 000.00.01.H33",
    "fonds": "tên phông lưu trữ",
    "fonds_number": "phông số",
    "office": "đơn vị nộp lưu; để trống là cơ quan thường trực",
    "keeper": "bên nhận: lưu trữ cơ quan",
    "list_basis": "căn cứ giao nhận: Danh mục hồ sơ năm …, kế hoạch thu thập tài liệu …",
    "giver": "người giao",
    "giver_post": "chức vụ người giao",
    "taker": "người nhận",
    "taker_post": "chức vụ người nhận",
}


def _find_row(listed: Sequence[ListedFile], unit: Unit | None, *, others: Sequence[str]) -> ListedFile | None:
    """The only row of the danh mục that speaks of the index and, for a unit's file, of the unit; None when unsure."""
    wanted = [item for item in listed if "chi so cai cach hanh chinh" in fold(item.title) or "cchc" in fold(item.title)]
    if unit is not None:
        names = [fold(name) for name in unit.names]
        wanted = [item for item in wanted if any(name in fold(item.title) for name in names)]
    else:
        wanted = [item for item in wanted if not any(name.removeprefix("ubnd ") in fold(item.title) for name in others)]
    return wanted[0] if len(wanted) == 1 else None


def _row(
    found: ListedFile | None, symbol: str, title: str, *, retention: str, unit: str, takes: Sequence[str]
) -> Iterator[str]:
    """A row; what the danh mục has is left to it."""
    yield f"  - symbol: {_quoted(found.symbol if found else symbol)}"
    if found is None:
        yield f"    title: {_quoted(title)}"
    if found is None or not found.retention:
        yield f"    retention: {_quoted(retention)}"
    yield f"    basis: {_quoted(NO_BASIS)}"
    if unit:
        yield f"    unit: {unit}"
    yield f"    takes: [{', '.join(takes)}]"


def _quoted(text: str) -> str:
    """A YAML string in double quotes; JSON's escapes are YAML's."""
    return json.dumps(text, ensure_ascii=False)
