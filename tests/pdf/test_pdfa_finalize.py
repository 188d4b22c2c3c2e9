"""The finished file says what it is, acts by itself in nothing, and is the same every time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms

from dossier.pdf import pdfa
from dossier.pdf.pdfa.icc import cmyk_profile, srgb_profile
from tests.pdf.pdfa_case import finish, rules_of, standard_fonts

if TYPE_CHECKING:
    from pathlib import Path

SCORES = pdfa.Attachment("điểm.json", b'{"1.1": "0.5"}', "application/json", "Điểm tự chấm")


@pytest.fixture(name="plain")
def fixture_plain(tmp_path: Path) -> Path:
    return standard_fonts(tmp_path / "thường.pdf")


def test_a_finished_file_passes_every_check(plain: Path, tmp_path: Path) -> None:
    assert rules_of(finish(plain, tmp_path / "xong.pdf")) == set()


def test_an_unfinished_file_fails_the_checks_of_what_it_lacks(plain: Path) -> None:
    assert rules_of(plain) >= {"PDA03", "PDA05", "PDA07"}


def test_metadata_and_information_say_the_same(plain: Path, tmp_path: Path) -> None:
    with pikepdf.open(finish(plain, tmp_path / "xong.pdf")) as pdf:
        with pdf.open_metadata() as packet:
            assert packet.pdfa_status == "2B"
            assert packet["dc:title"] == pdf.docinfo["/Title"] == "Hồ sơ & <thử>"
            assert packet["dc:creator"] == [pdf.docinfo["/Author"]] == ["UBND xã Một"]
            assert packet["pdf:Producer"] == pdf.docinfo["/Producer"] == "Dossier 0"
        assert "/CreationDate" not in pdf.docinfo
        assert pdf.Root.Lang == "vi-VN"


def test_equal_input_gives_equal_bytes(plain: Path, tmp_path: Path) -> None:
    once, again = (finish(plain, tmp_path / name, SCORES) for name in ("1.pdf", "2.pdf"))

    assert once.read_bytes() == again.read_bytes()


def test_profiles_hold_no_clock_and_no_system() -> None:
    for profile in (srgb_profile(), cmyk_profile()):
        assert profile[24:36] == bytes.fromhex("07d800010001000000000000")
        assert profile[40:44] == bytes(4)


def test_the_ink_profile_shows_inks_as_they_are() -> None:
    """White paper, the solid primaries of offset printing, and grey for black."""
    inks = ImageCms.ImageCmsProfile(io.BytesIO(cmyk_profile()))
    screen = ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(
        inks, screen, "CMYK", "RGB", renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC
    )

    def shown(*ink: int) -> tuple[int, ...]:
        image = ImageCms.applyTransform(Image.new("CMYK", (1, 1), ink), transform)
        assert image is not None
        colour = image.getpixel((0, 0))
        assert isinstance(colour, tuple)
        return colour

    assert shown(0, 0, 0, 0) == (255, 255, 255)
    red, green, blue = shown(255, 0, 0, 0)
    assert red < 60 < green < blue  # cyan
    red, green, blue = shown(0, 255, 255, 0)
    assert green < 60 < red  # red
    assert max(shown(0, 0, 0, 255)) < 60


def test_scores_travel_inside_a_3b(plain: Path, tmp_path: Path) -> None:
    made = finish(plain, tmp_path / "xong.pdf", SCORES)

    with pikepdf.open(made) as pdf:
        with pdf.open_metadata() as packet:
            assert packet.pdfa_status == "3B"
        assert pdf.attachments["điểm.json"].get_file().read_bytes() == SCORES.data
        assert [spec.AFRelationship for spec in pdf.Root.AF] == [Name.Data]
    assert rules_of(made) == set()


def test_nothing_acts_and_every_note_is_seen(plain: Path, tmp_path: Path) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    box = Array([0, 0, 50, 50])
    with pikepdf.open(plain, allow_overwriting_input=True) as pdf:
        look = pdf.make_stream(b"0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box)
        kept = [
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.URI, URI=String("https://a.vn"))
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=script),
            Dictionary(
                Type=Name.Annot, Subtype=Name.Square, Rect=box, F=2, AA=Dictionary(E=script), AP=Dictionary(N=look)
            ),
        ]
        gone = [
            Dictionary(Type=Name.Annot, Subtype=Name.Movie, Rect=box),
            Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=box),
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=box, FT=Name.Tx, AP=Dictionary(N=look)),
        ]
        gone[-1] = pdf.make_indirect(gone[-1])
        pdf.Root.AcroForm = Dictionary(Fields=Array([gone[-1]]))
        pdf.pages[0].obj.Annots = Array([*kept, *gone])
        pdf.pages[0].obj.AA = Dictionary(O=script)
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        pdf.attachments["b.txt"] = b"b"
        pdf.save(plain)
    assert rules_of(plain) >= {"PDA13", "PDA14", "PDA16"}

    made = finish(plain, tmp_path / "xong.pdf")

    assert rules_of(made) == set()
    with pikepdf.open(made) as pdf:
        link, dead_link, square = pdf.pages[0].obj.Annots
        assert link.A.URI == "https://a.vn"
        assert "/A" not in dead_link
        assert square.F == 4
        assert len(pdf.attachments) == 0


def test_layers_get_names_and_do_not_switch_by_themselves(plain: Path, tmp_path: Path) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("nền")))
        view = Dictionary(Event=Name.View, OCGs=Array([layer]), Category=Array([Name.View]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(AS=Array([view])))
        pdf.save(plain)
    assert "PDA17" in rules_of(plain)

    assert rules_of(finish(plain, tmp_path / "xong.pdf")) == set()
