"""Which official document type a title line or a symbol names."""

from __future__ import annotations

import re
from collections import Counter

from dossier.doctypes import CODES, NAMES
from dossier.text import fold

# Longest first, so that "Thông tư liên tịch" is not taken for "Thông tư".
_BY_KEY = {fold(name): name for name in sorted(NAMES, key=len, reverse=True)}
_BY_TIGHT_KEY = {key.replace(" ", ""): name for key, name in _BY_KEY.items()}
# "TTR-UBND" and "QD-UBND" are understood; "HD" and "HĐ", which differ only by folding, need their own letters.
_FOLDED_CODES = Counter(map(fold, CODES))
_CODES_BY_KEY = {fold(code): name for code, name in CODES.items() if _FOLDED_CODES[fold(code)] == 1}


def type_of_title(line: str) -> tuple[str, str] | None:
    """The type a title line names, and the rest of the line; None when it is no title line.

    The line either is the name (in any case, even letter-spaced) or starts with it in capitals.
    """
    key = fold(line).strip(" :.*\"'“”")
    exact = _BY_KEY.get(key) or _BY_TIGHT_KEY.get(key.replace(" ", ""))
    if exact:
        return exact, ""
    for name_key, name in _BY_KEY.items():
        length = len(name)
        if key.startswith(f"{name_key} ") and line[:length].isupper() and fold(line[:length]) == name_key:
            return name, line[length:].strip(" :")
    return None


def type_of_symbol(symbol: str) -> str | None:
    """The type the symbol's code names: ``2019/QĐ-UBND`` → Quyết định; None when it names none."""
    parts = symbol.split("/")
    code = parts[1] if parts[0].isdigit() and len(parts) > 1 else parts[0]
    code = re.split(r"[-.]", code)[0]
    return CODES.get(code) or _CODES_BY_KEY.get(fold(code))
