"""Readers: bytes → text, pages, signatures, by kind. No paths, no campaign, nothing written."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from dossier.readers.model import TEXT_LIMIT, Content, FileKind, Reading
from dossier.readers.sniff import kind_by_name, sniff

if TYPE_CHECKING:
    from dossier.readers.content import read_content

__all__ = ["TEXT_LIMIT", "Content", "FileKind", "Reading", "kind_by_name", "read_content", "sniff"]


def __getattr__(name: str) -> Any:
    """Load the readers when first asked: the pure rooms import this package for its nouns only (PEP 562)."""
    if name == "read_content":
        return importlib.import_module("dossier.readers.content").read_content
    raise AttributeError(name)
