"""``dossier verify``."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode


@click.command(cls=VietnameseCommand)
@click.argument(
    "files", nargs=-1, required=True, metavar="TỆP...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def verify(files: tuple[Path, ...], *, as_json: bool) -> int:
    """Kiểm tra tệp do Dossier lập: số trang, liên kết, bookmark, nhãn trang, bản gốc kèm theo."""
    from dossier.cli.show import put, show_table
    from dossier.pipeline.verify import build_check_table, checks_json, verify_files
    from dossier.report.tables import build_problem_table

    checks = verify_files(files)
    if as_json:
        put(checks_json(checks))
    else:
        for check in checks:
            show_table(build_check_table(check))
            if check.problems:
                show_table(build_problem_table(f"{check.path.name}: chỗ không khớp", check.problems))
    return ExitCode.DAMAGED if any(check.damaged for check in checks) else ExitCode.OK
