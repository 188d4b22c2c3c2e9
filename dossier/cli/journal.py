"""``dossier journal``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=VietnameseGroup)
def journal() -> None:
    """Nhật ký: mọi việc của kỳ đánh giá, ai, lúc nào, từ tệp nào; kiểm tra toàn vẹn."""


@journal.command(cls=VietnameseCommand)
@units_argument
@campaign_option
@quiet_option
def show(units: tuple[str, ...], *, start: Path, quiet: bool) -> int:
    """Xem nhật ký, của mọi đơn vị hoặc của một số đơn vị."""
    from dossier.cli.show import say, show_table, watch
    from dossier.pipeline.journal import journal_table
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress)) as run:
        table, problems = journal_table(run, units)
    show_table(table)
    for problem in problems:
        say(str(problem))
    return ExitCode.DAMAGED if any(problem.severity.rank == 0 for problem in problems) else ExitCode.OK


@journal.command(cls=VietnameseCommand)
@campaign_option
@quiet_option
def verify(*, start: Path, quiet: bool) -> int:
    """Kiểm tra nhật ký: dòng nào bị sửa, mất, hoặc có bản tách ra (mã thoát 7 khi hỏng)."""
    from dossier.cli.show import say, watch
    from dossier.journal import load_journal
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress)) as run:
        entries, problems = load_journal(run.paths.journal)
    for problem in problems:
        say(str(problem))
    if any(problem.severity.rank == 0 for problem in problems):
        return ExitCode.DAMAGED
    head = f"; dòng cuối có mã {entries[-1].hash}" if entries else ""
    click.echo(f"Nhật ký toàn vẹn: {len(entries)} dòng{head}.")
    return ExitCode.OK
