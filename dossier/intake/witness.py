"""Number and date of a scan: believed when two readings agree, otherwise told as candidates. Pure."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dossier.doctypes import ANNEX, CODES
from dossier.intake.doctypes import type_of_symbol
from dossier.intake.headnumber import Mark
from dossier.intake.model import NumberState
from dossier.readers.model import UNSURE
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.intake.model import DocumentHead

_Value = TypeVar("_Value")

_NUMBER_WORD = re.compile(r"^\W{0,3}[Ss][ốồổỗộôóòỏõọơớáaéêế]\s?[:;.]\s?")
# «ngày24tháng9 năm», «03. tháng 10năm»: spaces and specks that OCR loses or adds.
_TIGHT_DATE = (
    (re.compile(r"\bng[àa](?=[^ y])"), "ngày "),
    (re.compile(r"(?<=ngày)(?=\S)"), " "),
    (re.compile(r"(?<=\d)\s?[.,]?\s?(?=tháng\b|tháng\d)"), " "),
    (re.compile(r"(?<=tháng)(?=[\d�])"), " "),
    (re.compile(r"(?<=\d)\s?[.,]?\s?(?=năm\s?(?:19|20)\d)"), " "),
    (re.compile(r"(?<=tháng )[Il](?=[0-2] )"), "1"),
)
_PLACE = re.compile(r"^([^\d:;,]{2,40}?)[.]?(?=\sngày .{0,12}\btháng )")
# A stroke of the pen that OCR takes for a slash: «Số: //4/UBND»; but not «Số: 12/2019/QĐ-UBND».
_JUNK_SLASH = re.compile(r"^Số: (?P<junk>\S{0,8}/\S{0,8}?)\s?/\s?(?=[A-ZĐ]{2})")
_YEARED = re.compile(r"[\d�]{1,6}[a-zđ]?/(?:19|20)\d\d")
# Marks on capitals are what OCR loses first: «ÚY BAN», «TÍNH».
_COMMITTEE = re.compile(r"^\W{0,2}[UÚÙỦŨỤ][YÝỲỶỸỴ] B[AÁÀẢÃẠ]N\b")
_PROVINCE = re.compile(r"^\W{0,2}T[IÍÌỈĨỊ]NH\b")
_NUMBER_SPECK = re.compile(r"(?<=\d)\s?[.,:]\s?(?=/\s?[A-ZĐ])")
# Letters that OCR confuses inside a code: "TIr" for "TTr", "QĐÐ" and "QÐ" for "QĐ".
_CONFUSED = str.maketrans({"I": "T", "l": "T", "1": "T", "0": "O", "Ð": "Đ"})
_SYMBOL_PARTS = re.compile(r"(?P<year>(?:\d{4}/)?)(?P<code>[^-./]+)(?P<rest>.*)")
# "HD" and "HĐ" differ only by folding, so neither is repaired into the other.
_CODES_BY_KEY = {key: code for key, code in ((fold(code), code) for code in CODES) if key != "hd"}
_TWINS = {"HĐ": ("HĐ", "HD"), "HD": ("HD", "HĐ")}
_JOINT = re.compile(r"[-/&]")
# What stands behind the type code in most symbols; any other body is believed when two readings agree on it.
_BODIES = frozenset({"UBND", "HĐND", "ĐU", "TU", "HU", "UB", "VP", "SNV", "TTg", "CP", "BNV", "HĐTĐ", "BCĐ", "UBMTTQ"})
_EMPTY = re.compile(r"[\s.…_-]*")  # anything else that OCR sees in the number's place is ink
_WITNESSES = 2
# Times and dates in a name, which are no document's number: 20250510_124909, 22.1.2026, năm 2025.
_NAMED_TIME = re.compile(r"\d{6,}|\d{1,2}[.-]\d{1,2}[.-]\d{2,4}|(?<!\d)(?:19|20)\d{2}(?!\d)")
_SAID_NUMBER = re.compile(r"(?:số\s*:?\s*)?(?P<number>\d{1,5})(?:\s*/\s*\S+)?", re.IGNORECASE)
_NAMED_NUMBER = re.compile(r"(?<![\d.])\d{1,5}(?![\d])")


class Testimony(NamedTuple):
    """The mark that is believed, and the readings where nothing is."""

    mark: Mark
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


def tidy_recognised(line: str) -> str:
    """A line of OCR with the misprints of ``Số:`` and of the date line's spacing undone; digits are left alone."""
    line = _NUMBER_SPECK.sub("", _NUMBER_WORD.sub("Số: ", line.replace("Ð", "Đ").replace("ĐĐ", "Đ")))
    junk = _JUNK_SLASH.match(line)
    if junk and not _YEARED.fullmatch(junk["junk"]):
        line = f"Số: {junk['junk'].replace('/', '|')}{line[junk.end('junk') :]}"
    line = _COMMITTEE.sub("ỦY BAN", _PROVINCE.sub("TỈNH", line))
    if "tháng" in line and "năm" in line:
        for pattern, replacement in _TIGHT_DATE:
            line = pattern.sub(replacement, line)
        line = _PLACE.sub(r"\1,", line)
    return line


