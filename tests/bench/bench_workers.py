"""Reading scans with one worker, with two, and on a Dask cluster of this machine, turn about on the same pages.

``BENCH_SCANS`` is how many scans; issue 8 asks for 200. Ratios mean something only where two cores are free.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import LocalCluster

from dossier.cache import Memo
from dossier.intake import scan_evidence
from dossier.intake.model import OcrMode
from dossier.problems import NoProgress
from dossier.tools import Crew
from dossier.tools.cluster import Cluster
from samples.scripted import write_set

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from dossier.intake import EvidenceIndex
    from tests.bench.run import Row

_SCANS = int(os.environ.get("BENCH_SCANS", "24"))
_ROUNDS = 2 if _SCANS < 100 else 1  # many scans even out by themselves
_LIMIT = 300.0


def main() -> list[Row]:
    """The rows of this bench; the best of each way."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "quet"
        write_set(folder, seed=3, each=_SCANS, conditions=("quet",))
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", protocol="tcp") as cluster:
            ways: dict[str, Callable[[], AbstractContextManager[Executor]]] = {
                "one": lambda: Crew(1, limit=_LIMIT),
                "two": lambda: Crew(2, limit=_LIMIT),
                "dask": lambda: Cluster(cluster.scheduler_address, limit=_LIMIT),
            }
            spent, indexes = _measure(folder, ways)
    assert indexes["one"] == indexes["two"] == indexes["dask"]
    count = f"{_SCANS} bản quét, {_SCANS / spent['two']:.2f} bản/giây bằng hai tiến trình"
    return [
        {
            "name": "OCR, hai tiến trình",
            "count": count,
            "ratio": round(spent["one"] / spent["two"], 2),
            "baseline": f"một tiến trình, {spent['one']:.1f} giây (đích ≥ 1,7 khi hai nhân rảnh)",
            "seconds": round(spent["two"], 1),
            "each": round(spent["one"] / _SCANS, 3),
        },
        {
            "name": "OCR, cụm Dask hai máy trên máy này",
            "count": f"{_SCANS} bản quét, kết quả giống hệt",
            "ratio": round(spent["dask"] / spent["two"], 2),
            "baseline": f"hai tiến trình, {spent['two']:.1f} giây (đích ≤ 1,15)",
            "seconds": round(spent["dask"], 1),
        },
    ]


def _measure(
    folder: Path, ways: dict[str, Callable[[], AbstractContextManager[Executor]]]
) -> tuple[dict[str, float], dict[str, EvidenceIndex]]:
    spent, indexes = dict.fromkeys(ways, float("inf")), {}
    for _ in range(_ROUNDS):
        for name, open_way in ways.items():
            with open_way() as executor:
                _read(folder, executor, OcrMode.NONE)  # processes started, readers loaded
                begin = time.perf_counter()
                indexes[name] = _read(folder, executor, OcrMode.HEAD)
                spent[name] = min(spent[name], time.perf_counter() - begin)
    return spent, indexes


def _read(folder: Path, executor: Executor, ocr: OcrMode) -> EvidenceIndex:
    with Memo() as memo:
        return scan_evidence(folder, unit="quet", memo=memo, progress=NoProgress(), executor=executor, ocr=ocr)
