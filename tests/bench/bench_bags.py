"""Bags of one big payload and of very many small files: rates against one plain pass, and the most memory held."""

from __future__ import annotations

import hashlib
import os
import resource
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from dossier.bags import Item, verify_bag, write_bag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MEGABYTES = int(os.environ.get("BENCH_BAG_MB", "2048"))
_FILES = 100_000
_CHUNK = 1 << 20
_MEMORY = 200
_ROUNDS = 3
_WRITE, _VERIFY = 0.5, 0.8


def main() -> list[dict[str, Any]]:
    """The rows of this bench; ratios of rates are measured over those the issue asks for."""
    with tempfile.TemporaryDirectory() as scratch:
        return [*_bench_big(Path(scratch)), *_bench_many(Path(scratch))]


def _bench_big(root: Path) -> list[dict[str, Any]]:
    """Our pass and the plain one in turn, several times: the disk and the processor are shared with others."""
    sources = [_make_part(root / f"phan-{number}.bin", _MEGABYTES // 4) for number in range(4)]
    items = [Item(f"tep-{number}.bin", part) for number, part in enumerate(sources)]
    package, copy = root / "goi.zip", root / "chep.bin"
    rounds = []
    for _ in range(_ROUNDS):
        package.unlink(missing_ok=True)
        plain = _seconds(lambda: _one_pass(sources, copy))
        copy.unlink()
        written = _seconds(lambda: write_bag(package, items, info=()))
        slowest = _seconds(lambda: _hash_only(sources))
        verified = _seconds(lambda: verify_bag(package))
        rounds.append((plain, written, slowest, verified))
    plain, written, slowest, verified = map(median, zip(*rounds, strict=True))
    write = median(one[0] / one[1] for one in rounds)
    verify = median(one[2] / one[3] for one in rounds)
    peak, load = _peak(), f"giữa của {_ROUNDS} lượt, tải máy {os.getloadavg()[0]:.1f}"
    return [
        _row("ghi gói", f"{_rate(written)}, một lượt thường {_rate(plain)}, {load}", write, "đích 0,5", _WRITE),
        _row("kiểm tra full", f"{_rate(verified)}, SHA-512 {_rate(slowest)}, {load}", verify, "đích 0,8", _VERIFY),
        _row("bộ nhớ", f"{peak:.0f} MB với gói {_MEGABYTES} MB", peak / _MEMORY, "trần 200 MB", None),
    ]


def _bench_many(root: Path) -> list[dict[str, Any]]:
    items = [Item(f"{number // 1000:03d}/{number:06d}.txt", b"%d" % number) for number in range(_FILES)]
    written = _seconds(lambda: write_bag(root / "nhieu.zip", items, info=()))
    started = time.perf_counter()
    report = verify_bag(root / "nhieu.zip")
    verified = time.perf_counter() - started
    assert report.checked == _FILES + 4
    assert not report.damaged
    count = f"ghi {written:.0f} giây, kiểm tra {verified:.0f} giây, bộ nhớ {_peak():.0f} MB"
    return [_row(f"{_FILES} tệp nhỏ", count, (written + verified) / 120, "trần 120 giây", None)]


def _make_part(path: Path, megabytes: int) -> Path:
    """A file that does not repeat itself, on the disk before the clock starts."""
    block = hashlib.shake_256(path.name.encode()).digest(_CHUNK)
    with path.open("wb") as stream:
        for number in range(megabytes):
            stream.write(number.to_bytes(8) + block[8:])
        stream.flush()
        os.fsync(stream.fileno())
    return path


def _one_pass(sources: Sequence[Path], target: Path) -> None:
    """What the rate is measured against: read, SHA-256, write, flushed to the disk like the bag."""
    digest = hashlib.sha256()
    with target.open("wb") as copy:
        for source in sources:
            with source.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())


def _hash_only(sources: Sequence[Path]) -> None:
    for source in sources:
        with source.open("rb") as stream:
            hashlib.file_digest(stream, "sha512")


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _rate(seconds: float) -> str:
    return f"{_MEGABYTES / seconds:.0f} MB/giây"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _row(name: str, count: str, ratio: float, baseline: str, wanted: float | None) -> dict[str, Any]:
    met = "" if wanted is None else f" ({'đạt' if ratio >= wanted else 'chưa đạt'})"
    return {"name": name, "count": count, "ratio": round(ratio, 2), "baseline": baseline + met}


if __name__ == "__main__":
    for row in main():
        print(row)
