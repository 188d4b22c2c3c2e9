"""The clock of the web edge."""

from __future__ import annotations

import datetime as dt

from dossier.campaign.model import VIETNAM


def now() -> dt.datetime:
    """This moment, in official time."""
    return dt.datetime.now(VIETNAM)


def this_minute() -> str:
    """A stamp for what depends on the clock, such as days left."""
    return f"{now():%Y-%m-%d %H:%M}"
