"""Options that several commands share."""

from __future__ import annotations

import re
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
_jobs_option = click.option(
    "--jobs",
    metavar="SỐ",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Số tiến trình đọc minh chứng.",
)
_SCHEDULER = "dossier.scheduler"
_ADDRESS = re.compile(r"(tcp|tls)://[^/\s]+:\d{1,5}")


def _note_scheduler(ctx: click.Context, param: click.Parameter, address: str | None) -> None:
    if address is not None and not _ADDRESS.fullmatch(address):
        raise click.BadParameter("cần dạng tcp://máy:cổng, ví dụ tcp://10.0.0.5:8786.", ctx, param)
    ctx.meta[_SCHEDULER] = address or ""


_scheduler_option = click.option(
    "--scheduler",
    metavar="ĐỊA_CHỈ",
    expose_value=False,
    callback=_note_scheduler,
    help="Đọc bằng các máy của một cụm Dask, ví dụ tcp://10.0.0.5:8786.",
)


def jobs_option(command: F) -> F:
    """How many processes, and of which machines: ``edge`` reads the second by itself."""
    return _jobs_option(_scheduler_option(command))


# The values of ``dossier.readers.model.OcrMode``; that room is not loaded for a help page.
ocr_option = click.option(
    "--ocr",
    type=click.Choice(("none", "head", "full")),
    default="head",
    show_default=True,
    help="Đọc chữ bản quét, ảnh: không / phần đầu và phần ký / toàn văn.",
)
# The values of ``dossier.bags.Depth``.
depth_option = click.option(
    "--depth",
    type=click.Choice(("fast", "complete", "full")),
    default="full",
    show_default=True,
    help="Với gói: kiểm tra nhanh / đủ tệp / tính lại mọi mã.",
)
_FILE = click.Path(dir_okay=False, path_type=Path)
xlsx_option = click.option("--xlsx", type=_FILE, metavar="TỆP.xlsx", help="Ghi thêm kết quả thành bảng tính.")
html_option = click.option(
    "--html", type=_FILE, metavar="TỆP.html", help="Ghi thêm kết quả thành một trang xem bằng trình duyệt."
)
units_argument = click.argument("units", nargs=-1, metavar="[ĐƠN_VỊ]...")


def edge(progress: Progress, *, jobs: int = 1, ocr: str = "head") -> Edge:
    """What only the edge knows: the clock, the progress, the processes, how far scans are read."""
    from dossier.cli.show import now
    from dossier.pipeline.run import Edge
    from dossier.readers.model import OcrMode

    context = click.get_current_context(silent=True)
    scheduler = context.meta.get(_SCHEDULER, "") if context else ""
    return Edge(progress=progress, now=now(), jobs=jobs, ocr=OcrMode(ocr), scheduler=scheduler)


def targets_of(*, html: Path | None, xlsx: Path | None) -> list[Path]:
    """The files to write, each with the ending that says what it will be."""
    asked = {"--html": (html, ".html"), "--xlsx": (xlsx, ".xlsx")}
    for option, (target, suffix) in asked.items():
        if target and target.suffix.lower() != suffix:
            raise click.UsageError(f"Tên tệp của {option} phải kết thúc bằng {suffix}: «{target}».")
    return [target for target, _ in asked.values() if target]
