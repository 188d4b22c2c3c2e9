"""``dossier archive --sip``: the files of an archive as packages of Thông tư 05/2025/TT-BNV."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from dossier import __version__
from dossier.archive.sip import check_sip, write_sip
from dossier.archive.sip.load import load_archive
from dossier.archive.sip.write import package_id
from dossier.errors import DamagedError
from dossier.files import staged_folder
from dossier.problems import Severity
from dossier.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.archive.sip import SipReport, WrittenSip
    from dossier.pipeline.run import Run


def write_sips(run: Run, archive: Path) -> tuple[WrittenSip, ...]:
    """A package for each file of an archive, in ``out/sip``; those of an earlier run give way.

    Raises:
        DamagedError: the archive is damaged, or what was written does not hold together.
        RefusedError: a document is not what the archive says.
    """
    year = load_archive(archive)
    target = run.paths.root / "out" / "sip" / archive.name
    if target.exists():
        shutil.rmtree(target)
    written = []
    with staged_folder(target) as folder:
        for number, file in enumerate(year.files, start=1):
            # Named as the circular has it: number of the package in the hand-over, then its identifier.
            path = folder / f"{number:04d}{package_id(file, year.organ, year.year)}.zip"
            made = write_sip(
                file, path, organ=year.organ, year=year.year, at=run.now, version=__version__, copies=year.copies
            )
            grave = [problem for problem in check_sip(path).problems if problem.severity is Severity.ERROR]
            if grave:
                raise DamagedError(f"Gói SIP của hồ sơ {file.symbol} không khớp khi đọc lại.", problems=grave)
            written.append(replace(made, path=target / path.name))
    return tuple(written)


def build_sip_table(written: Sequence[WrittenSip]) -> Table:
    """One row a package: where it is and what should be filled in, with the number of descriptions that lack it."""
    rows = tuple((sip.path.name, str(sip.files), "\n".join(_lacks(sip))) for sip in written)
    return Table(f"{len(rows)} gói SIP_hoso", ("Gói", "Số tệp", "Cần bổ sung"), rows, numeric=(1,))


def _lacks(sip: WrittenSip) -> list[str]:
    counted = Counter(problem.message for problem in sip.problems)
    return [f"{message} ({count} bản đặc tả)" for message, count in counted.items()]


def build_check_table(report: SipReport) -> Table:
    """What a package is and how many requirements it meets."""
    states = Counter(result.state for result in report.results)
    counted = "; ".join(f"{count} {state}" for state, count in states.items())
    grave = sum(problem.severity is Severity.ERROR for problem in report.problems)
    rows = (
        ("Mã gói (OBJID)", report.objid or "không rõ"),
        ("Bản đặc tả tài liệu", str(report.documents)),
        ("Yêu cầu E-ARK CSIP 2.0.4", counted or "không xét được"),
        ("Kết luận", f"{grave} lỗi, {len(report.problems) - grave} điểm cần biết" if report.problems else "hợp lệ"),
    )
    return Table(f"{report.path.name}: gói SIP_hoso", ("Mục", "Nội dung"), rows)
