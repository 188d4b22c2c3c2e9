"""``dossier migrate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=VietnameseCommand)
@campaign_option
def migrate(*, start: Path) -> int:
    """Xem mỗi tệp của kỳ theo mẫu (schema) nào; tệp do bản Dossier mới hơn ghi thì nêu tên (mã thoát 3)."""
    from dossier.pipeline.migrate import read_schemas, tell

    files = read_schemas(start)
    for line in tell(files):
        click.echo(line)
    return ExitCode.BAD_INPUT if any(file.stops for file in files) else ExitCode.OK
