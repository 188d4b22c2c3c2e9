"""``dossier search``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, jobs_option, ocr_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.search import SearchResult


@click.command(cls=VietnameseCommand)
@click.argument("words", nargs=-1, required=True, metavar="CẦN_TÌM...")
@campaign_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option(
    "--limit",
    metavar="SỐ",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    help="Số kết quả hiện ra nhiều nhất.",
)
@ocr_option
@jobs_option
@quiet_option
def search(words: tuple[str, ...], *, start: Path, as_json: bool, limit: int, ocr: str, jobs: int, quiet: bool) -> None:
    """Tìm trong minh chứng của mọi đơn vị, có dấu hay không dấu.

    Ví dụ: dossier search '"cải cách hành chính" loai:"Kế hoạch" nam:2025', dossier search so:05/KH-UBND.
    Trường: so:, loai:, nam:, don-vi:; cụm từ đặt trong ngoặc kép.
    """
    from dossier.cli.show import put, say, show_table, watch
    from dossier.pipeline.run import open_run
    from dossier.pipeline.search import search_units
    from dossier.report import search_json
    from dossier.report.found import build_search_table

    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs, ocr=ocr)) as run:
        result = search_units(run, " ".join(words), limit=limit)
    if as_json:
        put(search_json(result))
        return
    if result.hits:
        show_table(build_search_table(result))
    say(_summary(result))


def _summary(result: SearchResult) -> str:
    if not any(map(str.isalnum, result.query)):
        return "Chưa có chữ hay số nào để tìm."
    silent = f"; {result.silent} tệp chưa có chữ, chỉ tìm theo tên và phần đầu" if result.silent else ""
    found = f"Tìm thấy {result.found} tệp" if result.found else "Không tìm thấy tệp nào"
    return f"{found} trong {result.files} tệp{silent}."
