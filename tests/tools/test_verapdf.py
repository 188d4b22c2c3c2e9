"""veraPDF is asked only where it is, and its answer is taken apart."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.errors import ToolFailedError
from dossier.pdf import pdfa
from dossier.tools import Verapdf, check_by_verapdf, find_verapdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for veraPDF with a script that has #!")

FAILED = """<report><jobs><job><validationReport isCompliant="false"><details>
<rule specification="ISO 19005-2:2011" clause="6.2.11.4.1" testNumber="1" status="failed"/>
<rule specification="ISO 19005-2:2011" clause="6.2.11.4.1" testNumber="2" status="failed"/>
<rule specification="ISO 19005-2:2011" clause="6.1.2" testNumber="1" status="passed"/>
</details></validationReport></job></jobs></report>"""
PASSED = '<report><jobs><job><validationReport isCompliant="true"/></job></jobs></report>'

StandIn = "Callable[[str], Verapdf]"


@pytest.fixture(name="stand_in")
def fixture_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Verapdf]:
    """A program of this name on PATH that gives one answer; it notes what it was asked."""

    def make(answer: str) -> Verapdf:
        program = tmp_path / "verapdf"
        (tmp_path / "answer").write_text(answer, encoding="utf-8")
        program.write_text(
            f"#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'veraPDF 1.28.1'; exit; fi\n"
            f'echo "$@" > "{tmp_path}/asked"\ncat "{tmp_path}/answer"\n',
            encoding="utf-8",
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        found = find_verapdf()
        assert found is not None
        return found

    return make


def test_nothing_is_found_where_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_verapdf() is None


def test_failed_clauses_are_named_once(stand_in: Callable[[str], Verapdf], tmp_path: Path) -> None:
    verdict = check_by_verapdf(stand_in(FAILED), tmp_path / "a.pdf", level="3b")

    assert (verdict.passed, verdict.failed) == (False, ("6.2.11.4.1",))
    assert (tmp_path / "asked").read_text(encoding="utf-8").startswith("--flavour 3b --format xml")


def test_a_pass_is_a_pass(stand_in: Callable[[str], Verapdf], tmp_path: Path) -> None:
    assert check_by_verapdf(stand_in(PASSED), tmp_path / "a.pdf").passed


@pytest.mark.parametrize("answer", ["", "no XML", "<report/>"])
def test_no_verdict_is_a_failed_tool(answer: str, stand_in: Callable[[str], Verapdf], tmp_path: Path) -> None:
    with pytest.raises(ToolFailedError, match=r"a\.pdf"):
        check_by_verapdf(stand_in(answer), tmp_path / "a.pdf")


def test_the_gate_tells_what_verapdf_found(stand_in: Callable[[str], Verapdf], tmp_path: Path) -> None:
    verapdf = stand_in(FAILED)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdfa.finalize_pdfa(pdf, title="a", author="b", producer="c")
        pdfa.save_pdf(pdf, tmp_path / "a.pdf")

    (problem,) = pdfa.check_pdfa(tmp_path / "a.pdf", verapdf=verapdf)

    assert problem.rule == "PDA18"
    assert "veraPDF 1.28.1" in problem.message
    assert "6.2.11.4.1" in problem.message
