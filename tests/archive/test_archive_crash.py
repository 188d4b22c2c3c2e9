"""The writer is killed at every step in turn; the shelf then holds the old state or the new, never half."""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dossier.archive.store import Shelf
from dossier.bags import verify_bag
from tests.archive.made import lay_held, submit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILES = {f"minh-chung/1.{number}/van-ban.pdf": bytes([number]) * 200_000 for number in range(1, 21)}


class Killed(BaseException):
    """The end of the process: nothing after it runs, clean-up neither."""


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let ``step`` writes, renames, removals and the like happen, and none after them."""
    done = [0]

    def guard(owner: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def act(*args: Any, **kwargs: Any) -> Any:
            if done[0] >= step:
                raise Killed
            done[0] += 1
            return real(*args, **kwargs)

        patch.setattr(owner, name, act)

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink", "mkdir", "write_bytes"):
            guard(Path, name)
        guard(shutil, "rmtree")
        guard(os, "fsync")
        guard(zipfile.ZipFile, "open")
        guard(zipfile._ZipWriteFile, "write")  # type: ignore[attr-defined]  # the stream of one member
        yield done


def count_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    files = lay_held(tmp_path / "dem", FILES)
    with killed_at(10**9, monkeypatch) as done:
        submit(Shelf(tmp_path / "dem-nop", received=False), files)
    return done[0]


def test_a_kill_at_any_step_leaves_the_old_state_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = count_steps(tmp_path, monkeypatch)
    assert steps >= 50
    files = lay_held(tmp_path / "xa", FILES)
    outcomes = set()
    for step in range(steps):
        shelf = Shelf(tmp_path / f"nop-{step}", received=False)
        with killed_at(step, monkeypatch), pytest.raises(Killed):
            submit(shelf, files)
        stored = shelf.load()
        outcomes.add(len(stored))
        for filing in stored:
            assert verify_bag(filing.path).problems == ()
            assert filing.path.with_suffix(".txt").exists()
        if not stored:
            submit(shelf, files)
        shelf.clear()
        assert {path.name for path in shelf.root.iterdir()} == {
            f"nop-{step}-0000.{kind}" for kind in ("json", "txt", "zip")
        }
        shutil.rmtree(shelf.root)
    assert outcomes == {0, 1}


def test_a_kill_during_a_supplement_leaves_the_first_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = lay_held(tmp_path / "xa", FILES)
    shelf = Shelf(tmp_path / "nop", received=False)
    submit(shelf, files)
    first = {path.name: path.read_bytes() for path in shelf.root.iterdir()}
    more = (*files, *lay_held(tmp_path / "xa", {"minh-chung/9.9/moi.pdf": b"moi"}))
    for step in range(0, 30, 3):
        with killed_at(step, monkeypatch), pytest.raises(Killed):
            submit(shelf, more)
        assert {name: (shelf.root / name).read_bytes() for name in first} == first
        if len(shelf.load()) > 1:
            break
    assert shelf.load()[0].submission.sequence == 0
