"""``dossier rules``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from dossier.problems import CheckRule


@click.command(cls=VietnameseCommand)
@click.argument("ids", nargs=-1, metavar="[MÃ]...")
@click.option("--markdown", is_flag=True, help="In danh mục thành trang Markdown.")
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Ghi vào thư mục mỗi quy tắc một trang Markdown.",
)
def rules(ids: tuple[str, ...], *, markdown: bool, pages: Path | None) -> int:
    """Tra quy tắc kiểm tra: mã, mức, vì sao, việc cần làm, nguồn.

    Ví dụ: dossier rules MAT08; dossier rules MAT (cả nhóm); dossier rules (tất cả).
    """
    from dossier.cli.show import say, show_table
    from dossier.pipeline.rules import rules as every_rule
    from dossier.report.rulebook import build_rule_table, build_rulebook

    wanted = tuple(name.upper() for name in ids)
    found = tuple(rule for rule in every_rule() if not wanted or rule.id.startswith(wanted))
    if pages:
        _write_pages(found, pages)
    elif markdown:
        click.echo(build_rulebook(found), nl=False)
    elif len(found) == 1:
        _show_rule(found[0])
    elif found:
        show_table(build_rule_table(found))
    missing = [name for name in wanted if not any(rule.id.startswith(name) for rule in found)]
    for name in missing:
        say(f"Không có quy tắc «{name}». Xem mọi mã: dossier rules.")
    return ExitCode.USAGE if missing else ExitCode.OK


def _show_rule(rule: CheckRule) -> None:
    from dossier.report.rulebook import describe_rule

    click.echo(f"{rule.id}: {rule.title}")
    for heading, text in describe_rule(rule):
        click.echo(f"  {heading}: {text}")


def _write_pages(found: tuple[CheckRule, ...], folder: Path) -> None:
    from dossier.cli.show import say
    from dossier.files import write_text
    from dossier.report.rulebook import build_rule_pages

    folder.mkdir(parents=True, exist_ok=True)
    pages = build_rule_pages(found)
    for name, text in pages.items():
        write_text(folder / name, text)
    say(f"Đã ghi {len(pages)} trang vào {folder}.")
