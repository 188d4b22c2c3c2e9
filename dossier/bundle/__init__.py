"""One PDF of a unit's report and evidence, or several volumes: plan, write, verify."""

from dossier.bundle.draw import measure_text
from dossier.bundle.entries import Report, build_entries
from dossier.bundle.plan import plan_volumes
from dossier.bundle.rules import RULES
from dossier.bundle.selfcheck import verify_file
from dossier.bundle.verify import verify_bundle
from dossier.bundle.write import write_bundle

__all__ = [
    "RULES",
    "Report",
    "build_entries",
    "measure_text",
    "plan_volumes",
    "verify_bundle",
    "verify_file",
    "write_bundle",
]
