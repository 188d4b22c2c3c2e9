"""``dossier check``: what is proved, what is missing or weak, and the points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.campaign import Unit, find_campaign_faults
from dossier.intake.photos import tell_series
from dossier.matching import build_checklist, match_evidence
from dossier.pipeline.assessed import gather_inputs, keep_assessment, recall_assessment
from dossier.pipeline.evidence import scan_unit, tell_alike
from dossier.pipeline.laid import find_damage, find_left_aside
from dossier.pipeline.links import load_links
from dossier.report import Assessment, CheckReport
from dossier.scoring import rank_gaps, score_unit
from dossier.sheets import read_self_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.pipeline.run import Run


def check_units(run: Run, units: Sequence[Unit]) -> CheckReport:
    """Assess each unit, compare what they handed in, and gather the campaign's own warnings."""
    assessments = []
    run.progress.start("Kiểm tra các đơn vị", len(units))
    for unit in units:
        assessments.append(assess(run, unit))
        run.progress.advance(unit.short)
    run.progress.finish()
    alike = tell_alike(run, [assessment.index for assessment in assessments])
    return CheckReport(
        campaign=run.campaign.id,
        year=run.campaign.year,
        criteria=run.criteria.id,
        sample=run.criteria.is_sample,
        units=tuple(
            replace(assessment, problems=(*assessment.problems, *alike.get(assessment.unit.id, ())))
            for assessment in assessments
        ),
        problems=(*run.problems, *find_left_aside(run.paths), *find_campaign_faults(run.campaign, run.criteria)),
    )


def assess(run: Run, unit: Unit) -> Assessment:
    """What is proved, what is missing, and the score; told again from the last run when no input has changed."""
    inputs = gather_inputs(run, unit)
    kept = recall_assessment(run, unit, inputs)
    if kept is None:
        kept = judge_unit(run, unit)
        keep_assessment(run, kept, inputs)
    return replace(kept, problems=(*kept.problems, *find_damage(run.problems, [unit])))


def judge_unit(run: Run, unit: Unit) -> Assessment:
    """Index the unit's evidence and judge it; the texts stay with what was learnt of the contents."""
    index = scan_unit(run, unit)
    claims, faults = read_self_score(run.paths.self_score_form(unit.id), run.criteria, unit=unit, campaign=run.campaign)
    context = run.match_context(unit)
    links = load_links(run.paths, unit.id)
    matches = match_evidence(run.criteria, index, claims=claims, context=context, links=links)
    checklist = build_checklist(run.criteria, index, matches, claims=claims, context=context)
    campaign = run.campaign
    score = score_unit(run.criteria, claims, unit=unit.id, policy=campaign.scoring, exclusions=campaign.exclusions)
    return Assessment(
        unit=unit,
        index=replace(index, files=tuple(replace(file, text="") for file in index.files)),
        claims=claims,
        checklist=checklist,
        score=score,
        gaps=rank_gaps(checklist.gaps, score),
        problems=(*index.problems, *tell_series(index), *faults, *score.problems),
    )
