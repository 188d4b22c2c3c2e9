"""What happens to a page on its way to a file: the scanner, the phone, the pen. Equal seeds, equal pictures."""

from __future__ import annotations

import hashlib
import io
import time
from typing import TYPE_CHECKING, TypeVar

import pikepdf
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter, ImageOps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

_T = TypeVar("_T")
_NOISE_TILE = 512
# A pen's way through each digit, in a box of 1 x 1 with y upwards.
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.5, 1), (0.15, 0.75), (0.1, 0.3), (0.45, 0), (0.85, 0.25), (0.85, 0.7), (0.5, 1)),),
    "1": (((0.25, 0.75), (0.55, 1), (0.5, 0)),),
    "2": (((0.1, 0.75), (0.4, 1), (0.8, 0.8), (0.6, 0.4), (0.05, 0.03), (0.9, 0.08)),),
    "3": (((0.1, 0.9), (0.6, 1), (0.75, 0.75), (0.35, 0.52), (0.85, 0.35), (0.6, 0), (0.05, 0.1)),),
    "4": (((0.55, 1), (0.05, 0.35), (0.95, 0.4)), ((0.7, 0.7), (0.62, 0))),
    "5": (((0.25, 1), (0.18, 0.58), (0.6, 0.62), (0.85, 0.3), (0.5, 0), (0.05, 0.08)), ((0.25, 1), (0.85, 0.98))),
    "6": (((0.75, 0.98), (0.25, 0.6), (0.1, 0.2), (0.45, 0), (0.8, 0.22), (0.5, 0.45), (0.15, 0.25)),),
    "7": (((0.05, 0.9), (0.85, 0.97), (0.4, 0)), ((0.3, 0.5), (0.8, 0.55))),
    "8": (((0.75, 0.85), (0.4, 1), (0.2, 0.75), (0.75, 0.3), (0.45, 0), (0.15, 0.25), (0.75, 0.85)),),
    "9": (((0.8, 0.8), (0.45, 1), (0.15, 0.7), (0.45, 0.5), (0.8, 0.75), (0.75, 0.3), (0.4, 0)),),
}


class Dice:
    """Numbers that look thrown and depend on the seed alone, whatever the version of Python."""

    def __init__(self, *seed: object) -> None:
        self._seed = repr(seed)
        self._throws = 0

    def number(self, low: int, high: int) -> int:
        """From ``low`` to ``high``, both included."""
        self._throws += 1
        digest = hashlib.sha256(f"{self._seed}/{self._throws}".encode()).digest()
        return low + int.from_bytes(digest[:8], "big") % (high - low + 1)

    def spread(self, width: float) -> float:
        """Between minus and plus ``width``."""
        return width * self.number(-1000, 1000) / 1000

    def choice(self, items: Sequence[_T]) -> _T:
        """One of them."""
        return items[self.number(0, len(items) - 1)]

    def noise(self) -> Image.Image:
        """A tile of grey grain."""
        self._throws += 1
        size = (_NOISE_TILE, _NOISE_TILE)
        grain = hashlib.shake_256(f"{self._seed}/{self._throws}".encode()).digest(size[0] * size[1])
        return Image.frombytes("L", size, grain)


def draw_digits(canvas: Canvas, digits: str, x: float, y: float, dice: Dice) -> None:
    """Digits as a hand writes them, in blue, from ``x`` on the baseline ``y`` (points)."""
    canvas.saveState()
    canvas.setStrokeColorRGB(0.1, 0.15, 0.5)
    canvas.setLineWidth(1.1 + dice.spread(0.3))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    slant = 0.2 + dice.spread(0.2)
    for digit in digits:
        height, width = 13 + dice.spread(2), 6 + dice.spread(1)
        low = y + dice.spread(1.5)
        for stroke in _STROKES[digit]:
            path = canvas.beginPath()
            for step, (right, up) in enumerate(stroke):
                place = (
                    x + width * right + slant * height * up + dice.spread(0.5),
                    low + height * up + dice.spread(0.6),
                )
                (path.lineTo if step else path.moveTo)(*place)
            canvas.drawPath(path)
        x += width + 2 + dice.spread(0.8)
    canvas.restoreState()


def as_scan(pdf: bytes, dice: Dice, *, dpi: int = 200, worn: bool = False) -> bytes:
    """A PDF of page pictures as an office scanner makes it; ``worn``: low, skewed, grainy, badly compressed."""
    picture = _render(pdf, dpi)
    picture = picture.rotate(dice.spread(2.5 if worn else 0.8), Image.Resampling.BICUBIC, fillcolor="white")
    picture = _grain(picture.filter(ImageFilter.GaussianBlur(0.9 if worn else 0.6)), dice, 0.16 if worn else 0.05)
    return _one_page_pdf(picture, dpi=dpi, quality=35 if worn else 60)


def as_photo(pdf: bytes, dice: Dice) -> bytes:
    """A JPEG as a phone takes it: on a desk, from a slant, in uneven light."""
    page = _render(pdf, 200)
    margin = page.width // 14
    scene = ImageOps.expand(page, margin, fill=(112, 92, 70))
    width, height = scene.size
    most = margin * 0.7
    # Where the corners of the new picture lie in the scene: upper left, lower left, lower right, upper right.
    corners = ((0, 0), (0, height), (width, height), (width, 0))
    quad = [value + dice.spread(most) for corner in corners for value in corner]
    picture = scene.transform(scene.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=(112, 92, 70))
    light = Image.linear_gradient("L").rotate(dice.choice((0, 90, 180, 270))).resize(picture.size)
    # Half black at the darkest: the gradient runs from 0 to 255.
    shade = Image.blend(light, Image.new("L", picture.size, 255), 0.55)
    picture = ImageChops.multiply(picture, Image.merge("RGB", (shade, shade, shade)))
    picture = _grain(picture.filter(ImageFilter.GaussianBlur(0.7)), dice, 0.06)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=72)
    return buffer.getvalue()


def _render(pdf: bytes, dpi: int) -> Image.Image:
    with pdfium.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
        return picture


def _grain(picture: Image.Image, dice: Dice, amount: float) -> Image.Image:
    tile = dice.noise()
    noise = Image.new("L", picture.size)
    for left in range(0, picture.width, _NOISE_TILE):
        for top in range(0, picture.height, _NOISE_TILE):
            noise.paste(tile, (left, top))
    return Image.blend(picture, Image.merge("RGB", (noise, noise, noise)), amount)


def _one_page_pdf(picture: Image.Image, *, dpi: int, quality: int) -> bytes:
    draft, settled = io.BytesIO(), io.BytesIO()
    epoch = time.gmtime(0)
    picture.save(draft, "PDF", resolution=dpi, quality=quality, creationDate=epoch, modDate=epoch)
    with pikepdf.open(draft) as pdf:
        pdf.save(settled, deterministic_id=True)
    return settled.getvalue()
