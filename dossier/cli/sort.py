"""``dossier sort`` and ``dossier register``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.matching.links import Link
    from dossier.pipeline.sort import Sorted


@click.command(cls=VietnameseCommand)
@click.argument("unit", metavar="ĐƠN_VỊ")
@campaign_option
@click.option("--apply", "apply_", is_flag=True, help="Ghi nhận các đề xuất rõ ràng (không chuyển tệp).")
@click.option(
    "--confirm", nargs=2, multiple=True, metavar="TỆP MÃ", help="Xác nhận tệp thuộc tiêu chí (nhắc lại được)."
)
@click.option(
    "--reject", nargs=2, multiple=True, metavar="TỆP MÃ", help="Tệp không thuộc tiêu chí này (nhắc lại được)."
)
@click.option("--copy", is_flag=True, help="Chép tệp đã xếp vào out/<đơn vị>/sap-xep/.")
@click.option(
    "--remember",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Dùng quyết định của kỳ đánh giá trước.",
)
@ocr_option
@jobs_option
@quiet_option
def sort(
    unit: str,
    *,
    start: Path,
    apply_: bool,
    confirm: tuple[tuple[str, str], ...],
    reject: tuple[tuple[str, str], ...],
    copy: bool,
    remember: Path | None,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Đề xuất tiêu chí cho từng văn bản trong inbox; người dùng quyết định, tệp gốc ở nguyên chỗ.

    TỆP là đường dẫn hoặc tên tệp; một văn bản trong tập quét chung, hay các trang chứng minh
    của một văn bản, thì ghi thêm trang, ví dụ "tap.pdf:3-5".
    """
    from dossier.cli.show import watch
    from dossier.matching.links import Verdict
    from dossier.pipeline import sort as verbs
    from dossier.pipeline.links import CARRIED_FILE, load_decisions
    from dossier.pipeline.run import open_run

    writes = apply_ or bool(confirm or reject) or copy
    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs, ocr=ocr), writes=writes) as run:
        (chosen,) = run.units([unit])
        memory = verbs.load_memory(remember) if remember else load_decisions(run.paths, name=CARRIED_FILE)
        sorting = verbs.sort_unit(run, chosen, memory=memory)
        said = [(pair, Verdict.CONFIRMED) for pair in confirm] + [(pair, Verdict.REJECTED) for pair in reject]
        links = verbs.decide(run, sorting, said)
        # What was just said may make another place plain, or a plain one wrong.
        if apply_:
            links += verbs.apply_clear(run, verbs.sort_unit(run, chosen, memory=memory))
        if links:
            sorting = verbs.sort_unit(run, chosen, memory=memory)
        copies = verbs.copy_sorted(run, sorting) if copy else None
    if apply_ and not links:
        click.echo("Không còn đề xuất rõ nào để ghi.")
    _show(sorting, links, copies)
    return ExitCode.OK


def _show(sorting: Sorted, links: Iterable[Link], copies: Sequence[Path] | None) -> None:
    """``copies`` is None when none were asked for."""
    from dossier.cli.show import say, show_table
    from dossier.pipeline.sort import build_sort_table, summarise, tell

    if sorting.proposals:
        show_table(build_sort_table(sorting))
    for link in links:
        click.echo(f"Đã ghi: {tell(link)}")
    if copies:
        click.echo(f"Đã chép {len(copies)} tệp vào {copies[0].parent.parent}.")
    elif copies is not None:
        click.echo("Chưa tệp nào được xác nhận nên không chép.")
    say(summarise(sorting))


@click.group(cls=VietnameseGroup)
def register() -> None:
    """Sổ văn bản đi, đến: nhập để đối chiếu số, ngày của văn bản."""


@register.command("import", cls=VietnameseCommand)
@click.argument("file", metavar="TỆP_XLSX", type=click.Path(dir_okay=False, path_type=Path))
@campaign_option
@click.option("--unit", metavar="ĐƠN_VỊ", help="Sổ của đơn vị này: chỉ đối chiếu với minh chứng của đơn vị.")
def import_(file: Path, *, start: Path, unit: str | None) -> int:
    """Nhập sổ văn bản xuất từ hệ thống quản lý văn bản (XLSX)."""
    from dossier.cli.show import say, watch
    from dossier.pipeline.register import import_register
    from dossier.pipeline.run import open_run

    with watch(quiet=True) as progress, open_run(start, edge(progress), writes=True) as run:
        imported = import_register(run, file, unit=run.units([unit])[0] if unit else None)
    for problem in imported.problems:
        say(str(problem))
    for entry in imported.contrary:
        say(f"Bỏ qua {entry.number}/{entry.symbol} ({entry.where}): sổ đã có số này với ngày khác.")
    if imported.nobody_s:
        say(f"{imported.nobody_s} dòng không ghi cơ quan ban hành: nếu là sổ của một xã, nhập với --unit ĐƠN_VỊ.")
    click.echo(f"Đã đọc {imported.read} dòng; sổ hiện có {imported.total} văn bản.")
    return ExitCode.OK
