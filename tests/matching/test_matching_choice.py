"""Which of several proofs of one leaf a document serves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.intake.model import DocumentHead, DocumentPart, EvidenceFile, Reading
from tests.matching.matching_world import (
    PLAN_PROOF,
    REPORT_PROOF,
    check,
    criteria_set,
    criterion,
    document,
    leaf,
    match,
    plan,
    proof,
    report,
    scan,
)

TWO = criteria_set(leaf("1.1", PLAN_PROOF, REPORT_PROOF))


def proofs_of(file: EvidenceFile) -> list[str]:
    return [item.proof for item in match(TWO, file)]


def test_type_decides() -> None:
    assert proofs_of(plan("1.1/x.pdf")) == ["ke-hoach"]
    assert proofs_of(report("1.1/x.pdf")) == ["bao-cao"]


def test_phrase_in_the_subject_beats_a_phrase_in_the_text() -> None:
    criteria = criteria_set(
        leaf("1.1", PLAN_PROOF | {"id": "kiem-tra", "must": ("kiểm tra",)}, PLAN_PROOF | {"id": "chung"})
    )
    file = plan("1.1/x.pdf")
    [found] = match(criteria, document(file.path, file.head, text="có mục kiểm tra"))
    assert found.proof == "chung"


def test_year_decides_between_equals_but_never_against_the_type() -> None:
    last = PLAN_PROOF | {"id": "nam-truoc", "year_offset": -1}
    criteria = criteria_set(leaf("1.1", PLAN_PROOF, last, REPORT_PROOF))
    [found] = match(criteria, plan("1.1/x.pdf", subject_years=(2019,), subject="Cải cách hành chính 2019"))
    assert found.proof == "nam-truoc"
    [found] = match(criteria, plan("1.1/x.pdf", subject_years=(2015,), subject="Cải cách hành chính 2015"))
    assert found.proof in {"ke-hoach", "nam-truoc"}
    assert "cần năm" in found.doubts[0]


def test_title_breaks_the_tie_of_proofs_that_ask_nothing() -> None:
    criteria = criteria_set(
        leaf("1.1", proof(id="a", title="Biên bản đối thoại"), proof(id="b", title="Danh sách đăng ký học"))
    )
    [found] = match(criteria, document("1.1/x.pdf", DocumentHead(subject="Đối thoại với nhân dân")))
    assert found.proof == "a"


def test_stranger_goes_to_the_best_proof_with_doubts() -> None:
    [found] = match(TWO, plan("1.1/x.pdf", type="Quyết định"))
    assert found.proof == "ke-hoach"
    assert found.doubts == ("là Quyết định, không phải Kế hoạch",)


def test_excluded_phrase_makes_room_for_the_other_proof() -> None:
    comments = PLAN_PROOF | {"id": "gop-y", "must_not": ()}
    criteria = criteria_set(leaf("1.1", PLAN_PROOF | {"must_not": ("góp ý",)}, comments))
    [found] = match(criteria, plan("1.1/x.pdf", subject="Góp ý Kế hoạch cải cách hành chính 2020"))
    assert found.proof == "gop-y"


def test_draft_is_a_draft_of_its_document_and_no_stranger() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF | {"must_not": ("dự thảo",)}, proof(id="khac")))
    [found] = match(criteria, plan("1.1/x.pdf", draft_words="DỰ THẢO"))
    assert (found.proof, found.doubts) == ("ke-hoach", ("có chữ “DỰ THẢO”",))
    [found] = match(criteria, plan("1.1/x.pdf", subject="Ý kiến đối với dự thảo kế hoạch CCHC 2020"))
    assert found.proof == "khac"


@pytest.mark.parametrize(
    ("name", "proof_id"),
    [
        ("Báo cáo.pdf", "bao-cao"),
        ("bao_cao.pdf", "bao-cao"),
        ("BC quy III.pdf", "bao-cao"),
        ("05-KH-UBND.pdf", "ke-hoach"),
    ],
)
def test_scan_whose_name_tells_goes_to_one_proof(name: str, proof_id: str) -> None:
    assert proofs_of(scan(f"1.1/{name}")) == [proof_id]


def test_scan_whose_name_tells_nothing_may_be_any_file_of_the_leaf() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF, REPORT_PROOF, proof(id="gt", carrier="giai_trinh")))
    assert [item.proof for item in match(criteria, scan("1.1/scan0001.pdf"))] == ["ke-hoach", "bao-cao"]


def test_unreadable_file_keeps_its_place() -> None:
    [found, _] = match(TWO, document("1.1/x.pdf", reading=Reading.UNREADABLE))
    assert found.doubts == ("tệp không mở được",)


def test_proof_of_a_criterion_is_matched_once_for_all_leaves() -> None:
    criteria = criteria_set(criterion("1.6", leaf("1.6.1"), leaf("1.6.2"), proofs=(PLAN_PROOF,)))
    for folder in ("1.6", "1.6.1", "1.6.2"):
        [found] = match(criteria, plan(f"{folder}/x.pdf"))
        assert found.leaf == "1.6"


def test_file_prefers_the_proof_that_takes_files() -> None:
    criteria = criteria_set(leaf("1.1", proof(id="link", carrier="duong_dan"), REPORT_PROOF))
    [found] = match(criteria, plan("1.1/x.pdf"))
    assert found.proof == "bao-cao"


def test_place_that_takes_no_files_keeps_them_all_the_same() -> None:
    criteria = criteria_set(leaf("1.1", proof(id="link", carrier="duong_dan")))
    [found] = match(criteria, plan("1.1/x.pdf"))
    assert found.proof == "link"


def test_a_document_of_a_stack_is_matched_with_its_pages() -> None:
    criteria = criteria_set(criterion("1.1", leaf("1.1.1", PLAN_PROOF), leaf("1.1.2", REPORT_PROOF)))
    parts = tuple(
        DocumentPart(first, last, paper.head) for first, last, paper in ((1, 2, plan("a")), (3, 5, report("b")))
    )
    stack = replace(plan("tap.pdf"), parts=parts)
    assert [(m.proof, m.path, m.pages) for m in match(criteria, stack)] == [
        ("ke-hoach", "tap.pdf", (1, 2)),
        ("bao-cao", "tap.pdf", (3, 5)),
    ]
    checked = check(criteria, stack)
    assert [status.matches[0].pages for status in checked.statuses] == [(1, 2), (3, 5)]
    assert checked.accounting.matched == ("tap.pdf",)
