"""``dossier issue``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.acts import by_option
from dossier.cli.options import campaign_option, edge, ocr_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand

if TYPE_CHECKING:
    import datetime as dt


@click.command(cls=VietnameseCommand)
@click.argument("doc", metavar="MÃ")
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("unit", metavar="[ĐƠN_VỊ]", required=False)
@click.option("--number", metavar="SỐ_KÝ_HIỆU", default="", help="Khi tệp là bản quét không đọc được: 05/BC-UBND.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="NĂM-THÁNG-NGÀY", default=None, help="Ngày ký."
)
@click.option(
    "--replaces", metavar="LÝ_DO", default="", help="Thay bản đã ban hành: lý do, số văn bản thay thế hoặc đính chính."
)
@ocr_option
@by_option
@campaign_option
@quiet_option
def issue(
    doc: str,
    file: Path,
    unit: str | None,
    *,
    number: str,
    day: dt.datetime | None,
    replaces: str,
    ocr: str,
    who: str,
    start: Path,
    quiet: bool,
) -> None:
    """Ghi nhận văn bản đã ký, cấp số (PDF, DOCX): giữ nguyên bản, so với bản đã lập, từ đó không lập lại.

    Biên bản phiên họp Hội đồng thứ hai: ghi «lan-2» ở chỗ đơn vị.
    """
    from dossier.cli.show import watch
    from dossier.pipeline.issue import Said, describe, issue_paper
    from dossier.pipeline.run import open_run

    meeting = unit if unit and unit.startswith("lan-") else ""
    said = Said(number, day.date() if day else None, replaces, meeting)
    with watch(quiet=quiet) as progress, open_run(start, edge(progress, ocr=ocr), writes=True) as run:
        body = run.units([unit])[0] if unit and not meeting else None
        issued, new = issue_paper(run, doc, file, unit=body, said=said, who=who)
    click.echo(f"{'Đã ghi nhận' if new else 'Đã ghi nhận từ trước'}: {describe(issued)}")
    if issued.replaces:
        click.echo(f"Thay bản trước: {issued.replaces}")
    for line in issued.differences:
        click.echo(f"Khác bản đã lập: {line}")
