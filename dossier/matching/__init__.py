"""Matching, pure: index + criteria + claims → matches with reasons, the checklist, its gaps."""

from dossier.matching.context import MatchContext
from dossier.matching.evidence import match_evidence
from dossier.matching.gaps import build_checklist
from dossier.matching.model import Checklist, Gap, Match, ProofState
from dossier.matching.rules import RULES

__all__ = [
    "RULES",
    "Checklist",
    "Gap",
    "Match",
    "MatchContext",
    "ProofState",
    "build_checklist",
    "match_evidence",
]
