"""Rules → points with a trace; gaps ranked by the points that hang on them. Pure."""

from dossier.scoring.leaf import score_leaf
from dossier.scoring.model import LeafScore, PointState, RankedGap, UnitScore
from dossier.scoring.ranking import rank_gaps
from dossier.scoring.rules import RULES
from dossier.scoring.unit import score_unit

__all__ = [
    "RULES",
    "LeafScore",
    "PointState",
    "RankedGap",
    "UnitScore",
    "rank_gaps",
    "score_leaf",
    "score_unit",
]
