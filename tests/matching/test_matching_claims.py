"""The form against the folder: citations, explanations, links, leaves without anything."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from dossier.matching import ProofState
from dossier.matching.statements import find_explanation
from dossier.problems import Severity
from tests.matching.matching_world import (
    PLAN_PROOF,
    REPORT_PROOF,
    check,
    criteria_set,
    criterion,
    found_rules,
    gap,
    leaf,
    plan,
    proof,
    report,
    says,
    scan,
    state,
)

PLAN = criteria_set(leaf("1.1", PLAN_PROOF))
LISTED = "Kế hoạch số 05/KH-UBND ngày 20/12/2019"


def test_listed_and_attached_is_in_order() -> None:
    checklist = check(PLAN, plan("1.1/x.pdf"), form=(says("1.1", LISTED),))
    assert checklist.gaps == ()
    [cited] = checklist.cited
    assert (cited.leaf, cited.citation.reference, cited.path) == ("1.1", "05/KH-UBND", "1.1/x.pdf")


def test_listed_but_not_attached() -> None:
    checklist = check(PLAN, plan("1.1/x.pdf"), form=(says("1.1", f"{LISTED}; Quyết định 99/QĐ-UBND"),))
    missing = gap(checklist, "MAT20")
    assert found_rules(checklist) == ["MAT20"]
    assert missing.expected == "biểu tự chấm ghi Quyết định 99/QĐ-UBND"
    assert [item.path for item in checklist.cited] == ["1.1/x.pdf", None]


def test_listed_may_be_the_scan_that_nobody_could_read() -> None:
    checklist = check(PLAN, scan("1.1/scan.pdf"), form=(says("1.1", LISTED),))
    assert "có thể là tệp chưa đọc được chữ: 1.1/scan.pdf" in gap(checklist, "MAT20").found


def test_attached_but_not_listed() -> None:
    form = (says("1.1", LISTED),)
    checklist = check(PLAN, plan("1.1/a.pdf"), plan("1.1/b.pdf", number="31", date=dt.date(2020, 2, 1)), form=form)
    unlisted = gap(checklist, "MAT21")
    assert (unlisted.severity, unlisted.path, found_rules(checklist)) == (Severity.HINT, "1.1/b.pdf", ["MAT21"])


def test_without_a_form_nothing_is_unlisted() -> None:
    assert check(PLAN, plan("1.1/x.pdf")).gaps == ()


def test_scan_and_unsorted_file_are_not_called_unlisted() -> None:
    form = (says("1.1", LISTED),)
    assert "MAT21" not in found_rules(check(PLAN, scan("1.1/x.pdf"), form=form))
    other = plan("inbox/b.pdf", number="31", date=dt.date(2020, 2, 1))
    assert "MAT21" not in found_rules(check(PLAN, plan("1.1/a.pdf"), other, form=form))


def test_file_of_a_criterion_listed_at_one_of_its_leaves_is_listed() -> None:
    criteria = criteria_set(criterion("1.6", leaf("1.6.1"), leaf("1.6.2"), proofs=(PLAN_PROOF,)))
    form = (says("1.6.1", "Đã làm."), says("1.6.2", LISTED))
    assert check(criteria, plan("1.6/x.pdf"), form=form).gaps == ()


@pytest.mark.parametrize(
    ("listed", "own", "own_date"),
    [
        ("465/KH-UBND", "456", dt.date(2019, 12, 20)),
        ("465/KH-UBND ngày 20/12/2019", "456", dt.date(2019, 12, 20)),
        ("46/KH-UBND", "45", None),
        ("7/KH-UBND ngày 20/12/2019", "05", dt.date(2019, 12, 20)),
    ],
)
def test_number_differs(listed: str, own: str, own_date: dt.date | None) -> None:
    file = plan("1.1/x.pdf", number=own, date=own_date)
    checklist = check(PLAN, file, form=(says("1.1", f"Kế hoạch số {listed}"),))
    differs = gap(checklist, "MAT22")
    assert found_rules(checklist) == ["MAT22"]
    assert (differs.severity, differs.path) == (Severity.ERROR, "1.1/x.pdf")
    assert f"{own}/KH-UBND" in differs.found
    assert listed in differs.expected


@pytest.mark.parametrize(
    ("listed", "own"),
    [
        ("465/KH-UBND ngày 01/3/2019", "456"),
        ("465/KH-SNV", "456"),
        ("7/KH-UBND", "5"),
        ("812/KH-UBND", "456"),
    ],
)
def test_other_document_is_not_a_slip(listed: str, own: str) -> None:
    checklist = check(PLAN, plan("1.1/x.pdf", number=own), form=(says("1.1", f"Kế hoạch số {listed}"),))
    assert found_rules(checklist) == ["MAT20", "MAT21"]


def test_slip_is_looked_for_at_the_same_leaf_only() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF), leaf("1.2", proof()))
    form = (says("1.1", "Kế hoạch số 465/KH-UBND"),)
    away = plan("1.2/x.pdf", number="456", subject="Nâng lương")
    assert "MAT22" not in found_rules(check(criteria, away, form=form))


def test_date_differs() -> None:
    form = (says("1.1", "Kế hoạch số 05/KH-UBND ngày 02/12/2019"),)
    checklist = check(PLAN, plan("1.1/x.pdf"), form=form)
    assert found_rules(checklist) == ["MAT23"]
    assert gap(checklist, "MAT23").found == "1.1/x.pdf: 05/KH-UBND ngày 20/12/2019"


def test_file_with_the_date_cited_is_the_one_meant() -> None:
    form = (says("1.1", LISTED),)
    other = plan("1.1/a.pdf", date=dt.date(2018, 12, 20), subject_years=(2019,))
    checklist = check(PLAN, other, plan("1.1/b.pdf"), form=form)
    assert "MAT23" not in found_rules(checklist)
    assert checklist.cited[0].path == "1.1/b.pdf"


def test_citation_without_a_number_is_no_document_to_look_for() -> None:
    assert check(PLAN, plan("1.1/x.pdf"), form=(says("1.1", f"{LISTED}; số …/QĐ-UBND"),)).gaps == ()


@pytest.mark.parametrize(
    ("cell", "explanation"),
    [
        ("", ""),
        (LISTED, ""),
        (f"- {LISTED} của UBND xã về cải cách hành chính năm 2020;\n- Báo cáo số 17/BC-UBND", ""),
        ("Kế hoạch số 05/KH-UBND của UBND TP. Hà An về cải cách hành chính", ""),
        ("https://binhan.gov.vn/tin-bai; ke-hoach-2020.pdf", ""),
        ("1; 2; -", ""),
        (f"{LISTED}\nTrong năm không phát sinh hồ sơ.", "Trong năm không phát sinh hồ sơ."),
        (f"Đã ban hành {LISTED}. Đạt 100% nhiệm vụ.", "Đạt 100% nhiệm vụ."),
    ],
)
def test_explanation_is_what_lists_nothing(cell: str, explanation: str) -> None:
    assert find_explanation(cell) == explanation


def test_no_file_and_no_explanation_is_its_own_error() -> None:
    checklist = check(PLAN, form=(says("1.1"),))
    nothing = gap(checklist, "MAT04")
    assert found_rules(checklist) == ["MAT01", "MAT04"]
    assert (nothing.severity, nothing.proof, nothing.leaf) == (Severity.ERROR, "", "1.1")


@pytest.mark.parametrize(
    "claimed",
    [
        {"state": "có"},
        {"state": None, "numerator": Decimal(95)},
        {"state": None, "count": Decimal(0)},
        {"state": None, "typed_points": Decimal(1)},
    ],
)
def test_leaf_is_scored_by_any_input(claimed: dict[str, Any]) -> None:
    assert "MAT04" in found_rules(check(PLAN, form=(says("1.1", **claimed),)))


@pytest.mark.parametrize("state_claimed", [None, "không", "Không"])
def test_leaf_that_claims_nothing_needs_no_explanation(state_claimed: str | None) -> None:
    assert found_rules(check(PLAN, form=(says("1.1", state=state_claimed),))) == ["MAT01"]


def test_leaf_that_asks_for_nothing_needs_no_explanation() -> None:
    for proofs in ((), (PLAN_PROOF | {"optional": True},), (proof(carrier="he_thong_khac"),)):
        assert check(criteria_set(leaf("1.1", *proofs)), form=(says("1.1"),)).gaps == ()


def test_link_is_something_to_look_at() -> None:
    assert found_rules(check(PLAN, form=(says("1.1", "https://binhan.gov.vn/kh-2020"),))) == ["MAT01"]


def test_citation_alone_is_no_explanation() -> None:
    assert found_rules(check(PLAN, form=(says("1.1", LISTED),))) == ["MAT01", "MAT04", "MAT20"]


def test_explanation_without_a_file_is_left_to_the_council() -> None:
    checklist = check(PLAN, form=(says("1.1", "Kế hoạch chung của huyện đã bao gồm nội dung của xã"),))
    only = gap(checklist, "MAT05")
    assert (state(checklist, "ke-hoach"), found_rules(checklist)) == (ProofState.REVIEW, ["MAT05"])
    assert "Kế hoạch chung của huyện" in only.found
    assert "Hội đồng xem xét giải trình" in only.remedy


def test_explanation_does_not_excuse_one_proof_where_another_was_given() -> None:
    criteria = criteria_set(leaf("1.1", PLAN_PROOF, REPORT_PROOF))
    checklist = check(criteria, plan("1.1/x.pdf"), form=(says("1.1", f"{LISTED}\nĐã làm đủ."),))
    assert (state(checklist, "bao-cao"), found_rules(checklist)) == (ProofState.MISSING, ["MAT01"])


@pytest.mark.parametrize(
    ("carrier", "cell", "expected", "found"),
    [
        ("giai_trinh", "", ProofState.MISSING, ["MAT06", "MAT04"]),
        ("giai_trinh", "Đã hoàn thành.", ProofState.PROVED, []),
        ("phu_luc_so_lieu", "", ProofState.MISSING, ["MAT06", "MAT04"]),
        ("phu_luc_so_lieu", "Đã hoàn thành tốt.", ProofState.REVIEW, ["MAT06"]),
        ("phu_luc_so_lieu", "Hoàn thành 95/100 nhiệm vụ.", ProofState.PROVED, []),
        ("duong_dan", "", ProofState.MISSING, ["MAT07", "MAT04"]),
        ("duong_dan", "Đã đăng tin.", ProofState.MISSING, ["MAT07"]),
        ("duong_dan", "https://binhan.gov.vn/cchc", ProofState.PROVED, []),
        ("duong_dan", "binhan.hasan.gov.vn", ProofState.PROVED, []),
    ],
)
def test_carrier_in_the_cell(carrier: str, cell: str, expected: ProofState, found: list[str]) -> None:
    checklist = check(criteria_set(leaf("1.1", proof(carrier=carrier))), form=(says("1.1", cell),))
    assert (state(checklist), found_rules(checklist)) == (expected, found)


def test_file_stands_in_for_explanation_and_figures_but_not_for_a_link() -> None:
    for carrier in ("giai_trinh", "phu_luc_so_lieu"):
        criteria = criteria_set(leaf("1.1", proof(carrier=carrier)))
        assert state(check(criteria, report("1.1/x.pdf"))) is ProofState.PROVED
    linked = check(criteria_set(leaf("1.1", proof(carrier="duong_dan"))), report("1.1/x.pdf"))
    assert (state(linked), found_rules(linked)) == (ProofState.REVIEW, ["MAT07"])


class TestNotApplicable:
    """A leaf that the unit declares not to arise."""

    rule: dict[str, Any] = {"when": "không phát sinh", "effect": "full"}  # noqa: RUF012 - a test's table
    declared = says("1.1", state=None, not_applicable=True)

    def test_its_proofs_are_not_asked_for(self) -> None:
        criteria = criteria_set(leaf("1.1", PLAN_PROOF, not_applicable=self.rule))
        checklist = check(criteria, form=(self.declared,))
        assert (state(checklist, "ke-hoach"), checklist.gaps) == (ProofState.NOT_REQUIRED, ())

    def test_explanation_is_asked_for_where_the_set_says_so(self) -> None:
        criteria = criteria_set(leaf("1.1", PLAN_PROOF, not_applicable=self.rule | {"needs_proof": True}))
        assert found_rules(check(criteria, form=(self.declared,))) == ["MAT24"]
        explained = says("1.1", "Xã không có đơn vị trực thuộc.", state=None, not_applicable=True)
        assert check(criteria, form=(explained,)).gaps == ()

    def test_declaration_the_set_does_not_allow_excuses_nothing(self) -> None:
        assert found_rules(check(PLAN, form=(self.declared,))) == ["MAT01"]

    def test_shared_proof_is_asked_for_the_leaves_that_arise(self) -> None:
        criteria = criteria_set(
            criterion("1.6", leaf("1.6.1", not_applicable=self.rule), leaf("1.6.2"), proofs=(PLAN_PROOF,))
        )
        form = (says("1.6.1", state=None, not_applicable=True), says("1.6.2"))
        assert gap(check(criteria, form=form), "MAT01").leaves == ("1.6.2",)
