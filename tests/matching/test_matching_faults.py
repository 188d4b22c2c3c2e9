"""What makes a document doubtful as a proof, rule by rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from dossier.criteria import Window
from dossier.intake.model import DocumentHead, EvidenceFile, FileKind, NumberState
from dossier.matching import Checklist, ProofState
from tests.matching.matching_world import (
    PLAN_PROOF,
    REPORT_PROOF,
    check,
    criteria_set,
    criterion,
    document,
    found_rules,
    gap,
    leaf,
    plan,
    proof,
    report,
    scan,
    state,
)

SECOND_HALF = Window(first=dt.date(2020, 7, 1), last=dt.date(2020, 11, 30))


def plan_check(file: EvidenceFile, **fields: Any) -> Checklist:
    return check(criteria_set(leaf("1.1", PLAN_PROOF | fields)), file)


def report_check(file: EvidenceFile, **fields: Any) -> Checklist:
    return check(criteria_set(leaf("1.1", REPORT_PROOF | fields)), file)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"subject_years": (2019,)}, "trích yếu ghi năm 2019, cần năm 2020"),
        ({"subject_years": ()}, "trích yếu không ghi năm, ngày ban hành thuộc năm 2019, cần năm 2020"),
    ],
)
def test_wrong_year_says_what_was_used(head: dict[str, Any], said: str) -> None:
    checklist = plan_check(plan("1.1/x.pdf", **head))
    assert found_rules(checklist) == ["MAT08"]
    assert gap(checklist, "MAT08").found == f"1.1/x.pdf: {said}"
    assert state(checklist, "ke-hoach") is ProofState.REVIEW


def test_subject_year_outweighs_the_date() -> None:
    assert plan_check(plan("1.1/x.pdf", date=dt.date(2019, 12, 1))).gaps == ()
    assert found_rules(plan_check(plan("1.1/x.pdf", date=dt.date(2020, 1, 5), subject_years=(2021,)))) == ["MAT08"]


def test_span_of_years_covers_those_between() -> None:
    programme = plan("1.1/x.pdf", subject="Cải cách hành chính giai đoạn 2016-2021", subject_years=(2016, 2021))
    assert plan_check(programme).gaps == ()
    listed = plan("1.1/x.pdf", subject="Cải cách hành chính năm 2016 và 2021", subject_years=(2016, 2021))
    assert found_rules(plan_check(listed)) == ["MAT08"]


def test_offset_asks_for_the_year_before() -> None:
    last_year = plan("1.1/x.pdf", subject_years=(2019,))
    assert plan_check(last_year, year_offset=-1).gaps == ()


def test_file_name_tells_the_year_of_a_scan() -> None:
    wrong = plan_check(scan("1.1/Ke hoach CCHC 2018.pdf"))
    assert found_rules(wrong) == ["MAT17", "MAT08"]
    assert "tên tệp ghi năm 2018" in gap(wrong, "MAT08").found
    assert found_rules(plan_check(scan("1.1/Ke hoach CCHC 2020.pdf"))) == ["MAT17"]


def test_date_in_another_year_is_the_wrong_year() -> None:
    assert found_rules(report_check(report("1.1/x.pdf", date=dt.date(2019, 6, 1)))) == ["MAT08"]


class TestWindow:
    """A document judged by its date."""

    early = report("1.1.1/x.pdf", date=dt.date(2020, 6, 30))
    first = report("1.1.1/x.pdf", date=dt.date(2020, 7, 1))
    last = report("1.1.1/x.pdf", date=dt.date(2020, 11, 30))

    def test_both_ends_belong_to_it(self) -> None:
        criteria = criteria_set(leaf("1.1.1", REPORT_PROOF), window=SECOND_HALF)
        assert check(criteria, self.first).gaps == check(criteria, self.last).gaps == ()

    def test_outside_says_which_date_and_which_window(self) -> None:
        checklist = check(criteria_set(leaf("1.1.1", REPORT_PROOF), window=SECOND_HALF), self.early)
        assert found_rules(checklist) == ["MAT09"]
        assert gap(checklist, "MAT09").found.endswith("ngày ban hành 30/6/2020, ngoài kỳ 01/7/2020–30/11/2020")

    def test_campaign_window_replaces_the_set_s(self) -> None:
        criteria = criteria_set(leaf("1.1.1", REPORT_PROOF), window=SECOND_HALF)
        whole = Window(first=dt.date(2020, 1, 1), last=dt.date(2020, 12, 31))
        assert check(criteria, self.early, window=whole).gaps == ()

    def test_nearest_node_s_own_window_comes_first(self) -> None:
        own = Window(first=dt.date(2020, 6, 1), last=dt.date(2020, 6, 30))
        above = criteria_set(criterion("1.1", leaf("1.1.1", REPORT_PROOF), window=own))
        nearest = criteria_set(criterion("1.1", leaf("1.1.1", REPORT_PROOF, window=own), window=SECOND_HALF))
        for criteria in (above, nearest):
            assert check(criteria, self.early, window=SECOND_HALF).gaps == ()
            assert found_rules(check(criteria, self.first, window=SECOND_HALF)) == ["MAT26"]


def test_document_without_a_date_is_for_a_person() -> None:
    checklist = report_check(report("1.1/x.pdf", date=None))
    assert (state(checklist, "bao-cao"), found_rules(checklist)) == (ProofState.REVIEW, ["MAT10"])


def test_table_of_figures_needs_no_date() -> None:
    table = document("1.1/x.xlsx", kind=FileKind.XLSX, text="Phụ lục số liệu CCHC")
    criteria = criteria_set(leaf("1.1", proof(carrier="phu_luc_so_lieu", period="ngay_ban_hanh")))
    assert check(criteria, table).gaps == ()


def test_wrong_type() -> None:
    checklist = plan_check(plan("1.1/x.pdf", type="Tờ trình"))
    assert gap(checklist, "MAT11").found == "1.1/x.pdf: là Tờ trình, không phải Kế hoạch"
    assert state(checklist, "ke-hoach") is ProofState.REVIEW


def test_unknown_type_is_not_called_wrong() -> None:
    assert gap(plan_check(plan("1.1/x.pdf", type=None)), "MAT11").found.endswith("không nhận ra loại văn bản")
    assert plan_check(plan("1.1/ke-hoach.pdf", type=None)).gaps == ()


@pytest.mark.parametrize("subject", ["Nâng lương năm 2020", "Cải cách hành chánh năm 2020", "CCHCX 2020"])
def test_phrase_not_found(subject: str) -> None:
    assert found_rules(plan_check(plan("1.1/x.pdf", subject=subject))) == ["MAT12"]


@pytest.mark.parametrize("subject", ["CẢI CÁCH HÀNH CHÍNH năm 2020", "cai cach hanh chinh", "Công tác CCHC, năm 2020"])
def test_phrase_is_compared_folded_by_whole_words(subject: str) -> None:
    assert plan_check(plan("1.1/x.pdf", subject=subject)).gaps == ()


def test_phrase_left_empty_matches_nothing() -> None:
    assert (
        found_rules(plan_check(document("1.1/x.pdf", DocumentHead(type="Kế hoạch")), must=("CCHC | ",)))[0] == "MAT12"
    )


def test_every_phrase_must_occur_somewhere() -> None:
    entries = ("cải cách hành chính | CCHC", "kiểm tra")
    file = plan("1.1/x.pdf")
    assert found_rules(plan_check(file, must=entries)) == ["MAT12"]
    in_text = document("1.1/x.pdf", file.head, text="Nội dung: công tác kiểm tra.")
    assert plan_check(in_text, must=entries).gaps == ()


@pytest.mark.parametrize(
    ("issuer", "parent", "right"),
    [
        ("ỦY BAN NHÂN DÂN XÃ BÌNH AN", "", True),
        ("UBND XÃ BÌNH AN", "UBND HUYỆN AN SƠN", True),
        ("BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH", "UBND XÃ BÌNH AN", True),
        ("UBND XÃ BÌNH AN HUYỆN AN SƠN", "", True),
        ("ỦY BAN NHÂN DÂN XÃ BÌNH AN TÂY", "", False),
        ("ỦY BAN NHÂN DÂN XÃ ĐÔNG AN", "ỦY BAN NHÂN DÂN HUYỆN AN SƠN", False),
        ("ỦY BAN NHÂN DÂN HUYỆN AN SƠN", "", False),
    ],
)
def test_issuer_must_be_the_unit(issuer: str, parent: str, right: bool) -> None:  # noqa: FBT001 - a table row
    checklist = plan_check(plan("1.1/x.pdf", issuer=issuer, parent=parent))
    assert found_rules(checklist) == ([] if right else ["MAT13"])


@pytest.mark.parametrize(
    ("issuer", "parent", "right"),
    [
        ("ỦY BAN NHÂN DÂN HUYỆN AN SƠN", "", True),
        ("PHÒNG NỘI VỤ", "ỦY BAN NHÂN DÂN HUYỆN AN SƠN", True),
        ("SỞ NỘI VỤ", "UBND TỈNH HÀ AN", True),
        ("ỦY BAN NHÂN DÂN XÃ BÌNH AN", "ỦY BAN NHÂN DÂN HUYỆN AN SƠN", False),
        ("ỦY BAN NHÂN DÂN XÃ ĐÔNG AN", "ỦY BAN NHÂN DÂN HUYỆN AN SƠN", False),
    ],
)
def test_issuer_must_be_above(issuer: str, parent: str, right: bool) -> None:  # noqa: FBT001 - a table row
    checklist = plan_check(plan("1.1/x.pdf", issuer=issuer, parent=parent), issuer="cap_tren")
    assert found_rules(checklist) == ([] if right else ["MAT13"])


def test_issuer_named_by_the_set() -> None:
    named = {"issuer": "bat_ky", "issuer_names": ("Sở Nội vụ",)}
    assert plan_check(plan("1.1/x.pdf", issuer="SỞ NỘI VỤ TỈNH HÀ AN"), **named).gaps == ()
    assert found_rules(plan_check(plan("1.1/x.pdf"), **named)) == ["MAT13"]


def test_issuer_that_is_not_printed_is_no_fault() -> None:
    assert plan_check(plan("1.1/x.pdf", issuer=None)).gaps == ()


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        (plan("1.1/x.pdf", draft_words="DỰ THẢO"), "MAT14"),
        (plan("1.1/Dự thảo kế hoạch.pdf"), "MAT14"),
        (replace(plan("1.1/x.docx", number=None, number_state=NumberState.BLANK), kind=FileKind.DOCX), "MAT14"),
        (plan("1.1/x.pdf", number=None, number_state=NumberState.BLANK), "MAT15"),
    ],
)
def test_draft(file: EvidenceFile, rule: str) -> None:
    checklist = plan_check(file)
    assert (found_rules(checklist), state(checklist, "ke-hoach")) == ([rule], ProofState.REVIEW)


@pytest.mark.parametrize("number_state", [NumberState.ABSENT, NumberState.UNREADABLE])
def test_missing_number_alone_is_no_draft(number_state: NumberState) -> None:
    assert plan_check(plan("1.1/x.pdf", number=None, number_state=number_state)).gaps == ()


def test_draft_is_no_fault_where_a_draft_is_asked_for() -> None:
    asked = {"title": "Dự thảo kế hoạch lấy ý kiến"}
    assert plan_check(plan("1.1/x.pdf", draft_words="DỰ THẢO"), **asked).gaps == ()


def test_signature_is_asked_of_a_readable_file_only() -> None:
    signed = replace(plan("1.1/x.pdf"), signed=1)
    assert plan_check(signed, signed_copy=True).gaps == ()
    assert found_rules(plan_check(plan("1.1/x.pdf"), signed_copy=True)) == ["MAT16"]
    checklist = plan_check(scan("1.1/ke hoach 2020.pdf"), signed_copy=True)
    assert found_rules(checklist) == ["MAT17"]
    assert "không xác định được chữ ký" in gap(checklist, "MAT17").found


def test_excluded_phrase() -> None:
    comments = plan("1.1/x.pdf", subject="Góp ý Kế hoạch cải cách hành chính năm 2020")
    checklist = plan_check(comments, must_not=("góp ý | lấy ý kiến",))
    assert gap(checklist, "MAT19").found == "1.1/x.pdf: có cụm từ “góp ý” mà tiêu chí loại trừ"
    assert state(checklist, "ke-hoach") is ProofState.REVIEW


def test_excluded_draft_is_told_once() -> None:
    checklist = plan_check(plan("1.1/du thao.pdf"), must_not=("dự thảo",))
    assert found_rules(checklist) == ["MAT14"]


def test_excluded_phrase_in_the_body_is_no_fault() -> None:
    file = plan("1.1/x.pdf")
    assert plan_check(document(file.path, file.head, text="mời góp ý"), must_not=("góp ý",)).gaps == ()


def test_photo_is_for_a_person() -> None:
    photo = document("1.1/anh.jpg", DocumentHead(), kind=FileKind.IMAGE)
    assert check(criteria_set(leaf("1.1", proof())), photo).gaps == ()
    assert found_rules(check(criteria_set(leaf("1.1", proof())), scan("1.1/anh.jpg"))) == ["MAT17"]
