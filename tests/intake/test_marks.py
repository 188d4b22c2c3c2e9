from __future__ import annotations

import pytest

from dossier.intake import parse_head
from dossier.intake.marks import find_secrecy, find_urgency, without_stamps

HEAD = ["UBND HUYỆN AN SƠN", "PHÒNG NỘI VỤ"]


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        (["MẬT", *HEAD], "MẬT"),
        ([*HEAD, "TỐI MẬT"], "TỐI MẬT"),
        ([*HEAD, "[ TUYỆT MẬT ]"], "TUYỆT MẬT"),
        ([*HEAD, "| MẬT | Số: 12/BC-PNV"], None),  # not all capitals: no stamp line
        ([*HEAD, "| MẬT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], "MẬT"),
        ([*HEAD, "MẠT"], "MẬT"),  # what OCR makes of it
        ([*HEAD, "Độ mật: Tối mật"], "TỐI MẬT"),
        ([*HEAD, "Về việc bảo mật thông tin", "Xác thực & Bảo mật"], None),
        ([*HEAD, "BẢO MẬT THÔNG TIN"], None),
        ([*HEAD, "Bí mật nhà nước"], None),
        ([*HEAD, "Mật"], None),
        (["CÓ MẶT", *HEAD], None),
        ([*HEAD, *["Nội dung."] * 60, "MẬT"], None),  # far below the head: a heading in a list
        ([], None),
    ],
)
def test_a_secrecy_stamp_is_its_own_line_of_capitals(lines: list[str], mark: str | None) -> None:
    assert find_secrecy(lines) == mark


@pytest.mark.parametrize(
    ("line", "urgency"),
    [
        ("HỎA TỐC", "HỎA TỐC"),
        ("HOẢ TỐC", "HỎA TỐC"),
        ("THƯỢNG KHẨN", "THƯỢNG KHẨN"),
        ("KHẨN", "KHẨN"),
        ("Khẩn trương", None),
    ],
)
def test_urgency(line: str, urgency: str | None) -> None:
    assert find_urgency([*HEAD, line]) == urgency


def own(*lines: str) -> tuple[str | None, str | None]:
    head = parse_head([*HEAD, *lines, "BÁO CÁO", "Kết quả năm 2020"])
    return head.reference, str(head.date) if head.date else None


def test_an_incoming_stamp_gives_neither_number_nor_date() -> None:
    stamp = ["CÔNG VĂN ĐẾN", "Số: 1234", "Ngày: 05/8/2020", "Chuyển: Văn phòng"]
    assert own(*stamp, "Số: 12/BC-PNV", "An Sơn, ngày 03 tháng 8 năm 2020") == ("12/BC-PNV", "2020-08-03")
    assert own(*stamp) == (None, None)


def test_a_bare_number_of_a_stamp_is_nobody_s() -> None:
    assert parse_head([*HEAD, "ĐẾN", "Số: 1234", "BÁO CÁO"]).number is None
    assert parse_head([*HEAD, "Số: 1234", "BÁO CÁO"]).number == "1234"


def test_a_copy_block_gives_no_number() -> None:
    copy = ["SAO Y BẢN CHÍNH", "Số: 77/SY-UBND"]
    assert own(*copy, "Số: 12/BC-PNV", "An Sơn, ngày 03 tháng 8 năm 2020")[0] == "12/BC-PNV"
    assert own(*copy) == (None, None)


def test_a_stamp_takes_away_no_more_than_itself() -> None:
    lines = [
        "ĐẾN",
        "Số: 1234",
        "Ngày: 05/8/2020",
        "Số: 12/BC-PNV",
        "Nơi nhận:",
        "Đến năm 2025, phấn đấu",
        "Ngày làm việc",
    ]
    assert list(without_stamps(lines)) == ["Số: 12/BC-PNV", "Nơi nhận:", "Đến năm 2025, phấn đấu", "Ngày làm việc"]