def weigh(seen: Sequence[Mark], witnesses: Sequence[Mark]) -> Testimony:
    """What the plain readings and the careful witnesses give together.

    Plain readings show what there is; only two equal witnesses make a number or a date. A number that one
    reading finds and another does not is there and unreadable.
    """
    marks = [*seen, *witnesses]
    number = _agreed([mark.number for mark in witnesses])
    date = _agreed([mark.date for mark in witnesses])
    symbol = _best_symbol([mark.symbol for mark in seen if mark.symbol])
    years = [mark.year for mark in (*witnesses, *seen) if mark.year]
    mark = Mark(
        number=number,
        state=NumberState.READ if number else _state(marks),
        symbol=symbol,
        date=date,
        year=date.year if date else next(iter(years), None),
    )
    numbers = () if number else _distinct(mark.written for mark in seen)
    dates = () if date else _distinct(mark.day_words for mark in seen)
    return Testimony(mark, numbers, dates)


def _agreed(values: Sequence[_Value | None]) -> _Value | None:
    """The value that at least two witnesses give and none contradicts."""
    given = [value for value in values if value is not None]
    return given[0] if len(given) >= _WITNESSES and len(set(given)) == 1 else None


def _state(marks: Sequence[Mark]) -> NumberState:
    states = {mark.state for mark in marks}
    if states == {NumberState.ABSENT}:
        return NumberState.ABSENT
    blank = states <= {NumberState.ABSENT, NumberState.BLANK} and all(_EMPTY.fullmatch(mark.written) for mark in marks)
    return NumberState.BLANK if blank else NumberState.UNREADABLE


def _best_symbol(symbols: Sequence[str]) -> str | None:
    """The symbol that most readings give after repair; None when it is neither agreed on nor made of known parts."""
    repaired = [repair_symbol(symbol) for symbol in symbols]
    ranked = sorted(repaired, key=lambda symbol: (not _is_known(symbol), -repaired.count(symbol)))
    best = next(iter(ranked), None)
    if best is None or not _JOINT.search(best):  # what a stamp leaves of a symbol: «BC», «HĐ»
        return None
    return best if _is_known(best) or repaired.count(best) >= _WITNESSES else None


def _is_known(symbol: str) -> bool:
    """Whether the code is a type's and every other part a body's usual abbreviation."""
    _, *bodies = re.split(r"[-/&]", re.sub(r"^\d{4}/", "", symbol))
    return type_of_symbol(symbol) is not None and bool(bodies) and all(body in _BODIES for body in bodies)


def repair_symbol(symbol: str) -> str:
    """The symbol with its type code repaired: ``TIr-UBND`` → ``TTr-UBND``, ``CTr.SNV`` → ``CTr-SNV``."""
    match = _SYMBOL_PARTS.fullmatch(symbol)
    if not match:
        return symbol
    code, rest = match["code"], match["rest"]
    known = code if code in CODES else _CODES_BY_KEY.get(fold(code.translate(_CONFUSED)), code)
    return f"{match['year']}{known}{rest.replace('.', '-', 1) if known in CODES else rest}"


def agree_with_title(mark: Mark, named: str | None) -> Mark:
    """The mark with a symbol that suits the type named in the title; without one when the two contradict."""
    spoken = type_of_symbol(mark.symbol) if mark.symbol else None
    if mark.symbol is None or spoken is None or named in {None, ANNEX, spoken}:
        return mark
    code = mark.symbol.removeprefix(f"{mark.symbol[:4]}/") if mark.symbol[:4].isdigit() else mark.symbol
    twin = _TWINS.get(re.split(r"[-/.]", code)[0])
    symbol = mark.symbol.replace(*twin, 1) if twin and CODES[twin[1]] == named else None
    return dataclasses.replace(mark, symbol=symbol)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The readings without what was masked, each once."""
    return tuple(dict.fromkeys(text for text in texts if text.strip() and UNSURE not in text))


def with_named_number(head: DocumentHead, name: str) -> DocumentHead:
    """The head with the number that one of OCR's readings and the file's name both give.

    Two digits at least: a single one in a name is more often an ordinal («1. Kế hoạch.pdf»).
    """
    if not head.number_readings:
        return head
    named = {int(digits) for digits in _NAMED_NUMBER.findall(_NAMED_TIME.sub(" ", name))}
    agreed = [text for text in head.number_readings if text.isdigit() and len(text) > 1 and int(text) in named]
    if len(set(agreed)) != 1:
        return head
    return dataclasses.replace(head, number=agreed[0], number_state=NumberState.READ, number_readings=())


def with_signed_number(head: DocumentHead, appearance: str) -> DocumentHead:
    """The head with the number that one of OCR's readings and the signing tool's own words both give.

    Only a line of its own counts, ``57`` or ``Số: 57/BC-UBND``: dates and times of signing are digits too.
    """
    found = (_SAID_NUMBER.fullmatch(line.strip()) for line in appearance.splitlines())
    said = {int(match["number"]) for match in found if match}
    agreed = {text for text in head.number_readings if text.isdigit() and int(text) in said}
    if len(agreed) != 1:
        return head
    return dataclasses.replace(head, number=agreed.pop(), number_state=NumberState.READ, number_readings=())
