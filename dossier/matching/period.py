"""Whether a document belongs to the year or the days asked for, and which date of it was used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.criteria.proofs import PeriodBy
from dossier.matching.facet import UNASKED, Accord, Facet
from dossier.matching.proofs import Slot, wanted_year, window_name
from dossier.matching.rules import ARRIVED_LATE, LATE, OUTSIDE_WINDOW, PERIOD_UNKNOWN, WRONG_YEAR
from dossier.text import short_date

if TYPE_CHECKING:
    from dossier.criteria import Window
    from dossier.matching.context import MatchContext
    from dossier.matching.facts import Facts

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = " giai doan "
_UNKNOWN = Facet(Accord.UNKNOWN, "không tìm thấy ngày ban hành", PERIOD_UNKNOWN)


def judge_period(slot: Slot, facts: Facts, context: MatchContext) -> Facet:
    """Judge by the proof's own rule: the year of the subject, the day of issue, or the day of arrival.

    By subject: the years the subject names come first, then the date, then the file name (measured: 13 of
    18 decisions on the budget of 2020 are dated 2019). By arrival: where no register knows the day, the printed
    date is held against the same days, and ``faults`` says that the arrival is not known.
    """
    match slot.proof.period:
        case PeriodBy.SUBJECT_YEAR:
            return _judge_year(facts, wanted_year(slot, context))
        case PeriodBy.DATE:
            return _judge_day(facts, slot.window)
        case PeriodBy.ARRIVAL:
            return _judge_arrival(facts, slot.arrival) or _judge_day(facts, slot.arrival)
        case _:
            return UNASKED


def _judge_year(facts: Facts, wanted: int) -> Facet:
    head = facts.file.head
    if head.subject_years:
        years, source = head.subject_years, "trích yếu ghi"
    elif head.date:
        years, source = (head.date.year,), "trích yếu không ghi năm, ngày ban hành thuộc"
    elif named := _YEAR.findall(facts.stem):
        years, source = tuple(sorted(map(int, named))), "tên tệp ghi"
    else:
        return Facet(Accord.UNKNOWN, "không tìm thấy năm trong trích yếu, ngày ban hành, tên tệp", PERIOD_UNKNOWN)
    spans = _SPAN in facts.subject and years[0] <= wanted <= years[-1]
    said = f"{source} năm {', '.join(map(str, years))}"
    if wanted in years or spans:
        return Facet(Accord.AGREES, said)
    return Facet(Accord.CONTRADICTS, f"{said}, cần năm {wanted}", WRONG_YEAR)


def _judge_arrival(facts: Facts, window: Window) -> Facet | None:
    """By the register alone, whatever date is printed; None when no register knows the day."""
    day = facts.arrived
    if day is None:
        return None
    said = f"ngày đến {short_date(day)} (sổ văn bản)"
    if day > window.last:
        late = f"{said}, hạn {short_date(window.last)}, muộn {(day - window.last).days} ngày"
        return Facet(Accord.CONTRADICTS, late, ARRIVED_LATE)
    if day < window.first:
        return Facet(Accord.CONTRADICTS, f"{said}, trước {window_name(window)}", OUTSIDE_WINDOW)
    return Facet(Accord.AGREES, f"{said} trong {window_name(window)}")


def _judge_day(facts: Facts, window: Window) -> Facet:
    day = facts.file.head.date
    if day is None:
        return _UNKNOWN
    if window.first <= day <= window.last:
        return Facet(Accord.AGREES, f"ngày {short_date(day)} trong {window_name(window)}")
    said = f"ngày ban hành {short_date(day)}, ngoài {window_name(window)}"
    if not window.first.year <= day.year <= window.last.year:
        return Facet(Accord.CONTRADICTS, said, WRONG_YEAR)
    if day > window.last:
        return Facet(Accord.CONTRADICTS, f"{said}, muộn {(day - window.last).days} ngày", LATE)
    return Facet(Accord.CONTRADICTS, said, OUTSIDE_WINDOW)
