"""Text longer than a page comes out whole, in a row of a table too: in the DOCX and in the PDF."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from dossier.documents import CATALOGUE, render_document
from dossier.documents.specimen import build_specimen
from dossier.pdf import Engine, PdfSession, convert_docx

if TYPE_CHECKING:
    from pathlib import Path

# What people write freely into a row; ten thousand characters, every word another.
FREE = frozenset({"note", "reason", "asked", "explanation", "evidence", "proposal", "proofs", "task"})
LONG = " ".join(f"chữ{number}" for number in range(1430))[:10_000]
ROWS = ("D01", "D02", "D03", "D04", "D05", "D06", "D07", "D11", "D18", "D19")


def lengthen(value: Any, name: str = "") -> Any:
    """A context whose first row of every table holds long texts."""
    if isinstance(value, str):
        return LONG if name in FREE else value
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return (lengthen(value[0]), *value[1:])
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: lengthen(getattr(value, one.name), one.name) for one in fields(value)})
    return value


@pytest.fixture(scope="module")
def session() -> Any:
    with PdfSession() as session:
        yield session


@pytest.mark.parametrize("code", ROWS)
def test_a_row_taller_than_a_page_loses_nothing(tmp_path: Path, session: PdfSession, code: str) -> None:
    kind = CATALOGUE[code]
    made = render_document(kind, lengthen(build_specimen(kind)), tmp_path / kind.output)
    # The guard of the conversion refuses a PDF that lacks a word.
    conversion = convert_docx(made.path, tmp_path / "a.pdf", session=session, engine=Engine.EMBEDDED)
    assert conversion.pages > 1
    assert conversion.problems == ()


def test_only_a_long_row_may_break_over_pages(tmp_path: Path) -> None:
    kind = CATALOGUE["D05"]
    context = build_specimen(kind)
    context = replace(context, rows=(context.rows[0], replace(context.rows[1], asked=LONG)))
    table = Document(str(render_document(kind, context, tmp_path / "a.docx").path)).tables[1]
    whole = [row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows]
    assert whole == [True, True, False]
