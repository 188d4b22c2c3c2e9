"""``dossier score``, ``dossier explain`` and ``dossier what-if``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier.cli.options import campaign_option, edge, jobs_option, quiet_option, units_argument
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


@click.command(cls=VietnameseCommand)
@units_argument
@campaign_option
@json_option
def score(units: tuple[str, ...], *, start: Path, as_json: bool) -> int:
    """Tính điểm tự chấm từ biểu của các đơn vị, từng tiêu chí kèm cách tính (không đọc minh chứng)."""
    from dossier.cli.show import put, show_table, watch
    from dossier.criteria.model import SAMPLE_BANNER
    from dossier.pipeline.run import open_run
    from dossier.pipeline.score import score_forms, score_tables, scores_json
    from dossier.problems import Severity
    from dossier.report.tables import build_problem_table

    with watch(quiet=True) as progress, open_run(start, edge(progress)) as run:
        scored = score_forms(run, run.units(units))
        if as_json:
            put(scores_json(scored))
        else:
            if run.criteria.is_sample:
                click.echo(SAMPLE_BANNER)
            for table in score_tables(run, scored):
                show_table(table)
            for one in scored:
                if one.problems:
                    show_table(build_problem_table(f"{one.unit.short}: lưu ý", one.problems))
    grave = any(problem.severity is Severity.ERROR for one in scored for problem in one.problems)
    return ExitCode.INCOMPLETE if grave else ExitCode.OK


@click.command(cls=VietnameseCommand)
@click.argument("unit", metavar="ĐƠN_VỊ")
@click.argument("leaf", metavar="TIÊU_CHÍ")
@campaign_option
@jobs_option
@quiet_option
def explain(unit: str, leaf: str, *, start: Path, jobs: int, quiet: bool) -> None:
    """Giải thích điểm của một tiêu chí: quy tắc, số liệu, cách tính, thẩm định và minh chứng."""
    from dossier.cli.show import show_table, watch
    from dossier.pipeline.results import gather
    from dossier.pipeline.run import open_run
    from dossier.pipeline.score import explain_leaf

    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs)) as run:
        (filing,) = gather(run, run.units([unit]))
        for table in explain_leaf(run, filing, leaf):
            show_table(table)


@click.command("what-if", cls=VietnameseCommand)
@click.argument("unit", metavar="ĐƠN_VỊ")
@campaign_option
@json_option
@jobs_option
@quiet_option
def what_if(unit: str, *, start: Path, as_json: bool, jobs: int, quiet: bool) -> None:
    """Cho biết đơn vị giữ thêm được bao nhiêu điểm nếu bổ sung đủ minh chứng còn thiếu."""
    from dossier.cli.show import put, show_table, watch
    from dossier.pipeline.results import gather
    from dossier.pipeline.run import open_run
    from dossier.pipeline.score import find_what_if, what_if_json, what_if_table

    with watch(quiet=quiet) as progress, open_run(start, edge(progress, jobs=jobs)) as run:
        (filing,) = gather(run, run.units([unit]))
        found = find_what_if(run, filing)
        if as_json:
            put(what_if_json(found))
        else:
            show_table(what_if_table(run, found))
