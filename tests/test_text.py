import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import text

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệ ĐÀẢÃÁẠ-'", max_size=30)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hoà Đông", "hòa đông"),
        ("Hòa  Đông", "Hoà\u00a0Đông"),
        ("Ðắk Nông", "Đắk Nông"),
        ("B’Lao", "B'Lao"),
        ("Cam Ly – Đà Lạt", "Cam Ly - Đà Lạt"),
        ("Ủy ban", "Uỷ ban"),
    ],
)
def test_spellings_of_one_name_share_a_key(left: str, right: str) -> None:
    assert text.fold(left) == text.fold(right)


@given(VIETNAMESE)
def test_fold_is_idempotent_and_blind_to_unicode_form(value: str) -> None:
    import unicodedata

    assert text.fold(text.fold(value)) == text.fold(value)
    assert text.fold(unicodedata.normalize("NFD", value)) == text.fold(value)


def test_lists_sort_as_the_vietnamese_alphabet_says() -> None:
    names = ["xã Đông", "xã Dương", "xã Ân", "xã An", "xã Ăn", "phường 10", "phường 9", "xã Hòa", "xã Hoa", "xã Hóa"]
    expected = ["phường 9", "phường 10", "xã An", "xã Ăn", "xã Ân", "xã Dương", "xã Đông", "xã Hoa", "xã Hòa", "xã Hóa"]
    assert sorted(names, key=text.collation_key) == expected


def test_codes_sort_by_number() -> None:
    assert sorted(["1.10", "1.9", "1", "10.1", "2.1", "1.9/b", "1.9/a"], key=text.code_key) == [
        "1",
        "1.9",
        "1.9/a",
        "1.9/b",
        "1.10",
        "2.1",
        "10.1",
    ]


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [("7.50", None, "7,5"), ("10", None, "10"), ("100", None, "100"), ("0.25", 2, "0,25"), ("70", 2, "70,00")],
)
def test_numbers_are_printed_with_a_comma(value: str, places: int | None, printed: str) -> None:
    assert text.official_decimal(Decimal(value), places=places) == printed


@given(st.decimals(min_value=0, max_value=10_000, places=3, allow_nan=False))
def test_printed_numbers_read_back_as_themselves(value: Decimal) -> None:
    assert text.parse_decimal(text.official_decimal(value)) == value


@pytest.mark.parametrize("typed", ["", "abc", "1.234,5", "1,2,3", "--1", "1e3", "½"])
def test_uncertain_numbers_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="không phải là số"):
        text.parse_decimal(typed)


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (dt.date(2020, 3, 5), "ngày 05 tháng 3 năm 2020"),
        (dt.date(2020, 2, 15), "ngày 15 tháng 02 năm 2020"),
        (dt.date(2020, 10, 1), "ngày 01 tháng 10 năm 2020"),
    ],
)
def test_dates_take_zeros_as_the_decree_says(day: dt.date, printed: str) -> None:
    assert text.official_date(day) == printed


@pytest.mark.parametrize(
    ("name", "made"),
    [("Báo cáo Đông / Tây?.docx", "bao-cao-dong-tay-docx"), ("CON", "con-"), ("…", "khong-ten"), ("Lpt1", "lpt1-")],
)
def test_made_file_names_are_safe_on_windows(name: str, made: str) -> None:
    assert text.ascii_name(name) == made


@pytest.mark.parametrize("value", ["a\u0332b", "x\u20d7", "Ế\u0483", "ho\u0300a\u0323", "đ\u034fĐ", "\u0301"])
def test_a_key_has_no_mark_of_any_script(value: str) -> None:
    assert not any(unicodedata.combining(char) for char in text.fold(value))
