"""``dossier read`` as a person or a script calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dossier.cli.root import root, run_guarded
from dossier.resources import shipped
from tests.readers.scan_world import draw_page, paper, scan_pdf

SAMPLE = shipped("samples") / "huyen-an-son"
SIGNED = SAMPLE / "xa-an-binh/minh-chung/1.1/KH 05 CCHC 2020.pdf"
SCAN = SAMPLE / "xa-binh-minh/minh-chung/2.2/BC ra soat VB (scan).pdf"
BROKEN = SAMPLE / "xa-binh-minh/minh-chung/8.4/QD ISO (hong).pdf"
FIELDS = [
    *("path", "kind", "pages", "text_source", "number", "number_state", "symbol", "date", "subject_years", "type"),
    *("issuer", "subject", "signer", "signatures", "seal", "problems", "parts"),
]


Run = Callable[..., tuple[int, str]]
Read = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """The command with these words: its exit code and what stands on stdout."""

    def act(*words: str) -> tuple[int, str]:
        code = run_guarded(lambda: root.main(["read", "--quiet", *words], prog_name="dossier", standalone_mode=False))
        return code, capfd.readouterr().out

    return act


@pytest.fixture
def read(run: Run) -> Read:
    """The files of the JSON answer."""

    def act(*paths: Path) -> list[dict[str, Any]]:
        _, output = run("--json", *map(str, paths))
        answer = json.loads(output)
        assert answer["schema"] == 1
        files: list[dict[str, Any]] = answer["files"]
        return files

    return act


def test_a_text_document(read: Read) -> None:
    (file,) = read(SIGNED)
    assert list(file) == FIELDS
    assert (file["path"], file["kind"], file["text_source"]) == (SIGNED.as_posix(), "pdf", "lớp chữ")
    assert (file["number"], file["number_state"], file["symbol"]) == ("05", "đọc được", "KH-UBND")
    assert (file["date"], file["type"], file["subject_years"]) == ("2020-01-10", "Kế hoạch", [2020])
    assert [signature["certificate"] for signature in file["signatures"]] == ["chưa kiểm tra chứng thư"]


def test_a_scan_is_read_by_ocr(read: Read) -> None:
    (file,) = read(SCAN)
    assert (file["number"], file["symbol"], file["date"]) == ("75", "BC-UBND", "2020-08-14")
    assert (file["text_source"], file["signer"]) == ("OCR phần đầu và phần ký", "Trần Thị Thử")
    assert file["seal"] == "không xác định được (bản đen trắng)"


def test_what_is_not_certain_is_null_and_its_candidates_are_told(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "van ban.pdf"
    path.write_bytes(scan_pdf(draw_page(paper(number="Số: 4S/KH-UBND"))))
    (file,) = read(path)
    assert (file["number"], file["number_state"]) == (None, "có nhưng không đọc được")
    (problem,) = [problem for problem in file["problems"] if problem["rule"] == "INT17"]
    assert "máy đọc ra: «4" in problem["message"]


def test_without_ocr_a_scan_says_nothing(run: Run) -> None:
    code, output = run("--ocr", "none", "--json", str(SCAN))
    (file,) = json.loads(output)["files"]
    assert (code, file["text_source"], file["type"], file["number"]) == (0, None, None, None)


def test_several_files_in_the_order_given(read: Read) -> None:
    assert [Path(file["path"]).name for file in read(SIGNED, BROKEN)] == [SIGNED.name, BROKEN.name]


def test_a_file_that_cannot_be_read_gives_exit_code_1_and_the_reason(run: Run) -> None:
    code, output = run(str(BROKEN))
    assert code == 1
    assert "INT01" in output
    assert "hỏng" in output


def test_the_table_shows_what_a_person_needs(run: Run) -> None:
    code, output = run(str(SIGNED))
    assert code == 0
    for words in ("05", "KH-UBND", "10/01/2020", "Kế hoạch", "chưa kiểm tra chứng thư"):
        assert words in output


@pytest.mark.parametrize(("words", "code"), [([], 2), (["khong-co.pdf"], 3), ([str(SAMPLE)], 3)])
def test_what_is_no_file(run: Run, words: list[str], code: int) -> None:
    assert run(*words) == (code, "")
