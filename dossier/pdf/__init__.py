"""Any evidence, and any DOCX of ours, to PDF pages; the module ``pdfa`` makes them last, ``draw`` draws our own."""

from typing import TYPE_CHECKING

from dossier.doors import lazy_door
from dossier.pdf import pdfa
from dossier.pdf.model import Conversion, Engine
from dossier.pdf.rules import RULES as _CONVERTING

if TYPE_CHECKING:
    from dossier.pdf.engines import convert_docx
    from dossier.pdf.pages import convert_evidence, convert_evidence_all
    from dossier.pdf.reading import read_text
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
__getattr__ = lazy_door(
    __name__,
    {
        "engines": ("convert_docx",),
        "pages": ("convert_evidence", "convert_evidence_all"),
        "reading": ("read_text",),
        "session": ("PdfSession",),
    },
)
