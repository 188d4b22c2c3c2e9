"""Starting up, indexing text documents, and a check with nothing changed."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dossier.cache import Memo
from dossier.intake import scan_evidence
from dossier.intake.model import FileKind, OcrMode, Reading
from dossier.pipeline.check import check_units
from dossier.pipeline.demo import run_demo
from dossier.pipeline.run import Edge, open_run
from dossier.problems import NoProgress

_ROUNDS = 7
_TARGET = 25  # text documents a second and core, issue 2
_NOW = dt.datetime(2020, 10, 12, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def main() -> list[dict[str, Any]]:
    """The rows of this bench."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "ky"
        run_demo(root, progress=NoProgress(), now=_NOW)
        return [_startup(), _indexing(root), _unchanged(root)]


def _startup() -> dict[str, Any]:
    """Interleaved, the median of each."""
    ours, bare = [], []
    for _ in range(_ROUNDS):
        ours.append(_seconds([sys.executable, "-m", "dossier", "--help"]))
        bare.append(_seconds([sys.executable, "-c", "import click"]))
    ratio = sorted(ours)[_ROUNDS // 2] / sorted(bare)[_ROUNDS // 2]
    return {
        "name": "dossier --help",
        "count": f"{_ROUNDS} lượt",
        "ratio": round(ratio, 2),
        "baseline": "python -c 'import click' (đích ≤ 4)",
    }


def _seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def _indexing(root: Path) -> dict[str, Any]:
    """Cold index of the sample's text documents, CPU time of this one process."""
    begin = time.process_time()
    folder = root / "don-vi/xa-an-binh/minh-chung"
    # Without OCR: what scans cost is told by bench_ocr.
    index = scan_evidence(folder, unit="xa-an-binh", memo=Memo(), progress=NoProgress(), ocr=OcrMode.NONE)
    spent = time.process_time() - begin
    text = [item for item in index.files if item.reading is Reading.READ and item.kind is not FileKind.IMAGE]
    rate = len(text) / spent
    return {
        "name": "đọc lần đầu, tài liệu có chữ",
        "count": f"{len(text)} tệp, {rate:.0f} tệp/giây/nhân",
        "ratio": round(rate / _TARGET, 2),
        "baseline": f"đích {_TARGET} tệp/giây/nhân (≥ 1)",
    }


def _unchanged(root: Path) -> dict[str, Any]:
    with open_run(root, Edge(NoProgress(), _NOW)) as run:
        report = check_units(run, run.campaign.units)
    counts = [item.index.counts for item in report.units]
    seen, opened = sum(count.seen for count in counts), sum(count.opened for count in counts)
    return {
        "name": "check lần hai, không đổi",
        "count": f"mở {opened} trong {seen} tệp",
        "ratio": opened,
        "baseline": "0 tệp",
    }
