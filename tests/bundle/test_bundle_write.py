"""Written bundles, opened again and looked at as pixels, text and structure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from dossier.bundle import verify_bundle, write_bundle
from dossier.bundle.model import SAMPLE_BANNER, BundleEntry, PartKind, PdfPages, Placeholder
from dossier.errors import ToolFailedError
from dossier.intake.model import FileKind
from dossier.pdf import PdfSession, convert_evidence, read_text
from tests.bundle.bundle_world import plan_of

if TYPE_CHECKING:
    from dossier.bundle import BundlePlan
    from tests.bundle.bundle_world import Maker

SHELF = Path(__file__).resolve().parents[3] / "shared" / "material" / "pdf"
FOOT = 26.0  # points of an A4 page that stamps may use


def entries_of(shapes: dict[str, PdfPages]) -> list[BundleEntry]:
    return [BundleEntry(f"TC1-{code}", f"Trang {code}", (), pages) for code, pages in shapes.items()]


def pictures(path: Path, *, pages: range) -> list[Image.Image]:
    """The pages as a viewer shows them, a pixel per point."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [pdf[page - 1].render(scale=1).to_pil().convert("L") for page in pages]


@pytest.mark.parametrize("sample", [pytest.param(False, id="real set"), pytest.param(True, id="sample set")])
def test_pages_of_every_shape_verify_and_change_only_at_the_foot(
    shapes: dict[str, PdfPages], tmp_path: Path, *, sample: bool
) -> None:
    plan = plan_of(entries_of(shapes), sample=sample)
    path = write_bundle(plan, tmp_path / "bundle.pdf").path
    assert verify_bundle(path, plan) == ()
    for part, (code, source) in zip(plan.parts[1:], shapes.items(), strict=True):
        if code == "AWAY":  # nothing of the original is visible: viewers do not agree on what to show
            continue
        before = pictures(source.pdf, pages=range(1, source.count + 1))
        after = pictures(path, pages=range(part.first, part.last + 1))
        for old, new in zip(before, after, strict=True):
            assert_stamped_at_foot(old, new, name=part.code, sample=sample)


def assert_stamped_at_foot(old: Image.Image, new: Image.Image, *, name: str, sample: bool) -> None:
    """What is new is upright text wholly on the page, at its foot, on the right (or from left to right)."""
    assert old.size == new.size, name
    changed = ImageChops.difference(old, new).getbbox()
    assert changed, name
    left, top, right, bottom = changed
    width, height = new.size
    assert top >= height - FOOT * max(1, min(width, height) / 595), name
    assert 0 < left < right < width, name
    assert bottom < height, name
    assert right - left > 4 * (bottom - top), name
    assert right > width * 0.8, name
    assert (left < width * 0.2) is sample or width < 200, name


def test_stamp_font_is_really_there(shapes: dict[str, PdfPages], tmp_path: Path) -> None:
    path = write_bundle(plan_of(entries_of(shapes), sample=True), tmp_path / "bundle.pdf").path
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            fonts = page.resources[pikepdf.Name.Font]
            assert pikepdf.Name.FontFile2 in fonts["/Dossier0"].FontDescriptor
            assert "/Dossier0" in page.resources[pikepdf.Name.XObject]


def test_a_bundle_in_a_bundle_keeps_both_stamps(bundle: Path, plan: BundlePlan, tmp_path: Path) -> None:
    outer = plan_of([BundleEntry("TC2-01", "Bản tập hợp cũ", (), PdfPages(bundle, plan.page_count))])
    text = read_text(write_bundle(outer, tmp_path / "outer.pdf").path)
    assert "TC1.1.1-01/1 | Trang 2/6" in text[2]
    assert "TC2-01/2 | Trang 3/7" in text[2]


def test_equal_input_gives_equal_bytes(plan: BundlePlan, tmp_path: Path) -> None:
    first = write_bundle(plan, tmp_path / "one.pdf")
    second = write_bundle(plan, tmp_path / "two.pdf")
    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()


def test_opens_at_the_index_with_bookmarks_title_and_language(bundle: Path) -> None:
    with pikepdf.open(bundle) as pdf:
        assert pdf.Root.PageMode == "/UseOutlines"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Lang) == "vi-VN"
        assert str(pdf.docinfo["/Title"]) == "BẢN TẬP HỢP HỒ SƠ, TÀI LIỆU KIỂM CHỨNG"
        assert "/CreationDate" not in pdf.docinfo
        assert pikepdf.Name.OpenAction not in pdf.Root
        assert [str(annotation.F) for annotation in pdf.pages[0].Annots] == ["4"] * 4
    assert "bản ký số, tệp gốc kèm theo" in read_text(bundle)[0]


def test_a_file_without_pages_gets_a_page_with_its_name_reason_and_remedy(bundle: Path) -> None:
    text = " ".join(read_text(bundle)[-1].split())
    assert "TRANG THAY THẾ" in text
    assert "bảng tính.xlsx" in text
    assert "Tệp đặt mật khẩu." in text
    assert "gửi lại bản không đặt mật khẩu" in text


def test_every_page_of_a_sample_set_says_so(entries: list[BundleEntry], tmp_path: Path) -> None:
    path = write_bundle(plan_of(entries, sample=True), tmp_path / "bundle.pdf").path
    assert all(SAMPLE_BANNER in text for text in read_text(path))


def test_a_bundle_of_nothing_is_its_index(tmp_path: Path) -> None:
    plan = plan_of([])
    path = write_bundle(plan, tmp_path / "bundle.pdf").path
    assert plan.page_count == 1
    assert verify_bundle(path, plan, files=["Thumbs.db"]) == ()


def test_sources_are_not_touched(plan: BundlePlan, entries: list[BundleEntry], tmp_path: Path) -> None:
    sources = [entry.content.pdf for entry in entries if isinstance(entry.content, PdfPages)]
    before = [source.read_bytes() for source in sources]
    write_bundle(plan, tmp_path / "bundle.pdf")
    assert [source.read_bytes() for source in sources] == before


@pytest.mark.parametrize("damage", ["missing", "not_a_pdf", "a_page_less", "a_page_more"])
def test_a_source_that_changed_since_the_plan_is_named_and_nothing_is_written(
    damage: str, plan: BundlePlan, maker: Maker, tmp_path: Path
) -> None:
    source = maker.folder / "plan.pdf"
    if damage == "missing":
        source.unlink()
    elif damage == "not_a_pdf":
        source.write_bytes(b"<html>404</html>")
    else:
        maker.pdf("plan", pages=2 if damage == "a_page_less" else 4)
    target = tmp_path / "bundle.pdf"
    with pytest.raises(ToolFailedError, match=r"plan\.pdf"):
        write_bundle(plan, target)
    assert not target.exists()
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.shared
def test_strangers_files_make_one_bundle_that_verifies(tmp_path: Path) -> None:
    if not SHELF.is_dir():
        pytest.skip("../shared is absent")
    entries = []
    with PdfSession(limit=30) as session:
        for number, source in enumerate(sorted(SHELF.rglob("*.pdf"))[::9]):
            target = tmp_path / f"{number}.pdf"
            made = convert_evidence(source, FileKind.PDF, target, session=session)
            pages = PdfPages(target, made.pages) if made.target else Placeholder("Không đọc được.")
            entries.append(BundleEntry(f"KHAC-{number:03d}", source.name, (), pages))
    plan = plan_of(entries, sample=True)
    assert {part.kind for part in plan.parts} == set(PartKind)
    assert verify_bundle(write_bundle(plan, tmp_path / "bundle.pdf").path, plan) == ()
