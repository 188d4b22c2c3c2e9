"""Bags of one big payload and of very many small files: rates against one plain pass, and the most memory held."""

from __future__ import annotations

import hashlib
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.bags import Item, verify_bag, write_bag

if TYPE_CHECKING:
    from collections.abc import Callable

_MEGABYTES = int(os.environ.get("BENCH_BAG_MB", "512"))
_FILES = 100_000
_CHUNK = 1 << 20
_MEMORY = 200
_WRITE, _VERIFY = 0.5, 0.8


def main() -> list[dict[str, Any]]:
    """The rows of this bench; ratios of rates are measured over those the issue asks for."""
    with tempfile.TemporaryDirectory() as scratch:
        return [*_bench_big(Path(scratch)), *_bench_many(Path(scratch))]


def _bench_big(root: Path) -> list[dict[str, Any]]:
    source = root / "nguon.bin"
    block = hashlib.shake_256(b"bench").digest(_CHUNK)
    with source.open("wb") as stream:
        for number in range(_MEGABYTES):
            stream.write(number.to_bytes(8) + block[8:])
    quarter = _MEGABYTES // 4
    items = [Item(f"tep-{number}.bin", part) for number, part in enumerate(_split(source, root, quarter))]
    source.unlink()
    plain = _seconds(lambda: _one_pass([item.content for item in items], root / "chep.bin"))
    (root / "chep.bin").unlink()
    written = _seconds(lambda: write_bag(root / "goi.zip", items, info=()))
    slowest = _seconds(lambda: _hash_only([item.content for item in items]))
    verified = _seconds(lambda: verify_bag(root / "goi.zip"))
    peak = _peak()
    return [
        _row("ghi gói", f"{_rate(written)}, một lượt thường {_rate(plain)}", plain / written, "đích 0,5", _WRITE),
        _row("kiểm tra full", f"{_rate(verified)}, SHA-512 {_rate(slowest)}", slowest / verified, "đích 0,8", _VERIFY),
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


def _split(source: Path, root: Path, megabytes: int) -> list[Path]:
    parts = []
    with source.open("rb") as stream:
        for number in range(4):
            part = root / f"phan-{number}.bin"
            with part.open("wb") as copy:
                for _ in range(megabytes):
                    copy.write(stream.read(_CHUNK))
            parts.append(part)
    return parts


def _one_pass(sources: list[Any], target: Path) -> None:
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


def _hash_only(sources: list[Any]) -> None:
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
