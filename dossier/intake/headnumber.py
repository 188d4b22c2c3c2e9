"""Number, symbol and date in the head of a document."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.intake.citations import SYMBOL, real_date, tidy_symbol
from dossier.intake.model import NumberState
from dossier.readers.model import UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterable

# «Số: 45 /TTr-SNV», «Số:      /KH-UBND», «Luật số: 56/2010/QH12», «Số 15-NQ/ĐU», «Số: 93 QĐ/UB».
# Only at the start of a line: «…Kế hoạch số 05/KH-UBND» in running text is somebody else's number.
_NUMBER = re.compile(
    rf"^\W{{0,3}}(?:(?:Bộ luật|Luật|Pháp lệnh|Lệnh|Nghị quyết|Hiến pháp|LUẬT)\s+)?[Ss][ốỐ]\s*[:.]?"
    rf"(?P<number>[^/]{{0,16}}?)\s*(?:/|-(?=\s?[A-ZĐ]\w*/)|(?<=\d)\s(?=[A-ZĐ]{{2,}}[/-]))\s*(?P<symbol>{SYMBOL})"
)
_BARE_NUMBER = re.compile(r"^[Ss][ốỐ]\s*:\s*(?P<number>\d{1,5})$")
_DIGITS = re.compile(r"\d{1,6}[a-zđ]?")
_BLANK = re.compile(r"[\W_xX]*|\{\{.*")
_DATE = re.compile(
    r"^(?P<place>[^\d:;]{0,60},)?\s*[Nn]g[àa]y\s*(?P<day>.{0,12}?)\s*th[áa]ng\s*(?P<month>\S{0,6}?)\s*"
    r"n[ăa]m\s*(?P<year>(?:19|20)\d{2})(?!\d)(?P<rest>.*)"
)
_SHORT_DATE = re.compile(r"^[^\d:;]{2,60},\s*ngày\s*(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d{2})$")
_EDGE = re.compile(
    rf"^Số:\s?(?P<number>\d{{1,6}})\s?/\s?(?P<symbol>{SYMBOL});\s?(?P<day>\d\d)/(?P<month>\d\d)/(?P<year>\d{{4}});"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Number and date as one place of the document gives them.

    Attributes:
        written: what stands in the number's place, whatever it is.
        day_words: the words of the date line from day to year.
    """

    number: str | None = None
    state: NumberState = NumberState.ABSENT
    symbol: str | None = None
    date: dt.date | None = None
    year: int | None = None
    written: str = ""
    day_words: str = ""


def find_number(lines: Iterable[str]) -> Mark:
    """The document's own number among its head lines, in one of four states."""
    for line in lines:
        match = _NUMBER.match(line)
        if match and sum(char.isupper() for char in match["symbol"]) > 1:
            return _number_mark(match["number"], tidy_symbol(match["symbol"]))
        bare = _BARE_NUMBER.match(line)
        if bare:
            return Mark(bare["number"], NumberState.READ, written=bare["number"])
    return Mark()


def _number_mark(written: str, symbol: str) -> Mark:
    digits = re.sub(r"(?<=\d)\s+(?=\d)", "", written.strip())
    if _DIGITS.fullmatch(digits):
        return Mark(digits, NumberState.READ, symbol, written=digits)
    blank = _BLANK.fullmatch(digits) and UNSURE not in digits
    return Mark(None, NumberState.BLANK if blank else NumberState.UNREADABLE, symbol, written=digits)


def find_date(lines: Iterable[str]) -> Mark:
    """The place-and-date line: date and year, or the year alone when day or month is blank or unreadable."""
    for line in lines:
        match = _date_match(line)
        if match:
            day, month = match["day"].replace(" ", ""), match["month"]
            plain = day.isdigit() and month.isdigit()
            date = real_date(day, month, match["year"]) if plain else None
            words = f"ngày {match['day'].strip()} tháng {month} năm {match['year']}"
            return Mark(date=date, year=int(match["year"]), day_words=words)
    return Mark()


def _date_match(line: str) -> re.Match[str] | None:
    """A line that is a date; one that goes on after it without naming a place first is running text."""
    match = _DATE.match(line)
    if match and not match["place"] and match["rest"].strip(" ."):
        return None
    return match or _SHORT_DATE.match(line)


def find_edge_mark(lines: Iterable[str]) -> Mark | None:
    """The mark signing software prints on annexes: ``Số: 2775/SNV-CCHC&amp;VTLT; 10/11/2025; 11:00:27``."""
    for line in lines:
        match = _EDGE.match(html.unescape(line))
        if match:
            date = real_date(match["day"], match["month"], match["year"])
            symbol = tidy_symbol(match["symbol"])
            return Mark(match["number"], NumberState.READ, symbol, date, int(match["year"]))
    return None


def is_number(line: str) -> bool:
    """Whether the line holds the document's own number, filled in or not."""
    return find_number([line]).state is not NumberState.ABSENT


def is_place_and_date(line: str) -> bool:
    """Whether the line is ``Nơi, ngày … tháng … năm …``, whatever stands for day and month."""
    match = _DATE.match(line)
    return bool(match and match["place"]) or bool(_SHORT_DATE.match(line))


def split_after_number(line: str) -> list[str]:
    """The line, parted where a place and date follow the number on the same line."""
    match = _NUMBER.match(line)
    if match and is_place_and_date(line[match.end() :].strip()):
        return [line[: match.end()], line[match.end() :].strip()]
    return [line]
