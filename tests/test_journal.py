"""The chained record: one changed byte, a lost end and a forked copy are found and named."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.errors import BadInputError, DamagedError
from dossier.journal import Act, append_journal, load_journal, verify_journal

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2020, 10, 18, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ACTS = [
    Act("submitted", "xa-an-binh", "tu-cham-diem.xlsx", "a" * 64, {"points": "1.5", "note": "Nộp đúng hạn"}),
    Act("appraised", "xa-an-binh", data={"values": {"1.1": "1"}}),
    Act("published", "xa-an-binh"),
]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "records" / "journal.jsonl"
    for act in ACTS:
        append_journal(path, [act], at=NOW, who="Vũ Thị Minh Họa")
    return path


def rules(path: Path) -> list[str]:
    return [problem.rule for problem in verify_journal(path)]


def test_acts_come_back_in_order_with_who_when_and_which_file(journal: Path) -> None:
    entries, problems = load_journal(journal)
    assert problems == ()
    assert [(entry.seq, entry.act) for entry in entries] == [(1, "submitted"), (2, "appraised"), (3, "published")]
    first = entries[0]
    assert (first.who, first.at, first.file) == ("Vũ Thị Minh Họa", "2020-10-18T09:00:00+07:00", "tu-cham-diem.xlsx")
    assert first.data == ACTS[0].data
    assert entries[2].prev == entries[1].hash


def test_one_line_an_act_that_people_can_read(journal: Path) -> None:
    lines = journal.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert "Nộp đúng hạn" in lines[0]


def test_an_absent_journal_is_empty_and_whole(tmp_path: Path) -> None:
    assert load_journal(tmp_path / "records" / "journal.jsonl") == ((), ())


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_any_one_changed_byte_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("j") / "records" / "journal.jsonl"
    append_journal(path, ACTS, at=NOW, who="Vũ Thị Minh Họa")
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
    assert verify_journal(path)


def test_the_first_broken_line_is_named(journal: Path) -> None:
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"1"', b'"2"')
    journal.write_bytes(b"".join(lines))
    (problem,) = verify_journal(journal)
    assert (problem.rule, problem.where.line) == ("JRN01", 2)
    assert "nội dung đã bị sửa" in problem.message


@pytest.mark.parametrize("order", [(0, 2), (1, 0, 2), (0, 1, 1, 2)])
def test_lines_left_out_swapped_or_doubled_do_not_join(journal: Path, order: tuple[int, ...]) -> None:
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[place] for place in order))
    assert rules(journal) == ["JRN01"]


def test_a_line_cut_short_is_the_lost_end(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes()[:-20])
    (problem,) = verify_journal(journal)
    assert (problem.rule, problem.where.line) == ("JRN02", 3)


def test_a_whole_line_missing_at_the_end_is_told_by_the_head(journal: Path) -> None:
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2]))
    (problem,) = verify_journal(journal)
    assert problem.rule == "JRN02"
    assert "còn 2 dòng, đã từng ghi tới dòng 3" in problem.message


def test_a_head_that_lags_after_a_power_cut_is_no_damage(journal: Path) -> None:
    head = journal.with_name("journal.head")
    before = head.read_bytes()
    append_journal(journal, ACTS[:1], at=NOW, who="x")
    head.write_bytes(before)
    assert verify_journal(journal) == ()


def test_a_lost_head_or_journal_is_reported(journal: Path) -> None:
    journal.with_name("journal.head").unlink()
    assert rules(journal) == ["JRN02"]


def test_a_deleted_journal_is_reported(journal: Path) -> None:
    journal.unlink()
    assert rules(journal) == ["JRN02"]


@pytest.mark.parametrize(
    "name",
    ["journal (bản của máy Nội vụ).jsonl", "journal.sync-conflict-20201018.jsonl", "journal-MAY02.jsonl"],
)
def test_a_forked_copy_of_a_sync_program_is_named(journal: Path, name: str) -> None:
    other = journal.with_name(name)
    theirs = journal.parent.parent / "khac" / "journal.jsonl"
    theirs.parent.mkdir()
    shutil.copyfile(journal, theirs)
    shutil.copyfile(journal.with_name("journal.head"), theirs.with_name("journal.head"))
    append_journal(theirs, [Act("reopened", "xa-an-binh")], at=NOW, who="máy khác")
    shutil.copyfile(theirs, other)
    (problem,) = verify_journal(journal)
    assert problem.rule == "JRN03"
    assert name in problem.message
    assert "sau dòng 3" in problem.message


def test_an_old_copy_is_only_a_warning(journal: Path) -> None:
    shutil.copyfile(journal, journal.with_name("journal - Copy.jsonl"))
    append_journal(journal, ACTS[:1], at=NOW, who="x")
    assert rules(journal) == ["JRN04"]
    append_journal(journal, ACTS[:1], at=NOW, who="x")  # which stops nobody


def test_nothing_is_written_onto_a_broken_chain(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes().replace(b"1.5", b"2.5"))
    before = journal.read_bytes()
    with pytest.raises(DamagedError):
        append_journal(journal, ACTS, at=NOW, who="x")
    assert journal.read_bytes() == before


def test_a_newer_journal_is_refused(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes().replace(b'"schema":1', b'"schema":9'))
    with pytest.raises(BadInputError, match="nâng cấp"):
        load_journal(journal)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
DATA = st.dictionaries(TEXT, st.one_of(TEXT, st.booleans(), st.integers(), st.none(), st.lists(TEXT)), max_size=4)


@settings(max_examples=100, deadline=None)
@given(acts=st.lists(st.builds(Act, TEXT, TEXT, TEXT, TEXT, DATA), max_size=5), cut=st.integers(0, 5))
def test_whatever_is_written_comes_back_and_in_any_portions(
    tmp_path_factory: pytest.TempPathFactory, acts: list[Act], cut: int
) -> None:
    root = tmp_path_factory.mktemp("j")
    once, twice = root / "a" / "journal.jsonl", root / "b" / "journal.jsonl"
    append_journal(once, acts, at=NOW, who="Đặng")
    append_journal(twice, acts[:cut], at=NOW, who="Đặng")
    append_journal(twice, acts[cut:], at=NOW, who="Đặng")
    entries, problems = load_journal(once)
    assert problems == ()
    assert [(item.act, item.unit, item.file, item.sha256, item.data) for item in entries] == [
        (item.act, item.unit, item.file, item.sha256, item.data) for item in acts
    ]
    assert load_journal(twice)[0] == entries
