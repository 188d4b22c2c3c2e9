"""A form that has not changed is not opened again, and whatever a score rests on makes it be read anew."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.score import Scored, score_forms
from dossier.problems import NoProgress
from dossier.sheets import read_self_score

EDGE = Edge(NoProgress(), dt.datetime(2020, 10, 12, 8, tzinfo=dt.UTC))
UNIT, OTHER = "xa-an-binh", "xa-binh-minh"


@pytest.fixture
def root(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "ky"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the units whose forms were opened."""
    names: list[str] = []

    def watched(path: Path, *given: Any, **named: Any) -> Any:
        names.append(path.parent.name)
        return read_self_score(path, *given, **named)

    monkeypatch.setattr("dossier.pipeline.score.read_self_score", watched)
    return names


def scores(root: Path) -> dict[str, Scored]:
    with open_run(root, EDGE) as run:
        return {one.unit.id: one for one in score_forms(run, run.campaign.units)}


def test_what_is_kept_is_what_was_read(root: Path, opened: list[str]) -> None:
    first = scores(root)
    assert len(opened) == len(first)
    assert any(one.problems for one in first.values())
    opened.clear()
    assert scores(root) == first
    assert opened == []


def test_a_changed_form_is_read_and_the_others_are_not(root: Path, opened: list[str]) -> None:
    first = scores(root)
    opened.clear()
    form = root / "don-vi" / UNIT / "tu-cham-diem.xlsx"
    book = openpyxl.load_workbook(form)
    (cell,) = (row[4] for sheet in book.worksheets for row in sheet.iter_rows() if row[0].value == "1.1.1")
    assert cell.value == "có"
    cell.value = "không"
    book.save(form)
    then = scores(root)
    assert opened == [UNIT]
    assert then[UNIT].score.total < first[UNIT].score.total
    assert then[OTHER] == first[OTHER]


def test_a_form_that_is_gone_has_no_points(root: Path) -> None:
    assert scores(root)[UNIT].score.total
    (root / "don-vi" / UNIT / "tu-cham-diem.xlsx").unlink()
    gone = scores(root)[UNIT]
    assert gone.score.total == 0
    assert gone.problems


@pytest.mark.parametrize("name", ["campaign.yaml", "bo-tieu-chi.yaml"])
def test_every_form_is_read_again_when_the_rules_change(root: Path, opened: list[str], name: str) -> None:
    first = scores(root)
    opened.clear()
    path = root / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# sửa\n", encoding="utf-8")
    if name == "bo-tieu-chi.yaml":  # the campaign knows its set by its hash
        campaign = root / "campaign.yaml"
        text = campaign.read_text(encoding="utf-8")
        from dossier.files import hash_file

        old = next(word for word in text.split() if len(word.strip("\"'")) == 64)
        campaign.write_text(text.replace(old.strip("\"'"), hash_file(path)), encoding="utf-8")
    assert scores(root) == first
    assert len(opened) == len(first)


def test_what_cannot_be_read_back_is_read_anew(root: Path, opened: list[str]) -> None:
    first = scores(root)
    opened.clear()
    with open_run(root, EDGE) as run:
        known = run.memo.get("form", UNIT, "latest")
        assert known
        run.memo.put("form", UNIT, "latest", known.partition("\n")[0] + "\n{}")
    assert scores(root) == first
    assert opened == [UNIT]
    assert replace(first[UNIT], problems=()) != replace(first[OTHER], problems=())
