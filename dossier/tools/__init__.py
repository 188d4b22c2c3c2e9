"""Programs outside this process: each is found, run and checked here and nowhere else."""

from dossier.tools.probe import ToolProbe
from dossier.tools.soffice import Soffice, convert_to_pdf, find_soffice
from dossier.tools.worker import Worker

__all__ = ["Soffice", "ToolProbe", "Worker", "convert_to_pdf", "find_soffice"]
