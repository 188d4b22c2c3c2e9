"""``dossier bundle``."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from dossier.cli.make import engine_option, show_made
from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossier.pipeline.bind import Choice

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
    /,
    units: tuple[str, ...],
    *,
    start: Path,
    supplement: bool,
    engine: str,
    dry_run: bool,
    ocr: str,
    jobs: int,
    quiet: bool,
    **wanted: Any,
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
    from dossier.pipeline.bind import bundle_units, plan_units
    from dossier.pipeline.bind_supplement import plan_supplements, supplement_units
    from dossier.pipeline.build import OWN_FILE, next_change
    from dossier.pipeline.made import is_settled
    from dossier.pipeline.run import open_run

    if supplement:
        _refuse_choices(context, wanted)
        plan, make = partial(plan_supplements, engine=engine), partial(supplement_units, engine=engine)
    else:
        choice = _choose(**wanted)
        plan = partial(plan_units, engine=engine, choice=choice)
        make = partial(bundle_units, engine=engine, choice=choice)
    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=True) as run:
        chosen = run.units(units)
        if dry_run:
            for table in plan(run, chosen):
                show_table(table)
            return ExitCode.OK
        made = make(run, chosen)
        until = next_change(run, OWN_FILE)
    code = show_made(made)
    if is_settled(made):
        remember_standstill(start, asked, until=until)
    return code


def _choose(
    *, order: str, no_dividers: bool, max_size: int | None, drop_blank: bool, reduce: bool, attach_scores: bool
) -> Choice:
    """The options that say how a bundle is wanted."""
    from dossier.bundle.model import Order
    from dossier.pipeline.bind import Choice

    return Choice(
        Order(order),
        dividers=not no_dividers,
        drop_blank=drop_blank,
        max_size=max_size,
        image_dpi=_REDUCED_DPI if reduce else None,
        attach_scores=attach_scores,
    )


def _refuse_choices(context: click.Context, wanted: Iterable[str]) -> None:
    """A supplement keeps to what was chosen for the bundle it extends."""
    given = [name for name in wanted if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
    if given:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"--supplement giữ lựa chọn của lần lập trước; bỏ {options}.")
