"""The ruled tables of a PDF, rebuilt from the lines drawn on its pages.

The text order inside the file is of no use: a row's cells follow one another in any order, and a cell that runs
over two pages is cut by the header printed again. The lines say which text stands in which cell.
"""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from dossier.criteria.importing.grid import Grid, GridRow, unreadable
from dossier.files import read_bytes
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_THIN = 3.0  # points; a drawn line, or a rectangle filled to look like one
_SHORT = 4.0  # points; corner dots
_SAME = 3.0  # points; lines this near are one
_COVERED = 0.6  # of an edge that must be drawn for it to be there
_LEAST_ROWS, _LEAST_COLUMNS = 1, 2
_BOX_SEGMENTS = 5
_INSET = 1.0  # points between a line and the text it bounds

_Span = tuple[float, float, float]  # position, from, to


def read_pdf_grid(path: Path) -> Grid:
    """The rows of all ruled tables, page by page.

    Raises:
        BadInputError: not a PDF, locked, or without text (a scan).
    """
    try:
        document = pdfium.PdfDocument(read_bytes(path))
    except (pdfium.PdfiumError, OSError) as error:
        raise unreadable(path, "không mở được như tệp PDF (hỏng hoặc có mật khẩu)") from error
    rows: list[GridRow] = []
    preface = ""
    with document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            found, top = _page_rows(page, text, f"trang {number}")
            if number == 1:
                preface = _clean(text.get_text_bounded(bottom=top))
            rows += found
    if not rows:
        raise unreadable(path, "không thấy bảng kẻ ô có chữ (bản quét thì cần nhận dạng chữ trước)")
    return Grid(tuple(rows), preface)


def _page_rows(page: Any, text: Any, place: str) -> tuple[list[GridRow], float]:
    """The page's rows, and the height above which the first begins (from the bottom of the page)."""
    flat, upright = _lines(page)
    ys = sorted(_merge([line[0] for line in flat]), reverse=True)
    xs = _merge([line[0] for line in upright])
    if len(ys) < _LEAST_ROWS + 1 or len(xs) < _LEAST_COLUMNS + 1:
        return [], 0.0
    rows = []
    ruled = [row for row, (top, bottom) in enumerate(pairwise(ys)) if _drawn(upright, xs[0], bottom, top)]
    for row in ruled:
        top = ys[row]
        cells = tuple(
            _clean(text.get_text_bounded(left + _INSET, low + _INSET, right - _INSET, top - _INSET)) if starts else ""
            for left, right, low, starts in _cells(flat, upright, xs, ys, row)
        )
        rows.append(GridRow(cells, place))
    return [row for row in rows if any(row.cells)], ys[ruled[0]] if ruled else 0.0


def _cells(
    flat: list[_Span], upright: list[_Span], xs: list[float], ys: list[float], row: int
) -> Iterator[tuple[float, float, float, bool]]:
    """(left, right, bottom, whether a cell starts here) for every column of a row."""
    top, bottom = ys[row], ys[row + 1]
    column = 0
    while column < len(xs) - 1:
        last = column
        while last < len(xs) - 2 and not _drawn(upright, xs[last + 1], bottom, top):
            last += 1
        left, right = xs[column], xs[last + 1]
        starts = row == 0 or _drawn(flat, top, left, right)
        low = row + 1
        while low < len(ys) - 1 and not _drawn(flat, ys[low], left, right):
            low += 1
        yield left, right, ys[low], starts
        yield from ((left, right, bottom, False) for _ in range(column, last))
        column = last + 1


def _lines(page: Any) -> tuple[list[_Span], list[_Span]]:
    """Horizontal lines (y, left, right) and vertical ones (x, bottom, top)."""
    flat: list[_Span] = []
    upright: list[_Span] = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        if high <= _THIN:
            flat += [((bottom + top) / 2, left, right)] if wide > _SHORT else []
        elif wide <= _THIN:
            upright += [((left + right) / 2, bottom, top)] if high > _SHORT else []
        elif _is_box(item):
            flat += [(bottom, left, right), (top, left, right)]
            upright += [(left, bottom, top), (right, bottom, top)]
    return flat, upright


def _is_box(item: Any) -> bool:
    """A cell drawn as one rectangle; one that is only filled is a shade behind words."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(stroke.value) and pdfium_c.FPDFPath_CountSegments(item) <= _BOX_SEGMENTS


def _merge(positions: list[float]) -> list[float]:
    merged: list[float] = []
    for position in sorted(positions):
        if not merged or position - merged[-1] > _SAME:
            merged.append(position)
    return merged


def _drawn(lines: list[_Span], position: float, start: float, end: float) -> bool:
    """Whether lines at a position cover most of a stretch."""
    covered, reach = 0.0, start
    near = sorted((low, high) for at, low, high in lines if abs(at - position) <= _SAME)
    for low, high in near:
        stretch = min(high, end) - max(low, reach)
        if stretch > 0:
            covered, reach = covered + stretch, min(high, end)
    return covered >= _COVERED * (end - start)


def _clean(text: str) -> str:
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    # pdfium's two marks for a hyphen at the end of a line; other controls are no text and no YAML either.
    hyphened = nfc(whole).replace("\ufffe", "-").replace("\x02", "-")
    lines = ("".join(filter(str.isprintable, line)).strip() for line in hyphened.splitlines())
    return "\n".join(filter(None, lines))
