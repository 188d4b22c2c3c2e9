"""Where the shipped templates, criteria sets, sample and fonts are: in the checkout or in the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def shipped(folder: str) -> Path:
    """The folder ``templates``, ``criteria``, ``samples`` or ``fonts`` that came with this installation."""
    packed = _PACKAGE / "data" / folder
    return packed if packed.is_dir() else _CHECKOUT / folder
