"""The nouns of a campaign (kỳ đánh giá): everything that differs between two years or two provinces."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from dossier.criteria import LegalBasis, Window
from dossier.text import fold
from dossier.yamlfile import Model

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


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


class Council(Model):
    """The hội đồng thẩm định. It numbers its papers apart (NĐ 30, Phụ lục I.II.3.a)."""

    name: str
    symbol: str = "HĐTĐ"
    members: tuple[Member, ...] = ()


class Deadline(Model):
    """A cut-off with its wording kept: ``trước ngày`` excludes the day, ``chậm nhất`` includes it."""

    act: Slug
    title: str
    day: dt.date
    included: bool = False
    hour: Clock | None = None


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
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]

    def unit(self, name: str) -> Unit | None:
        """The unit of an id or of any of its names, compared folded; None when there is none."""
        key = fold(name)
        for unit in self.units:
            if key == unit.id or key in {fold(known) for known in unit.names}:
                return unit
        return None

    def deadline(self, act: str) -> Deadline | None:
        """The cut-off of an act such as ``tu-danh-gia``; None when the calendar has none."""
        return next((item for item in self.calendar if item.act == act), None)
