"""``dossier criteria``."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode


@click.group(cls=VietnameseGroup)
def criteria() -> None:
    """Bộ tiêu chí: liệt kê, xem, soát lỗi, đọc từ Word/Excel/PDF, xuất Excel, so sánh."""


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


@criteria.command("import", cls=VietnameseCommand)
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output", "-o", metavar="TỆP.yaml", type=click.Path(dir_okay=False, path_type=Path), help="Ghi bản nháp ra tệp."
)
def import_(file: Path, *, output: Path | None) -> int:
    """Đọc bảng tiêu chí (.xlsx, .docx, .pdf) thành bản nháp, kể mọi dòng chưa hiểu.

    Tệp Excel do «criteria export» xuất ra thì đọc lại nguyên vẹn. Không có -o thì in bản nháp ra màn hình.
    """
    from dossier.cli.show import put, say
    from dossier.pipeline.criteria import import_set, write_import

    imported = write_import(file, output) if output else import_set(file)
    if output is None:
        put(imported.yaml.encode())
    for problem in imported.problems:
        say(str(problem))
    say(imported.summary if output is None else f"{imported.summary} Đã ghi {output}.")
    return ExitCode.INCOMPLETE if imported.problems else ExitCode.OK


@criteria.command(cls=VietnameseCommand)
@click.argument("name", metavar="MÃ_HOẶC_TỆP")
@click.option(
    "--output",
    "-o",
    metavar="TỆP.xlsx",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp Excel ghi ra.",
)
def export(name: str, *, output: Path) -> None:
    """Xuất một bộ tiêu chí ra Excel để sửa; đọc lại bằng «criteria import»."""
    from dossier.cli.show import say
    from dossier.pipeline.criteria import export_set

    exported = export_set(name, output)
    say(f"Đã xuất {exported.id}: {len(exported.leaves())} tiêu chí thành phần vào {output}.")
    if any(layer.changes for layer in exported.layers):
        say("Các sửa đổi theo lớp văn bản (changes) đã nhập vào nội dung, không xuất riêng.")


@criteria.command(cls=VietnameseCommand)
@click.argument("old", metavar="BỘ_CŨ")
@click.argument("new", metavar="BỘ_MỚI")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def diff(old: str, new: str, *, as_json: bool) -> None:
    """So sánh hai bộ: mục thêm, bỏ, chuyển chỗ, đổi tên, điểm, cách chấm, tài liệu."""
    from dossier.cli.show import put, show_table
    from dossier.pipeline.criteria import diff_json, diff_sets, diff_table

    changes = diff_sets(old, new)
    if as_json:
        put(diff_json(changes))
    else:
        show_table(diff_table(changes))
