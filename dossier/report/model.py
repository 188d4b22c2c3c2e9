"""What is reported: one unit's assessment, and the run over some units."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.campaign import Unit
from dossier.criteria.claims import Claim
from dossier.intake.model import EvidenceIndex
from dossier.matching import Checklist
from dossier.problems import Problem, Severity
from dossier.scoring import RankedGap, UnitScore


@dataclass(frozen=True, slots=True)
class Assessment:
    """One unit's evidence, checklist, score and gaps.

    Attributes:
        claims: the self-score form, by leaf or part code.
        gaps: by points at risk, the dearest first.
        problems: about the form, its figures and the folder; those of single files are in ``index``.
    """

    unit: Unit
    index: EvidenceIndex
    claims: dict[str, Claim]
    checklist: Checklist
    score: UnitScore
    gaps: tuple[RankedGap, ...]
    problems: tuple[Problem, ...]

    def incomplete(self, fail_on: Severity) -> bool:
        """Whether a gap or a fault at or above a severity stands."""
        findings = [ranked.gap.severity for ranked in self.gaps] + [problem.severity for problem in self.problems]
        return any(severity.rank <= fail_on.rank for severity in findings)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of ``check`` over some units.

    Attributes:
        sample: the criteria set is a sample; nothing made with it may be published.
        problems: about the campaign and its criteria set.
    """

    campaign: str
    year: int
    criteria: str
    sample: bool
    units: tuple[Assessment, ...]
    problems: tuple[Problem, ...]

    def incomplete(self, fail_on: Severity) -> bool:
        """Whether any unit is."""
        return any(unit.incomplete(fail_on) for unit in self.units)
