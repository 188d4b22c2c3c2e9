"""``dossier council``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.acts import by_option, show_recorded
from dossier.cli.options import campaign_option, edge, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP")
_number = click.option("--number", metavar="SỐ_KÝ_HIỆU", required=True, help="Ví dụ: 123/QĐ-UBND.")
_day = click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="NĂM-THÁNG-NGÀY", required=True, help="Ngày ký."
)
_paper = click.option(
    "--file",
    "paper",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="TỆP",
    default=None,
    help="Bản văn bản đã ký, được lưu và ghi mã băm vào nhật ký.",
)


@click.group(cls=VietnameseGroup)
def council() -> None:
    """Hội đồng: biểu họp hoặc lấy ý kiến, kiểm tra, ghi kết quả, phê duyệt, công bố."""


@council.command(cls=VietnameseCommand)
@campaign_option
@quiet_option
def export(*, start: Path, quiet: bool) -> int:
    """Xuất biểu của hội đồng cho các đơn vị đã thẩm định xong."""
    from dossier.cli.show import watch
    from dossier.pipeline.council import export_council
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        return show_recorded(export_council(run))


@council.command(cls=VietnameseCommand)
@_file
@campaign_option
@quiet_option
def check(file: Path, *, start: Path, quiet: bool) -> int:
    """Kiểm tra biểu của hội đồng: đủ số người, phiếu cộng khớp, đủ đa số, điểm khớp; không ghi gì."""
    from dossier.cli.show import say, watch
    from dossier.pipeline.council import check_form
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress)) as run:
        form, verdict = check_form(run, file)
    how = "lấy ý kiến bằng văn bản" if form.written else "họp"
    silent = f", {verdict.silent} không trả lời" if form.written else ""
    click.echo(
        f"Hình thức: {how}. {verdict.attending}/{verdict.members} tham gia{silent}, {verdict.agreed} đồng ý. "
        f"{len(form.decided)} đơn vị, {len(form.rulings)} điều chỉnh."
    )
    for problem in verdict.problems:
        say(str(problem))
    return ExitCode.OK if verdict.valid else ExitCode.INCOMPLETE


@council.command(cls=VietnameseCommand)
@_file
@by_option
@campaign_option
@quiet_option
def record(file: Path, *, who: str, start: Path, quiet: bool) -> int:
    """Ghi kết quả của hội đồng vào nhật ký."""
    from dossier.cli.show import watch
    from dossier.pipeline.council import record_council
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        return show_recorded(record_council(run, file, who=who))


@council.command(cls=VietnameseCommand)
@units_argument
@_number
@_day
@_paper
@by_option
@campaign_option
@quiet_option
def approve(
    units: tuple[str, ...], *, number: str, day: dt.datetime, paper: Path | None, who: str, start: Path, quiet: bool
) -> int:
    """Ghi quyết định phê duyệt; bộ tiêu chí mẫu bị từ chối."""
    from dossier.cli.show import watch
    from dossier.pipeline.council import approve_units
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        return show_recorded(approve_units(run, run.units(units), number=number, day=day.date(), paper=paper, who=who))


@council.command(cls=VietnameseCommand)
@units_argument
@_number
@_day
@_paper
@by_option
@campaign_option
@quiet_option
def publish(
    units: tuple[str, ...], *, number: str, day: dt.datetime, paper: Path | None, who: str, start: Path, quiet: bool
) -> int:
    """Ghi việc công bố."""
    from dossier.cli.show import watch
    from dossier.pipeline.council import publish_units
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        return show_recorded(publish_units(run, run.units(units), number=number, day=day.date(), paper=paper, who=who))
