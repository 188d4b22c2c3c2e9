"""What the tests of this room share: sessions, and small documents made on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from dossier.pdf import PdfSession
from dossier.tools import Soffice, find_soffice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docx.document import Document

SHARED = Path(__file__).parents[2].parent / "shared" / "material"


@pytest.fixture(name="session", scope="module")
def fixture_session() -> Iterator[PdfSession]:
    """A session without LibreOffice."""
    with PdfSession() as session:
        yield session


@pytest.fixture(name="soffice", scope="session")
def fixture_soffice() -> Soffice:
    found = find_soffice()
    if found is None:
        pytest.skip("LibreOffice is not installed; .ci/run installs it, so that CI never skips this")
    return found


@pytest.fixture(name="office", scope="module")
def fixture_office(soffice: Soffice) -> Iterator[PdfSession]:
    """A session with LibreOffice."""
    with PdfSession(soffice=soffice) as session:
        yield session


@pytest.fixture(name="write_docx")
def fixture_write_docx(tmp_path: Path) -> Callable[..., Path]:
    """A DOCX as our templates are: Times New Roman 14 in the style Normal, filled by the test."""

    def write(fill: Callable[[Document], object], name: str = "báo cáo.docx") -> Path:
        document = docx.Document()
        normal = document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(14)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
        fill(document)
        document.save(str(tmp_path / name))
        return tmp_path / name

    return write


@pytest.fixture(name="shared")
def fixture_shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the reference shelf ../shared is absent")
    return SHARED
