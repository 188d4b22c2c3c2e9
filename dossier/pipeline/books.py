"""What people wrote about a campaign as a whole: ``campaign.yaml`` and its criteria set."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier.campaign import Campaign, load_campaign
from dossier.criteria import CriteriaSet, load_criteria
from dossier.files import sha256_hex
from dossier.pipeline.assessed import program_version
from dossier.problems import Problem

if TYPE_CHECKING:
    from dossier.cache import Memo
    from dossier.campaign import CampaignPaths

# One row: every edit of campaign.yaml would leave another behind.
_KIND, _LATEST = "books", "latest"


@dataclass(frozen=True, slots=True)
class Books:
    """The campaign and its criteria set; slow to load, so a long-lived program keeps them.

    Attributes:
        problems: warnings about the criteria set.
    """

    campaign: Campaign
    criteria: CriteriaSet
    problems: tuple[Problem, ...]


_BOOKS = TypeAdapter(Books)


def load_books(paths: CampaignPaths) -> Books:
    """The campaign and its criteria set.

    Raises:
        BadInputError: one of them does not fit.
    """
    campaign = load_campaign(paths.root)
    criteria, problems = load_criteria(paths.criteria)
    return Books(campaign, criteria, problems)


def recall_books(paths: CampaignPaths, memo: Memo) -> Books:
    """As ``load_books``, told again while not a byte has changed: YAML with its lines takes a second, this a moment.

    A set whose layers change numbers is read each time: JSON would give those raw values back as text.

    Raises:
        BadInputError: one of them does not fit.
    """
    mark = _mark(paths)
    known, _, body = (memo.get(_KIND, "", _LATEST) or "").partition("\n")
    if known == mark:
        with suppress(ValidationError):
            return _BOOKS.validate_json(body)
    books = load_books(paths)
    body = _BOOKS.dump_json(books, by_alias=True).decode()
    if mark == _mark(paths) and _BOOKS.validate_json(body) == books:
        memo.put(_KIND, "", _LATEST, f"{mark}\n{body}")
    return books


def _mark(paths: CampaignPaths) -> str:
    """The program, the bytes of both files, and where they lie, for that stands in the warnings; empty without one."""
    try:
        contents = (paths.campaign.read_bytes(), paths.criteria.read_bytes())
    except OSError:
        return ""  # loading says in words what is wrong
    place = str(paths.root).encode("utf-8", "surrogatepass")
    return sha256_hex(b"\0".join((program_version().encode(), place, *contents)))
