"""The pages that go into bundles: the evidence of one unit or of many converted together, and what is seen on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from dossier.bundle.rules import BLANK
from dossier.bundle.survey import Survey, survey_pages
from dossier.intake.model import FileKind, Reading
from dossier.pdf import Conversion, convert_evidence_all
from dossier.pdf.store import PageStore
from dossier.pipeline.local import PAGES_FOLDER
from dossier.problems import Severity, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.intake.model import EvidenceFile
    from dossier.pdf import PdfSession
    from dossier.pipeline.run import Run
    from dossier.problems import Problem


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a unit's evidence, by path in its index."""

    conversions: dict[str, Conversion]
    surveys: dict[str, Survey]


def convert_files(
    run: Run, wanted: Mapping[str, Sequence[EvidenceFile]], session: PdfSession, folder: Path, *, drop_blank: bool
) -> dict[str, Pages]:
    """Pages in ``folder`` for these files of each unit (by its id), and what is seen on them.

    LibreOffice gets those of all units together: starting it is most of what an office file costs.
    """
    files = {
        run.paths.evidence(unit) / file.path: (unit, file)
        for unit, own in wanted.items()
        for file in own
        if file.reading is not Reading.IGNORED
    }
    run.progress.start("Chuyển minh chứng thành trang", len(files))
    made = convert_evidence_all(
        [(path, file.kind, folder / f"{number:05d}.pdf") for number, (path, (_, file)) in enumerate(files.items())],
        session=session,
        progress=run.progress,
        store=PageStore(run.cache / PAGES_FOLDER),
        executor=run.executor,
        shown=lambda path: files[path][1].path,
    )
    run.progress.finish()
    surveys = {
        path: _start_survey(run, path, file.kind, target, session, drop_blank=drop_blank)
        for path, (_, file) in files.items()
        if (target := made[path].target)
    }
    pages = {unit: Pages({}, {}) for unit in wanted}
    for path, (unit, file) in files.items():
        conversion = made[path]
        if get := surveys.get(path):
            survey = get()
            conversion = replace(conversion, pages=conversion.pages - len(survey.dropped))
            pages[unit].surveys[file.path] = survey
        pages[unit].conversions[file.path] = conversion
    return pages


def _start_survey(
    run: Run, path: Path, kind: FileKind, target: Path, session: PdfSession, *, drop_blank: bool
) -> Callable[[], Survey]:
    """How to get what is seen on the pages; a document that resists being looked at is bundled without."""
    original = path if kind is FileKind.PDF else None
    look = partial(survey_pages, target, original=original, drop_blank=drop_blank)
    get = run.executor.submit(look).result if run.executor else partial(session.run, look)

    def survey() -> Survey:
        try:
            return get()
        except Exception:  # noqa: BLE001 - a stranger's file may break a library in any way
            return Survey(size=target.stat().st_size)

    return survey


def page_problems(pages: Pages) -> Iterator[Problem]:
    """What a person should know of the pages; what only explains itself stays in the record."""
    for path, conversion in pages.conversions.items():
        yield from (problem for problem in conversion.problems if problem.severity is not Severity.HINT)
        survey = pages.surveys.get(path)
        if survey and survey.blank:
            yield BLANK.at(Where(path=path), f"Trang trống: {', '.join(map(str, survey.blank))}.")
