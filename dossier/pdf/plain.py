"""Plain text evidence to pages. Runs in the worker."""

from __future__ import annotations

import codecs
from itertools import islice
from typing import TYPE_CHECKING

import reportlab

from dossier.files import long_path
from dossier.pdf import draw
from dossier.pdf.model import Conversion, failed
from dossier.pdf.rules import NO_PAGES_FOR_KIND, TEXT_CUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.problems import Where

_ENGINE = f"reportlab {reportlab.__version__}"
_SIZE = 11
_PAGES_SHOWN = 200


def lay_out_text(source: Path, target: Path, *, where: Where) -> Conversion:
    """Write the text on A4 pages, wrapped; what is past 200 pages is left out and said so."""
    text = _decode(long_path(source).read_bytes())
    if not text.strip():
        return failed(NO_PAGES_FOR_KIND.at(where, "Tệp văn bản không có chữ nào."))
    width, height = draw.PAGE_SIZE
    per_page = int((height - draw.MARGIN_TOP - draw.MARGIN_BOTTOM) / (_SIZE * draw.LEADING))
    lines = _lines(text, width - draw.MARGIN_LEFT - draw.MARGIN_RIGHT)
    canvas = draw.new_canvas(target, title=source.name)
    pages = 0
    while pages < _PAGES_SHOWN and (page := list(islice(lines, per_page))):
        y = height - draw.MARGIN_TOP - _SIZE
        for line in page:
            draw.draw_text(canvas, line, x=draw.MARGIN_LEFT, y=y, font=draw.FONT_REGULAR, size=_SIZE)
            y -= _SIZE * draw.LEADING
        canvas.showPage()
        pages += 1
    canvas.save()
    cut = next(lines, None) is not None
    message = f"Tệp văn bản quá dài, chỉ đưa vào {_PAGES_SHOWN} trang đầu."
    return Conversion(target, _ENGINE, pages, (TEXT_CUT.at(where, message),) if cut else ())


def _decode(data: bytes) -> str:
    """UTF-16 by its mark, else UTF-8, else the Vietnamese code page of old Windows."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")


def _lines(text: str, width: float) -> Iterator[str]:
    for line in text.splitlines():
        printable = "".join(char if char.isprintable() else " " for char in line)
        yield from draw.wrap_text(printable, width, font=draw.FONT_REGULAR, size=_SIZE) or [""]
