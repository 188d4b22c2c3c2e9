"""``dossier appraise``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.acts import at_option, by_option, files_argument, moment, show_recorded
from dossier.cli.options import campaign_option, edge, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_PARTS = {"bao-cao": ("bao-cao",), "minh-chung": ("minh-chung",), "ca-hai": ("bao-cao", "minh-chung")}
_STAGES = {"tu-danh-gia": "SELF", "lan-1": "FIRST", "lan-2": "SECOND"}


@click.group(cls=VietnameseGroup)
def appraise() -> None:
    """Thẩm định: nhận hồ sơ, phiếu của từng cơ quan, giải trình bổ sung, hai lần chấm."""


@appraise.command("receive", cls=VietnameseCommand)
@click.argument("units", nargs=-1, required=True, metavar="ĐƠN_VỊ...")
@click.option(
    "--part",
    type=click.Choice(list(_PARTS)),
    default="ca-hai",
    show_default=True,
    help="Phần hồ sơ đến: báo cáo và biểu tự chấm, minh chứng, hay cả hai.",
)
@at_option
@by_option
@campaign_option
@quiet_option
def receive(
    units: tuple[str, ...], *, part: str, arrived: dt.datetime | None, who: str, start: Path, quiet: bool
) -> int:
    """Ghi nhận hồ sơ của đơn vị đã đến; điểm tự chấm được giữ như đã nộp."""
    from dossier.cli.show import watch
    from dossier.pipeline.appraise import receive_units
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        chosen = run.units(units)
        return show_recorded(receive_units(run, chosen, parts=_PARTS[part], arrived=moment(arrived), who=who))


@appraise.command("export", cls=VietnameseCommand)
@click.argument("offices", nargs=-1, metavar="[CƠ_QUAN]...")
@click.option(
    "--round",
    "turn",
    metavar="LẦN",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help="Lần thẩm định.",
)
@campaign_option
@quiet_option
def export(offices: tuple[str, ...], *, turn: int, start: Path, quiet: bool) -> int:
    """Xuất phiếu thẩm định cho các cơ quan (mọi cơ quan nếu không nêu)."""
    from dossier.cli.show import watch
    from dossier.pipeline.appraisal_forms import find_office
    from dossier.pipeline.appraise import export_sheets
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        chosen = [find_office(run, name) for name in offices] or list(run.campaign.offices)
        return show_recorded(export_sheets(run, chosen, turn=turn))


@appraise.command("import", cls=VietnameseCommand)
@files_argument
@click.option("--owner", metavar="CƠ_QUAN|ĐƠN_VỊ", default="", help="Xác nhận chủ của phiếu đã mất trang định danh.")
@click.option(
    "--round",
    "turn",
    metavar="LẦN",
    type=click.IntRange(1, 2),
    default=1,
    help="Lần thẩm định của phiếu đã mất định danh.",
)
@click.option("--replace", "replaces", is_flag=True, help="Phiếu này thay phiếu trước của cùng cơ quan.")
@at_option
@by_option
@campaign_option
@quiet_option
def import_(
    files: tuple[Path, ...],
    *,
    owner: str,
    turn: int,
    replaces: bool,
    arrived: dt.datetime | None,
    who: str,
    start: Path,
    quiet: bool,
) -> int:
    """Nhập phiếu thẩm định của cơ quan và biểu giải trình của đơn vị; ô có hai giá trị được nêu ra."""
    from dossier.cli.show import watch
    from dossier.pipeline.appraise import import_forms
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        recorded = import_forms(run, files, arrived=moment(arrived), who=who, replaces=replaces, owner=owner, turn=turn)
        return show_recorded(recorded, incomplete=True)


@appraise.command(cls=VietnameseCommand)
@click.argument("unit", metavar="ĐƠN_VỊ")
@click.argument("leaf", metavar="TIÊU_CHÍ")
@click.option("--choose", type=int, metavar="SỐ", default=None, help="Chọn nguồn có số này.")
@click.option("--points", metavar="ĐIỂM", default="", help="Điểm khác cả hai nguồn (kèm --reason).")
@click.option("--reason", metavar="LÝ_DO", default="", help="Lý do của quyết định.")
@by_option
@campaign_option
@quiet_option
def resolve(
    unit: str, leaf: str, *, choose: int | None, points: str, reason: str, who: str, start: Path, quiet: bool
) -> int:
    """Quyết định ô có hai giá trị khác nhau."""
    from dossier.cli.show import watch
    from dossier.pipeline.appraise import resolve_conflict
    from dossier.pipeline.run import open_run
    from dossier.text import parse_decimal

    try:
        own = parse_decimal(points) if points else None
    except ValueError as error:
        raise click.UsageError(f"--points: {error}.") from error
    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        (chosen,) = run.units([unit])
        return show_recorded(resolve_conflict(run, chosen, leaf, choose=choose, points=own, reason=reason, who=who))


@appraise.command("return", cls=VietnameseCommand)
@units_argument
@click.option(
    "--due",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    metavar="«NĂM-THÁNG-NGÀY GIỜ:PHÚT»",
    default=None,
    help="Trả lời trước lúc này (mặc định: hạn «bo-sung» trong campaign.yaml).",
)
@by_option
@campaign_option
@quiet_option
def return_(units: tuple[str, ...], *, due: dt.datetime | None, who: str, start: Path, quiet: bool) -> int:
    """Kết thúc lần 1: lập biểu yêu cầu giải trình, bổ sung cho từng đơn vị."""
    from dossier.cli.show import watch
    from dossier.pipeline.appraise import return_units
    from dossier.pipeline.run import open_run

    limit = moment(due) if due else None
    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        return show_recorded(return_units(run, run.units(units), due=limit, who=who))


@appraise.command(cls=VietnameseCommand)
@units_argument
@by_option
@campaign_option
@quiet_option
def conclude(units: tuple[str, ...], *, who: str, start: Path, quiet: bool) -> int:
    """Kết thúc thẩm định lần 2, trình hội đồng."""
    from dossier.cli.show import watch
    from dossier.pipeline.appraise import conclude_units
    from dossier.pipeline.run import open_run

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        return show_recorded(conclude_units(run, run.units(units), who=who))


@appraise.command(cls=VietnameseCommand)
@click.argument("unit", metavar="ĐƠN_VỊ")
@click.argument("leaves", nargs=-1, metavar="[TIÊU_CHÍ]...")
@click.option("--to", type=click.Choice(list(_STAGES)), required=True, help="Bước quay về.")
@click.option("--reason", metavar="LÝ_DO", required=True, help="Lý do mở lại.")
@by_option
@campaign_option
@quiet_option
def reopen(unit: str, leaves: tuple[str, ...], *, to: str, reason: str, who: str, start: Path, quiet: bool) -> int:
    """Mở lại một đơn vị về bước trước, cho một số tiêu chí hoặc tất cả."""
    from dossier.cli.show import watch
    from dossier.pipeline.appraise import reopen_unit
    from dossier.pipeline.run import open_run
    from dossier.rounds import Stage

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        (chosen,) = run.units([unit])
        return show_recorded(reopen_unit(run, chosen, to=Stage[_STAGES[to]], leaves=leaves, reason=reason, who=who))


@appraise.command(cls=VietnameseCommand)
@campaign_option
@quiet_option
def status(*, start: Path, quiet: bool) -> int:
    """Tiến độ của từng cơ quan và các ô mâu thuẫn."""
    from dossier.cli.show import say, show_table, watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.standing import read_states
    from dossier.pipeline.status import appraisal_table
    from dossier.rounds.status import find_conflicts

    with watch(quiet=quiet) as progress, open_run(start, edge(progress)) as run:
        show_table(appraisal_table(run))
        conflicts = tuple(find_conflicts(read_states(run)))
    for problem in conflicts:
        say(str(problem))
    return ExitCode.INCOMPLETE if conflicts else ExitCode.OK
