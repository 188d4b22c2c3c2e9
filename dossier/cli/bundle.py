"""``dossier bundle``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from dossier.cli.make import engine_option, show_made
from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

# The values of ``dossier.bundle.model.Order``; that room is not loaded for a help page.
_ORDERS = ("tieu-chi", "thoi-gian", "co-quan")
_REDUCED_DPI = 200


@click.command(cls=VietnameseCommand)
@units_argument
@campaign_option
@click.option(
    "--order",
    type=click.Choice(_ORDERS),
    default="tieu-chi",
    show_default=True,
    help="Xếp theo tiêu chí (hội đồng), thời gian (lưu trữ) hay cơ quan phụ trách.",
)
@click.option("--no-dividers", is_flag=True, help="Bỏ tờ ngăn trước mỗi tiêu chí.")
@click.option(
    "--max-size",
    type=click.IntRange(2),
    metavar="MB",
    default=None,
    help="Chia thành nhiều tập, mỗi tập không quá số MB.",
)
@click.option("--drop-blank", is_flag=True, help="Bỏ các trang trống (mặc định: giữ và nêu ra).")
@click.option("--reduce", is_flag=True, help="Giảm ảnh chụp, ảnh quét xuống 200 dpi cho nhẹ (mặc định: giữ nguyên).")
@click.option("--attach-scores", is_flag=True, help="Đính kèm điểm (JSON, biểu XLSX) vào PDF; tệp theo PDF/A-3b.")
@click.option(
    "--supplement",
    is_flag=True,
    help="Nối tài liệu mới vào cuối bộ hồ sơ đã lập, theo lựa chọn lần trước; trang cũ giữ nguyên số.",
)
@engine_option
@click.option("--dry-run", is_flag=True, help="Chỉ in thứ tự, số trang và bookmark, không ghi tệp.")
@ocr_option
@jobs_option
@quiet_option
@click.pass_context
def bundle(
    context: click.Context,
    units: tuple[str, ...],
    *,
    start: Path,
    order: str,
    no_dividers: bool,
    max_size: int | None,
    drop_blank: bool,
    reduce: bool,
    attach_scores: bool,
    supplement: bool,
    engine: str,
    dry_run: bool,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Ghép báo cáo và minh chứng thành một PDF có mục lục bấm được, bookmark và số trang."""
    from dossier.cli.show import now, show_table, watch
    from dossier.pipeline.standstill import is_unchanged, remember_standstill

    # Everything that was asked but how to show it and how many processes do it.
    said = {name: value for name, value in context.params.items() if name not in {"start", "quiet", "jobs"}}
    asked = ("bundle", json.dumps(said, sort_keys=True))
    if not dry_run and is_unchanged(start, asked, now=now()):
        click.echo("Không có gì thay đổi từ lần lập trước.")
        return ExitCode.OK
    # Only now, for these take seconds to load.
    from dossier.bundle.model import Order
    from dossier.pipeline.bind import Choice, bundle_units, plan_units
    from dossier.pipeline.bind_supplement import plan_supplements, supplement_units
    from dossier.pipeline.build import OWN_FILE, next_change
    from dossier.pipeline.made import is_settled
    from dossier.pipeline.run import open_run

    if supplement:
        _refuse_choices(context)
    choice = Choice(
        Order(order),
        dividers=not no_dividers,
        drop_blank=drop_blank,
        max_size=max_size,
        image_dpi=_REDUCED_DPI if reduce else None,
        attach_scores=attach_scores,
    )
    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=True) as run:
        chosen = run.units(units)
        if dry_run:
            tables = (
                plan_supplements(run, chosen, engine=engine)
                if supplement
                else plan_units(run, chosen, engine=engine, choice=choice)
            )
            for table in tables:
                show_table(table)
            return ExitCode.OK
        made = (
            supplement_units(run, chosen, engine=engine)
            if supplement
            else bundle_units(run, chosen, engine=engine, choice=choice)
        )
        until = next_change(run, OWN_FILE)
    code = show_made(made)
    if is_settled(made):
        remember_standstill(start, asked, until=until)
    return code


def _refuse_choices(context: click.Context) -> None:
    """A supplement keeps to what was chosen for the bundle it extends."""
    given = [
        name
        for name in ("order", "no_dividers", "max_size", "drop_blank", "reduce", "attach_scores")
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
    ]
    if given:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"--supplement giữ lựa chọn của lần lập trước; bỏ {options}.")
