"""The XLSX forms people fill in: written for a unit, read back with every fault's cell."""

from dossier.sheets.rules import RULES
from dossier.sheets.self_score import write_self_score
from dossier.sheets.self_score_read import read_self_score

__all__ = ["RULES", "read_self_score", "write_self_score"]
