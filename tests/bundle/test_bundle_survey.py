"""What a document's own pages tell: its outline, and the pages that show nothing."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem
from PIL import Image, ImageDraw

from dossier.bundle.model import Bookmark, PdfPages
from dossier.bundle.survey import read_outline, survey_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bundle.bundle_world import Maker


def add_outline(path: Path, items: list[OutlineItem]) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_outline() as outline:
            outline.root.extend(items)
        pdf.save(path)
    return path


def nested(title: str, page: int, *children: OutlineItem) -> OutlineItem:
    item = OutlineItem(title, page - 1)
    item.children.extend(children)
    return item


def test_the_outline_of_a_document_is_read_nested(maker: Maker) -> None:
    path = maker.pdf("outlined", pages=4).pdf
    add_outline(path, [nested("Phần  I", 1, nested("Mục 1", 2), nested("Mục 2", 3)), nested("Phần II", 4)])
    assert read_outline(path, pages=4) == (
        Bookmark("Phần I", 1, (Bookmark("Mục 1", 2), Bookmark("Mục 2", 3))),
        Bookmark("Phần II", 4),
    )


def test_named_destinations_are_followed(maker: Maker) -> None:
    path = maker.pdf("named", pages=3).pdf
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Dests = Dictionary(chuong=Array([pdf.pages[2].obj, Name.Fit]))
        first = pdf.make_indirect(Dictionary(Title=pikepdf.String("Chương"), Dest=Name("/chuong")))
        root = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=first, Last=first))
        first.Parent = root
        pdf.Root.Outlines = root
        pdf.save(path)
    assert read_outline(path, pages=3) == (Bookmark("Chương", 3),)


def test_an_outline_that_loops_ends(maker: Maker) -> None:
    path = add_outline(maker.pdf("loop", pages=2).pdf, [nested("Một", 1), nested("Hai", 2)])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Outlines.Last.Next = pdf.Root.Outlines.First
        pdf.save(path)
    assert [item.title for item in read_outline(path, pages=2)] == ["Một", "Hai"]


def test_a_deep_or_endless_outline_is_cut(maker: Maker) -> None:
    deep = nested("1", 1, nested("2", 1, nested("3", 1, nested("4", 1, nested("5", 1)))))
    long = [nested(f"Mục {number}", 1) for number in range(500)]
    outline = read_outline(add_outline(maker.pdf("deep").pdf, [deep, *long]), pages=1)
    assert outline[0].children[0].children[0].children[0] == Bookmark("4", 1)
    assert len(outline) + 3 == 200


def test_lines_that_lead_nowhere_are_left_out(maker: Maker) -> None:
    path = add_outline(maker.pdf("short", pages=3).pdf, [nested("Còn", 1), nested("Mất", 3), nested("", 1)])
    assert read_outline(path, pages=2) == (Bookmark("Còn", 1),)


def test_what_is_no_pdf_has_no_outline(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"<html>")
    assert read_outline(path, pages=3) == ()


def scan(path: Path, *pictures: Image.Image) -> Path:
    """A PDF of pictures that fill their pages."""
    with pikepdf.new() as pdf:
        for picture in pictures:
            data = io.BytesIO()
            picture.save(data, "JPEG", quality=60)
            image = pdf.make_stream(
                data.getvalue(),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=picture.width,
                Height=picture.height,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            )
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = Dictionary(XObject=Dictionary(I=image))
            page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
        pdf.save(path)
    return path


def paper(shade: int = 250) -> Image.Image:
    return Image.new("L", (1240, 1754), shade)


def signed_paper() -> Image.Image:
    picture = paper()
    ImageDraw.Draw(picture).line((600, 900, 700, 930), fill=40, width=4)
    return picture


def shadowed_paper() -> Image.Image:
    picture = paper()
    ImageDraw.Draw(picture).rectangle((0, 0, 20, 1754), fill=0)
    return picture


def noisy_paper() -> Image.Image:
    """No pixel is darker than 225."""
    grain = hashlib.shake_256(b"paper").digest(1240 * 1754)
    return Image.frombytes("L", (1240, 1754), grain).point(lambda value: 225 + value // 16)


@pytest.mark.parametrize(
    ("picture", "blank"),
    [
        (paper(), True),
        (paper(215), True),
        (noisy_paper(), True),
        (shadowed_paper(), True),
        (signed_paper(), False),
        (paper(90), False),
    ],
    ids=["white", "greyish", "grainy", "scanner shadow", "one stroke of a pen", "dark photograph"],
)
def test_a_scanned_page_is_blank_when_nothing_is_seen(picture: Image.Image, *, blank: bool, tmp_path: Path) -> None:
    assert survey_pages(scan(tmp_path / "scan.pdf", picture)).blank == ((1,) if blank else ())


def with_blanks(maker: Maker) -> Path:
    """Five pages: text, nothing, text, nothing, text."""
    path = maker.pdf("gaps", pages=3).pdf
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for at in (1, 3):
            pdf.add_blank_page(page_size=(595, 842))
            pdf.pages.insert(at, pdf.pages[-1])
            del pdf.pages[-1]
        pdf.save(path)
    return add_outline(path, [nested("Một", 1), nested("Trống", 2), nested("Hai", 3), nested("Ba", 5)])


def test_blank_pages_are_listed_and_stay(maker: Maker) -> None:
    path = with_blanks(maker)
    before = path.read_bytes()
    seen = survey_pages(path, original=path)
    assert (seen.blank, seen.dropped) == ((2, 4), ())
    assert path.read_bytes() == before
    assert seen.describe(PdfPages(path, 5)).blank == (2, 4)


def test_blank_pages_go_on_request_and_the_outline_follows(maker: Maker, tmp_path: Path) -> None:
    original = with_blanks(maker)
    path = tmp_path / "copy.pdf"
    path.write_bytes(original.read_bytes())
    seen = survey_pages(path, original=original, drop_blank=True)
    assert (seen.blank, seen.dropped) == ((), (2, 4))
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == 3
    assert [(item.title, item.page) for item in seen.outline] == [("Một", 1), ("Trống", 2), ("Hai", 2), ("Ba", 3)]
    assert seen.size == path.stat().st_size


def test_a_document_of_blank_pages_only_keeps_them(tmp_path: Path) -> None:
    path = scan(tmp_path / "scan.pdf", paper(), paper())
    assert survey_pages(path, drop_blank=True).blank == (1, 2)
