"""What people type for the year's papers beside ``campaign.yaml``: ``van-ban.yaml``, all of it optional."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from dossier.campaign.model import Clock, Member
from dossier.yamlfile import Model


class Meeting(Model):
    """The council's meeting, for the invitation and the minutes.

    Attributes:
        day: None while it is not fixed.
        opens: ``08:00``; None leaves a blank to write in.
        agenda: one line an item.
        guests: who is invited beside the members.
    """

    day: dt.date | None = None
    opens: Clock | None = None
    closes: Clock | None = None
    place: str = ""
    agenda: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


class PaperInputs(Model):
    """Free text and names that no other input has; text flows into the papers untouched.

    Attributes:
        support_team: members of the tổ giúp việc; the first is its head.
        superior: whom the district's or province's own papers are sent to (D13, D14).
        remarks: paragraphs by document code: the remarks of the synthesis report (D09) and others.
        recipients: lines of «Nơi nhận» by document code, after the fixed first one.
        contact: where supplements are handed in.
    """

    schema_: Annotated[Literal[1], Field(alias="schema")] = 1
    support_team: tuple[Member, ...] = ()
    meeting: Meeting = Meeting()
    superior: tuple[str, ...] = ()
    remarks: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    recipients: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    contact: str = ""


NO_INPUTS = PaperInputs()
