"""``dossier doctor``: what is missing is named with its cost, and only a needed piece fails the command."""

from __future__ import annotations

import json

import pytest

from dossier.cli.doctor import doctor
from dossier.errors import ExitCode
from dossier.pipeline import doctor as ward
from dossier.problems import CheckRule, Severity, Where

BROKEN = CheckRule("PDF18", Severity.ERROR, "t", "s").at(Where(), "Phông chữ thiếu 92 chữ cái tiếng Việt.")


@pytest.fixture(autouse=True)
def _without_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing but the wheel."""
    monkeypatch.setattr(ward, "find_soffice", lambda: None)
    monkeypatch.setattr(ward, "find_verapdf", lambda: None)


def run(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, str]:
    code = doctor.main(list(words), standalone_mode=False)
    return code, capsysbinary.readouterr().out.decode()


def test_the_wheel_alone_is_enough(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, page = run(capsysbinary)

    assert code == ExitCode.OK
    assert "đã chạy thử" in page
    assert "đủ 134 chữ cái" in page


def test_each_missing_piece_says_its_cost(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, text = run(capsysbinary, "--json")
    data = json.loads(text)

    assert data["schema"] == 1
    pieces = {piece["name"]: piece for piece in data["pieces"]}
    assert pieces["LibreOffice"]["state"] == "thiếu"
    assert "trang thay thế" in pieces["LibreOffice"]["cost"]
    assert [piece["name"] for piece in data["pieces"] if piece["state"] != "có" and not piece["cost"]] == []


def test_broken_fonts_fail_the_command(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ward, "check_fonts", lambda: (BROKEN,))

    code, page = run(capsysbinary)

    assert code == ExitCode.MISSING_TOOL
    assert "thiếu 92 chữ" in page
