"""``dossier build``: the unit's papers as DOCX and PDF."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dossier.documents import (
    CATALOGUE,
    Rendered,
    RenderState,
    build_inventory_context,
    build_report_context,
    render_document,
)
from dossier.errors import ToolFailedError
from dossier.files import hash_file
from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.pdf.reading import count_pages
from dossier.pipeline.check import assess
from dossier.pipeline.made import FAILED, MADE, UNCHANGED, Made
from dossier.problems import Problem, Severity, Where
from dossier.tools import find_soffice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.documents.catalogue import Context
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

# What a unit hands in with its evidence.
OWN_FILE = ("D03", "D04")


def build_units(run: Run, units: Sequence[Unit], *, engine: str) -> tuple[Made, ...]:
    """The papers of each unit; what has not changed is left alone, what a person edited is kept."""
    assessments = [assess(run, unit) for unit in units]
    with open_pdf(run) as session:
        return build_papers(run, assessments, session=session, engine=Engine(engine))


@contextmanager
def open_pdf(run: Run) -> Iterator[PdfSession]:
    """A conversion session with the LibreOffice of this machine, if there is one."""
    del run
    with PdfSession(soffice=find_soffice()) as session:
        yield session


def build_papers(
    run: Run, assessments: Sequence[Assessment], *, session: PdfSession, engine: Engine
) -> tuple[Made, ...]:
    """As ``build_units``, for units assessed already."""
    made: list[Made] = []
    run.progress.start("Lập báo cáo và danh mục", len(assessments))
    for assessment in assessments:
        made += _build_unit(run, assessment, session, engine)
        run.progress.advance(assessment.unit.short)
    run.progress.finish()
    return tuple(made)


def paper_paths(run: Run, unit: Unit) -> dict[str, Path]:
    """Where the papers of a unit's own file are or will be, by their codes in the catalogue."""
    return {code: run.paths.out(unit.id) / CATALOGUE[code].output for code in OWN_FILE}


def _build_unit(run: Run, assessment: Assessment, session: PdfSession, engine: Engine) -> Iterator[Made]:
    for code, context in _contexts(run, assessment).items():
        target = paper_paths(run, assessment.unit)[code]
        rendered = render_document(CATALOGUE[code], context, target, overrides=run.paths.templates)
        yield _made_docx(run, rendered)
        yield _convert(run, target, session, engine)


def _contexts(run: Run, assessment: Assessment) -> dict[str, Context]:
    unit, checklist, index = assessment.unit, assessment.checklist, assessment.index
    report = build_report_context(
        run.campaign,
        unit,
        criteria=run.criteria,
        score=assessment.score,
        checklist=checklist,
        index=index,
        claims=assessment.claims,
    )
    inventory = build_inventory_context(run.campaign, unit, criteria=run.criteria, checklist=checklist, index=index)
    return {"D03": report, "D04": inventory}


def _made_docx(run: Run, rendered: Rendered) -> Made:
    changed = rendered.state is RenderState.MADE
    path = rendered.path.relative_to(run.paths.root)
    return Made(path, rendered.state.value, changed=changed, problems=rendered.problems)


def _convert(run: Run, docx: Path, session: PdfSession, engine: Engine) -> Made:
    """The PDF of a DOCX; not made again while both are as they were."""
    target = docx.with_suffix(".pdf")
    shown = target.relative_to(run.paths.root)
    version = f"{engine}/{session.soffice if engine is Engine.LIBREOFFICE else ''}"
    source = hash_file(docx)
    if target.is_file() and run.memo.get("pdf", version, source) == hash_file(target):
        return Made(shown, UNCHANGED, pages=count_pages(target))
    try:
        conversion = convert_docx(docx, target, session=session, engine=engine)
    except ToolFailedError as error:
        problems = error.problems or (Problem("PDF", Severity.ERROR, Where(path=str(shown)), error.message),)
        return Made(shown, FAILED, failed=True, problems=tuple(problems))
    run.memo.put("pdf", version, source, hash_file(target))
    return Made(shown, MADE, pages=conversion.pages, changed=True, problems=conversion.problems)
