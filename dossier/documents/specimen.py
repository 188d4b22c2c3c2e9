"""A context of any kind of paper filled with specimen words, to show what a template looks like. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from dossier.documents.paper import Properties

# As in the decree's own forms: what is known of a field by its name, else the name in brackets.
_WORDS = {
    "parent": "ỦY BAN NHÂN DÂN\nHUYỆN AN SƠN",
    "issuer": "ỦY BAN NHÂN DÂN\nXÃ HƯƠNG MINH",
    "place_date": "Hương Minh, ngày     tháng     năm 2025",
    "banner": "BẢN XEM THỬ MẪU",
    "salutation": "Kính gửi:",
}
_DAY = dt.date(2025, 1, 1)


def build_specimen(context: type, code: str) -> Any:
    """A context whose every field says its own name; lists have two items."""
    return _make(context, code, "")


def _make(kind: Any, code: str, name: str) -> Any:
    if kind is Properties:
        return Properties(title=f"Bản xem thử mẫu {code}", author="Dossier", day=_DAY)
    if kind is str:
        return _WORDS.get(name, f"Số:      /{code}" if name == "number" else f"[{name}]")
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(_make(inner, code, name) for _ in range(2))
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{one.name: _make(hints[one.name], code, one.name) for one in fields(kind) if one.init})
    return _other(kind)


def _other(kind: Any) -> Any:
    """A value that is never printed: a date, a number, nothing."""
    if kind is dt.date:
        return _DAY
    return None if type(None) in get_args(kind) else kind()
