"""``dossier survey``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.acts import by_option, files_argument, show_recorded
from dossier.cli.options import campaign_option, edge, quiet_option
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=VietnameseGroup)
def survey() -> None:
    """Điều tra xã hội học: nhập kết quả, xét đủ mẫu."""


@survey.command("import", cls=VietnameseCommand)
@files_argument
@click.option("--part", metavar="PHẦN", default="", help="Phần điều tra của tệp không có cột «Phần».")
@by_option
@campaign_option
@quiet_option
def import_(files: tuple[Path, ...], *, part: str, who: str, start: Path, quiet: bool) -> int:
    """Nhập bảng từng phiếu trả lời, hoặc bảng điểm trung bình của từng đơn vị."""
    from dossier.cli.show import watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.survey import import_surveys

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        return show_recorded(import_surveys(run, files, part=part, who=who))
