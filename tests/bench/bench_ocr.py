"""What a scan costs: Dossier's way against one plain full-page Tesseract pass at 300 dpi, CPU time, turn about.

And what memory a worker takes at most, where the kernel tells it (Linux).
"""

from __future__ import annotations

import io
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium

from dossier.readers import handwriting, ocr, read_content, scans
from dossier.readers.model import OcrMode
from dossier.readers.pictures import PdfPages
from tests.readers.scan_world import PLAN, draw_page, scan_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 3
_TARGETS = {"một lần đọc": 0.9, "cả lần đọc lại": 1.3}
_SHELF = Path(__file__).parents[3] / "shared/material/vietnamese"
_STATUS = Path("/proc/self/status")
_MOST_MEGABYTES = 500
_LARGEST = {
    "ảnh PNG 49 triệu điểm": ("PNG", "RGB", (5900, 8350)),
    "ảnh PNG có nền trong, 49 triệu điểm": ("PNG", "RGBA", (5900, 8350)),
    "PDF có ảnh 40 triệu điểm": ("PDF", "RGB", (5300, 7500)),
}
_REAL = ("award_dossier/1668155553_quyetdinh.pdf", "hatinh/QD-710.pdf", "hatinh/418khubnd_zoi.pdf")


def main() -> list[dict[str, Any]]:
    """The rows of this bench: on a drawn scan, and on real ones where the reference shelf is at hand."""
    cases = {"bản quét vẽ ra": [scan_pdf(draw_page(PLAN))]}
    if _SHELF.is_dir():
        cases["bản quét thật"] = [(_SHELF / name).read_bytes() for name in _REAL]
    return [
        *(row for name, files in cases.items() for row in _rows(name, files)),
        *(map(_memory_row, _LARGEST) if _STATUS.is_file() else ()),
    ]


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


def _memory_row(name: str) -> dict[str, Any]:
    """A worker's peak on a picture as large as is still opened, the net for handwriting loaded."""
    kind, mode, size = _LARGEST[name]
    data = io.BytesIO()
    draw_page(PLAN).resize(size).convert(mode).save(data, kind, resolution=600)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        peak = executor.submit(_peak, data.getvalue()).result()
    return {
        "name": f"bộ nhớ một tiến trình, {name}",
        "count": f"{peak} MB",
        "ratio": round(peak / _MOST_MEGABYTES, 2),
        "baseline": f"{_MOST_MEGABYTES} MB (đích ≤ 1)",
    }


def _peak(data: bytes) -> int:
    """In megabytes; the kernel's own figure, for the one of ``resource`` is inherited from the parent process."""
    handwriting._net()
    read_content(data, ocr=OcrMode.HEAD)
    told = next(line for line in _STATUS.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
    return int(told.split()[1]) >> 10


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
