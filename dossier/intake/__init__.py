"""Intake: a unit's evidence folder → EvidenceIndex. Opened for reading only; every file accounted for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from dossier.intake.citations import parse_citations
from dossier.intake.head import parse_head
from dossier.intake.model import DocumentHead, EvidenceFile, EvidenceIndex, FileKind
from dossier.intake.rules import RULES

if TYPE_CHECKING:
    from dossier.intake.scan import scan_evidence

__all__ = [
    "RULES",
    "DocumentHead",
    "EvidenceFile",
    "EvidenceIndex",
    "FileKind",
    "parse_citations",
    "parse_head",
    "scan_evidence",
]


def __getattr__(name: str) -> Any:
    """Load the scan when first asked: matching imports this package for its nouns and must stay pure."""
    if name == "scan_evidence":
        return importlib.import_module("dossier.intake.scan").scan_evidence
    raise AttributeError(name)
