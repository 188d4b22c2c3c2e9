"""Handing over: submissions and supplements, numbered and chained; received packages; history that never shrinks."""

from dossier.archive.arrival import find_misfits, read_package, store_package, unpack_standing
from dossier.archive.history import build_standing, plan_entries
from dossier.archive.package import write_package
from dossier.archive.rules import RULES

__all__ = [
    "RULES",
    "build_standing",
    "find_misfits",
    "plan_entries",
    "read_package",
    "store_package",
    "unpack_standing",
    "write_package",
]
