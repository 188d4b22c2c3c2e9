"""The council's form, read back: each table by its headers, whatever the sheets are called."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dossier.campaign.model import Campaign
from dossier.problems import Problem, Where
from dossier.sheets import rules
from dossier.sheets.cells import read_clock, read_date, read_mark, read_number, read_points, read_state, read_text
from dossier.sheets.council import (
    ABOUT,
    AGAINST,
    AGREE,
    CLOSES,
    DAY,
    EXCLUDED,
    HOW,
    MEETING,
    MEMBERS,
    OPENS,
    OTHER,
    PLACE,
    RESULTS,
    RULINGS,
    TALLIES,
    WRITTEN,
    council_identity,
)
from dossier.sheets.model import CouncilForm, Decided, Ruling, Tally, Vote
from dossier.sheets.table import Table, find_tables, header_key, open_form
from dossier.text import fold
from dossier.xlsxfile import Cell, CellKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from pathlib import Path

    from dossier.criteria.model import CriteriaSet

_TABLES = (
    ("Phiên họp", ABOUT, "item", 2),
    ("Thành viên", MEMBERS, "name", 4),
    ("Biểu quyết", TALLIES, "matter", 4),
    ("Kết quả", RESULTS, "unit", 4),
    ("Điều chỉnh", RULINGS, "leaf", 4),
)


def _read_how(cell: Cell, where: Where) -> tuple[bool, tuple[Problem, ...]]:
    how, faults = read_state(cell, where, (MEETING, WRITTEN))
    return how == WRITTEN, faults


# What the rows of «Phiên họp» are in the form.
_ABOUT: dict[str, tuple[str, Callable[[Cell, Where], tuple[Any, tuple[Problem, ...]]]]] = {
    header_key(HOW): ("written", _read_how),
    header_key(DAY): ("held", read_date),
    header_key(OPENS): ("opens", read_clock),
    header_key(CLOSES): ("closes", read_clock),
    header_key(PLACE): ("place", read_text),
}


def read_council(
    path: Path, criteria: CriteriaSet, *, campaign: Campaign
) -> tuple[CouncilForm | None, tuple[Problem, ...]]:
    """What the council's secretary filled in; None when the form cannot be used. Never raises for what is in it."""
    tables, doubts = locate_tables(path, criteria, campaign=campaign)
    if not tables:
        return None, doubts
    reading = _Reading(campaign, Where(path=path.name))
    about, members, tallies, results, rulings = tables.values()
    when = reading.about(about)
    form = CouncilForm(
        **when,
        votes=tuple(reading.votes(members, written=when["written"])),
        tallies=tuple(reading.tallies(tallies)),
        decided=tuple(reading.decided(results)),
        rulings=tuple(reading.rulings(rulings, frozenset(placed.id for placed in criteria.leaves()))),
    )
    return form, (*doubts, *reading.problems)


def locate_tables(
    path: Path, criteria: CriteriaSet, *, campaign: Campaign
) -> tuple[dict[str, Table], tuple[Problem, ...]]:
    """The five tables by title; none when the form cannot be used, and the problems say why."""
    sheets, doubts = open_form(path, council_identity(criteria, campaign=campaign))
    if not sheets:
        return {}, doubts
    found = {
        title: next(iter(find_tables(sheets, columns, anchor=anchor, matches=matches)), None)
        for title, columns, anchor, matches in _TABLES
    }
    lost = [f"«{title}»" for title, table in found.items() if table is None]
    if lost:
        message = f"{path.name}: không thấy bảng {', '.join(lost)}."
        return {}, (*doubts, rules.EMPTY_COUNCIL.at(Where(path=path.name), message))
    return {title: table for title, table in found.items() if table}, doubts


