"""``dossier form-check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt


@click.command("form-check", cls=VietnameseCommand)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="TỆP.docx...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--all", "all_rules", is_flag=True, help="Hiện cả các quy tắc đạt.")
@click.option("--fix", is_flag=True, help="Ghi bản đã sửa lề, phông, màu chữ, số trang vào TỆP-da-sua.docx.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="NĂM-THÁNG-NGÀY",
    default=None,
    help="Ngày văn bản, để chọn bộ quy tắc (mặc định: ngày ghi trong văn bản).",
)
def form_check(files: tuple[Path, ...], *, as_json: bool, all_rules: bool, fix: bool, day: dt.datetime | None) -> int:
    """Kiểm tra thể thức văn bản Word bất kỳ: F01-F25 của Nghị định 30/2020/NĐ-CP."""
    from dossier.cli.show import put, say, show_table
    from dossier.documents.formcheck import State
    from dossier.pipeline.formcheck import build_form_table, check_forms, forms_json, write_fixed

    checks = check_forms(files, day=day.date() if day else None)
    if as_json:
        put(forms_json(checks))
    else:
        for check in checks:
            table = build_form_table(check, all_rules=all_rules)
            if table.rows:
                show_table(table)
            else:
                click.echo(table.title)
            for note in check.notes:
                click.echo(f"Lưu ý: {note}")
    for path, check in zip(files, checks, strict=True):
        fixed = write_fixed(path, check) if fix else None
        if fixed:
            say(f"Đã ghi {fixed[0]}: {'; '.join(fixed[1])}.")
        elif fix:
            say(f"{path.name}: không có gì sửa tự động được.")
    return ExitCode.INCOMPLETE if any(check.of(State.FAIL) for check in checks) else ExitCode.OK
