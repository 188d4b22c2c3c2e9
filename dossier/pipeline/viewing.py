"""Evidence on the screen: each page as a picture, made once and kept by content; no file is served open."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.errors import RefusedError
from dossier.files import hash_file, write_bytes
from dossier.intake.model import FileKind, Reading
from dossier.pdf import PdfSession, convert_evidence_all
from dossier.pdf.picture import draw_page
from dossier.pdf.reading import count_pages
from dossier.pdf.store import PageStore
from dossier.pipeline.local import PAGES_FOLDER
from dossier.problems import Problem
from dossier.tools import find_soffice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.intake.model import EvidenceFile
    from dossier.pipeline.run import Run

_PICTURES = "xem"  # among the converted pages, which the cache may drop
_WIDTH = 1100
_NEVER = {FileKind.CLASSIFIED, FileKind.ARCHIVE}
_QUICK = {FileKind.PDF, FileKind.IMAGE}


@dataclass(frozen=True, slots=True)
class Paged:
    """How many pages a file has on the screen, 0 when it cannot be made into pages; and why."""

    count: int
    problems: tuple[Problem, ...] = ()


def open_viewing(limit: float) -> PdfSession:
    """A session for the pages of evidence, with the seconds a file may take; LibreOffice is used when it is there."""
    return PdfSession(soffice=find_soffice(), limit=limit)


def is_shown(file: EvidenceFile) -> bool:
    """Whether a file may be looked at: never one marked secret, nor what could not be opened."""
    return file.sha256 is not None and file.reading in {Reading.READ, Reading.SCAN} and file.kind not in _NEVER


def is_quick(file: EvidenceFile) -> bool:
    """Whether a file has pages as it is; others must be made into pages, by LibreOffice perhaps."""
    return file.kind in _QUICK


def kept_pages(run: Run, file: EvidenceFile) -> Paged | None:
    """The pages of a file that were made before; None when they were not."""
    target = _target(run, file)
    return Paged(count_pages(target)) if target.is_file() else None


def kept_picture(run: Run, file: EvidenceFile, number: int) -> bytes | None:
    """As ``picture_of``, when it was drawn before."""
    kept = _place(run, f"{file.sha256}-{number}.jpg")
    return kept.read_bytes() if kept.is_file() else None


def pages_of(run: Run, unit: Unit, file: EvidenceFile, session: PdfSession) -> Paged:
    """The pages of a file, made now unless they were before."""
    target, problems = _paged(run, unit, file, session)
    return Paged(count_pages(target) if target else 0, problems)


def picture_of(run: Run, unit: Unit, file: EvidenceFile, number: int, *, session: PdfSession) -> bytes | None:
    """Page ``number`` (1-based) of a file as a JPEG; None when there is no such page."""
    return _kept_picture(run, f"{file.sha256}-{number}", lambda: _paged(run, unit, file, session)[0], number, session)


def picture_of_pdf(run: Run, path: Path, number: int, *, session: PdfSession) -> bytes | None:
    """As ``picture_of``, of a PDF of the campaign itself."""
    return _kept_picture(run, f"{hash_file(path)}-{number}", lambda: path, number, session)


def _kept_picture(
    run: Run, name: str, find: Callable[[], Path | None], number: int, session: PdfSession
) -> bytes | None:
    kept = _place(run, f"{name}.jpg")
    if kept.is_file():
        return kept.read_bytes()
    target = find()
    if target is None:
        return None
    try:
        picture = session.run(draw_page, target, number, width=_WIDTH)
    except IndexError:
        return None
    with suppress(OSError, RefusedError):  # a full disk keeps nobody from looking
        write_bytes(kept, picture)
    return picture


def _paged(run: Run, unit: Unit, file: EvidenceFile, session: PdfSession) -> tuple[Path | None, tuple[Problem, ...]]:
    """The file's pages as a PDF in the cache."""
    target = _target(run, file)
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


def _target(run: Run, file: EvidenceFile) -> Path:
    return _place(run, f"{file.sha256}.pdf")


def _place(run: Run, name: str) -> Path:
    return run.cache / PAGES_FOLDER / _PICTURES / name
