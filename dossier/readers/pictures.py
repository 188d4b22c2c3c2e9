"""Page images for OCR, from a PDF or from a photo, never larger than one worker can hold."""

from __future__ import annotations

import io
import math
import warnings
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_MOST_PIXELS = 16_000_000  # of one picture: A3 at 300 dpi
# Of the images inside one page: decoding them is the library's doing and takes up to 8 bytes each (measured).
_MOST_INNER_PIXELS = 40_000_000
_POINTS = 72
_FORM_DEPTH = 3
_A4_WIDTH, _A4_HEIGHT = 8.27, 11.69  # inch; a photo is taken for a page that fills it
_MOST_ENLARGED = 2.5
_LEAST_DPI = 70  # the engine's own lower limit
_LARGEST = (3_600, 3_600)  # pixels of a photo kept: A4 at 300 dpi


class TooManyPixelsError(Exception):
    """A page or its images would not fit in a worker's memory."""


class PdfPages:
    """The pages of an open PDF."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self.count = len(document)
        self._turns = [0] * self.count

    def picture(self, index: int, *, dpi: int, top: float, bottom: float, grey: bool = True) -> tuple[Image.Image, int]:
        """See ``scans.Pages``.

        Raises:
            TooManyPixelsError: the page's own images are too large.
        """
        with closing(self._document[index]) as page:
            _refuse_large(page)
            width, height = page.get_size()
            turn = self._turns[index]
            if turn % 180:
                width, height = height, width
            wanted = width * height * (bottom - top) / _POINTS**2 * dpi**2
            true_dpi = _fitting(dpi, wanted)
            crop = (0, height * (1 - bottom), 0, height * top)
            # The frames that signing tools draw lie over the letterhead and spoil its lines; a seal may be one.
            scale = true_dpi / _POINTS
            bitmap = page.render(scale=scale, rotation=turn, crop=crop, grayscale=grey, draw_annots=not grey)
            picture = bitmap.to_pil().convert("L" if grey else "RGB")
            return picture, true_dpi

    def turn(self, index: int, degrees: int) -> None:
        """See ``scans.Pages``."""
        self._turns[index] = (self._turns[index] + degrees) % 360


class PhotoPages:
    """The frames of an image file, each taken for a page. One frame is held at a time, no larger than it need be."""

    def __init__(self, data: bytes, *, count: int) -> None:
        self._data = data
        self.count = count
        self._turns = [0] * count
        self._held: tuple[int, Image.Image] | None = None

    def picture(self, index: int, *, dpi: int, top: float, bottom: float, grey: bool = True) -> tuple[Image.Image, int]:
        """See ``scans.Pages``."""
        frame = self._frame(index)
        if self._turns[index]:
            frame = frame.rotate(-self._turns[index], expand=True)
        inches = _A4_WIDTH if frame.height >= frame.width else _A4_HEIGHT
        part = frame.crop((0, int(frame.height * top), frame.width, math.ceil(frame.height * bottom)))
        factor = min(_MOST_ENLARGED, dpi * inches / frame.width)
        size = (max(1, round(part.width * factor)), max(1, round(part.height * factor)))
        picture = part.convert("L" if grey else "RGB").resize(size, Image.Resampling.LANCZOS)
        return picture, max(_LEAST_DPI, round(size[0] / inches))

    def turn(self, index: int, degrees: int) -> None:
        """See ``scans.Pages``."""
        self._turns[index] = (self._turns[index] + degrees) % 360

    def _frame(self, index: int) -> Image.Image:
        """A frame upright as its EXIF says, in grey or colour."""
        if self._held is None or self._held[0] != index:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._held = (index, _small_frame(self._data, index))
        return self._held[1]


def _small_frame(data: bytes, index: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", _LARGEST)  # a JPEG is decoded at a part of its size
        image.seek(index)
        turned = image.getexif()
        if image.mode == "RGBA":  # band by band: a whole one would be copied twice
            small = Image.merge("RGB", [_shrunk(image.getchannel(band)) for band in "RGB"])
        elif image.mode in {"L", "RGB"}:
            small = _shrunk(image)
        else:
            small = _shrunk(image.convert("L" if image.mode in {"1", "I;16"} else "RGB"))
        small.getexif().update(turned)
        return ImageOps.exif_transpose(small)


def _shrunk(image: Image.Image) -> Image.Image:
    """No larger than need be; in place, so that the large one is gone."""
    image.thumbnail(_LARGEST, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image.copy()


def _fitting(dpi: int, pixels: float) -> int:
    """The resolution at which the picture fits; a page for which that is too coarse claims an absurd size."""
    fitting = int(dpi * min(1.0, math.sqrt(_MOST_PIXELS / max(pixels, 1.0))))
    if fitting < _LEAST_DPI:
        raise TooManyPixelsError
    return fitting


def _refuse_large(page: Any) -> None:
    pixels = 0
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        width, height = image.get_px_size()
        pixels += width * height
    if pixels > _MOST_INNER_PIXELS:
        raise TooManyPixelsError
