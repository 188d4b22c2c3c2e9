"""Any evidence, and any DOCX of ours, to PDF pages."""

from dossier.pdf import draw
from dossier.pdf.engines import convert_docx
from dossier.pdf.model import Conversion, Engine
from dossier.pdf.pages import convert_evidence
from dossier.pdf.reading import read_text
from dossier.pdf.rules import RULES
from dossier.pdf.session import PdfSession

__all__ = ["RULES", "Conversion", "Engine", "PdfSession", "convert_docx", "convert_evidence", "draw", "read_text"]
