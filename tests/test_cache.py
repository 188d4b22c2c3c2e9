from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from dossier.cache import RULES, Memo

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_put_is_got_again_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "dossier" / "memo.db"
    with Memo(path) as memo:
        memo.put("gist", "1", "ab", "{}")
        memo.remember_stat("/a", size=3, mtime_ns=7, sha256="ab")
    with Memo(path) as memo:
        assert memo.get("gist", "1", "ab") == "{}"
        assert memo.sha256_of("/a", size=3, mtime_ns=7) == "ab"
        assert memo.problems == ()


def test_every_part_of_the_key_counts() -> None:
    with Memo() as memo:
        memo.put("gist", "1", "ab", "{}")
        memo.remember_stat("/a", size=3, mtime_ns=7, sha256="ab")
        assert memo.get("gist", "2", "ab") is None
        assert memo.get("page", "1", "ab") is None
        assert memo.sha256_of("/a", size=3, mtime_ns=8) is None
        assert memo.sha256_of("/a", size=4, mtime_ns=7) is None
        assert memo.sha256_of("/b", size=3, mtime_ns=7) is None


def test_a_later_answer_replaces_the_earlier() -> None:
    with Memo() as memo:
        memo.remember_stat("/a", size=3, mtime_ns=7, sha256="ab")
        memo.remember_stat("/a", size=3, mtime_ns=9, sha256="cd")
        assert memo.sha256_of("/a", size=3, mtime_ns=9) == "cd"
        assert memo.sha256_of("/a", size=3, mtime_ns=7) is None
        assert memo.hashes_of_size(3) == {"cd"}
        assert memo.hashes_of_size(4) == frozenset()


def test_what_was_learnt_before_an_interruption_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "memo.db"
    with pytest.raises(KeyboardInterrupt), Memo(path) as memo:
        memo.put("gist", "1", "ab", "{}")
        raise KeyboardInterrupt
    with Memo(path) as memo:
        assert memo.get("gist", "1", "ab") == "{}"


@pytest.mark.parametrize("data", [b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_begun_anew_and_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "memo.db"
    path.write_bytes(data)
    with Memo(path) as memo:
        assert memo.get("gist", "1", "ab") is None
        memo.put("gist", "1", "ab", "{}")
        assert [problem.rule for problem in memo.problems] == [RULES[0].id]
    with Memo(path) as memo:
        assert memo.get("gist", "1", "ab") == "{}"
        assert memo.problems == ()


def test_damage_met_in_the_middle_of_a_run_does_not_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "memo.db"
    with Memo(path) as memo:
        for number in range(2_000):
            memo.put("gist", "1", f"{number:064}", "x" * 200)
    data = bytearray(path.read_bytes())
    data[8192 : len(data) - 8192] = b"\xff" * (len(data) - 16384)
    path.write_bytes(data)
    with Memo(path) as memo:
        answers = [memo.get("gist", "1", f"{number:064}") for number in range(2_000)]
        assert set(answers) <= {None, "x" * 200}
        memo.put("gist", "1", "ab", "{}")
        assert memo.get("gist", "1", "ab") == "{}"
        assert memo.problems


def test_a_place_that_cannot_hold_a_file_leaves_memory(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    with Memo(tmp_path / "taken" / "memo.db") as memo:
        memo.put("gist", "1", "ab", "{}")
        assert memo.get("gist", "1", "ab") == "{}"
        assert len(memo.problems) == 1


def test_a_table_of_another_shape_is_no_reason_to_delete_but_memory_serves(tmp_path: Path) -> None:
    path = tmp_path / "memo.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE memo (other TEXT)")
    connection.execute("CREATE TABLE stat (path BLOB, size INTEGER)")
    connection.commit()
    connection.close()
    with Memo(path) as memo:
        memo.put("gist", "1", "ab", "{}")
        assert memo.get("gist", "1", "ab") == "{}"
        assert memo.problems


def test_a_name_in_a_foreign_encoding_can_be_a_key() -> None:
    with Memo() as memo:
        memo.remember_stat("/b\udce1o", size=1, mtime_ns=1, sha256="ab")
        assert memo.sha256_of("/b\udce1o", size=1, mtime_ns=1) == "ab"


def test_a_long_text_is_packed_and_comes_back_whole(tmp_path: Path) -> None:
    text = "Kế hoạch cải cách hành chính " * 500
    path = tmp_path / "memo.db"
    with Memo(path) as memo:
        memo.put("gist", "1", "ab", text)
        assert memo.get("gist", "1", "ab") == text
        assert memo.sizes()["gist"].size < len(text) // 5


def test_a_packed_text_that_the_disk_spoilt_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "memo.db"
    with Memo(path) as memo:
        memo.put("gist", "1", "ab", "x" * 5000)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE memo SET text = x'789c0102'")
    connection.commit()
    connection.close()
    with Memo(path) as memo:
        assert memo.get("gist", "1", "ab") is None


def test_what_was_saved_is_there_for_another_program_at_once(tmp_path: Path) -> None:
    path = tmp_path / "memo.db"
    with Memo(path) as memo, Memo(path) as other:
        memo.put("gist", "1", "ab", "{}")
        memo.save()
        assert other.get("gist", "1", "ab") == "{}"


def test_only_what_nobody_can_ask_for_is_forgotten() -> None:
    with Memo() as memo:
        for path, sha256 in (("/con", "co"), ("/mat", "mat")):
            memo.remember_stat(path, size=1, mtime_ns=1, sha256=sha256)
            memo.put("gist", "2", sha256, "{}")
        memo.put("gist", "2/full", "co", "{}")
        memo.put("gist", "1", "co", "{}")
        memo.put("pdf", "1", "mat", "{}")
        assert memo.forget(stands=lambda path: path == "/con", versions={"gist": "2"}) == 3
        kept = [("gist", "2", "co"), ("gist", "2/full", "co"), ("pdf", "1", "mat")]
        assert [memo.get(*key) for key in kept] == ["{}"] * 3
        assert memo.get("gist", "2", "mat") is None
        assert memo.get("gist", "1", "co") is None
        assert {kind: size.rows for kind, size in memo.sizes().items()} == {"gist": 2, "pdf": 1, "stat": 1}
        memo.clear()
        assert {size.rows for size in memo.sizes().values()} == {0}
