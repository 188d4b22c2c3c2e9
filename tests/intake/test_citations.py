from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.intake import parse_citations


@pytest.mark.parametrize(
    ("text", "reference", "date"),
    [
        ("Kế hoạch số 05/KH-UBND ngày 05/01/2020", "05/KH-UBND", dt.date(2020, 1, 5)),
        ("KH 05/KH-UBND ngày 05 tháng 01 năm 2020", "05/KH-UBND", dt.date(2020, 1, 5)),
        ("QĐ số 52/2019/QĐ-UBND", "52/2019/QĐ-UBND", None),
        ("Công văn số 215/SNV-CCHC&VTLT ngày 14/01/2026", "215/SNV-CCHC&VTLT", dt.date(2026, 1, 14)),
        ("Nghị quyết số 202/2025/QH15, ngày 12.6.2025", "202/2025/QH15", dt.date(2025, 6, 12)),
        ("BC số 99 /BC - UBND (ngày 30-12-2019)", "99/BC-UBND", dt.date(2019, 12, 30)),
        ("Nghị quyết số 15-NQ/ĐU ngày 01/02/2024", "15-NQ/ĐU", dt.date(2024, 2, 1)),
        ("Nghị quyết 30c/NQ-CP", "30c/NQ-CP", None),
        ("công văn số 12/CV", "12/CV", None),
        ("văn bản số 7/BTTTT-ƯDCNTT", "7/BTTTT-ƯDCNTT", None),
        ("Kèm theo Công văn số       /SNV-CCHC ngày     tháng 11 năm 2025", "SNV-CCHC", None),
        ("Nghị định số 118/2025/NĐ-\nCP của Chính phủ", "118/2025/NĐ-CP", None),
        ("Kế hoạch số 05/KH-UBND ngày 31/02/2020", "05/KH-UBND", None),
    ],
)
def test_forms_of_citing(text: str, reference: str, date: dt.date | None) -> None:
    (citation,) = parse_citations(text)
    assert (citation.reference, citation.date) == (reference, date)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ngày 05/01/2020",
        "tốc độ 60 km/h, trực 24/24h, 01/Người",
        "Luật Tổ chức chính quyền địa phương ngày 16/6/2025",
        "điểm 1/TC 1.1",
        "số 12/Kế hoạch",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert parse_citations(text) == ()


def test_a_symbol_is_taken_whole_or_not_at_all() -> None:
    assert [c.symbol for c in parse_citations("số 12/QĐ-BNV, Công văn số 13/BNV-CCHC")] == ["QĐ-BNV", "BNV-CCHC"]
    assert parse_citations("số 12/TTr-Ủy") == ()


def test_order_is_kept_and_repeats_are_dropped() -> None:
    text = "số 2/KH-UBND và số 1/KH-UBND ngày 01/01/2020, lại số 2/KH-UBND; số 1/KH-UBND ngày 02/01/2020"
    found = [(c.number, c.date) for c in parse_citations(text)]
    assert found == [("2", None), ("1", dt.date(2020, 1, 1)), ("1", dt.date(2020, 1, 2))]


def test_the_words_found_name_type_and_date() -> None:
    (citation,) = parse_citations("theo Kế hoạch số 05/KH-UBND ngày 05/01/2020 của xã")
    assert citation.text == "Kế hoạch số 05/KH-UBND ngày 05/01/2020"


@given(
    number=st.integers(1, 99_999),
    code=st.sampled_from(["KH-UBND", "TTr-SNV", "SNV-CCHC&VTLT", "2019/QĐ-UBND", "QĐ-BCĐ138"]),
    date=st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)),
)
def test_what_is_written_in_official_form_is_read_back(number: int, code: str, date: dt.date) -> None:
    text = f"Căn cứ văn bản số {number:02d}/{code} ngày {date.day:02d} tháng {date.month} năm {date.year} của xã;"
    (citation,) = parse_citations(text)
    assert (citation.number, citation.symbol, citation.date) == (f"{number:02d}", code, date)


def test_importing_nouns_and_citations_loads_no_reader() -> None:
    code = (
        "import sys, dossier.intake.model, dossier.intake.citations, dossier.intake\n"
        "heavy = {'sqlite3', 'openpyxl', 'pypdfium2', 'pikepdf', 'docx', 'lxml', 'PIL', 'python_calamine'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
