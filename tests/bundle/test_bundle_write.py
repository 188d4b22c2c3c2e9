"""Written bundles, opened again and looked at as pixels, text and structure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from dossier.bundle import verify_bundle, verify_file, write_bundle
from dossier.bundle.model import BundleEntry, Heading, PartKind, PdfPages, Placeholder
from dossier.criteria.model import SAMPLE_BANNER
from dossier.errors import ToolFailedError
from dossier.intake.model import FileKind
from dossier.pdf import PdfSession, convert_evidence, read_text
from dossier.pdf.pdfa import Attachment, check_pdfa
from tests.bundle.bundle_world import make_dividers, plan_of

if TYPE_CHECKING:
    from dossier.bundle.model import BundlePlan
    from tests.bundle.bundle_world import Maker

SHELF = Path(__file__).resolve().parents[3] / "shared" / "material" / "pdf"
ROOM = Path(__file__).resolve().parents[2] / "dossier" / "bundle"
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
        assert pdf.Root.OpenAction[0].objgen == pdf.pages[0].objgen
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
    assert {part.kind for part in plan.parts} >= {PartKind.DOCUMENT, PartKind.PLACEHOLDER}
    path = write_bundle(plan, tmp_path / "bundle.pdf").path
    assert verify_bundle(path, plan) == ()
    assert verify_file(path).problems == ()


def test_a_bundle_with_cover_and_dividers_reads_back_and_is_built_as_pdfa(full: BundlePlan, full_bundle: Path) -> None:
    assert {part.kind for part in full.parts} == set(PartKind)
    assert verify_bundle(full_bundle, full) == ()
    # The sources of these tests carry Helvetica without its font, as strangers' files do.
    assert {problem.rule for problem in check_pdfa(full_bundle)} <= {"PDA07"}
    with pikepdf.open(full_bundle) as pdf:
        assert pdf.Root.OpenAction[0].objgen == pdf.pages[1].objgen
        assert str(pdf.docinfo["/Producer"]).startswith("Dossier ")
        assert "pikepdf" in str(pdf.docinfo["/Producer"])
        metadata = pdf.open_metadata()
        assert metadata["pdf:Producer"] == str(pdf.docinfo["/Producer"])
        assert metadata["pdfaid:part"] == "2"


def test_scores_travel_inside_as_pdfa_3b(full: BundlePlan, tmp_path: Path) -> None:
    scores = Attachment("diem.json", b'{"total": "57.43"}', "application/json", "Điểm tự chấm")
    path = write_bundle(full, tmp_path / "bo-ho-so.pdf", attachments=[scores]).path
    assert verify_bundle(path, full) == ()
    assert {problem.rule for problem in check_pdfa(path)} <= {"PDA07"}
    with pikepdf.open(path) as pdf:
        assert pdf.open_metadata()["pdfaid:part"] == "3"
        assert pdf.attachments["diem.json"].get_file().read_bytes() == scores.data


def test_the_cover_says_what_it_is_and_leaves_date_and_top_right_corner_to_people(full_bundle: Path) -> None:
    text = read_text(full_bundle)[0]
    assert "ỦY BAN NHÂN DÂN XÃ" in text
    assert "57,43/66,5" in text
    assert "Bản tập hợp để tra cứu, không thay bản gốc." in text
    assert "ngày …… tháng …… năm" in text
    (page,) = pictures(full_bundle, pages=range(1, 2))
    corner = page.crop((page.width // 2, 0, page.width, 110))
    assert corner.getextrema() == (255, 255)


def test_a_divider_shows_points_arithmetic_proofs_and_what_is_missing(full: BundlePlan, full_bundle: Path) -> None:
    pages = {part.code: part.first for part in full.parts}
    texts = [" ".join(text.split()) for text in read_text(full_bundle)]
    proved, lacking = texts[pages["TC1.1.1"] - 1], texts[pages["TC1.1.2"] - 1]
    assert "Điểm tự chấm/điểm tối đa: 1,5/2" in proved
    assert "1/1 = 100% ≥ 100% → 1,5 điểm" in proved
    assert "Kế hoạch cải cách hành chính năm 2020 – đủ" in proved
    assert "Báo cáo năm – thiếu" in lacking
    assert "Hiện có: không tìm thấy" in lacking
    assert "Việc cần làm: Đưa tài liệu vào thư mục." in lacking


@pytest.mark.parametrize("claim", ["chữ ký hợp lệ", "sao y", "có giá trị pháp lý", "đạt chuẩn", "sao lục"])
def test_nothing_we_print_has_legal_effect(claim: str, full_bundle: Path) -> None:
    said = " ".join(" ".join(read_text(full_bundle)).split()).casefold()
    written = " ".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py")).casefold()
    assert claim not in said
    assert claim not in written


def test_our_sheets_share_their_fonts(entries: list[BundleEntry], tmp_path: Path) -> None:
    """A font a divider would make a bundle of a hundred criteria five megabytes larger."""
    first, _ = make_dividers()
    many = [replace(first, code=f"TC9.{number}", place=(Heading("Tiêu chí", f"9.{number}"),)) for number in range(60)]
    few = write_bundle(plan_of(entries), tmp_path / "few.pdf").size
    assert write_bundle(plan_of([*entries, *many]), tmp_path / "many.pdf").size - few < 60 * 4_000
