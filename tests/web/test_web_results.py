"""Results in the browser: last year beside this one, by looking only."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dossier.campaign import CampaignPaths
from dossier.pipeline.results import make_results, write_result_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client


@pytest.fixture
def last_year(campaign: Path, visit: Callable[[str], Client]) -> Iterator[str]:
    """The name of a campaign folder beside this one that has results."""
    from dossier.web.opened import desk

    del visit  # it opens the campaign
    with desk().working(desk().edge().progress) as run:
        files = write_result_files(run, make_results(run))
    folder = campaign.parent / "ky-truoc"
    target = CampaignPaths(folder).out("ket-qua")
    target.mkdir(parents=True)
    for file in files:
        file.replace(target / file.name)
    yield folder.name
    shutil.rmtree(folder)


def test_a_year_beside_this_one_is_compared_and_nothing_is_written(
    visit: Callable[[str], Client], campaign: Path, last_year: str
) -> None:
    page = visit("noi-vu").get("/ket-qua", {"nam-truoc": last_year}).content.decode()
    assert "<h3>" in page.split("So với năm trước")[1]
    assert not (CampaignPaths(campaign).out("ket-qua") / "ket-qua.json").exists()


@pytest.mark.parametrize("name", ["../ky-truoc", "/etc", "khong-co"])
@pytest.mark.usefixtures("last_year")
def test_only_a_year_on_the_list_is_compared(visit: Callable[[str], Client], name: str) -> None:
    page = visit("noi-vu").get("/ket-qua", {"nam-truoc": name}).content.decode()
    assert "<h3>" not in page.split("So với năm trước")[1]
