"""Results as tables and JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.errors import BadInputError
from dossier.files import read_bytes, why
from dossier.report.tables import Table
from dossier.scoring.compare import Change, Comparison
from dossier.scoring.index import percent
from dossier.scoring.results import Results, spread_text
from dossier.scoring.tally import Basis
from dossier.scoring.verify import Verification
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path

    from dossier.scoring.results import GroupResult, UnitResult
    from dossier.scoring.tally import Points

SCHEMA = 1
NOT_COUNTED = "không tính"
_RESULTS = TypeAdapter(Results)
_VERIFICATION = TypeAdapter(Verification)
_COMPARISON = TypeAdapter(Comparison)
_SCHEMA_LINE = b'{\n  "schema": %d,' % SCHEMA


def results_json(results: Results) -> bytes:
    """Results as UTF-8 JSON with ``schema`` first; points and exact indices are strings."""
    return _SCHEMA_LINE + _RESULTS.dump_json(results, indent=2)[1:] + b"\n"


def load_results(path: Path) -> Results:
    """Results written by ``results_json``.

    Raises:
        BadInputError: missing, of a newer schema, or something else.
    """
    try:
        data = read_bytes(path)
    except OSError as error:
        raise BadInputError(f"Không đọc được {path}: {why(error)}.") from error
    if not data.startswith(_SCHEMA_LINE):
        raise BadInputError(f"{path.name}: không phải tệp kết quả do lệnh «dossier results» của bản này ghi.")
    try:
        return _RESULTS.validate_json(b"{" + data.removeprefix(_SCHEMA_LINE))
    except ValueError as error:
        raise BadInputError(f"{path.name}: tệp kết quả hỏng.") from error


def verification_json(verification: Verification) -> bytes:
    """What checking a table found, without the recomputed results."""
    return _VERIFICATION.dump_json(verification, exclude={"results"}, indent=2) + b"\n"


def comparison_json(comparison: Comparison) -> bytes:
    """Two years side by side."""
    return _COMPARISON.dump_json(comparison, indent=2) + b"\n"


def build_result_tables(results: Results) -> tuple[Table, ...]:
    """The ranking of each group, what is still missing, statistics, conclusions."""
    tables = [_ranking(results, group) for group in results.groups]
    waiting = [unit for unit in results.units if unit.tally.missing]
    if waiting:
        tables.append(_missing(waiting))
    tables += [_statistics(group) for group in results.groups if group.index]
    tables += [_by_area(results, group) for group in results.groups if group.areas]
    if results.conclusions:
        rows = tuple((item.line,) for item in results.conclusions)
        tables.append(Table("Kiến nghị theo quy định (người có thẩm quyền quyết định)", ("Nội dung",), rows))
    return tuple(tables)


def _ranking(results: Results, group: GroupResult) -> Table:
    members = [unit for unit in results.units if unit.group == group.id]
    outside = any(unit.tally.bonus or unit.tally.penalty for unit in members)
    columns = (
        "Thứ hạng",
        "Đơn vị",
        "Điểm tự chấm",
        *(part.title for part in members[0].tally.parts),
        *(("Điểm thưởng", "Điểm trừ") if outside else ()),
        "Điểm đạt được",
        "Điểm chuẩn tối đa",
        "Chỉ số (%)",
        "Xếp loại",
    )
    rows = tuple(_ranking_row(unit, group, outside=outside) for unit in members)
    basis = "TẠM TÍNH theo điểm tự chấm, " if results.basis is Basis.SELF else ""
    ranked = "" if group.ranked else " (không xếp hạng)"
    title = f"{basis}{group.title}{ranked}, năm {results.year}: {group.units} đơn vị"
    return Table(title, columns, rows, numeric=(0, *range(2, len(columns) - 1)))


def _ranking_row(unit: UnitResult, group: GroupResult, *, outside: bool) -> tuple[str, ...]:
    tally = unit.tally
    rank = str(unit.rank) if unit.rank is not None else ("–" if not group.ranked else "")
    return (
        rank,
        tally.name,
        official_decimal(tally.self_total),
        *(part_cell(part) for part in tally.parts),
        *((points_cell(tally.bonus), points_cell(tally.penalty)) if outside else ()),
        points_cell(unit.total),
        official_decimal(unit.max),
        unit.index_text or "chưa đủ điểm",
        unit.grade,
    )


def part_cell(part: Points) -> str:
    """Points of a part or area; «không tính» when it does not count in the unit's maximum."""
    if part.points is None:
        return "" if part.applicable_max else NOT_COUNTED
    return points_cell(part.points)


def points_cell(points: Decimal | None) -> str:
    """Points with every digit they have; empty for None."""
    return "" if points is None else official_decimal(points)


