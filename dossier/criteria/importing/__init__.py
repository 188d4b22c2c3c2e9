"""Official tables of criteria (XLSX, DOCX, PDF) read into a draft set; loaded by the pipeline only."""

from dossier.criteria.importing.draft import Draft, read_draft
from dossier.criteria.importing.rules import RULES

__all__ = ["RULES", "Draft", "read_draft"]
