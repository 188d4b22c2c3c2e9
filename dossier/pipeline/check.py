"""``dossier check``: what is proved, what is missing or weak, and the points."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier import sheets
from dossier.campaign import Unit, find_campaign_faults
from dossier.intake.photos import tell_series
from dossier.intake.scan import Scan
from dossier.matching import build_checklist, match_evidence
from dossier.pipeline.assessed import Inputs, gather_inputs, keep_assessment, recall_assessment
from dossier.pipeline.evidence import finish_unit, scanner_of, tell_alike
from dossier.pipeline.laid import find_damage, find_left_aside
from dossier.pipeline.links import load_links
from dossier.report import Assessment, CheckReport
from dossier.scoring import rank_gaps, score_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.intake import EvidenceIndex
    from dossier.intake.scan import Scanner
    from dossier.pipeline.run import Run


# How far reading goes ahead of judging: enough for the workers of a cluster, little enough for memory.
_UNITS_AHEAD, _FILES_AHEAD = 8, 500


def check_units(run: Run, units: Sequence[Unit]) -> CheckReport:
    """Assess each unit, compare what they handed in, and gather the campaign's own warnings."""
    assessments = []
    run.progress.start("Kiểm tra các đơn vị", len(units))
    for assessment in assess_units(run, units):
        assessments.append(assessment)
        run.progress.advance(assessment.unit.short)
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
    (assessment,) = assess_units(run, [unit])
    return assessment


def assess_units(run: Run, units: Iterable[Unit]) -> Iterator[Assessment]:
    """As ``assess``, unit after unit; the evidence of the next ones is read while one is judged."""
    scanner = scanner_of(run)
    for begun in _with_next_begun(_begin(run, scanner, unit) for unit in units):
        assessment = begun.known
        if isinstance(assessment, Scan):
            assessment = judge_unit(run, begun.unit, finish_unit(run, scanner, assessment))
            keep_assessment(run, assessment, begun.inputs)
        yield replace(assessment, problems=(*assessment.problems, *find_damage(run.problems, [begun.unit])))


@dataclass(frozen=True, slots=True)
class _Begun:
    """A unit, and the assessment that was kept of it or else its evidence, given out for reading."""

    unit: Unit
    inputs: Inputs
    known: Assessment | Scan

    @property
    def files(self) -> int:
        """How many files its reading holds in memory."""
        return len(self.known.entries) if isinstance(self.known, Scan) else 0


def _begin(run: Run, scanner: Scanner, unit: Unit) -> _Begun:
    inputs = gather_inputs(run, unit)  # before the folder is listed: what changes from here on is seen next time
    kept = recall_assessment(run, unit, inputs)
    return _Begun(unit, inputs, kept or scanner.begin(run.paths.evidence(unit.id), unit=unit.id))


def _with_next_begun(units: Iterable[_Begun]) -> Iterator[_Begun]:
    """The same in order, each when enough after it is begun to keep the workers busy."""
    queue: deque[_Begun] = deque()
    for begun in units:
        queue.append(begun)
        while queue and _may_go(queue):
            yield queue.popleft()
    yield from queue


def _may_go(queue: Sequence[_Begun]) -> bool:
    first, *after = queue
    waits = isinstance(first.known, Scan)
    return not waits or len(after) >= _UNITS_AHEAD or sum(begun.files for begun in after) >= _FILES_AHEAD


def judge_unit(run: Run, unit: Unit, index: EvidenceIndex) -> Assessment:
    """Judge what a unit's evidence proves; the texts stay with what was learnt of the contents."""
    claims, faults = sheets.read_self_score(
        run.paths.self_score_form(unit.id), run.criteria, unit=unit, campaign=run.campaign
    )
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
