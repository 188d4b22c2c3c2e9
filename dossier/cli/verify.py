"""``dossier verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.acts import by_option
from dossier.cli.options import depth_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from dossier.bags import BagReport
    from dossier.pipeline.verify import Verified

_PACKED = {".zip", ".tar"}


@click.command(cls=VietnameseCommand)
@click.argument("files", nargs=-1, required=True, metavar="TỆP...", type=click.Path(exists=True, path_type=Path))
@depth_option
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="SỔ.jsonl",
    help="Sổ ghi từng lần kiểm tra gói (gói nằm trong kỳ đánh giá: mặc định records/kiem-tra-goi.jsonl).",
)
@by_option
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@quiet_option
def verify(files: tuple[Path, ...], *, depth: str, log: Path | None, who: str, as_json: bool, quiet: bool) -> int:
    """Kiểm tra bộ hồ sơ PDF do Dossier lập; gói BagIt bất kỳ (thư mục, ZIP, tar); gói gửi huyện, tỉnh; gói SIP_hoso."""
    from dossier.archive.sip import check_sip, is_sip
    from dossier.bags import Depth
    from dossier.cli.show import put, watch
    from dossier.pipeline.bagcheck import verify_path

    packed = [path for path in files if path.is_dir() or path.suffix.lower() in _PACKED]
    sips = [path for path in packed if is_sip(path)]
    with watch(quiet=quiet) as progress:
        bags = [
            bag
            for path in packed
            if path not in sips
            for bag in verify_path(path, depth=Depth(depth), progress=progress)
        ]
        # Takes 50 MB that a bag of very many files needs: loaded when those are verified.
        from dossier.pipeline.verify import Verified, verified_json, verify_files

        verified = Verified(
            files=verify_files([path for path in files if path not in packed]),
            bags=tuple(_record(bag, log, who, show=not as_json) for bag in bags),
            sips=tuple(check_sip(path, progress=progress) for path in sips),
        )
    if as_json:
        put(verified_json(verified))
    else:
        _show(verified)
    return ExitCode.DAMAGED if verified.damaged else ExitCode.OK


def _record(bag: BagReport, log: Path | None, who: str, *, show: bool) -> BagReport:
    """A bag as the log sees it, shown; the log is the campaign's that the bag lies in unless another is named."""
    from dossier.cli.show import now, say, show_table
    from dossier.pipeline.bagcheck import bag_sheets, fixity_log, last_row, record_fixity

    log = log or fixity_log(bag.path)
    rows = []
    if log:
        bag, last = record_fixity(bag, log, at=now(), who=who)
        rows.append(last_row(last))
        say(f"Đã ghi vào sổ kiểm tra {log}")
    for table in bag_sheets(bag, *rows).values() if show else ():
        show_table(table)
    return bag


def _show(verified: Verified) -> None:
    from dossier.cli.show import show_table
    from dossier.pipeline import sip
    from dossier.pipeline.verify import build_check_table
    from dossier.report.tables import build_problem_table

    tables = [(build_check_table(check), check.path, check.problems) for check in verified.files]
    tables += [(sip.build_check_table(report), report.path, report.problems) for report in verified.sips]
    for table, path, problems in tables:
        show_table(table)
        if problems:
            show_table(build_problem_table(f"{path.name}: chỗ không khớp", problems))
