"""A small picture of a page of a file, for lists of evidence. Runs in the worker."""

from __future__ import annotations

import io
import warnings
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps

from dossier.files import long_path
from dossier.intake.model import FileKind

if TYPE_CHECKING:
    from pathlib import Path

_BOX = (260, 368)  # pixels; A4 upright
_LARGEST = 16 << 10  # bytes
_QUALITIES = (60, 45, 30, 15)


def draw_thumbnail(path: Path, kind: FileKind, *, page: int = 1) -> bytes | None:
    """A page (1-based) of a PDF or an image as a JPEG of at most 260 x 368 pixels and 16 KiB.

    None when the kind has no page without conversion (Word, Excel), or the file or its page cannot be drawn.
    """
    try:
        if kind is FileKind.PDF:
            return _small_jpeg(_pdf_page(path, page - 1))
        return _small_jpeg(_picture(path, page - 1)) if kind is FileKind.IMAGE else None
    except Exception:  # noqa: BLE001 - a stranger's file may break a library in any way; the list goes on
        return None


def _pdf_page(path: Path, number: int) -> Image.Image:
    with closing(pypdfium2.PdfDocument(long_path(path))) as document:
        document.init_forms()  # signature tools print number and day into widgets
        with closing(document[number]) as page:
            pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
        with closing(document[number]) as page:
            width, height = page.get_size()
            scale = min(_BOX[0] / width, _BOX[1] / height)
            # Twice the size, then reduced: small letters stay grey lines instead of crumbs.
            picture: Image.Image = page.render(scale=2 * scale).to_pil().convert("RGB")
            return picture


def _picture(path: Path, number: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(long_path(path)) as image:
            image.seek(number)
            image.draft("RGB", (2 * _BOX[0], 2 * _BOX[1]))
            upright = ImageOps.exif_transpose(image)
            return upright.convert("RGB")


def _small_jpeg(picture: Image.Image) -> bytes | None:
    picture.thumbnail(_BOX)
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= _LARGEST:
            return buffer.getvalue()
    return None
