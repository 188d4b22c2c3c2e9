"""The fixity log: one line a verification, nothing rewritten, a replaced bag noticed."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from dossier.bags import Depth, Item, verify_bag, write_bag
from dossier.bags.fixity import append_fixity, build_verification, find_replaced, load_fixity
from dossier.errors import BadInputError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bags.fixity import Verification

AT = dt.datetime(2021, 3, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def look(path: Path, log: Path, *, depth: Depth = Depth.FULL, day: int = 0) -> Verification:
    report = verify_bag(path, depth=depth)
    entry = build_verification(report, log=log, at=AT + dt.timedelta(days=day), who="Lưu trữ")
    append_fixity(log, entry)
    return entry


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    (tmp_path / "kho").mkdir()
    return write_bag(tmp_path / "kho" / "goi.zip", [Item("a.txt", b"a")], info=()).path


def test_every_look_is_a_line_and_old_lines_stay(tmp_path: Path, bag: Path) -> None:
    log = tmp_path / "records" / "so.jsonl"
    first = look(bag, log, depth=Depth.FAST)
    before = log.read_bytes()
    second = look(bag, log, day=1)
    assert log.read_bytes().startswith(before)
    assert load_fixity(log) == ((first, second), ())
    assert [json.loads(line)["bag"] for line in log.read_text("utf-8").splitlines()] == ["../kho/goi.zip"] * 2
    assert (first.checked, second.checked, second.damaged) == (0, 5, False)


def test_a_damaged_bag_is_recorded_with_its_findings(tmp_path: Path, bag: Path) -> None:
    data = bag.read_bytes()
    bag.write_bytes(data.replace(b"data/a.txta", b"data/a.txtb"))
    entry = look(bag, tmp_path / "so.jsonl")
    assert entry.damaged
    assert any("BAG10" in problem and "data/a.txt" in problem for problem in entry.problems)


def test_a_bag_that_was_replaced_by_another_sound_one_is_noticed(tmp_path: Path, bag: Path) -> None:
    log = tmp_path / "so.jsonl"
    first = look(bag, log)
    assert find_replaced(look(bag, log, depth=Depth.FAST, day=1), load_fixity(log)[0]) == ()
    bag.unlink()
    write_bag(bag, [Item("a.txt", b"khac")], info=())
    problems = find_replaced(look(bag, log, day=2), (first,))
    assert [problem.rule for problem in problems] == ["BAG20"]
    assert "01/03/2021" in problems[0].message


def test_a_line_broken_off_by_a_power_cut_stays_and_is_told(tmp_path: Path, bag: Path) -> None:
    log = tmp_path / "so.jsonl"
    first = look(bag, log)
    log.write_bytes(log.read_bytes() + b'{"at":"2021')
    second = look(bag, log, day=1)
    found, problems = load_fixity(log)
    assert found == (first, second)
    assert [(problem.rule, problem.where.line) for problem in problems] == [("BAG21", 2)]
    assert b'{"at":"2021\n' in log.read_bytes()


def test_a_log_that_cannot_be_used_is_refused_by_name(tmp_path: Path, bag: Path) -> None:
    folder = tmp_path / "la-thu-muc"
    folder.mkdir()
    entry = build_verification(verify_bag(bag), log=folder, at=AT, who="x")
    with pytest.raises(RefusedError, match="la-thu-muc"):
        append_fixity(folder, entry)
    with pytest.raises(BadInputError, match="la-thu-muc"):
        load_fixity(folder)
    assert load_fixity(tmp_path / "khong-co.jsonl") == ((), ())
