"""PDF/A-2b and 3b: making evidence fit for it, finishing a file as it, checking the structure.

What comes out is called ``WORDING`` and never more: whether an archive accepts a file is for people to say.
"""

from typing import TYPE_CHECKING

from dossier.doors import lazy_door
from dossier.pdf.pdfa.rules import RULES
from dossier.pdf.settle import save_pdf

if TYPE_CHECKING:
    from dossier.pdf.pdfa.check import check_pdfa
    from dossier.pdf.pdfa.finalize import WORDING, Attachment, Relationship, finalize_pdfa
    from dossier.pdf.pdfa.mend import make_archivable

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
__getattr__ = lazy_door(
    __name__,
    {
        "check": ("check_pdfa",),
        "finalize": ("WORDING", "Attachment", "Relationship", "finalize_pdfa"),
        "mend": ("make_archivable",),
    },
)
