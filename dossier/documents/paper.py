"""What every official paper has: its head, its addressees, its signature. Pure; strings ready to print.

Source of the form: Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.campaign import Body
from dossier.criteria.model import SAMPLE_BANNER
from dossier.text import fold, nfc, official_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign import Campaign, Unit
    from dossier.criteria import CriteriaSet

# What a person writes by hand into a draft that lacks it.
TO_FILL = "……………………"

_COMMITTEE = re.compile(r"(ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN) (?=.)")
# A normative decision carries its year: 52/2019/QĐ-UBND (NĐ 30, Điều 4.2.a).
_NORMATIVE = re.compile(r"\d+/\d{4}/(qd|nq)-")


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself; never printed.

    Attributes:
        author: the issuing body.
        day: stands for the times of making and changing, so that equal data give equal bytes.
    """

    title: str
    author: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Boxes 1 to 4; the bodies in capitals, the committee's place on its own line.

    Attributes:
        parents: the body above, or nothing for a body that prints none.
    """

    parents: tuple[str, ...]
    issuer: str
    number: str
    place_date: str


@dataclass(frozen=True, slots=True)
class MinutesHead:
    """Boxes 1 to 3 of minutes, which bear no place and date (Mẫu 1.9)."""

    parents: tuple[str, ...]
    issuer: str
    number: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Box 7: the lines of authority, top first, and the name."""

    authority: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class CouncilSignature(Signature):
    """Box 7 of a council that uses its agency's seal: the signer's post in the agency too (box 7b)."""

    post: str


@dataclass(frozen=True, slots=True)
class Registration:
    """Number and date of a paper. A draft has neither (NĐ 30, Điều 15: given after signing)."""

    number: int | None = None
    date: dt.date | None = None


DRAFT = Registration()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What fixes the head of a paper.

    Attributes:
        day: the deadline of the act; who signs and what is in force is judged on it. None: no deadline.
        year: the year printed while the date is blank.
        stamp: the day the file's own properties bear.
    """

    body: Body
    symbol: str
    day: dt.date | None
    year: int
    stamp: dt.date
    registration: Registration

    @property
    def number(self) -> str:
        """``05``, or a blank to write in."""
        number = self.registration.number
        return "     " if number is None else f"{number:02d}"

    @property
    def date(self) -> str:
        """``ngày 05 tháng 3 năm 2020``, day and month blank in a draft."""
        date = self.registration.date
        return official_date(date) if date else f"ngày     tháng     năm {self.year}"


def report_occasion(campaign: Campaign, unit: Unit, registration: Registration) -> Occasion:
    """The self-assessment report, whose appendices bear its number and date."""
    deadline = campaign.deadline("tu-danh-gia")
    day = deadline.day if deadline else None
    return Occasion(
        body=unit,
        symbol=campaign.numbering.get("bao_cao") or f"BC-{unit.symbol}",
        day=day,
        year=day.year if day else campaign.year,
        stamp=day or dt.date(campaign.year, 12, 31),
        registration=registration,
    )


def build_letterhead(occasion: Occasion) -> Letterhead:
    """Boxes 1 to 4."""
    body = occasion.body
    return Letterhead(
        parents=in_head_lines(body.parent),
        issuer=in_head(body.name),
        number=f"Số: {occasion.number}/{occasion.symbol}",
        place_date=f"{body.place}, {occasion.date}",
    )


def build_attachment(paper: str, occasion: Occasion) -> str:
    """``(Kèm theo Báo cáo số …/BC-UBND ngày … của …)`` under the name of an appendix."""
    number = f"{occasion.number}/{occasion.symbol}"
    return f"(Kèm theo {paper} số {number} {occasion.date} của {occasion.body.name})"


def build_addressees(bodies: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Box 9a: one body beside «Kính gửi:», several below it, each on its own line."""
    if len(bodies) == 1:
        return f"Kính gửi: {bodies[0]}.", ()
    return "Kính gửi:", end_list([f"- {body}" for body in bodies])


def build_recipients(*lines: str, office: str = "") -> tuple[str, ...]:
    """Box 9b, ending with the archive copy."""
    archive = f"- Lưu: VT, {office}" if office else "- Lưu: VT"
    return end_list([*(f"- {line}" for line in lines), archive])


def end_list(lines: Sequence[str]) -> tuple[str, ...]:
    """A semicolon after each line, a full stop after the last."""
    return tuple(f"{line};" for line in lines[:-1]) + tuple(f"{line}." for line in lines[-1:])


def build_signature(body: Body, day: dt.date | None) -> Signature:
    """The signer on a day; without one in the campaign, dots to be filled by hand."""
    signer = body.signer_on(day)
    if signer is None:
        return Signature((TO_FILL,), TO_FILL)
    return Signature(tuple(line.upper() for line in signer.authority), signer.name)


def build_bases(campaign: Campaign, criteria: CriteriaSet, *, day: dt.date | None) -> tuple[str, ...]:
    """The căn cứ lines in force on the day.

    A sample set may not lean on the decision that issues a real one: such a line is left out.
    """
    return end_list(find_bases(campaign, criteria, day=day))


def find_bases(campaign: Campaign, criteria: CriteriaSet, *, day: dt.date | None) -> list[str]:
    """The same lines without their closing marks."""
    texts = [
        one.text.strip().rstrip(".;")
        for one in campaign.legal_bases
        if day is None or ((one.first is None or one.first <= day) and (one.last is None or day <= one.last))
    ]
    if criteria.is_sample:
        texts = [text for text in texts if not _issues_criteria(text)]
    return [text if fold(text).startswith("can cu") else f"Căn cứ {text}" for text in texts]


def banner_of(criteria: CriteriaSet) -> str:
    """The words on every page of a paper made with a sample set; empty for a real one."""
    return SAMPLE_BANNER if criteria.is_sample else ""


def name_set(criteria: CriteriaSet) -> str:
    """The set as a sentence names it; a sample set is called one wherever it is named."""
    return f"{criteria.title} (bộ tiêu chí mẫu, không dùng để công bố)" if criteria.is_sample else criteria.title


def lower_first(text: str) -> str:
    """A title or trích yếu inside a sentence."""
    return text[:1].lower() + text[1:]


def _issues_criteria(text: str) -> bool:
    folded = fold(text)
    return "bo tieu chi" in folded or _NORMATIVE.search(folded) is not None


def in_head(name: str) -> str:
    """A body as box 2 has it."""
    return _COMMITTEE.sub("\\1\n", nfc(name).upper())


def in_head_lines(name: str) -> tuple[str, ...]:
    """The body above; nothing when it has no name."""
    return (in_head(name),) if name else ()
