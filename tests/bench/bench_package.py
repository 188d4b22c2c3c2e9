"""The package for the superior council: against ``tar`` and ``sha256sum`` of the same files, and the most memory held.

``BENCH_PACKAGE_FILES`` is the number of small files whose memory is measured (100,000 for the figure of issue 7).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from dossier.archive.province import Heading, Packing, Piece, Section, State, plan_package, verify_package
from dossier.archive.province.shelf import PackageShelf
from dossier.problems import NoProgress
from tests.bench.measure import ROOT, campaign, run_dossier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_FILES = int(os.environ.get("BENCH_PACKAGE_FILES", "20000"))
_UNITS, _FILES_EACH, _ROUNDS = 20, 60, 3
_MEMORY = 200
_NOW = dt.datetime(2020, 11, 4, 9, 0, tzinfo=dt.UTC)


def main() -> list[dict[str, Any]]:
    """The rows of this bench."""
    with tempfile.TemporaryDirectory() as scratch:
        return [*_bench_rates(Path(scratch)), _bench_command(Path(scratch)), _bench_memory()]


def _bench_rates(scratch: Path) -> Iterator[dict[str, Any]]:
    """Our writing and verifying and the plain tools in turn, on the same files: the machine is shared with others."""
    root = campaign(_UNITS, _FILES_EACH)
    files = sorted(path for path in (root / "don-vi").rglob("minh-chung/**/*") if path.is_file())
    pieces = [_piece(path, root) for path in files]
    rounds = []
    for turn in range(_ROUNDS):
        out = scratch / f"goi-{turn}"
        copied = _seconds(lambda: _copy(files, scratch / "chep.tar"))
        written = _seconds(lambda: _write(pieces, out))  # noqa: B023 - called at once
        summed = _seconds(lambda: subprocess.run(["sha256sum", "--", *files], stdout=subprocess.DEVNULL, check=True))
        verified = _seconds(lambda: _verify(out))  # noqa: B023 - called at once
        rounds.append((copied, written, summed, verified))
    copied, written, summed, verified = map(median, zip(*rounds, strict=True))
    count = f"{len(files)} tệp, {sum(piece.size for piece in pieces) / 1e6:.0f} MB, giữa của {_ROUNDS} lượt"
    yield {
        "name": "ghi và tự kiểm tra",
        "count": f"{count}: {written:.1f} giây, tar và SHA-256 {copied:.1f} giây",
        "ratio": round(median(one[1] / one[0] for one in rounds), 2),
        "baseline": "thời gian chép bằng tar, tính SHA-256",
        "seconds": round(written, 2),
    }
    yield {
        "name": "kiểm tra",
        "count": f"{count}: {verified:.1f} giây, sha256sum {summed:.1f} giây",
        "ratio": round(median(one[3] / one[2] for one in rounds), 2),
        "baseline": "thời gian sha256sum các tệp ấy",
        "seconds": round(verified, 2),
    }


def _bench_command(scratch: Path) -> dict[str, Any]:
    """The command as a user runs it, with what was read of the evidence kept from before."""
    root = campaign(_UNITS, _FILES_EACH)
    run_dossier("check", "-C", str(root), "--ocr", "none", "--quiet")
    cost = run_dossier("package", str(scratch / "lenh"), "-C", str(root), "--ocr", "none", "--quiet")
    return {
        "name": "dossier package",
        "count": f"{_UNITS * _FILES_EACH} tệp, {cost.seconds:.1f} giây",
        "ratio": round(cost.peak_mb / _MEMORY, 2),
        "baseline": f"trần {_MEMORY} MB",
        "peak_mb": cost.peak_mb,
    }


def _bench_memory() -> dict[str, Any]:
    """Very many small files written and verified in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_package", str(_FILES)], cwd=ROOT, check=True, capture_output=True
    )
    seconds, peak = map(float, done.stdout.split())
    return {
        "name": f"{_FILES} tệp nhỏ",
        "count": f"lập, ghi, kiểm tra {seconds:.0f} giây, {peak:.0f} MB",
        "ratio": round(peak / _MEMORY, 2),
        "baseline": f"trần {_MEMORY} MB",
        "peak_mb": round(peak),
    }


def _measure(count: int) -> None:
    """Print the seconds and the most megabytes of a package of so many files."""
    import resource

    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        _write((_small(number) for number in range(count)), Path(scratch))
    print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _small(number: int) -> Piece:
    data, code = b"%d" % number, f"1.{number % 9 + 1}"
    name = f"xa-{number // 1000:03d}/{code}/Báo cáo số {number}.txt"
    return Piece(
        Section.EVIDENCE,
        f"Báo cáo số {number} về cải cách hành chính",
        State.DOCUMENT,
        name,
        data,
        hashlib.sha256(data).hexdigest(),
        len(data),
        unit=f"xa-{number // 1000:03d}",
        codes=(code,),
        note=name,
    )


def _piece(path: Path, root: Path) -> Piece:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    name = path.relative_to(root / "don-vi").as_posix()
    return Piece(Section.EVIDENCE, path.name, State.DOCUMENT, name, path, digest, path.stat().st_size, unit="xa")


def _write(pieces: Sequence[Piece] | Iterator[Piece], out: Path) -> None:
    units = {f"xa-{number:03d}": f"Xã {number}" for number in range(-(-_FILES // 1000))}
    heading = Heading("do", "Đo", 2020, "Huyện", "Tỉnh", demo=True, units={"xa": "Xã", **units}, criteria={})
    plan = plan_package(pieces, heading, name="do-01", made_at=_NOW, packing=Packing())
    PackageShelf(out, out, "do").put(plan, who="Đo", progress=NoProgress())


def _verify(out: Path) -> None:
    assert not any(report.damaged for report in verify_package(out / "do-01"))


def _copy(files: Sequence[Path], target: Path) -> None:
    """What a person would do by hand: one archive, and a sum of every file."""
    with tarfile.open(target, "w") as package:
        for path in files:
            with path.open("rb") as stream:
                hashlib.file_digest(stream, "sha256")
            package.add(path)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    _measure(int(sys.argv[1]))
