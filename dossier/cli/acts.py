"""What the recording commands share: who records, when something arrived, how the outcome is shown."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt

    from dossier.pipeline.appraise import Recorded

by_option = click.option(
    "--by", "who", metavar="NGƯỜI_GHI", default=getpass.getuser, help="Người ghi nhận (mặc định: tài khoản máy)."
)
at_option = click.option(
    "--at",
    "arrived",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    metavar="«NĂM-THÁNG-NGÀY GIỜ:PHÚT»",
    default=None,
    help="Lúc hồ sơ đến (mặc định: bây giờ). Không lấy theo ngày của tệp.",
)
files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP..."
)


def moment(arrived: dt.datetime | None) -> dt.datetime:
    """An arrival in official time; now when none was given."""
    from dossier.cli.show import VIETNAM, now

    return arrived.replace(tzinfo=VIETNAM) if arrived else now()


def show_recorded(recorded: Recorded, *, incomplete: bool = False) -> int:
    """What was recorded, made and doubted; 1 when something in it stands in the way."""
    from dossier.cli.show import say
    from dossier.problems import Severity

    for line in recorded.lines:
        click.echo(line)
    for item in recorded.made:
        click.echo(f"{item.state}: {item.path}")
    for problem in recorded.problems:
        say(str(problem))
    blocked = any(problem.severity is Severity.ERROR for problem in recorded.problems)
    return ExitCode.INCOMPLETE if blocked and incomplete else ExitCode.OK
