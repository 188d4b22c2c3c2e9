"""The nouns of a campaign (kỳ đánh giá): everything that differs between two years or two provinces."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field

from dossier.campaign.policy import Exclusion, ScoringPolicy
from dossier.criteria import LegalBasis, Window
from dossier.text import fold
from dossier.yamlfile import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Share = Annotated[str, Field(pattern=r"^[1-9]\d{0,2}/[1-9]\d{0,2}$")]
# Official time everywhere in the country; arrival times are recorded in it.
VIETNAM = dt.timezone(dt.timedelta(hours=7))


class Signer(Model):
    """Who signs a body's papers, and while when.

    Attributes:
        authority: the lines above the name, top first: ``TM. ỦY BAN NHÂN DÂN``, ``CHỦ TỊCH``.
        first: first day in the post; None means since ever.
        last: last day in the post; None means until now.
    """

    name: str
    authority: Annotated[tuple[str, ...], Field(min_length=1)]
    first: dt.date | None = None
    last: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the post is held on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Body(Model):
    """A body that issues papers.

    Attributes:
        name: as in running text: ``Ủy ban nhân dân huyện An Sơn``.
        short: ``UBND huyện An Sơn``.
        parent: the body above it, as printed in the head; empty when none is printed.
        symbol: its abbreviation in document symbols: ``UBND``, ``PNV``, ``HĐTĐ``.
        place: the địa danh before the date.
        aliases: other names it goes or went by (before a merger).
    """

    name: str
    short: str
    symbol: str
    place: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()

    def signer_on(self, day: dt.date | None) -> Signer | None:
        """The signer on a day; without a day the last one listed."""
        if day is None:
            return self.signers[-1] if self.signers else None
        return next((signer for signer in reversed(self.signers) if signer.holds_on(day)), None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is known by."""
        return (self.name, self.short, *self.aliases)


class Unit(Body):
    """A body that is assessed. ``id`` names its folder."""

    id: Slug
    kind: str


class Office(Model):
    """A cơ quan phụ trách: appraises the areas it follows.

    Attributes:
        areas: area codes of the criteria set.
        lead: the standing body (Phòng/Sở Nội vụ).
    """

    id: Slug
    name: str
    symbol: str
    areas: tuple[str, ...] = ()
    lead: bool = False


class Member(Model):
    """A council member: post in the agency and role in the council."""

    name: str
    post: str
    role: str


class Voting(Model):
    """When a council's decision stands, as its regulation (quy chế) says.

    Attributes:
        quorum: share of the members that must attend or answer, such as ``2/3``.
        threshold: share of the votes that must agree, ``1/2`` for a majority.
        strict: more than the threshold («quá nửa»), so that the threshold itself is not enough.
        of: whose votes ``threshold`` is a share of: all members, or those who attended or answered.
        silence: what no reply to written opinions counts as.
    """

    quorum: Share = "2/3"
    threshold: Share = "1/2"
    strict: bool = True
    of: Literal["thanh_vien", "du_hop"] = "thanh_vien"
    silence: Literal["khong_tinh", "dong_y"] = "khong_tinh"

    def has_quorum(self, attending: int, *, members: int) -> bool:
        """Whether enough members attend or answered."""
        return attending >= Fraction(self.quorum) * members

    def carries(self, agreeing: int, *, attending: int, members: int) -> bool:
        """Whether enough votes agree; nothing is carried by nobody."""
        whole = members if self.of == "thanh_vien" else attending
        needed = Fraction(self.threshold) * whole
        return agreeing > 0 and (agreeing > needed if self.strict else agreeing >= needed)


class Council(Model):
    """The hội đồng thẩm định. It numbers its papers apart (NĐ 30, Phụ lục I.II.3.a)."""

    name: str
    symbol: str = "HĐTĐ"
    members: tuple[Member, ...] = ()
    voting: Voting = Voting()


class Survey(Model):
    """How the answers to one surveyed part become points, and when there are answers enough.

    Attributes:
        part: id of a part of the criteria set, or code of a surveyed leaf.
        best: the highest answer of the scale; a mean of ``best`` earns the maximum.
        worst: the answer that earns nothing.
        min_answers: fewer valid forms: not assessed; None takes what the criteria set says.
        min_share: in % of the people or cases asked about; None as above.
    """

    part: str
    best: Decimal = Decimal(100)
    worst: Decimal = Decimal(0)
    min_answers: Annotated[int, Field(ge=1)] | None = None
    min_share: Annotated[Decimal, Field(ge=0, le=100)] | None = None


