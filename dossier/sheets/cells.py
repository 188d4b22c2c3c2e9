"""One input cell → one value, or a problem that names the cell. Never a guess."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from dossier.problems import Problem, Where
from dossier.sheets import rules
from dossier.text import fold, official_decimal, parse_decimal
from dossier.xlsxfile import Cell, CellKind

ValueT = TypeVar("ValueT")
Reading = tuple[ValueT, tuple[Problem, ...]]

_NO_FIGURE = {"-", "khong co so lieu", "chua co so lieu"}
_MARKS = {"x", "v", "✓", "co", "true", "1", "khong phat sinh"}
_NO_MARKS = {"", "-", "khong", "false", "0"}
# Check boxes of Google Sheets, and the codes of the official statistics forms (Có = 1, Không = 0).
_TRUTHS = {"TRUE": "co", "FALSE": "khong", "1": "co", "0": "khong"}
# 1.946 and 1,946: thousands or decimals, nobody can tell.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_CLOCK = re.compile(r"(?P<hour>\d{1,2}) ?(?::|h|gio) ?(?:(?P<minute>\d{1,2})(?::00)? ?(?:phut)?)?")
_HOURS, _MINUTES = 24, 60
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_WHOLE = Decimal(100)


def read_text(cell: Cell, where: Where) -> Reading[str]:
    """Text as typed, lines kept."""
    if cell.kind in {CellKind.FORMULA, CellKind.FAULT}:
        return "", (_refusal(cell, where),)
    return cell.text, ()


def read_state(cell: Cell, where: Where, states: tuple[str, ...]) -> Reading[str | None]:
    """The chosen state in the set's own spelling; as typed when the rule has none; None when empty."""
    if cell.kind is CellKind.EMPTY:
        return None, ()
    if cell.kind in {CellKind.FORMULA, CellKind.FAULT, CellKind.DATE}:
        return None, (_refusal(cell, where),)
    if not states:
        return cell.text, ()
    keys = {fold(cell.text), _TRUTHS.get(cell.text)}
    for state in states:
        if fold(state) in keys:
            return state, ()
    allowed = ", ".join(f"«{state}»" for state in states)
    return None, (rules.WRONG_STATE.at(_at(cell, where), f"Kết quả «{cell.text[:60]}» không nằm trong: {allowed}."),)


def read_mark(cell: Cell, where: Where) -> Reading[bool]:
    """Whether «Không phát sinh» is marked."""
    if cell.kind in {CellKind.FORMULA, CellKind.FAULT, CellKind.DATE}:
        return False, (_refusal(cell, where),)
    key = fold(cell.text)
    if key in _MARKS or key in _NO_MARKS:
        return key in _MARKS, ()
    return False, (rules.WRONG_MARK.at(_at(cell, where), f"Ô «Không phát sinh» ghi «{cell.text[:60]}»."),)


def read_date(cell: Cell, where: Where) -> Reading[dt.date | None]:
    """A day, as a date or as text ``18/10/2020``; None when empty."""
    if cell.kind is CellKind.EMPTY:
        return None, ()
    if cell.kind in {CellKind.DATE, CellKind.TEXT} and (found := _DAY.fullmatch(cell.text.strip())):
        day, month, year = map(int, found.groups())
        try:
            return dt.date(year, month, day), ()
        except ValueError:
            pass
    if cell.kind in {CellKind.FORMULA, CellKind.FAULT}:
        return None, (_refusal(cell, where),)
    return None, (rules.WRONG_DAY.at(_at(cell, where), f"«{cell.text[:60]}» không phải là một ngày."),)


def read_clock(cell: Cell, where: Where) -> Reading[str]:
    """A time of day as ``08:30``, from a time or from text such as ``8h30``, ``8 giờ 30 phút``; empty when empty."""
    if cell.kind is CellKind.EMPTY:
        return "", ()
    if cell.kind in {CellKind.DATE, CellKind.TEXT} and (found := _CLOCK.fullmatch(fold(cell.text))):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if hour < _HOURS and minute < _MINUTES:
            return f"{hour:02d}:{minute:02d}", ()
    if cell.kind in {CellKind.FORMULA, CellKind.FAULT}:
        return "", (_refusal(cell, where),)
    return "", (rules.WRONG_DAY.at(_at(cell, where), f"«{cell.text[:60]}» không phải là giờ trong ngày."),)


