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
# The values of ``dossier.readers.model.OcrMode``; that room is not loaded for a help page.
ocr_option = click.option(
    "--ocr",
    type=click.Choice(("none", "head", "full")),
    default="head",
    show_default=True,
    help="Đọc chữ bản quét, ảnh: không / phần đầu và phần ký / toàn văn.",
)
units_argument = click.argument("units", nargs=-1, metavar="[ĐƠN_VỊ]...")


def edge(progress: Progress, *, jobs: int = 1, ocr: str = "head") -> Edge:
    """What only the edge knows: the clock, the progress, the processes, how far scans are read."""
    from dossier.cli.show import now
    from dossier.pipeline.run import Edge
    from dossier.readers.model import OcrMode

    return Edge(progress=progress, now=now(), jobs=jobs, ocr=OcrMode(ocr))
