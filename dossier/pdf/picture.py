"""A page of a PDF as a picture for the screen. Runs in the worker."""

from __future__ import annotations

import io
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2

from dossier.files import long_path

if TYPE_CHECKING:
    from pathlib import Path

# Pixels: a page wider than this is drawn smaller, whatever its declared size.
_HIGHEST = 4000


def draw_page(path: Path, number: int, *, width: int) -> bytes:
    """Page ``number`` (1-based) as a JPEG ``width`` pixels wide.

    Raises:
        IndexError: the document has no such page.
    """
    with closing(pypdfium2.PdfDocument(long_path(path))) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        document.init_forms()
        with closing(document[number - 1]) as page:
            wide, high = page.get_size()
            scale = min(width / wide, _HIGHEST / high)
            picture = page.render(scale=scale).to_pil().convert("RGB")
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()
