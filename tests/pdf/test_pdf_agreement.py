"""Both engines give every paper of the project the same pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.pipeline import build, demo
from dossier.pipeline.run import Edge, open_run
from dossier.problems import NoProgress
from tests.pdf.agreement import compare_pdfs

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2020, 10, 12, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(name="papers", scope="module")
def fixture_papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every paper built for one sample unit, as DOCX with its PDF by the embedded engine beside it."""
    root = tmp_path_factory.mktemp("papers") / "ky"
    demo._ensure_sample(root, NoProgress())
    with open_run(root, Edge(progress=NoProgress(), now=NOW), writes=True) as run:
        unit = run.campaign.units[0]
        build.build_units(run, [unit], engine=Engine.EMBEDDED)
        return {code: path for code, path in build.paper_paths(run, unit).items() if path.is_file()}


def test_the_engines_agree_on_every_paper(papers: dict[str, Path], office: PdfSession, tmp_path: Path) -> None:
    assert papers
    for code, paper in papers.items():
        reference = tmp_path / f"{code}.pdf"
        convert_docx(paper, reference, session=office, engine=Engine.LIBREOFFICE)

        found = compare_pdfs(reference, paper.with_suffix(".pdf"))

        assert found.pages == found.reference_pages, code
        assert found.same_page >= 0.98, code
        assert found.present == 1, code
