"""Handing over in the browser, for tests: a campaign that is put back, and jobs that are waited for."""

from __future__ import annotations

import io
import shutil
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from dossier.web.models import Job

PAGE = f"/don-vi/{OTHER}/giao-nop"
PACKAGE = f"{OTHER}-0000"
# The sample's second commune has a cell that the form does not know, and no papers were made of it.
REASONS = {"bo-qua:VAL03": "đã giải trình bằng văn bản", "bo-qua:VAL07": "nộp bản giấy"}
PASSED_OVER = "VAL03 = đã giải trình bằng văn bản\nVAL07 = nộp bản giấy"
PATIENCE = 300.0


@contextmanager
def kept_year(campaign: Path, safe: Path) -> Iterator[Path]:
    """The campaign; records, evidence and what was made are put back, accounts and jobs stay."""
    places = [campaign / name for name in ("records", "don-vi", "out", "luu-tru", "luu-tru.yaml")]
    kept = [(place, safe / place.name) for place in places]
    for place, copy in kept:
        _copy(place, copy)
    yield campaign
    for place, copy in kept:
        _clear(place)
        _copy(copy, place)
    reread()


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("web"), dirs_exist_ok=True)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _clear(place: Path) -> None:
    if place.is_file():
        place.unlink()
    elif place.is_dir():
        for item in place.iterdir():
            if item.name != "web":
                shutil.rmtree(item) if item.is_dir() else item.unlink()


def done(answer: Any) -> Job:
    """The job that an answer leads to, once it is over."""
    from dossier.web.models import Job
    from dossier.web.opened import bench

    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert bench().wait_idle(patience=PATIENCE)
    return Job.objects.get(pk=int(answer.headers["Location"].rpartition("/")[2]))


def submit(client: Client, **given: str) -> Job:
    return done(client.post(f"{PAGE}/nop", REASONS | given))


def submitted(client: Client) -> None:
    job = submit(client)
    assert job.state == "xong", job.message


def hand_in(client: Client, content: bytes, **given: str) -> Job:
    file = SimpleUploadedFile("goi.zip", content)
    return done(client.post("/giao-nop/tiep-nhan", {"tep": file, "kenh": "USB"} | given))


def reread() -> None:
    """Wait until the pages know what lies on the disk now."""
    from dossier.web.opened import desk

    desk().fresh(OTHER, patience=PATIENCE)
    assert desk().is_current(OTHER)


def package(year: Path, shelf: str = "nop", sequence: str = "0000") -> Path:
    return year / "records" / shelf / OTHER / f"{OTHER}-{sequence}.zip"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return str(answer.content.decode())


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()
