"""Names of issuing bodies as people write them: whether two of them mean one body. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from dossier.text import fold

_WORD = re.compile(r"[^\W_]+")
_ABBREVIATIONS = ((" ubnd ", " uy ban nhan dan "), (" hdnd ", " hoi dong nhan dan "))
# What may follow a body's whole name; anything else makes it another name: «xã Phú» and «xã Phú Lộc».
_HIGHER = ("huyen ", "quan ", "tinh ", "thi xa ", "thanh pho ", "tp ")


@lru_cache(maxsize=4096)
def body_key(name: str) -> str:
    """The folded words of a name, its usual abbreviations written out, a space on both sides of each."""
    key = f" {' '.join(_WORD.findall(fold(name)))} "
    for short, full in _ABBREVIATIONS:
        key = key.replace(short, full)
    return key


def is_body(name: str, body: str) -> bool:
    """Whether a ``body_key`` is that of the named body, or of a part of it: «Phòng Nội vụ huyện An Sơn» is not."""
    _, hit, rest = body.partition(body_key(name))
    return bool(name.strip() and hit) and (not rest or rest.startswith(_HIGHER))
