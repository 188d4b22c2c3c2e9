"""Signals: the form's citation, the folder, the code in the name, the content."""

from __future__ import annotations

import pytest

from dossier.intake.model import DocumentHead, FileKind, Reading
from dossier.matching.model import Signal
from tests.matching.matching_world import (
    PLAN_PROOF,
    REPORT_PROOF,
    criteria_set,
    criterion,
    document,
    leaf,
    match,
    plan,
    proof,
    report,
    says,
    scan,
)

ANY = proof()
TREE = criteria_set(
    criterion("1.1", leaf("1.1.1", proof(id="a")), leaf("1.1.2", proof(id="b"))),
    leaf("1.2", proof(id="c")),
    leaf("1.12", proof(id="d")),
)


def served(path: str) -> set[str]:
    return {item.leaf for item in match(TREE, document(path))}


@pytest.mark.parametrize(
    ("path", "leaf_code"),
    [
        ("1.1.1/ke hoach.pdf", "1.1.1"),
        ("1.1.1-ban-hanh-ke-hoach/x.pdf", "1.1.1"),
        ("1.1.1. Ban hành kế hoạch/sâu/hơn/x.pdf", "1.1.1"),
        ("TC 1.1.2_bao cao/x.pdf", "1.1.2"),
        ("Tiêu chí 1.12/x.pdf", "1.12"),
        ("1-chi-dao/1.1/1.1.2/x.pdf", "1.1.2"),
    ],
)
def test_folder_names_the_leaf(path: str, leaf_code: str) -> None:
    [found] = match(TREE, document(path))
    assert (found.leaf, found.signals) == (leaf_code, (Signal.FOLDER,))
    assert f"thư mục {leaf_code}" in found.reason


@pytest.mark.parametrize(
    "path", ["1.1.3/x.pdf", "1.1.11/x.pdf", "2020/x.pdf", "inbox/x.pdf", "x.pdf", "1.12.2020/x.pdf"]
)
def test_folder_without_a_code_of_the_set_ties_nothing(path: str) -> None:
    assert served(path) == set()


def test_deeper_folder_that_leaves_the_branch_is_a_list_number() -> None:
    assert served("1.1.1/1.2/x.pdf") == {"1.1.1"}


def test_criterion_folder_covers_the_leaves_below() -> None:
    criteria = criteria_set(criterion("1.1", leaf("1.1.1", PLAN_PROOF), leaf("1.1.2", REPORT_PROOF)))
    stated = report("1.1/x.pdf", subject="Kết quả công tác quý II")
    [found] = match(criteria, document("1.1/x.pdf", stated.head, text="… cải cách hành chính …"))
    assert (found.leaf, Signal.FOLDER in found.signals) == ("1.1.2", True)


def test_criterion_folder_does_not_force_a_stranger_on_a_leaf() -> None:
    criteria = criteria_set(criterion("1.1", leaf("1.1.1", PLAN_PROOF), leaf("1.1.2", REPORT_PROOF)))
    assert match(criteria, plan("1.1/x.pdf", type="Quyết định", subject="Nâng lương")) == ()


@pytest.mark.parametrize(
    ("name", "leaf_code"),
    [
        ("TC1.1.1_Ke hoach.pdf", "1.1.1"),
        ("1.1.2. Báo cáo.pdf", "1.1.2"),
        ("(1.1.1) KH.pdf", "1.1.1"),
        ("1.1.1-05-KH-UBND.pdf", "1.1.1"),
        ("KH CCHC - tiêu chí 1.2.pdf", "1.2"),
        ("TCTP 1.12 báo cáo.pdf", "1.12"),
    ],
)
def test_file_name_names_the_leaf(name: str, leaf_code: str) -> None:
    [found] = match(TREE, document(f"inbox/{name}"))
    assert (found.leaf, found.signals) == (leaf_code, (Signal.NAME_CODE,))


@pytest.mark.parametrize(
    "name",
    [
        "1.12.2020 bao cao.pdf",
        "1.2.2020.pdf",
        "1.2-2020 bao cao.pdf",
        "1.2 tỷ đồng.xlsx",
        "1,2.pdf",
        "1.2%.pdf",
        "1.1.1a.pdf",
        "Bao cao 1.2.pdf",
        "1. Kế hoạch.pdf",
        "TC2020.pdf",
    ],
)
def test_dates_amounts_and_list_numbers_are_no_codes(name: str) -> None:
    assert served(f"inbox/{name}") == set()


def test_folder_outweighs_a_number_in_the_name() -> None:
    assert served("1.2/1.1.1. Kế hoạch.pdf") == {"1.2"}
    assert served("1.1/1.1.2. Kế hoạch.pdf") == {"1.1.2"}


@pytest.mark.parametrize(
    "cell", ["Kế hoạch số 05/KH-UBND ngày 20/12/2019", "KH số 5/KH-UBND", "kèm tệp kh-cchc-05.pdf", "KH-CCHC-05"]
)
def test_citation_in_the_form_ties_the_file(cell: str) -> None:
    [found] = match(TREE, plan("inbox/kh-cchc-05.pdf"), form=(says("1.1.2", cell),))
    assert (found.leaf, found.signals) == ("1.1.2", (Signal.CITED,))
    assert "biểu tự chấm" in found.reason


@pytest.mark.parametrize("cell", ["Kế hoạch số 06/KH-UBND", "Báo cáo số 05/BC-UBND", "có kế hoạch"])
def test_other_citation_ties_nothing(cell: str) -> None:
    assert match(TREE, plan("inbox/kh-cchc-05.pdf"), form=(says("1.1.2", cell),)) == ()


