import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dossier.errors import BadInputError
from dossier.intake.model import DocumentHead, DocumentPart, EvidenceFile, EvidenceIndex, FileKind, NumberState, Reading
from dossier.intake.register import (
    RegisterEntry,
    confirm_by_register,
    load_register,
    merge_registers,
    read_register,
    write_register,
)

HEADER = ("TT", "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu")
ENTRY = RegisterEntry("75", "BC-UBND", dt.date(2020, 8, 14), "Báo cáo kết quả rà soát văn bản quy phạm pháp luật")


def book(tmp_path: Path, *rows: tuple[Any, ...]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"])
    for row in (HEADER, tuple(range(1, 8)), *rows):
        sheet.append(row)
    path = tmp_path / "so.xlsx"
    workbook.save(path)
    return path


def scan(**head: Any) -> EvidenceFile:
    values: dict[str, Any] = {"number_state": NumberState.UNREADABLE, "symbol": "BC-UBND", **head}
    return EvidenceFile("a.pdf", 1, 1, FileKind.PDF, Reading.READ, head=DocumentHead(**values))


def confirmed(file: EvidenceFile, *entries: RegisterEntry) -> EvidenceFile:
    return confirm_by_register(EvidenceIndex("xa-a", (file,)), entries).files[0]


def test_a_register_is_read_by_its_headings(tmp_path: Path) -> None:
    row = (1, dt.date(2020, 8, 17), 301, "UBND xã A", "075/BC-UBND", dt.date(2020, 8, 14), "Báo cáo rà soát")
    (entry,), problems = read_register(book(tmp_path, row))
    assert problems == ()
    assert (entry.number, entry.symbol, entry.date) == ("75", "BC-UBND", dt.date(2020, 8, 14))
    assert entry.arrived == dt.date(2020, 8, 17)
    assert entry.where.endswith("!E4")


def test_a_row_that_cannot_be_read_is_listed_with_its_cell(tmp_path: Path) -> None:
    rows = [(1, "", "", "", "không số", "14/8/2020", "x"), (2, "", "", "", "12/KH-UBND", "31/02/2020", "y")]
    entries, problems = read_register(book(tmp_path, *rows))
    assert entries == ()
    assert [problem.rule for problem in problems] == ["REG01", "REG01"]
    assert "31/02/2020" in problems[1].message


def test_a_workbook_of_another_kind_is_refused(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["Họ và tên", "Ngày sinh"])
    workbook.save(tmp_path / "x.xlsx")
    with pytest.raises(BadInputError, match="Số, ký hiệu"):
        read_register(tmp_path / "x.xlsx")


def test_importing_twice_adds_nothing_and_a_contradiction_is_kept_out(tmp_path: Path) -> None:
    merged, contrary = merge_registers([ENTRY], [ENTRY])
    assert (merged, contrary) == ((ENTRY,), ())
    other = RegisterEntry("75", "BC-UBND", dt.date(2020, 9, 1))
    merged, contrary = merge_registers([ENTRY], [other])
    assert (merged, contrary) == ((ENTRY,), (other,))
    write_register(tmp_path / "so.json", merged)
    assert load_register(tmp_path / "so.json") == merged


def test_an_unsure_number_is_settled_by_reading_and_date() -> None:
    file = confirmed(scan(number_readings=("15", "75"), date=dt.date(2020, 8, 14)), ENTRY)
    assert (file.head.number, file.head.number_state) == ("75", NumberState.READ)
    assert [problem.rule for problem in file.problems] == ["REG02"]


def test_an_unsure_number_is_settled_by_reading_and_subject() -> None:
    file = confirmed(
        scan(number_readings=("75",), year=2020, subject="Kết quả rà soát văn bản quy phạm pháp luật"), ENTRY
    )
    assert file.head.date == dt.date(2020, 8, 14)


@pytest.mark.parametrize(
    ("why", "head"),
    [
        ("no reading is in the register", {"number_readings": ("15",), "date": dt.date(2020, 8, 14)}),
        ("another date", {"number_readings": ("75",), "date": dt.date(2020, 8, 15)}),
        ("another year", {"number_readings": ("75",), "year": 2019, "subject": ENTRY.subject}),
        ("another symbol", {"number_readings": ("75",), "date": dt.date(2020, 8, 14), "symbol": "KH-UBND"}),
        ("number alone, no second witness", {"number_readings": ("75",), "year": 2020}),
    ],
)
def test_one_witness_is_not_enough(why: str, head: dict[str, Any]) -> None:
    assert confirmed(scan(**head), ENTRY).head.number is None, why


def test_two_fitting_entries_settle_nothing() -> None:
    twin = RegisterEntry("15", "BC-UBND", dt.date(2020, 8, 14))
    assert confirmed(scan(number_readings=("15", "75"), date=dt.date(2020, 8, 14)), ENTRY, twin).head.number is None


def test_a_printed_date_that_differs_from_the_register_is_told() -> None:
    file = confirmed(scan(number="75", number_state=NumberState.READ, date=dt.date(2020, 8, 24)), ENTRY)
    assert [problem.rule for problem in file.problems] == ["REG03"]
    assert file.head.date == dt.date(2020, 8, 24)


REPORT: dict[str, Any] = {
    "number": "05",
    "number_state": NumberState.READ,
    "symbol": "BC-UBND",
    "date": dt.date(2020, 6, 15),
    "issuer": "ỦY BAN NHÂN DÂN XÃ BÌNH AN",
    "subject": "Kết quả cải cách hành chính quý II năm 2020",
}


def came(day: int, **fields: Any) -> RegisterEntry:
    known: dict[str, Any] = {"date": REPORT["date"], "issuer": "UBND xã Bình An", "arrived": dt.date(2020, 6, day)}
    return RegisterEntry("5", "BC-UBND", **(known | fields))


@pytest.mark.parametrize(
    "entry",
    [
        came(18),
        came(18, issuer="UBND xã Bình An, huyện An Sơn"),
        came(18, issuer="", subject="Báo cáo kết quả cải cách hành chính quý II năm 2020"),
        came(18, issuer="", unit="xa-a"),
    ],
    ids=["by body", "body with the district", "by subject", "the unit's own register"],
)
def test_the_register_tells_when_a_document_arrived(entry: RegisterEntry) -> None:
    assert confirmed(scan(**REPORT), entry).arrived == dt.date(2020, 6, 18)


@pytest.mark.parametrize(
    ("why", "entry"),
    [
        ("another commune's number 05", came(18, issuer="UBND xã Bình An Tây")),
        ("nobody's row", came(18, issuer="")),
        ("another date", came(18, date=dt.date(2020, 6, 14))),
        ("a register of outgoing documents", came(18, arrived=None)),
    ],
)
def test_an_arrival_is_never_taken_from_another_document(why: str, entry: RegisterEntry) -> None:
    assert confirmed(scan(**REPORT), entry).arrived is None, why


def test_the_first_arrival_counts() -> None:
    assert confirmed(scan(**REPORT), came(20, unit="xa-a"), came(18)).arrived == dt.date(2020, 6, 18)


def test_each_document_of_a_stack_has_its_own_arrival() -> None:
    first = scan(**REPORT)
    parts = (DocumentPart(1, 2, first.head), DocumentPart(3, 3, DocumentHead(**{**REPORT, "number": "06"})))
    later = replace(came(22), number="6")
    found = confirmed(replace(first, parts=parts), came(18), later).parts
    assert [part.arrived for part in found] == [dt.date(2020, 6, 18), dt.date(2020, 6, 22)]


def test_a_number_settled_by_the_register_brings_its_arrival() -> None:
    file = confirmed(scan(number_readings=("05", "65"), date=REPORT["date"], issuer=REPORT["issuer"]), came(18))
    assert (file.head.number, file.arrived) == ("05", dt.date(2020, 6, 18))


def test_one_number_of_two_communes_is_two_entries() -> None:
    merged, contrary = merge_registers([came(18)], [came(19, issuer="UBND xã Bình Hòa", date=dt.date(2020, 6, 16))])
    assert (len(merged), contrary) == (2, ())


def test_an_arrival_is_added_to_what_was_sent_and_a_second_one_refused() -> None:
    merged, _ = merge_registers([came(18, arrived=None)], [came(18)])
    assert merged == (came(18),)
    assert merge_registers(merged, [came(21)]) == ((came(18),), (came(21),))
