"""``dossier init``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import quiet_option
from dossier.cli.vietnamese import VietnameseCommand

if TYPE_CHECKING:
    from dossier.pipeline.found import Founded


@click.command(cls=VietnameseCommand)
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--from",
    "before",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="THƯ_MỤC_NĂM_TRƯỚC",
    default=None,
    help="Lấy tên đơn vị, cơ quan, hội đồng, người ký và các quyết định xếp tệp của kỳ trước.",
)
@click.option(
    "--criteria",
    "criteria_id",
    metavar="MÃ",
    default="",
    help="Mã bộ tiêu chí (xem: dossier criteria list); với --from: mặc định như kỳ trước.",
)
@click.option(
    "--units",
    "units_csv",
    default=None,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="TỆP_CSV",
    help="Danh sách đơn vị, tệp CSV có cột «ten»; với --from: mặc định như kỳ trước.",
)
@click.option("--year", metavar="NĂM", required=True, type=click.IntRange(2012, 2100), help="Năm đánh giá.")
@click.option(
    "--authority", metavar="TÊN", default="", help="Cơ quan tổ chức thẩm định, ví dụ «Ủy ban nhân dân huyện An Sơn»."
)
@click.option("--parent", metavar="TÊN", default="", help="Cơ quan cấp trên của cơ quan đó.")
@click.option("--demo", is_flag=True, help="Kỳ đánh giá giả định, được dùng bộ tiêu chí mẫu.")
@quiet_option
def init(
    folder: Path,
    *,
    before: Path | None,
    criteria_id: str,
    units_csv: Path | None,
    year: int,
    authority: str,
    parent: str,
    demo: bool,
    quiet: bool,
) -> None:
    """Tạo thư mục kỳ đánh giá: bộ tiêu chí, thư mục minh chứng và biểu tự chấm của từng đơn vị."""
    from dossier.cli.show import watch
    from dossier.pipeline.found import found_campaign, found_next

    with watch(quiet=quiet) as progress:
        if before is not None:
            if authority or parent:
                raise click.UsageError("--authority, --parent lấy từ kỳ trước: sửa trong campaign.yaml.")
            founded = found_next(
                folder, before, criteria_id=criteria_id, units_csv=units_csv, year=year, progress=progress, demo=demo
            )
        elif not criteria_id or units_csv is None:
            raise click.UsageError("Cần --criteria và --units, hoặc --from kỳ năm trước.")
        else:
            founded = found_campaign(
                folder,
                criteria_id=criteria_id,
                units_csv=units_csv,
                year=year,
                authority=authority,
                parent=parent,
                demo=demo,
                progress=progress,
            )
    _tell(founded)


def _tell(founded: Founded) -> None:
    click.echo(f"Đã tạo {founded.root} theo bộ tiêu chí {founded.criteria}.")
    click.echo(f"Mỗi đơn vị có {founded.folders} thư mục minh chứng và một biểu tu-cham-diem.xlsx:")
    for unit in founded.units:
        click.echo(f"  don-vi/{unit}/")
    click.echo("Việc tiếp theo: mở campaign.yaml điền tên cơ quan, người ký, hạn nộp; rồi chạy «dossier check».")
