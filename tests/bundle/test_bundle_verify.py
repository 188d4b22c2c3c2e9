"""The verifier fails, by the right rule, on every way a bundle can lie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Name

from dossier.bundle import RULES, verify_bundle, write_bundle
from tests.bundle.bundle_world import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.bundle.model import BundleEntry, BundlePlan


def rules_of(path: Path, plan: BundlePlan, *, files: tuple[str, ...] = ()) -> set[str]:
    return {problem.rule for problem in verify_bundle(path, plan, files=files)}


def shift_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[1].Dest = Array([pdf.pages[1].obj, Name.Fit])


def link_to_nowhere(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[1].Dest


def drop_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[2]


def move_link(pdf: pikepdf.Pdf) -> None:
    annotations = pdf.pages[0].Annots
    annotations[0].Rect, annotations[1].Rect = annotations[1].Rect, annotations[0].Rect


def shift_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[1].children[0].children[0].children[0].destination = Array([pdf.pages[3].obj, Name.Fit])


def rename_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "Trang bìa"


def drop_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        del outline.root[-1]


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def swap_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(2, pdf.pages[3])
    del pdf.pages[4]


def change_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 2


def hide_stamp(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.CropBox = Array([0, 100, 595, 842])


def forget_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def forget_page_mode(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.PageMode


@pytest.mark.parametrize(
    ("sabotage", "rules"),
    [
        (shift_link, {"BUN05"}),
        (link_to_nowhere, {"BUN05"}),
        (drop_link, {"BUN05"}),
        (move_link, {"BUN05"}),
        (shift_bookmark, {"BUN06"}),
        (rename_bookmark, {"BUN06"}),
        (drop_bookmark, {"BUN06"}),
        (drop_page, {"BUN02", "BUN03", "BUN06"}),
        (add_page, {"BUN02"}),
        (swap_pages, {"BUN03", "BUN06"}),
        (change_labels, {"BUN04"}),
        (hide_stamp, {"BUN03", "BUN05", "BUN06"}),
        (forget_title, {"BUN09"}),
        (forget_page_mode, {"BUN09"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_damaged_bundle_is_told_by_its_rule(
    sabotage: Callable[[pikepdf.Pdf], None], rules: set[str], bundle: Path, plan: BundlePlan
) -> None:
    assert verify_bundle(bundle, plan) == ()
    with pikepdf.open(bundle, allow_overwriting_input=True) as pdf:
        sabotage(pdf)
        pdf.save(bundle)
    assert rules_of(bundle, plan) == rules


def test_the_plan_of_another_bundle_does_not_verify(bundle: Path, entries: list[BundleEntry]) -> None:
    entries[0], entries[1] = entries[1], entries[0]
    assert {"BUN03", "BUN05", "BUN06"} <= rules_of(bundle, plan_of(entries))


def test_a_sample_bundle_without_its_warning_is_refused(bundle: Path, entries: list[BundleEntry]) -> None:
    assert rules_of(bundle, plan_of(entries, sample=True)) == {"BUN07"}


def test_a_file_that_is_nowhere_is_named(bundle: Path, plan: BundlePlan) -> None:
    handed_in = ("1.1.1/ke-hoach.pdf", "1.1.1/bao-cao.docx", "inbox/bảng tính.xlsx", "Thumbs.db")
    assert verify_bundle(bundle, plan, files=handed_in) == ()
    (problem,) = verify_bundle(bundle, plan, files=(*handed_in, "2.1/quên.pdf"))
    assert problem.rule == "BUN08"
    assert "2.1/quên.pdf" in problem.message
    assert problem.remedy


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"])
def test_what_is_no_pdf_is_told_and_not_raised(data: bytes, plan: BundlePlan, tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    path.write_bytes(data)
    assert rules_of(path, plan) == {"BUN01"}


def test_a_truncated_bundle_is_told(bundle: Path, plan: BundlePlan) -> None:
    data = bundle.read_bytes()
    bundle.write_bytes(data[: len(data) * 2 // 3])
    assert rules_of(bundle, plan)


def test_rules_are_numbered_in_order_and_say_what_to_do() -> None:
    assert [rule.id for rule in RULES] == [f"BUN{number:02d}" for number in range(1, len(RULES) + 1)]
    assert all(rule.title and rule.source and rule.remedy for rule in RULES)


def test_many_documents_verify(tmp_path: Path, entries: list[BundleEntry]) -> None:
    many = [replace(entries[1], code=f"TC1.2-{number:02d}") for number in range(1, 81)]
    plan = plan_of([*entries, *many])
    assert plan.parts[0].count > 1
    path = write_bundle(plan, tmp_path / "many.pdf").path
    assert verify_bundle(path, plan) == ()
