"""``dossier rules``."""

from __future__ import annotations

import click

from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode


@click.command(cls=VietnameseCommand)
@click.argument("ids", nargs=-1, metavar="[MÃ]...")
@click.option("--markdown", is_flag=True, help="In thành trang Markdown.")
def rules(ids: tuple[str, ...], *, markdown: bool) -> int:
    """Tra quy tắc kiểm tra: mã, mức, việc cần làm, nguồn."""
    from dossier.cli.show import say, show_table
    from dossier.pipeline.rules import rules as every_rule
    from dossier.report.rulebook import build_rule_table, build_rulebook

    wanted = {rule_id.upper() for rule_id in ids}
    found = tuple(rule for rule in every_rule() if not wanted or rule.id in wanted)
    missing = sorted(wanted - {rule.id for rule in found})
    if markdown:
        click.echo(build_rulebook(found), nl=False)
    elif found:
        show_table(build_rule_table(found))
    for rule_id in missing:
        say(f"Không có quy tắc «{rule_id}».")
    return ExitCode.USAGE if missing else ExitCode.OK
