"""``dossier check`` of a district, cold, warm and with one file changed, beside SHA-256 of the same files.

``BENCH_WARM=1`` keeps what an earlier run has read and leaves the cold rows out.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tests.bench.measure import campaign, hash_all, run_dossier

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.measure import Cost
    from tests.bench.run import Row

UNITS, FILES = 20, 60
_RATE = 25  # text documents a second and core, issue 8
_TEXT = {"ky-so", "chu", "docx", "xlsx"}


def main() -> list[Row]:
    """The rows of this bench."""
    return measure(UNITS, FILES)


def measure(units: int, files: int) -> list[Row]:
    """The same of any size."""
    root = campaign(units, files)
    command = ("check", "-C", str(root), "--ocr", "none", "--jobs", str(os.cpu_count()), "--json", "--quiet")
    plain, total = hash_all(root), units * files
    rows = []
    if "BENCH_WARM" not in os.environ:
        shutil.rmtree(root / ".dossier")
        (root / ".dossier").mkdir()
        rows += _cold_rows(run_dossier(*command), root, total, plain)
    warm = run_dossier(*command)
    _touch_one(root)
    changed = run_dossier(*command)
    plain = min(plain, hash_all(root))
    return [
        *rows,
        _row("lần hai, không đổi", f"{total} tệp, {warm.seconds:.1f} giây", warm, plain),
        _row("một tệp đổi", f"{total} tệp, {changed.seconds:.1f} giây", changed, plain),
    ]


def _cold_rows(cold: Cost, root: Path, total: int, plain: float) -> list[Row]:
    texts = _count_texts(root)
    rate = f"{texts / cold.cpu:.0f} tài liệu có chữ/giây/nhân"
    return [
        {
            **_row("đọc lần đầu", f"{total} tệp, {cold.seconds:.1f} giây, {rate}", cold, plain),
            "each": round(cold.cpu / total, 4),
        },
        {
            "name": "đọc lần đầu, tài liệu có chữ",
            "count": rate,
            "ratio": round(texts / cold.cpu / _RATE, 2),
            "baseline": f"đích {_RATE}/giây/nhân (≥ 1)",
            "seconds": round(cold.seconds, 1),
            "peak_mb": cold.peak_mb,
        },
    ]


def _row(name: str, count: str, cost: Cost, plain: float) -> Row:
    return {
        "name": name,
        "count": count,
        "ratio": round(cost.seconds / plain, 2),
        "baseline": f"SHA-256 của mọi tệp, {plain:.1f} giây",
        "seconds": round(cost.seconds, 1),
        "cpu": round(cost.cpu, 1),
        "peak_mb": cost.peak_mb,
    }


def _touch_one(root: Path) -> None:
    """Give one text PDF another content."""
    folder = next(iter(sorted((root / "don-vi").iterdir())))
    file = next(iter(sorted(folder.glob("minh-chung/1.1/*.pdf"))))
    file.write_bytes(file.read_bytes() + b"\n% doi\n")


def _count_texts(root: Path) -> int:
    lines = (root / "SU-THAT.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return sum(line.split("\t")[2] in _TEXT for line in lines)
