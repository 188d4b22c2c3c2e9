"""``dossier sort`` and ``dossier register``."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.options import campaign_option, edge, quiet_option
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode


@click.command(cls=VietnameseCommand)
@click.argument("unit", metavar="ĐƠN_VỊ")
@campaign_option
@click.option("--apply", "apply_", is_flag=True, help="Ghi nhận các đề xuất rõ ràng (không chuyển tệp).")
@click.option("--confirm", nargs=2, multiple=True, metavar="TỆP MÃ", help="Xác nhận tệp thuộc tiêu chí.")
@click.option("--reject", nargs=2, multiple=True, metavar="TỆP MÃ", help="Tệp không thuộc tiêu chí này.")
@click.option("--copy", is_flag=True, help="Chép tệp đã xếp vào out/<đơn vị>/sap-xep/.")
@click.option(
    "--remember",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Dùng quyết định của kỳ đánh giá trước.",
)
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
    quiet: bool,
) -> int:
    """Đề xuất tiêu chí cho từng tệp trong inbox; người dùng quyết định, tệp gốc ở nguyên chỗ."""
    from dossier.cli.show import show_table, watch
    from dossier.matching.links import Verdict
    from dossier.pipeline import sort as verbs
    from dossier.pipeline.run import open_run

    writes = apply_ or bool(confirm or reject) or copy
    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=writes) as run:
        (chosen,) = run.units([unit])
        memory = verbs.load_memory(remember) if remember else ()
        sorting = verbs.sort_unit(run, chosen, memory=memory)
        links = [
            *verbs.decide(run, sorting, confirm, Verdict.CONFIRMED),
            *verbs.decide(run, sorting, reject, Verdict.REJECTED),
            *(verbs.apply_clear(run, sorting) if apply_ else ()),
        ]
        if links:
            sorting = verbs.sort_unit(run, chosen, memory=memory)
        copies = verbs.copy_sorted(run, sorting) if copy else ()
    show_table(verbs.build_sort_table(sorting))
    for link in links:
        click.echo(f"Đã ghi: {link.path} → {link.node} ({link.verdict})")
    if copies:
        click.echo(f"Đã chép {len(copies)} tệp vào {copies[0].parent.parent}.")
    return ExitCode.OK


@click.group(cls=VietnameseGroup)
def register() -> None:
    """Sổ văn bản đi, đến: nhập để đối chiếu số, ngày của văn bản."""


@register.command("import", cls=VietnameseCommand)
@click.argument("file", metavar="TỆP_XLSX", type=click.Path(dir_okay=False, path_type=Path))
@campaign_option
def import_(file: Path, *, start: Path) -> int:
    """Nhập sổ văn bản xuất từ hệ thống quản lý văn bản (XLSX)."""
    from dossier.cli.show import say, watch
    from dossier.pipeline.register import import_register
    from dossier.pipeline.run import open_run

    with watch(quiet=True) as progress, open_run(start, edge(progress), writes=True) as run:
        imported = import_register(run, file)
    for problem in imported.problems:
        say(str(problem))
    for entry in imported.contrary:
        say(f"Bỏ qua {entry.number}/{entry.symbol} ({entry.where}): sổ đã có số này với ngày khác.")
    click.echo(f"Đã đọc {imported.read} dòng; sổ hiện có {imported.total} văn bản.")
    return ExitCode.OK
