from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.intake import DocumentHead, parse_head
from dossier.intake.headnumber import Mark
from dossier.intake.model import NumberState
from dossier.intake.witness import repair_symbol, tidy_recognised, weigh, with_named_number, with_signed_number
from dossier.readers.model import UNSURE

DATE = "Bình Minh, ngày 14 tháng 8 năm 2020"


def letterhead(number: str = "Số: 45/KH-UBND", date: str = DATE) -> str:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    return f"ỦY BAN NHÂN DÂN\nXÃ BÌNH MINH\n{number}\n{motto}\n{date}\nKẾ HOẠCH\nRà soát năm 2020"


def head(first: str, *witnesses: str) -> DocumentHead:
    return parse_head(first.split("\n"), recognised=True, witnesses=witnesses)


def test_two_witnesses_that_agree_are_believed() -> None:
    found = head(letterhead(), letterhead(), letterhead())
    assert (found.reference, found.number_state, found.date) == ("45/KH-UBND", NumberState.READ, dt.date(2020, 8, 14))


@pytest.mark.parametrize(
    "witnesses",
    [
        (),
        (letterhead(),),
        (letterhead(), letterhead("Số: 46/KH-UBND")),
        (letterhead(), letterhead(f"Số: 4{UNSURE}/KH-UBND")),
        (letterhead(), letterhead(), letterhead("Số: 46/KH-UBND")),
        (letterhead(), letterhead("")),
    ],
    ids=["none", "one", "two that differ", "one unsure", "a third that differs", "one that saw no number"],
)
def test_a_number_without_two_agreeing_witnesses_is_unreadable(witnesses: tuple[str, ...]) -> None:
    found = head(letterhead(), *witnesses)
    assert (found.number, found.number_state, found.symbol) == (None, NumberState.UNREADABLE, "KH-UBND")
    assert found.number_readings == ("45",)


def test_a_day_without_two_agreeing_witnesses_leaves_the_year() -> None:
    found = head(letterhead(), letterhead(), letterhead(date=f"Bình Minh, ngày 1{UNSURE} tháng 8 năm 2020"))
    assert (found.number, found.date, found.year) == ("45", None, 2020)
    assert found.date_readings == ("ngày 14 tháng 8 năm 2020",)


def test_a_third_witness_settles_what_one_was_unsure_of() -> None:
    found = head(letterhead(), letterhead(f"Số: 4{UNSURE}/KH-UBND"), letterhead(), letterhead())
    assert found.number == "45"


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        ([Mark(state=NumberState.BLANK, symbol="KH-UBND")], NumberState.BLANK),
        ([Mark(state=NumberState.BLANK, symbol="KH-UBND", written="@†")], NumberState.UNREADABLE),
        ([Mark(state=NumberState.BLANK), Mark("4", NumberState.READ, written="4")], NumberState.UNREADABLE),
        ([Mark()], NumberState.ABSENT),
    ],
    ids=["nothing there", "ink that is no letter", "one sees a digit", "no number line"],
)
def test_a_blank_number_is_one_where_nobody_sees_ink(seen: list[Mark], state: NumberState) -> None:
    assert weigh(seen, []).mark.state is state


def test_an_issuer_that_a_slanted_photo_tears_is_taken_from_another_reading() -> None:
    torn = ["ỦY BAN NHÂN DÂN", "HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG", "Độc lập - Tự do - Hạnh phúc", "XÃ BÌNH MINH"]
    whole = "ỦY BẠN NHÂN DÂN\nXÃ BÌNH MINH\nSố: 45/KH-UBND\nỘI CHỦ NGHĨA VIỆT NAM"
    lines = [*torn, "Số: 45/KH-UBND", "KẾ HOẠCH"]
    assert parse_head(lines, recognised=True, guesses=[whole]).issuer == "ỦY BAN NHÂN DÂN XÃ BÌNH MINH"
    assert parse_head(lines, recognised=True).issuer is None  # whose committee is not said


def test_dust_is_no_part_of_an_issuer() -> None:
    lines = ["ỦY BAN NHÂN DÂN", "¡_ XÃ BÌNH MINH |", "Số: 45/KH-UBND", "KẾ HOẠCH"]
    assert parse_head(lines, recognised=True).issuer == "ỦY BAN NHÂN DÂN XÃ BÌNH MINH"


def test_a_red_urgency_mark_that_only_another_reading_has_is_kept() -> None:
    found = parse_head(letterhead().split("\n"), recognised=True, guesses=["HỎA TỐC"])
    assert found.urgency == "HỎA TỐC"


def test_pen_over_print_is_an_unreadable_number() -> None:
    found = head(letterhead("Số: /WƒUBND"))
    assert (found.number_state, found.issuer) == (NumberState.UNREADABLE, "ỦY BAN NHÂN DÂN XÃ BÌNH MINH")


