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
from dossier.documents.paper import DRAFT
from dossier.documents.register import REGISTER_FILE, load_register
from dossier.documents.render import why_render
from dossier.errors import RefusedError, ToolFailedError
from dossier.files import hash_file
from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.pdf.reading import count_pages
from dossier.pipeline.check import assess
from dossier.pipeline.issue import load_issued, place_issued
from dossier.pipeline.made import FAILED, MADE, UNCHANGED, Made
from dossier.pipeline.papers import Paper, plan_papers
from dossier.problems import Problem, Severity, Where
from dossier.report.tables import Table
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
_ASSESSED = (*OWN_FILE, "D14")
_DUE = "lập"


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
    run: Run,
    assessments: Sequence[Assessment],
    *,
    session: PdfSession,
    engine: Engine,
    codes: Sequence[str] = ("D03", "D04"),
) -> tuple[Made, ...]:
    """As ``build_units``, for units assessed already."""
    made: list[Made] = []
    run.progress.start("Lập báo cáo và danh mục", len(assessments))
    for assessment in assessments:
        made += _build_unit(run, assessment, session, engine, codes)
        run.progress.advance(assessment.unit.short)
    run.progress.finish()
    return tuple(made)


def paper_paths(run: Run, unit: Unit) -> dict[str, Path]:
    """Where the papers of a unit's own file are or will be, by their codes in the catalogue."""
    return {code: run.paths.out(unit.id) / CATALOGUE[code].output for code in OWN_FILE}


def build_set(run: Run, units: Sequence[Unit], *, codes: Sequence[str], engine: str) -> tuple[Made, ...]:
    """The papers of some codes, for some units where each unit has its own.

    Raises:
        RefusedError: none of the codes may be made of this campaign.
    """
    own = [code for code in codes if code in _ASSESSED]
    planned = list(plan_papers(run, codes, units))
    _refuse(planned, alone=not own)
    assessments = [assess(run, unit) for unit in units] if own else []
    made: list[Made] = []
    with open_pdf(run) as session:
        if own:
            made += build_papers(run, assessments, session=session, engine=Engine(engine), codes=own)
        run.progress.start("Lập văn bản", len(planned))
        for paper in planned:
            made += _build_paper(run, paper, session, Engine(engine))
            run.progress.advance(paper.code)
        run.progress.finish()
    return tuple(made)


def plan_set(run: Run, units: Sequence[Unit], *, codes: Sequence[str]) -> Table:
    """What ``build_set`` would make and why, without making it."""
    papers = list(plan_papers(run, codes, units))
    if any(code in _ASSESSED for code in codes):
        papers += [
            Paper(code, run.paths.out(unit.id) / CATALOGUE[code].output, unit.id, context)
            for unit in units
            for code, context in _contexts(run, assess(run, unit), codes).items()
        ]
    rows = [_plan_row(run, paper) for paper in sorted(papers, key=lambda paper: paper.code)]
    due = sum(row[3] == _DUE for row in rows)
    columns = ("Mã", "Văn bản", "Đơn vị", "Sẽ làm", "Vì")
    return Table(f"Sẽ lập {due} trong {len(rows)} văn bản", columns, tuple(rows))


def _plan_row(run: Run, paper: Paper) -> tuple[str, ...]:
    kind = CATALOGUE[paper.code]
    title = f"{kind.title} ({paper.path.name})"
    if paper.context is None:
        return paper.code, title, paper.unit, "không lập", paper.why
    if (paper.code, paper.unit) in load_issued(run.paths):
        return paper.code, title, paper.unit, "giữ nguyên", "đã ban hành"
    why = why_render(kind, paper.context, paper.path, overrides=run.paths.templates)
    return paper.code, title, paper.unit, _DUE if why else "giữ nguyên", why


def _refuse(papers: Sequence[Paper], *, alone: bool) -> None:
    refused = [paper for paper in papers if paper.refused]
    if refused and alone and len(refused) == len(papers):
        named = ", ".join(f"{paper.code} ({CATALOGUE[paper.code].title})" for paper in refused)
        raise RefusedError(f"Không lập {named}: {refused[0].why}.")


def _build_paper(run: Run, paper: Paper, session: PdfSession, engine: Engine) -> Iterator[Made]:
    if paper.context is None:
        yield Made(paper.path.relative_to(run.paths.root), f"chưa lập ({paper.why})")
        return
    issued = load_issued(run.paths).get((paper.code, paper.unit))
    if issued:
        yield place_issued(run, issued, paper.path.with_suffix(".pdf"), session=session)
        return
    rendered = render_document(CATALOGUE[paper.code], paper.context, paper.path, overrides=run.paths.templates)
    yield _made_docx(run, rendered)
    yield _convert(run, paper.path, session, engine)


def _build_unit(
    run: Run, assessment: Assessment, session: PdfSession, engine: Engine, codes: Sequence[str]
) -> Iterator[Made]:
    for code, context in _contexts(run, assessment, codes).items():
        target = run.paths.out(assessment.unit.id) / CATALOGUE[code].output
        yield from _build_paper(run, Paper(code, target, assessment.unit.id, context), session, engine)


def _contexts(run: Run, assessment: Assessment, codes: Sequence[str]) -> dict[str, Context]:
    """D14 is D03 of a district or province, whose campaign has a criteria set of its own."""
    unit, checklist, index = assessment.unit, assessment.checklist, assessment.index
    register = load_register(run.paths.records / REGISTER_FILE).registrations
    contexts: dict[str, Context] = {}
    for code in ("D03", "D14"):
        if code in codes and (code == "D03" or run.criteria.level != "xa"):
            contexts[code] = build_report_context(
                run.campaign,
                unit,
                criteria=run.criteria,
                score=assessment.score,
                checklist=checklist,
                index=index,
                claims=assessment.claims,
                registration=register.get(f"{code}/{unit.id}", DRAFT),
            )
    if "D04" in codes:
        contexts["D04"] = build_inventory_context(
            run.campaign,
            unit,
            criteria=run.criteria,
            checklist=checklist,
            index=index,
            registration=register.get(f"D03/{unit.id}", DRAFT),
        )
    return contexts


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
