"""What the benches of the chain share: one ``dossier`` command measured, and a generated campaign kept between runs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from samples.generate import generate

ROOT = Path(__file__).parents[2]
_KEPT = Path(os.environ.get("BENCH_FOLDER", ROOT / ".bench" / "ky"))
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock, of processors (with its children), and most memory of one process."""

    seconds: float
    cpu: float
    peak_mb: int


def run_dossier(*words: str) -> Cost:
    """Run a command of the program in a process of its own; codes 0 and 1 are good."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "dossier", *words], stdout=subprocess.DEVNULL, stderr=said, cwd=ROOT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begin
        said.seek(0)
        if process.returncode not in {0, 1}:
            raise RuntimeError(f"{' '.join(words)}: {said.read().decode(errors='replace')[-2000:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def campaign(units: int, files: int, *, seed: int = 1) -> Path:
    """A generated campaign of that size, made once and used by every bench; its cache is whatever the last one left."""
    root = _KEPT / f"{units}x{files}-{seed}"
    if not (root / "SU-THAT.tsv").is_file():
        generate(root, units=units, files=files, seed=seed, jobs=os.cpu_count() or 1)
    return root


def hash_all(root: Path) -> float:
    """Seconds for SHA-256 of every evidence file, as ``sha256sum`` does: the least that knowing a content costs."""
    begin = time.perf_counter()
    for path in sorted((root / "don-vi").rglob("minh-chung/**/*")):
        if path.is_file():
            with path.open("rb") as stream:
                hashlib.file_digest(stream, "sha256")
    return time.perf_counter() - begin
