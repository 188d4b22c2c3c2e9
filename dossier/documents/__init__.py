"""Official papers in the form of Nghị định 30/2020/NĐ-CP: contexts (pure), templates, DOCX."""

from dossier.documents.catalogue import CATALOGUE, Context
from dossier.documents.inventory import build_inventory_context
from dossier.documents.render import Rendered, RenderState, render_document
from dossier.documents.rules import RULES
from dossier.documents.self_assessment import build_report_context

__all__ = [
    "CATALOGUE",
    "RULES",
    "Context",
    "RenderState",
    "Rendered",
    "build_inventory_context",
    "build_report_context",
    "render_document",
]
