"""``dossier validate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from dossier.problems import Progress

# The values of ``dossier.validation.Stage``, without accents; that room is not loaded for a help page.
_STAGES = {
    "thu-thap": "đang thu thập",
    "nop": "trước khi nộp",
    "tiep-nhan": "khi tiếp nhận",
    "hoi-dong": "trước hội đồng",
    "luu-tru": "trước khi lưu trữ",
}
# The values of ``dossier.bags.Depth``.
depth_option = click.option(
    "--depth",
    type=click.Choice(("fast", "complete", "full")),
    default="full",
    show_default=True,
    help="Với gói: kiểm tra nhanh / đủ tệp / tính lại mọi mã.",
)


@click.command(cls=VietnameseCommand)
@click.argument("what", metavar="ĐƠN_VỊ|ĐƯỜNG_DẪN")
@click.option("--stage", type=click.Choice(list(_STAGES)), default="nop", show_default=True, help="Xét ở bước nào.")
@depth_option
@campaign_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@ocr_option
@jobs_option
@quiet_option
def validate(what: str, *, stage: str, depth: str, start: Path, as_json: bool, ocr: str, jobs: int, quiet: bool) -> int:
    """Chạy bộ quy tắc có đánh số trên hồ sơ của một đơn vị, hoặc kiểm tra một gói BagIt (thư mục, ZIP, tar)."""
    from dossier.cli.show import put, show_table, watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.validate import build_coverage_table, build_outcome_table, validate_unit
    from dossier.validation import Stage, report_json

    with watch(quiet=quiet) as progress:
        if Path(what).exists():
            return verify_bag_at(Path(what), depth, as_json=as_json, progress=progress)
        with open_run(start, edge(progress, jobs=jobs, ocr=ocr)) as run:
            report = validate_unit(run, run.units((what,))[0], stage=Stage(_STAGES[stage])).report
    if as_json:
        put(report_json(report))
    else:
        show_table(build_outcome_table(report))
        show_table(build_coverage_table(report))
    return ExitCode.INCOMPLETE if report.standing else ExitCode.OK


def verify_bag_at(path: Path, depth: str, *, as_json: bool, progress: Progress) -> int:
    """Verify one bag and show what was found; 7 when it must be refused."""
    from dossier.bags import Depth
    from dossier.cli.show import put, show_table
    from dossier.pipeline.validate import bag_json, build_bag_table, validate_bag
    from dossier.report.tables import build_problem_table

    report = validate_bag(path, depth=Depth(depth), progress=progress)
    if as_json:
        put(bag_json(report))
    else:
        show_table(build_bag_table(report))
        if report.problems:
            show_table(build_problem_table(f"{path.name}: điểm cần xem", report.problems))
    return ExitCode.DAMAGED if report.damaged else ExitCode.OK
