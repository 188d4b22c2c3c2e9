"""Documents cited in running text: ``Kế hoạch số 05/KH-UBND ngày 05/01/2020``. Light and pure."""

from __future__ import annotations

import datetime as dt
import re

from dossier.doctypes import CODES, NAMES
from dossier.intake.model import Citation
from dossier.text import one_line

# A symbol: an optional year, then capitals joined by - / & . such as SNV-CCHC&VTLT, QĐ-BCĐ138, 2025/QH15.
_PART = r"[A-ZĐƯƠÔÊÂĂ][A-Za-zĐđƯƠÔÊÂĂươôêâă0-9]*(?!\w)"
# Never a part of a symbol: what goes on after a joint must have been read too.
SYMBOL = rf"(?:\d{{4}}\s?/\s?)?{_PART}(?:(?:\s?[-–/&+]\s?|[.,]){_PART})*(?![-–/&][^\W\d])"
_TYPES = "|".join(map(re.escape, sorted([*NAMES, *CODES], key=len, reverse=True)))
_DAY = r"(?P<day>\d{1,2})\s?(?:[/.-]|tháng)\s?(?P<month>\d{1,2})\s?(?:[/.-]|năm)\s?(?P<year>\d{4})"
_BLANK = r"[\s.…_]*"
CITATION = re.compile(
    rf"(?:\b(?:{_TYPES})\s)?"
    rf"(?:(?:\b[Ss]ố\s?:?\s?)?(?<![\d/.,])\b(?P<number>\d{{1,6}}[a-zđ]?)\s?[/-]\s?|\b[Ss]ố\s?:?{_BLANK}/\s?)"
    rf"(?P<symbol>{SYMBOL})"
    rf"(?:\s?[,(]?\s?(?:(?:ký|ban hành)\s)?(?:ngày\s?)?{_DAY}(?!\d))?",
)
_JOINTS = re.compile(r"\s?([-–/&.,+])\s?")
_LEAST_CAPITALS = 2


def parse_citations(text: str) -> tuple[Citation, ...]:
    """Every document the text names by its symbol, in order, each once.

    A law named without a number is not a citation. A date that does not exist is left out.
    """
    found: dict[tuple[str | None, str, dt.date | None], Citation] = {}
    for match in CITATION.finditer(one_line(text)):
        symbol = tidy_symbol(match["symbol"])
        # A bare code counts only when a word announces it: "Công văn 12/CV", not "1/TC" in a sum.
        bare = not re.search(r"[-/]", symbol) and match[0][0].isdigit()
        if bare or sum(char.isupper() for char in symbol) < _LEAST_CAPITALS:
            continue
        date = real_date(match["day"], match["month"], match["year"])
        citation = Citation(match["number"], symbol, date, match[0].strip(" ,("))
        found.setdefault((citation.number, symbol, date), citation)
    return tuple(found.values())


def tidy_symbol(symbol: str) -> str:
    """The symbol without spaces, dashes made hyphens, and without a trailing comma or stop."""
    return _JOINTS.sub(r"\1", symbol).replace("–", "-").strip(" .,+")


def real_date(day: str | None, month: str | None, year: str | None) -> dt.date | None:
    """The date, or None when a part is missing or the calendar has no such day."""
    try:
        return dt.date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None
