"""From the rows of an official table to its areas, criteria and leaves, each with the text that belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.criteria.importing import rules
from dossier.problems import Problem, Where
from dossier.text import fold, official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.criteria.importing.columns import Entry

_CODE = re.compile(r"(?:(?:TCTP|TC|Tiêu chí|Lĩnh vực)\s*)?(\d{1,2}(?:\.\d{1,2})*)\s*[.:)]?")
_TITLE_CODE = re.compile(r"(?:(?:TCTP|TC)\s*)?(\d{1,2}(?:\.\d{1,2})+)\s*[.:]?\s*[-–:]?\s+", re.IGNORECASE)
_ROMAN = re.compile(r"([IVX]{1,5})[.)]?")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_POINTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:điểm|đ)?\s*[.;]?")
_TOTAL = ("tong diem", "tong cong", "tong so diem", "cong")


@dataclass(slots=True)
class Item:
    """One node of the table while it is put together.

    Attributes:
        max: None when the table has no number for it.
        text: everything said of it, title first; lines kept.
        proofs: the column «Tài liệu kiểm chứng», lines kept.
    """

    code: str
    place: str
    max: Decimal | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The nodes in order of the table, and what could not be placed."""

    items: tuple[Item, ...]
    total: Decimal | None
    problems: tuple[Problem, ...]


def build_outline(entries: Iterable[Entry], *, path: str) -> Outline:
    """Put rows together: a row with a code begins a node, one without continues the last.

    A row without code but with a number in «Điểm tối đa» is an option row («Từ 95% đến dưới 98%» | «1,5») and
    becomes a line ``option: points``.
    """
    maker = _Maker(path)
    for entry in entries:
        maker.add(entry)
    return Outline(tuple(_with_area_codes(maker.items)), maker.total, tuple(maker.problems))


class _Maker:
    """The state of the walk down the table."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.items: list[Item] = []
        self.total: Decimal | None = None
        self.problems: list[Problem] = []

    def add(self, entry: Entry) -> None:
        """Take one row."""
        code, title = _code_and_title(entry)
        points = _number(entry.text("max"))
        self._report_unread(entry, points)
        if not code and fold(f"{entry.text('code')} {title}").strip().startswith(_TOTAL):
            self.total = points
        elif code:
            self._begin(entry, self._settled(code, entry), title, points)
        elif self.items:
            self._continue(entry, title, points)
        else:
            where = Where(path=self.path, cell=entry.row.place)
            shown = one_line(" | ".join(filter(None, entry.row.cells)))[:120]
            self.problems.append(rules.LOOSE_ROW.at(where, f"Dòng không có mã: «{shown}»."))

    def _report_unread(self, entry: Entry, points: Decimal | None) -> None:
        """Cells that nothing is made of: outside the known columns, or points that are no number."""
        where = Where(path=self.path, cell=entry.row.place)
        stray = one_line(" | ".join(filter(None, entry.others())))
        if stray:
            self.problems.append(rules.LOOSE_ROW.at(where, f"Ô ở cột chưa hiểu: «{stray[:120]}»."))
        if points is None and entry.text("max"):
            message = f"Ô điểm «{one_line(entry.text('max'))[:60]}» không phải là một số."
            self.problems.append(rules.NO_MAX.at(where, message))

    def _begin(self, entry: Entry, code: str, title: str, points: Decimal | None) -> None:
        item = Item(code, entry.row.place, points)
        if entry.columns.method is None:
            item.text += title.splitlines()
        else:
            item.title += title.splitlines()
            item.text += entry.text("method").splitlines()
        item.proofs += entry.text("proofs").splitlines()
        self.items.append(item)

    def _continue(self, entry: Entry, title: str, points: Decimal | None) -> None:
        last = self.items[-1]
        if points is not None and title:
            last.text.append(f"- {one_line(title)}: {official_decimal(points)}")
        elif entry.columns.method is None:
            last.text += title.splitlines()
        else:
            last.title += title.splitlines()
        last.text += entry.text("method").splitlines()
        last.proofs += entry.text("proofs").splitlines()

    def _settled(self, code: str, entry: Entry) -> str:
        """A spreadsheet turns 1.10 into the number 1.1; the row before tells what it was."""
        used = set(self._codes_of_area())
        if code not in used:
            return code
        where = Where(path=self.path, cell=entry.row.place, node=code)
        last = self.items[-1].code
        ten = f"{code}0"
        if f"{last}.".startswith(f"{code[:-1]}9."):
            self.problems.append(rules.CODE.at(where, f"Mã «{code}» lặp lại sau «{last}»; hiểu là «{ten}»."))
            return ten
        fresh = next(name for number in range(2, 1000) if (name := f"{code}-{number}") not in used)
        self.problems.append(rules.CODE.at(where, f"Mã «{code}» dùng hai lần; mục sau tạm mang mã «{fresh}»."))
        return fresh

    def _codes_of_area(self) -> Iterator[str]:
        """Codes since the last area numbered I, II, III: below it they may start anew."""
        for item in reversed(self.items):
            yield item.code
            if _ROMAN.fullmatch(item.code):
                return


def _code_and_title(entry: Entry) -> tuple[str, str]:
    """The code of a row, from the first column or from the head of the title; empty when it has none."""
    # A spreadsheet keeps 1.1 as a number, which is read with a comma.
    number, title = one_line(entry.text("code")).replace(",", "."), entry.text("title")
    in_title = _TITLE_CODE.match(title)
    if in_title:
        return in_title[1], title[in_title.end() :]
    written = _CODE.fullmatch(number)
    roman = _ROMAN.fullmatch(number)
    if roman:
        return number.rstrip(".) "), title
    return (written[1], title) if written else ("", title)


def _number(text: str) -> Decimal | None:
    found = _POINTS.fullmatch(one_line(text))
    return Decimal(found[1].replace(",", ".")) if found else None


def _with_area_codes(items: list[Item]) -> Iterator[Item]:
    """Areas numbered I, II, III become 1, 2, 3, and codes that start anew below them get the area in front."""
    below: list[tuple[Item, int]] = []
    area = 0
    for item in items:
        roman = _ROMAN.fullmatch(item.code)
        area = _roman(roman[1]) if roman else area
        below.append((item, area))
    anew = any(
        number
        and not _ROMAN.fullmatch(item.code)
        and (item.code == str(number) or item.code.split(".")[0] != str(number))
        for item, number in below
    )
    for item, number in below:
        if _ROMAN.fullmatch(item.code):
            item.code = str(number)
        elif anew and number:
            item.code = f"{number}.{item.code}"
        yield item


def _roman(letters: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in letters]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
