"""The state of a proof: đủ, thiếu, cần xem lại, chưa đến kỳ, không bắt buộc."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier.intake.model import Reading
from dossier.matching import ProofState
from dossier.problems import Severity
from tests.matching.matching_world import (
    PLAN_PROOF,
    REPORT_PROOF,
    YEAR,
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
    says,
    scan,
    state,
    status,
)

LATER = dt.date(YEAR, 12, 31)


def test_right_document_proves() -> None:
    checklist = check(criteria_set(leaf("1.1", PLAN_PROOF)), plan("1.1/x.pdf"))
    assert (state(checklist, "ke-hoach"), checklist.gaps) == (ProofState.PROVED, ())


def test_nothing_is_missing_and_says_what_is_asked_for() -> None:
    checklist = check(criteria_set(leaf("1.1", PLAN_PROOF)))
    missing = gap(checklist, "MAT01")
    assert state(checklist, "ke-hoach") is ProofState.MISSING
    assert (missing.severity, missing.leaf, missing.leaves) == (Severity.ERROR, "1.1", ("1.1",))
    assert missing.expected == (
        "Kế hoạch cải cách hành chính năm (Kế hoạch; có “cải cách hành chính” hoặc “CCHC”; "
        "nội dung năm 2020; do đơn vị ban hành)"
    )
    assert missing.found == "không tìm thấy"
    assert missing.remedy


def test_proof_of_a_criterion_is_one_status_for_its_leaves() -> None:
    criteria = criteria_set(criterion("1.6", leaf("1.6.1"), leaf("1.6.2"), proofs=(PLAN_PROOF,)))
    [only] = check(criteria).statuses
    assert (only.leaf, only.leaves, only.gaps[0].leaves) == ("1.6", ("1.6.1", "1.6.2"), ("1.6.1", "1.6.2"))


def test_statuses_stand_in_the_order_of_the_set() -> None:
    criteria = criteria_set(
        criterion("1.1", leaf("1.1.1", proof(id="b"), proof(id="c")), proofs=(proof(id="a"),)),
        leaf("1.2", proof(id="d")),
    )
    assert [item.proof for item in check(criteria).statuses] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("carrier", ["he_thong_khac", "khong_can_tep"])
def test_what_lives_elsewhere_is_never_missing(carrier: str) -> None:
    checklist = check(criteria_set(leaf("1.1", proof(carrier=carrier))))
    assert (state(checklist), checklist.gaps) == (ProofState.NOT_REQUIRED, ())


def test_optional_document_is_never_missing_but_is_judged_when_given() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF | {"optional": True}))
    assert state(check(criteria), "ke-hoach") is ProofState.NOT_REQUIRED
    assert state(check(criteria, plan("1.1/x.pdf")), "ke-hoach") is ProofState.PROVED
    assert state(check(criteria, plan("1.1/x.pdf", draft_words="DỰ THẢO")), "ke-hoach") is ProofState.REVIEW


@pytest.mark.parametrize("scorer", ["tham_dinh", "dieu_tra", "nguon_khac"])
def test_leaf_that_others_score_asks_nothing_of_the_unit(scorer: str) -> None:
    checklist = check(criteria_set(leaf("1.1", PLAN_PROOF, scored_by=scorer)), form=(says("1.1"),))
    assert (state(checklist, "ke-hoach"), checklist.gaps) == (ProofState.NOT_REQUIRED, ())


def test_shared_proof_is_asked_for_the_leaves_the_unit_scores() -> None:
    criteria = criteria_set(criterion("1.6", leaf("1.6.1"), leaf("1.6.2", scored_by="tham_dinh"), proofs=(PLAN_PROOF,)))
    assert gap(check(criteria), "MAT01").leaves == ("1.6.1",)


def test_proof_is_not_due_until_its_day() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF | {"due": LATER}))
    early, late = check(criteria), check(criteria, as_of=LATER)
    assert (state(early, "ke-hoach"), early.gaps) == (ProofState.NOT_DUE, ())
    assert state(late, "ke-hoach") is ProofState.MISSING


def test_early_document_proves_before_its_day() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF | {"due": LATER}))
    assert state(check(criteria, plan("1.1/x.pdf")), "ke-hoach") is ProofState.PROVED


class TestCount:
    """Several different documents are asked for."""

    criteria = criteria_set(leaf("1.1", REPORT_PROOF | {"min_count": 2}))

    def test_enough(self) -> None:
        checklist = check(self.criteria, report("1.1/a.pdf"), report("1.1/b.pdf", number="18"))
        assert state(checklist, "bao-cao") is ProofState.PROVED

    def test_too_few(self) -> None:
        checklist = check(self.criteria, report("1.1/a.pdf"))
        assert state(checklist, "bao-cao") is ProofState.MISSING
        assert gap(checklist, "MAT03").found == "1/2 văn bản khác nhau"

    def test_same_bytes_count_once(self) -> None:
        twins = [document(f"1.1/{name}.pdf", report("x").head, sha256="same") for name in "ab"]
        assert state(check(self.criteria, *twins), "bao-cao") is ProofState.MISSING

    def test_same_document_in_two_forms_counts_once(self) -> None:
        checklist = check(self.criteria, report("1.1/ban-ky.pdf"), report("1.1/ban-word.docx"))
        assert state(checklist, "bao-cao") is ProofState.MISSING

    def test_doubtful_ones_could_still_make_it_up(self) -> None:
        checklist = check(self.criteria, report("1.1/a.pdf"), scan("1.1/bao cao.pdf"))
        assert state(checklist, "bao-cao") is ProofState.REVIEW

    def test_not_due(self) -> None:
        criteria = criteria_set(leaf("1.1", REPORT_PROOF | {"min_count": 2, "due": LATER}))
        assert state(check(criteria, report("1.1/a.pdf")), "bao-cao") is ProofState.NOT_DUE


class TestAlternatives:
    """One of several proofs is enough."""

    minutes = proof(id="bien-ban", title="Biên bản", types=("Biên bản",), one_of="kq")
    notice = proof(id="thong-bao", title="Thông báo", types=("Thông báo",), one_of="kq")
    criteria = criteria_set(leaf("1.1", minutes, notice))

    def test_none_is_one_finding(self) -> None:
        checklist = check(self.criteria)
        assert found_rules(checklist) == ["MAT02"]
        assert "Biên bản" in gap(checklist, "MAT02").expected
        assert "; hoặc Thông báo" in gap(checklist, "MAT02").expected
        assert {item.state for item in checklist.statuses} == {ProofState.MISSING}

    def test_one_spares_the_other(self) -> None:
        checklist = check(self.criteria, plan("1.1/x.pdf", type="Thông báo"))
        assert state(checklist, "thong-bao") is ProofState.PROVED
        assert state(checklist, "bien-ban") is ProofState.NOT_REQUIRED
        assert checklist.gaps == ()

    def test_doubtful_one_spares_the_other_too(self) -> None:
        checklist = check(self.criteria, plan("1.1/x.pdf", type="Thông báo", draft_words="DỰ THẢO"))
        assert found_rules(checklist) == ["MAT14"]
        assert state(checklist, "bien-ban") is ProofState.NOT_REQUIRED

    def test_doubt_about_the_superfluous_one_is_a_hint(self) -> None:
        good = plan("1.1/a.pdf", type="Thông báo")
        checklist = check(self.criteria, good, plan("1.1/b.pdf", type="Biên bản", draft_words="DỰ THẢO"))
        assert gap(checklist, "MAT14").severity is Severity.HINT

    def test_one_still_to_come_keeps_the_group_from_missing(self) -> None:
        criteria = criteria_set(leaf("1.1", self.minutes, self.notice | {"due": LATER}))
        checklist = check(criteria)
        assert {item.state for item in checklist.statuses} == {ProofState.NOT_DUE}
        assert checklist.gaps == ()

    def test_same_word_on_another_leaf_is_another_group(self) -> None:
        criteria = criteria_set(leaf("1.1", self.minutes), leaf("1.2", self.notice))
        checklist = check(criteria, plan("1.1/x.pdf", type="Biên bản"))
        assert state(checklist, "thong-bao") is ProofState.MISSING

    def test_explanation_is_told_once(self) -> None:
        checklist = check(self.criteria, form=(says("1.1", "Trong năm chưa tổ chức kiểm tra do dịch bệnh"),))
        assert found_rules(checklist) == ["MAT05"]
        assert state(checklist, "bien-ban") is ProofState.REVIEW


def test_wrong_document_beside_the_right_one_is_a_hint() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF))
    checklist = check(criteria, plan("1.1/a.pdf"), plan("1.1/b.pdf", number="6", subject_years=(2018,)))
    assert state(checklist, "ke-hoach") is ProofState.PROVED
    assert (gap(checklist, "MAT08").severity, gap(checklist, "MAT08").path) == (Severity.HINT, "1.1/b.pdf")


def test_scan_is_for_a_person_and_never_missing() -> None:
    checklist = check(criteria_set(leaf("1.1", PLAN_PROOF, REPORT_PROOF)), scan("1.1/scan0001.pdf"))
    assert {item.state for item in checklist.statuses} == {ProofState.REVIEW}
    assert set(found_rules(checklist)) == {"MAT17"}


def test_unreadable_file_in_the_slot_is_an_error_for_a_person() -> None:
    broken = document("1.1/ke hoach.pdf", reading=Reading.UNREADABLE)
    checklist = check(criteria_set(leaf("1.1", PLAN_PROOF)), broken)
    assert state(checklist, "ke-hoach") is ProofState.REVIEW
    assert (gap(checklist, "MAT18").severity, found_rules(checklist)) == (Severity.ERROR, ["MAT18"])


def test_status_carries_its_matches_and_gaps() -> None:
    checklist = check(criteria_set(leaf("1.1", PLAN_PROOF)), plan("1.1/x.pdf", draft_words="DỰ THẢO"))
    only = status(checklist, "ke-hoach")
    assert [item.path for item in only.matches] == ["1.1/x.pdf"]
    assert only.gaps == checklist.gaps


class TestBorrowed:
    """A document that a person put to another leaf and that fits here by its content only."""

    criteria = criteria_set(leaf("1.1", REPORT_PROOF), leaf("1.2", REPORT_PROOF | {"id": "ky"}))

    def test_is_for_a_person_where_the_proof_is_missing_without_it(self) -> None:
        checklist = check(self.criteria, report("1.1/x.pdf"))
        assert (state(checklist, "bao-cao"), state(checklist, "ky")) == (ProofState.PROVED, ProofState.REVIEW)
        assert (gap(checklist, "MAT25").leaf, gap(checklist, "MAT25").path) == ("1.2", "1.1/x.pdf")

    def test_is_not_turned_to_where_the_leaf_has_its_own(self) -> None:
        checklist = check(self.criteria, report("1.1/x.pdf"), report("1.2/y.pdf", number="18"))
        assert checklist.gaps == ()
        assert [item.path for item in status(checklist, "ky").matches] == ["1.2/y.pdf"]

    def test_counts_in_full_where_the_form_cites_it(self) -> None:
        form = (says("1.1", "Báo cáo 17/BC-UBND"), says("1.2", "Báo cáo 17/BC-UBND"))
        checklist = check(self.criteria, report("1.1/x.pdf"), form=form)
        assert (state(checklist, "ky"), checklist.gaps) == (ProofState.PROVED, ())

    def test_unsorted_file_is_nobody_s_and_counts(self) -> None:
        checklist = check(self.criteria, report("inbox/x.pdf"))
        assert {item.state for item in checklist.statuses} == {ProofState.PROVED}
