"""What matching must know of a unit and its year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dossier.criteria import Window


@dataclass(frozen=True, slots=True)
class MatchContext:
    """The unit and the year its evidence is judged for.

    Attributes:
        unit: unit id.
        unit_names: every name the unit issues papers under, before and after a merger.
        superior_names: names of the bodies above it; empty strings are passed over.
        year: the campaign year.
        window: days the evidence must fall in where no criterion says otherwise; None means the
            criteria set's window, else the calendar year.
        as_of: the day for «chưa đến kỳ».
    """

    unit: str
    unit_names: tuple[str, ...]
    superior_names: tuple[str, ...]
    year: int
    window: Window | None
    as_of: dt.date
