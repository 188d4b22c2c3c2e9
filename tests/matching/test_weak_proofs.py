"""Every rule on weak proofs fires on the paper made for it and stays silent on the good one beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dossier.criteria import Window
from dossier.intake.model import DocumentHead, DocumentPart, FileKind, NumberState, Reading, Seal
from dossier.matching import ProofState
from dossier.matching.rules import RULES
from dossier.problems import Problem, Severity, Where
from tests.matching.matching_world import (
    PLAN_PROOF,
    REPORT_PROOF,
    check,
    criteria_set,
    document,
    found_rules,
    gap,
    leaf,
    plan,
    proof,
    report,
    state,
)

if TYPE_CHECKING:
    from dossier.intake.model import EvidenceFile
    from dossier.matching import Checklist

WINDOW = Window(first=dt.date(2020, 3, 1), last=dt.date(2020, 6, 30))
LOCKED = Problem("INT02", Severity.ERROR, Where(), "Tệp PDF đặt mật khẩu.", "Bỏ mật khẩu rồi thay tệp này.")
GOOD_PLAN = plan("1.1/x.pdf")
GOOD_REPORT = report("1.1/x.pdf")
SIGNED = {"signed_copy": True}


def checked(file: EvidenceFile, *others: EvidenceFile, asked: dict[str, Any] | None = None) -> Checklist:
    """A plan or a report against its proof, the report in the window."""
    own = REPORT_PROOF if file.head.type == "Báo cáo" else PLAN_PROOF
    return check(criteria_set(leaf("1.1", own | (asked or {})), window=WINDOW), file, *others)


def photo(name: str, text: str = "") -> EvidenceFile:
    return replace(GOOD_PLAN, path=f"1.1/{name}", kind=FileKind.IMAGE, text=text)


WEAK = {
    "wrong year": ("MAT08", plan("1.1/x.pdf", subject_years=(2019,)), GOOD_PLAN, {}),
    "too early": ("MAT09", report("1.1/x.pdf", date=dt.date(2020, 2, 29)), GOOD_REPORT, {}),
    "late": ("MAT26", report("1.1/x.pdf", date=dt.date(2020, 7, 1)), report("1.1/x.pdf", date=WINDOW.last), {}),
    "wrong type": ("MAT11", plan("1.1/x.pdf", type="Tờ trình"), GOOD_PLAN, {}),
    "wrong issuer": ("MAT13", plan("1.1/x.pdf", issuer="UBND xã Bình Xa"), GOOD_PLAN, {}),
    "draft": ("MAT14", plan("1.1/x.pdf", draft_words="DỰ THẢO"), GOOD_PLAN, {}),
    "blank number though signed": (
        "MAT15",
        replace(plan("1.1/x.pdf", number=None, number_state=NumberState.BLANK), signed=1),
        GOOD_PLAN,
        {},
    ),
    "unsigned": ("MAT16", GOOD_PLAN, replace(GOOD_PLAN, signed=1), SIGNED),
    "scan without a seal": (
        "MAT16",
        replace(GOOD_PLAN, seal=Seal.NOT_SEEN),
        replace(GOOD_PLAN, seal=Seal.SEEN),
        SIGNED,
    ),
    "unreadable": ("MAT18", replace(GOOD_PLAN, reading=Reading.UNREADABLE), GOOD_PLAN, {}),
    "password": ("MAT18", replace(GOOD_PLAN, reading=Reading.UNREADABLE, problems=(LOCKED,)), GOOD_PLAN, {}),
    "annex alone": ("MAT27", plan("1.1/x.pdf", annex_of="99/QĐ-UBND"), GOOD_PLAN, {}),
    "announced annex missing": (
        "MAT28",
        replace(GOOD_PLAN, text="Nội dung chi tiết (có phụ lục kèm theo)."),
        replace(GOOD_PLAN, text="Nội dung chi tiết (có phụ lục kèm theo).\nPHỤ LỤC I\nDanh mục việc"),
        {},
    ),
    "picture of a screen, by its name": ("MAT29", photo("Screenshot_20200105.png"), photo("anh van ban.png"), {}),
    "picture of a screen, by its edges": (
        "MAT29",
        photo("a.png", "KH CCHC.docx - Word"),
        photo("a.png", "Kế hoạch"),
        {},
    ),
}


@pytest.mark.parametrize(("rule", "weak", "good", "asked"), WEAK.values(), ids=WEAK.keys())
def test_the_rule_fires_on_the_weak_paper_only(
    rule: str, weak: EvidenceFile, good: EvidenceFile, asked: dict[str, Any]
) -> None:
    found = checked(weak, asked=asked)
    assert rule in found_rules(found)
    assert weak.path in gap(found, rule).found
    assert gap(found, rule).remedy
    assert rule not in found_rules(checked(good, asked=asked))


def test_every_rule_gives_a_reason_a_source_and_a_remedy() -> None:
    assert [rule.id for rule in RULES if not (rule.reason and rule.source and rule.remedy)] == []


def test_late_says_by_how_many_days() -> None:
    found = gap(checked(report("1.1/x.pdf", date=dt.date(2020, 7, 12))), "MAT26").found
    assert found.endswith("ngày ban hành 12/7/2020, ngoài kỳ 01/3/2020–30/6/2020, muộn 12 ngày")


def test_a_password_asks_for_its_removal_not_for_another_copy() -> None:
    found = gap(checked(replace(GOOD_PLAN, reading=Reading.UNREADABLE, problems=(LOCKED,))), "MAT18")
    assert (found.found, found.remedy) == ("1.1/x.pdf: Tệp PDF đặt mật khẩu.", LOCKED.remedy)


class TestAnnex:
    """An annex beside its main document is no weak proof."""

    annex = plan("1.1/phu luc.pdf", number=None, symbol=None, annex_of="7/QĐ-UBND")
    main = document("2.2/qd.pdf", DocumentHead(number="07", symbol="QĐ-UBND", type="Quyết định"))

    def test_main_document_anywhere_in_the_unit_s_evidence(self) -> None:
        assert "MAT27" in found_rules(checked(self.annex))
        assert "MAT27" not in found_rules(checked(self.annex, self.main))

    def test_a_symbol_without_a_number_is_not_looked_for(self) -> None:
        assert "MAT27" not in found_rules(
            checked(replace(self.annex, head=replace(self.annex.head, annex_of="QĐ-UBND")))
        )

    def test_main_document_in_the_same_stack(self) -> None:
        parts = (DocumentPart(1, 2, self.main.head), DocumentPart(3, 4, self.annex.head))
        stack = replace(self.main, path="1.1/tap.pdf", pages=4, parts=parts, text="a\fb\fc\fd")
        assert "MAT27" not in found_rules(check(criteria_set(leaf("1.1", PLAN_PROOF)), stack))

    def test_where_the_annex_itself_is_asked_for(self) -> None:
        assert "MAT27" not in found_rules(checked(self.annex, asked={"title": "Phụ lục kế hoạch năm"}))

    @pytest.mark.parametrize("name", ["1.1/so lieu.xlsx", "1.1/Phụ lục.pdf"])
    def test_announced_annex_in_a_file_beside(self, name: str) -> None:
        announcing = replace(GOOD_PLAN, text="(Danh sách gửi kèm theo)")
        kind = FileKind.XLSX if name.endswith("xlsx") else FileKind.PDF
        beside = document(name, kind=kind)
        assert "MAT28" in found_rules(checked(announcing, replace(beside, path=f"2.2/{name.split('/')[1]}")))
        assert "MAT28" not in found_rules(checked(announcing, beside))

    @pytest.mark.parametrize("half_read", [{"seal": Seal.SEEN}, {"text": "có phụ lục kèm theo " * 2000}])
    def test_what_was_not_read_to_its_end_is_not_accused(self, half_read: dict[str, Any]) -> None:
        announcing = replace(GOOD_PLAN, text="có phụ lục kèm theo")
        assert "MAT28" in found_rules(checked(announcing))
        assert "MAT28" not in found_rules(checked(replace(announcing, **half_read)))


def test_a_screen_is_a_fair_picture_where_no_document_is_asked_for() -> None:
    picture = document("1.1/Screenshot 1.png", kind=FileKind.IMAGE)
    assert check(criteria_set(leaf("1.1", proof(title="Ảnh chụp trang tin"))), picture).gaps == ()


def test_reports_of_a_stack_count_one_by_one() -> None:
    heads = [report("", number=str(number), date=dt.date(2020, month, 5)).head for number, month in ((1, 4), (2, 5))]
    parts = tuple(DocumentPart(at, at, head) for at, head in enumerate(heads, start=1))
    stack = document("1.1/bao cao cac thang.pdf", heads[0], parts=parts, pages=2, text="cải cách hành chính\fCCHC")
    asked = criteria_set(leaf("1.1", REPORT_PROOF | {"min_count": 2}), window=WINDOW)
    assert state(check(asked, stack), "bao-cao") is ProofState.PROVED
    late = replace(stack, parts=(parts[0], replace(parts[1], head=replace(heads[1], date=dt.date(2020, 8, 1)))))
    assert state(check(asked, late), "bao-cao") is not ProofState.PROVED
