"""The sample campaign, carried through the chain once a session; tests take copies of it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from dossier.pipeline.demo import Demo, run_demo
from dossier.pipeline.run import Edge
from dossier.problems import NoProgress

NOW = dt.datetime(2020, 10, 12, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return run_demo(tmp_path_factory.mktemp("demo") / "ky", progress=NoProgress(), now=NOW)


@pytest.fixture
def campaign(demo: Demo, tmp_path: Path) -> Path:
    """A private copy of the sample campaign with everything made."""
    return Path(shutil.copytree(demo.root, tmp_path / "ky"))


@pytest.fixture
def edge() -> Edge:
    return Edge(progress=NoProgress(), now=NOW)
