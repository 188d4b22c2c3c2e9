"""The XLSX forms people fill in: written for a unit, an office or the council, read back with every fault's cell."""

from typing import TYPE_CHECKING

from dossier.doors import lazy_door
from dossier.sheets.rules import RULES

if TYPE_CHECKING:
    from dossier.sheets.appraisal import write_appraisal
    from dossier.sheets.appraisal_read import read_appraisal
    from dossier.sheets.explanation import read_explanation, write_explanation
    from dossier.sheets.self_score import write_self_score
    from dossier.sheets.self_score_read import read_self_score
    from dossier.sheets.survey import read_survey

__all__ = [
    "RULES",
    "read_appraisal",
    "read_explanation",
    "read_self_score",
    "read_survey",
    "write_appraisal",
    "write_explanation",
    "write_self_score",
]

# openpyxl is a quarter of the start of a command that finds every form unchanged.
__getattr__ = lazy_door(
    __name__,
    {
        "appraisal": ("write_appraisal",),
        "appraisal_read": ("read_appraisal",),
        "explanation": ("read_explanation", "write_explanation"),
        "self_score": ("write_self_score",),
        "self_score_read": ("read_self_score",),
        "survey": ("read_survey",),
    },
)