def _missing(units: Sequence[UnitResult]) -> Table:
    rows = tuple((unit.tally.name, str(len(unit.tally.missing)), ", ".join(unit.tally.missing)) for unit in units)
    return Table("Chưa có điểm", ("Đơn vị", "Số mục", "Tiêu chí hoặc phần điểm"), rows, numeric=(1,))


def _statistics(group: GroupResult) -> Table:
    highest, lowest, mean = spread_text(group.index)
    rows = [
        ("Số đơn vị có chỉ số", str(sum(count for _, count in group.grades))),
        ("Cao nhất", highest),
        ("Thấp nhất", lowest),
        ("Trung bình", mean),
    ]
    rows += [(f"Xếp loại {name}", str(count)) for name, count in group.grades]
    return Table(f"{group.title}: thống kê", ("", ""), tuple(rows), numeric=(1,))


def _by_area(results: Results, group: GroupResult) -> Table:
    """Each area's share of its maximum, and what the appraisal took away on average."""
    members = [unit.tally for unit in results.units if unit.group == group.id]
    appraised = results.basis is Basis.APPRAISED
    rows = []
    for area in members[0].areas:
        items = [item for tally in members for item in tally.areas if item.id == area.id]
        lost = [item.difference for item in items if item.difference is not None]
        mean = percent_points(sum(map(Fraction, lost), Fraction(0)) / len(lost)) if lost else ""
        spread = spread_text(group.areas.get(area.id))
        rows.append((area.id, area.title, *spread, *((mean,) if appraised else ())))
    difference = ("Tự chấm trừ thẩm định (bình quân)",) if appraised else ()
    columns = ("Mã", "Lĩnh vực", "Cao nhất", "Thấp nhất", "Trung bình", *difference)
    return Table(f"{group.title}: theo lĩnh vực", columns, tuple(rows), numeric=tuple(range(2, len(columns))))


def verification_line(verification: Verification, *, source: str) -> str:
    """What was compared with what, and how it came out."""
    units, faults = len(verification.results.units), len(verification.differences)
    verdict = f"{faults} chỗ khác" if faults else "khớp hết"
    unread = f" Bảng không có: {', '.join(verification.unread)}." if verification.unread else ""
    return f"{units} đơn vị, {verification.checked} số liệu đối chiếu theo {source}: {verdict}.{unread}"


def build_difference_table(verification: Verification) -> Table:
    """Every difference, in the order of the table that was checked."""
    rows = tuple(
        (item.unit, item.field, item.claimed, item.computed or "(không có)", str(item.where.line or item.where.cell))
        for item in verification.differences
    )
    return Table("Chỗ khác", ("Đơn vị", "Số liệu", "Trong bảng", "Tính lại", "Dòng, ô"), rows, numeric=(2, 3))


def build_comparison_tables(comparison: Comparison) -> tuple[Table, ...]:
    """This year against last, and the units that are no more."""
    before, now = comparison.years
    years = (f"Chỉ số {before}", f"Chỉ số {now}", "Tăng, giảm (điểm %)", f"Hạng {before}", f"Hạng {now}")
    columns = ("Đơn vị", *years, "Xếp loại")
    rows = tuple(_change_row(change) for change in comparison.changes)
    tables = [Table(f"So sánh {now} với {before}", columns, rows, numeric=(2, 3, 4, 5))]
    if comparison.lost:
        lost = tuple((unit.tally.name, unit.index_text, unit.grade) for unit in comparison.lost)
        title = f"Đơn vị năm {before} không còn trong danh sách năm {now}"
        tables.append(Table(title, ("Đơn vị", "Chỉ số", "Xếp loại"), lost, numeric=(1,)))
    return tuple(tables)


def _change_row(change: Change) -> tuple[str, ...]:
    one = change.before[0] if len(change.before) == 1 else None
    return (
        change.now.tally.name,
        "\n".join(_before_lines(change)) or "(mới)",
        change.now.index_text,
        percent_points(change.points_gained) if change.points_gained is not None else "",
        str(one.rank) if one and one.rank is not None else "",
        str(change.now.rank) if change.now.rank is not None else "",
        change.now.grade,
    )


def _before_lines(change: Change) -> Iterator[str]:
    if len(change.before) == 1:
        yield change.before[0].index_text
        return
    for old in change.before:
        yield f"{old.tally.name}: {old.index_text}"
    if change.mean_before is not None:
        yield f"bình quân: {percent(change.mean_before, 2)}"


def percent_points(value: Fraction) -> str:
    """A difference with its sign: ``+1,25``."""
    return f"{'+' if value > 0 else ''}{percent(value, 2)}"
