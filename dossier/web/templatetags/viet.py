"""Filters for numbers, dates and names as Vietnamese officials write them. Builtin in every template."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.urls import resolve, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from dossier.campaign.model import VIETNAM
from dossier.text import ascii_name, official_decimal, short_date
from dossier.web.access import may_open
from dossier.web.instead import OF_ALL, Mention, pieces
from dossier.web.opened import desk

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from django.template import Context

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
def placed(where: object) -> str:
    """Where a problem is, the unit by its name: ``xa-an-binh, tiêu chí 1.1`` → ``UBND xã An Bình, tiêu chí 1.1``."""
    first, comma, rest = str(where).partition(", ")
    return f"{named(first)}{comma}{rest}"


@register.filter
def named(name: str) -> str:
    """A unit or an office by its name for people; anything else as it is."""
    campaign = desk().campaign
    units = (unit.short for unit in campaign.units if unit.id == name)
    return next(units, next((office.name for office in campaign.offices if office.id == name), name))


@register.filter
def under(row: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The cells of a row, each with its column."""
    return zip(columns, row, strict=True)


@register.simple_tag(takes_context=True)
def say(context: Context, text: object) -> SafeString:
    """A message of the rooms: lines kept, and the page that does the same where it names a command to type."""
    words = str(text)
    if "dossier " not in words and "--" not in words:
        return _lines(words)
    return mark_safe(  # noqa: S308 - every piece is escaped
        "".join(_lines(piece) if isinstance(piece, str) else _led(context, piece) for piece in pieces(words))
    )


def _lines(text: str) -> SafeString:
    escaped = conditional_escape(text)
    return mark_safe(escaped.replace("\n", "<br>")) if "\n" in escaped else escaped  # noqa: S308 - escaped above


def _led(context: Context, mention: Mention) -> SafeString:
    """A link to the page, or its name alone where the person may not open it."""
    if not mention.route:
        return conditional_escape(mention.said)
    address, person = _address(context, mention), context.get("person")
    if person and may_open(person, resolve(address)):
        return format_html('{} <a href="{}">«{}»</a>', mention.said, address, mention.title)
    return format_html("{} «{}»", mention.said, mention.title)


def _address(context: Context, mention: Mention) -> str:
    """The page of the unit that the command names, else of the unit the page is about, else of all."""
    units = {unit.id for unit in desk().campaign.units}
    about = getattr(context.get("unit"), "id", "")
    unit = next((word for word in (*mention.words, about) if word in units), "")
    if mention.route in OF_ALL:
        return reverse(mention.route, args=[unit]) if unit else reverse(OF_ALL[mention.route])
    return reverse(mention.route, args=[unit] if unit and mention.route == "van-ban" else [])
