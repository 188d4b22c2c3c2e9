"""Any evidence, and any DOCX of ours, to PDF pages; the module ``pdfa`` makes them last, ``draw`` draws our own."""

from dossier.pdf import pdfa
from dossier.pdf.engines import convert_docx
from dossier.pdf.model import Conversion, Engine
from dossier.pdf.pages import convert_evidence, convert_evidence_all
from dossier.pdf.reading import read_text
from dossier.pdf.rules import RULES as _CONVERTING
from dossier.pdf.session import PdfSession

RULES = (*_CONVERTING, *pdfa.RULES)

__all__ = [
    "RULES",
    "Conversion",
    "Engine",
    "PdfSession",
    "convert_docx",
    "convert_evidence",
    "convert_evidence_all",
    "read_text",
]
