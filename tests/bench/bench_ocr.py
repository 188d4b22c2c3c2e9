"""What a scan costs: Dossier's way against one plain full-page Tesseract pass at 300 dpi, CPU time, turn about."""

from __future__ import annotations

import io
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium

from dossier.readers import ocr, scans
from dossier.readers.model import OcrMode
from dossier.readers.pictures import PdfPages
from tests.readers.scan_world import PLAN, draw_page, scan_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 3
_TARGETS = {"một lần đọc": 0.9, "cả lần đọc lại": 1.3}
_SHELF = Path(__file__).parents[3] / "shared/material/vietnamese"
_REAL = ("award_dossier/1668155553_quyetdinh.pdf", "hatinh/QD-710.pdf", "hatinh/418khubnd_zoi.pdf")


def main() -> list[dict[str, Any]]:
    """The rows of this bench: on a drawn scan, and on real ones where the reference shelf is at hand."""
    cases = {"bản quét vẽ ra": [scan_pdf(draw_page(PLAN))]}
    if _SHELF.is_dir():
        cases["bản quét thật"] = [(_SHELF / name).read_bytes() for name in _REAL]
    return [row for name, files in cases.items() for row in _rows(name, files)]


def _rows(name: str, files: list[bytes]) -> list[dict[str, Any]]:
    ways: dict[str, Callable[[bytes], object]] = {
        "plain": _plain,
        "một lần đọc": _once,
        "cả lần đọc lại": lambda data: scans.read_scan(_pages(data), OcrMode.HEAD),
    }
    for way in ways.values():
        way(files[0])  # engines start once
    spent: dict[str, list[float]] = {title: [] for title in ways}
    for _ in range(_ROUNDS):
        for data in files:
            for title, run in ways.items():
                begin = time.process_time()
                run(data)
                spent[title].append(time.process_time() - begin)
    plain = statistics.fmean(spent["plain"])
    return [
        {
            "name": f"{name}, {title}",
            "count": f"{statistics.fmean(spent[title]):.2f} giây CPU một tệp",
            "ratio": round(statistics.fmean(spent[title]) / plain, 2),
            "baseline": f"Tesseract cả trang 300 dpi, {plain:.2f} giây (đích ≤ {target})",
        }
        for title, target in _TARGETS.items()
    ]


def _pages(data: bytes) -> PdfPages:
    return PdfPages(pdfium.PdfDocument(io.BytesIO(data)))


def _plain(data: bytes) -> object:
    """One page, whole, at 300 dpi: what a program without any thought for the letterhead does."""
    picture, dpi = _pages(data).picture(0, dpi=300, top=0, bottom=1)
    return ocr.recognise(picture, dpi=dpi, limit=60)


def _once(data: bytes) -> object:
    """Header and signature page, without the second look at number and date."""
    pages = _pages(data)
    head, dpi = pages.picture(0, dpi=200, top=0, bottom=0.42)
    foot, _ = pages.picture(pages.count - 1, dpi=200, top=0.45 if pages.count > 1 else 0.42, bottom=1)
    return ocr.recognise(head, dpi=dpi, limit=60), ocr.recognise(foot, dpi=dpi, limit=60)
