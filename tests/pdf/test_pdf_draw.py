"""Pages we author: wrapping, the placeholder, the stamp font, and the fonts themselves."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import DamagedError
from dossier.pdf import draw, fonts, read_text
from dossier.pdf.fonts import VIETNAMESE_LETTERS, build_fonts_conf, check_fonts

ROOT = Path(__file__).parents[2]
WIDTH = 120.0


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyộ_/ .", max_size=200))
def test_wrapped_lines_fit_and_keep_every_letter(text: str) -> None:
    lines = draw.wrap_text(text, WIDTH, font=draw.FONT_REGULAR, size=12)

    assert all(draw.text_width(line, font=draw.FONT_REGULAR, size=12) <= WIDTH for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_break_at_spaces_where_they_can() -> None:
    text = "Kế hoạch cải cách hành chính của Ủy ban nhân dân xã"

    lines = draw.wrap_text(text, WIDTH, font=draw.FONT_REGULAR, size=12)

    assert len(lines) > 1
    assert " ".join(lines) == text


def write_placeholder(path: Path, reason: str = "Tệp cần mật khẩu để mở. ☐ ✓ 漢") -> str:
    rows = [("Lý do", reason), ("Cách xử lý", "Đề nghị đơn vị gửi lại.")]
    draw.write_placeholder(path, name="1.2 Kế hoạch số 05/KH-UBND.docx", rows=rows)
    pages = read_text(path)
    assert len(pages) == 1
    return " ".join(pages[0].split())


def test_a_placeholder_says_what_why_and_what_next(tmp_path: Path) -> None:
    text = write_placeholder(tmp_path / "a.pdf")

    assert "TRANG THAY THẾ 1.2 Kế hoạch số 05/KH-UBND.docx" in text
    assert "Lý do Tệp cần mật khẩu để mở. ☐ ✓ □" in text  # a box for what no font of ours has
    assert "Cách xử lý Đề nghị đơn vị gửi lại." in text


def test_a_placeholder_is_one_page_however_long_the_reason(tmp_path: Path) -> None:
    assert "…" in write_placeholder(tmp_path / "a.pdf", "rất dài " * 2000)


def test_a_placeholder_depends_on_its_words_only(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_placeholder(tmp_path / name)

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_authored_pages_embed_every_font(tmp_path: Path) -> None:
    write_placeholder(tmp_path / "a.pdf")

    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        used = pdf.pages[0].obj.Resources.Font
        assert all("/FontFile2" in font.FontDescriptor for font in used.values())


def test_a_stamp_is_plain_text_in_an_embedded_font(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=draw.PAGE_SIZE)
        font = draw.embed_stamp_font(pdf)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Stamp=font))
        page.obj.Contents = pdf.make_stream(b"BT /Stamp 9 Tf 300 20 Td (12/345) Tj ET")
        pdf.save(tmp_path / "a.pdf")
        size = len(font.FontDescriptor.FontFile2.read_bytes())

    assert read_text(tmp_path / "a.pdf") == ["12/345"]
    assert size < 20_000


def test_a_stamp_is_as_wide_as_its_signs() -> None:
    # Digits of this font are 1139 of 2048 units wide, the slash 569.
    assert draw.stamp_width("12/345", 10) == pytest.approx((5 * 1139 + 569) / 2048 * 10, abs=0.05)
    assert draw.stamp_width("", 10) == 0


def test_the_shipped_fonts_have_every_vietnamese_letter() -> None:
    assert len(set(VIETNAMESE_LETTERS)) == 134
    assert check_fonts() == ()


@pytest.mark.parametrize("defect", ["absent", "broken", "no_vietnamese"])
def test_a_font_that_will_not_do_is_reported(defect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "font.ttf"
    if defect == "broken":
        path.write_bytes(b"no font")
    elif defect == "no_vietnamese":
        with pikepdf.new() as pdf:
            path.write_bytes(draw.embed_stamp_font(pdf).FontDescriptor.FontFile2.read_bytes())
    monkeypatch.setattr(fonts, "font_path", lambda _: path)

    problems = check_fonts()

    assert {problem.rule for problem in problems} == {"PDF18"}
    assert ("thiếu 134 chữ cái" in problems[0].message) == (defect == "no_vietnamese")


def test_every_shipped_font_has_its_licence() -> None:
    readme = (ROOT / "LICENSES" / "README.md").read_text(encoding="utf-8")
    for file in (ROOT / "dossier" / "data" / "fonts").glob("*.ttf"):
        row = next(line for line in readme.splitlines() if f"`{file.name}`" in line)
        licence = row.split("`")[-2]
        assert (ROOT / "LICENSES" / licence).stat().st_size > 1000


@pytest.mark.parametrize("folder", [r"C:\Program Files\Hồ sơ & lưu", "/opt/hồ sơ <1>"])
def test_the_font_configuration_holds_any_path(folder: str) -> None:
    text = build_fonts_conf(Path(folder), cache=Path("cache"))

    root = ET.fromstring(text.encode())  # noqa: S314 - our own text
    assert root.findtext("dir") == str(Path(folder))
    assert root.find("include") is None


def test_reading_what_is_no_pdf_is_damage_by_name(tmp_path: Path) -> None:
    (tmp_path / "hỏng.pdf").write_bytes(b"%PDF-")

    with pytest.raises(DamagedError, match=r"hỏng\.pdf"):
        read_text(tmp_path / "hỏng.pdf")
