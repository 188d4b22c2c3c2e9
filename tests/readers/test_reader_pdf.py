from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.readers import FileKind, Reading, read_content
from dossier.readers.legibility import has_marks, is_legible
from dossier.readers.pdflines import clean

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERHEAD = [
    (60, 780, "UBND XÃ MẪU"),
    (290, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (60, 764, "PHÒNG VĂN HÓA"),
    (330, 764, "Độc lập - Tự do - Hạnh phúc"),
    (60, 740, "Số:      /TTr-VH"),
    (300, 740, "Xã Mẫu, ngày     tháng 01 năm 2026"),
    (275, 700, "TỜ TRÌNH"),
]
PROSE = "Thực hiện kế hoạch cải cách hành chính của Ủy ban nhân dân xã trong năm nay, các bộ phận đã triển khai."


def test_the_left_column_of_the_letterhead_comes_first(make_pdf: Callable[..., bytes]) -> None:
    content, problems = read_content(make_pdf(LETTERHEAD))
    assert content.text.split("\n") == [
        "UBND XÃ MẪU",
        "PHÒNG VĂN HÓA",
        "Số: /TTr-VH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Xã Mẫu, ngày tháng 01 năm 2026",
        "TỜ TRÌNH",
    ]
    assert (content.kind, content.reading, content.pages, problems) == (FileKind.PDF, Reading.READ, 1, ())


def test_number_and_day_stamped_by_signing_software_stand_in_their_lines(make_pdf: Callable[..., bytes]) -> None:
    data = make_pdf(LETTERHEAD, stamps=[(85, 740, "166"), (383, 740.5, "12")])
    content, _ = read_content(data)
    assert "Số: 166 /TTr-VH" in content.text
    assert "ngày 12" in content.text
    assert content.signed == 2


def test_what_signing_software_stamps_on_a_scan_is_kept_as_a_witness(make_pdf: Callable[..., bytes]) -> None:
    content, _ = read_content(make_pdf([], stamps=[(85, 740, "166"), (383, 740.5, "12")], scanned=True))
    assert (content.reading, content.text) == (Reading.SCAN, "")
    assert content.appearance.split() == ["166", "12"]


def test_a_scanner_s_own_layer_is_no_signature(make_pdf: Callable[..., bytes]) -> None:
    garbage = [(60, 780 - 12 * line, "Oy ban nhan dan xa Mau qwrt xzkj") for line in range(30)]
    content, _ = read_content(make_pdf(garbage, scanned=True))
    assert (content.reading, content.appearance) == (Reading.SCAN, "")


def test_an_empty_signature_field_is_no_signature(make_pdf: Callable[..., bytes]) -> None:
    content, _ = read_content(make_pdf(LETTERHEAD, stamps=[(85, 740, "166")], signed=False))
    assert content.signed == 0


def test_signature_block_reads_recipients_then_signer(make_pdf: Callable[..., bytes]) -> None:
    block = [
        (60, 300, "Nơi nhận:"),
        (350, 300, "KT. CHỦ TỊCH"),
        (60, 286, "- Như trên;"),
        (350, 286, "PHÓ CHỦ TỊCH"),
        (60, 272, "- Lưu: VT."),
        (350, 230, "Lê Văn Mẫu"),
    ]
    content, _ = read_content(make_pdf([*LETTERHEAD, *block]))
    assert content.text.endswith("Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Mẫu")


@pytest.mark.parametrize("annexes", [0, 3])
def test_a_signature_block_after_the_tenth_page_is_found(make_pdf: Callable[..., bytes], annexes: int) -> None:
    pages = [[(60, 700, PROSE[:80])] for _ in range(14 + annexes)]
    pages[13] = [(60, 300, "Nơi nhận:"), (350, 300, "CHỦ TỊCH")]
    content, _ = read_content(make_pdf(*pages))
    assert content.pages == 14 + annexes
    assert "CHỦ TỊCH" in content.text
    assert content.text[: content.text.index("CHỦ TỊCH")].count("\f") == 13


def test_pages_are_parted_and_a_later_letterhead_is_an_opening(make_pdf: Callable[..., bytes]) -> None:
    content, _ = read_content(make_pdf(LETTERHEAD, [(60, 780, PROSE)], LETTERHEAD))
    first, second, third = content.text.split("\f")
    assert ("TỜ TRÌNH" in first, "TỜ TRÌNH" in second, "TỜ TRÌNH" in third) == (True, False, True)
    assert [(opening.page, opening.text.split("\n")[0]) for opening in content.openings] == [(3, "UBND XÃ MẪU")]


def test_a_scan_without_text(make_pdf: Callable[..., bytes]) -> None:
    content, problems = read_content(make_pdf([], scanned=True))
    assert (content.reading, content.text) == (Reading.SCAN, "")
    assert [problem.rule for problem in problems] == ["INT07"]


@pytest.mark.parametrize("layer", ["UY BAN NHAN DAN CONG HOA xA HQI " * 20, "Ký bởi: Ủy ban nhân dân xã Mẫu"])
def test_a_scan_with_a_useless_layer_gives_no_text(make_pdf: Callable[..., bytes], layer: str) -> None:
    pieces = [(20, 800 - 14 * at, layer[at * 60 : at * 60 + 60]) for at in range(len(layer) // 60 + 1)]
    content, problems = read_content(make_pdf(pieces, scanned=True))
    assert (content.reading, content.text) == (Reading.SCAN, "")
    assert "không dùng được" in problems[0].message


def test_a_good_layer_over_a_scan_is_read_but_marked_as_guessed(make_pdf: Callable[..., bytes]) -> None:
    pieces = [(20, 800 - 14 * at, PROSE) for at in range(10)]
    content, problems = read_content(make_pdf(pieces, scanned=True))
    assert content.reading is Reading.READ
    assert content.recognised
    assert [problem.rule for problem in problems] == ["INT18"]


def test_a_password_and_damage_are_told_apart(make_pdf: Callable[..., bytes]) -> None:
    locked, problems = read_content(make_pdf(LETTERHEAD, lock="bi-mat"))
    assert (locked.reading, problems[0].rule) == (Reading.UNREADABLE, "INT02")
    broken, problems = read_content(b"%PDF-1.7\nnothing else")
    assert (broken.reading, problems[0].rule) == (Reading.UNREADABLE, "INT01")


def test_an_owner_password_alone_does_not_lock(
    make_pdf: Callable[..., bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    path.write_bytes(make_pdf(LETTERHEAD))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="o", user=""))
    assert read_content(path.read_bytes())[0].reading is Reading.READ


def test_a_pdf_of_no_page(make_pdf: Callable[..., bytes]) -> None:
    content, problems = read_content(make_pdf())
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT01")


def test_text_without_vietnamese_marks_is_told(make_pdf: Callable[..., bytes]) -> None:
    _, problems = read_content(make_pdf([(60, 700, "QD - UBND tinh, ngay 12 thang 3")]))
    assert [problem.rule for problem in problems] == ["INT19"]


def test_legibility_wants_marks_and_syllables() -> None:
    assert is_legible(PROSE * 5)
    assert not is_legible(PROSE)  # too little to judge
    assert not is_legible("Uỷbanxqz rtpwq ễzxcvq bnmkw " * 30)
    assert has_marks(PROSE)
    assert not has_marks("Uy ban nhan dan")
    assert not has_marks("")


def test_text_is_always_writable_as_utf8() -> None:
    assert clean("a\ud83d\ude00b") == "a😀b"
    assert clean("a\ud83db").encode("utf-8")
    assert clean("NĐ\ufffe") == "NĐ-"
