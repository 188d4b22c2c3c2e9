"""``dossier serve`` over a province's year: time of each page, fifty people clicking, and a large upload.

The campaign is made once under ``.bench`` (124 units, the 77 leaves of Lâm Đồng's set, some 11,500 files; two thirds
of the units are published, the others open again for appraisal 1) and left as it was. ``BENCH_WEB`` (``124``) is the
number of units, ``BENCH_WEB_SECONDS`` how long the people click (issue 9 asks for 120), ``BENCH_WEB_CAMPAIGN`` another
campaign that ``samples.make_province`` has made. Linux only: the server's processor time and memory come from /proc.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from dossier.campaign import CampaignPaths, load_campaign
from dossier.pipeline.appraise import reopen_unit
from dossier.rounds import Stage
from samples.make_province import make_province, opened
from tests.bench.clicks import SAVES, THINK, Plan, quantile, unpack
from tests.bench.measure import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.campaign import Campaign
    from tests.bench.run import Row

UNITS = int(os.environ.get("BENCH_WEB", "124"))
SECONDS = int(os.environ.get("BENCH_WEB_SECONDS", "120"))
PEOPLE = 50
UPLOAD = 300_000_000
_CRITERIA = "lam-dong-2025-cap-xa"
_PAGE_GOAL, _CLICK_GOAL, _MEMORY_GOAL, _FIRST_GOAL = 0.2, 1.0, 150, 300_000
_LOOKED_AT = 5  # units whose pages are timed
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
    campaign = load_campaign(root)
    with _left_as_it_was(root, campaign.units[0].id), _served(root) as server:
        _wait_until_read(server)
        rows = _time_pages(server, campaign)
        return [*rows, _first(server), _click(server, campaign), _upload(server, campaign.units[0].id)]


def _campaign() -> Path:
    root = Path(os.environ.get("BENCH_WEB_CAMPAIGN", ROOT / ".bench" / f"tinh-{UNITS}x77"))
    if not (root / "campaign.yaml").is_file():
        making = root.with_name(f".{root.name}")
        make_province(making, units=UNITS, criteria=_CRITERIA)
        with opened(making, "2025-11-26 08:00") as run:
            for unit in run.campaign.units[::3]:
                reopen_unit(run, unit, to=Stage.FIRST, leaves=(), reason="Đo trang thẩm định", who="Người đo")
        making.rename(root)
    return root


@contextmanager
def _left_as_it_was(root: Path, unit: str) -> Iterator[None]:
    """What the people save and upload is taken back."""
    paths = CampaignPaths(root)
    before = {path: path.read_bytes() for path in paths.records.glob("journal.*")}
    files = set(paths.evidence(unit).rglob("*"))
    try:
        yield
    finally:
        for path, content in before.items():
            path.write_bytes(content)
        for path in set(paths.evidence(unit).rglob("*")) - files:
            path.unlink()


@contextmanager
def _served(root: Path) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dossier", "serve", str(root), "--no-browser", "--port", str(port)]
    with subprocess.Popen([*command, "--ocr", "none"], stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as process:
        assert process.stderr
        try:
            link = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
            door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            door.request("GET", urlsplit(link).path)
            given = door.getresponse().headers.get_all("Set-Cookie", [])
            cookie = next(text.partition(";")[0] for text in given if text.startswith("dossier_phien="))
            yield Server(port, process.pid, cookie)
        finally:
            process.terminate()


def _wait_until_read(server: Server) -> None:
    while "Đang đọc minh chứng" in unpack(server.get("/")):
        time.sleep(1)


def _pages(units: Sequence[str], offices: Sequence[str]) -> dict[str, list[str]]:
    """The addresses of each kind of page, for these units and offices."""
    of_unit = {
        "minh chứng": "",
        "tự chấm điểm": "/tu-cham",
        "xếp tệp": "/hop-cho",
        "giải trình": "/giai-trinh",
        "điểm lấy lại được": "/neu-bo-sung",
        "văn bản của đơn vị": "/van-ban",
        "một văn bản của đơn vị": "/van-ban/D03",
        "giao nộp của đơn vị": "/giao-nop",
    }
    return {
        "tổng quan": ["/"],
        **{name: [f"/don-vi/{unit}{page}" for unit in units] for name, page in of_unit.items()},
        "cơ quan": [f"/tham-dinh/{office}" for office in offices],
        "thẩm định": [f"/tham-dinh/{office}/{unit}" for unit in units for office in offices[:1]],
        "điều hành": ["/dieu-hanh"],
        "hội đồng": ["/hoi-dong"],
        "biên bản": ["/hoi-dong/bien-ban"],
        "kết quả": ["/ket-qua"],
        "văn bản": ["/van-ban"],
        "một văn bản": ["/van-ban/D01"],
        "giao nộp": ["/giao-nop"],
        "gói gửi cấp trên": ["/giao-nop/goi"],
        "lưu trữ": ["/giao-nop/luu-tru"],
        "tìm": [f"/tim?tim={quote(words)}" for words in ("kế hoạch", "chuyển đổi số", "báo cáo tài sản công")],
        "nhật ký": ["/nhat-ky"],
        "việc đang chạy": ["/viec"],
    }


def _every_page(campaign: Campaign, units: Sequence[str]) -> dict[str, list[str]]:
    return _pages(units, [office.id for office in campaign.offices])


def _time_pages(server: Server, campaign: Campaign) -> list[Row]:
    """Each kind: its addresses once, cold, then three times over, warm."""
    units = [unit.id for unit in campaign.units]
    rows, warm = [], {}
    for name, pages in _every_page(campaign, units[:: max(1, len(units) // _LOOKED_AT)]).items():
        cold, _, size = _ask(server, pages)
        times, cpu, _ = _ask(server, [*pages, *pages, *pages] if len(pages) > 1 else pages * 9)
        warm[name] = statistics.median(times)
        told = f"{warm[name] * 1000:.0f} ms, CPU {cpu * 1000:.0f} ms, lần đầu {statistics.median(cold) * 1000:.0f} ms"
        rows.append(_row(f"trang {name}", f"{told}, {size // 1000} kB", warm[name] / _PAGE_GOAL, "200 ms (≤ 1)"))
    worst = max(warm, key=lambda name: warm[name])
    told = f"{len(warm)} trang, chậm nhất «{worst}» {warm[worst] * 1000:.0f} ms"
    return [*rows, _row("trang chậm nhất", told, warm[worst] / _PAGE_GOAL, "200 ms (≤ 1)")]


def _ask(server: Server, pages: Sequence[str]) -> tuple[list[float], float, int]:
    """Seconds of each answer, processor seconds of one, bytes of the last."""
    times, size, before = [], 0, server.cpu()
    for page in pages:
        begin = time.perf_counter()
        size = len(server.get(page))
        times.append(time.perf_counter() - begin)
    return times, (server.cpu() - before) / len(pages), size


def _first(server: Server) -> Row:
    """What a browser fetches when it comes for the first time."""
    page = server.get("/")
    parts = set(re.findall(r'(?:src|href)="(/tinh/[^"]+)"', unpack(page)))
    size = len(page) + sum(len(server.get(part)) for part in parts)
    return _row("trang đầu", f"{len(parts) + 1} tệp, {size // 1000} kB", size / _FIRST_GOAL, "300 kB (≤ 1)")


def _click(server: Server, campaign: Campaign) -> Row:
    pages = _every_page(campaign, [unit.id for unit in campaign.units])
    open_again = [f"/tham-dinh/{campaign.offices[0].id}/{unit.id}" for unit in campaign.units[::3]]
    plan = Plan(server.port, server.cookie, SECONDS, PEOPLE, pages, open_again)
    load, before = os.getloadavg()[0], server.cpu()
    done = subprocess.run([sys.executable, "-m", "tests.bench.clicks"], input=json.dumps(asdict(plan)), cwd=ROOT,
                          stdout=subprocess.PIPE, encoding="utf-8", check=True)  # fmt: skip
    told = json.loads(done.stdout)
    busy = (server.cpu() - before) / SECONDS
    times = [took for kind in told["times"].values() for took in kind]
    slow = {name: quantile(took, 0.95) for name, took in told["times"].items()}
    worst = max(slow, key=lambda name: slow[name])
    p95 = quantile(times, 0.95)
    print(*sorted(set(told["faults"]))[:10], sep="\n")
    return _row(
        f"{PEOPLE} người bấm {SECONDS} giây",
        f"{len(times)} lần bấm (nghỉ {THINK[0]:.0f}–{THINK[1]:.0f} giây, 1/{SAVES} là lưu), {len(told['faults'])} lỗi, "
        f"giữa {quantile(times, 0.5):.2f}, p95 {p95:.2f}, lâu nhất {max(times):.2f} giây, «{worst}» {slow[worst]:.2f}; "
        f"CPU {busy:.0%} một nhân, {busy * SECONDS / len(times) * 1000:.0f} ms mỗi lần; tải máy trước đó {load:.1f}",
        p95 / _CLICK_GOAL,
        "p95 1 giây (≤ 1)",
    )


def _upload(server: Server, unit: str) -> Row:
    page = server.get(f"/don-vi/{unit}/hop-cho")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', unpack(page))
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