@pytest.mark.parametrize(
    ("line", "tidy"),
    [
        ("Sô: 45/KH-UBND", "Số: 45/KH-UBND"),
        ("| Sá:45/KH-UBND", "Số: 45/KH-UBND"),
        ("Số: 2676. /QĐÐ-BGDĐT", "Số: 2676/QĐ-BGDĐT"),
        ("Số: //4/UBND-VP", "Số: ||4/UBND-VP"),
        ("Số: 12/2019/QĐ-UBND", "Số: 12/2019/QĐ-UBND"),
        ("Hà Nội ngày24tháng9 năm 2025", "Hà Nội, ngày 24 tháng 9 năm 2025"),
        ("Hà Nội, ngày 03. tháng I0năm 2025", "Hà Nội, ngày 03 tháng 10 năm 2025"),
        ("ÚY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN"),
        ("TÍNH AN SƠN", "TỈNH AN SƠN"),
        ("Số lượng: 5 người", "Số lượng: 5 người"),
    ],
)
def test_misprints_of_ocr_are_undone_and_digits_left_alone(line: str, tidy: str) -> None:
    assert tidy_recognised(line) == tidy


@given(st.text(max_size=80))
def test_tidying_makes_up_no_digit_but_the_one_of_a_month(line: str) -> None:
    before = [char for char in line if char.isdigit()]
    after = [char for char in tidy_recognised(line) if char.isdigit()]
    assert len(after) <= len(before) + line.count("I") + line.count("l")
    assert [char for char in after if char != "1"] == [char for char in before if char != "1"]


@pytest.mark.parametrize(
    ("symbol", "repaired"),
    [
        ("TIr-UBND", "TTr-UBND"),
        ("QD-UBND", "QĐ-UBND"),
        ("2020/QD-UBND", "2020/QĐ-UBND"),
        ("KH-UBND", "KH-UBND"),
        ("STTTT-CNTT", "STTTT-CNTT"),
        ("HD-SNV", "HD-SNV"),
    ],
)
def test_known_codes_are_repaired_and_strange_ones_kept(symbol: str, repaired: str) -> None:
    assert repair_symbol(symbol) == repaired


def unsettled(*readings: str) -> DocumentHead:
    return DocumentHead(number_state=NumberState.UNREADABLE, symbol="KH-UBND", number_readings=readings)


@pytest.mark.parametrize(
    ("readings", "name", "number"),
    [
        (("4S", "45"), "45 KH ra soat.pdf", "45"),
        (("045",), "KH-45.pdf", "045"),
        (("45",), "46 KH.pdf", None),
        (("4",), "4. Ke hoach.pdf", None),  # an ordinal
        (("45", "46"), "45 va 46.pdf", None),
        (("20",), "KH nam 2020.pdf", None),
        (("12",), "KH 12.5.2020.pdf", None),  # a date
        (("25",), "KH_20250510_124909.pdf", None),
        ((), "45 KH.pdf", None),
    ],
)
def test_a_file_s_name_may_bear_out_one_reading(readings: tuple[str, ...], name: str, number: str | None) -> None:
    found = with_named_number(unsettled(*readings), name)
    assert (found.number, found.number_state is NumberState.READ) == (number, number is not None)


@pytest.mark.parametrize(
    ("readings", "symbol"),
    [
        pytest.param(("KH-UBND",), "KH-UBND", id="all parts known"),
        pytest.param(("KH-XYZ",), None, id="an unknown body, once"),
        pytest.param(("KH-XYZ", "KH-XYZ"), "KH-XYZ", id="an unknown body, twice"),
        pytest.param(("KEf-UBND", "KJ-UBND"), None, id="two spoilt codes"),
        pytest.param(("KH", "KH"), None, id="what a stamp leaves"),
        pytest.param(("KH.UBND",), "KH-UBND", id="a speck for a hyphen"),
        pytest.param(("BC-UBND",), None, id="another type than the title's"),
    ],
)
def test_a_symbol_is_known_or_agreed_on_or_left_out(readings: tuple[str, ...], symbol: str | None) -> None:
    first, *others = (letterhead(f"Số: 45/{reading}").split("\n") for reading in readings)
    found = parse_head(first, recognised=True, guesses=["\n".join(lines) for lines in others])
    assert found.symbol == symbol


def test_a_guidance_that_ocr_takes_for_a_contract_by_its_symbol_is_repaired() -> None:
    lines = letterhead("Số: 45/HĐ-UBND").replace("KẾ HOẠCH", "HƯỚNG DẪN").split("\n")
    assert parse_head(lines, recognised=True).symbol == "HD-UBND"


@pytest.mark.parametrize(
    "appearance",
    ["45", "Số: 45", "Số: 45/KH-UBND\nKý bởi: Ủy ban nhân dân xã Bình Minh\nNgày ký: 14/8/2020 16:45:07"],
    ids=["alone", "with its word", "among other words"],
)
def test_a_number_that_the_signing_tool_wrote_settles_a_reading(appearance: str) -> None:
    found = with_signed_number(head(letterhead()), appearance)
    assert (found.reference, found.number_state, found.number_readings) == ("45/KH-UBND", NumberState.READ, ())


@pytest.mark.parametrize(
    "appearance",
    ["", "Số: 46", "Ngày ký: 14/8/2020 16:45:07", "Giờ ký 45 phút"],
    ids=["silent", "another number", "a time", "digits in a sentence"],
)
def test_other_words_of_a_signing_tool_settle_nothing(appearance: str) -> None:
    assert with_signed_number(head(letterhead()), appearance) == head(letterhead())
