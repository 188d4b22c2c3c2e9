"""``dossier doctor``."""

from __future__ import annotations

import click

from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode


@click.command(cls=VietnameseCommand)
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def doctor(*, as_json: bool) -> int:
    """Xem máy có đủ công cụ không, và thiếu gì thì mất gì."""
    from dossier.cli.show import put, show_table
    from dossier.pipeline.doctor import doctor_json, doctor_table, examine

    pieces = examine()
    if as_json:
        put(doctor_json(pieces))
    else:
        show_table(doctor_table(pieces))
    return ExitCode.MISSING_TOOL if any(piece.is_fatal for piece in pieces) else ExitCode.OK