class Deadline(Model):
    """A cut-off with its wording kept: ``trước ngày`` excludes the day, ``chậm nhất`` includes it.

    Attributes:
        hour: the minute on that day; with ``included`` that minute is still on time.
        wording: as the plan has it: ``trước ngày 18/10/2020``; empty when not copied.
    """

    act: Slug
    title: str
    day: dt.date
    included: bool = False
    hour: Clock | None = None
    wording: str = ""

    @property
    def limit(self) -> dt.datetime:
        """The first moment that is late, in official time."""
        if self.hour is not None:
            at = dt.datetime.combine(self.day, dt.time.fromisoformat(self.hour), VIETNAM)
            return at + dt.timedelta(minutes=1) if self.included else at
        day = self.day + dt.timedelta(days=1) if self.included else self.day
        return dt.datetime.combine(day, dt.time(), VIETNAM)

    def is_late(self, arrived: dt.datetime) -> bool:
        """Whether something that arrived at a moment (with zone) is late."""
        return arrived >= self.limit

    @property
    def text(self) -> str:
        """The wording; composed from the data when the plan's was not copied."""
        if self.wording:
            return self.wording
        hour = f"{self.hour.replace(':', ' giờ ')} ngày " if self.hour else "ngày "
        return f"{'chậm nhất' if self.included else 'trước'} {hour}{self.day:%d/%m/%Y}"


class CriteriaLock(Model):
    """The criteria set copied in by ``init``; an upgrade of Dossier never changes an old score.

    Attributes:
        sha256: of ``criteria.yaml`` in the campaign folder.
    """

    id: str
    version: int
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Campaign(Model):
    """A kỳ đánh giá as its people wrote it in ``campaign.yaml``.

    Attributes:
        tier: ``huyen`` (three tiers, to 30/6/2025) or ``tinh`` (two tiers): who appraises the communes.
        demo: a fictional campaign; only such may use a sample criteria set up to approval.
        plan: the căn cứ line of the year's plan, for the papers.
        window: the campaign's evidence window; None means the criteria set's.
        numbering: symbol by document kind (``bao_cao: BC-UBND``); others come from the abbreviations.
        surveys: by part or leaf; a surveyed part without an entry is on a scale of 0 to 100.
        holidays: days off of the year, for the warning about deadlines.
    """

    schema_: Annotated[Literal[1], Field(alias="schema")]
    id: Slug
    year: Annotated[int, Field(ge=2012, le=2100)]
    title: str
    tier: Literal["huyen", "tinh"]
    demo: bool = False
    criteria: CriteriaLock
    authority: Body
    council: Council
    offices: tuple[Office, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    window: Window | None = None
    calendar: tuple[Deadline, ...] = ()
    numbering: dict[str, str] = Field(default_factory=dict)
    scoring: ScoringPolicy = ScoringPolicy()
    exclusions: tuple[Exclusion, ...] = ()
    surveys: tuple[Survey, ...] = ()
    holidays: tuple[dt.date, ...] = ()
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]

    def unit(self, name: str) -> Unit | None:
        """The unit of an id or of any of its names, compared folded; None when there is none."""
        return self._by_name.get(fold(name))

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        """Every unit by its id and its folded names; what two units share is the first one's."""
        found: dict[str, Unit] = {}
        for unit in self.units:
            for name in (unit.id, *map(fold, unit.names)):
                found.setdefault(name, unit)
        return found

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some values changed; it knows its own units by name."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("_by_name", None)
        return copied

    def deadline(self, act: str) -> Deadline | None:
        """The cut-off of an act such as ``tu-danh-gia``; None when the calendar has none."""
        return next((item for item in self.calendar if item.act == act), None)

    def day_off(self, day: dt.date) -> str:
        """Why a day is no working day: ``Chủ nhật``; empty when it is one."""
        if day in self.holidays:
            return "ngày nghỉ lễ"
        return {5: "thứ Bảy", 6: "Chủ nhật"}.get(day.weekday(), "")
