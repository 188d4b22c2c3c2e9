"""``dossier results`` and ``dossier compare``."""

from __future__ import annotations

from pathlib import Path

import click

from dossier.cli.options import campaign_option, edge, quiet_option
from dossier.cli.score import json_option
from dossier.cli.vietnamese import VietnameseCommand, VietnameseGroup
from dossier.errors import ExitCode

_BASES = {"tu-cham": "tự chấm", "tham-dinh": "thẩm định"}
_TIES = {"bo-qua": "bo_qua", "lien-tiep": "lien_tiep"}


@click.group(cls=VietnameseGroup, invoke_without_command=True, subcommand_metavar="[LỆNH ...]")
@campaign_option
@json_option
@click.option(
    "--basis",
    type=click.Choice(list(_BASES)),
    default=None,
    help="Tính theo điểm nào (mặc định: thẩm định nếu đã có, chưa có thì tạm tính theo điểm tự chấm).",
)
@quiet_option
@click.pass_context
def results(context: click.Context, *, start: Path, as_json: bool, basis: str | None, quiet: bool) -> int:
    """Tính chỉ số, xếp hạng, xếp loại cả kỳ đánh giá; ghi out/ket-qua (XLSX, JSON)."""
    if context.invoked_subcommand:
        return ExitCode.OK
    from dossier.cli.show import put, say, show_table, watch
    from dossier.criteria.model import SAMPLE_BANNER
    from dossier.pipeline.results import make_results, write_result_files
    from dossier.pipeline.run import open_run
    from dossier.report.results import build_result_tables, results_json
    from dossier.scoring.tally import Basis

    with watch(quiet=quiet) as progress, open_run(start, edge(progress), writes=True) as run:
        found = make_results(run, basis=Basis(_BASES[basis]) if basis else None)
        files = write_result_files(run, found)
    if as_json:
        put(results_json(found))
    else:
        if found.sample:
            click.echo(SAMPLE_BANNER)
        for table in build_result_tables(found):
            show_table(table)
    for file in files:
        say(f"Đã ghi {file}")
    return ExitCode.OK if found.complete else ExitCode.INCOMPLETE


@results.command(cls=VietnameseCommand)
@click.argument("file", metavar="TỆP", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--criteria",
    "criteria_id",
    metavar="MÃ_HOẶC_TỆP",
    default="",
    help="Bộ tiêu chí cho biết điểm tối đa và các mức xếp loại.",
)
@click.option(
    "--ties",
    type=click.Choice(list(_TIES)),
    default="bo-qua",
    show_default=True,
    help="Sau các đơn vị đồng hạng: bỏ qua hạng tiếp theo, hay xếp liên tiếp.",
)
@json_option
def verify(file: Path, *, criteria_id: str, ties: str, as_json: bool) -> int:
    """Tính lại một bảng kết quả (YAML hoặc XLSX) và nêu mọi chỗ khác; có chỗ khác thì mã 1."""
    from dossier.cli.show import put, show_table
    from dossier.pipeline.results import verify_table
    from dossier.report.results import build_difference_table, verification_json, verification_line

    verification, source = verify_table(file, criteria_id=criteria_id, ties=_TIES[ties])
    if as_json:
        put(verification_json(verification))
    else:
        click.echo(verification_line(verification, source=source))
        if verification.differences:
            show_table(build_difference_table(verification))
    return ExitCode.INCOMPLETE if verification.differences else ExitCode.OK


@click.command(cls=VietnameseCommand)
@click.argument("before", metavar="NĂM_TRƯỚC", type=click.Path(path_type=Path))
@click.argument("now", metavar="NĂM_SAU", type=click.Path(path_type=Path))
@click.option(
    "--mergers",
    "mergers_csv",
    metavar="TỆP_CSV",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Bảng sáp nhập: cột «moi» (đơn vị mới) và «cu» (đơn vị cũ).",
)
@json_option
def compare(before: Path, now: Path, *, mergers_csv: Path | None, as_json: bool) -> None:
    """So sánh kết quả hai năm theo đơn vị; mỗi năm là thư mục kỳ đánh giá hoặc tệp ket-qua.json."""
    from dossier.cli.show import put, show_table
    from dossier.pipeline.results import compare_years
    from dossier.report.results import build_comparison_tables, comparison_json

    comparison = compare_years(before, now, mergers_csv=mergers_csv)
    if as_json:
        put(comparison_json(comparison))
    else:
        for table in build_comparison_tables(comparison):
            show_table(table)
