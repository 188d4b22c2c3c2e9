"""``dossier archive``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.acts import by_option
from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option
from dossier.cli.submit import override_option, reasons
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from dossier.archive.year import ArchivePlan
    from dossier.pipeline.run import Run


@click.command(cls=VietnameseCommand)
@click.option("--init", "step", flag_value="init", help="Lập bảng hồ sơ luu-tru.yaml để sửa lại.")
@click.option(
    "--list",
    "file_list",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="TỆP",
    default=None,
    help="Danh mục hồ sơ của cơ quan (.xlsx), dùng với --init.",
)
@click.option("--weed", "step", flag_value="weed", help="Lập danh mục tài liệu đề nghị loại (.xlsx) để quyết định.")
@click.option("--dry-run", "step", flag_value="plan", help="Chỉ xem sẽ lưu trữ gì, không ghi.")
@click.option("--sip", is_flag=True, help="Lập thêm gói SIP_hoso (Thông tư 05/2025/TT-BNV) cho từng hồ sơ vào out/sip.")
@override_option
@by_option
@campaign_option
@ocr_option
@jobs_option
@quiet_option
def archive(
    *,
    step: str | None,
    file_list: Path | None,
    sip: bool,
    overrides: tuple[str, ...],
    who: str,
    start: Path,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Lưu trữ hồ sơ của năm: mục lục, bìa, chứng từ kết thúc, dữ liệu đặc tả, bản PDF/A, gói có mã kiểm tra."""
    from dossier.cli.show import watch
    from dossier.pipeline.run import open_run

    if file_list is not None and step != "init":
        raise click.UsageError("--list chỉ dùng với --init.")
    with (
        watch(quiet=quiet) as progress,
        open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=step != "plan") as run,
    ):
        if step == "init":
            return _init(run, file_list)
        return _archive(run, step, reasons(overrides), who, sip=sip)


def _init(run: Run, file_list: Path | None) -> int:
    from dossier.pipeline.archive import init_table

    click.echo(f"Đã lập {init_table(run, file_list)}: sửa số, ký hiệu, tiêu đề, thời hạn và ghi căn cứ từng hồ sơ.")
    return ExitCode.OK


def _archive(run: Run, step: str | None, overrides: dict[str, str], who: str, *, sip: bool) -> int:
    from dossier.pipeline.archive import archive_year, plan_year, weed_year

    if step == "plan":
        return _show(plan_year(run, overrides=overrides))
    if step == "weed":
        plan, form = weed_year(run, overrides=overrides)
        click.echo(f"Đã lập {form}: {len(plan.discards)} đề nghị." if form else "Không có bản trùng, bản nháp nào.")
        return ExitCode.OK
    archived = archive_year(run, overrides=overrides, who=who)
    _show(archived.plan)
    state = "Đã lưu trữ" if archived.made else "Không có gì thay đổi, vẫn là"
    click.echo(f"{state}: {archived.folder}")
    if sip and archived.folder:
        _write_sips(run, archived.folder)
    return ExitCode.OK


def _write_sips(run: Run, folder: Path) -> None:
    from dossier.cli.show import show_table
    from dossier.pipeline.sip import build_sip_table, write_sips

    written = write_sips(run, folder)
    show_table(build_sip_table(written))
    click.echo(f"Đã lập gói SIP: {written[0].path.parent}")


def _show(plan: ArchivePlan) -> int:
    """The plan as tables, what was noticed on stderr; 1 when something keeps the archive from being made."""
    from dossier.archive.year.plan import is_blocked
    from dossier.cli.show import say, show_table
    from dossier.pipeline.archive import build_plan_tables

    for table in build_plan_tables(plan):
        show_table(table)
    for problem in plan.problems:
        say(str(problem))
    return ExitCode.INCOMPLETE if is_blocked(plan) else ExitCode.OK
