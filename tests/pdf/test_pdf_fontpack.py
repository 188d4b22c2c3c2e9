"""The private copy carries our fonts, so that a page is the same whatever the machine has installed."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.pdf import PdfSession, read_text
from dossier.pdf import session as sessions
from dossier.pdf.embedded import draw_docx, render_docx
from dossier.pdf.fontpack import is_symbol
from dossier.pdf.fonts import SERIF, SERIF_ITALIC, font_path
from dossier.pdf.prepare import write_prepared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document

WORDS = "Đồng ý ☐ không ☑ quyết định"


def fill(document: Document) -> None:
    document.add_paragraph(WORDS)
    document.add_paragraph("Điều 1").runs[0].bold = True


def fonts_of(path: Path) -> set[str]:
    with pikepdf.open(path) as pdf:
        fonts = [font for page in pdf.pages for font in page.obj.Resources.Font.values()]
        return {str(font.BaseFont).partition("+")[2] for font in fonts if "/BaseFont" in font}


def test_pages_do_not_depend_on_the_fonts_of_the_machine(
    write_docx: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_docx(fill)
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / SERIF_ITALIC).write_bytes(font_path(SERIF_ITALIC).read_bytes())
    drawn = {}
    for name, folder in (("ours", font_path(SERIF).parent), ("bare", bare)):
        monkeypatch.setattr(sessions, "shipped", lambda _, folder=folder: folder)
        with PdfSession() as session:
            target = tmp_path / f"{name}.pdf"
            assert session.run(render_docx, source, target, draw=draw_docx).missing == ()
            drawn[name] = target

    assert drawn["ours"].read_bytes() == drawn["bare"].read_bytes()
    assert fonts_of(drawn["bare"]) == {"LiberationSerif", "LiberationSerif-Bold", "DejaVuSans"}
    assert read_text(drawn["bare"]) == [f"{WORDS}\nĐiều 1"]


def test_a_table_of_fonts_the_document_has_is_put_aside(write_docx: Callable[..., Path], tmp_path: Path) -> None:
    source = write_docx(fill)
    data = source.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "word/fontTable.xml" in package.namelist()
    write_prepared(source, tmp_path / "chuẩn bị.docx")

    with zipfile.ZipFile(tmp_path / "chuẩn bị.docx") as package:
        names = package.namelist()
        assert names.count("word/fontTable.xml") == 1
        assert b"Times New Roman" in package.read("word/fontTable.xml")
        assert package.read("[Content_Types].xml").count(b"/word/fontTable.xml") == 1
        assert package.read("word/_rels/document.xml.rels").count(b"fontTable.xml") == 1
    assert source.read_bytes() == data


@pytest.mark.parametrize(("char", "expected"), [("☐", True), ("✓", True), ("Ậ", False), ("a", False), ("–", False)])
def test_only_what_the_serif_lacks_is_a_symbol(char: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_symbol(char) is expected
