"""A two-tier province's whole year, small: every paper is made, agrees with the others and keeps the form."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from dossier.documents import CATALOGUE
from dossier.documents.formcheck import State
from dossier.pipeline.build import build_set
from dossier.pipeline.formcheck import check_forms
from dossier.pipeline.papers import check_papers
from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.standing import read_states
from dossier.problems import NoProgress
from dossier.rounds.model import Stage
from samples.make_province import make_province

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.pipeline.made import Made

UNITS = 8  # a special zone is the eighth
NOW = dt.datetime(2025, 12, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Made, ...]]:
    root = tmp_path_factory.mktemp("tinh") / "ky"
    make_province(root, units=UNITS)
    with open_run(root, Edge(NoProgress(), NOW), writes=True) as run:
        return root, build_set(run, run.campaign.units, codes=tuple(CATALOGUE), engine="embedded")


def test_every_paper_of_the_year_is_made(province: tuple[Path, tuple[Made, ...]]) -> None:
    root, made = province
    assert not [item for item in made if item.failed or item.problems]
    names = {path.name for path in (root / "out").rglob("*.docx")}
    # The units were on time, and a province's own report is another campaign's.
    assert {kind.output for kind in CATALOGUE.values()} - names == {
        CATALOGUE["D14"].output,
        CATALOGUE["D17"].output,
    }


def test_the_papers_of_a_province_agree(province: tuple[Path, tuple[Made, ...]]) -> None:
    with open_run(province[0], Edge(NoProgress(), NOW)) as run:
        assert check_papers(run) == ()
        assert {state.stage for state in read_states(run).values()} == {Stage.PUBLISHED}


def test_no_paper_of_a_province_breaks_a_rule_of_form(province: tuple[Path, tuple[Made, ...]]) -> None:
    checks = check_forms(sorted((province[0] / "out").rglob("*.docx")))
    assert [(check.path, one.rule, one.notes) for check in checks for one in check.of(State.FAIL)] == []
