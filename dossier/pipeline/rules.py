"""Every numbered check of every room, in one list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dossier import cache, journal, xlsxfile, yamlfile
from dossier.archive import RULES as ARCHIVE
from dossier.archive import province
from dossier.archive.sip import RULES as SIP
from dossier.archive.year import RULES as YEAR_ARCHIVE
from dossier.bags import RULES as BAGS
from dossier.bundle import RULES as BUNDLE
from dossier.campaign import load, units
from dossier.criteria import RULES as CRITERIA
from dossier.criteria.importing import RULES as CRITERIA_IMPORT
from dossier.documents import RULES as DOCUMENTS
from dossier.documents import foreign_rules, formcheck
from dossier.intake import RULES as INTAKE
from dossier.intake import photos, register, similar
from dossier.matching import RULES as MATCHING
from dossier.pdf import RULES as PDF
from dossier.pipeline import drop
from dossier.rounds import RULES as ROUNDS
from dossier.scoring import RULES as SCORING
from dossier.sheets import RULES as SHEETS
from dossier.validation import RULES as VALIDATION

if TYPE_CHECKING:
    from dossier.problems import CheckRule


_ROOMS = (
    yamlfile.RULES,
    cache.RULES,
    xlsxfile.RULES,
    journal.RULES,
    CRITERIA,
    CRITERIA_IMPORT,
    load.RULES,
    units.RULES,
    INTAKE,
    similar.RULES,
    photos.RULES,
    register.RULES,
    MATCHING,
    SHEETS,
    SCORING,
    ROUNDS,
    DOCUMENTS,
    formcheck.RULES,
    foreign_rules.RULES,
    PDF,
    BUNDLE,
    BAGS,
    VALIDATION,
    ARCHIVE,
    province.RULES,
    SIP,
    YEAR_ARCHIVE,
    drop.RULES,
)


def rules() -> tuple[CheckRule, ...]:
    """All rules in the order of their ids.

    Raises:
        ValueError: two rules share an id.
    """
    every = [rule for room in _ROOMS for rule in room]
    twins = [rule_id for rule_id, count in Counter(rule.id for rule in every).items() if count > 1]
    if twins:
        raise ValueError(f"rule ids used twice: {', '.join(sorted(twins))}")
    return tuple(sorted(every, key=lambda rule: rule.id))
