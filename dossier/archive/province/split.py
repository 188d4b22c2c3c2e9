"""Cutting a PDF into files that a portal takes. Runs in the worker: the PDF is a stranger's."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def split_pdf(source: Path, folder: Path, *, limit: int) -> list[tuple[Path, int, int]]:
    """Write the pages of a PDF as files of at most ``limit`` bytes into ``folder``; equal input, equal bytes.

    Returns each file with its first and last page (1-based, both included). A page that alone is larger stays alone.

    Raises:
        pikepdf.PdfError: the PDF does not open.
    """
    with pikepdf.open(source) as pdf:
        return list(_cut(pdf, 0, len(pdf.pages), folder, limit))


def _cut(pdf: pikepdf.Pdf, first: int, last: int, folder: Path, limit: int) -> Iterator[tuple[Path, int, int]]:
    """The pages from ``first`` up to but without ``last``, in one file or as many as it takes."""
    target = folder / f"{first + 1:05d}-{last:05d}.pdf"
    with pikepdf.new() as part:
        part.pages.extend(pdf.pages[first:last])
        part.remove_unreferenced_resources()
        part.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    size, count = target.stat().st_size, last - first
    if size <= limit or count == 1:
        yield target, first + 1, last
        return
    target.unlink()
    pieces = min(count, -(-size // limit))
    cuts = [first + count * number // pieces for number in range(pieces + 1)]
    for start, end in pairwise(cuts):
        yield from _cut(pdf, start, end, folder, limit)
