"""The form of official papers, checked on any DOCX: rules F01 to F25 of Nghị định 30/2020/NĐ-CP."""

from dossier.documents.formcheck.check import check_form
from dossier.documents.formcheck.fix import fix_form
from dossier.documents.formcheck.model import Era, FormCheck, Result, State
from dossier.documents.formcheck.rules import RULES

__all__ = ["RULES", "Era", "FormCheck", "Result", "State", "check_form", "fix_form"]
