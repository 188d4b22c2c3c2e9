"""The bộ tiêu chí: areas, criteria, leaves, proofs and rules as data."""

from dossier.criteria.model import CriteriaSet, LegalBasis, PlacedLeaf, Proof, Window

__all__ = ["CriteriaSet", "LegalBasis", "PlacedLeaf", "Proof", "Window"]
