"""The sample district's year as its people would live it: forms are edited with openpyxl, verbs are the program's."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import openpyxl

from dossier.pipeline.build import build_set
from dossier.pipeline.run import Edge, Run, open_run
from dossier.problems import NoProgress
from dossier.readers.model import OcrMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.pipeline.made import Made

HANOI = dt.timezone(dt.timedelta(hours=7))
UNITS = ("xa-an-binh", "xa-binh-minh", "thi-tran-an-son")
SECRETARY = "Đỗ Văn Giả Thiết"

_SETTINGS = """
surveys:
  - {part: dieu-tra, best: 5, worst: 0, min_answers: 3, min_share: 10}
"""
_CALENDAR = """calendar:
  - {act: bo-sung, title: "Các xã, thị trấn giải trình, bổ sung", day: 2020-11-01, included: true, hour: "17:00"}
  - {act: minh-chung, title: "Khóa nộp minh chứng", day: 2020-10-16, included: true, hour: "17:00"}
"""

# When every paper of the year can be made; the evidence is judged on the day of the demonstration.
AFTERWARDS, AS_OF = "2020-12-31 08:00", dt.date(2020, 10, 12)
INPUTS = """schema: 1
support_team:
  - {name: "Người Giúp Việc", post: "Phó Trưởng phòng Nội vụ", role: "Tổ trưởng"}
meeting: {day: 2020-11-05, opens: "08:00", closes: "11:30", place: "Phòng họp số 1"}
superior: ["Hội đồng thẩm định Chỉ số cải cách hành chính tỉnh"]
"""

Row = dict[str, Any]


def at(text: str) -> dt.datetime:
    """A moment in official time: ``2020-10-17 15:00``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=HANOI)


def prepare(root: Path) -> None:
    """What the standing office writes into campaign.yaml: two offices on area 2, deadlines, the survey's rule."""
    path = root / "campaign.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('areas: ["1", "5", "6"]', 'areas: ["1", "2", "5", "6"]')
    text = text.replace("calendar:\n", _CALENDAR, 1)
    path.write_text(text + _SETTINGS, encoding="utf-8")


@contextmanager
def opened(root: Path, now: str) -> Iterator[Run]:
    """The campaign, opened for writing at a moment."""
    with open_run(root, Edge(NoProgress(), at(now), ocr=OcrMode.NONE), as_of=AS_OF, writes=True) as run:
        yield run


def header_of(sheet: Worksheet, anchor: str) -> tuple[int, dict[str, int]]:
    """The header's line and the column of each heading, both 1-based."""
    for line in range(1, 15):
        columns = {str(cell.value): int(cell.column or 0) for cell in sheet[line] if cell.value}
        if anchor in columns:
            return line, columns
    raise AssertionError(f"no column {anchor} in {sheet.title}")


def fill(path: Path, sheet: str, anchor: str, answer: Callable[[Row], Row | None], *, to: Path | None = None) -> Path:
    """Type into a form as a person would: ``answer`` sees a row by its headings and gives what to type."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head, columns = header_of(page, anchor)
    for line in range(head + 1, page.max_row + 1):
        row = {name: page.cell(line, column).value for name, column in columns.items()}
        for name, value in (answer(row) or {}).items():
            page.cell(line, columns[name]).value = value
    target = to or path
    book.save(target)
    return target


def append(path: Path, sheet: str, anchor: str, rows: list[Row]) -> None:
    """Type rows into the first free lines of a table."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head, columns = header_of(page, anchor)
    line = head + 1
    while page.cell(line, columns[anchor]).value:
        line += 1
    for offset, row in enumerate(rows):
        for name, value in row.items():
            page.cell(line + offset, columns[name]).value = value
    book.save(path)


def half(row: Row) -> Row:
    """Half of the maximum, with a reason; so two communes end level."""
    points = row["Điểm tối đa"] / 2
    same = row["Điểm tự chấm"] == points
    return {"Điểm thẩm định": points, "Lý do": None if same else "Theo hồ sơ kiểm tra"}


def quarter(row: Row) -> Row:
    """What the town gets: less than the two communes."""
    return {**half(row), "Điểm thẩm định": row["Điểm tối đa"] / 4, "Lý do": "Theo hồ sơ kiểm tra"}


def appraise(row: Row) -> Row:
    """Every row appraised, and one point asked about."""
    given = quarter(row) if row["Mã đơn vị"] == "thi-tran-an-son" else half(row)
    if (row["Mã đơn vị"], row["Mã"]) == ("xa-an-binh", "8.2"):
        given["Yêu cầu giải trình, bổ sung"] = "Gửi danh sách tin, bài từng tháng"
    if str(row["Tình trạng minh chứng"]).startswith("Thiếu"):
        given["Lý do"] = given["Lý do"] or "Đã xem bản giấy, còn chờ đơn vị giải trình"
    return given


def build(root: Path, *codes: str) -> tuple[Made, ...]:
    """The papers of some codes, after the year."""
    with opened(root, AFTERWARDS) as run:
        return build_set(run, run.campaign.units, codes=codes, engine="embedded")
