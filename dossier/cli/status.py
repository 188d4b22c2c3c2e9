"""``dossier status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, ocr_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=VietnameseCommand)
@campaign_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--why", is_flag=True, help="Lần chạy tới sẽ làm lại việc gì, và vì sao.")
@ocr_option
@quiet_option
def status(*, start: Path, as_json: bool, why: bool, ocr: str, quiet: bool) -> int:
    """Tiến độ: từng đơn vị ở bước nào, ai muộn, còn mấy ngày, đang chờ gì."""
    from dossier.cli.show import put, show_table, watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.status import read_status, status_json, status_table

    if why:
        return _show_redo(start, as_json=as_json, ocr=ocr, quiet=quiet)
    with watch(quiet=quiet) as progress, open_run(start, edge(progress)) as run:
        statuses = read_status(run)
    if as_json:
        put(status_json(statuses))
    else:
        show_table(status_table(statuses))
    return ExitCode.INCOMPLETE if any(item.overdue for item in statuses) else ExitCode.OK


def _show_redo(start: Path, *, as_json: bool, ocr: str, quiet: bool) -> int:
    from dossier.cli.show import put, show_table, watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.why import find_redo, redo_json, redo_table

    with watch(quiet=quiet) as progress, open_run(start, edge(progress, ocr=ocr)) as run:
        found = find_redo(run, run.campaign.units)
    if as_json:
        put(redo_json(found))
    elif found:
        show_table(redo_table(run, found))
    else:
        click.echo("Không có gì phải làm lại.")
    return ExitCode.OK
