"""``dossier form-check``, ``templates`` and what they leave on the disk."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from docx.shared import Mm

from dossier.cli.root import root, run_guarded
from dossier.errors import ExitCode
from tests.documents.form_paper import make_paper, reword

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: str | Path) -> int:
    return run_guarded(lambda: root.main([*map(str, words)], prog_name="dossier", standalone_mode=False))


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    path = tmp_path / "a.docx"
    path.write_bytes(make_paper(lambda document: setattr(document.sections[0], "left_margin", Mm(20))))
    return path


def test_a_right_paper_ends_with_0_and_a_wrong_one_with_1(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = spoilt.with_name("b.docx")
    right.write_bytes(make_paper())
    assert run("form-check", right) == ExitCode.OK
    assert run("form-check", right, spoilt) == ExitCode.INCOMPLETE
    assert "F02" in capsys.readouterr().out


def test_json_holds_every_rule_that_applies(spoilt: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run("form-check", spoilt, "--json", "--date", "2019-01-01")
    data = json.loads(capsysbinary.readouterr().out)
    states = {one["rule"]: one["state"] for one in data["files"][0]["results"]}
    assert (states["F01"], states["F02"], states["F16"]) == ("đạt", "không đạt", "không kiểm được")
    assert "01/2011" in data["files"][0]["era"]


def test_fix_writes_a_copy_and_leaves_the_original(spoilt: Path) -> None:
    before = spoilt.read_bytes()
    run("form-check", spoilt, "--fix")
    fixed = spoilt.with_name("a-da-sua.docx")
    assert spoilt.read_bytes() == before
    assert run("form-check", fixed) == ExitCode.OK
    assert sorted(path.name for path in spoilt.parent.iterdir()) == ["a-da-sua.docx", "a.docx"]


def test_a_file_that_is_no_docx_ends_with_3(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"khong phai Word")
    assert run("form-check", path) == ExitCode.BAD_INPUT


def test_the_check_of_a_template_ends_by_what_comes_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = {}
    for name, words in (("dung", "{{ a }}"), ("sai", "{{ a"), ("lenh", "{{ a.__class__ }}")):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(make_paper(partial(reword, old="Về việc", new=words)))
        codes[name] = run("templates", "check", path)
    assert codes == {"dung": ExitCode.OK, "sai": ExitCode.BAD_INPUT, "lenh": ExitCode.REFUSED}
    assert "từ chối" in capsys.readouterr().out


def test_a_context_that_is_no_object_ends_with_3(tmp_path: Path, spoilt: Path) -> None:
    context = tmp_path / "c.json"
    context.write_text("[1]", encoding="utf-8")
    assert run("templates", "check", spoilt, "--context", context) == ExitCode.BAD_INPUT
