"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.pipeline.run import Edge
    from dossier.problems import Progress

F = TypeVar("F", bound="Callable[..., object]")

campaign_option = click.option(
    "-C",
    "--campaign",
    "start",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    default=Path(),
    help="Thư mục kỳ đánh giá (mặc định: thư mục đang đứng).",
)
quiet_option = click.option("--quiet", is_flag=True, help="Không hiện tiến độ.")
jobs_option = click.option(
    "--jobs",
    metavar="SỐ",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Số tiến trình đọc minh chứng.",
)
units_argument = click.argument("units", nargs=-1, metavar="[ĐƠN_VỊ]...")


def edge(progress: Progress, *, jobs: int = 1) -> Edge:
    """What only the edge knows: the clock, the progress, the processes."""
    from dossier.cli.show import now
    from dossier.pipeline.run import Edge

    return Edge(progress=progress, now=now(), jobs=jobs)
