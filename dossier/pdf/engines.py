"""DOCX of ours to PDF: the one door to the engines."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from dossier.errors import ToolFailedError
from dossier.files import staged_file
from dossier.pdf import embedded
from dossier.pdf.model import Conversion, Engine
from dossier.pdf.rules import DRAWN_WRONG, ENGINE_CHANGED, WORDS_LOST
from dossier.pdf.settle import settle_pdf
from dossier.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.pdf.session import PdfSession
    from dossier.problems import Problem

_WORDS_SHOWN = 8


def convert_docx(source: Path, target: Path, *, session: PdfSession, engine: Engine = Engine.AUTO) -> Conversion:
    """Convert a DOCX of our own templates; equal input gives an equal file.

    AUTO takes the embedded engine, so that drafts are the same on every machine, and LibreOffice where
    there is one and the embedded engine fails, loses words or meets a format it draws wrongly.

    Raises:
        MissingToolError: LIBREOFFICE was asked for and is not installed.
        ToolFailedError: no engine gave a PDF with every word; names the file and the words.
    """
    if engine is Engine.LIBREOFFICE:
        return _by_libreoffice(source, target, session)
    try:
        drawn = _by_embedded(source, target, session)
    except ToolFailedError as error:
        if engine is Engine.EMBEDDED or session.soffice is None:
            raise
        return _by_libreoffice(source, target, session, instead_because=error.message)
    if drawn.problems and engine is Engine.AUTO and session.soffice is not None:
        with suppress(ToolFailedError):  # then what is drawn stands, with its warning
            return _by_libreoffice(source, target, session, instead_because=drawn.problems[0].message)
    return drawn


def _by_embedded(source: Path, target: Path, session: PdfSession) -> Conversion:
    with session.folder() as folder:
        draft = folder / "ban-in.pdf"
        with _naming(source):
            rendered = session.run(embedded.render_docx, source, draft, draw=session.draw)
        _refuse_losses(source, rendered.missing, embedded.NAME)
        problems = tuple(
            DRAWN_WRONG.at(Where(path=source.name), f"Bộ chuyển đổi đi kèm không vẽ đúng {title}.")
            for title in rendered.unsupported
        )
        return _deliver(draft, target, engine=embedded.NAME, problems=problems)


def _by_libreoffice(source: Path, target: Path, session: PdfSession, *, instead_because: str = "") -> Conversion:
    with session.folder() as folder:
        with _naming(source):
            made = session.run_soffice(source, folder)
            checked = session.run(embedded.check_docx_pdf, source, made)
        _refuse_losses(source, checked.missing, str(session.soffice))
        note = ENGINE_CHANGED.at(Where(path=source.name), f"Dùng LibreOffice, vì: {instead_because}")
        problems = (note,) if instead_because else ()
        return _deliver(made, target, engine=str(session.soffice), problems=problems)


@contextmanager
def _naming(source: Path) -> Iterator[None]:
    """Add the file to what a tool complains of."""
    try:
        yield
    except ToolFailedError as error:
        raise ToolFailedError(f"Không chuyển được {source.name} thành PDF: {error.message}.") from error


def _refuse_losses(source: Path, missing: Sequence[str], engine: str) -> None:
    """Raise when words are missing."""
    if not missing:
        return
    shown = ", ".join(f"«{word}»" for word in dict.fromkeys(missing[:_WORDS_SHOWN]))
    message = f"PDF của {source.name} do {engine} tạo thiếu {len(missing)} chữ: {shown}"
    message += " …" if len(missing) > _WORDS_SHOWN else ""
    problem = WORDS_LOST.at(Where(path=source.name), message)
    raise ToolFailedError(f"{message}. {problem.remedy}", problems=[problem])


def _deliver(draft: Path, target: Path, *, engine: str, problems: Sequence[Problem]) -> Conversion:
    with staged_file(target) as staging:
        pages = settle_pdf(draft, staging, engine=engine)
    return Conversion(target, engine, pages, tuple(problems))
