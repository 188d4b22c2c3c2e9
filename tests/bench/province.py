"""``make bench-province``: 90,000 files of 300 units, against the limits that issue 8 sets; outside CI.

``BENCH_PROVINCE`` (``300x300``) makes it smaller; ``BENCH_FOLDER`` names the disk for the 8 GB that it draws once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.bench import bench_index

if TYPE_CHECKING:
    from tests.bench.run import Row

_SIZE = os.environ.get("BENCH_PROVINCE", "300x300")
# Seconds on two cores, and megabytes, for 90,000 files.
_LIMITS = {"lần hai, không đổi": 25, "một tệp đổi": 27}
_MEMORY = 700
_WHOLE = 90_000


def main() -> list[Row]:
    """The rows of this bench: first those of ``bench_index``, then each limit."""
    units, files = map(int, _SIZE.split("x"))
    rows = bench_index.measure(units, files)
    share = units * files / _WHOLE
    limits = [
        {
            **row,
            "name": f"{row['name']}, so với hạn mức",
            "ratio": round(row["seconds"] / (_LIMITS[row["name"]] * share), 2),
            "baseline": f"{_LIMITS[row['name']]} giây cho {_WHOLE} tệp (≤ 1)",
        }
        for row in rows
        if row["name"] in _LIMITS
    ]
    peak = max(row["peak_mb"] for row in rows)
    memory = {
        "name": "bộ nhớ của một tiến trình",
        "count": f"{peak} MB",
        "ratio": round(peak / _MEMORY, 2),
        "baseline": f"{_MEMORY} MB (≤ 1)",
        "peak_mb": peak,
    }
    return [*rows, *limits, memory]