def read_number(cell: Cell, where: Where) -> Reading[Decimal | None]:
    """A figure of 0 or more; None when there is none. A percentage is refused."""
    plain = _spelled_out(cell)
    if plain.kind is CellKind.PERCENT:
        return None, (rules.PERCENT.at(_at(cell, where), f"Ô ghi {plain.text}, cần số đếm."),)
    if plain.kind is CellKind.EMPTY:
        return None, ()
    if plain.kind is not CellKind.NUMBER or plain.number is None:
        return None, (_refusal(plain, where),)
    if plain.number < 0:
        return None, (rules.NEGATIVE.at(_at(cell, where), f"Số liệu {plain.text} là số âm."),)
    return plain.number, ()


def read_points(cell: Cell, where: Where) -> Reading[Decimal | None]:
    """Points or a mean: as ``read_number``, but ``1,375`` is below two, for no leaf has a thousand points."""
    if cell.kind is CellKind.TEXT and _ONE_GROUP.fullmatch(cell.text.strip()):
        cell = replace(cell, kind=CellKind.NUMBER, number=parse_decimal(cell.text))
    return read_number(cell, where)


def read_rate(above: Cell, below: Cell, where: Where) -> Reading[tuple[Decimal | None, Decimal | None]]:
    """The two figures of a rate. A lone percentage is taken as so many of 100, with a warning."""
    share, whole = _spelled_out(above), _spelled_out(below)
    lone = whole.kind is CellKind.EMPTY or whole.number == _WHOLE
    if share.kind is CellKind.PERCENT and lone and share.number is not None and share.number >= 0:
        message = f"Ô ghi tỷ lệ {share.text} thay cho hai số đếm; tạm hiểu là {official_decimal(share.number)}/100."
        return (share.number, _WHOLE), (rules.RATE_FOR_COUNTS.at(_at(above, where), message),)
    numerator, first = read_number(above, where)
    denominator, second = read_number(below, where)
    return (numerator, denominator), first + second


def _spelled_out(cell: Cell) -> Cell:
    """Text that spells a number or a percentage as such a cell; «không có số liệu» as an empty one."""
    if cell.kind is not CellKind.TEXT:
        return cell
    text = cell.text.strip()
    if fold(text) in _NO_FIGURE:
        return replace(cell, kind=CellKind.EMPTY)
    percent = text.endswith("%")
    digits = text.removesuffix("%").strip()
    if _THOUSANDS.fullmatch(digits):
        return cell
    try:
        number = parse_decimal(digits)
    except ValueError:
        return cell
    return replace(cell, kind=CellKind.PERCENT if percent else CellKind.NUMBER, number=number)


def _refusal(cell: Cell, where: Where) -> Problem:
    place = _at(cell, where)
    if cell.kind is CellKind.FORMULA:
        return rules.FORMULA.at(place, "Ô nhập chứa công thức.")
    if cell.kind is CellKind.DATE:
        return rules.DATE.at(place, f"Ô đã bị đổi thành ngày {cell.text}.")
    if cell.kind is CellKind.FAULT:
        return rules.NOT_NUMBER.at(place, f"Ô đang báo lỗi {cell.text}.", remedy="Gõ lại giá trị của ô.")
    if _THOUSANDS.fullmatch(cell.text):
        plain = re.sub("[.,]", "", cell.text)
        comma = cell.text.replace(".", ",")
        return rules.NOT_NUMBER.at(place, f"«{cell.text}» có thể là {plain} hoặc {comma}.")
    return rules.NOT_NUMBER.at(place, f"«{cell.text[:60]}» không phải là số.")


def _at(cell: Cell, where: Where) -> Where:
    return replace(where, cell=cell.place)
