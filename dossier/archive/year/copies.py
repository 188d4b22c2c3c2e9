"""PDF/A copies of the originals: made beside them, never instead of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from dossier import __version__
from dossier.archive.year.model import Copy
from dossier.errors import ToolFailedError
from dossier.pdf import convert_evidence_all, pdfa

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Executor
    from pathlib import Path

    from dossier.archive.year.model import ArchivedDocument
    from dossier.pdf import Conversion, PdfSession
    from dossier.pdf.store import PageStore
    from dossier.problems import Progress

PRODUCER = f"Dossier {__version__}, pikepdf {pikepdf.__version__}"


def make_copies(
    documents: Iterable[ArchivedDocument],
    folder: Path,
    *,
    session: PdfSession,
    progress: Progress,
    store: PageStore | None = None,
    executor: Executor | None = None,
) -> dict[str, Copy]:
    """A PDF/A copy of each content in ``folder``, by SHA-256; a document without pages says why it has none.

    Equal contents are converted once, whatever they are called.
    """
    wanted = {document.sha256: document for document in documents}
    drafts = {document.source: folder / f"{sha256}.trang.pdf" for sha256, document in wanted.items()}
    names = {document.source: document.path for document in wanted.values()}
    progress.start("Lập bản PDF/A", len(wanted))
    made = convert_evidence_all(
        [(document.source, document.kind, drafts[document.source]) for document in wanted.values()],
        session=session,
        progress=progress,
        store=store,
        executor=executor,
        shown=lambda path: names[path],
    )
    progress.finish()
    return {
        sha256: _make_copy(document, made[document.source], folder / f"{sha256}.pdf", session)
        for sha256, document in wanted.items()
    }


def _make_copy(document: ArchivedDocument, conversion: Conversion, target: Path, session: PdfSession) -> Copy:
    """The PDF/A of a document's pages, which are spent on it."""
    if conversion.target is None:
        return Copy(None, why=conversion.failure.message if conversion.failure else "không in được")
    try:
        session.run(_finish, conversion.target, target, title=document.title, author=document.issuer)
        copy = Copy(target, conversion.pages, archival=not session.run(pdfa.check_pdfa, target))
    except ToolFailedError as error:
        copy = Copy(None, why=f"Không dựng được PDF/A: {error.message}.")
    conversion.target.unlink()
    return copy


def _finish(source: Path, target: Path, *, title: str, author: str) -> None:
    """The document level of PDF/A-2b on pages that are fit for it. Runs in the worker."""
    with pikepdf.open(source) as pdf:
        pdfa.finalize_pdfa(pdf, title=title, author=author, producer=PRODUCER)
        pdfa.save_pdf(pdf, target)
