"""The sample campaign, carried through the chain once a session; tests take copies of it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossier.documents import CATALOGUE
from dossier.pipeline.demo import Demo, ensure_sample, run_demo
from dossier.pipeline.run import Edge
from dossier.problems import NoProgress
from tests.pipeline import year_script as script

if TYPE_CHECKING:
    from dossier.pipeline.made import Made
    from tests.pipeline.test_pipeline_year import Year

NOW = dt.datetime(2020, 10, 12, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return run_demo(tmp_path_factory.mktemp("demo") / "ky", progress=NoProgress(), now=NOW)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample campaign as people filled it in, once a session; no paper is made of it. Only to be copied."""
    folder = tmp_path_factory.mktemp("sample") / "ky"
    ensure_sample(folder, NoProgress())
    return folder


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The sample district's year, lived once a session; whoever changes something takes a copy of its root."""
    from tests.pipeline.test_pipeline_year import live_year

    return live_year(tmp_path_factory.mktemp("nam") / "ky")


@pytest.fixture(scope="session")
def built(lived: Year, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Made, ...]]:
    """The year with every paper that could be made, once a session; whoever changes something takes a copy."""
    root = Path(shutil.copytree(lived.root, tmp_path_factory.mktemp("van-ban") / "ky"))
    (root / "van-ban.yaml").write_text(script.INPUTS, encoding="utf-8")
    return root, script.build(root, *CATALOGUE)


@pytest.fixture
def campaign(demo: Demo, tmp_path: Path) -> Path:
    """A private copy of the sample campaign with everything made."""
    return Path(shutil.copytree(demo.root, tmp_path / "ky"))


@pytest.fixture
def edge() -> Edge:
    return Edge(progress=NoProgress(), now=NOW)
