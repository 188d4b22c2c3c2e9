"""A unit whose records came in as a package: its pages show them, and offer nothing that would change them."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from dossier.pipeline.demo import run_demo
from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.submit import receive_path, submit_unit
from dossier.problems import NoProgress
from tests.web.conftest import OTHER, UNIT
from tests.web.serving import Visitor, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2020, 10, 12, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))
SHUT = "đã nộp bằng gói"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nhan")
    commune = folder / "xa"
    run_demo(commune, progress=NoProgress(), now=NOW)
    with open_run(commune, Edge(NoProgress(), NOW), writes=True) as run:
        unit = run.units((UNIT,))[0]
        package = submit_unit(run, unit, overrides={}, supplement=False, reason="", who="Xã").filing.path
    root = folder / "huyen"
    shutil.copytree(commune, root, ignore=shutil.ignore_patterns("nop", "out"))
    shutil.rmtree(root / "don-vi" / UNIT)
    with open_run(root, Edge(NoProgress(), NOW), writes=True) as run:
        receive_path(run, package, unit=None, channel="USB", at=NOW, who="Huyện")
    return root


@pytest.fixture(scope="module")
def visitor(district: Path) -> Iterator[Visitor]:
    with served(district) as service:  # one person alone, who may do everything
        visitor = Visitor(service.base)
        visitor.get(service.address.removeprefix(service.base))
        yield visitor


def test_the_evidence_that_came_in_is_shown_and_can_be_looked_at(visitor: Visitor, district: Path) -> None:
    asked = (visitor.get(f"/don-vi/{UNIT}")[1] for _ in range(200))  # a page that is still being read says so
    page = next((page for page in asked if "1.1/KH 05 CCHC 2020.pdf" in page), "")
    assert SHUT in page
    status, page = visitor.get(f"/don-vi/{UNIT}/tep?tep=1.1/KH%2005%20CCHC%202020.pdf")
    assert status == 200
    assert "05/KH-UBND" in page
    assert not (district / "don-vi" / UNIT).exists()


def test_nothing_is_offered_that_would_change_it(visitor: Visitor) -> None:
    for page in ("", "/hop-cho", "/giao-nop"):
        text = visitor.get(f"/don-vi/{UNIT}{page}")[1]
        assert SHUT in text
        assert f"/don-vi/{UNIT}/dua-len" not in text
        assert f"/don-vi/{UNIT}/giao-nop/nop" not in text
    assert SHUT not in visitor.get(f"/don-vi/{OTHER}")[1]
    assert f"/don-vi/{OTHER}/dua-len" in visitor.get(f"/don-vi/{OTHER}/hop-cho")[1]
    assert f"/don-vi/{OTHER}/giao-nop/nop" in visitor.get(f"/don-vi/{OTHER}/giao-nop")[1]


def test_who_submits_it_again_from_here_is_told_why_not(visitor: Visitor, district: Path) -> None:
    visitor.get(f"/don-vi/{UNIT}/giao-nop")
    job = visitor.post(f"/don-vi/{UNIT}/giao-nop/nop", {})[1].splitlines()[0].removeprefix(visitor.base)
    seen = next((page for _ in range(1000) if "không làm được" in (page := visitor.get(job)[1])), "")
    assert SHUT in seen
    assert not (district / "records/nop" / UNIT).exists()
