"""A bundle is published only when it reads back as planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier.bundle import verify_bundle
from dossier.bundle.publish import publish_bundle
from dossier.errors import DamagedError
from dossier.files import hash_file
from dossier.problems import Severity
from dossier.tools import Worker

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bundle.model import BundlePlan


def test_what_is_published_is_whole_and_says_where_it_is_not_archival(full: BundlePlan, tmp_path: Path) -> None:
    target = tmp_path / "bo-ho-so.pdf"

    made = publish_bundle(full, target, files=())

    assert (made.written.path, made.written.sha256) == (target, hash_file(target))
    assert {(problem.rule, problem.severity) for problem in made.archival} == {("PDA07", Severity.WARNING)}
    assert verify_bundle(target, full) == ()


def test_a_bundle_that_lacks_a_file_leaves_the_one_before_it_in_place(full: BundlePlan, tmp_path: Path) -> None:
    target = tmp_path / "bo-ho-so.pdf"
    target.write_bytes(b"earlier")

    with pytest.raises(DamagedError, match=r"bo-ho-so\.pdf") as caught:
        publish_bundle(full, target, files=["2.1/quên.pdf"])

    assert {problem.rule for problem in caught.value.problems} == {"BUN08"}
    assert [path.read_bytes() for path in tmp_path.glob("*.pdf")] == [b"earlier"]


def test_a_worker_gives_the_same_bytes_and_the_same_faults(full: BundlePlan, tmp_path: Path) -> None:
    here = publish_bundle(full, tmp_path / "a.pdf", files=())

    with Worker() as worker:
        there = worker.call(publish_bundle, 120.0, full, tmp_path / "b.pdf", files=())
        with pytest.raises(DamagedError) as caught:
            worker.call(publish_bundle, 120.0, full, tmp_path / "c.pdf", files=["quên.pdf"])

    assert there.written == replace(here.written, path=tmp_path / "b.pdf")
    assert {problem.rule for problem in caught.value.problems} == {"BUN08"}
