"""Programs outside this process: each is found, run and checked here and nowhere else."""

from dossier.tools.crew import Crew
from dossier.tools.probe import ToolProbe
from dossier.tools.soffice import Soffice, convert_many, convert_to_pdf, find_soffice
from dossier.tools.verapdf import Verapdf, check_by_verapdf, find_verapdf
from dossier.tools.worker import Worker

__all__ = [
    "Crew",
    "Soffice",
    "ToolProbe",
    "Verapdf",
    "Worker",
    "check_by_verapdf",
    "convert_many",
    "convert_to_pdf",
    "find_soffice",
    "find_verapdf",
]