def test_file_name_of_common_words_is_no_citation() -> None:
    form = (says("1.1.2", "Đã gửi báo cáo CCHC hằng quý"),)
    assert match(TREE, report("inbox/bao cao cchc.pdf"), form=form) == ()
    [found] = match(TREE, report("inbox/bao cao cchc quy 2.pdf"), form=(says("1.1.2", "Báo cáo CCHC quý 2"),))
    assert found.signals == (Signal.CITED,)


def test_name_stands_in_for_a_head_that_cannot_be_read() -> None:
    form = (says("1.1.2", "Kế hoạch số 05/KH-UBND"),)
    [found] = match(TREE, scan("inbox/05-KH-UBND ngay 20.12.pdf"), form=form)
    assert found.signals == (Signal.CITED,)
    assert match(TREE, plan("inbox/05-KH-UBND.pdf", number="06"), form=form) == ()


def test_row_of_a_part_speaks_for_its_leaf() -> None:
    [found] = match(TREE, plan("inbox/x.pdf"), form=(says("1.2/b", "Kế hoạch số 05/KH-UBND"),))
    assert found.leaf == "1.2"


def test_claim_for_a_leaf_the_set_lacks_is_passed_over() -> None:
    assert match(TREE, plan("inbox/x.pdf"), form=(says("9.9", "Kế hoạch số 05/KH-UBND"),)) == ()


def test_content_alone_finds_an_unsorted_file() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF), leaf("1.2", REPORT_PROOF))
    [found] = match(criteria, plan("inbox/x.pdf"))
    assert (found.leaf, found.signals) == ("1.1", (Signal.CONTENT,))


@pytest.mark.parametrize(
    "head",
    [
        {"type": "Báo cáo"},
        {"subject": "Phòng chống thiên tai năm 2020"},
        {"subject": "Cải cách hành chính năm 2019", "subject_years": (2019,)},
        {"issuer": "ỦY BAN NHÂN DÂN XÃ BÌNH ANH"},
    ],
)
def test_content_alone_needs_type_phrase_period_and_issuer(head: dict[str, object]) -> None:
    assert match(criteria_set(leaf("1.1", PLAN_PROOF)), plan("inbox/x.pdf", **head)) == ()


def test_content_alone_needs_to_know_the_period() -> None:
    criteria = criteria_set(leaf("1.1", REPORT_PROOF))
    assert match(criteria, report("inbox/x.pdf"))
    assert match(criteria, report("inbox/x.pdf", date=None)) == ()


def test_phrase_deep_in_the_text_ties_nothing_by_itself() -> None:
    criteria = criteria_set(leaf("1.1", REPORT_PROOF))
    stranger = report("inbox/x.pdf", subject="Kinh tế - xã hội")
    assert match(criteria, document("inbox/x.pdf", stranger.head, text="… cải cách hành chính …")) == ()


@pytest.mark.parametrize("asked", [{"types": ("Kế hoạch",)}, {"must": ("cải cách hành chính",)}])
def test_proof_without_type_or_without_phrases_takes_nothing_by_content(asked: dict[str, object]) -> None:
    assert match(criteria_set(leaf("1.1", proof(**asked))), plan("inbox/x.pdf")) == ()


def test_reason_tells_where_each_phrase_was_found() -> None:
    asked = proof(must=("cải cách hành chính", "năm", "kiểm tra"))
    file = plan("1.1/x.pdf")
    [found] = match(criteria_set(leaf("1.1", asked)), document("1.1/x.pdf", file.head, text="có kiểm tra"))
    assert "trích yếu có “cải cách hành chính”, “năm”, nội dung có “kiểm tra”" in found.reason


def test_one_document_serves_many_leaves() -> None:
    criteria = criteria_set(leaf("1.1", REPORT_PROOF), leaf("1.2", REPORT_PROOF), leaf("1.3", PLAN_PROOF))
    found = match(criteria, report("1.1/x.pdf"))
    assert [(item.leaf, item.signals[0]) for item in found] == [
        ("1.1", Signal.FOLDER),
        ("1.2", Signal.CONTENT),
    ]


def test_system_files_are_never_matched() -> None:
    lock = document("1.2/~$x.docx", kind=FileKind.LOCK, reading=Reading.IGNORED)
    assert match(TREE, lock) == ()


def test_signals_stand_strongest_first() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF))
    [found] = match(criteria, plan("1.1/TC1.1 kh.pdf"), form=(says("1.1", "Kế hoạch số 05/KH-UBND"),))
    assert found.signals == (Signal.CITED, Signal.FOLDER, Signal.NAME_CODE, Signal.CONTENT)


def test_reason_is_one_sentence_a_council_can_read() -> None:
    [found] = match(criteria_set(leaf("1.1", REPORT_PROOF)), report("1.1/x.pdf"))
    assert found.reason == (
        "khớp vì: Báo cáo, số 17/BC-UBND, ngày 15/6/2020 trong năm 2020, "
        "trích yếu có “cải cách hành chính”, thư mục 1.1"
    )


def test_only_a_citation_that_everything_confirms_is_certain() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF))
    form = (says("1.1", "Kế hoạch số 05/KH-UBND"),)
    [cited] = match(criteria, plan("inbox/x.pdf"), form=form)
    [doubted] = match(criteria, plan("inbox/x.pdf", subject_years=(2019,)), form=form)
    [placed] = match(criteria, plan("1.1/x.pdf"))
    [content] = match(criteria, plan("inbox/x.pdf"))
    assert [item.confidence for item in (cited, doubted, placed, content)] == [100, 80, 85, 60]


def test_photo_without_a_head_is_tied_by_its_folder() -> None:
    photo = document("1.2/IMG_2020.jpg", DocumentHead(), kind=FileKind.IMAGE, reading=Reading.SCAN)
    [found] = match(TREE, photo)
    assert found.doubts == ("bản quét chưa đọc được chữ, cần người xem",)
