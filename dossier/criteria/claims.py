"""What a unit declares for a leaf in its self-score form: figures and states in, never derived values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dossier.problems import Where


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the self-score form.

    Attributes:
        code: leaf code, or ``leaf/row`` for a row below it (``criteria.rules.sub_rows``).
        state: the chosen state: ``có``, ``không`` or the text of a level; None when left empty.
        numerator: the a of a rate, or this year's figure.
        denominator: the b of a rate, or last year's figure.
        count: a number of things (initiatives, violations).
        date: the recorded day of arrival or issue, for a leaf with a deadline.
        typed_points: points typed by hand, only for leaves whose rule is ``typed``.
        not_applicable: the unit declares that the leaf does not arise.
        evidence: the cell «Tài liệu kiểm chứng/giải trình», as typed, lines kept.
        note: the cell «Ghi chú».
        where: the row in the form.
    """

    code: str
    state: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    count: Decimal | None = None
    date: dt.date | None = None
    typed_points: Decimal | None = None
    not_applicable: bool = False
    evidence: str = ""
    note: str = ""
    where: Where = Where()
