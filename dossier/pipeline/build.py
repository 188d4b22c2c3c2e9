"""``dossier build``: the papers of units and campaign as DOCX and PDF."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dossier.documents import CATALOGUE
from dossier.documents.render import why_render
from dossier.errors import RefusedError
from dossier.pdf import Engine, PdfSession
from dossier.pipeline.check import assess_units
from dossier.pipeline.issue import load_issued
from dossier.pipeline.laid import refuse_damaged
from dossier.pipeline.paper_sources import Year
from dossier.pipeline.papers import plan_papers
from dossier.pipeline.press import print_papers
from dossier.report.tables import Table
from dossier.tools import find_soffice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.pipeline.made import Made
    from dossier.pipeline.papers import Paper
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

# What a unit hands in with its evidence.
OWN_FILE = ("D03", "D04")
# Whether a unit is late is a matter of the minute.
_BY_THE_MINUTE = "D17"
_DUE, _KEPT = "lập", "giữ nguyên"


def build_units(run: Run, units: Sequence[Unit], *, engine: str) -> tuple[Made, ...]:
    """The papers of each unit's own file; what has not changed is left alone, what a person edited is kept."""
    with open_pdf(run) as session:
        return build_papers(run, list(assess_units(run, units)), session=session, engine=Engine(engine))


@contextmanager
def open_pdf(run: Run, *, image_dpi: int | None = None) -> Iterator[PdfSession]:
    """A conversion session with the LibreOffice of this machine, if there is one; ``image_dpi`` as there."""
    del run
    with PdfSession(soffice=find_soffice(), image_dpi=image_dpi) as session:
        yield session


def build_papers(
    run: Run, assessments: Sequence[Assessment], *, session: PdfSession, engine: Engine
) -> tuple[Made, ...]:
    """As ``build_units``, for units assessed already."""
    units = [assessment.unit for assessment in assessments]
    refuse_damaged(run.problems, units)
    papers = list(plan_papers(Year(run, assessments), OWN_FILE, units))
    return print_papers(run, papers, session=session, engine=engine)


def paper_paths(run: Run, unit: Unit) -> dict[str, Path]:
    """The papers of a unit's own file by their codes in the catalogue: as they came in, else as made here."""
    outputs = {code: CATALOGUE[code].output for code in OWN_FILE}
    handed, made = run.paths.papers(unit.id), run.paths.out(unit.id)
    return {
        code: (handed if (handed / name).with_suffix(".pdf").is_file() else made) / name
        for code, name in outputs.items()
    }


def build_set(run: Run, units: Sequence[Unit], *, codes: Sequence[str], engine: str) -> tuple[Made, ...]:
    """The papers of some codes, for some units where each unit has its own.

    Raises:
        RefusedError: none of the papers may be made of this campaign.
        DamagedError: a unit's own papers are wanted, and its packages cannot be opened.
    """
    if set(codes) & set(OWN_FILE):
        refuse_damaged(run.problems, units)
    papers = list(plan_papers(Year(run), codes, units))
    _refuse(papers)
    with open_pdf(run) as session:
        return print_papers(run, papers, session=session, engine=Engine(engine))


def _refuse(papers: Sequence[Paper]) -> None:
    refused = [paper for paper in papers if paper.refused]
    if refused and len(refused) == len(papers):
        named = ", ".join(f"{paper.code} ({CATALOGUE[paper.code].title})" for paper in refused)
        raise RefusedError(f"Không lập {named}: {refused[0].why}.")


def plan_set(run: Run, units: Sequence[Unit], *, codes: Sequence[str]) -> Table:
    """What ``build_set`` would make and why, without making it."""
    issued = load_issued(run.paths)
    papers = sorted(plan_papers(Year(run), codes, units), key=lambda paper: paper.code)
    rows = tuple(_plan_row(run, paper, issued) for paper in papers)
    due = sum(row[3] == _DUE for row in rows)
    columns = ("Mã", "Văn bản", "Đơn vị", "Sẽ làm", "Vì")
    return Table(f"Sẽ lập {due} trong {len(rows)} văn bản", columns, rows)


def _plan_row(run: Run, paper: Paper, issued: Collection[tuple[str, str]]) -> tuple[str, ...]:
    kind = CATALOGUE[paper.code]
    what = (paper.code, f"{kind.title} ({paper.path.name})", paper.unit)
    if paper.context is None:
        return *what, "không lập", paper.why
    if (paper.code, paper.unit) in issued:
        return *what, _KEPT, "đã ban hành"
    why = why_render(kind, paper.context, paper.path, overrides=run.paths.templates)
    return *what, _DUE if why else _KEPT, why


def next_change(run: Run, codes: Sequence[str]) -> dt.datetime:
    """The first moment after ``run.now`` at which the same inputs may give another set: midnight, or a deadline."""
    midnight = dt.datetime.combine(run.now.date() + dt.timedelta(days=1), dt.time(), run.now.tzinfo)
    if _BY_THE_MINUTE not in codes:
        return midnight
    limits = [item.limit for item in run.campaign.calendar]
    limits += [state.answer_due for state in Year(run).states.values() if state.answer_due]
    return min([midnight, *(limit for limit in limits if limit > run.now)])
