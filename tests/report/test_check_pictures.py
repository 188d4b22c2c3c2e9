"""The picture beside a document is of its own first page, wherever in a file that is."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from dossier.intake.model import DocumentHead, DocumentPart, FileKind
from dossier.matching.model import Match, Signal
from dossier.pdf.thumbnail import draw_thumbnail
from dossier.report import build_check_page
from dossier.report.page import list_pictured

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.report import CheckReport
    from tests.report.conftest import Checked

COLOURS = ((220, 20, 20), (20, 20, 220))
IMAGE = "inbox/anh.jpg"


@pytest.mark.parametrize(("name", "kind"), [("tap.pdf", FileKind.PDF), ("tap.tif", FileKind.IMAGE)])
def test_any_page_is_drawn(tmp_path: Path, name: str, kind: FileKind) -> None:
    first, *others = [Image.new("RGB", (300, 400), colour) for colour in COLOURS]
    first.save(tmp_path / name, save_all=True, append_images=others)
    for page, colour in enumerate(COLOURS, start=1):
        with Image.open(io.BytesIO(draw_thumbnail(tmp_path / name, kind, page=page) or b"")) as picture:
            seen = picture.convert("RGB").getpixel((100, 100))
        assert isinstance(seen, tuple)
        assert all(abs(one - other) < 30 for one, other in zip(seen, colour, strict=True)), (page, seen)
    assert draw_thumbnail(tmp_path / name, kind, page=3) is None


def stacked(checked: Checked) -> CheckReport:
    """The report with its picture turned into a stack of two documents, page 4 of the second named as a proof."""
    unit, *_ = checked.report.units
    parts = (DocumentPart(1, 2, DocumentHead()), DocumentPart(3, 5, DocumentHead(type="Báo cáo")))
    files = tuple(replace(file, parts=parts) if file.path == IMAGE else file for file in unit.index.files)
    first, *rest = unit.checklist.statuses
    served = [
        Match(first.proof, first.leaf, IMAGE, (Signal.CONFIRMED,), 80, "khớp", pages=pages)
        for pages in ((3, 5), (4, 4))
    ]
    checklist = replace(unit.checklist, statuses=(replace(first, matches=tuple(served)), *rest))
    return replace(checked.report, units=(replace(unit, index=replace(unit.index, files=files), checklist=checklist),))


def test_the_first_page_of_each_document_and_proof_is_pictured(checked: Checked) -> None:
    (unit,) = stacked(checked).units
    assert [page for file, page in list_pictured(unit) if file.path == IMAGE] == [1, 3, 4]


def test_each_paper_shows_its_own_page(checked: Checked) -> None:
    report = stacked(checked)
    (unit,) = report.units
    thumbnails = {(unit.unit.id, IMAGE, page): f"page {page}".encode() for page in (1, 3, 4)}
    html = build_check_page(report, thumbnails=thumbnails).decode()
    third, fourth, first = (base64.b64encode(f"page {page}".encode()).decode() for page in (3, 4, 1))
    assert html.index(third) < html.index("trang 3-5") < html.index(fourth) < html.index("trang 4<")
    assert first not in html  # the stack as a whole is no paper of a card
