"""Evidence on the screen: each page as a picture, made once and kept by content; no file is served open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.files import hash_file, write_bytes
from dossier.intake.model import FileKind, Reading
from dossier.pdf import PdfSession, convert_evidence_all
from dossier.pdf.picture import draw_page
from dossier.pdf.reading import count_pages
from dossier.pdf.store import PageStore
from dossier.pipeline.local import PAGES_FOLDER
from dossier.tools import find_soffice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.intake.model import EvidenceFile
    from dossier.pipeline.run import Run
    from dossier.problems import Problem

_PICTURES = "xem"  # among the converted pages, which the cache may drop
_WIDTH = 1100
_SECONDS = 60.0


def open_viewing() -> PdfSession:
    """A session for the pages of evidence; LibreOffice is used when it is there."""
    return PdfSession(soffice=find_soffice(), limit=_SECONDS)


def is_shown(file: EvidenceFile) -> bool:
    """Whether a file may be looked at: never one marked secret, nor what could not be opened."""
    return file.sha256 is not None and file.reading in {Reading.READ, Reading.SCAN} and file.kind not in _NEVER


_NEVER = {FileKind.CLASSIFIED, FileKind.ARCHIVE}


def pages_of(run: Run, unit: Unit, file: EvidenceFile, session: PdfSession) -> tuple[int, tuple[Problem, ...]]:
    """How many pages a file has on the screen, 0 when it cannot be made into pages; and why."""
    target, problems = _paged(run, unit, file, session)
    return (count_pages(target) if target else 0), problems


def picture_of(run: Run, unit: Unit, file: EvidenceFile, number: int, *, session: PdfSession) -> bytes | None:
    """Page ``number`` (1-based) of a file as a JPEG; None when there is no such page."""
    return _kept_picture(run, f"{file.sha256}-{number}", lambda: _paged(run, unit, file, session)[0], number, session)


def picture_of_pdf(run: Run, path: Path, number: int, *, session: PdfSession) -> bytes | None:
    """As ``picture_of``, of a PDF of the campaign itself."""
    return _kept_picture(run, f"{hash_file(path)}-{number}", lambda: path, number, session)


def _kept_picture(
    run: Run, name: str, find: Callable[[], Path | None], number: int, session: PdfSession
) -> bytes | None:
    kept = run.cache / PAGES_FOLDER / _PICTURES / f"{name}.jpg"
    if kept.is_file():
        return kept.read_bytes()
    target = find()
    if target is None:
        return None
    try:
        picture = session.run(draw_page, target, number, width=_WIDTH)
    except IndexError:
        return None
    write_bytes(kept, picture)
    return picture


def _paged(run: Run, unit: Unit, file: EvidenceFile, session: PdfSession) -> tuple[Path | None, tuple[Problem, ...]]:
    """The file's pages as a PDF in the cache."""
    target = run.cache / PAGES_FOLDER / _PICTURES / f"{file.sha256}.pdf"
    if target.is_file():
        return target, ()
    path = run.paths.evidence(unit.id) / file.path
    made = convert_evidence_all(
        [(path, file.kind, target)],
        session=session,
        store=PageStore(run.cache / PAGES_FOLDER),
        shown=lambda _: file.path,
    )[path]
    return made.target, made.problems
