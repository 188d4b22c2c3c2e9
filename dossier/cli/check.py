"""``dossier check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import (
    campaign_option,
    edge,
    html_option,
    jobs_option,
    ocr_option,
    quiet_option,
    targets_of,
    units_argument,
    xlsx_option,
)
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.report import CheckReport

_LEVELS = {"loi": "lỗi", "canh-bao": "cảnh báo", "goi-y": "gợi ý"}
_GAPS_SHOWN = 15


@click.command(cls=VietnameseCommand)
@units_argument
@campaign_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@xlsx_option
@html_option
@click.option("--all", "show_all", is_flag=True, help="Hiện mọi chỗ thiếu, không chỉ 15 chỗ đầu.")
@click.option("--files", "show_files", is_flag=True, help="Hiện từng tệp và tiêu chí mà tệp đó chứng minh.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_LEVELS)),
    default="loi",
    show_default=True,
    help="Mức từ đó trở lên thì lệnh kết thúc với mã 1.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="NĂM-THÁNG-NGÀY",
    default=None,
    help="Xét «chưa đến kỳ» theo ngày này (mặc định: hôm nay).",
)
@ocr_option
@jobs_option
@quiet_option
def check(
    units: tuple[str, ...],
    *,
    start: Path,
    as_json: bool,
    xlsx: Path | None,
    html: Path | None,
    show_all: bool,
    show_files: bool,
    fail_on: str,
    as_of: dt.datetime | None,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Kiểm tra minh chứng của các đơn vị: đủ, thiếu, cần xem lại; tính điểm tự chấm."""
    from dossier.cli.show import put, say, watch
    from dossier.pipeline.check import check_units
    from dossier.pipeline.page import refuse_inputs, write_check_files
    from dossier.pipeline.run import open_run
    from dossier.problems import Severity
    from dossier.report import check_json

    targets = targets_of(html=html, xlsx=xlsx)
    with (
        watch(quiet=quiet) as progress,
        open_run(start, edge(progress, jobs=jobs, ocr=ocr), as_of=as_of.date() if as_of else None) as run,
    ):
        for target in targets:
            refuse_inputs(run, target)
        report = check_units(run, run.units(units))
        write_check_files(run, report, html=html, xlsx=xlsx)
    if as_json:
        for piece in check_json(report):
            put(piece)
    else:
        _show(report, show_all=show_all, show_files=show_files)
    for target in targets:
        say(f"Đã ghi {target}")
    return ExitCode.INCOMPLETE if report.incomplete(Severity(_LEVELS[fail_on])) else ExitCode.OK


def _show(report: CheckReport, *, show_all: bool, show_files: bool) -> None:
    from dossier.cli.show import show_table
    from dossier.criteria.model import SAMPLE_BANNER
    from dossier.report.tables import (
        accounting_line,
        build_file_table,
        build_gap_table,
        build_problem_table,
        build_summary,
        build_unreadable_table,
        next_step,
    )

    if report.sample:
        click.echo(SAMPLE_BANNER)
    show_table(build_summary(report))
    for assessment in report.units:
        if assessment.gaps:
            show_table(build_gap_table(assessment, limit=None if show_all else _GAPS_SHOWN))
        if show_files:
            show_table(build_file_table(assessment))
        if assessment.checklist.accounting.unreadable:
            show_table(build_unreadable_table(assessment))
        if assessment.problems:
            title = f"{assessment.unit.short}: biểu tự chấm và thư mục minh chứng"
            show_table(build_problem_table(title, assessment.problems))
    if report.problems:
        show_table(build_problem_table("Kỳ đánh giá và bộ tiêu chí", report.problems))
    for assessment in report.units:
        click.echo(" ".join(filter(None, (f"{accounting_line(assessment)}.", next_step(assessment)))))
