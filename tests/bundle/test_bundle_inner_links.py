"""A document that jumps inside itself, as Word's contents pages do, does not disturb the bundle's own links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
from reportlab.pdfgen.canvas import Canvas

from dossier.bundle import verify_bundle, verify_file, write_bundle
from dossier.bundle.model import BundleEntry, PdfPages
from tests.bundle.bundle_world import plan_of

if TYPE_CHECKING:
    from pathlib import Path


def jumping(path: Path) -> PdfPages:
    """Two pages with a contents line that leads to the second, and a link to a web page."""
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Muc luc ...... 2")
    canvas.linkAbsolute("", "muc-2", Rect=(72, 690, 200, 715))
    canvas.linkURL("https://example.org", (72, 600, 200, 620))
    canvas.showPage()
    canvas.bookmarkPage("muc-2")
    canvas.drawString(72, 700, "Phan 2")
    canvas.save()
    return PdfPages(path, 2)


def test_a_document_s_own_jumps_are_left_out_and_its_web_links_kept(tmp_path: Path) -> None:
    plan = plan_of([BundleEntry("TC1-01", "Báo cáo có mục lục", (), jumping(tmp_path / "a.pdf"))])
    path = write_bundle(plan, tmp_path / "bundle.pdf").path
    assert verify_bundle(path, plan) == ()
    assert verify_file(path).problems == ()
    first = next(part.first for part in plan.parts if part.code == "TC1-01")
    notes = [note.get_object() for note in pypdf.PdfReader(path).pages[first - 1].annotations or ()]
    assert [note["/A"]["/URI"] for note in notes] == ["https://example.org"]
