"""Who issues and signs what, how papers are cited, in both shapes of government."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from dossier.campaign.policy import Act, Consequence, Group, ScoringPolicy
from dossier.criteria.model import Grade
from dossier.documents.book import Book
from dossier.documents.council_papers import MeetingRecord, MinutesContext, build_minutes_context
from dossier.documents.decisions import build_approval_context, build_establishment_context, head_post
from dossier.documents.inputs import Meeting, PaperInputs
from dossier.documents.paper import CouncilSignature, Registration
from dossier.documents.plan_papers import build_award_context, build_check_context
from dossier.documents.reports import (
    build_notice_context,
    build_proposal_context,
    build_synthesis_context,
    describe_comparison,
)
from dossier.rounds.model import OpenPoint, UnitState
from dossier.scoring.compare import compare_results
from dossier.scoring.results import Heading, Results, build_results
from dossier.scoring.tally import Points, Tally
from dossier.sheets.model import CouncilForm

if TYPE_CHECKING:
    from tests.documents.conftest import Case

COUNCIL = {
    "name": "Hội đồng thẩm định Chỉ số cải cách hành chính cấp xã",
    "members": [
        {"name": "Bà Chủ Tọa", "post": "Phó Chủ tịch UBND huyện", "role": "Chủ tịch"},
        {"name": "Ông Ghi Chép", "post": "Chuyên viên", "role": "Ủy viên, Thư ký"},
    ],
}
HEAD = {"name": "Ông Đứng Đầu", "authority": ["TM. Ủy ban nhân dân", "Chủ tịch"]}
OFFICE = {"id": "noi-vu", "name": "Phòng Nội vụ", "symbol": "PNV", "areas": ["1", "2"], "lead": True}


@pytest.fixture
def book(case: Case) -> Book:
    return Book(remade(case, council=COUNCIL, offices=[OFFICE]), case.criteria)


def remade(case: Case, **changes: Any) -> Any:
    data = case.campaign.model_dump(mode="json", by_alias=True)
    data["authority"]["signers"] = [HEAD]
    return type(case.campaign).model_validate({**data, **changes})


def tally(unit: str, points: str, *, kind: str = "xã") -> Tally:
    from decimal import Decimal

    whole, own = Decimal(10), Decimal(points)
    leaf = Points("1.1.1", "Lá", whole, whole, self_points=own + 1, points=own)
    part = Points("a", "Thẩm định", whole, whole, self_points=own + 1, points=own)
    return Tally(
        unit, (f"Ủy ban nhân dân {kind} {unit}",), kind, (part,), areas=(replace(part, id="1"),), leaves=(leaf,)
    )


def results(*tallies: Tally, policy: ScoringPolicy | None = None) -> Results:
    grades = [Grade.model_validate({"name": name, "min": least}) for name, least in (("Tốt", "80"), ("Yếu", "0"))]
    return build_results(tallies, heading=Heading("k", 2020, "b", sample=False), grades=grades, policy=policy)


def test_a_draft_is_cited_with_blanks_and_a_registered_paper_by_its_number(book: Book) -> None:
    assert book.reference("D11") == "Quyết định số      /QĐ-UBND ngày     tháng     năm 2020"
    numbered = replace(book, registrations={"D11": Registration(7, dt.date(2020, 2, 3))})
    assert numbered.cite("D11") == (
        "Quyết định số 07/QĐ-UBND ngày 03 tháng 02 năm 2020 của Chủ tịch Ủy ban nhân dân huyện An Sơn "
        "về phê duyệt Chỉ số cải cách hành chính của Ủy ban nhân dân các xã năm 2020"
    )
    assert "số 07/QĐ-UBND ngày 03 tháng 02 năm 2020" in build_notice_context(numbered, results(tally("A", "9"))).opening


def test_council_papers_have_their_own_symbol_and_the_signer_two_posts(book: Book) -> None:
    assert [book.symbol(code) for code in ("D05", "D09", "D10", "D13")] == [
        "HĐTĐ-PNV",
        "BC-HĐTĐ",
        "TTr-HĐTĐ",
        "UBND-PNV",
    ]
    signature = build_proposal_context(book, results(tally("A", "9")), states={}).signature
    assert signature == CouncilSignature(
        ("TM. HỘI ĐỒNG THẨM ĐỊNH", "CHỦ TỊCH"), "Bà Chủ Tọa", "PHÓ CHỦ TỊCH UBND HUYỆN"
    )


def test_a_decision_of_the_head_is_signed_without_tm(book: Book) -> None:
    decision = build_establishment_context(book)
    assert decision.power == "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN AN SƠN"
    assert decision.signature.authority == ("CHỦ TỊCH",)
    assert [row.role for row in decision.members] == ["Chủ tịch", "Ủy viên, Thư ký"]
    assert decision.tasks[0].task.startswith("Lĩnh vực 1. Công tác chỉ đạo")
    assert decision.legal_bases[-1] == "Theo đề nghị của Trưởng phòng Nội vụ."
    assert decision.last_article.text.endswith("./.")


def test_a_province_differs_by_data_only(case: Case) -> None:
    province = {**case.campaign.authority.model_dump(mode="json"), "signers": [HEAD], "parent": ""}
    province |= {"name": "Ủy ban nhân dân tỉnh Sông Lam", "place": "Sông Lam"}
    office = {**OFFICE, "name": "Sở Nội vụ", "symbol": "SNV"}
    units = [{**unit.model_dump(mode="json"), "kind": "phường"} for unit in case.campaign.units]
    campaign = remade(case, tier="tinh", authority=province, council=COUNCIL, offices=[office], units=units)
    decision = build_approval_context(Book(campaign, case.criteria), results(tally("A", "9")))
    assert decision.head.parents == ()
    assert decision.power == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SÔNG LAM"
    assert "Giám đốc Sở Nội vụ" in decision.last_article.text
    assert decision.subject.startswith("Phê duyệt Chỉ số cải cách hành chính của Ủy ban nhân dân các phường")
    printed = repr(decision)
    assert "huyện" not in printed.replace("huyện An Sơn", "").replace("UBND huyện", "")


@pytest.mark.parametrize(
    ("office", "post"),
    [
        ("Phòng Nội vụ", "Trưởng phòng Nội vụ"),
        ("Sở Nội vụ", "Giám đốc Sở Nội vụ"),
        ("Văn phòng HĐND và UBND", "Chánh Văn phòng HĐND và UBND"),
        ("Hạt Kiểm lâm", "Thủ trưởng Hạt Kiểm lâm"),
    ],
)
def test_who_heads_an_office(office: str, post: str) -> None:
    assert head_post(office) == post


def test_a_group_that_is_not_ranked_is_graded(book: Book) -> None:
    policy = ScoringPolicy(groups=(Group(id="dac-khu", title="Đặc khu", kinds=("đặc khu",), ranked=False),))
    found = results(tally("B", "7"), tally("A", "9"), tally("C", "8.5", kind="đặc khu"), policy=policy)
    blocks = build_approval_context(book, found).groups
    rows = {row.unit: (row.rank, row.grade, row.note) for block in blocks for row in block.rows}
    assert rows["Ủy ban nhân dân đặc khu C"][:2] == ("", "Tốt")
    assert "không xếp hạng" in rows["Ủy ban nhân dân đặc khu C"][2]
    assert [rows[f"Ủy ban nhân dân xã {name}"][:2] for name in "AB"] == [("1", "Tốt"), ("2", "Yếu")]
    assert any("không xếp hạng" in title for block in blocks for title in block.titles)


def test_one_value_flows_into_every_paper(book: Book) -> None:
    found = results(tally("A", "9"), tally("B", "7"))
    states = {unit: UnitState(unit) for unit in "AB"}
    synthesis = build_synthesis_context(book, found, states=states)
    assert synthesis.groups == build_approval_context(book, found).groups == build_notice_context(book, found).groups
    assert [(row.grade, row.count) for row in synthesis.grades] == [("Tốt", "1"), ("Yếu", "1")]
    assert "cao nhất 90,00% (Ủy ban nhân dân xã A), thấp nhất 70,00%" in synthesis.overall[1]
    assert synthesis.differences[0] == (
        "- Ủy ban nhân dân xã A: 1 tiêu chí thành phần khác nhau; chênh lệch lớn nhất: 1.1.1 (tự chấm 10, thẩm định 9)."
    )
    assert synthesis.compared == ()  # nothing is said of last year without its results


def test_of_many_units_those_at_either_end_are_told(book: Book) -> None:
    names = [f"{number:02d}" for number in range(25)]
    now = results(*(tally(name, f"9.{name}") for name in names))
    earlier = {unit.tally.unit: (unit.index or Fraction(0)) for unit in now.units}
    before = [replace(unit, index=earlier[unit.tally.unit] - (int(unit.tally.unit) - 12)) for unit in now.units[:-1]]
    compared = compare_results(replace(now, year=2019, units=tuple(before)), now, mergers={})
    lines = describe_comparison(compared)
    assert lines[0] == "So với năm 2019: chỉ số tăng ở 12 đơn vị, giảm ở 11 đơn vị, bằng ở 01 đơn vị."
    told = [line.split(": năm")[0].rpartition(" ")[2] for line in lines if line.startswith("- ")]
    assert told == ["24", "23", "22", "21", "20", "01", "02", "03", "04", "05"]
    assert lines[-1] == "Không có số liệu năm 2019 để so sánh: Ủy ban nhân dân xã 00."
    differences = build_synthesis_context(book, now, states={name: UnitState(name) for name in names}).differences
    assert differences[0].startswith("25 đơn vị có điểm thẩm định khác điểm tự chấm")
    assert len(differences) == 11


def test_minutes_take_time_and_place_from_the_vote_s_own_form(book: Book) -> None:
    planned = Meeting(day=dt.date(2020, 11, 5), opens="08:00", closes="11:00", place="Phòng họp số 1")
    spoken = replace(book, inputs=PaperInputs(meeting=planned))

    def minutes(**about: Any) -> MinutesContext:
        form = CouncilForm(written=False, votes=(), tallies=(), decided=(), rulings=(), **about)
        return build_minutes_context(spoken, MeetingRecord(form, 3, 3, {}), results(tally("A", "9")))

    first = minutes(held=dt.date(2020, 11, 5), closes="11:45")
    assert first.opened == "08 giờ 00 phút, ngày 05 tháng 11 năm 2020"
    assert (first.closed.split(",")[0], first.place) == ("11 giờ 45 phút", "Phòng họp số 1")
    # What was planned for the first meeting is not said of the second.
    second = minutes(held=dt.date(2020, 11, 9), opens="14:00", place="Phòng họp số 2")
    assert (second.opened.split(",")[0], second.place) == ("14 giờ 00 phút", "Phòng họp số 2")
    assert second.closed == "…… giờ …… phút, ngày 09 tháng 11 năm 2020"


def test_what_was_asked_and_not_answered_is_named(book: Book) -> None:
    state = UnitState("A", open={"1.2": OpenPoint("Gửi báo cáo quý III", 4)})
    synthesis = build_synthesis_context(book, results(tally("A", "9")), states={"A": state})
    assert synthesis.unmended == ("- Ủy ban nhân dân xã A: 1.2 (Gửi báo cáo quý III).",)


def test_awards_are_only_asked_to_be_considered(book: Book) -> None:
    rule = Consequence(act=Act.COMMEND, wording="tặng Giấy khen", first=1)
    found = results(tally("A", "9"), tally("B", "7"), policy=ScoringPolicy(consequences=(rule,)))
    (row,) = build_award_context(book, found).rows
    assert (row.unit, row.rank, row.proposal) == ("Ủy ban nhân dân xã A", "1", "Đề nghị xem xét tặng Giấy khen")


def test_free_text_flows_in_untouched(book: Book) -> None:
    said = "Nguyên văn  <ý kiến> & {{ x }}"
    spoken = replace(book, inputs=PaperInputs(remarks={"D09": (said,)}))
    assert build_synthesis_context(spoken, results(), states={}).remarks == (said,)


def test_the_checklist_names_each_proof_once(book: Book) -> None:
    rows = [row for area in build_check_context(book).areas for row in area.leaves]
    assert [row.proofs for row in rows if row.proofs] == [
        "- Kế hoạch cải cách hành chính năm 2020",
        "- Báo cáo quý III",
    ]
    assert all(row.box == "☐" for row in rows)
