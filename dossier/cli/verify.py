"""``dossier verify``."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.options import quiet_option
from dossier.cli.validate import depth_option, verify_bag_at
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

_PACKED = {".zip", ".tar"}


@click.command(cls=VietnameseCommand)
@click.argument("files", nargs=-1, required=True, metavar="TỆP...", type=click.Path(exists=True, path_type=Path))
@depth_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@quiet_option
def verify(files: tuple[Path, ...], *, depth: str, as_json: bool, quiet: bool) -> int:
    """Kiểm tra bộ hồ sơ PDF do Dossier lập (trang, liên kết, bookmark), hoặc gói BagIt bất kỳ (thư mục, ZIP, tar)."""
    from dossier.cli.show import watch

    bags = [path for path in files if path.is_dir() or path.suffix.lower() in _PACKED]
    with watch(quiet=quiet) as progress:
        codes = [verify_bag_at(path, depth, as_json=as_json, progress=progress) for path in bags]
    others = [path for path in files if path not in bags]
    return max([*codes, _verify_bundles(others, as_json=as_json) if others else ExitCode.OK])


def _verify_bundles(files: list[Path], *, as_json: bool) -> int:
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
