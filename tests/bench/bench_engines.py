"""The two engines: how far they agree on the project's papers, what checking costs, what batching saves."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.pdf.embedded import draw_docx
from dossier.pipeline import build, demo
from dossier.pipeline.run import Edge, open_run
from dossier.problems import NoProgress
from dossier.tools import Soffice, convert_many, convert_to_pdf, find_soffice
from tests.pdf.agreement import compare_pdfs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NOW = dt.datetime(2020, 10, 12, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))
_ROUNDS = 7
_BATCH = 24
_LIMIT = 120.0


def main() -> list[dict[str, Any]]:
    """The rows of this bench; without LibreOffice only those of the embedded engine."""
    soffice = find_soffice()
    with tempfile.TemporaryDirectory() as scratch, PdfSession(soffice=soffice) as session:
        folder = Path(scratch)
        papers = _papers(folder / "ky")
        rows = [_checking(papers, session, folder)]
        if soffice:
            rows += [*_agreement(papers, session, folder), _batching(papers, soffice, folder)]
    return rows


def _papers(root: Path) -> list[Path]:
    """Every paper of every unit of the sample campaign, as DOCX."""
    demo.ensure_sample(root, NoProgress())
    with open_run(root, Edge(progress=NoProgress(), now=_NOW), writes=True) as run:
        build.build_units(run, run.campaign.units, engine=Engine.EMBEDDED)
        paths = [path for unit in run.campaign.units for path in build.paper_paths(run, unit).values()]
        return [path for path in paths if path.is_file()]


def _checking(papers: list[Path], session: PdfSession, folder: Path) -> dict[str, Any]:
    """The whole conversion beside the bare engine on the same file, in the same worker, interleaved."""
    routes: dict[str, Callable[[Path], object]] = {
        "ours": lambda paper: convert_docx(paper, folder / "a.pdf", session=session, engine=Engine.EMBEDDED),
        "bare": lambda paper: session.run(draw_docx, paper.read_bytes()),
    }
    seconds: dict[str, list[float]] = {name: [] for name in routes}
    for _ in range(_ROUNDS):
        for paper in papers:
            for name, route in routes.items():
                seconds[name].append(_seconds(partial(route, paper)))
    spent = {name: statistics.median(values) for name, values in seconds.items()}
    count = f"{len(papers)} văn bản, {1000 * spent['ours']:.0f} ms/văn bản"
    ratio = spent["ours"] / spent["bare"]
    return _row("chuyển đổi đi kèm, có chuẩn bị và soát chữ", count, ratio, "dxpdf trần (đích ≤ 2,5)")


def _agreement(papers: list[Path], session: PdfSession, folder: Path) -> Iterator[dict[str, Any]]:
    for paper in papers:
        reference = folder / "b.pdf"
        convert_docx(paper, reference, session=session, engine=Engine.LIBREOFFICE)
        found = compare_pdfs(reference, paper.with_suffix(".pdf"))
        count = f"{found.reference_pages}/{found.pages} trang, đủ {found.present:.2%} chữ"
        name = f"khớp hai bộ chuyển đổi, {paper.parent.name}/{paper.stem}"
        yield _row(name, count, found.same_page, "chữ cùng trang theo LibreOffice (đích ≥ 0,98)")


def _batching(papers: list[Path], soffice: Soffice, folder: Path) -> dict[str, Any]:
    """Many files by two processes, beside a process for each file (a few of them stand for all)."""
    files = [papers[number % len(papers)] for number in range(_BATCH)]
    copies = [folder / f"{number}.docx" for number in range(_BATCH)]
    for copy, paper in zip(copies, files, strict=True):
        copy.write_bytes(paper.read_bytes())
    alone = [
        _seconds(partial(convert_to_pdf, soffice, [copy], out=folder / f"mot-{copy.stem}", timeout=_LIMIT))
        for copy in copies[: len(papers)]
    ]
    together = _seconds(lambda: convert_many(soffice, copies, out=folder / "nhieu", timeout=_LIMIT)) / _BATCH
    count = f"{_BATCH} tệp, {1000 * together:.0f} ms/tệp"
    baseline = "mỗi tệp một tiến trình (đích ≤ 0,2)"
    return _row("LibreOffice theo lô", count, together / statistics.median(alone), baseline)


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _row(name: str, count: str, ratio: float, baseline: str) -> dict[str, Any]:
    return {"name": name, "count": count, "ratio": round(ratio, 3), "baseline": baseline}


if __name__ == "__main__":
    for line in main():
        print(line)
