"""A stack in one file: where its documents begin and end, and what is only the blank form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.intake import parse_head
from dossier.intake.evidence import build_file
from dossier.intake.parts import find_parts, part_files
from dossier.intake.task import Gist
from dossier.intake.walk import Entry
from dossier.readers import Content, FileKind, Reading
from dossier.readers.excerpt import excerpt, opens_document
from dossier.readers.model import PAGE_END, TEXT_LIMIT, Opening

if TYPE_CHECKING:
    from dossier.intake.model import EvidenceFile

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def page(number: str, kind: str) -> list[str]:
    return [
        *("ỦY BAN NHÂN DÂN", "XÃ MẪU", number, MOTTO, "Độc lập - Tự do - Hạnh phúc"),
        *("Xã Mẫu, ngày 05 tháng 01 năm 2020", kind, "Cải cách hành chính năm 2020"),
    ]


FIRST = page("Số: 05/KH-UBND", "KẾ HOẠCH")
SECOND = page("Số: 06/BC-UBND", "BÁO CÁO")


def stack(later: list[str], *, at: int = 3, pages: int = 4) -> Content:
    text = "\n".join([*FIRST, PAGE_END * (at - 1), *later])
    return Content(FileKind.PDF, Reading.READ, pages, text, openings=(Opening(at, "\n".join(later)),))


def stacked_file(content: Content) -> EvidenceFile:
    head = parse_head(FIRST)
    return build_file(
        Entry("tap.pdf", "/tap.pdf"), "0" * 64, Gist(content, head, parts=find_parts(content, head)), unit="x"
    )


def test_each_heading_begins_a_document_that_ends_before_the_next() -> None:
    file = stacked_file(stack(SECOND))
    assert [(p.first, p.last, p.head.reference) for p in file.parts] == [(1, 2, "05/KH-UBND"), (3, 4, "06/BC-UBND")]
    told = [problem.message for problem in file.problems if problem.rule == "INT27"]
    assert told == ["Tệp gồm 2 văn bản: trang 1-2: Kế hoạch 05/KH-UBND; trang 3-4: Báo cáo 06/BC-UBND."]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(page("Số:      /BC-UBND", "BÁO CÁO"), id="blank form"),
        pytest.param(["Mẫu số 02", *SECOND], id="specimen"),
        pytest.param(["PHỤ LỤC I", *SECOND], id="annex"),
        pytest.param([MOTTO, "Một trang không có tên loại."], id="no type"),
    ],
)
def test_a_form_shown_in_a_document_is_no_document(later: list[str]) -> None:
    file = stacked_file(stack(later))
    assert file.parts == ()
    assert part_files(file) == (file,)


def test_a_part_has_its_own_head_and_text() -> None:
    first, second = part_files(stacked_file(stack(SECOND)))
    assert (first.head.type, second.head.type) == ("Kế hoạch", "Báo cáo")
    assert "BÁO CÁO" in second.text
    assert "BÁO CÁO" not in first.text


@pytest.mark.parametrize(
    ("lines", "opens"),
    [
        ([MOTTO], True),
        (["ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], True),
        (["ĐẢNG CỘNG SẢN VIỆT NAM"], True),
        (["Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;"], False),
        ([f"dòng {n}" for n in range(20)] + [MOTTO], False),
    ],
)
def test_a_heading_stands_at_the_top_in_capitals(lines: list[str], opens: bool) -> None:  # noqa: FBT001 - a parameter
    assert opens_document(lines) is opens


def test_pages_passed_over_by_an_excerpt_still_count() -> None:
    long = ["x" * 99] * (TEXT_LIMIT // 100)
    text = excerpt([*long, PAGE_END, *long, PAGE_END, "Nơi nhận:", "- Lưu: VT."])
    assert len(text) <= TEXT_LIMIT + 2
    assert text[: text.index("Nơi nhận")].count(PAGE_END) == 2
