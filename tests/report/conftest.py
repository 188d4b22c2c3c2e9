"""A small campaign whose evidence bears names that try to be something else, checked by the real chain."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from dossier.pipeline.check import check_units
from dossier.pipeline.found import found_campaign
from dossier.pipeline.page import draw_thumbnails, write_check_files
from dossier.pipeline.run import Edge, open_run
from dossier.problems import NoProgress
from dossier.report import CheckReport

NOW = dt.datetime(2020, 10, 12, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
HOSTILE = (
    "<img src=x onerror=alert(1)>.txt",
    "'\"><svg onload=alert(1)>.txt",
    "=HYPERLINK(1).txt",
    "@SUM(A1).txt",
    "{{ 7 * 7 }}{% raw %}.txt",
    "\u202etxt.exe\u202c.txt",
    "</script><script>alert(1).txt".replace("/", "∕"),
    "﷽ 👩‍👩‍👧 Ḽơᶉëᶆ.txt",
    *(("\udcff\udcfe.txt", "a\x1bb\x07.txt") if sys.platform == "linux" else ()),
)


@dataclass(frozen=True)
class Checked:
    root: Path
    report: CheckReport
    thumbnails: dict[tuple[str, str, int], bytes]
    html: Path
    xlsx: Path

    @property
    def page(self) -> str:
        return self.html.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    folder = tmp_path_factory.mktemp("report")
    (folder / "don-vi.csv").write_text("ten\nxã Một\nxã Hai & Ba <b>\n", encoding="utf-8")
    root = folder / "ky"
    found_campaign(
        root, criteria_id="mau-2020-cap-xa", units_csv=folder / "don-vi.csv", year=2020, progress=NoProgress()
    )
    evidence = root / "don-vi/xa-mot/minh-chung"
    for name in HOSTILE:
        (evidence / "inbox" / name).write_text("KẾ HOẠCH\nCải cách hành chính năm 2020\n", encoding="utf-8")
    Image.new("RGB", (1600, 900), (200, 30, 30)).save(evidence / "inbox/anh.jpg")
    (evidence / "inbox/hong.pdf").write_bytes(b"%PDF-1.7 cut short")
    html, xlsx = folder / "ra/kiem-tra.html", folder / "ra/kiem-tra.xlsx"
    with open_run(root, Edge(NoProgress(), NOW)) as run:
        report = check_units(run, run.units(()))
        write_check_files(run, report, html=html, xlsx=xlsx)
        return Checked(root, report, dict(draw_thumbnails(run, report)), html, xlsx)
