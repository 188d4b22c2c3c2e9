"""Filters for numbers, dates and names as Vietnamese officials write them. Builtin in every template."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template

from dossier.campaign.model import VIETNAM
from dossier.text import ascii_name, official_decimal, short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

register = template.Library()
_KB, _MB = 1_000, 1_000_000


@register.filter
def points(value: Decimal | None) -> str:
    """``7,5``; empty for None, which is never 0."""
    return "" if value is None else official_decimal(value)


@register.filter
def pointed(value: Decimal | str) -> str:
    """Points, or the words that stand in their place."""
    return official_decimal(value) if isinstance(value, Decimal) else value


@register.filter
def day(value: dt.date | None) -> str:
    """``05/01/2026``."""
    return short_date(value) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """``16:30 05/01/2026`` in official time."""
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if value else ""


@register.filter
def size(value: int) -> str:
    """``1,2 MB``."""
    if value >= _MB:
        return f"{official_decimal(Decimal(value) / _MB, places=1)} MB"
    return f"{-(-value // _KB)} kB"


@register.filter
@lru_cache(maxsize=1024)
def key(value: object) -> str:
    """A word for a CSS class: ``cần xem lại`` → ``can-xem-lai``."""
    return ascii_name(str(value))


@register.filter
def get(mapping: dict[object, object], name: object) -> object:
    """A value of a mapping by a name that is itself a value; None when it is not there."""
    return mapping.get(name)


@register.filter
def under(row: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The cells of a row, each with its column."""
    return zip(columns, row, strict=True)
