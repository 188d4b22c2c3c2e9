"""``make bench``: every ``bench_*.py`` of this folder, one after the other, as one table and one JSON file.

A bench has ``main() -> list[Row]``. Counts and ratios are the result; seconds are only for reading.
"""

from __future__ import annotations

import importlib
import json
import platform
import sys
from pathlib import Path

HERE = Path(__file__).parent
SAVED = HERE.parent.parent / ".bench" / "last.json"


def main() -> None:
    """Run the benches named on the command line (``chain``), or all."""
    sys.path.insert(0, str(HERE.parent.parent))
    names = sys.argv[1:] or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    before = json.loads(SAVED.read_text(encoding="utf-8")) if SAVED.is_file() else {}
    results: dict[str, object] = {}
    print(f"{platform.machine()}, Python {platform.python_version()}")
    for name in names:
        for row in importlib.import_module(f"tests.bench.bench_{name}").main():
            key = f"{name}: {row['name']}"
            results[key] = row["ratio"]
            last = f" (lần trước {before[key]})" if key in before else ""
            print(f"{key}: {row['count']}; tỷ lệ {row['ratio']} so với {row['baseline']}{last}", flush=True)
    SAVED.parent.mkdir(exist_ok=True)
    SAVED.write_text(json.dumps({**before, **results}, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
