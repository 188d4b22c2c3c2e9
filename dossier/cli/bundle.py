"""``dossier bundle``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.make import engine_option, show_made
from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

# The values of ``dossier.bundle.model.Order``; that room is not loaded for a help page.
_ORDERS = ("tieu-chi", "thoi-gian", "co-quan")


@click.command(cls=VietnameseCommand)
@units_argument
@campaign_option
@click.option(
    "--order",
    type=click.Choice(_ORDERS),
    default="tieu-chi",
    show_default=True,
    help="Xếp theo tiêu chí (hội đồng), thời gian (lưu trữ) hay cơ quan phụ trách.",
)
@click.option("--no-dividers", is_flag=True, help="Bỏ tờ ngăn trước mỗi tiêu chí.")
@click.option(
    "--max-size",
    type=click.IntRange(2),
    metavar="MB",
    default=None,
    help="Chia thành nhiều tập, mỗi tập không quá số MB.",
)
@click.option("--drop-blank", is_flag=True, help="Bỏ các trang trống (mặc định: giữ và nêu ra).")
@engine_option
@click.option("--dry-run", is_flag=True, help="Chỉ in thứ tự, số trang và bookmark, không ghi tệp.")
@ocr_option
@jobs_option
@quiet_option
def bundle(
    units: tuple[str, ...],
    *,
    start: Path,
    order: str,
    no_dividers: bool,
    max_size: int | None,
    drop_blank: bool,
    engine: str,
    dry_run: bool,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Ghép báo cáo và minh chứng thành một PDF có mục lục bấm được, bookmark và số trang."""
    from dossier.bundle.model import Order
    from dossier.cli.show import show_table, watch
    from dossier.pipeline.bind import Choice, bundle_units, plan_units
    from dossier.pipeline.run import open_run

    choice = Choice(Order(order), dividers=not no_dividers, drop_blank=drop_blank, max_size=max_size)
    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=True) as run:
        if dry_run:
            for table in plan_units(run, run.units(units), engine=engine, choice=choice):
                show_table(table)
            return ExitCode.OK
        made = bundle_units(run, run.units(units), engine=engine, choice=choice)
    return show_made(made)
