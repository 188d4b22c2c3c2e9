"""Settings as a module, for the type checker's plugin and for making migrations; the program has none."""

from pathlib import Path

from dossier.web.service import Service
from dossier.web.settings import build_settings

globals().update(build_settings(Service(root=Path(".mypy_cache")), secret="-" * 50))
