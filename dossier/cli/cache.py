"""``dossier cache``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup

if TYPE_CHECKING:
    from pathlib import Path

_MEGABYTE = 1_000_000


@click.group(cls=VietnameseGroup)
def cache() -> None:
    """Bộ nhớ đệm: xem dung lượng, dọn bớt; xóa hết cũng không đổi kết quả nào."""


@cache.command(cls=VietnameseCommand)
@campaign_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def info(*, start: Path, as_json: bool) -> None:
    """Bộ nhớ đệm nằm ở đâu, chiếm bao nhiêu, gồm những gì."""
    from dossier.campaign import CampaignPaths, find_root
    from dossier.cli.show import put, say, show_table
    from dossier.pipeline.cache import cache_json, cache_table, read_cache_info

    found = read_cache_info(CampaignPaths(find_root(start)))
    for problem in found.problems:
        say(str(problem))
    if as_json:
        put(cache_json(found))
    else:
        show_table(cache_table(found))
        click.echo(f"Ở thư mục {found.folder}")


@cache.command(cls=VietnameseCommand)
@campaign_option
@click.option(
    "--max",
    "most",
    type=click.IntRange(0),
    metavar="MB",
    default=None,
    help="Dung lượng tối đa; 0 là xóa hết (mặc định: giới hạn đang đặt).",
)
def prune(*, start: Path, most: int | None) -> None:
    """Bỏ những gì không còn dùng, rồi các trang PDF cũ nhất cho vừa giới hạn."""
    from dossier.campaign import CampaignPaths, find_root
    from dossier.cli.show import now, say
    from dossier.pipeline.cache import megabytes, prune_cache
    from dossier.pipeline.run import Edge, hold_campaign
    from dossier.problems import NoProgress

    paths = CampaignPaths(find_root(start))
    with hold_campaign(paths, Edge(NoProgress(), now())):
        pruned = prune_cache(paths, limit=None if most is None else most * _MEGABYTE)
    for problem in pruned.problems:
        say(str(problem))
    click.echo(f"Đã bỏ {pruned.rows} mục và {pruned.pages} tệp trang, bớt {megabytes(pruned.size)}.")
