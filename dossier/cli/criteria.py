"""``dossier criteria``."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode


@click.group(cls=VietnameseGroup)
def criteria() -> None:
    """Bộ tiêu chí: liệt kê, xem, soát lỗi, xuất khuôn mẫu."""


@criteria.command("list", cls=VietnameseCommand)
def list_() -> None:
    """Liệt kê các bộ tiêu chí đi kèm."""
    from dossier.cli.show import show_table
    from dossier.pipeline.criteria import list_sets

    show_table(list_sets())


@criteria.command(cls=VietnameseCommand)
@click.argument("name", metavar="MÃ_HOẶC_TỆP")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def show(name: str, *, as_json: bool) -> None:
    """Xem một bộ tiêu chí: cây tiêu chí, điểm tối đa, cách tính, tài liệu kiểm chứng."""
    from dossier.cli.show import put, show_table
    from dossier.pipeline.criteria import set_json, show_set

    if as_json:
        put(set_json(name))
    else:
        for table in show_set(name):
            show_table(table)


@criteria.command(cls=VietnameseCommand)
@click.argument("files", nargs=-1, metavar="MÃ_HOẶC_TỆP...", required=True)
def lint(files: tuple[str, ...]) -> int:
    """Soát bộ tiêu chí: cộng điểm theo cây, mã trùng, khóa lạ, quy tắc không dùng được."""
    from dossier.pipeline.criteria import lint_sets

    faults, grave = lint_sets(files)
    for line in faults:
        click.echo(line)
    return ExitCode.BAD_INPUT if grave else ExitCode.OK


@criteria.command(cls=VietnameseCommand)
@click.option(
    "--output",
    "-o",
    metavar="TỆP",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi ra tệp thay vì màn hình.",
)
def schema(*, output: Path | None) -> None:
    """Xuất JSON Schema của tệp bộ tiêu chí, để trình soạn thảo gợi ý khi viết."""
    from dossier.cli.show import put
    from dossier.files import write_bytes
    from dossier.pipeline.criteria import schema_json

    if output is None:
        put(schema_json())
    else:
        write_bytes(output, schema_json())