@dataclass(slots=True)
class _Reading:
    campaign: Campaign
    where: Where
    problems: list[Problem] = field(default_factory=list)

    def about(self, table: Table) -> dict[str, Any]:
        """How and when the council decided, by the fields of the form; a row that is not there leaves its default."""
        found: dict[str, Any] = {"written": False, "held": None}
        for row in table.rows:
            item, cell = header_key(table.cell(row, "item").text), table.cell(row, "value")
            if item in _ABOUT:
                name, read = _ABOUT[item]
                found[name], faults = read(cell, self.where)
                self.problems += faults
        return found

    def votes(self, table: Table, *, written: bool) -> Iterator[Vote]:
        """One for each row with a name."""
        for row in table.rows:
            cell = table.cell(row, "name")
            if cell.kind is CellKind.EMPTY:
                continue
            place = replace(self.where, cell=cell.place)
            attended, first = read_mark(table.cell(row, "attended"), place)
            opinion, second = read_state(table.cell(row, "opinion"), place, (AGREE, AGAINST, OTHER))
            sent, third = read_date(table.cell(row, "sent"), place)
            returned, fourth = read_date(table.cell(row, "returned"), place)
            self.problems += (*first, *second, *third, *fourth)
            answered = returned is not None or (attended and written)
            yield Vote(
                name=cell.text,
                post=table.cell(row, "post").text,
                role=table.cell(row, "role").text,
                attended=answered if written else attended,
                opinion=opinion or "",
                sent=sent,
                returned=returned,
                where=place,
            )

    def tallies(self, table: Table) -> Iterator[Tally]:
        """One for each matter that carries a count."""
        for row in table.rows:
            counts = [self._count(table.cell(row, key)) for key in ("agreed", "against", "other")]
            matter = table.cell(row, "matter")
            if all(count is None for count in counts):
                continue
            unit = self._unit(table.cell(row, "unit")) if table.cell(row, "unit").text else ""
            agreed, against, other = (count or 0 for count in counts)
            place = replace(self.where, cell=matter.place or table.head.place)
            if unit is not None:
                yield Tally(matter.text, unit, agreed, against, other, place)

    def decided(self, table: Table) -> Iterator[Decided]:
        """One for each unit."""
        for row in table.rows:
            cell = table.cell(row, "unit")
            unit = self._unit(cell) if cell.text else None
            if unit is None:
                continue
            place = replace(self.where, unit=unit, cell=table.cell(row, "decided").place or cell.place)
            appraised, first = read_points(table.cell(row, "appraised"), place)
            total, second = read_points(table.cell(row, "decided"), place)
            self.problems += (*first, *second)
            yield Decided(unit, appraised, total, place)

    def rulings(self, table: Table, leaves: frozenset[str]) -> Iterator[Ruling]:
        """One for each row with a criterion."""
        for row in table.rows:
            cell = table.cell(row, "leaf")
            if cell.kind is CellKind.EMPTY:
                self._report_lost(table, row)
                continue
            unit = self._unit(table.cell(row, "unit"))
            place = replace(self.where, unit=unit or "", node=cell.text, cell=cell.place)
            if cell.kind is not CellKind.TEXT or cell.text not in leaves:
                self.problems.append(rules.UNKNOWN_CODE.at(place, f"Mã «{cell.text}» không có trong bộ tiêu chí."))
                continue
            points, reason = self._ruled(table, row, place)
            if unit:
                yield Ruling(unit, cell.text, points, reason, place)

    def _report_lost(self, table: Table, row: tuple[Cell, ...]) -> None:
        """A decision that names no criterion would be lost."""
        said = next((cell for name in ("points", "reason", "unit") if (cell := table.cell(row, name)).text), None)
        if said:
            place = replace(self.where, cell=said.place)
            self.problems.append(rules.UNKNOWN_CODE.at(place, "Dòng điều chỉnh chưa ghi mã tiêu chí."))

    def _ruled(self, table: Table, row: tuple[Cell, ...], place: Where) -> tuple[Decimal | None, str]:
        cell = table.cell(row, "points")
        reason, faults = read_text(table.cell(row, "reason"), place)
        self.problems += faults
        if fold(cell.text) == fold(EXCLUDED):
            return None, reason
        points, faults = read_points(cell, place)
        self.problems += faults
        if points is None and not faults:
            message = f"Thiếu điểm quyết định; loại khỏi điểm tối đa thì ghi «{EXCLUDED}»."
            self.problems.append(rules.NOT_NUMBER.at(replace(place, cell=cell.place or place.cell), message))
        return points, reason

    def _count(self, cell: Cell) -> int | None:
        value, faults = read_number(cell, self.where)
        self.problems += faults
        if value is not None and value % 1:
            place = replace(self.where, cell=cell.place)
            self.problems.append(rules.NOT_WHOLE.at(place, f"«{cell.text}» không phải là số nguyên."))
            return None
        return None if value is None else int(value)

    def _unit(self, cell: Cell) -> str | None:
        unit = self.campaign.unit(cell.text)
        if unit is None:
            place = replace(self.where, cell=cell.place)
            message = f"«{cell.text[:40]}» không phải đơn vị của kỳ đánh giá."
            self.problems.append(rules.UNKNOWN_UNIT.at(place, message))
            return None
        return unit.id
