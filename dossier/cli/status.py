"""``dossier status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, quiet_option
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=VietnameseCommand)
@campaign_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@quiet_option
def status(*, start: Path, as_json: bool, quiet: bool) -> int:
    """Tiến độ: từng đơn vị ở bước nào, ai muộn, còn mấy ngày, đang chờ gì."""
    from dossier.cli.show import put, show_table, watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.status import read_status, status_json, status_table

    with watch(quiet=quiet) as progress, open_run(start, edge(progress)) as run:
        statuses = read_status(run)
    if as_json:
        put(status_json(statuses))
    else:
        show_table(status_table(statuses))
    return ExitCode.INCOMPLETE if any(item.overdue for item in statuses) else ExitCode.OK
