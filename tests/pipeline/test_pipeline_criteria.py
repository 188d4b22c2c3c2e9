"""``dossier criteria`` import, export and diff, through the command line as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dossier.cli.root import root
from dossier.criteria import load_criteria
from dossier.criteria.catalogue import find_criteria
from dossier.errors import BadInputError, ExitCode, RefusedError
from dossier.pipeline.criteria import diff_sets, export_set, import_set, write_import

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = "mau-2020-cap-xa"
_ROWS = (
    ("STT", "Nội dung tiêu chí", "Điểm tối đa", "Tài liệu kiểm chứng"),
    ("1", "LĨNH VỰC", 3, ""),
    ("1.1", "Báo cáo đúng hạn", 2, "Các báo cáo"),
    ("", "Từ 98% trở lên", 2, ""),
    ("", "Dưới 98%", 0, ""),
    ("1.2", "Xếp hạng. Cách tính do hội đồng quyết định sau", 1, "Bảng xếp hạng"),
)


def run(*words: str) -> Result:
    return CliRunner().invoke(root, ["criteria", *words], standalone_mode=False)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small official table with one leaf that nobody could interpret."""
    book = openpyxl.Workbook()
    for row in _ROWS:
        book.worksheets[0].append(row)
    book.save(tmp_path / "phu-luc.xlsx")
    return tmp_path / "phu-luc.xlsx"


def test_import_writes_a_draft_and_lists_what_it_could_not_read(table: Path, tmp_path: Path) -> None:
    result = run("import", str(table), "-o", str(tmp_path / "nhap.yaml"))

    criteria, _ = load_criteria(tmp_path / "nhap.yaml")
    assert result.return_value == ExitCode.INCOMPLETE
    assert [placed.leaf.rule.kind for placed in criteria.leaves()] == ["tiers", "typed"]
    assert "[IMP03] tiêu chí 1.2, phu-luc.xlsx, Sheet!A6" in result.stderr
    assert "1 chưa đọc được" in result.stderr
    assert result.stdout == ""


def test_import_without_output_prints_the_draft(table: Path) -> None:
    result = run("import", str(table))

    assert result.stdout.startswith("# BẢN NHÁP đọc từ phu-luc.xlsx")
    assert "IMP03" not in result.stdout


def test_what_the_linter_says_of_the_draft_is_told(table: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(table)
    book.worksheets[0]["C2"] = 5
    book.save(table)

    imported = write_import(table, tmp_path / "nhap.yaml")

    assert {"IMP03", "CRI01"} <= {problem.rule for problem in imported.problems}


def test_export_and_import_give_the_set_back(tmp_path: Path) -> None:
    book, draft = tmp_path / "bo.xlsx", tmp_path / "bo.yaml"

    exported, imported = run("export", SAMPLE, "-o", str(book)), run("import", str(book), "-o", str(draft))

    assert (exported.return_value, imported.return_value) == (None, ExitCode.OK)
    assert load_criteria(draft)[0] == load_criteria(find_criteria(SAMPLE))[0]
    assert diff_sets(SAMPLE, str(draft)) == ()


def test_nothing_is_overwritten(table: Path, tmp_path: Path) -> None:
    there = tmp_path / "co-roi.yaml"
    there.write_text("x", encoding="utf-8")

    with pytest.raises(RefusedError, match=r"co-roi\.yaml"):
        write_import(table, there)
    with pytest.raises(RefusedError, match=r"phu-luc\.xlsx"):
        export_set(SAMPLE, table)
    assert there.read_text(encoding="utf-8") == "x"


def test_a_set_is_exported_to_a_workbook_only(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"\.xlsx"):
        export_set(SAMPLE, tmp_path / "bo.csv")


def test_a_file_of_another_kind_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "bang.txt").write_text("STT", encoding="utf-8")

    with pytest.raises(BadInputError, match=r"bang\.txt"):
        import_set(tmp_path / "bang.txt")


def test_diff_as_table_and_as_json(tmp_path: Path) -> None:
    new = tmp_path / "moi.yaml"
    text = find_criteria(SAMPLE).read_text(encoding="utf-8")
    new.write_text(text.replace("max: 10\n    office: noi-vu", "max: 10.5\n    office: noi-vu", 1), encoding="utf-8")

    table, changes = run("diff", SAMPLE, str(new)), run("diff", SAMPLE, str(new), "--json")

    assert "10,5" in table.stdout
    assert "điểm tối đa" in table.stdout
    assert json.loads(changes.stdout) == [
        {
            "kind": "sửa",
            "old_id": "1",
            "new_id": "1",
            "title": "Công tác chỉ đạo, điều hành cải cách hành chính",
            "field": "max",
            "old": "10",
            "new": "10.5",
        }
    ]
