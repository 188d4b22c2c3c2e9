"""Duplicates and drafts are proposed, decided on a form that a person signs, and never deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.archive.year.model import Reason, Verdict
from dossier.archive.year.plan import is_blocked
from dossier.archive.year.weed import key_of
from dossier.archive.year.weedsheet import NOTHING, read_weed_sheet, write_weed_sheet
from dossier.errors import BadInputError, RefusedError
from tests.archive.year_world import lay, plan, row, told

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.archive.year.model import ArchivePlan


@pytest.fixture
def proposed(tmp_path: Path) -> ArchivePlan:
    """A copy by name, its original, a draft, and the same paper in another unit's file."""
    documents = [
        lay(tmp_path / "1", "minh-chung/7.1/Bản sao QĐ.pdf", "quyet dinh"),
        lay(tmp_path / "1", "minh-chung/7.1/QĐ công khai.pdf", "quyet dinh"),
        replace(lay(tmp_path / "1", "minh-chung/1.3/dự thảo.docx"), draft="ghi «DỰ THẢO»"),
        replace(lay(tmp_path / "2", "minh-chung/7.1/QĐ.pdf", "quyet dinh"), unit="xa-khac"),
    ]
    return plan([row("01.A"), row("02.B", unit="xa-khac")], documents)


def test_the_file_whose_name_says_copy_is_the_one_proposed(proposed: ArchivePlan) -> None:
    assert [(item.document.name, item.reason, item.kept) for item in proposed.discards] == [
        ("dự thảo.docx", Reason.DRAFT, ""),
        ("Bản sao QĐ.pdf", Reason.DUPLICATE, "minh-chung/7.1/QĐ công khai.pdf"),
    ]


def test_what_is_only_proposed_stays_in_its_file(proposed: ArchivePlan) -> None:
    assert len(proposed.documents) == 4
    assert "1 bản trùng, 1 bản nháp, dự thảo" in told(proposed)["ARC09"][0]
    assert not is_blocked(proposed)


def decide(path: Path, *words: str, name: str = "Vũ Thị Minh Họa", day: str = "05/3/2021") -> Path:
    """Fill the form in as a person would; sorted the other way round first."""
    book = openpyxl.load_workbook(path)
    page, signed = book["Tài liệu loại"], book["Người quyết định"]
    lines = [line for line in range(1, page.max_row + 1) if len(str(page.cell(line, 6).value)) == 64]
    rows = [[cell.value for cell in page[line]] for line in lines]
    for line, values, word in zip(lines, reversed(rows), reversed(words), strict=True):
        for column, value in enumerate(values, start=1):
            page.cell(line, column).value = value
        page.cell(line, 7).value = word
    for cells in signed.iter_rows():
        label = str(cells[0].value)
        if label.startswith("Họ và tên"):
            cells[1].value = name
        elif label.startswith("Ngày"):
            cells[1].value = day
    book.save(path)
    return path


def test_verdicts_come_back_by_content_however_the_rows_are_sorted(proposed: ArchivePlan, tmp_path: Path) -> None:
    form = tmp_path / "loai.xlsx"
    write_weed_sheet(form, proposed)
    weeding = read_weed_sheet(decide(form, "giữ", "LOẠI"))
    draft, copy = (key_of(item.document) for item in proposed.discards)
    assert dict(weeding.verdicts) == {draft: Verdict.KEEP, copy: Verdict.DROP}
    assert (weeding.decider, str(weeding.day), weeding.problems) == ("Vũ Thị Minh Họa", "2021-03-05", ())


def test_a_dropped_document_leaves_the_file_and_not_the_disk(proposed: ArchivePlan) -> None:
    gone = proposed.discards[1].document
    everything = [*proposed.documents]
    made = plan([row("01.A"), row("02.B", unit="xa-khac")], everything, verdicts={key_of(gone): Verdict.DROP})
    assert gone.path not in [document.path for document in made.documents]
    assert made.coverage.dropped == (f"{gone.unit}/{gone.path}",)
    assert made.coverage.filed == 3
    assert gone.source.is_file()


def test_a_verdict_is_on_the_bytes_it_was_given_on(proposed: ArchivePlan) -> None:
    draft = proposed.discards[0].document
    changed = replace(draft, sha256="f" * 64)
    made = plan([row("01.A")], [changed], verdicts={key_of(draft): Verdict.DROP})
    assert made.discards[0].verdict is Verdict.OPEN
    assert len(made.documents) == 1


@pytest.mark.parametrize(
    ("word", "signed", "said"),
    [
        ("xóa", ("A", "05/3/2021"), "«xóa» không phải «Loại» hay «Giữ»"),
        ("Loại", ("", "05/3/2021"), "chưa ghi người quyết định"),
        ("Loại", ("A", "32/3/2021"), "«32/3/2021» không đọc được"),
    ],
)
def test_a_form_half_filled_counts_for_nothing(
    proposed: ArchivePlan, tmp_path: Path, word: str, signed: tuple[str, str], said: str
) -> None:
    form = tmp_path / "loai.xlsx"
    write_weed_sheet(form, proposed)
    weeding = read_weed_sheet(decide(form, word, "", name=signed[0], day=signed[1]))
    assert dict(weeding.verdicts) == {}
    assert {problem.rule for problem in weeding.problems} == {"ARC15"}
    assert said in " ".join(problem.message for problem in weeding.problems)


def test_an_untouched_form_decides_nothing_and_is_no_fault(proposed: ArchivePlan, tmp_path: Path) -> None:
    form = tmp_path / "loai.xlsx"
    write_weed_sheet(form, proposed)
    assert read_weed_sheet(form) == NOTHING
    assert read_weed_sheet(tmp_path / "khong-co.xlsx") == NOTHING


def test_a_form_is_never_written_over(proposed: ArchivePlan, tmp_path: Path) -> None:
    form = tmp_path / "loai.xlsx"
    write_weed_sheet(form, proposed)
    before = form.read_bytes()
    with pytest.raises(RefusedError, match="không ghi đè"):
        write_weed_sheet(form, proposed)
    assert form.read_bytes() == before


def test_another_workbook_is_no_list_of_weeded_papers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "khac.xlsx")
    with pytest.raises(BadInputError, match="không phải danh mục tài liệu loại"):
        read_weed_sheet(tmp_path / "khac.xlsx")
