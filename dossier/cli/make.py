"""``dossier build`` and ``dossier demo``, and how commands that make files say what they made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.pipeline.made import Made

_ENGINES = ("auto", "embedded", "libreoffice")
engine_option = click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default="auto",
    show_default=True,
    help="Công cụ chuyển PDF.",
)


@click.command(cls=VietnameseCommand)
@units_argument
@campaign_option
@engine_option
@ocr_option
@jobs_option
@quiet_option
def build(units: tuple[str, ...], *, start: Path, engine: str, ocr: str, jobs: int, quiet: bool) -> int:
    """Lập báo cáo tự đánh giá và danh mục tài liệu kiểm chứng (DOCX, PDF) cho từng đơn vị."""
    from dossier.cli.show import watch
    from dossier.pipeline.build import build_units
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=True) as run:
        made = build_units(run, run.units(units), engine=engine)
    return show_made(made)


@click.command(cls=VietnameseCommand)
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@quiet_option
def demo(folder: Path, *, quiet: bool) -> int:
    """Chạy trọn việc chính trên kỳ đánh giá mẫu (huyện giả định, ba xã) trong một thư mục nháp."""
    from dossier.cli.show import now, show_table, watch
    from dossier.pipeline.demo import run_demo
    from dossier.report import build_gap_table, build_summary

    with watch(quiet=quiet) as progress:
        result = run_demo(folder, progress=progress, now=now())
    click.echo("BỘ TIÊU CHÍ MẪU – KHÔNG DÙNG ĐỂ CÔNG BỐ")
    show_table(build_summary(result.report))
    for assessment in result.report.units:
        show_table(build_gap_table(assessment, limit=5))
    code = show_made(result.made)
    click.echo(f"Tất cả nằm trong {result.root}. Chạy lại «dossier demo» sẽ chỉ làm phần có thay đổi.")
    return code


def show_made(made: Sequence[Made]) -> int:
    """What was made and where; what failed; what was kept because a person edited it."""
    from dossier.cli.show import say

    for item in made:
        pages = f", {item.pages} trang" if item.pages else ""
        click.echo(f"{item.state}: {item.path}{pages}")
    for item in made:
        for problem in item.problems:
            say(str(problem))
    changed = [item for item in made if item.changed]
    click.echo(f"Đã lập {len(changed)} tệp." if changed else "Không có gì thay đổi.")
    return ExitCode.TOOL_FAILED if any(item.failed for item in made) else ExitCode.OK
