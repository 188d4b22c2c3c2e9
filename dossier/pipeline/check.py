"""``dossier check``: what is proved, what is missing or weak, and the points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.campaign import Unit, find_campaign_faults
from dossier.intake import scan_evidence
from dossier.matching import build_checklist, match_evidence
from dossier.report import Assessment, CheckReport
from dossier.scoring import rank_gaps, score_unit
from dossier.sheets import read_self_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.pipeline.run import Run


def check_units(run: Run, units: Sequence[Unit]) -> CheckReport:
    """Assess each unit and gather the campaign's own warnings."""
    return CheckReport(
        campaign=run.campaign.id,
        year=run.campaign.year,
        criteria=run.criteria.id,
        sample=run.criteria.is_sample,
        units=tuple(assess(run, unit) for unit in units),
        problems=(*run.problems, *find_campaign_faults(run.campaign, run.criteria)),
    )


def assess(run: Run, unit: Unit) -> Assessment:
    """Index the unit's evidence and say what is proved, what is missing, and the score."""
    index = scan_evidence(
        run.paths.evidence(unit.id),
        unit=unit.id,
        memo=run.memo,
        progress=run.progress,
        executor=run.executor,
    )
    claims, faults = read_self_score(run.paths.self_score_form(unit.id), run.criteria, unit=unit, campaign=run.campaign)
    context = run.match_context(unit)
    matches = match_evidence(run.criteria, index, claims=claims, context=context)
    checklist = build_checklist(run.criteria, index, matches, claims=claims, context=context)
    score = score_unit(run.criteria, claims, unit=unit.id)
    return Assessment(
        unit=unit,
        index=index,
        claims=claims,
        checklist=checklist,
        score=score,
        gaps=rank_gaps(checklist.gaps, score),
        problems=(*index.problems, *faults, *score.problems),
    )
