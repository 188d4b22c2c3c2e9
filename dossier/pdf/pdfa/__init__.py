"""PDF/A-2b and 3b: making evidence fit for it, finishing a file as it, checking the structure.

What comes out is called ``WORDING`` and never more: whether an archive accepts a file is for people to say.
"""

from dossier.pdf.pdfa.check import check_pdfa
from dossier.pdf.pdfa.finalize import WORDING, Attachment, Relationship, finalize_pdfa
from dossier.pdf.pdfa.mend import make_archivable
from dossier.pdf.pdfa.rules import RULES
from dossier.pdf.settle import save_pdf

__all__ = [
    "RULES",
    "WORDING",
    "Attachment",
    "Relationship",
    "check_pdfa",
    "finalize_pdfa",
    "make_archivable",
    "save_pdf",
]
