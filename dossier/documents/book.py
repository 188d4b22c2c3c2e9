"""The papers of one year: who issues each, its symbol and day, and how a later paper cites it. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from dossier.campaign import Body, Campaign
from dossier.criteria import CriteriaSet
from dossier.documents.inputs import NO_INPUTS, PaperInputs
from dossier.documents.paper import DRAFT, TO_FILL, Occasion, Registration, find_bases, lower_first
from dossier.text import collation_key, fold, official_date

if TYPE_CHECKING:
    from dossier.campaign import Office, Unit
    from dossier.campaign.model import Member


class Issuer(StrEnum):
    """Whose paper it is. HEAD: the head of the authority, whose decisions bear the authority's symbol."""

    AUTHORITY = "authority"
    HEAD = "head"
    COUNCIL = "council"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is fixed about a kind of paper.

    Attributes:
        type: tên loại as it is cited.
        abbreviation: of the type (NĐ 30, Phụ lục III.I); empty for a công văn, which has none.
        acts: of the calendar; the first that the campaign has dates the paper.
        subject: trích yếu, with ``{council}``, ``{index}`` and ``{scope}``.
    """

    type: str
    abbreviation: str
    issuer: Issuer
    acts: tuple[str, ...]
    subject: str


_LATE = ("tham-dinh",)
FACTS = {
    "D01": PaperFacts(
        "Quyết định", "QĐ", Issuer.HEAD, ("thanh-lap-hoi-dong", "tu-danh-gia"), "Về việc thành lập {council}"
    ),
    "D02": PaperFacts("Kế hoạch", "KH", Issuer.AUTHORITY, ("ke-hoach", "tu-danh-gia"), "Xác định {index} {scope}"),
    "D03": PaperFacts("Báo cáo", "BC", Issuer.UNIT, ("tu-danh-gia",), "Kết quả tự đánh giá, chấm điểm {index}"),
    "D05": PaperFacts(
        "Công văn", "", Issuer.COUNCIL, ("bo-sung", *_LATE), "bổ sung, giải trình hồ sơ tự đánh giá {index}"
    ),
    "D06": PaperFacts(
        "Báo cáo", "BC", Issuer.UNIT, ("bo-sung", *_LATE), "Giải trình, bổ sung hồ sơ tự đánh giá {index}"
    ),
    "D07": PaperFacts("Biên bản", "BB", Issuer.COUNCIL, ("tham-dinh-2", *_LATE), "Thẩm định hồ sơ tự đánh giá {index}"),
    "D08": PaperFacts("Biên bản", "BB", Issuer.COUNCIL, ("hoi-dong", *_LATE), "Họp {council}"),
    "D09": PaperFacts("Báo cáo", "BC", Issuer.COUNCIL, ("hoi-dong", *_LATE), "Kết quả thẩm định {index} {scope}"),
    "D10": PaperFacts(
        "Tờ trình", "TTr", Issuer.COUNCIL, ("phe-duyet", *_LATE), "Về việc đề nghị phê duyệt {index} {scope}"
    ),
    "D11": PaperFacts("Quyết định", "QĐ", Issuer.HEAD, ("phe-duyet", *_LATE), "Phê duyệt {index} {scope}"),
    "D12": PaperFacts("Thông báo", "TB", Issuer.AUTHORITY, ("cong-bo", *_LATE), "Công bố {index} {scope}"),
    "D13": PaperFacts("Công văn", "", Issuer.AUTHORITY, ("nop-ho-so", *_LATE), "gửi hồ sơ, kết quả {index} {scope}"),
    "D15": PaperFacts("Giấy mời", "GM", Issuer.AUTHORITY, ("hoi-dong", *_LATE), "Họp {council}"),
    "D16": PaperFacts(
        "Quyết định",
        "QĐ",
        Issuer.COUNCIL,
        ("thanh-lap-hoi-dong", "tu-danh-gia"),
        "Về việc thành lập Tổ giúp việc {council}",
    ),
    "D17": PaperFacts("Công văn", "", Issuer.AUTHORITY, ("don-doc", "tu-danh-gia"), "đôn đốc thực hiện {index}"),
}
FACTS["D14"] = FACTS["D03"]
INDEX = "Chỉ số cải cách hành chính"
_NUMBERED = re.compile(r"\d+/[A-ZĐ]")


@dataclass(frozen=True, slots=True)
class Book:
    """What every paper of a campaign stands on.

    Attributes:
        registrations: number and date by document code, or ``code/unit`` for a paper that each unit has.
    """

    campaign: Campaign
    criteria: CriteriaSet
    inputs: PaperInputs = NO_INPUTS
    registrations: Mapping[str, Registration] = field(default_factory=dict)

    @property
    def index_name(self) -> str:
        """``Chỉ số cải cách hành chính năm 2020``, for a paper whose trích yếu ends there."""
        return f"{INDEX} năm {self.campaign.year}"

    @property
    def scope(self) -> str:
        """``Ủy ban nhân dân các xã, thị trấn``: the kinds of the campaign's units."""
        order = {"xã": 0, "phường": 1, "thị trấn": 2, "đặc khu": 3}
        kinds = sorted({unit.kind for unit in self.campaign.units}, key=lambda kind: (order.get(kind, 9), kind))
        return f"Ủy ban nhân dân các {', '.join(kinds)}"

    @property
    def lead(self) -> Office | None:
        """The standing body."""
        return next((office for office in self.campaign.offices if office.lead), None)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units as an official list has them."""
        return tuple(sorted(self.campaign.units, key=lambda unit: collation_key(unit.name)))

    def member(self, role: str) -> Member | None:
        """The council member whose role is, or ends in, ``role``: ``Chủ tịch``, ``Thư ký``."""
        wanted = fold(role)
        exact = [one for one in self.campaign.council.members if fold(one.role) == wanted]
        ending = [one for one in self.campaign.council.members if wanted == fold(one.role).rpartition(", ")[2]]
        return next(iter([*exact, *ending]), None)

    def subject(self, code: str) -> str:
        """Box 5 of a paper: trích yếu."""
        text = FACTS[code].subject
        if "{scope}" in text:
            index, scope = INDEX, f"của {self.scope} năm {self.campaign.year}"
        else:
            index, scope = self.index_name, ""
        return text.format(council=self.campaign.council.name, index=index, scope=scope).strip()

    def symbol(self, code: str, unit: Unit | None = None) -> str:
        """``QĐ-UBND``; a công văn has the body and the office that drafts it: ``UBND-PNV``."""
        if code in self.campaign.numbering:
            return self.campaign.numbering[code]
        facts = FACTS[code]
        own = self.body(code, unit).symbol
        office = self.lead.symbol if self.lead else "VP"
        return f"{facts.abbreviation}-{own}" if facts.abbreviation else f"{own}-{office}"

    def body(self, code: str, unit: Unit | None = None) -> Body:
        """The body that issues a paper."""
        authority, council = self.campaign.authority, self.campaign.council
        match FACTS[code].issuer:
            case Issuer.UNIT if unit is not None:
                return unit
            case Issuer.COUNCIL:
                return Body(
                    name=council.name,
                    short=council.name,
                    symbol=council.symbol,
                    place=authority.place,
                    parent=authority.name,
                )
            case _:
                return authority

    def registration(self, code: str, unit: Unit | None = None) -> Registration:
        """Number and date of a paper; both None while it is a draft."""
        return self.registrations.get(f"{code}/{unit.id}" if unit else code, DRAFT)

    def occasion(self, code: str, unit: Unit | None = None) -> Occasion:
        """What fixes the head of a paper; its registered date counts before the calendar's."""
        registration = self.registration(code, unit)
        found = (self.campaign.deadline(act) for act in FACTS[code].acts)
        deadline = next((item.day for item in found if item), None)
        day = registration.date or deadline
        return Occasion(
            body=self.body(code, unit),
            symbol=self.symbol(code, unit),
            day=day,
            year=day.year if day else self.campaign.year,
            stamp=day or dt.date(self.campaign.year, 12, 31),
            registration=registration,
        )

    def reference(self, code: str, unit: Unit | None = None) -> str:
        """``Quyết định số 12/QĐ-UBND ngày 05 tháng 10 năm 2020``, blanks while it is a draft."""
        occasion = self.occasion(code, unit)
        return f"{FACTS[code].type} số {occasion.number}/{occasion.symbol} {occasion.date}"

    def cite(self, code: str, unit: Unit | None = None) -> str:
        """The reference with issuer and trích yếu, as a căn cứ has it."""
        issuer = self.body(code, unit).name
        if FACTS[code].issuer is Issuer.HEAD:
            issuer = f"Chủ tịch {issuer}"
        subject = lower_first(self.subject(code))
        about = subject if subject.startswith("về việc") else f"về {subject}"
        return f"{self.reference(code, unit)} của {issuer} {about}"

    def bases(self, code: str, *cited: str) -> list[str]:
        """The căn cứ lines of a paper: the campaign's in force on its day, then the papers it rests on."""
        texts = find_bases(self.campaign, self.criteria, day=self.occasion(code).day)
        if code == "D02":
            own = fold(self.campaign.authority.name)
            texts = [text for text in texts if not (fold(text).startswith("can cu ke hoach") and own in fold(text))]
        return [*texts, *(f"Căn cứ {self.cite(other)}" for other in cited)]

    def as_meeting(self, key: str) -> Book:
        """The book in which D08 bears the number of one of the council's meetings: ``D08/lan-2``."""
        others = {name: value for name, value in self.registrations.items() if name != "D08"}
        own = self.registrations.get(key)
        return replace(self, registrations={**others, "D08": own} if own else others)

    def is_registered(self, code: str) -> bool:
        """Whether a paper has its number."""
        return self.registration(code).number is not None


def post_of(member: Member | None) -> str:
    """A member's post in the agency, or dots."""
    return member.post if member else TO_FILL


def name_of(member: Member | None) -> str:
    """A member's name, or dots."""
    return member.name if member else TO_FILL


def moment_text(clock: str | None, day: dt.date | None, year: int) -> str:
    """``08 giờ 00 phút, ngày 05 tháng 11 năm 2020``, with blanks to write in."""
    hour, minute = clock.split(":") if clock else ("……", "……")
    date = official_date(day) if day else f"ngày …… tháng …… năm {year}"
    return f"{hour} giờ {minute} phút, {date}"
