"""Many papers at once: rendered and converted side by side; what has not changed is left alone."""

from __future__ import annotations

import queue
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.documents import CATALOGUE, Rendered, RenderState, render_document
from dossier.errors import ToolFailedError
from dossier.files import hash_file
from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.pdf.reading import count_pages
from dossier.pipeline.issue import load_issued, place_issued
from dossier.pipeline.made import FAILED, MADE, UNCHANGED, Made
from dossier.problems import Problem, Severity, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from dossier.documents import Context
    from dossier.pdf import Conversion
    from dossier.pipeline.papers import Paper
    from dossier.pipeline.run import Run
    from dossier.tools import Soffice

# So many units without a paper are named, one reason for more of them is told once.
_NAMED = 3


def print_papers(run: Run, papers: Sequence[Paper], *, session: PdfSession, engine: Engine) -> tuple[Made, ...]:
    """DOCX and PDF of every paper that has a context; an issued one keeps its place.

    With ``run.jobs`` more than one, papers are rendered by the run's executor and converted by as many sessions.
    """
    issued = load_issued(run.paths)
    due = [(paper, paper.context) for paper in papers if paper.context and (paper.code, paper.unit) not in issued]
    docx = {item.path: item for item in _render(run, due)}
    pdf = _convert(run, list(docx), session, engine)
    made = list(_left_out(run, papers))
    for paper in papers:
        if paper.path in docx:
            made += [_made_docx(run, docx[paper.path]), pdf[paper.path]]
        elif paper.context:
            standing = issued[paper.code, paper.unit]
            made.append(place_issued(run, standing, paper.path.with_suffix(".pdf"), session=session))
    return tuple(made)


def _left_out(run: Run, papers: Sequence[Paper]) -> Iterator[Made]:
    """What is not made and why; a reason that many units share is told once."""
    alike: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.context is None:
            alike[paper.code, paper.why].append(paper)
    for (_, why), group in alike.items():
        if len(group) > _NAMED:
            yield Made(Path("out") / "*" / group[0].path.name, f"chưa lập {len(group)} văn bản ({why})")
            continue
        for paper in group:
            yield Made(paper.path.relative_to(run.paths.root), f"chưa lập ({why})")


# --- DOCX -----------------------------------------------------------------------------------------


def _render(run: Run, papers: Sequence[tuple[Paper, Context]]) -> Iterator[Rendered]:
    executor = run.executor if run.jobs > 1 and len(papers) > 1 else None
    run.progress.start("Lập văn bản", len(papers))
    for render in [_start(run, paper, context, executor) for paper, context in papers]:
        rendered = render()
        run.progress.advance(rendered.path.name)
        yield rendered
    run.progress.finish()


def _start(run: Run, paper: Paper, context: Context, executor: Executor | None) -> Callable[[], Rendered]:
    """How to get the paper: from the executor that is at it already, or by making it when asked."""
    task = partial(render_document, CATALOGUE[paper.code], context, paper.path, overrides=run.paths.templates)
    return executor.submit(task).result if executor else task


def _made_docx(run: Run, rendered: Rendered) -> Made:
    changed = rendered.state is RenderState.MADE
    path = rendered.path.relative_to(run.paths.root)
    return Made(path, rendered.state.value, changed=changed, problems=rendered.problems)


# --- PDF ------------------------------------------------------------------------------------------


def _convert(run: Run, sources: Sequence[Path], session: PdfSession, engine: Engine) -> dict[Path, Made]:
    """The PDF of each DOCX; not made again while both are as they were."""
    version = pdf_version(engine, session.soffice)
    made: dict[Path, Made] = {}
    stale: dict[Path, str] = {}
    for source in sources:
        content, target = hash_file(source), source.with_suffix(".pdf")
        if target.is_file() and run.memo.get("pdf", version, content) == hash_file(target):
            made[source] = Made(target.relative_to(run.paths.root), UNCHANGED, pages=count_pages(target))
        else:
            stale[source] = content
    run.progress.start("Chuyển PDF", len(stale))
    for source, conversion in _convert_all(list(stale), session, engine, jobs=run.jobs):
        made[source] = _made_pdf(run, source, conversion)
        if not made[source].failed:
            run.memo.put("pdf", version, stale[source], hash_file(source.with_suffix(".pdf")))
        run.progress.advance(source.name)
    run.progress.finish()
    return made


def pdf_version(engine: Engine, soffice: Soffice | None) -> str:
    """What a conversion depends on besides the DOCX."""
    return f"{engine}/{soffice if engine is Engine.LIBREOFFICE else ''}"


def _convert_all(
    sources: Sequence[Path], session: PdfSession, engine: Engine, *, jobs: int
) -> Iterator[tuple[Path, Conversion | ToolFailedError]]:
    """Each conversion has a session to itself while it runs: the worker of a session does one file at a time."""
    with ExitStack() as stack:
        idle: queue.SimpleQueue[PdfSession] = queue.SimpleQueue()
        idle.put(session)
        for _ in range(min(jobs, len(sources)) - 1):
            idle.put(stack.enter_context(PdfSession(soffice=session.soffice)))

        def convert(source: Path) -> Conversion | ToolFailedError:
            own = idle.get()
            try:
                return convert_docx(source, source.with_suffix(".pdf"), session=own, engine=engine)
            except ToolFailedError as error:
                return error
            finally:
                idle.put(own)

        pool = ThreadPoolExecutor(jobs)
        try:
            yield from zip(sources, pool.map(convert, sources), strict=True)
        finally:
            # After Ctrl-C nobody waits for what was not begun.
            pool.shutdown(cancel_futures=True)


def _made_pdf(run: Run, source: Path, conversion: Conversion | ToolFailedError) -> Made:
    shown = source.with_suffix(".pdf").relative_to(run.paths.root)
    if isinstance(conversion, ToolFailedError):
        problem = Problem("PDF", Severity.ERROR, Where(path=str(shown)), conversion.message)
        return Made(shown, FAILED, failed=True, problems=tuple(conversion.problems or (problem,)))
    return Made(shown, MADE, pages=conversion.pages, changed=True, problems=conversion.problems)
