import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.search import search_units
from dossier.problems import NoProgress
from dossier.report import search_json
from dossier.search import SearchResult

NOW = dt.datetime(2020, 10, 12, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
Put = Callable[[str, str], Path]


def ask(campaign: Path, text: str) -> SearchResult:
    with open_run(campaign, Edge(NoProgress(), NOW)) as run:
        return search_units(run, text, limit=10)


def test_all_units_are_searched_and_deleting_the_cache_changes_nothing(campaign: Path, put: Put) -> None:
    put("xa-mot/a.txt", "KẾ HOẠCH\nCải cách hành chính năm 2020")
    put("xa-hai/b.txt", "BÁO CÁO\nKết quả cải cách hành chính")
    first = ask(campaign, "cai cach hanh chinh")
    assert {hit.unit for hit in first.hits} == {"xa-mot", "xa-hai"}
    shutil.rmtree(campaign / ".dossier")
    assert ask(campaign, "cai cach hanh chinh") == first
    assert ask(campaign, "cai cach hanh chinh") == first


def test_an_unchanged_file_is_not_opened_again(campaign: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put("xa-mot/a.txt", "KẾ HOẠCH\nCải cách hành chính năm 2020")
    first = ask(campaign, "cải cách")

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("dossier.intake.scan.read_group", lambda group: refuse() if group.places else ())
    assert ask(campaign, "cải cách") == first


def test_the_command_prints_json_alone(campaign: Path, put: Put) -> None:
    put("xa-mot/a.txt", "KẾ HOẠCH\nCải cách hành chính năm 2020")
    command = [sys.executable, "-m", "dossier", "search", "cải", 'cách "', "-C", str(campaign), "--json", "--quiet"]
    out = subprocess.run(command, capture_output=True, check=True).stdout
    assert json.loads(out) == json.loads(search_json(ask(campaign, 'cải cách "')))
    assert json.loads(out)["hits"][0]["snippet"].startswith("KẾ HOẠCH Cải cách")
