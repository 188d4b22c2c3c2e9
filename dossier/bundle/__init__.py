"""One PDF of a unit's report and evidence: plan, write, verify."""

from dossier.bundle.draw import measure_text
from dossier.bundle.entries import Report, build_entries
from dossier.bundle.model import BundlePlan
from dossier.bundle.plan import plan_bundle
from dossier.bundle.rules import RULES
from dossier.bundle.verify import verify_bundle
from dossier.bundle.write import write_bundle

__all__ = [
    "RULES",
    "BundlePlan",
    "Report",
    "build_entries",
    "measure_text",
    "plan_bundle",
    "verify_bundle",
    "write_bundle",
]
