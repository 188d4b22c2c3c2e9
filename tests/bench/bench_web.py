"""``dossier serve`` over a province's year: time of each page, fifty people clicking, and a large upload.

``BENCH_WEB`` (``124``) is the number of units, ``BENCH_WEB_SECONDS`` how long the people click (issue 9 asks for 120),
``BENCH_WEB_CAMPAIGN`` a campaign that ``samples.make_province`` has made already. Linux only: the server's processor
time and memory are read from /proc. People click every few seconds, as people do who read what they see.
"""

from __future__ import annotations

import gzip
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from dossier.campaign import load_campaign
from samples.make_province import make_province
from tests.bench.measure import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.run import Row

UNITS = int(os.environ.get("BENCH_WEB", "124"))
SECONDS = int(os.environ.get("BENCH_WEB_SECONDS", "120"))
PEOPLE, THINK = 50, (2.0, 6.0)  # seconds between two clicks of one person
UPLOAD = 300_000_000
_PAGE_GOAL, _CLICK_GOAL, _MEMORY_GOAL = 0.2, 1.0, 150
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_CHUNK = b"\0" * 1_000_000


@dataclass(frozen=True)
class Server:
    """A running service, its process and the cookie of somebody who was let in."""

    port: int
    pid: int
    cookie: str

    def get(self, page: str, connection: http.client.HTTPConnection | None = None) -> bytes:
        """A page; anything but 200 is an error."""
        line = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", page, headers={"Cookie": self.cookie, "Accept-Encoding": "gzip"})
        answer = line.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{page}: {answer.status}")
        return body

    def cpu(self) -> float:
        """Processor seconds of the server so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def peak(self) -> int:
        """Most resident memory so far, in megabytes."""
        told = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", told)
        return int(found[1]) // 1024 if found else 0


def main() -> list[Row]:
    """The rows of this bench."""
    root = _campaign()
    units = [unit.id for unit in load_campaign(root).units]
    with _served(root) as server:
        _wait_until_read(server)
        rows = _time_pages(server, units[len(units) // 2], load_campaign(root).offices[0].id)
        return [*rows, _click(server, units), _upload(server, units[0])]


def _campaign() -> Path:
    root = Path(os.environ.get("BENCH_WEB_CAMPAIGN", ROOT / ".bench" / f"tinh-{UNITS}"))
    if not (root / "campaign.yaml").is_file():
        make_province(root, units=UNITS)
    return root


@contextmanager
def _served(root: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "dossier", "serve", str(root), "--no-browser", "--port", "8799", "--ocr", "none"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as process:
        assert process.stderr
        try:
            link = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
            door = http.client.HTTPConnection("127.0.0.1", 8799, timeout=60)
            door.request("GET", urlsplit(link).path)
            given = door.getresponse().headers.get_all("Set-Cookie", [])
            cookie = next(text.partition(";")[0] for text in given if text.startswith("dossier_phien="))
            yield Server(8799, process.pid, cookie)
        finally:
            process.terminate()


def _wait_until_read(server: Server) -> None:
    while "Đang đọc minh chứng".encode() in gzip.decompress(server.get("/")):
        time.sleep(1)


def _pages(unit: str, office: str) -> dict[str, str]:
    own = f"/don-vi/{unit}"
    return {
        "tổng quan": "/",
        "minh chứng": own,
        "tự chấm điểm": f"{own}/tu-cham",
        "xếp tệp": f"{own}/hop-cho",
        "giải trình": f"{own}/giai-trinh",
        "điểm lấy lại được": f"{own}/neu-bo-sung",
        "giao nộp": f"{own}/giao-nop",
        "cơ quan": f"/tham-dinh/{office}",
        "thẩm định": f"/tham-dinh/{office}/{unit}",
        "điều hành": "/dieu-hanh",
        "hội đồng": "/hoi-dong",
        "kết quả": "/ket-qua",
        "văn bản": "/van-ban",
        "tìm": f"/tim?tim={quote('kế hoạch')}",
        "nhật ký": "/nhat-ky",
    }


def _time_pages(server: Server, unit: str, office: str) -> list[Row]:
    rows = []
    for name, page in _pages(unit, office).items():
        server.get(page)
        before, times = server.cpu(), []
        for _ in range(9):
            begin = time.perf_counter()
            body = server.get(page)
            times.append(time.perf_counter() - begin)
        wall, cpu = statistics.median(times), (server.cpu() - before) / len(times)
        rows.append(_row(f"trang {name}", f"{wall * 1000:.0f} ms, CPU {cpu * 1000:.0f} ms, {len(body) // 1000} kB",
                         wall / _PAGE_GOAL, f"{_PAGE_GOAL * 1000:.0f} ms (≤ 1)"))  # fmt: skip
    return rows


def _click(server: Server, units: list[str]) -> Row:
    times: list[float] = []
    faults: list[str] = []
    end = time.monotonic() + SECONDS
    office = load_campaign(_campaign()).offices[0].id

    def person(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - who clicks where is no secret
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while time.monotonic() < end:
            time.sleep(chance.uniform(*THINK))
            page = chance.choice(list(_pages(chance.choice(units), office).values()))
            begin = time.perf_counter()
            try:
                server.get(page, line)
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                faults.append(f"{page}: {error}")
                line.close()
            times.append(time.perf_counter() - begin)

    before = server.cpu()
    threads = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slow = statistics.quantiles(times, n=20)[-1]
    busy = (server.cpu() - before) / SECONDS
    told = f"{len(times)} lần bấm, {len(faults)} lỗi, p95 {slow:.2f} giây, CPU {busy:.0%} một nhân"
    if faults:
        print(*sorted(set(faults))[:10], sep="\n")
    return _row(f"{PEOPLE} người bấm {SECONDS} giây", told, slow / _CLICK_GOAL, "p95 1 giây (≤ 1)")


def _upload(server: Server, unit: str) -> Row:
    page = server.get(f"/don-vi/{unit}/hop-cho")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', gzip.decompress(page).decode())
    assert token
    fields = {"csrfmiddlewaretoken": token[1], "ve": f"/don-vi/{unit}"}
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    head += '--x\r\nContent-Disposition: form-data; name="tep"; filename="lon.pdf"\r\n\r\n%PDF-1.4\n'
    tail = "\r\n--x--\r\n"
    before, begin = server.peak(), time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    line.putrequest("POST", f"/don-vi/{unit}/dua-len")
    for name, value in {
        "Cookie": f"{server.cookie}; dossier_csrf={token[1]}",
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(len(head.encode()) + UPLOAD + len(tail)),
    }.items():
        line.putheader(name, value)
    line.endheaders(head.encode())
    for _ in range(UPLOAD // len(_CHUNK)):
        line.send(_CHUNK)
    line.send(tail.encode())
    status = line.getresponse().status
    grown = server.peak() - before
    told = f"{UPLOAD // 1_000_000} MB, {time.perf_counter() - begin:.1f} giây, trả lời {status}, thêm {grown} MB"
    return _row("đưa tệp lớn lên", told, grown / _MEMORY_GOAL, f"{_MEMORY_GOAL} MB bộ nhớ (≤ 1)")


def _row(name: str, count: str, ratio: float, baseline: str) -> Row:
    return {"name": name, "count": count, "ratio": round(ratio, 2), "baseline": baseline}


if __name__ == "__main__":
    for found in main():
        print(found)
