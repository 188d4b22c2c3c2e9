"""``dossier validate``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from dossier.cli.options import (
    campaign_option,
    depth_option,
    edge,
    html_option,
    jobs_option,
    ocr_option,
    quiet_option,
    targets_of,
    xlsx_option,
)
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dossier.pipeline.run import Edge, Run
    from dossier.problems import Progress
    from dossier.report.tables import Table

# The values of ``dossier.validation.Stage``, without accents; that room is not loaded for a help page.
_STAGES = {
    "thu-thap": "đang thu thập",
    "nop": "trước khi nộp",
    "tiep-nhan": "khi tiếp nhận",
    "hoi-dong": "trước hội đồng",
    "luu-tru": "trước khi lưu trữ",
}


@click.command(cls=VietnameseCommand)
@click.argument("what", metavar="ĐƠN_VỊ|ĐƯỜNG_DẪN")
@click.option(
    "--stage",
    type=click.Choice(list(_STAGES)),
    default=None,
    help="Xét ở bước nào (mặc định: nop; với gói: tiep-nhan).",
)
@depth_option
@campaign_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@xlsx_option
@html_option
@ocr_option
@jobs_option
@quiet_option
def validate(
    what: str,
    *,
    stage: str | None,
    depth: str,
    start: Path,
    as_json: bool,
    xlsx: Path | None,
    html: Path | None,
    ocr: str,
    jobs: int,
    quiet: bool,
) -> int:
    """Chạy bộ quy tắc có đánh số trên hồ sơ của một đơn vị, hoặc kiểm tra một gói BagIt (thư mục, ZIP, tar)."""
    from dossier.cli.show import put, say, show_table, watch
    from dossier.pipeline.page import refuse_inputs
    from dossier.pipeline.validate import write_sheets

    path = Path(what)
    targets = targets_of(html=html, xlsx=xlsx)
    with watch(quiet=quiet) as progress, _open(start, path, edge(progress, jobs=jobs, ocr=ocr)) as run:
        if run:
            for target in targets:
                refuse_inputs(run, target)
        if run is None or path.exists():
            found = _judge_path(path, depth, _STAGES[stage or "tiep-nhan"], run, progress)
        else:
            found = _judge_unit(what, _STAGES[stage or "nop"], run)
    write_sheets(f"Kiểm tra {path.name}", found.sheets, html=html, xlsx=xlsx)
    if as_json:
        put(found.data)
    for table in () if as_json else found.sheets.values():
        show_table(table)
    for target in targets:
        say(f"Đã ghi {target}")
    return found.code


class _Found(NamedTuple):
    sheets: dict[str, Table]
    data: bytes
    code: int


def _open(start: Path, path: Path, edge: Edge) -> AbstractContextManager[Run | None]:
    """The campaign; a bag is looked at without one where there is none."""
    from dossier.campaign import find_root
    from dossier.errors import BadInputError
    from dossier.pipeline.run import open_run

    try:
        find_root(start)
    except BadInputError:
        if path.exists() and start == Path():
            return nullcontext()
    return open_run(start, edge)


def _judge_path(path: Path, depth: str, stage: str, run: Run | None, progress: Progress) -> _Found:
    from dossier.bags import Depth
    from dossier.pipeline.validate_path import path_json, path_sheets, validate_path
    from dossier.validation import Stage

    result = validate_path(path, depth=Depth(depth), stage=Stage(stage), run=run, progress=progress)
    return _Found(path_sheets(result), path_json(result), result.exit_code)


def _judge_unit(name: str, stage: str, run: Run) -> _Found:
    from dossier.pipeline.received import validate_standing
    from dossier.pipeline.validate import unit_sheets
    from dossier.validation import Stage, report_json

    report = validate_standing(run, run.units((name,))[0], stage=Stage(stage))
    code = ExitCode.INCOMPLETE if report.standing else ExitCode.OK
    return _Found(unit_sheets(report), report_json(report), code)
