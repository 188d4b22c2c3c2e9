"""Whether a survey has answers enough: pure, by the campaign's rule, else by the set's."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dossier.campaign.model import Survey
from dossier.criteria.model import Scorer
from dossier.criteria.rules import SurveyMean
from dossier.rounds.model import Surveyed
from dossier.text import official_decimal

if TYPE_CHECKING:
    from dossier.campaign import Campaign
    from dossier.criteria.model import CriteriaSet, Sample
    from dossier.sheets.model import SurveyResult

_WHOLE = 100


def _surveyed(criteria: CriteriaSet) -> tuple[str, ...]:
    """Surveyed leaves, then the parts that are surveyed as a whole: the first is the sum of the leaves, if any."""
    leaves = tuple(placed.id for placed in criteria.leaves() if placed.leaf.scored_by is Scorer.SURVEY)
    parts = tuple(part.id for part in criteria.parts if part.scored_by is Scorer.SURVEY)
    return (*leaves, *parts[1 if leaves else 0 :])


def surveys_of(criteria: CriteriaSet, campaign: Campaign) -> dict[str, Survey]:
    """Scale and minimum sample of every surveyed part: as the campaign says, else as the set says."""
    said = {survey.part: survey for survey in campaign.surveys}
    return {part: said.get(part) or _of_set(criteria, part) for part in _surveyed(criteria)}


def _of_set(criteria: CriteriaSet, part: str) -> Survey:
    placed = criteria.leaf(part)
    rule = placed.leaf.rule if placed else None
    return Survey(part=part, best=rule.best, worst=rule.worst) if isinstance(rule, SurveyMean) else Survey(part=part)


def judge_survey(result: SurveyResult, survey: Survey, sample: Sample | None) -> Surveyed | str:
    """Whether a part is assessed; a text when that cannot be told, because the file lacks a figure.

    ``sample`` is the set's own minimum; the campaign's comes first.
    """
    answers = survey.min_answers or (sample.min_answers if sample else None)
    share = survey.min_share if survey.min_share is not None else (sample.min_share if sample else None)
    if share is not None and not result.asked:
        return f"thiếu «Số đối tượng»: không biết {result.answers} phiếu có đủ {official_decimal(share)}% hay không"
    lacks: list[str] = []
    if result.mean is None:
        lacks.append("không có câu trả lời hợp lệ")
    if answers is not None and result.answers < answers:
        lacks.append(f"{result.answers} phiếu, dưới mức {answers} phiếu")
    if share is not None and result.asked and Fraction(result.answers * _WHOLE, result.asked) < Fraction(share):
        lacks.append(f"{result.answers}/{result.asked} đối tượng, dưới mức {official_decimal(share)}%")
    why = "; ".join(lacks) or f"{result.answers} phiếu, đủ mẫu"
    return Surveyed(result.part, result.answers, result.mean, assessed=not lacks, why=why)


def sample_of(criteria: CriteriaSet, part: str) -> Sample | None:
    """The least sample that the set asks of a part; of a surveyed leaf that of the first surveyed part."""
    parts = [item for item in criteria.parts if item.scored_by is Scorer.SURVEY]
    return next((item.sample for item in parts if item.id == part), parts[0].sample if parts else None)
