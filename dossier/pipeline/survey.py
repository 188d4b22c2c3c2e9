"""``dossier survey``: answers or means into the record, with the minimum sample judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.errors import BadInputError
from dossier.pipeline.appraise import Recorded
from dossier.pipeline.journal import known_papers, paper_of, record_acts
from dossier.problems import Problem, Severity
from dossier.rounds import acts
from dossier.rounds.survey import judge_survey, sample_of, surveys_of
from dossier.sheets import read_survey
from dossier.sheets.rules import NO_PART

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dossier.pipeline.run import Run
    from dossier.rounds.model import Surveyed
    from dossier.sheets.model import SurveyResult


def import_surveys(run: Run, paths: Sequence[Path], *, part: str, who: str) -> Recorded:
    """Record the results of surveys by unit; ``part`` names the part for files without a column for it.

    Raises:
        BadInputError: a file is damaged, names an unknown unit or part, or lacks a figure that the minimum sample
            needs; nothing is recorded.
        RefusedError: a unit's result is past the council: reopen it first.
    """
    surveys = surveys_of(run.criteria, run.campaign)
    if part and part not in surveys:
        raise BadInputError(f"Không có phần điều tra «{part}». Các phần: {', '.join(surveys) or 'không có'}.")
    wanted = {part: surveys[part]} if part else surveys
    known = known_papers(run)
    every, lines = [], []
    for path in paths:
        paper = paper_of(path)
        results, problems = read_survey(path, campaign=run.campaign, surveys=wanted)
        judged, doubts = _judge(run, results)
        errors = [problem for problem in (*problems, *doubts) if problem.severity is Severity.ERROR]
        if errors:
            raise BadInputError(f"{path.name}: {len(errors)} chỗ sai, chưa ghi nhận.", problems=errors)
        news = {unit: parts for unit, parts in judged.items() if (unit, paper.sha256) not in known}
        every += [acts.surveyed(unit, parts, paper=paper) for unit, parts in news.items()]
        lines += [_line(unit, item) for unit, parts in news.items() for item in parts]
        lines += [] if news else [f"{path.name}: đã nhập trước đây, bỏ qua."]
    record_acts(run, every, who=who, papers=paths)
    return Recorded(tuple(lines))


def _judge(run: Run, results: Iterable[SurveyResult]) -> tuple[dict[str, list[Surveyed]], list[Problem]]:
    surveys = surveys_of(run.criteria, run.campaign)
    judged: dict[str, list[Surveyed]] = {}
    doubts: list[Problem] = []
    for result in results:
        verdict = judge_survey(result, surveys[result.part], sample_of(run.criteria, result.part))
        if isinstance(verdict, str):
            doubts.append(
                NO_PART.at(result.where, f"Phần {result.part}: {verdict}.", remedy="Thêm cột «Số đối tượng».")
            )
        else:
            judged.setdefault(result.unit, []).append(verdict)
    return judged, doubts


def _line(unit: str, item: Surveyed) -> str:
    assessed = "được tính" if item.assessed else "không đánh giá, loại khỏi điểm tối đa"
    return f"{unit}, phần {item.part}: {item.why}; {assessed}."
