"""The package that goes up: planned, cut into parts, written whole, readable and checkable without Dossier."""

from dossier.archive.province.model import Heading, Piece, Section, State
from dossier.archive.province.plan import Packing, plan_package
from dossier.archive.province.rules import RULES
from dossier.archive.province.verify import verify_package

__all__ = ["RULES", "Heading", "Packing", "Piece", "Section", "State", "plan_package", "verify_package"]
