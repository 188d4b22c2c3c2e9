"""Drawing on the terminal: tables and progress. rich is imported only here."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as RichProgress
    from rich.progress import Task, TaskID

    from dossier.problems import Progress
    from dossier.report.tables import Table

# Officials' time, wherever the machine thinks it is.
VIETNAM = dt.timezone(dt.timedelta(hours=7))
# A table in a pipe or a file is not squeezed into 80 columns.
_PIPED_WIDTH = 180


def now() -> dt.datetime:
    """The clock, read at the edge."""
    return dt.datetime.now(VIETNAM)


def say(text: str) -> None:
    """A line for the person, on stderr."""
    click.echo(text, err=True)


def put(data: bytes) -> None:
    """UTF-8 data on stdout, as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def show_table(table: Table) -> None:
    """A table on stdout."""
    from rich.box import HEAVY_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if terminal else _PIPED_WIDTH, highlight=False)
    drawn = RichTable(title=Text(table.title, style="bold"), title_justify="left", box=HEAVY_HEAD, show_lines=True)
    for index, column in enumerate(table.columns):
        drawn.add_column(column, justify="right" if index in table.numeric else "left", overflow="fold")
    for row in table.rows:
        # Text, never markup: a file may be named "[red]".
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)


@contextmanager
def watch(*, quiet: bool) -> Iterator[Progress]:
    """Progress for a person: bars on a terminal, plain lines when piped, nothing when quiet."""
    from dossier.problems import NoProgress

    if quiet:
        yield NoProgress()
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield bars
    else:
        yield Lines()


class Lines:
    """Progress as one line a stage: for pipes, logs and tests."""

    def start(self, title: str, total: int) -> None:
        """Name the stage."""
        say(f"{title}: {total}")

    def advance(self, item: str) -> None:
        """Say nothing: a line a file would bury the result."""

    def finish(self) -> None:
        """Say nothing."""


class Bars:
    """Progress as bars with count, rate, time left and current item; a stage within a stage has a bar below it."""

    def __init__(self, progress: RichProgress) -> None:
        self._progress = progress
        self._running: list[TaskID] = []

    def start(self, title: str, total: int) -> None:
        """A new bar."""
        self._running.append(self._progress.add_task(title, total=total, item=""))

    def advance(self, item: str) -> None:
        """One step of the innermost stage."""
        if self._running:
            self._progress.update(self._running[-1], advance=1, item=item)

    def finish(self) -> None:
        """The bar goes; of a whole stage a line stays."""
        if not self._running:
            return
        done = self._running.pop()
        (task,) = (task for task in self._progress.tasks if task.id == done)
        self._progress.remove_task(done)
        if not self._running:
            self._progress.console.print(f"{task.description}: {task.completed:.0f}", markup=False, highlight=False)


@contextmanager
def _bars() -> Iterator[Bars]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress
    from rich.table import Column
    from rich.text import Text

    class Rate(ProgressColumn):
        """Steps a second."""

        def render(self, task: Task) -> Text:
            """Empty until there is something to tell."""
            return Text(f"{task.speed:.1f}/giây" if task.speed else "")

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn(
            "{task.fields[item]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)
        ),
    )
    with RichProgress(*columns, console=Console(stderr=True), expand=True) as progress:
        yield Bars(progress)
