from __future__ import annotations

import io
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

import dossier.readers
from dossier.readers import Content, Reading, image, letterhead, pictures, read_content, scans
from dossier.readers.model import UNSURE, OcrMode, Seal
from dossier.readers.ocr import Letter
from tests.readers.scan_world import (
    PLAN,
    WIDTH,
    draw_font,
    draw_page,
    handwrite,
    paper,
    photo,
    scan_pdf,
    seal,
    stamp_over,
    worn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.problems import Problem


@cache
def read(data: bytes, ocr: OcrMode = OcrMode.HEAD) -> tuple[Content, tuple[Problem, ...]]:
    return read_content(data, ocr=ocr)


def rules_of(data: bytes, ocr: OcrMode = OcrMode.HEAD) -> list[str]:
    return [problem.rule for problem in read(data, ocr)[1]]


PLAIN = scan_pdf(worn(seal(draw_page(PLAN))))
MIDDLE = draw_page(
    paper(number="", date="", issuer=("", ""), body=("Trang giữa: danh mục văn bản được rà soát.",), signer=())
)
THREE_PAGES = scan_pdf(draw_page(PLAN), MIDDLE, draw_page(PLAN))


def test_without_ocr_a_scan_stays_a_scan() -> None:
    content, problems = read(PLAIN, OcrMode.NONE)
    assert (content.reading, content.text, content.seal) == (Reading.SCAN, "", None)
    assert [problem.rule for problem in problems] == ["INT07"]


def test_the_letterhead_is_read_column_by_column() -> None:
    content, _ = read(PLAIN)
    lines = content.text.split("\n")
    assert lines[:3] == ["ỦY BAN NHÂN DÂN", "XÃ BÌNH MINH", "Số: 45/KH-UBND"]
    assert lines[3].startswith("CỘNG HÒA XÃ HỘI")
    assert "ngày 14 tháng 8 năm 2020" in lines[5]


def test_what_ocr_read_is_called_so() -> None:
    content, _ = read(PLAIN)
    assert (content.reading, content.recognised, content.source) == (Reading.READ, True, "OCR phần đầu và phần ký")
    assert rules_of(PLAIN) == ["INT18"]


def test_printed_digits_are_sure_in_every_reading() -> None:
    content, _ = read(PLAIN)
    assert len(content.witnesses) >= 2
    assert all("Số: 45/KH-UBND" in text.replace(" /", "/") for text in content.witnesses)


def number_lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n") if line.startswith("Số")]


def test_a_stamp_s_ink_is_looked_through() -> None:
    content, _ = read(scan_pdf(stamp_over(draw_page(PLAN))))
    assert number_lines(content.witnesses[1:]) == ["Số: 45/KH-UBND"] * 3
    assert "Ngày:" not in content.text
    assert "Ngày:" in content.guesses[-1]  # what is red may be a mark of secrecy and stays to be searched


def test_no_reading_with_the_stamp_s_ink_is_sure_of_a_number() -> None:
    content, _ = read(scan_pdf(stamp_over(draw_page(PLAN))))
    assert not any(char.isdigit() for line in number_lines(content.witnesses[:1]) for char in line)


@pytest.mark.parametrize(("text", "inked", "sure"), [("8", 3, True), ("8", 4, False), ("B", 10, True)])
def test_a_digit_that_ink_may_hide_is_not_sure(text: str, inked: int, sure: bool) -> None:  # noqa: FBT001 - a table
    letter = Letter(text, 99.0, 10, 10, 20, 20, starts_word=False, word_confidence=99.0)
    ink = Image.new("L", (40, 40))
    ink.paste(255, (10, 10, 10 + inked, 20))
    assert (letterhead._doubted_under(ink, letter).confidence > 0) is sure


def test_digits_that_readings_without_the_ink_give_differently_are_sure_in_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = iter(("45", "46", "45"))
    monkeypatch.setattr(letterhead, "_digits", lambda _: next(seen, "45"))
    content, _ = read_content(scan_pdf(stamp_over(draw_page(PLAN))), ocr=OcrMode.HEAD)
    assert not any(char.isdigit() for line in number_lines(content.witnesses) for char in line)
    assert "Số: 45/KH-UBND" in number_lines(content.guesses)  # a candidate for a person, no more


def sheet(*body: str) -> Image.Image:
    """A page without letterhead and signature block."""
    page = draw_page(paper(number="", date="", issuer=("", ""), body=body, signer=()))
    for top, bottom in ((100, 300), (1700, 2200)):
        ImageDraw.Draw(page).rectangle((0, top, WIDTH, bottom), fill="white")
    return page


ANNEX = sheet("*PHỤ LỤC", *(f"{row}. Văn bản thứ {row} trong danh mục rà soát của năm." for row in range(1, 20)))
TITLED = seal(draw_page(paper(number="", date="", issuer=("", ""), body=("Tổ chức thực hiện như trên.",))))


def test_the_signature_is_found_on_the_sealed_page_though_annexes_follow() -> None:
    page_of_colour = seal(ANNEX.copy(), centre=(1654, 1200))  # half a seal across the pages' edges: no ring
    content, _ = read(scan_pdf(draw_page(PLAN), MIDDLE, TITLED, page_of_colour, page_of_colour))
    assert content.text.count("\f") == 2
    assert "Trần Thị Thử" in content.text.rpartition("\f")[2]
    assert content.seal is Seal.SEEN


def test_a_letter_s_signature_is_found_on_its_first_page_when_black_and_white_annexes_follow() -> None:
    content, _ = read(scan_pdf(draw_page(PLAN), ANNEX, ANNEX))
    assert "\f" not in content.text
    assert "Trần Thị Thử" in content.text


def test_a_name_under_the_seal_is_read() -> None:
    page = seal(draw_page(PLAN), centre=(1130, 1990))
    assert "Trần Thị Thử" in read(scan_pdf(page))[0].text


def test_a_last_page_with_little_on_it_is_read_from_its_top() -> None:
    page = sheet()
    ImageDraw.Draw(page).text((200, 260), "TM. ỦY BAN NHÂN DÂN", font=draw_font(36), fill="black")
    content, _ = read(scan_pdf(draw_page(PLAN), page))
    assert content.text.endswith("TM. ỦY BAN NHÂN DÂN")


def test_handwritten_digits_are_sure_in_none() -> None:
    page = handwrite(draw_page(paper(number="Số:        /KH-UBND")), digits="47")
    content, _ = read(scan_pdf(page))
    numbers = [line for text in content.witnesses for line in text.split("\n") if line.startswith("Số")]
    assert numbers
    assert not any("47" in line for line in numbers)
    assert any(UNSURE in line for line in numbers)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_set_upright(degrees: int) -> None:
    content, _ = read(scan_pdf(draw_page(PLAN).rotate(degrees, expand=True)))
    assert content.text.startswith("ỦY BAN NHÂN DÂN\nXÃ BÌNH MINH")


def test_a_photo_is_read_upright_as_its_exif_says() -> None:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    draw_page(PLAN).resize((1100, 1556)).rotate(90, expand=True).save(target, "JPEG", exif=exif, quality=85)
    content, _ = read(target.getvalue())
    assert "Số: 45/KH-UBND" in content.text


def test_a_picture_without_a_document_stays_a_picture() -> None:
    data = photo(Image.radial_gradient("L").resize((800, 600)).convert("RGB"))
    content, _ = read(data)
    assert (content.reading, content.text, rules_of(data)) == (Reading.SCAN, "", ["INT07"])


def test_head_leaves_the_middle_pages_and_full_reads_them() -> None:
    head, full = read(THREE_PAGES)[0], read(THREE_PAGES, OcrMode.FULL)[0]
    assert "danh mục văn bản được rà soát" not in head.text
    assert "danh mục văn bản được rà soát" in full.text
    assert "Nơi nhận:" in head.text  # the last page's lower half
    assert full.source == "OCR toàn văn"


def test_no_line_is_cut_where_the_first_part_ends() -> None:
    body = tuple(f"Mục {number}: nội dung thứ {number} của bản kế hoạch này." for number in range(1, 21))
    content, _ = read(scan_pdf(draw_page(paper(body=("*KẾ HOẠCH", *body), signer=()))))
    found = [number for number in range(1, 21) if f"Mục {number}: nội dung thứ {number}" in content.text]
    assert len(found) >= 19  # of the lines; one digit misread is no cut line


def test_a_file_that_takes_too_long_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_LIMITS", {OcrMode.HEAD: 0.0})
    content, problems = read_content(PLAIN, ocr=OcrMode.HEAD)
    assert content.reading is Reading.SCAN
    assert [problem.rule for problem in problems] == ["INT07", "INT24"]


def test_the_engine_s_own_time_limit_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_LIMITS", {OcrMode.HEAD: 0.05})
    assert "INT24" in [problem.rule for problem in read_content(PLAIN, ocr=OcrMode.HEAD)[1]]


def test_images_too_large_for_a_worker_are_named_and_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_MOST_INNER_PIXELS", 1_000)
    content, problems = read_content(PLAIN, ocr=OcrMode.HEAD)
    assert (content.reading, [problem.rule for problem in problems]) == (Reading.SCAN, ["INT07", "INT12"])


@pytest.mark.parametrize(("kind", "side"), [("PNG", 90), ("WEBP", 50), ("BMP", 70)])
def test_a_picture_too_large_for_a_worker_is_named_and_not_decoded(
    kind: str, side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(target, kind)
    monkeypatch.setattr(image, "_MOST_MEMORY", 30_000)
    monkeypatch.setattr(Image.Image, "load", None)
    content, problems = read_content(target.getvalue(), ocr=OcrMode.HEAD)
    assert (content.reading, [problem.rule for problem in problems]) == (Reading.SCAN, ["INT07", "INT12"])


def test_a_picture_with_a_transparent_ground_is_read() -> None:
    target = io.BytesIO()
    draw_page(PLAN).convert("RGBA").save(target, "PNG")
    assert "Số: 45/KH-UBND" in read(target.getvalue())[0].text


def test_a_machine_without_the_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("scans", "letterhead", "handwriting", "ocr"):
        monkeypatch.delitem(sys.modules, f"dossier.readers.{name}")
        monkeypatch.delattr(dossier.readers, name)
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    content, problems = read_content(PLAIN, ocr=OcrMode.HEAD)
    assert (content.reading, [problem.rule for problem in problems]) == (Reading.SCAN, ["INT07", "INT23"])


def test_a_red_ring_on_the_signature_page_is_a_seal() -> None:
    assert read(PLAIN)[0].seal is Seal.SEEN


def test_a_black_and_white_scan_cannot_tell() -> None:
    assert read(scan_pdf(draw_page(PLAN)))[0].seal is Seal.CANNOT_TELL


def test_the_light_reader_does_not_load_the_engine() -> None:
    import subprocess

    code = "import sys, dossier.readers.content; sys.exit('tesserocr' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
