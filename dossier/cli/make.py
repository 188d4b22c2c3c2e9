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
    from dossier.problems import Problem

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
@click.option("--only", metavar="MÃ,MÃ", default="", help="Chỉ lập các văn bản này, ví dụ D09,D11.")
@click.option("--all", "every", is_flag=True, help="Lập mọi văn bản của năm có thể lập lúc này.")
@click.option("--dry-run", is_flag=True, help="Chỉ liệt kê sẽ lập gì và vì sao.")
def build(
    units: tuple[str, ...],
    *,
    start: Path,
    engine: str,
    ocr: str,
    jobs: int,
    quiet: bool,
    only: str,
    every: bool,
    dry_run: bool,
) -> int:
    """Lập văn bản (DOCX, PDF): mặc định là báo cáo tự đánh giá và danh mục của từng đơn vị."""
    from dossier.cli.show import now, show_table, watch
    from dossier.pipeline.standstill import is_unchanged, remember_standstill

    asked = ("build", *units, f"--only={only}", f"--all={every}", f"--engine={engine}", f"--ocr={ocr}")
    if not dry_run and is_unchanged(start, asked, now=now()):
        click.echo("Không có gì thay đổi từ lần lập trước.")
        return ExitCode.OK
    # Only now, for these take a second to load.
    from dossier.pipeline.build import build_set, next_change, plan_set
    from dossier.pipeline.made import is_settled
    from dossier.pipeline.papers import check_papers
    from dossier.pipeline.run import open_run

    codes = _codes(only, every=every)
    with (
        watch(quiet=quiet) as progress,
        open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=not dry_run) as run,
    ):
        if dry_run:
            show_table(plan_set(run, run.units(units), codes=codes))
            return ExitCode.OK
        made = build_set(run, run.units(units), codes=codes, engine=engine)
        faults = check_papers(run)
        until = next_change(run, codes)
    code = _show_faults(show_made(made), faults)
    if not faults and is_settled(made):
        remember_standstill(start, asked, until=until)
    return code


def _codes(only: str, *, every: bool) -> tuple[str, ...]:
    from dossier.documents import CATALOGUE

    if every:
        return tuple(CATALOGUE)
    wanted = tuple(code.strip().upper() for code in only.split(",") if code.strip())
    for code in wanted:
        if code not in CATALOGUE:
            known = ", ".join(f"{known} ({kind.title})" for known, kind in CATALOGUE.items())
            raise click.BadParameter(f"Không có văn bản «{code}». Các mã: {known}.", param_hint="--only")
    return wanted or ("D03", "D04")


def _show_faults(code: int, faults: Sequence[Problem]) -> int:
    """Papers that contradict one another must not leave the office."""
    from dossier.cli.show import say

    for fault in faults:
        say(str(fault))
    return ExitCode.DAMAGED if faults else code


@click.command(cls=VietnameseCommand)
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@quiet_option
def demo(folder: Path, *, quiet: bool) -> int:
    """Chạy trọn việc chính trên kỳ đánh giá mẫu (huyện giả định, ba xã) trong một thư mục nháp."""
    from dossier.cli.show import now, show_table, watch
    from dossier.criteria.model import SAMPLE_BANNER
    from dossier.pipeline.demo import run_demo
    from dossier.report import build_gap_table, build_summary

    with watch(quiet=quiet) as progress:
        result = run_demo(folder, progress=progress, now=now())
    click.echo(SAMPLE_BANNER)
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
