"""Several folders begun before the first is finished: no worker waits, and a copy is still read once."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

import pytest

from dossier.cache import Memo
from dossier.intake import scan_evidence
from dossier.intake.model import OcrMode
from dossier.intake.scan import Scanner
from dossier.intake.shelf import Shelf
from dossier.problems import NoProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dossier.intake import EvidenceIndex
    from dossier.intake.task import Learnt

CIRCULAR = b"CONG VAN\nSo: 12/SNV-CCHC\n"
FIRST, SECOND = b"UBND XA MAU\nBao cao quy I\n", b"UBND XA KHAC\nBao cao nam\n\n\n"


class Counting(Executor):
    """Works at once, and keeps what it was given and what came of it."""

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.before = before
        self.places: list[str] = []
        self.learnt: list[Learnt] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.before()
        self.places += args[0].places
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        self.learnt += future.result()
        return future

    @property
    def read(self) -> list[str]:
        """Contents that were read, each as often as it was."""
        return [learnt.sha256 for learnt in self.learnt if learnt.gist]


@pytest.fixture
def memo() -> Iterator[Memo]:
    with Memo() as fresh:
        yield fresh


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two units that both lie a circular from above beside a paper of their own."""
    assert len({len(data) for data in (CIRCULAR, FIRST, SECOND)}) == 3
    made = tmp_path / "mot", tmp_path / "hai"
    for folder, own in zip(made, (FIRST, SECOND), strict=True):
        folder.mkdir()
        (folder / "own.txt").write_bytes(own)
        (folder / f"circular {folder.name}.txt").write_bytes(CIRCULAR)
    return made


def scanner(memo: Memo, executor: Executor) -> Scanner:
    return Scanner(Shelf(memo, OcrMode.NONE, ()), executor)


def alone(folder: Path) -> EvidenceIndex:
    with Memo() as fresh:
        return scan_evidence(folder, unit=folder.name, memo=fresh, progress=NoProgress(), ocr=OcrMode.NONE)


def test_a_folder_is_given_out_before_the_one_ahead_of_it_is_finished(folders: tuple[Path, Path], memo: Memo) -> None:
    executor = Counting()
    reader = scanner(memo, executor)
    for folder in folders:
        reader.begin(folder, unit=folder.name)
    assert {place for place in executor.places if place.endswith("own.txt")} == {
        str(folder / "own.txt") for folder in folders
    }


def test_a_copy_in_the_next_folder_waits_and_is_not_read_again(folders: tuple[Path, Path], memo: Memo) -> None:
    executor = Counting()
    reader = scanner(memo, executor)
    begun = [reader.begin(folder, unit=folder.name) for folder in folders]
    assert sum("circular" in place for place in executor.places) == 1
    indexes = [reader.finish(scan, NoProgress()) for scan in begun]
    assert sorted(set(executor.read)) == sorted(executor.read)
    assert len(executor.read) == 3
    assert [index.files for index in indexes] == [alone(folder).files for folder in folders]


def test_a_size_is_free_again_when_every_folder_that_has_it_is_finished(
    folders: tuple[Path, Path], memo: Memo, tmp_path: Path
) -> None:
    third = tmp_path / "ba"
    third.mkdir()
    (third / "circular ba.txt").write_bytes(CIRCULAR)
    executor = Counting()
    reader = scanner(memo, executor)
    first, second = (reader.begin(folder, unit=folder.name) for folder in folders)
    reader.finish(first, NoProgress())
    last = reader.begin(third, unit="ba")  # the second still holds its copy back
    assert not any(place.startswith(str(third)) for place in executor.places)
    for scan in (second, last):
        reader.finish(scan, NoProgress())
    assert len(executor.read) == 3
    (third / "circular moi.txt").write_bytes(CIRCULAR)
    reader.begin(third, unit="ba")
    assert any(place.endswith("circular moi.txt") for place in executor.places)


def test_a_content_that_the_memo_lost_while_it_was_hashed_is_read_again(folders: tuple[Path, Path], memo: Memo) -> None:
    first, second = folders
    scan_evidence(first, unit="mot", memo=memo, progress=NoProgress(), ocr=OcrMode.NONE)
    executor = Counting(memo.clear)
    index = scan_evidence(second, unit="hai", memo=memo, progress=NoProgress(), ocr=OcrMode.NONE, executor=executor)
    assert index.files == alone(second).files
    assert [learnt.gist is None for learnt in executor.learnt].count(True) == 1
