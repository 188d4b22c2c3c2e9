"""Campaign and criteria set are told again from the memo only while not a byte of either has changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossier.cache import Memo
from dossier.campaign import CampaignPaths
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.errors import BadInputError
from dossier.files import hash_file
from dossier.pipeline.books import load_books, recall_books

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "samples" / "huyen-an-son"


@pytest.fixture
def memo() -> Iterator[Memo]:
    with Memo() as fresh:
        yield fresh


@pytest.fixture
def paths(tmp_path: Path) -> CampaignPaths:
    found = CampaignPaths(tmp_path / "ky")
    found.root.mkdir()
    lock(found, find_criteria("mau-2020-cap-xa"))
    return found


def lock(paths: CampaignPaths, source: Path) -> None:
    """The sample's campaign with a criteria set, and the hash of that."""
    shutil.copy(source, paths.criteria)
    text = (SAMPLE / paths.campaign.name).read_text(encoding="utf-8")
    text = text.replace("@SHA256@", hash_file(source)).replace("@VERSION@", "1")
    paths.campaign.write_text(text, encoding="utf-8")


def never(*_: object) -> None:
    raise AssertionError("read again")


@pytest.mark.parametrize("name", list_criteria())
def test_what_is_told_again_is_what_was_read(paths: CampaignPaths, memo: Memo, name: str) -> None:
    lock(paths, find_criteria(name))
    read = load_books(paths)
    for _ in range(2):
        told = recall_books(paths, memo)
        assert told == read
        assert told.criteria.leaves() == read.criteria.leaves()


@pytest.mark.parametrize("name", ["mau-2020-cap-xa", "lam-dong-2025-cap-xa"])
def test_unchanged_files_are_not_read_again(
    paths: CampaignPaths, memo: Memo, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(paths, find_criteria(name))
    read = recall_books(paths, memo)
    monkeypatch.setattr("dossier.pipeline.books.load_books", never)
    assert recall_books(paths, memo) == read


def test_a_changed_name_is_seen(paths: CampaignPaths, memo: Memo) -> None:
    first = recall_books(paths, memo).campaign.units[0].name
    text = paths.campaign.read_text(encoding="utf-8")
    paths.campaign.write_text(text.replace(first, f"{first} Mới"), encoding="utf-8")
    assert recall_books(paths, memo).campaign.units[0].name == f"{first} Mới"
    assert memo.sizes()["books"].rows == 1  # what it was before is not kept for ever


def test_a_criteria_set_edited_behind_its_lock_is_refused_though_it_was_known(paths: CampaignPaths, memo: Memo) -> None:
    recall_books(paths, memo)
    with paths.criteria.open("a", encoding="utf-8") as file:
        file.write("# sửa\n")
    with pytest.raises(BadInputError, match=r"campaign\.yaml"):
        recall_books(paths, memo)


def test_a_missing_set_is_told_in_words(paths: CampaignPaths, memo: Memo) -> None:
    recall_books(paths, memo)
    paths.criteria.unlink()
    with pytest.raises(BadInputError) as caught:
        recall_books(paths, memo)
    assert "thiếu tệp" in str(caught.value.problems[0].message)


def test_a_memo_of_another_make_is_not_believed(
    paths: CampaignPaths, memo: Memo, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = recall_books(paths, memo)
    mark = (memo.get("books", "", "latest") or "").partition("\n")[0]
    assert mark
    monkeypatch.setattr(memo, "get", lambda *_: f'{mark}\n{{"campaign": 1}}')
    assert recall_books(paths, memo) == read
