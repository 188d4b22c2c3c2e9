"""The same campaign in a browser: pages over the pipeline's verbs; no rule, no score, no file format of its own."""

from dossier.web.serve import serve
from dossier.web.service import Service

__all__ = ["Service", "serve"]
