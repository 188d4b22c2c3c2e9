"""What a criteria set asks for as evidence: one required item (proof), by type, words, body and time."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from dossier.yamlfile import Model

Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]*$")]


class Carrier(StrEnum):
    """What carries a proof."""

    FILE = "tep"
    EXPLANATION = "giai_trinh"
    FIGURES = "phu_luc_so_lieu"
    LINK = "duong_dan"
    OTHER_SYSTEM = "he_thong_khac"
    NONE = "khong_can_tep"


class PeriodBy(StrEnum):
    """What of a document is judged: the year its subject names, the day it was issued, or the day it arrived.

    ARRIVAL: on the receiver's document system, as the imported register says; never guessed from another date.
    """

    SUBJECT_YEAR = "nam_noi_dung"
    DATE = "ngay_ban_hanh"
    ARRIVAL = "ngay_den"
    ANY = "khong_xet"


class IssuerKind(StrEnum):
    """Who must have issued a proof: the unit itself, a body above it, or anybody."""

    UNIT = "don_vi"
    SUPERIOR = "cap_tren"
    ANY = "bat_ky"


class Window(Model):
    """A span of days, both ends included."""

    first: dt.date
    last: dt.date


class Proof(Model):
    """One required item of evidence (tài liệu kiểm chứng).

    Attributes:
        types: accepted document types (``Kế hoạch``); empty means any.
        must: phrases that must all occur; ``a | b`` accepts either.
        must_not: phrases none of which may occur in type, subject or file name.
        year_offset: added to the campaign year when judged by subject year (-1: last year's document).
        min_count: how many different documents.
        one_of: proofs with the same word here are alternatives: one of them is enough.
        optional: ``nếu có``; its absence is no gap.
        due: before this day the proof cannot be expected yet (chưa đến kỳ); None means always expected. Judged by
            arrival, it is also the last day to arrive; None means the last of the window.
    """

    id: Code
    title: str
    carrier: Carrier = Carrier.FILE
    types: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    issuer: IssuerKind = IssuerKind.ANY
    issuer_names: tuple[str, ...] = ()
    period: PeriodBy = PeriodBy.DATE
    year_offset: int = 0
    min_count: Annotated[int, Field(ge=1)] = 1
    one_of: str | None = None
    signed_copy: bool = False
    optional: bool = False
    due: dt.date | None = None
