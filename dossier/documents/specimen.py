"""A context of any kind of paper filled with specimen words, to show what a template looks like. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from dossier.doctypes import CODES
from dossier.documents.catalogue import CATALOGUE, DocumentKind
from dossier.documents.paper import Properties
from dossier.intake.doctypes import type_of_title

# As the decree's own forms have them; any other field shows its name in brackets.
_WORDS = {
    "issuer": "ỦY BAN NHÂN DÂN\nXÃ HƯƠNG MINH",
    "place_date": "Hương Minh, ngày     tháng     năm 2025",
    "banner": "BẢN XEM THỬ MẪU",
    "salutation": "Kính gửi:",
    "attached_to": "(Kèm theo … số      /… ngày     tháng     năm 2025 của …)",
    "commitment": "[commitment]./.",
    "closing": "[closing]./.",
}
_LISTS = {
    "parents": ("ỦY BAN NHÂN DÂN\nHUYỆN AN SƠN",),
    "authority": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "addressees": ("- Cơ quan thứ nhất;", "- Cơ quan thứ hai."),
    "legal_bases": ("Căn cứ …;", "Căn cứ … ."),
    "recipients": ("- Như trên;", "- Lưu: VT, NV."),
}
# The last of these closes the body in some paper.
_CLOSING = {"clauses", "paragraphs", "requests", "conduct", "closing", "conclusion"}
_DAY = dt.date(2025, 1, 1)


def build_specimen(kind: DocumentKind) -> Any:
    """A context whose every field says its own name; lists have two items."""
    return _make(kind.context, kind.code, "")


def _make(kind: Any, code: str, name: str, *, of_paper: bool = False) -> Any:
    """A value for one field; ``of_paper``: of the paper itself, so that its number is the paper's."""
    if kind is Properties:
        return Properties(title=f"Bản xem thử mẫu {code}", author="Dossier", day=_DAY)
    if kind is str:
        if name == "number":
            return f"Số:      /{_symbol(code)}" if of_paper else "1"
        return _WORDS.get(name, f"[{name}]")
    if get_origin(kind) is tuple:
        return _list(get_args(kind)[0], code, name)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        asked = (one.name for one in fields(kind) if one.init)
        return kind(**{field: _make(hints[field], code, field, of_paper="issuer" in hints) for field in asked})
    return _other(kind)


def _list(inner: Any, code: str, name: str) -> tuple[Any, ...]:
    if inner is not str:
        return tuple(_make(inner, code, name) for _ in range(2))
    end = "./." if name in _CLOSING else ""
    return _LISTS.get(name, (f"[{name} 1]", f"[{name} 2]{end}"))


def _symbol(code: str) -> str:
    """``BC-UBND``; an official letter has no code for its type."""
    title = CATALOGUE[code].title
    words = title.split(" ")
    found = next((hit for size in (2, 1) if (hit := type_of_title(" ".join(words[:size])))), None)
    type_code = next((key for key, value in CODES.items() if found and value == found[0]), "")
    return "UBND-NV" if type_code in {"", "CV"} else f"{type_code}-UBND"


def _other(kind: Any) -> Any:
    """A value that is never printed: a date, a number, nothing."""
    if kind is dt.date:
        return _DAY
    return None if type(None) in get_args(kind) else kind()
