"""Every command, in the order of the work."""

from __future__ import annotations

from dossier.cli.check import check
from dossier.cli.criteria import criteria
from dossier.cli.init import init
from dossier.cli.make import build, bundle, demo
from dossier.cli.rules import rules

ALL = (demo, init, check, build, bundle, criteria, rules)
