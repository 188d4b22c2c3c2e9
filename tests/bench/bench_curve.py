"""The cost curve: processor time of a cold ``check`` against the number of files, and the power law that fits it.

``BENCH_CURVE`` names the sizes; ``make bench-province`` takes 1000, 3000, 10000 and 30000.
"""

from __future__ import annotations

import json
import math
import os
import shutil
from typing import TYPE_CHECKING

from tests.bench.measure import ROOT, campaign, run_dossier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.run import Row

_SIZES = tuple(map(int, os.environ.get("BENCH_CURVE", "500,1500,4500").split(",")))
_PER_UNIT = 100
POINTS = ROOT / ".bench" / "curve-points.json"


def main() -> list[Row]:
    """The row of this bench; its points are kept for the plot."""
    fixed = _cold(campaign(1, 2))  # starting the program and its workers, whatever the number of files
    points = [(size, _cold(campaign(size // _PER_UNIT, _PER_UNIT)) - fixed) for size in _SIZES]
    POINTS.parent.mkdir(exist_ok=True)
    POINTS.write_text(json.dumps(points), encoding="utf-8")
    told = ", ".join(f"{size} tệp {seconds:.0f} giây CPU" for size, seconds in points)
    return [{"name": "số mũ của chi phí", "count": told, "ratio": exponent(points), "baseline": "N^1 (đích 1,0 ± 0,1)"}]


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power of N that fits best (least squares of the logarithms)."""
    xs, ys = [math.log(size) for size, _ in points], [math.log(cost) for _, cost in points]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    shared = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return round(shared / sum((x - middle_x) ** 2 for x in xs), 3)


def _cold(root: Path) -> float:
    shutil.rmtree(root / ".dossier", ignore_errors=True)
    (root / ".dossier").mkdir()
    jobs = str(os.cpu_count())
    return run_dossier("check", "-C", str(root), "--ocr", "none", "--jobs", jobs, "--json", "--quiet").cpu
