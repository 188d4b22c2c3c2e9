"""Writing a bundle of 300 PDFs beside the bare merge-and-stamp of the same files, verifying it, memory for scans."""

from __future__ import annotations

import io
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdf
from pikepdf import Array, Dictionary, Name, OutlineItem
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from dossier.bundle import measure_text, plan_volumes, verify_bundle, write_bundle
from dossier.bundle.model import BundleEntry, Heading, PdfPages
from dossier.pdf import draw, pdfa
from dossier.pdf.draw import FONT_REGULAR, register_fonts
from dossier.pdf.photos import lay_out_image
from dossier.problems import Where
from dossier.tools import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.bundle.model import BundlePlan

_FILES, _PAGES = 300, 5
_ROUNDS = 3
_LONG_PAGES = 10
_SCANS = 150
_TITLE = "Hồ sơ tự đánh giá"
_LINE = "Thực hiện kế hoạch cải cách hành chính năm 2020, Ủy ban nhân dân xã báo cáo kết quả như sau:"


def main() -> list[dict[str, Any]]:
    """The rows of this bench; rounds interleaved, the median of each."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plan = _plan(folder)
        sources = [part.content.pdf for part in plan.parts if isinstance(part.content, PdfPages)]
        target = folder / "bo-ho-so.pdf"
        routes: dict[str, Callable[[], object]] = {
            "ours": lambda: write_bundle(plan, target),
            "pikepdf": lambda: _bare_pikepdf(sources, folder / "bare.pdf"),
            "pypdf": lambda: _bare_pypdf(sources, folder / "pypdf.pdf"),
        }
        seconds: dict[str, list[float]] = {name: [] for name in routes}
        for _ in range(_ROUNDS):
            for name, route in routes.items():
                seconds[name].append(_timed(route))
        spent = {name: statistics.median(values) for name, values in seconds.items()}
        checking = statistics.median(_worked(lambda: verify_bundle(target, plan)) for _ in range(_ROUNDS))
        rest = [_long(folder), _scans(folder)]
    count = f"{len(sources)} tệp, {plan.page_count} trang, {spent['ours']:.2f} giây"
    check = f"{plan.page_count} trang, {1000 * checking / plan.page_count:.2f} ms bộ xử lý/trang"
    return [
        _row("ghép bộ hồ sơ", count, spent["ours"] / spent["pikepdf"], "gộp và đóng số bằng pikepdf (đích ≤ 2,0)"),
        _row(
            "ghép bộ hồ sơ, so với pypdf",
            count,
            spent["ours"] / spent["pypdf"],
            "gộp và đóng số bằng pypdf (đích ≤ 0,45)",
        ),
        _row("tự kiểm tra", check, checking / plan.page_count / 0.003, "3 ms/trang (đích ≤ 1)"),
        *rest,
    ]


def _long(folder: Path) -> dict[str, Any]:
    """A bundle of 3,000 pages."""
    plan = _plan(folder, pages=_LONG_PAGES)
    spent = _worked(lambda: write_bundle(plan, folder / "dai.pdf"))
    count = f"{plan.page_count} trang, {spent:.2f} giây bộ xử lý"
    return _row("ghép 3.000 trang", count, spent / 3.0, "3 giây (đích ≤ 1)")


def _scans(folder: Path) -> dict[str, Any]:
    """Scans as large as they come from a careless office, in a process of their own."""
    first = folder / "quet.jpg"
    noise = Image.frombytes("L", (1240, 1754), os.urandom(1240 * 1754))
    noise.resize((2480, 3508)).convert("RGB").save(first, quality=88)
    lay_out_image(first, first.with_suffix(".pdf"), where=Where(path=first.name))
    copies = [folder / f"quet-{number}.pdf" for number in range(_SCANS)]
    for copy in copies:
        shutil.copyfile(first.with_suffix(".pdf"), copy)
    with Worker() as worker:
        peak, size = worker.call(_peak_of, 600.0, copies, folder / "quet-bo.pdf")
    count = f"{_SCANS} bản quét, {size:.0f} MB, bộ nhớ cao nhất {peak:.0f} MB, kể cả tự kiểm tra"
    return _row("bộ nhớ khi ghép bản quét", count, peak / 150, "150 MB (đích ≤ 1)")


def _peak_of(scans: list[Path], target: Path) -> tuple[float, float]:
    """Peak memory of this process after writing and verifying a bundle, and the size of that, in MB."""
    plan = _plan_of([(path, 1) for path in scans])
    size = write_bundle(plan, target).size
    verify_bundle(target, plan)
    # What the kernel gives as ``ru_maxrss`` is the parent's peak too.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6, size / 1e6


def _row(name: str, count: str, ratio: float, baseline: str) -> dict[str, Any]:
    return {"name": name, "count": count, "ratio": round(ratio, 2), "baseline": baseline}


def _timed(route: Callable[[], object]) -> float:
    begin = time.perf_counter()
    route()
    return time.perf_counter() - begin


def _worked(route: Callable[[], object]) -> float:
    """Seconds of processor time, which is what it takes on a quiet machine."""
    begin = time.process_time()
    route()
    return time.process_time() - begin


def _plan(folder: Path, *, pages: int = _PAGES) -> BundlePlan:
    paths = [folder / f"{pages}-{number:03d}.pdf" for number in range(_FILES)]
    for path in paths:
        _make_pdf(path, pages=pages)
    return _plan_of([(path, pages) for path in paths])


def _plan_of(files: list[tuple[Path, int]]) -> BundlePlan:
    entries = []
    for number, (path, pages) in enumerate(files):
        place = (Heading("Chỉ đạo, điều hành", "1"), Heading("Kế hoạch", f"1.{number // 20}"))
        entries.append(BundleEntry(f"TC1.{number}-01", f"Kế hoạch số {number}", place, PdfPages(path, pages)))
    (plan,) = plan_volumes(entries, title=_TITLE, measure=measure_text)
    return plan


def _make_pdf(path: Path, *, pages: int) -> None:
    """A paper of some pages of text, with its fonts in it, fit for PDF/A."""
    canvas = draw.new_canvas(path, title=path.name)
    for page in range(pages):
        for line in range(40):
            draw.draw_text(canvas, f"{page}.{line} {_LINE}", x=60, y=780 - 17 * line, font=FONT_REGULAR, size=11)
        canvas.showPage()
    canvas.save()


def _bare_pikepdf(sources: list[Path], target: Path) -> None:
    """Merge, stamp with one font, outline, labels; nothing is checked, guarded or described."""
    with pikepdf.new() as pdf:
        outline = []
        for source in sources:
            outline.append((source.name, len(pdf.pages)))
            with pikepdf.open(source) as part:
                pdf.pages.extend(part.pages)
        font = draw.embed_stamp_font(pdf)
        total = len(pdf.pages)
        for number, page in enumerate(pdf.pages, start=1):
            name = page.add_resource(font, Name.Font)
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ BT {name} 8 Tf 480 14 Td (Trang {number}/{total}) Tj ET".encode())
        with pdf.open_outline() as items:
            items.root.extend(OutlineItem(title, page) for title, page in outline)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _bare_pypdf(sources: list[Path], target: Path) -> None:
    """The same by pypdf, whose stamps are pages laid over, and the same finalizer."""
    writer = pypdf.PdfWriter()
    for source in sources:
        writer.append(source, outline_item=source.name)
    stamps = pypdf.PdfReader(_stamp_pages(len(writer.pages)))
    for page, stamp in zip(writer.pages, stamps.pages, strict=True):
        page.merge_page(stamp)
    data = io.BytesIO()
    writer.write(data)
    with pikepdf.open(data) as pdf:
        pdfa.finalize_pdfa(pdf, title=_TITLE, author="", producer="bench")
        pdfa.save_pdf(pdf, target)


def _stamp_pages(total: int) -> io.BytesIO:
    register_fonts()
    data = io.BytesIO()
    canvas = Canvas(data, invariant=1)
    for number in range(1, total + 1):
        text = f"Trang {number}/{total}"
        canvas.setFont(FONT_REGULAR, 8)
        canvas.drawString(571 - pdfmetrics.stringWidth(text, FONT_REGULAR, 8), 14, text)
        canvas.showPage()
    canvas.save()
    data.seek(0)
    return data
