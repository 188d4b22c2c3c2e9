"""An office's appraisal sheet, read back. Rows are found by unit and code, columns by header."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.problems import Problem, Where
from dossier.sheets import rules
from dossier.sheets.appraisal import appraisal_columns, appraisal_identity
from dossier.sheets.cells import read_mark, read_points, read_text
from dossier.sheets.codes import Codes
from dossier.sheets.model import AppraisalClaim
from dossier.sheets.table import Table, find_tables, open_form
from dossier.text import official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from dossier.campaign.model import Campaign, Office
    from dossier.criteria.model import CriteriaSet
    from dossier.xlsxfile import Cell

_HEADER_MATCHES = 5


def read_appraisal(
    path: Path,
    criteria: CriteriaSet,
    *,
    office: Office,
    campaign: Campaign,
    turn: int,
    leaves: frozenset[str],
) -> tuple[tuple[AppraisalClaim, ...], tuple[Problem, ...]]:
    """What an office filled in, in the order of the sheet; rows left blank are not in it.

    ``leaves`` are the codes this office may appraise; any other that is filled in is a fault. Never raises for what
    is in the file.
    """
    wanted = appraisal_identity(criteria, office=office, campaign=campaign, turn=turn)
    sheets, doubts = open_form(path, wanted)
    if not sheets:
        return (), doubts
    columns = appraisal_columns(turn)
    tables = find_tables(sheets, columns, anchor="unit", matches=_HEADER_MATCHES)
    if not tables:
        message = f"{path.name}: không thấy dòng tiêu đề của phiếu thẩm định ở trang tính nào."
        return (), (*doubts, rules.NO_TABLE.at(Where(path=path.name), message))
    reading = _Reading(criteria, campaign, leaves, Where(path=path.name))
    for table in tables:
        if lost := table.lacks([column for column in columns if column.is_input]):
            place = Where(path=path.name, cell=table.head.place)
            reading.problems.append(rules.NO_COLUMN.at(place, f"Bảng thiếu cột {lost}."))
        for row in table.rows:
            reading.read(table, row)
    return tuple(reading.claims.values()), (*doubts, *reading.problems)


class _Reading:
    """What the tables of one sheet say."""

    def __init__(self, criteria: CriteriaSet, campaign: Campaign, leaves: frozenset[str], where: Where) -> None:
        self.maxima = {placed.id: placed.leaf.max for placed in criteria.leaves()}
        self.codes = Codes((placed.id, one_line(placed.leaf.title)) for placed in criteria.leaves())
        self.campaign, self.leaves, self.where = campaign, leaves, where
        self.claims: dict[tuple[str, str], AppraisalClaim] = {}
        self.problems: list[Problem] = []

    def read(self, table: Table, row: tuple[Cell, ...]) -> None:
        claim, problems = _read_cells(table, row, self.where)
        if not problems and claim == AppraisalClaim("", ""):
            return
        key = self._key(table, row)
        if isinstance(key, Problem):
            self.problems.append(key)
            return
        unit, leaf = key
        where = replace(self.where, unit=unit, node=leaf, cell=table.cell(row, "leaf").place)
        claim = replace(claim, unit=unit, leaf=leaf, where=where)
        self.problems += [replace(item, where=replace(where, cell=item.where.cell)) for item in problems]
        self.problems += _check(claim, self.maxima[leaf], table.cell(row, "points"))
        earlier = self.claims.get(key)
        if earlier:
            self.problems.append(rules.TWICE.at(where, f"Đơn vị và mã này đã có ở {earlier.where.cell}."))
        self.claims[key] = claim

    def _key(self, table: Table, row: tuple[Cell, ...]) -> tuple[str, str] | Problem:
        named = table.cell(row, "unit")
        unit = self.campaign.unit(named.text) or self.campaign.unit(table.cell(row, "unit_name").text)
        if unit is None:
            place = replace(self.where, cell=named.place)
            return rules.UNKNOWN_UNIT.at(place, f"«{named.text[:40]}» không phải đơn vị của kỳ đánh giá.")
        cell = table.cell(row, "leaf")
        leaf = self.codes.resolve(cell, table.cell(row, "title"), replace(self.where, unit=unit.id))
        if isinstance(leaf, Problem):
            return leaf
        place = replace(self.where, unit=unit.id, cell=cell.place)
        if leaf not in self.codes:
            return rules.UNKNOWN_CODE.at(place, f"Mã «{leaf[:40]}» không có trong bộ tiêu chí.")
        if leaf not in self.leaves:
            return rules.NOT_MINE.at(place, f"Tiêu chí {leaf} không do cơ quan này thẩm định ở lần này.")
        return unit.id, leaf


def _read_cells(table: Table, row: tuple[Cell, ...], where: Where) -> tuple[AppraisalClaim, tuple[Problem, ...]]:
    points, in_points = read_points(table.cell(row, "points"), where)
    excluded, in_mark = read_mark(table.cell(row, "excluded"), where)
    reason, in_reason = read_text(table.cell(row, "reason"), where)
    basis, in_basis = read_text(table.cell(row, "basis"), where)
    request, in_request = read_text(table.cell(row, "request"), where)
    claim = AppraisalClaim("", "", points=points, excluded=excluded, reason=reason, basis=basis, request=request)
    return claim, (*in_points, *in_mark, *in_reason, *in_basis, *in_request)


def _check(claim: AppraisalClaim, top: Decimal, cell: Cell) -> Iterator[Problem]:
    where = replace(claim.where, cell=cell.place or claim.where.cell)
    if claim.points is not None and claim.points > top:
        message = f"Điểm thẩm định {official_decimal(claim.points)} vượt điểm tối đa {official_decimal(top)}."
        yield rules.ABOVE_MAX.at(where, message)
    if claim.points is not None and claim.excluded:
        yield rules.BOTH.at(where, "Dòng vừa có điểm vừa ghi x ở «Không áp dụng».")
