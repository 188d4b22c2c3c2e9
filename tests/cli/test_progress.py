"""What a person sees of a long run on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from dossier.cli.show import Bars, watch


@pytest.fixture
def screen() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=100)


def test_a_stage_within_a_stage_goes_and_the_outer_leaves_a_line(screen: Console) -> None:
    progress = Progress(console=screen)
    bars = Bars(progress)
    bars.start("Kiểm tra", 2)
    bars.start("Đọc xã A", 3)
    bars.advance("a.pdf")
    assert [(task.description, task.completed) for task in progress.tasks] == [("Kiểm tra", 0), ("Đọc xã A", 1)]
    bars.finish()
    bars.advance("xã A")
    assert [(task.description, task.completed, task.fields["item"]) for task in progress.tasks] == [
        ("Kiểm tra", 1, "xã A")
    ]
    bars.finish()
    assert not progress.tasks
    assert "Kiểm tra: 1" in str(screen.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def test_a_step_outside_any_stage_is_passed_over(screen: Console) -> None:
    bars = Bars(Progress(console=screen))
    bars.advance("a.pdf")
    bars.finish()


def test_a_terminal_shows_count_rate_and_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with watch(quiet=False) as progress:
        progress.start("Đọc [red]", 2)
        progress.advance("mot.pdf")
        progress.advance("hai[b].pdf")
        progress.finish()
    assert "Đọc [red]: 2" in stream.getvalue()


def test_in_a_pipe_there_is_one_line_a_stage_and_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for quiet in (False, True):
        with watch(quiet=quiet) as progress:
            progress.start("Đọc", 2)
            progress.advance("mot.pdf")
            progress.finish()
    assert capsys.readouterr().err == "Đọc: 2\n"
