from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from dossier.readers.model import Seal
from dossier.readers.seal import DPI, find_seal
from tests.readers.scan_world import PLAN, draw_page, paper, seal

RED = (200, 40, 45)


def page() -> Image.Image:
    return Image.new("RGB", (827, 1170), "white")


def ring(diameter: float, *, colour: tuple[int, int, int] = RED) -> Image.Image:
    """A page with a ring of that many centimetres."""
    image = page()
    size = round(diameter / 2.54 * DPI)
    ImageDraw.Draw(image).ellipse((300, 600, 300 + size, 600 + size), outline=colour, width=5)
    return image


def test_a_seal_of_the_official_size_is_seen() -> None:
    assert find_seal(ring(3.6)) is Seal.SEEN
    assert find_seal(seal(draw_page(PLAN)).resize((827, 1170))) is Seal.SEEN


@pytest.mark.parametrize(
    ("image", "what"),
    [
        (ring(1.2), "too small: a copy mark"),
        (ring(7.0), "too large: a drawing"),
        (ring(3.6, colour=(40, 60, 190)), "blue"),
        (draw_page(paper(stamp="HỎA TỐC")).resize((827, 1170)), "a red box with words"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_seal(image: Image.Image, what: str) -> None:
    assert find_seal(image) is Seal.NOT_SEEN, what


def test_half_a_ring_is_no_seal() -> None:
    image = page()
    ImageDraw.Draw(image).arc((300, 600, 442, 742), 0, 150, fill=RED, width=5)
    assert find_seal(image) is Seal.NOT_SEEN


def test_a_filled_red_square_is_no_seal() -> None:
    image = page()
    ImageDraw.Draw(image).rectangle((300, 600, 442, 742), fill=RED)
    assert find_seal(image) is Seal.NOT_SEEN


def test_grey_cannot_tell() -> None:
    assert find_seal(ring(3.6).convert("L")) is Seal.CANNOT_TELL
    assert find_seal(page()) is Seal.CANNOT_TELL
