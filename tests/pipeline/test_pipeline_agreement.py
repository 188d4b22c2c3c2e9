"""Both engines give every paper of the project the same pages."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from dossier.documents import CATALOGUE, render_document
from dossier.documents.specimen import build_specimen
from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.resources import shipped
from dossier.tools import find_soffice
from tests.pdf.agreement import compare_pdfs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.pipeline.made import Made

# No unit of the lived year is late at its end, and no award is set: these two are filled with specimen words.
UNLIVED = ("D17", "D18")


@pytest.fixture(name="session", scope="module")
def fixture_session() -> Iterator[PdfSession]:
    soffice = find_soffice()
    if soffice is None:
        pytest.skip("LibreOffice is not installed; .ci/run installs it, so that CI never skips this")
    with PdfSession(soffice=soffice) as session:
        yield session


@pytest.fixture(name="papers", scope="module")
def fixture_papers(
    built: tuple[Path, tuple[Made, ...]], session: PdfSession, tmp_path_factory: pytest.TempPathFactory
) -> dict[Path, Path]:
    """Every paper of a lived year as DOCX with the embedded engine's PDF beside it, and LibreOffice's PDF of each."""
    root = tmp_path_factory.mktemp("hai-bo") / "ky"
    shutil.copytree(built[0], root)
    for code in UNLIVED:
        paper = root / "out" / CATALOGUE[code].output
        render_document(CATALOGUE[code], build_specimen(CATALOGUE[code]), paper)
        convert_docx(paper, paper.with_suffix(".pdf"), session=session, engine=Engine.EMBEDDED)
    made = session.run_soffice_many(sorted((root / "out").rglob("*.docx")), root.with_name("libreoffice"))
    return {paper: answer for paper, answer in made.items() if not isinstance(answer, str)}


def test_the_engines_agree_on_every_paper(papers: dict[Path, Path]) -> None:
    found = {paper.stem: compare_pdfs(reference, paper.with_suffix(".pdf")) for paper, reference in papers.items()}
    for name, agreement in found.items():
        assert agreement.pages == agreement.reference_pages, name
        assert agreement.same_page >= 0.98, name
        assert agreement.present == 1, name


def test_every_template_is_among_them(papers: dict[Path, Path]) -> None:
    made = {paper.name for paper in papers}
    left = [code for code, kind in CATALOGUE.items() if kind.output not in made]
    assert left == ["D14"]
    assert body("D14") == body("D03")  # which is among them


def body(code: str) -> bytes:
    """The text of a template."""
    with zipfile.ZipFile(shipped("templates") / CATALOGUE[code].template) as package:
        return package.read("word/document.xml")
