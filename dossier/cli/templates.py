"""``dossier templates``."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.options import campaign_option
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import BadInputError, ExitCode

_name = click.argument("name", metavar="MÃ")


@click.group(cls=VietnameseGroup)
def templates() -> None:
    """Mẫu văn bản: liệt kê, kiểm tra, lấy ra sửa, xem thử."""


def _overrides(start: Path) -> Path | None:
    """The campaign's own templates; None outside a campaign."""
    from dossier.campaign import CampaignPaths, find_root

    try:
        return CampaignPaths(find_root(start)).templates
    except BadInputError:
        return None


@templates.command("list", cls=VietnameseCommand)
@campaign_option
def list_(*, start: Path) -> None:
    """Liệt kê mẫu, và cho biết mẫu nào của kỳ đánh giá đang thay mẫu gốc."""
    from dossier.cli.show import show_table
    from dossier.pipeline.templates import build_template_table

    show_table(build_template_table(_overrides(start)))


@templates.command(cls=VietnameseCommand)
@click.argument("file", metavar="TỆP.docx", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--context",
    metavar="SỐ_LIỆU.json",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Số liệu dự định đưa vào, để tìm trường thừa và trường thiếu.",
)
def check(file: Path, *, context: Path | None) -> int:
    """Kiểm tra một mẫu Word bất kỳ trước khi dùng."""
    from dossier.documents.foreign import Fitness
    from dossier.pipeline.templates import check_template_file

    report = check_template_file(file, context=context)
    click.echo(f"{report.path}: {report.fitness}. Ngôn ngữ mẫu: {', '.join(report.languages) or 'không có'}.")
    click.echo(f"{len(report.fields)} trường: {', '.join(report.fields)}" if report.fields else "0 trường.")
    for problem in report.problems:
        click.echo(str(problem))
    codes = {Fitness.USABLE: ExitCode.OK, Fitness.WRONG: ExitCode.BAD_INPUT, Fitness.REFUSED: ExitCode.REFUSED}
    return codes[report.fitness]


@templates.command(cls=VietnameseCommand)
@_name
@campaign_option
def eject(name: str, *, start: Path) -> None:
    """Chép mẫu gốc vào mau/ của kỳ đánh giá để sửa; không ghi đè mẫu đã có."""
    from dossier.campaign import CampaignPaths, find_root
    from dossier.pipeline.templates import eject_template

    click.echo(f"Đã chép: {eject_template(name, CampaignPaths(find_root(start)).templates)}")


@templates.command(cls=VietnameseCommand)
@_name
@click.option(
    "-o",
    "--out",
    "folder",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Nơi ghi DOCX và PDF (mặc định: thư mục đang đứng).",
)
@campaign_option
def preview(name: str, *, folder: Path, start: Path) -> None:
    """Lập bản xem thử với chữ mẫu, thành DOCX và PDF."""
    from dossier.pipeline.templates import preview_template

    for path in preview_template(name, folder, overrides=_overrides(start)):
        click.echo(f"Đã ghi: {path}")
