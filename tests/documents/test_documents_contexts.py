"""What the papers say: every figure, blank and reason, before any template sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dossier.criteria.claims import Claim
from dossier.criteria.model import SAMPLE_BANNER
from dossier.documents import build_report_context
from dossier.documents.listing import list_evidence
from dossier.documents.paper import TO_FILL, Registration, build_addressees, build_recipients
from dossier.documents.score_table import percent_text
from dossier.intake.model import DocumentHead, NumberState

if TYPE_CHECKING:
    from dossier.documents.score_table import ScoreRow
    from tests.documents.conftest import Case


def rows(case: Case) -> dict[str, ScoreRow]:
    areas = case.report().score_areas
    groups = [group for area in areas for group in area.groups]
    return {row.code: row for group in groups for row in (*group.criteria, *group.leaves)} | {
        area.row.code: area.row for area in areas
    }


def test_a_draft_leaves_number_day_and_month_blank(case: Case) -> None:
    report = case.report()
    assert report.head.number == "Số:      /BC-UBND"
    assert report.head.place_date == "Hương Minh, ngày     tháng     năm 2020"
    assert "số      /BC-UBND ngày     tháng     năm 2020 của" in report.attached_to


def test_number_and_date_flow_to_head_and_appendix(case: Case) -> None:
    registered = build_report_context(
        case.campaign,
        case.unit,
        criteria=case.criteria,
        score=case.score,
        checklist=case.checklist,
        index=case.index,
        claims=case.claims,
        registration=Registration(5, dt.date(2020, 2, 9)),
    )
    assert registered.head.number == "Số: 05/BC-UBND"
    assert registered.head.place_date.endswith("ngày 09 tháng 02 năm 2020")
    assert "05/BC-UBND ngày 09 tháng 02 năm 2020" in registered.attached_to


def test_the_head_breaks_after_the_committee(case: Case) -> None:
    head = case.report().head
    assert head.parents == ("ỦY BAN NHÂN DÂN\nHUYỆN AN SƠN",)
    assert head.issuer == "ỦY BAN NHÂN DÂN\nXÃ HƯƠNG MINH"


def test_the_campaigns_own_symbol_is_used(case: Case) -> None:
    campaign = case.campaign.model_copy(update={"numbering": {"bao_cao": "BC-VP"}})
    assert replace(case, campaign=campaign).report().head.number.endswith("/BC-VP")


def test_who_signs_is_judged_on_the_deadline(case: Case) -> None:
    signature = case.report().signature
    assert signature.name == "Người Ký Hai"
    assert signature.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_without_a_signer_there_are_dots_to_fill(case: Case) -> None:
    unit = case.unit.model_copy(update={"signers": ()})
    campaign = case.campaign.model_copy(update={"units": (unit,)})
    assert replace(case, campaign=campaign).report().signature.name == TO_FILL


def test_bases_end_as_the_decree_wants(case: Case) -> None:
    bases = case.report().legal_bases
    assert [base[-1] for base in bases] == [";", ";", "."]
    assert all(base.startswith("Căn cứ ") for base in bases)


def test_a_basis_no_longer_in_force_is_not_cited(case: Case) -> None:
    late = case.campaign.calendar[0].model_copy(update={"day": dt.date(2021, 3, 1)})
    campaign = case.campaign.model_copy(update={"calendar": (late,)})
    assert not any("225/QĐ-TTg" in base for base in replace(case, campaign=campaign).report().legal_bases)


def test_a_sample_set_never_leans_on_the_decision_of_a_real_one(case: Case) -> None:
    sample = case.as_sample()
    assert any("99/2019/QĐ-UBND" in base for base in case.report().legal_bases)
    assert not any("99/2019/QĐ-UBND" in base for base in sample.report().legal_bases)
    assert sample.report().banner == sample.inventory().banner == SAMPLE_BANNER
    assert case.report().banner == ""


def test_points_have_a_decimal_comma_and_blanks_are_never_zero(case: Case) -> None:
    table = rows(case)
    assert (table["1.1.1"].points, table["1.1.2"].points) == ("1,5", "2,55")
    assert table["1.2"].points == "0"
    assert table["1.3"].points == "chưa chấm"
    assert (table["2.1"].points, table["2.1"].note) == ("", "Hội đồng chấm")
    assert table["2.2"].points == "không áp dụng"
    assert table["1"].points == "4,05"
    assert table["2"].points == ""


def test_an_empty_form_is_unscored_not_zero(case: Case) -> None:
    report = case.claiming().report()
    assert report.score_totals[0].points == report.area_total.points == "chưa chấm"
    assert report.result[0].startswith("Tổng điểm tự chấm: chưa chấm trên ")
    assert report.losses == ("Không có.",)


def test_every_total_is_the_one_value(case: Case) -> None:
    report = case.report()
    assert report.area_total.points == report.score_totals[0].points == "4,05"
    assert report.area_total.self_max == "7,5"
    assert report.result[0] == "Tổng điểm tự chấm: 4,05 trên 7,5 điểm đơn vị được tự chấm, đạt 54,00%."
    assert report.score_totals[0].note == "Đạt 54,00% của 7,5 điểm đơn vị tự chấm"


def test_what_the_council_decides_stays_blank(case: Case) -> None:
    survey, total, index = case.report().score_totals[1:]
    assert (survey.title, survey.max, survey.points) == ("Điều tra xã hội học", "5", "")
    assert (total.title, total.max, total.points) == ("Tổng điểm", "15", "")
    assert index.points == ""
    assert all(row.appraised == "" for row in rows(case).values())


def test_losses_state_points_arithmetic_and_the_units_note(case: Case) -> None:
    losses = case.report().losses
    assert losses[0] == "Có 2 tiêu chí thành phần tự chấm dưới điểm tối đa, giảm tổng cộng 2,45 điểm:"
    assert losses[1].startswith("- Tiêu chí 1.1.2 (Mức độ hoàn thành kế hoạch): tự chấm 2,55/3 điểm, giảm 0,45 điểm.")
    assert losses[1].endswith("Đơn vị ghi: Ba nhiệm vụ chuyển năm sau.")


def test_missing_proof_is_listed_with_the_explanation_as_written(case: Case) -> None:
    missing = case.report().unproved
    assert missing[0] == "Còn thiếu 1 tài liệu kiểm chứng của 1 tiêu chí:"
    assert missing[1].endswith("thiếu «Báo cáo quý III». Đơn vị giải trình: Báo cáo gửi qua hệ thống không in ra giấy.")


def test_missing_proof_without_a_word_says_so(case: Case) -> None:
    assert case.claiming().report().unproved[1].endswith("Chưa có giải trình.")


def test_the_unit_words_are_kept_and_the_inventory_numbers_added(case: Case) -> None:
    table = rows(case)
    assert table["1.1.1"].evidence == "Kế hoạch số 05/KH-UBND ngày 05/01/2020"
    assert table["1.1"].evidence == (
        "Kế hoạch số 05/KH-UBND ngày 05/01/2020: Cải cách hành chính năm 2020 (tài liệu số 1)"
    )
    written = case.claiming(Claim("1.1", evidence="Xem kế hoạch"))
    assert rows(written)["1.1"].evidence == "Xem kế hoạch\n(tài liệu số 1)"


def test_every_file_is_listed_exactly_once(case: Case) -> None:
    context = case.inventory()
    used = [row.file.split("\n")[0] for row in context.rows]
    unused = [row.path for block in context.unused for row in block.rows]
    assert sorted(used + unused) == sorted(file.path for file in case.index.files)
    assert len(set(used + unused)) == len(case.index.files)


def test_a_file_serving_several_criteria_is_one_row(case: Case) -> None:
    second = replace(case.checklist.statuses[1], matches=case.checklist.statuses[0].matches)
    checklist = replace(case.checklist, statuses=(case.checklist.statuses[0], second))
    (row,) = replace(case, checklist=checklist).inventory().rows
    assert row.codes == "1.1, 1.2"


def test_an_inventory_row_prints_the_head_and_a_short_hash(case: Case) -> None:
    (row,) = case.inventory().rows
    assert (row.title, row.reference, row.date) == (
        "Kế hoạch: Cải cách hành chính năm 2020",
        "05/KH-UBND",
        "05/01/2020",
    )
    assert row.file == "1.1/ke-hoach.pdf\nab12ab12ab12ab12"
    assert row.form == "điện tử, đã ký số"
    assert row.note == "trùng nội dung với 1.1/ban-sao.pdf"
    assert row.proof_pages == ""


def test_the_pages_that_prove_are_told_by_code(case: Case) -> None:
    first, second, *_ = case.checklist.statuses
    path = first.matches[0].path
    spans: list[tuple[int, int] | None] = [(7, 7), (3, 5), None]
    statuses = [
        replace(status, matches=tuple(replace(first.matches[0], path=path, pages=span) for span in spans[at:]))
        for at, status in ((0, first), (2, second))
    ]
    (row,) = replace(case, checklist=replace(case.checklist, statuses=tuple(statuses))).inventory().rows
    assert row.proof_pages == f"{first.leaf}: 3-5, 7"


def test_unused_files_say_why(case: Case) -> None:
    reasons = {row.path: (row.form, row.reason) for block in case.inventory().unused for row in block.rows}
    assert reasons["hong.pdf"] == ("không đọc được", "Tệp PDF bị cắt cụt")
    assert reasons["1.1/ban-sao.pdf"][1].endswith("; trùng nội dung với 1.1/ke-hoach.pdf")
    assert reasons["anh.jpg"] == ("ảnh", "Chưa khớp với tài liệu nào của bộ tiêu chí")
    assert reasons["Thumbs.db"][0] == "tệp hệ thống"


def test_a_file_that_cannot_be_opened_proves_nothing_wherever_it_was_put(case: Case) -> None:
    first = case.checklist.statuses[0]
    put = replace(first, matches=(*first.matches, replace(first.matches[0], path="hong.pdf")))
    context = replace(case, checklist=replace(case.checklist, statuses=(put, *case.checklist.statuses[1:]))).inventory()
    assert [row.number for row in context.rows] == ["1"]
    reasons = [row.reason for block in context.unused for row in block.rows if row.path == "hong.pdf"]
    assert reasons == ["Tệp PDF bị cắt cụt; đơn vị xếp vào tiêu chí 1.1"]


def test_the_report_counts_the_files_the_inventory_lists(case: Case) -> None:
    assert (
        "5 tệp: 1 tệp được dùng làm tài liệu kiểm chứng, 2 tệp chưa dùng, 1 tệp không đọc được"
        in (case.report().conduct[-1])
    )
    assert case.inventory().summary.startswith("Danh mục có 1 tài liệu (đếm được 3 trang), kiểm chứng cho 1 mã")
    assert list_evidence(case.checklist, case.index).total == 5


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (NumberState.UNREADABLE, "(không đọc được số)/KH-UBND"),
        (NumberState.BLANK, "(chưa ghi số)/KH-UBND"),
        (NumberState.ABSENT, "KH-UBND"),
    ],
)
def test_a_number_that_cannot_be_read_is_said_never_guessed(case: Case, state: NumberState, shown: str) -> None:
    head = DocumentHead(number_state=state, symbol="KH-UBND")
    files = tuple(replace(file, head=head) for file in case.index.files)
    (row,) = replace(case, index=replace(case.index, files=files)).inventory().rows
    assert row.reference == shown


def test_one_addressee_stands_on_the_line_several_below_it() -> None:
    assert build_addressees(["Sở Nội vụ"]) == ("Kính gửi: Sở Nội vụ.", ())
    assert build_addressees(["Sở Nội vụ", "Hội đồng"]) == ("Kính gửi:", ("- Sở Nội vụ;", "- Hội đồng."))


def test_recipients_end_with_the_archive_copy() -> None:
    assert build_recipients("Như trên", office="VP (02)") == ("- Như trên;", "- Lưu: VT, VP (02).")


def test_a_percentage_rounds_half_up_and_nothing_of_nothing_is_blank() -> None:
    assert percent_text(Decimal("8.4345"), Decimal(10)) == "84,35"
    assert percent_text(None, Decimal(10)) == percent_text(Decimal(0), Decimal(0)) == ""
