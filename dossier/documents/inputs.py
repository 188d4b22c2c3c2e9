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


class LastYear(Model):
    """Where last year's results are, for the comparison of the synthesis report; paths from the campaign folder.

    Attributes:
        results: a results file (``ket-qua.json``) or last year's campaign folder.
        mergers: CSV with «moi» and «cu», when units were merged since; empty when none were.
    """

    results: str
    mergers: str = ""


class PaperInputs(Model):
    """Free text and names that no other input has; text flows into the papers untouched.

    Attributes:
        support_team: members of the tổ giúp việc; the first is its head.
        superior: whom the district's or province's own papers are sent to (D13, D14).
        remarks: paragraphs by document code: the remarks of the synthesis report (D09) and others.
        recipients: lines of «Nơi nhận» by document code, after the fixed first one.
        contact: where supplements are handed in.
        last_year: None says nothing of last year.
    """

    schema_: Annotated[Literal[1], Field(alias="schema")] = 1
    support_team: tuple[Member, ...] = ()
    meeting: Meeting = Meeting()
    superior: tuple[str, ...] = ()
    remarks: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    recipients: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    contact: str = ""
    last_year: LastYear | None = None


NO_INPUTS = PaperInputs()
