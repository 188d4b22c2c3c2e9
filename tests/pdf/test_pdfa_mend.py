"""Evidence is made fit for the archive without a change anyone sees, or becomes a picture and is told of."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops

from dossier.pdf import pdfa, read_text
from dossier.pdf.fonts import font_path
from dossier.pdf.pdfa.substitute import build_substitute
from tests.pdf.pdfa_case import WHERE, finish, ink, rules_of, standard_fonts

if TYPE_CHECKING:
    from pathlib import Path


def shown(path: Path, page: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        image: Image.Image = document[page].render(scale=1).to_pil().convert("RGB")
        return image
    finally:
        document.close()


def mended(path: Path) -> list[str]:
    """Mend a file in its place; gives the rules of the problems."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        problems = pdfa.make_archivable(pdf, where=WHERE)
        pdfa.save_pdf(pdf, path)
    return [problem.rule for problem in problems]


def test_standard_fonts_come_in_with_the_same_words_in_the_same_place(tmp_path: Path) -> None:
    plain = standard_fonts(tmp_path / "thường.pdf")
    made = finish(plain, tmp_path / "xong.pdf")

    assert rules_of(made) == set()
    assert read_text(made) == read_text(plain)
    difference = ImageChops.difference(shown(plain), shown(made)).convert("L")
    assert sum(difference.histogram()[128:]) < 0.004 * difference.width * difference.height


def test_every_standard_width_is_kept() -> None:
    """Liberation has the widths of Helvetica; a document that states others gets those."""
    letters = tuple((ord(char), ord(char)) for char in "AWi")
    own = build_substitute("LiberationSans-Regular.ttf", letters, ())
    stretched = build_substitute("LiberationSans-Regular.ttf", letters, ((ord("W"), 500),))

    def at(char: str, widths: tuple[int, ...]) -> int:
        return widths[ord(char) - ord("A")]

    assert [at(char, own.widths) for char in "AWi"] == [667, 944, 222]
    assert [at(char, stretched.widths) for char in "AWi"] == [667, 500, 222]


def check_mark(path: Path) -> Path:
    """A ticked box of a form: the sign 4 of Zapf Dingbats."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(100, 100))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Contents = pdf.make_stream(b"BT /F 60 Tf 20 20 Td (4) Tj ET")
        pdf.save(path)
    return path


def test_a_tick_stays_a_tick(tmp_path: Path) -> None:
    plain = check_mark(tmp_path / "dấu.pdf")
    made = finish(plain, tmp_path / "xong.pdf")

    assert read_text(made) == ["✔"]
    assert shown(made).convert("L").histogram()[0] > 100  # drawn in black, not left out


def test_a_font_of_its_own_is_replaced_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "riêng.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 100))
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/VNI-Times,Bold"),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=65,
            LastChar=66,
            Widths=Array([900, 300]),
            FontDescriptor=Dictionary(Type=Name.FontDescriptor, Flags=34),
        )
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Contents = pdf.make_stream(b"BT /F 20 Tf 20 20 Td (AB) Tj ET")
        pdf.save(path)

    assert mended(path) == ["PDA21"]

    assert read_text(path) == ["AB"]
    with pikepdf.open(path) as pdf:
        made = pdf.pages[0].obj.Resources.Font.F
        assert list(made.Widths) == [900, 300]
        assert "/FontFile2" in made.FontDescriptor


def test_inks_keep_their_operators_and_bytes_and_get_a_profile(tmp_path: Path) -> None:
    path = ink(tmp_path / "mực.pdf")
    with pikepdf.open(path) as pdf:
        before = pdf.pages[0].obj.Resources.XObject.Im0.read_raw_bytes()
    made = finish(path, tmp_path / "xong.pdf")

    assert rules_of(path) >= {"PDA06", "PDA10"}
    assert rules_of(made) == set()
    with pikepdf.open(made) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Im0.read_raw_bytes() == before
    colour = shown(made).getpixel((200, 100))
    assert isinstance(colour, tuple)
    assert colour[0] > 180
    assert max(colour[1:]) < 90


def test_lzw_is_packed_anew(tmp_path: Path) -> None:
    path = tmp_path / "lzw.pdf"
    # Clear, "0 0 9 9 re f" in nine-bit codes, end: what an encoder without a table writes.
    codes = [256, *b"0 0 9 9 re f", 257]
    bits = "".join(f"{code:09b}" for code in codes)
    data = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(100, 100))
        form = pdf.make_stream(
            data, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Filter=Name.LZWDecode
        )
        page.Resources = Dictionary(XObject=Dictionary(Fm0=form))
        page.Contents = pdf.make_stream(b"/Fm0 Do")
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert "PDA09" in rules_of(path)

    assert mended(path) == []
    with pikepdf.open(path) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Fm0.read_bytes() == b"0 0 9 9 re f"


@pytest.mark.parametrize("turn", [0, 90])
def test_what_cannot_be_mended_becomes_a_picture_and_is_told_of(turn: int, tmp_path: Path) -> None:
    path = tmp_path / "lạ.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 200))
        pdf.add_blank_page(page_size=(300, 200))
        system = Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=0)
        below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name.Ryumin, CIDSystemInfo=system)
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.Ryumin,
            Encoding=Name("/90ms-RKSJ-H"),
            DescendantFonts=Array([below]),
        )
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Contents = pdf.make_stream(b"1 0 0 rg 10 10 80 40 re f BT /F 12 Tf 9 9 Td (A) Tj ET")
        page.CropBox = Array([0, 0, 200, 100])
        page.Rotate = turn
        pdf.save(path)
    before = shown(path)

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (problem,) = pdfa.make_archivable(pdf, where=WHERE)
        pdfa.save_pdf(pdf, path)

    assert problem.rule == "PDA20"
    assert "Trang 1 " in problem.message
    assert "Ryumin" in problem.message
    assert shown(path).size == before.size
    assert ImageChops.difference(shown(path), before).convert("L").point(lambda v: 255 * (v > 90)).getbbox() is None
    with pikepdf.open(path) as pdf:
        (picture,) = pdf.pages[0].obj.Resources.XObject.values()
        assert int(picture.Width) in {556, 834}  # 200 dpi
        assert "/XObject" not in pdf.pages[1].obj.get("/Resources", Dictionary())


def test_shipped_fonts_stay_files_the_substitutes_are_made_from() -> None:
    made = build_substitute("LiberationMono-Regular.ttf", ((65, 65),), ())

    assert io.BytesIO(made.data).read(4) == b"\0\1\0\0"
    assert len(made.data) < 0.02 * font_path("LiberationMono-Regular.ttf").stat().st_size
