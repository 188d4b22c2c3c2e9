"""``make bench``: every ``bench_*.py`` of this folder as one table, kept as JSON and compared with the run before.

A bench has ``main() -> list[Row]``; each runs in a process of its own, so that its peak memory is its own. A row holds
``name``, ``count`` (what was done), ``ratio`` (to the ``baseline``, measured in the same call) and, if the bench
measured them of a single stage, ``seconds``, ``peak_mb`` and ``each`` (seconds of one core for one thing). Counts and
ratios are the result; seconds depend on the machine and its load.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SAVED, BEFORE = ROOT / ".bench" / "last.json", ROOT / ".bench" / "before.json"
_KILOBYTE = 1024 if sys.platform != "darwin" else 1024 * 1024

Row = dict[str, Any]


def main() -> None:
    """Run the benches named on the command line (``chain``), or all of ``bench_*.py``."""
    parser = argparse.ArgumentParser(description="Đo tốc độ, tỷ lệ so với cách làm thường, bộ nhớ.")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.into:
        _run_here(asked.names[0], asked.into)
        return
    names = asked.names or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    known = load()
    _write(BEFORE, known)
    print(machine())
    failed = [name for name in names if not _run_apart(name, known)]
    if failed:
        sys.exit(f"bench hỏng: {', '.join(failed)}")


def load() -> dict[str, Row]:
    """The rows of the last runs by «bench: name»; empty before the first."""
    known = json.loads(SAVED.read_text(encoding="utf-8")) if SAVED.is_file() else {}
    return {key: row for key, row in known.items() if isinstance(row, dict)}


def machine() -> str:
    """What it ran on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9 if hasattr(os, "sysconf") else 0
    return f"{_processor()}, {os.cpu_count()} nhân, {memory:.0f} GB, Python {platform.python_version()}"


def _load() -> float | None:
    """How many processes wanted a processor in the last minute, where the system tells."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.machine()


def _run_apart(name: str, known: dict[str, Row]) -> bool:
    target = ROOT / ".bench" / f"{name}.json"
    target.unlink(missing_ok=True)
    load_before = _load()
    command = [sys.executable, "-m", "tests.bench.run", name, "--into", str(target)]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code or not target.is_file():
        return False
    before = {key: known.pop(key) for key in list(known) if key.startswith(f"{name}: ")}
    for row in json.loads(target.read_text(encoding="utf-8")):
        key = f"{name}: {row['name']}"
        last = f" (lần trước {before[key]['ratio']})" if key in before else ""
        print(f"{key}: {row['count']}; tỷ lệ {row['ratio']} so với {row['baseline']}{last}", flush=True)
        known[key] = {**row, "machine": machine(), "load": load_before}
    _write(SAVED, known)
    return True


def _run_here(name: str, target: Path) -> None:
    path = HERE / f"bench_{name}.py"
    module = importlib.import_module(f"tests.bench.bench_{name}" if path.is_file() else f"tests.bench.{name}")
    rows: list[Row] = module.main()
    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    for row in rows:
        row.setdefault("peak_mb", round(used / _KILOBYTE))
    _write(target, rows)


def _write(target: Path, data: Any) -> None:
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
