"""``dossier papers``: the numbers and dates of the year's papers, and whether the papers agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, quiet_option
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.group(cls=VietnameseGroup)
def papers() -> None:
    """Số, ngày của văn bản trong năm; đối chiếu các văn bản đã lập."""


@papers.command("list", cls=VietnameseCommand)
@campaign_option
def list_(*, start: Path) -> int:
    """Liệt kê các văn bản đã có số, ngày."""
    from dossier.cli.show import show_table, watch
    from dossier.pipeline.numbering import register_table
    from dossier.pipeline.run import open_run

    with watch(quiet=True) as progress, open_run(start, edge(progress)) as run:
        show_table(register_table(run))
    return ExitCode.OK


@papers.command(cls=VietnameseCommand)
@click.argument("code", metavar="MÃ")
@click.argument("number", metavar="SỐ", type=click.IntRange(1, 99_999))
@click.option("--date", "day", metavar="NĂM-THÁNG-NGÀY", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option(
    "--unit",
    metavar="ĐƠN_VỊ",
    default="",
    help="Đơn vị của văn bản; «lan-2» với biên bản phiên họp thứ hai.",
)
@campaign_option
@quiet_option
def number(code: str, number: int, *, day: dt.datetime, unit: str, start: Path, quiet: bool) -> int:
    """Ghi số, ngày đã cấp cho một văn bản; mọi văn bản viện dẫn nó lấy theo."""
    from dossier.cli.show import watch
    from dossier.pipeline.numbering import number_paper
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        click.echo(f"Đã ghi: {number_paper(run, code.upper(), unit=unit, number=number, day=day.date())}.")
    return ExitCode.OK


@papers.command(cls=VietnameseCommand)
@campaign_option
def check(*, start: Path) -> int:
    """Đọc lại các văn bản đã lập, báo mọi tổng, hạng, tên, số, ngày khác nhau."""
    from dossier.cli.show import say, watch
    from dossier.pipeline.papers import check_papers
    from dossier.pipeline.run import open_run

    with watch(quiet=True) as progress, open_run(start, edge(progress)) as run:
        faults = check_papers(run)
    for fault in faults:
        say(str(fault))
    if not faults:
        click.echo("Các văn bản khớp nhau.")
    return ExitCode.DAMAGED if faults else ExitCode.OK
