"""A bundle is checked from itself alone, and every way it can lie is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Name

from dossier.bundle import verify_file, write_bundle
from dossier.bundle.model import BundleEntry, PdfPages
from dossier.errors import BadInputError
from tests.bundle.bundle_world import COVER, Maker, plan_of, with_dividers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.bundle.model import BundlePlan

# The full bundle: 1 cover, 2 index, 3 divider 1.1.1, 4-6 TC1.1.1-01, 7 TC1.1.1-02, 8 divider 1.1.2, 9 placeholder.


def lead(link: pikepdf.Object, page: pikepdf.Page) -> None:
    link.Dest = Array([page.obj, Name.Fit])


def shift_one_link_by_a_page(pdf: pikepdf.Pdf) -> None:
    lead(pdf.pages[1].Annots[1], pdf.pages[4])


def shift_a_link_on_a_divider(pdf: pikepdf.Pdf) -> None:
    lead(pdf.pages[2].Annots[0], pdf.pages[6])


def drop_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].Annots[2]


def link_to_nowhere(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].Annots[2].Dest


def move_link_to_another_row(pdf: pikepdf.Pdf) -> None:
    links = pdf.pages[1].Annots
    links[0].Rect, links[1].Rect = links[1].Rect, links[0].Rect


def shift_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        document = outline.root[2].children[0].children[0].children[0]
        document.destination = Array([pdf.pages[4].obj, Name.Fit])


def lead_own_outline_out_of_its_document(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        document = outline.root[2].children[0].children[0].children[0]
        document.children[0].destination = Array([pdf.pages[7].obj, Name.Fit])


def drop_outline(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[4]


def swap_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(3, pdf.pages[4])
    del pdf.pages[5]


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def change_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 2


def hide_index(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.CropBox = Array([0, 0, 595, 100])


def forget_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@pytest.mark.parametrize(
    ("sabotage", "rules"),
    [
        (shift_one_link_by_a_page, {"BUN05"}),
        (shift_a_link_on_a_divider, {"BUN05"}),
        (drop_link, {"BUN05"}),
        (link_to_nowhere, {"BUN05"}),
        (move_link_to_another_row, {"BUN05"}),
        (shift_bookmark, {"BUN06"}),
        (lead_own_outline_out_of_its_document, {"BUN06"}),
        (drop_outline, {"BUN06"}),
        (drop_page, {"BUN03", "BUN05", "BUN06"}),
        (swap_pages, {"BUN03", "BUN05", "BUN06"}),
        (add_page, {"BUN03", "BUN05", "BUN06"}),
        (change_labels, {"BUN04"}),
        (hide_index, {"BUN10"}),
        (forget_language, {"BUN09"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_damaged_bundle_is_told_by_its_rule(
    sabotage: Callable[[pikepdf.Pdf], None], rules: set[str], full_bundle: Path
) -> None:
    assert verify_file(full_bundle).problems == ()
    with pikepdf.open(full_bundle, allow_overwriting_input=True) as pdf:
        sabotage(pdf)
        pdf.save(full_bundle)
    check = verify_file(full_bundle)
    assert check.damaged
    assert rules <= {problem.rule for problem in check.problems} <= rules | {"BUN02", "BUN10"}


def test_a_shifted_link_is_named_with_its_row_and_both_pages(full_bundle: Path) -> None:
    with pikepdf.open(full_bundle, allow_overwriting_input=True) as pdf:
        shift_one_link_by_a_page(pdf)
        pdf.save(full_bundle)
    messages = [problem.message for problem in verify_file(full_bundle).problems]
    assert "Dòng TC1.1.1-01 (trang 4–6) dẫn tới trang 5." in messages


def test_a_sound_bundle_is_counted(full: BundlePlan, full_bundle: Path) -> None:
    check = verify_file(full_bundle)
    assert (check.pages, check.links) == (full.page_count, len(full.links))
    assert check.documents == ("TC1.1.1", "TC1.1.1-01", "TC1.1.1-02", "TC1.1.2", "KHAC-01")
    assert not check.damaged


def test_a_sample_bundle_and_one_of_every_shape_are_sound(
    shapes: dict[str, PdfPages], entries: list[BundleEntry], tmp_path: Path
) -> None:
    odd = [BundleEntry(f"TC1-{code}", f"Trang {code}", (), pages) for code, pages in shapes.items()]
    plan = plan_of([*with_dividers(entries), *odd], sample=True, cover=COVER)
    assert verify_file(write_bundle(plan, tmp_path / "a.pdf").path).problems == ()


def test_a_bundle_inside_a_bundle_is_told_apart(full: BundlePlan, full_bundle: Path, tmp_path: Path) -> None:
    outer = plan_of([BundleEntry("TC2-01", "Bộ hồ sơ cũ", (), PdfPages(full_bundle, full.page_count))])
    check = verify_file(write_bundle(outer, tmp_path / "outer.pdf").path)
    assert check.documents == ("TC2-01",)


def test_a_pdf_of_others_is_bad_input_and_no_damage(maker: Maker) -> None:
    with pytest.raises(BadInputError, match="không phải bộ hồ sơ do Dossier lập"):
        verify_file(maker.pdf("stranger", pages=2).pdf)


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"])
def test_what_does_not_open_is_damaged(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bo-ho-so.pdf"
    path.write_bytes(data)
    check = verify_file(path)
    assert check.damaged
    assert [problem.rule for problem in check.problems] == ["BUN01"]
