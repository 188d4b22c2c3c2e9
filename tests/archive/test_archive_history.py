"""What stands, what stood and what changed, whatever a unit does to its folder."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.archive import build_standing, plan_entries
from dossier.archive.history import find_bad_changes, find_changes, find_unreasoned
from dossier.archive.model import Change, Entry, Submission, short_code
from dossier.archive.naming import name_files
from dossier.archive.record import parse_submission, submission_json
from dossier.errors import BadInputError
from tests.archive.made import FIRST_DAY, held, next_submission


def chain(*folders: dict[str, bytes], reason: str = "sửa") -> list[Submission]:
    """One submission for every state of a folder."""
    made: list[Submission] = []
    for number, folder in enumerate(folders):
        files = [held(path, content) for path, content in folder.items()]
        entries = plan_entries(files, build_standing(made), reason=reason)
        blank = next_submission([], [])
        made.append(replace(blank, sequence=number, entries=entries, made=FIRST_DAY + dt.timedelta(days=number)))
    return made


def state(submissions: list[Submission], at: int | dt.date | None = None) -> dict[str, str]:
    return {path: stands.entry.sha256 for path, stands in build_standing(submissions, at=at).items()}


def hashes(folder: dict[str, bytes]) -> dict[str, str]:
    return {path: held(path, content).sha256 for path, content in folder.items()}


FOLDERS = (
    {"a.pdf": b"1", "b.pdf": b"2"},
    {"a.pdf": b"1", "b.pdf": b"3", "c.pdf": b"4"},
    {"c.pdf": b"4", "moi.pdf": b"3"},
)


def test_a_supplement_brings_only_what_is_new() -> None:
    second, third = chain(*FOLDERS)[1:]
    assert [(entry.path, entry.change, entry.target, entry.base) for entry in second.entries] == [
        ("b.pdf", Change.REPLACES, "b.pdf", 0),
        ("c.pdf", Change.NEW, "", None),
    ]
    assert [(entry.path, entry.change, entry.target, entry.base) for entry in third.entries] == [
        ("moi.pdf", Change.REPLACES, "b.pdf", 1),
        ("a.pdf", Change.WITHDRAWS, "a.pdf", 0),
    ]


def test_every_earlier_state_can_be_seen_by_sequence_and_by_day() -> None:
    submissions = chain(*FOLDERS)
    for number, folder in enumerate(FOLDERS):
        assert state(submissions, number) == hashes(folder)
        assert state(submissions, FIRST_DAY.date() + dt.timedelta(days=number)) == hashes(folder)
    assert state(submissions) == hashes(FOLDERS[-1])
    assert state(submissions, FIRST_DAY.date() - dt.timedelta(days=1)) == {}


def test_a_day_is_judged_by_arrival_when_that_is_known() -> None:
    submissions = chain(*FOLDERS)
    arrived = {number: FIRST_DAY + dt.timedelta(days=30) for number in range(1, 3)}
    seen = build_standing(submissions, at=FIRST_DAY.date() + dt.timedelta(days=5), moments=arrived)
    assert {path: stands.entry.sha256 for path, stands in seen.items()} == hashes(FOLDERS[0])


folders = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from([b"1", b"2", b"3"]), min_size=1)


@given(st.lists(folders, min_size=1, max_size=6))
def test_the_records_always_end_as_the_folder_is(states: list[dict[str, bytes]]) -> None:
    submissions = chain(*states)
    for number, folder in enumerate(states):
        assert state(submissions, number) == hashes(folder)
    changed = find_changes(submissions, after=-1)
    assert len(changed) == sum(len(item.entries) for item in submissions)


@given(st.lists(folders, min_size=2, max_size=4))
def test_what_is_planned_always_follows_from_what_stands(states: list[dict[str, bytes]]) -> None:
    submissions = chain(*states)
    for number, submission in enumerate(submissions):
        standing = build_standing(submissions[:number])
        assert list(find_bad_changes(submission.entries, standing, unit="xa")) == []


def test_replacing_and_withdrawing_need_a_reason_renaming_has_its_own() -> None:
    standing = build_standing(chain({"a": b"1", "b": b"2", "c": b"3"}))
    entries = plan_entries([held("a", b"9"), held("moi", b"2")], standing)
    unreasoned = list(find_unreasoned(entries, unit="xa"))
    assert sorted(problem.where.path for problem in unreasoned) == ["a", "c"]
    assert next(entry.reason for entry in entries if entry.path == "moi") == "đổi tên từ «b»"


def test_changes_that_do_not_follow_are_named() -> None:
    standing = build_standing(chain({"a": b"1"}))
    digest = "0" * 64
    entries = (
        Entry("a", "a", digest, 1),
        Entry("b", "b", digest, 1, Change.REPLACES, "khong-co", 0, "x"),
        Entry("c", "", digest, 0, Change.WITHDRAWS, "a", 7, "x"),
    )
    assert [problem.where.path for problem in find_bad_changes(entries, standing, unit="xa")] == ["a", "b", "c"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), unique=True, max_size=20))
def test_names_in_a_package_are_safe_and_never_collide(paths: list[str]) -> None:
    names = name_files(paths)
    assert set(names) == set(paths)
    assert len({name.casefold() for name in names.values()}) == len(paths)
    assert all(name.isascii() and max(map(len, name.split("/"))) <= 80 for name in names.values())
    assert names == name_files(reversed(paths))


def test_names_keep_the_code_of_the_criterion() -> None:
    path = unicodedata.normalize("NFD", "minh-chung/1.1.1-Ban hành kế hoạch/Kế hoạch số 05.PDF")
    assert name_files([path])[path] == "minh-chung/1.1.1-ban-hanh-ke-hoach/ke-hoach-so-05.pdf"


def test_the_record_survives_its_file() -> None:
    for submission in chain(*FOLDERS):
        assert parse_submission(submission_json(submission)) == submission


@pytest.mark.parametrize(
    ("data", "message"),
    [(b'{"schema": 2}', "mới hơn"), (b'{"schema": 1}', "không đúng mẫu"), (b"[]", "không đúng mẫu"), (b"\xff", "mẫu")],
    ids=["newer", "poor", "list", "binary"],
)
def test_a_record_that_is_none_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        parse_submission(data)


def test_the_short_code_tells_contents_apart() -> None:
    assert short_code("0" * 64) == "0000-0000"
    assert short_code("f" * 64) == "ZZZZ-ZZZZ"
    assert len({short_code(held("a", bytes([n])).sha256) for n in range(100)}) == 100
