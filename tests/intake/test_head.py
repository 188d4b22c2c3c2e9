from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.doctypes import CODES, NAMES
from dossier.intake import parse_head
from dossier.intake.doctypes import type_of_symbol, type_of_title
from dossier.intake.model import NumberState

MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def plan(number: str = "Số: 05/KH-UBND", date: str = "Xã Mẫu, ngày 05 tháng 01 năm 2020") -> list[str]:
    return [
        "ỦY BAN NHÂN DÂN",
        "XÃ MẪU",
        number,
        *MOTTO,
        date,
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2020",
        "trên địa bàn xã Mẫu",
        "Căn cứ Kế hoạch số 456/KH-UBND ngày 20/12/2019 của Ủy ban nhân dân huyện;",
        "Ủy ban nhân dân xã ban hành kế hoạch như sau:",
        "Nơi nhận:",
        "- UBND huyện;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Văn Mẫu",
    ]


def test_a_plan_in_official_form() -> None:
    head = parse_head(plan())
    assert (head.number, head.number_state, head.symbol) == ("05", NumberState.READ, "KH-UBND")
    assert (head.date, head.year) == (dt.date(2020, 1, 5), 2020)
    assert (head.type, head.subject) == ("Kế hoạch", "Cải cách hành chính năm 2020 trên địa bàn xã Mẫu")
    assert head.subject_years == (2020,)
    assert (head.issuer, head.parent) == ("ỦY BAN NHÂN DÂN XÃ MẪU", None)
    assert (head.signer, head.signer_title) == ("Lê Văn Mẫu", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH")
    assert [citation.reference for citation in head.cites] == ["456/KH-UBND"]
    assert (head.draft_words, head.annex_of) == (None, None)


@pytest.mark.parametrize(
    ("line", "state", "number"),
    [
        ("Số: 05/KH-UBND", NumberState.READ, "05"),
        ("Số 05 /KH-UBND", NumberState.READ, "05"),
        ("Số: 1 05/KH-UBND", NumberState.READ, "105"),
        ("Số:          /KH-UBND", NumberState.BLANK, None),
        ("Số: ……/KH-UBND", NumberState.BLANK, None),
        ("Số: xx/KH-UBND", NumberState.BLANK, None),
        ("Số: {{ so }}/KH-UBND", NumberState.BLANK, None),
        ("Số: 7Ú/KH-UBND", NumberState.UNREADABLE, None),
        ("Số: l05/KH-UBND", NumberState.UNREADABLE, None),
    ],
)
def test_a_number_is_read_blank_or_unreadable_but_never_guessed(
    line: str, state: NumberState, number: str | None
) -> None:
    head = parse_head(plan(line))
    assert (head.number_state, head.number, head.symbol) == (state, number, "KH-UBND")


def test_without_a_number_line_the_number_is_absent_though_others_are_cited() -> None:
    head = parse_head([line for line in plan() if not line.startswith("Số")])
    assert (head.number_state, head.number, head.symbol) == (NumberState.ABSENT, None, None)


@pytest.mark.parametrize(
    ("line", "symbol", "reference"),
    [
        ("Số: 52/2019/QĐ-UBND", "2019/QĐ-UBND", "52/2019/QĐ-UBND"),
        ("Số 15-NQ/ĐU", "NQ/ĐU", "15-NQ/ĐU"),
        ("Luật số: 56/2010/QH12", "2010/QH12", "56/2010/QH12"),
        ("Số: 93 QĐ/UB", "QĐ/UB", "93-QĐ/UB"),
        ("Số: 12/SNV-CCHC&VTLT", "SNV-CCHC&VTLT", "12/SNV-CCHC&VTLT"),
        ("Số: 12/QĐ - UBND", "QĐ-UBND", "12/QĐ-UBND"),
    ],
)
def test_symbols(line: str, symbol: str, reference: str) -> None:
    head = parse_head(plan(line))
    assert (head.symbol, head.reference) == (symbol, reference)


@pytest.mark.parametrize(
    ("line", "date", "year"),
    [
        ("Xã Mẫu, ngày 5 tháng 3 năm 2020", dt.date(2020, 3, 5), 2020),
        ("Xã Mẫu, ngày12 tháng12năm 2025", dt.date(2025, 12, 12), 2025),
        ("Xã Mẫu, ngày      tháng 01 năm 2026", None, 2026),
        ("Xã Mẫu, ngày … tháng … năm 2026", None, 2026),
        ("Xã Mẫu, ngày 31 tháng 02 năm 2026", None, 2026),
        ("Xã Mẫu, ngày 1Ú tháng 02 năm 2026", None, 2026),
        ("Xã Mẫu", None, None),
    ],
)
def test_a_date_is_whole_or_a_year_or_nothing(line: str, date: dt.date | None, year: int | None) -> None:
    head = parse_head(plan(date=line))
    assert (head.date, head.year) == (date, year)


def letter(*about: str) -> list[str]:
    return ["UBND HUYỆN MẪU", "PHÒNG NỘI VỤ", "Số: 45/PNV", *about, *MOTTO, "Huyện Mẫu, ngày 02 tháng 3 năm 2020"]


def test_a_letter_is_known_by_its_subject_and_addressee() -> None:
    lines = [*letter("V/v góp ý dự thảo", "Kế hoạch", "năm 2021"), "Kính gửi: UBND xã Mẫu", "Dự thảo gửi kèm."]
    head = parse_head(lines)
    assert (head.type, head.subject) == ("Công văn", "góp ý dự thảo Kế hoạch năm 2021")
    assert (head.issuer, head.parent) == ("PHÒNG NỘI VỤ", "UBND HUYỆN MẪU")
    assert head.draft_words is None  # it is about a draft, not a draft itself


def test_a_date_in_the_subject_is_not_the_documents() -> None:
    lines = letter("V/v họp giao ban", "ngày 15 tháng 4 năm 2020")
    head = parse_head([*lines, "Kính gửi: UBND xã Mẫu"])
    assert head.date == dt.date(2020, 3, 2)


def test_columns_of_one_line_are_parted() -> None:
    head = parse_head(
        [
            "UBND XÃ MẪU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 7/BC-UBND Xã Mẫu, ngày 01 tháng 7 năm 2020",
            "BÁO CÁO",
            "Kết quả năm 2020",
        ]
    )
    assert (head.issuer, head.reference, head.date) == ("UBND XÃ MẪU", "7/BC-UBND", dt.date(2020, 7, 1))


def test_ocr_lines_give_type_symbol_and_year_but_no_number_and_no_day() -> None:
    head = parse_head(plan(), recognised=True)
    assert (head.number, head.number_state, head.symbol) == (None, NumberState.UNREADABLE, "KH-UBND")
    assert (head.date, head.year, head.type) == (None, 2020, "Kế hoạch")


def test_a_title_that_ocr_bends_is_no_name() -> None:
    lines = [*plan()[:-4], "TM. ỦY BAN NHÂN DÂN", "TT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Mẫu"]
    assert parse_head(lines, recognised=True).signer == "Lê Văn Mẫu"


def test_an_edge_mark_makes_a_weak_number_and_an_annex() -> None:
    head = parse_head(
        [
            "Số: 2775/SNV-CCHC&amp;VTLT; 10/11/2025; 11:00:27;",
            "Phụ lục II:",
            "HƯỚNG DẪN TỰ ĐÁNH GIÁ NĂM 2025",
            "(Kèm theo Công văn số       /SNV-CCHC&VTLT ngày     tháng 11 năm 2025 của Sở Nội vụ)",
        ]
    )
    assert (head.annex_of, head.reference) == ("2775/SNV-CCHC&VTLT", "2775/SNV-CCHC&VTLT")
    assert (head.date, head.type, head.issuer) == (dt.date(2025, 11, 10), "Hướng dẫn", "Sở Nội vụ")


def test_an_edge_mark_on_a_page_with_its_own_number_changes_nothing() -> None:
    head = parse_head(["Số: 99/UBND-VP; 10/11/2025; 11:00:27;", *plan()])
    assert (head.reference, head.annex_of) == ("05/KH-UBND", None)


def test_an_annex_names_its_parent_and_borrows_neither_number_nor_date() -> None:
    head = parse_head(
        [
            "PHỤ LỤC I",
            "DANH MỤC THỦ TỤC HÀNH CHÍNH",
            "(Kèm theo Quyết định số 12/QĐ-UBND",
            "ngày 05 tháng 3 năm 2020 của Ủy ban nhân dân xã Mẫu)",
            "Kế hoạch",
        ]
    )
    assert (head.annex_of, head.number_state, head.date) == ("12/QĐ-UBND", NumberState.ABSENT, None)
    assert (head.type, head.issuer) == ("Danh mục", "Ủy ban nhân dân xã Mẫu")


def test_a_decision_is_signed_below_not_in_its_heading() -> None:
    head = parse_head(
        [
            *plan("Số: 12/QĐ-UBND")[:6],
            "QUYẾT ĐỊNH",
            "Về việc thành lập Tổ giúp việc",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU",
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
            "QUYẾT ĐỊNH:",
            "Điều 1. Thành lập Tổ.",
            "CHỦ TỊCH",
            "Nơi nhận:",
            "- Như Điều 3;",
            "Trần Thị Mẫu",
            "Phụ lục",
            "Nguyễn Văn Khác",
        ]
    )
    assert head.subject == "Về việc thành lập Tổ giúp việc"
    assert (head.signer, head.signer_title) == ("Trần Thị Mẫu", "CHỦ TỊCH")


@pytest.mark.parametrize(
    ("lines", "margins", "words"),
    [
        (["DỰ THẢO", *plan()], "", "DỰ THẢO"),
        (["(Dự thảo lần 2)", *plan()], "", "(Dự thảo lần 2)"),
        (plan(), "Dự thảo lần 3\n2", "Dự thảo lần 3"),
        (plan(), "2", None),
    ],
)
def test_draft_words(lines: list[str], margins: str, words: str | None) -> None:
    head = parse_head(lines, margins=margins)
    assert head.draft_words == words
    assert head.issuer == "ỦY BAN NHÂN DÂN XÃ MẪU"


@pytest.mark.parametrize(
    ("subject", "years"),
    [
        ("Kế hoạch giai đoạn 2021 - 2025", (2021, 2025)),
        ("Báo cáo năm 2019 và kế hoạch năm 2020", (2019, 2020)),
        ("Triển khai Quyết định số 52/2019/QĐ-UBND ngày 05/01/2018", ()),
        ("Kiểm tra tháng 12/2020", (2020,)),
    ],
)
def test_years_the_subject_is_about(subject: str, years: tuple[int, ...]) -> None:
    lines = plan()
    lines[7:9] = [subject]
    assert parse_head(lines).subject_years == years


def test_forms_are_left_without_fields() -> None:
    head = parse_head(["ĐƠN XIN NGHỈ PHÉP", "Họ và tên: Lê Văn Mẫu", "Số điện thoại: 0123", "Ngày 3 tháng 4 năm 2020"])
    assert (head.number_state, head.symbol, head.type, head.issuer) == (NumberState.ABSENT, None, None, None)


def test_type_names_and_codes() -> None:
    assert type_of_title("Q U Y Ế T  Đ Ị N H") == ("Quyết định", "")
    assert type_of_title("THÔNG TƯ LIÊN TỊCH") == ("Thông tư liên tịch", "")
    assert type_of_title("BÁO CÁO Kết quả") == ("Báo cáo", "Kết quả")
    assert type_of_title("Báo cáo kết quả năm") is None
    assert type_of_symbol("2019/QĐ-UBND") == "Quyết định"
    assert (type_of_symbol("HD-SNV"), type_of_symbol("HĐ-SNV")) == ("Hướng dẫn", "Hợp đồng")
    assert type_of_symbol("TTR-UBND") == "Tờ trình"
    assert type_of_symbol("SNV-CCHC") is None
    assert len(set(NAMES)) == len(NAMES) >= 40
    assert len(CODES) > 35


@given(st.lists(st.text(max_size=60), max_size=60))
def test_any_lines_give_a_head_and_never_a_number_that_is_not_written(lines: list[str]) -> None:
    head = parse_head(lines)
    assert head.number is None or any(digit in "".join(lines) for digit in head.number)
