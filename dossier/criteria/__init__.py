"""The bộ tiêu chí: areas, criteria, leaves, proofs and rules as data."""

from dossier.criteria.checks import RULES
from dossier.criteria.lint import find_faults
from dossier.criteria.load import load_criteria
from dossier.criteria.model import CriteriaSet, LegalBasis, PlacedLeaf
from dossier.criteria.proofs import Proof, Window

__all__ = [
    "RULES",
    "CriteriaSet",
    "LegalBasis",
    "PlacedLeaf",
    "Proof",
    "Window",
    "find_faults",
    "load_criteria",
]
