"""``dossier package``."""

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
    from dossier.pipeline.package import Packed
    from dossier.pipeline.run import Edge

_MEGABYTE = 1_000_000


@click.command(cls=VietnameseCommand)
@click.argument("target", metavar="[THƯ_MỤC_ĐÍCH]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--communes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    default=None,
    help="Kỳ đánh giá cấp xã cùng năm: lấy văn bản hội đồng và kết quả đã ban hành.",
)
@click.option(
    "--part-size", type=click.IntRange(1), metavar="MB", default=None, help="Chia thành nhiều phần, mỗi phần không quá."
)
@click.option("--folder", "as_folder", is_flag=True, help="Ghi thành thư mục (USB, đĩa) thay vì tệp ZIP.")
@click.option("--dry-run", is_flag=True, help="Chỉ in gói sẽ có gì, thiếu gì; không ghi tệp.")
@click.option(
    "--for-upload",
    is_flag=True,
    help="Cho cổng chỉ nhận tải lên: mỗi tiêu chí một thư mục PDF, chữ để dán, bảng theo dõi.",
)
@click.option("--unit", "names", multiple=True, metavar="ĐƠN_VỊ", help="Với --for-upload: đơn vị nào; nêu nhiều lần.")
@click.option(
    "--max-file",
    type=click.IntRange(1),
    metavar="MB",
    default=10,
    show_default=True,
    help="Với --for-upload: mỗi PDF không quá số MB.",
)
@override_option
@by_option
@campaign_option
@ocr_option
@jobs_option
@quiet_option
def package(
    target: Path | None,
    *,
    communes: Path | None,
    part_size: int | None,
    as_folder: bool,
    dry_run: bool,
    for_upload: bool,
    names: tuple[str, ...],
    max_file: int,
    overrides: tuple[str, ...],
    who: str,
    start: Path,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Lập gói hồ sơ gửi Hội đồng thẩm định cấp trên: công văn, báo cáo, minh chứng, văn bản đã ban hành, mục lục."""
    from dossier.archive.province import Packing
    from dossier.cli.show import watch
    from dossier.pipeline.package import make_package, open_communes
    from dossier.pipeline.run import open_run

    packing = Packing(part_size and part_size * _MEGABYTE, zipped=not as_folder)
    with watch(quiet=quiet) as progress:
        at_edge = edge(progress, jobs=jobs, ocr=ocr)
        if for_upload:
            return _lay_uploads(start, at_edge, names, target, max_file)
        with open_run(start, at_edge, writes=True) as run, open_communes(communes, at_edge) as other:
            packed = make_package(
                run, other, target=target, packing=packing, overrides=reasons(overrides), who=who, dry=dry_run
            )
    return _show(packed)


def _show(packed: Packed) -> int:
    from dossier.cli.show import say, show_table
    from dossier.pipeline.package import build_plan_table, build_record_table

    show_table(build_plan_table(packed.plan) if packed.record is None else build_record_table(packed))
    for problem in packed.problems:
        say(str(problem))
    if packed.record:
        click.echo(f"Việc tiếp theo: chuyển nguyên thư mục {packed.folder.name} cho cấp trên. Kiểm tra ở nơi nhận:")
        click.echo("«dossier verify THƯ_MỤC», hoặc không cần Dossier: «sha256sum -c SHA256SUMS».")
    return ExitCode.OK


def _lay_uploads(start: Path, at_edge: Edge, names: tuple[str, ...], target: Path | None, max_file: int) -> int:
    from dossier.cli.show import say, show_table
    from dossier.pipeline.run import open_run
    from dossier.pipeline.uploads import build_upload_table, make_uploads

    with open_run(start, at_edge, writes=True) as run:
        uploaded = make_uploads(run, run.units(names), target=target, limit=max_file * _MEGABYTE)
    show_table(build_upload_table(uploaded))
    for one in uploaded:
        for problem in one.problems:
            say(str(problem))
    return ExitCode.OK
