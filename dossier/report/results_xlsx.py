"""Results as one workbook: ranking, areas, leaves, statistics, conclusions.

Written by xlsxwriter row by row in constant memory (openpyxl takes three times as long for 3.321 units).
Nothing typed becomes a formula: text goes through ``write_string`` only.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.campaign.policy import Act
from dossier.criteria.model import SAMPLE_BANNER
from dossier.files import settle_zip, staged_file
from dossier.report.results import NOT_COUNTED
from dossier.scoring.results import spread_text
from dossier.scoring.tally import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.scoring.results import GroupResult, Results, UnitResult
    from dossier.scoring.tally import Points

# xlsxwriter stamps the clock unless it is given a day; equal results give equal bytes.
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - OOXML properties carry no zone
_NAME_WIDTH, _WIDTH = 34, 12
_PROVISIONAL = "TẠM TÍNH THEO ĐIỂM TỰ CHẤM"

# What goes into a cell: text, a number, or nothing.
Value = str | int | Decimal | None


def write_results(path: Path, results: Results) -> None:
    """Write the workbook whole. The sheet «Theo lĩnh vực» can be read back by ``results verify``."""
    # Imported here: whoever only shows results on the terminal does without it.
    from xlsxwriter import Workbook  # noqa: PLC0415

    with staged_file(path) as staging:
        book = Workbook(str(staging), {"constant_memory": True, "strings_to_formulas": False})
        book.set_properties({"title": f"Kết quả năm {results.year}", "author": "Dossier", "created": _EPOCH})
        sheets = _Sheets(book, tuple(_remarks(results)))
        sheets.add("Kết quả", _result_rows(results), frozen=2)
        sheets.add("Theo lĩnh vực", _area_rows(results), frozen=2)
        if results.units and results.units[0].tally.leaves:
            sheets.add("Theo tiêu chí", _leaf_rows(results), frozen=2)
        sheets.add("Thống kê", _statistic_rows(results.groups), frozen=1)
        if results.conclusions:
            sheets.add("Kiến nghị", _conclusion_rows(results), frozen=1)
        book.close()
        settle_zip(staging)


def _remarks(results: Results) -> Iterator[str]:
    """What must be read before the table."""
    if results.sample:
        yield SAMPLE_BANNER
    if results.basis is Basis.SELF:
        yield _PROVISIONAL


class _Sheets:
    """The workbook being written."""

    def __init__(self, book: Any, remarks: Sequence[str]) -> None:
        self._book = book
        self._remarks = remarks
        self._head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
        self._bold = book.add_format({"bold": True})

    def add(self, title: str, rows: Iterator[tuple[Value, ...]], *, frozen: int) -> None:
        """A sheet: remarks, a heading row, then the rest; ``frozen`` columns stay in sight."""
        sheet = self._book.add_worksheet(title)
        sheet.set_column(0, 0, _WIDTH)
        sheet.set_column(1, 1, _NAME_WIDTH)
        at = 0
        for remark in self._remarks:
            sheet.write_string(at, 0, remark, self._bold)
            at += 1
        for row in rows:
            heading = at == len(self._remarks)
            _write_row(sheet, at, row, self._head if heading else None)
            at += 1
        sheet.freeze_panes(len(self._remarks) + 1, frozen)


def _write_row(sheet: Any, at: int, row: tuple[Value, ...], style: Any) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(at, column, value, style)
        else:
            sheet.write_number(at, column, float(value), style)


def _result_rows(results: Results) -> Iterator[tuple[Value, ...]]:
    if not results.units:
        return
    first = results.units[0].tally
    grouped = len(results.groups) > 1
    titles = {group.id: group.title for group in results.groups}
    yield (
        "Thứ hạng",
        "Đơn vị",
        *(("Nhóm",) if grouped else ()),
        "Điểm tự chấm",
        *(part.title for part in first.parts),
        "Điểm thưởng",
        "Điểm trừ",
        "Điểm đạt được",
        "Điểm chuẩn tối đa",
        "Chỉ số (%)",
        "Xếp loại",
        "Còn thiếu",
    )
    for unit in results.units:
        tally = unit.tally
        yield (
            unit.rank,
            tally.name,
            *((titles[unit.group],) if grouped else ()),
            tally.self_total,
            *(_part(part) for part in tally.parts),
            tally.bonus or None,
            tally.penalty or None,
            unit.total,
            unit.max,
            unit.index_text,
            unit.grade,
            ", ".join(tally.missing),
        )


def _part(part: Points) -> Value:
    return part.points if part.applicable_max else NOT_COUNTED


def _area_rows(results: Results) -> Iterator[tuple[Value, ...]]:
    if not results.units:
        return
    heads = [(area.id, area.title) for area in results.units[0].tally.areas]
    surveys = [part.title for part in results.units[0].tally.parts[1:]]
    kinds = (" (tự chấm)", "", " (tối đa)")
    columns = tuple(f"{code}. {title}{kind}" for code, title in heads for kind in kinds)
    yield ("Thứ hạng", "Đơn vị", *columns, *surveys, "Điểm đạt được", "Điểm chuẩn tối đa", "Chỉ số (%)", "Xếp loại")
    for unit in results.units:
        tally = unit.tally
        cells = (value for area in tally.areas for value in (area.self_points, area.points, area.applicable_max))
        parts = (_part(part) for part in tally.parts[1:])
        yield (unit.rank, tally.name, *cells, *parts, unit.total, unit.max, unit.index_text, unit.grade)


def _leaf_rows(results: Results) -> Iterator[tuple[Value, ...]]:
    """One row a unit, two columns a leaf: what it gave itself and what counts."""
    codes = [leaf.id for leaf in results.units[0].tally.leaves]
    yield ("Thứ hạng", "Đơn vị", *(f"{code} ({kind})" for code in codes for kind in ("tự chấm", "tính")))
    for unit in results.units:
        yield (unit.rank, unit.tally.name, *_leaf_cells(unit))


def _leaf_cells(unit: UnitResult) -> Iterator[Value]:
    for leaf in unit.tally.leaves:
        yield leaf.self_points
        yield leaf.points if leaf.applicable_max else NOT_COUNTED


def _statistic_rows(groups: Sequence[GroupResult]) -> Iterator[tuple[Value, ...]]:
    yield ("Nhóm", "Số liệu", "Cao nhất", "Thấp nhất", "Trung bình", "Số đơn vị")
    for group in groups:
        yield (group.title, "Chỉ số", *spread_text(group.index), group.units)
        for code, spread in group.areas.items():
            yield (group.title, f"Lĩnh vực {code}", *spread_text(spread))
        for name, count in group.grades:
            yield (group.title, f"Xếp loại {name}", None, None, None, count)


def _conclusion_rows(results: Results) -> Iterator[tuple[Value, ...]]:
    yield ("Loại", "Nội dung")
    for item in results.conclusions:
        yield ("Khen thưởng" if item.act is Act.COMMEND else "Phê bình", item.line)
