"""The state machine of a unit's year: from self-assessment to publication, recorded and never skipped."""

from dossier.rounds.council import check_council
from dossier.rounds.duties import duty_of, office_leaves
from dossier.rounds.machine import advance, replay
from dossier.rounds.model import RULES, Stage
from dossier.rounds.status import build_status

__all__ = [
    "RULES",
    "Stage",
    "advance",
    "build_status",
    "check_council",
    "duty_of",
    "office_leaves",
    "replay",
]
