"""The embedded engine: dxpdf between a preparing pass and the text-coverage guard. Runs in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import dxpdf

from dossier.errors import ToolFailedError
from dossier.pdf.coverage import find_missing, read_docx_words
from dossier.pdf.prepare import write_prepared
from dossier.pdf.reading import read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = f"dxpdf {version('dxpdf')}"


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a rendering gave.

    Attributes:
        missing: words of the DOCX that the PDF lacks; a result with any is not to be used.
        unsupported: Vietnamese names of formats the engine is known to draw wrongly.
    """

    pages: int
    missing: tuple[str, ...]
    unsupported: tuple[str, ...] = ()


def draw_docx(data: bytes) -> bytes:
    """The PDF bytes of DOCX bytes, by dxpdf."""
    pdf: bytes = dxpdf.convert(data)
    return pdf


def render_docx(source: Path, target: Path, *, draw: Callable[[bytes], bytes]) -> Rendered:
    """Render a DOCX by ``draw`` and check that no word was lost; rows are broken over pages only to save words.

    ``target`` is in a scratch folder: the prepared copy is put beside it.

    Raises:
        ToolFailedError: not a readable DOCX, or the engine refuses it.
    """
    rendered = _render(source, target, draw, breaks_rows=False)
    return _render(source, target, draw, breaks_rows=True) if rendered.missing else rendered


def _render(source: Path, target: Path, draw: Callable[[bytes], bytes], *, breaks_rows: bool) -> Rendered:
    prepared = target.with_suffix(".docx")
    unsupported = write_prepared(source, prepared, breaks_rows=breaks_rows)
    try:
        target.write_bytes(draw(prepared.read_bytes()))
    except RuntimeError as error:
        raise ToolFailedError(f"bộ chuyển đổi đi kèm không đọc được: {error}") from error
    checked = check_docx_pdf(source, target)
    return Rendered(checked.pages, checked.missing, unsupported)


def check_docx_pdf(source: Path, pdf: Path) -> Rendered:
    """Read a PDF back and look for the words of the DOCX it was made from."""
    pages = read_text(pdf)
    return Rendered(len(pages), find_missing(read_docx_words(source, pages=len(pages)), pages))
