"""LibreOffice runs: found, batched, checked file by file, and killed with its children."""

from __future__ import annotations

import os
import platform
import select
import sys
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest

from dossier.errors import ToolFailedError
from dossier.tools import Soffice, ToolProbe, convert_many, convert_to_pdf, find_soffice

LONG = 120.0

# Makes PDFs in order as soffice does, and hangs for ever or dies on the second file.
STAND_IN = """
import os, pathlib, shutil, sys, threading
here, out = pathlib.Path(HERE), pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
out.mkdir(exist_ok=True)
with (here / "starts").open("a") as starts:
    starts.write("x")
for file in (pathlib.Path(word) for word in sys.argv if word.endswith(".docx")):
    if file.stem == "0001":
        END
    shutil.copyfile(here / "model.pdf", out / f"{file.stem}.pdf")
"""


@pytest.fixture(name="soffice", scope="module")
def fixture_soffice() -> Soffice:
    found = find_soffice()
    if found is None:
        pytest.skip("LibreOffice is not installed; .ci/run installs it, so that CI never skips this")
    return found


def write_docx(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


def text_of(pdf: Path | str) -> str:
    assert isinstance(pdf, Path), pdf
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def test_probe_looks_at_known_places_and_asks_the_version() -> None:
    probe = ToolProbe("Python", programs=("no-such-program",), places=("/no/such", sys.executable))

    program = probe.find()

    assert program == Path(sys.executable)
    assert probe.version(program) == platform.python_version()


def test_probe_finds_nothing_where_nothing_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert ToolProbe("Không có", programs=("no-such-program",)).find() is None


def test_probe_gives_no_version_for_what_does_not_run(tmp_path: Path) -> None:
    probe = ToolProbe("Không chạy", programs=())

    assert probe.version(tmp_path / "missing") is None


def test_find_soffice_is_none_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ToolProbe, "find", lambda _: None)

    assert find_soffice() is None


def test_a_program_that_does_not_start_is_a_failed_tool(tmp_path: Path) -> None:
    source = write_docx(tmp_path / "a.docx", "a")

    with pytest.raises(ToolFailedError, match="missing"):
        convert_to_pdf(Soffice(tmp_path / "missing", "1.0"), [source], out=tmp_path / "out", timeout=LONG)


def test_a_program_that_dies_gives_a_reason_for_each_file(tmp_path: Path) -> None:
    files = [write_docx(tmp_path / name, name) for name in ("a.docx", "b.docx")]

    # Python ends at once with an error: it does not know LibreOffice's options.
    answers = convert_to_pdf(Soffice(Path(sys.executable), "1.0"), files, out=tmp_path, timeout=LONG)

    assert answers == dict.fromkeys(files, "LibreOffice dừng đột ngột hoặc quá lâu")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script with #! and a named pipe")
def test_a_hang_is_ended_with_its_children(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = tmp_path / "soffice"
    # As soffice does: a script that starts the real program. The child holds the pipe open for life.
    script.write_text(f"#!/bin/sh\n/bin/sh -c 'exec 3>{pipe}; read forever < {pipe}.none' &\nwait\n", "utf-8")
    os.mkfifo(f"{pipe}.none")
    script.chmod(0o755)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    source = write_docx(tmp_path / "a.docx", "a")
    answers = convert_to_pdf(Soffice(script, "1.0"), [source], out=tmp_path, timeout=2.0)

    assert answers == {source: "LibreOffice dừng đột ngột hoặc quá lâu"}
    assert select.select([reader], [], [], LONG)[0] == [reader]
    assert os.read(reader, 1) == b""  # end of file: nobody holds the other end any more
    os.close(reader)


def test_converts_many_files_with_equal_names(soffice: Soffice, tmp_path: Path) -> None:
    files = [write_docx(tmp_path / unit / "báo cáo.docx", unit) for unit in ("Hòa Đông", "Quảng Phú")]

    answers = convert_to_pdf(soffice, files, out=tmp_path, timeout=LONG)

    assert [text_of(answers[path]).strip() for path in files] == ["Hòa Đông", "Quảng Phú"]


def test_a_bad_file_does_not_cost_its_neighbours(soffice: Soffice, tmp_path: Path) -> None:
    good = write_docx(tmp_path / "good.docx", "Còn nguyên")
    cut = tmp_path / "cut.docx"
    cut.write_bytes(good.read_bytes()[:2000])

    answers = convert_to_pdf(soffice, [cut, good], out=tmp_path, timeout=LONG)

    assert answers[cut] == "LibreOffice không mở được tệp"
    assert text_of(answers[good]).strip() == "Còn nguyên"


def stand_in(folder: Path, *, end: str) -> Soffice:
    """A program that does ``end`` at the second file."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "model.pdf")
    script = folder / "soffice"
    text = STAND_IN.replace("END", end)
    script.write_text(f"#!{sys.executable}\nHERE = {str(folder)!r}\n{text}", encoding="utf-8")
    script.chmod(0o755)
    return Soffice(script, "1.0")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script with #!")
@pytest.mark.parametrize("end", ["threading.Event().wait()", "os.abort()"], ids=["hang", "crash"])
def test_a_hang_or_a_crash_costs_its_own_file_and_a_new_start(end: str, tmp_path: Path) -> None:
    files = [write_docx(tmp_path / f"{name}.docx", name) for name in "abcd"]

    answers = convert_to_pdf(stand_in(tmp_path, end=end), files, out=tmp_path / "out", timeout=2.0)

    assert [isinstance(answers[file], str) for file in files] == [False, True, False, False]
    assert (tmp_path / "starts").read_text(encoding="utf-8") == "xxx"  # all, the culprit alone, the rest


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script with #!")
@pytest.mark.parametrize(("end", "starts"), [("pass", 3), ("os.abort()", 4)], ids=["well", "crash"])
def test_no_process_is_given_more_files_than_a_command_can_name(
    end: str, starts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.tools.soffice._AT_ONCE", 2)
    files = [write_docx(tmp_path / f"{name}.docx", name) for name in "abcde"]

    answers = convert_to_pdf(stand_in(tmp_path, end=end), files, out=tmp_path / "out", timeout=LONG)

    lost = [isinstance(answers[file], str) for file in files]
    assert lost == [False, end != "pass", False, False, False]
    assert len((tmp_path / "starts").read_text(encoding="utf-8")) == starts


def test_many_files_keep_their_own_pages(soffice: Soffice, tmp_path: Path) -> None:
    files = [write_docx(tmp_path / unit / "báo cáo.docx", unit) for unit in ("Một", "Hai", "Ba")]

    answers = convert_many(soffice, files, out=tmp_path / "out", timeout=LONG)

    assert [text_of(answers[path]).strip() for path in files] == ["Một", "Hai", "Ba"]


def test_no_files_need_no_program(tmp_path: Path) -> None:
    assert convert_many(Soffice(tmp_path / "missing", "1.0"), [], out=tmp_path, timeout=LONG) == {}
