"""``make performance``: the kept figures as a table, an estimate and a plot in ``docs/performance.md``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import matplotlib as mpl

from tests.bench.bench_curve import POINTS, exponent
from tests.bench.run import ROOT, load

if TYPE_CHECKING:
    from tests.bench.run import Row

DOC, PLOT = ROOT / "docs" / "performance.md", ROOT / "docs" / "img" / "cost-curve.svg"
BEGIN, END = "<!-- figures: written by make performance -->\n", "<!-- /figures -->\n"
# A commune hands in about a hundred files, half of them scans (issue 8).
_COMMUNES, _FILES, _SCANS = 3_321, 100, 50
_CLUSTER = 64
# What the estimate stands on, by the rows that measured it.
_READ = "index: đọc lần đầu"
_OCR = "workers: OCR, hai tiến trình"
_UNIT = "district: cả huyện: kiểm tra, bốn văn bản, bộ hồ sơ"


def main() -> None:
    """Write the block between the two marks, and the plot."""
    rows = load()
    text = DOC.read_text(encoding="utf-8")
    head, tail = text.split(BEGIN)[0], text.split(END)[1]
    block = "\n".join((build_table(rows), "", build_estimate(rows), "", *_draw_curve()))
    DOC.write_text(f"{head}{BEGIN}\n{block}\n{END}{tail}", encoding="utf-8")


def build_table(rows: dict[str, Row]) -> str:
    """Every row of the last runs, by machine; ``load`` is that of the minute before the bench began."""
    lines = []
    for machine in dict.fromkeys(row.get("machine", "") for row in rows.values()):
        lines += [
            "",
            f"Machine: {machine}",
            "",
            "| bench | done | ratio | against | peak MB | load |",
            "|---|---|---|---|---|---|",
        ]
        here = [(name, row) for name, row in sorted(rows.items()) if row.get("machine", "") == machine]
        lines += [f"| {' | '.join((name, *_cells(row)))} |" for name, row in here]
    return "\n".join(lines[1:])


def _cells(row: Row) -> list[str]:
    return [str(row.get(key, "")) for key in ("count", "ratio", "baseline", "peak_mb", "load")]


def build_estimate(rows: dict[str, Row]) -> str:
    """Core hours for every commune of the country, from what one file, one scan and one unit took."""
    missing = [name for name in (_READ, _OCR, _UNIT) if "each" not in rows.get(name, {})]
    if missing:
        return f"No estimate for {_COMMUNES:,} communes: not measured yet: {', '.join(missing)}."
    parts = {
        f"reading and judging {_COMMUNES * _FILES:,} files": _COMMUNES * _FILES * rows[_READ]["each"] / 3600,
        f"OCR of {_COMMUNES * _SCANS:,} scans": _COMMUNES * _SCANS * rows[_OCR]["each"] / 3600,
        f"four papers and a bundle for {_COMMUNES:,} communes": _COMMUNES * rows[_UNIT]["each"] / 3600,
    }
    hours = sum(parts.values())
    told = "; ".join(f"{name} {spent:.0f}" for name, spent in parts.items())
    return (
        f"Estimate for {_COMMUNES:,} communes of {_FILES} files, half of them scans, in core hours: {told}. "
        f"Together {hours:.0f}: {hours / 2 / 24:.1f} days on a laptop of two cores, "
        f"{hours / _CLUSTER:.1f} hours on {_CLUSTER} cores (each province is a campaign with a parent process "
        "of its own), for a first run; each later one costs what changed."
    )


def _draw_curve() -> list[str]:
    if not POINTS.is_file():
        return []
    points = [(float(size), float(cost)) for size, cost in json.loads(POINTS.read_text(encoding="utf-8"))]
    mpl.use("svg")
    # Equal points give an equal file.
    mpl.rcParams.update({"svg.hashsalt": "dossier", "font.size": 10})
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    axes.loglog(*zip(*points, strict=True), "o-", color="#1f5f8b", label=f"measured, N^{exponent(points)}")
    (first, cost), (last, _) = points[0], points[-1]
    axes.loglog([first, last], [cost, cost * last / first], "--", color="#888888", label="N^1")
    axes.set_xlabel("evidence files")
    axes.set_ylabel("seconds of processor time, cold check")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    PLOT.parent.mkdir(exist_ok=True)
    figure.savefig(PLOT, metadata={"Date": None})
    plt.close(figure)
    return [f"![Cost against the number of files](img/{PLOT.name})", ""]


if __name__ == "__main__":
    main()
