"""Safe names for files in a package; the unit's own names are kept in its record. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.text import ascii_name, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEM, _FOLDER, _SUFFIX = 60, 40, 8


def name_files(paths: Iterable[str]) -> dict[str, str]:
    """A safe name in the package for every path: ASCII, at most 80 characters a part, none equal but for case.

    The same paths give the same names, whatever their order.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(set(paths)):
        name = plain = _safe(path)
        number = 2
        while name in taken:
            pure = PurePosixPath(plain)
            name = str(pure.with_name(f"{pure.stem}-{number}{pure.suffix}"))
            number += 1
        taken.add(name)
        names[path] = name
    return names


def _safe(path: str) -> str:
    pure = PurePosixPath(path)
    folders = (ascii_code(part, limit=_FOLDER) for part in pure.parts[:-1])
    suffix = ascii_name(pure.suffix[1:], limit=_SUFFIX) if pure.suffix[1:] else ""
    stem = ascii_code(pure.stem, limit=_STEM)
    return "/".join((*folders, f"{stem}.{suffix}" if suffix else stem))


def ascii_code(text: str, *, limit: int) -> str:
    """As ``ascii_name``, with the dots of criteria codes kept: ``1.1.1-ke-hoach``."""
    code, mark, rest = nfc(text).partition("-")
    if code.replace(".", "").isdecimal() and code.isascii() and not code.endswith("."):
        return f"{code}-{ascii_name(rest, limit=limit - len(code) - 1)}" if mark else code[:limit]
    return ascii_name(text, limit=limit)
