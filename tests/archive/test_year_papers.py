"""The papers of the archive hold what Phụ lục V asks for, and only for the files that it asks it of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from dossier.archive.year.coverage import build_readme
from dossier.archive.year.model import Copy, Verdict
from dossier.archive.year.papers import build_common, build_of_file
from dossier.archive.year.plan import add_copies
from dossier.archive.year.weed import key_of
from dossier.documents.archive_papers import ARCHIVE_PAPERS
from dossier.documents.foreign import check_template
from dossier.documents.render import RenderState, render_document
from dossier.resources import shipped
from tests.archive.year_world import dated, lay, plan, row

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.archive.year.model import ArchivePlan


@pytest.fixture
def made(tmp_path: Path) -> ArchivePlan:
    """A file for ever, one of twenty and one of four years."""
    documents = [
        dated(lay(tmp_path, "a.txt", type="Quyết định", subject="Phê duyệt"), "2020-11-12", "912/QĐ-UBND"),
        dated(lay(tmp_path, "b.txt"), "2020-11-13"),
        lay(tmp_path, "c.txt", unit="xa-khac", note="Tệp hỏng.", readable=False),
        lay(tmp_path, "d.txt", unit="xa-cu"),
    ]
    files = [row("01.A", years=None), row("02.B", years=20, unit="xa-khac"), row("03.C", years=4, unit="xa-cu")]
    copies = {document.sha256: Copy(tmp_path / "x.pdf", 3, archival=True) for document in documents}
    copies[documents[2].sha256] = Copy(None, why="Tệp PDF hỏng, không mở được.")
    return add_copies(plan(files, documents), copies)


def of_file(made: ArchivePlan, place: int) -> dict[str, Any]:
    return dict(build_of_file(made, made.files[place]))


@pytest.mark.parametrize(
    ("place", "codes"),
    [(0, ["L05", "L03", "L06", "L08"]), (1, ["L05", "L06", "L08"]), (2, ["L05", "L06", "L08"])],
)
def test_a_list_of_documents_only_for_ever_and_a_closing_for_all(
    made: ArchivePlan, place: int, codes: list[str]
) -> None:
    assert list(of_file(made, place)) == codes


def test_the_closing_says_whether_sheets_are_numbered(made: ArchivePlan) -> None:
    lines = ["\n".join(of_file(made, place)["L06"].lines) for place in range(3)]
    assert [("từ tờ số" in text, "không phải đánh số tờ" in text) for text in lines] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert "Số văn bản, tài liệu điện tử: 02 (hai)." in lines[0]
    assert "Số trang đếm được: 6 (sáu)." in lines[0]
    assert "Số văn bản, tài liệu chưa đếm được số trang: 01 (một)." in lines[1]


def test_files_for_ever_and_for_years_have_lists_of_their_own(made: ArchivePlan) -> None:
    common: dict[str, Any] = dict(build_common(made))
    assert [line.symbol for line in common["L01"].rows] == ["01.A"]
    assert [(line.symbol, line.retention) for line in common["L02"].rows] == [("02.B", "20 năm"), ("03.C", "04 năm")]
    assert (common["L02"].total, common["L02"].in_words) == ("02", "hai")
    assert not hasattr(common["L01"].rows[0], "retention")


def test_pages_run_on_through_the_list_of_documents(made: ArchivePlan) -> None:
    first, second = of_file(made, 0)["L03"].rows
    assert (first.reference, first.date, first.title, first.pages) == (
        "912/QĐ-UBND",
        "12/11/2020",
        "Quyết định: Phê duyệt",
        "1-3",
    )
    assert second.pages == "4-6"


def test_the_hand_over_counts_files_originals_and_copies(made: ArchivePlan) -> None:
    record: Any = dict(build_common(made))["L04"]
    assert record.files == "03 (ba)"
    assert record.items == "07 (bảy), gồm 4 bản gốc và 3 bản PDF/A"
    assert "01 (một) tài liệu không đọc được nội dung" in record.condition
    assert record.period == "từ ngày 12/11/2020 đến ngày 13/11/2020"


def test_the_list_of_weeded_papers_says_what_was_decided(tmp_path: Path) -> None:
    documents = [
        lay(tmp_path, "a.txt", "x"),
        lay(tmp_path, "b.txt", "x"),
        replace(lay(tmp_path, "c.txt"), draft="ghi «DỰ THẢO»"),
    ]
    proposed = plan([row("01.A")], documents)
    assert "0 loại, 0 giữ, 2 chưa quyết định" in dict(build_common(proposed))["L07"].summary  # type: ignore[attr-defined]  # the context of L07
    verdicts = {key_of(proposed.discards[0].document): Verdict.DROP}
    decided: Any = dict(build_common(plan([row("01.A")], documents, verdicts=verdicts)))["L07"]
    assert [line.verdict for line in decided.rows] == ["Loại", "chưa quyết định"]


def test_the_readme_tells_how_to_check_and_what_is_missing(made: ArchivePlan) -> None:
    text = build_readme(made)
    assert "sha256sum -c manifest-sha256.txt" in text
    assert "xa-khac/c.txt: Tệp hỏng." in text
    assert "xa-khac/c.txt: Tệp PDF hỏng, không mở được." in text
    assert "Vĩnh viễn (Danh mục hồ sơ năm 2020)" in text


@pytest.mark.parametrize("kind", ARCHIVE_PAPERS.values(), ids=list(ARCHIVE_PAPERS))
def test_every_template_prints_every_field_and_nothing_else(kind: Any) -> None:
    template = shipped("templates") / kind.template
    assert check_template(template.read_bytes(), name=kind.template, known=kind.context).problems == ()


def test_the_forms_have_the_decree_s_columns(made: ArchivePlan, tmp_path: Path) -> None:
    """Phụ lục V, III and IV: titles of the columns and the line of numbers below them."""
    papers: dict[str, Any] = {**dict(build_common(made)), **of_file(made, 0)}
    tables = {}
    for code in ("L01", "L02", "L03"):
        target = tmp_path / f"{code}.docx"
        assert render_document(ARCHIVE_PAPERS[code], papers[code], target).state is RenderState.MADE
        table = Document(str(target)).tables[0 if code == "L03" else 1]
        tables[code] = [[cell.text for cell in row.cells] for row in table.rows]
    assert tables["L02"][0] == [
        *("Số TT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu", "Thời hạn bảo quản"),
        *("Số tờ/ Số trang", "Ghi chú"),
    ]
    assert tables["L01"][0] == [title for title in tables["L02"][0] if title != "Thời hạn bảo quản"]
    assert tables["L03"][0] == [
        *("STT", "Số, ký hiệu văn bản", "Ngày tháng năm văn bản", "Tên loại và trích yếu nội dung văn bản"),
        *("Tác giả văn bản", "Tờ số/ Trang số", "Ghi chú"),
    ]
    assert tables["L03"][1] == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"]
