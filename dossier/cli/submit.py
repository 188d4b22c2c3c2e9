"""``dossier submit``, ``dossier receive``, ``dossier submissions``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.acts import at_option, by_option, moment
from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.pipeline.submit import Handed

_unit_argument = click.argument("unit", metavar="ĐƠN_VỊ")
override_option = click.option(
    "--override",
    "overrides",
    multiple=True,
    metavar='MÃ="LÝ DO"',
    help="Bỏ qua một quy tắc mức lỗi, có lý do; nêu nhiều lần.",
)


@click.command(cls=VietnameseCommand)
@_unit_argument
@click.option("--supplement", is_flag=True, help="Lập gói bổ sung (0001, 0002…): chỉ gồm cái mới.")
@click.option("--reason", metavar="LÝ_DO", default="", help="Lý do thay hoặc rút tài liệu.")
@override_option
@by_option
@campaign_option
@ocr_option
@jobs_option
@quiet_option
def submit(
    unit: str,
    *,
    supplement: bool,
    reason: str,
    overrides: tuple[str, ...],
    who: str,
    start: Path,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Nộp hồ sơ của một đơn vị: kiểm tra, đóng thành gói có mã từng tệp, lập phiếu nộp."""
    from dossier.cli.show import watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.submit import submit_unit

    with (
        watch(quiet=quiet) as progress,
        open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=True) as run,
    ):
        handed = submit_unit(
            run,
            run.units((unit,))[0],
            overrides=reasons(overrides),
            supplement=supplement,
            reason=reason,
            who=who,
        )
    code = handed.filing.receipt.code
    return _show_handed(
        handed,
        "Việc tiếp theo: gửi nguyên tệp .zip cho bên nhận (USB, email…), không giải nén rồi nén lại; "
        f"đọc mã ngắn {code} để hai bên đối chiếu.",
    )


def reasons(overrides: Sequence[str]) -> dict[str, str]:
    """The written reason of each rule that is passed over."""
    pairs = (item.partition("=") for item in overrides)
    return {rule.strip().upper(): reason.strip() for rule, _, reason in pairs}


def _show_handed(handed: Handed, *todo: str) -> int:
    """The receipt without its list, where both lie, and what is to be done with them."""
    from dossier.archive.receipt import LIST
    from dossier.cli.show import say

    for problem in handed.problems:
        say(str(problem))
    receipt = handed.filing.path.with_suffix(".txt")
    click.echo(receipt.read_text(encoding="utf-8").partition(f"\n{LIST}")[0])
    click.echo(f"Gói:  {handed.filing.path}\nPhiếu và danh mục từng tệp:  {receipt}")
    for note in (*handed.notes, *todo):
        click.echo(note)
    return ExitCode.OK


@click.command(cls=VietnameseCommand)
@click.argument("path", metavar="ĐƯỜNG_DẪN", type=click.Path(exists=True, path_type=Path))
@click.option("--unit", "unit", metavar="ĐƠN_VỊ", default=None, help="Của đơn vị nào; bắt buộc với bản chép tay.")
@click.option("--channel", metavar="KÊNH", default="tệp", show_default=True, help="Chuyển đến bằng gì: USB, email…")
@at_option
@by_option
@campaign_option
@ocr_option
@jobs_option
@quiet_option
def receive(
    path: Path,
    *,
    unit: str | None,
    channel: str,
    arrived: dt.datetime | None,
    who: str,
    start: Path,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Tiếp nhận một gói hồ sơ, hoặc thư mục, ZIP, USB chép tay: kiểm tra, lưu, lập phiếu tiếp nhận."""
    from dossier.cli.show import watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.submit import receive_path

    with (
        watch(quiet=quiet) as progress,
        open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=True) as run,
    ):
        owner = run.units((unit,))[0] if unit else None
        handed = receive_path(run, path, unit=owner, channel=channel, at=moment(arrived), who=who)
    name = handed.filing.submission.unit
    return _show_handed(
        handed,
        "Việc tiếp theo: gửi phiếu tiếp nhận (.txt) cho bên giao, đọc mã ngắn để đối chiếu. "
        f"Xem tài liệu đã nhận: «dossier submissions {name} --extract THƯ_MỤC_MỚI».",
    )


@click.command(cls=VietnameseCommand)
@_unit_argument
@click.option(
    "--at", "at", metavar="LẦN|NGÀY", default=None, help="Như sau lần này (0001) hoặc hết ngày này (2020-10-20)."
)
@click.option(
    "--extract", type=click.Path(path_type=Path), metavar="THƯ_MỤC", default=None, help="Chép ra thư mục mới."
)
@campaign_option
@quiet_option
def submissions(unit: str, *, at: str | None, extract: Path | None, start: Path, quiet: bool) -> int:
    """Xem các lần nộp: hiện có gì, tại một lần hoặc một ngày có gì, mỗi lần bổ sung đổi gì."""
    from dossier.cli.show import say, show_table, watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.submit import build_history_tables, extract_history, read_history

    with watch(quiet=quiet) as progress, open_run(start, edge(progress)) as run:
        history = read_history(run, run.units((unit,))[0], at=_point(at))
    for table in build_history_tables(history):
        show_table(table)
    if extract is not None:
        say(f"Đã chép {extract_history(history, extract)} tệp vào {extract}.")
    return ExitCode.OK


def _point(at: str | None) -> int | dt.date | None:
    """A sequence number or a day."""
    if at is None or at.isdecimal():
        return None if at is None else int(at)
    try:
        return dt.date.fromisoformat(at)
    except ValueError as error:
        raise click.BadParameter(f"«{at}» không phải số lần nộp hay ngày NĂM-THÁNG-NGÀY.", param_hint="--at") from error
