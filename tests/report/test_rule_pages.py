"""A rule as a page and in the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from click.testing import CliRunner

from dossier.cli.root import root
from dossier.pipeline.rules import rules
from dossier.problems import CheckRule, Severity
from dossier.report.rulebook import build_rule_pages, build_rulebook, describe_rule

if TYPE_CHECKING:
    from pathlib import Path

RULE = CheckRule("MAT90", Severity.WARNING, "Có dấu | gạch", "Nghị định 30/2020/NĐ-CP", "Sửa tệp.", "Không ai mở được.")


def test_a_page_tells_everything_a_rule_knows() -> None:
    page = build_rule_pages([RULE])["MAT90.md"]
    assert page.startswith("# MAT90 · Có dấu | gạch\n")
    for told in ("cảnh báo (nên xem lại)", "dossier check", RULE.source, RULE.remedy, RULE.reason):
        assert told in page


def test_what_a_rule_does_not_say_is_left_out() -> None:
    bare = CheckRule("MAT91", Severity.HINT, "Tiêu đề", "Nguồn")
    assert "Vì sao" not in dict(describe_rule(bare))
    assert dict(describe_rule(bare))["Việc cần làm"]


def test_the_catalogue_leads_to_every_page_and_keeps_its_columns() -> None:
    book = build_rulebook([RULE])
    assert "| [MAT90](quy-tac/MAT90.md) | cảnh báo | Có dấu \\| gạch |" in book
    linked = re.findall(r"\(quy-tac/(\w+\.md)\)", build_rulebook(rules()))
    assert linked == list(build_rule_pages(rules()))


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(root, ["rules", *words], standalone_mode=False)
    return int(result.return_value or 0), result.output


def test_one_rule_is_told_in_lines_and_a_group_as_a_table() -> None:
    code, told = run("mat26")
    assert code == 0
    assert told.startswith("MAT26: ")
    assert "Vì sao: " in told
    assert "MAT01" in run("MAT")[1]


def test_an_unknown_rule_is_named() -> None:
    assert run("MAT08", "QQQ99") == (2, run("MAT08")[1] + "Không có quy tắc «QQQ99». Xem mọi mã: dossier rules.\n")


def test_pages_are_written_to_a_folder(tmp_path: Path) -> None:
    assert run("REG", "--pages", str(tmp_path / "trang"))[0] == 0
    assert sorted(page.name for page in (tmp_path / "trang").iterdir()) == [
        rule.id + ".md" for rule in rules() if rule.id.startswith("REG")
    ]
