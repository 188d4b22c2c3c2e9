"""``dossier verify`` on a bag or package: what it is, what is wrong with it, and the fixity log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.archive.province.verify import verify_package
from dossier.bags import BagReport, Depth, verify_bag
from dossier.bags.fixity import Verification, append_fixity, build_verification, find_replaced, load_fixity
from dossier.campaign import CampaignPaths, find_root
from dossier.errors import BadInputError
from dossier.problems import Severity
from dossier.report.tables import Table, build_problem_table
from dossier.text import short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.problems import Progress

FIXITY_LOG = "kiem-tra-goi.jsonl"


def verify_path(path: Path, *, depth: Depth, progress: Progress) -> tuple[BagReport, ...]:
    """Each part of a province package, with what is wrong with the whole; else one bag, ours or not."""
    parts = verify_package(path, depth=depth, progress=progress)
    return parts or (verify_bag(path, depth=depth, progress=progress),)


def bag_sheets(bag: BagReport, *rows: tuple[str, str]) -> dict[str, Table]:
    """The tables of a bag under short names; ``rows`` are what else is known of it."""
    sheets = {"Gói": build_bag_table(bag, *rows)}
    if bag.problems:
        sheets["Điểm cần xem"] = build_problem_table(f"{bag.path.name}: điểm cần xem", bag.problems)
    return sheets


def fixity_log(path: Path) -> Path | None:
    """The log of the campaign that a bag lies in; None when it lies in none."""
    try:
        return CampaignPaths(find_root(path.resolve().parent)).records / FIXITY_LOG
    except BadInputError:
        return None


def record_fixity(bag: BagReport, log: Path, *, at: dt.datetime, who: str) -> tuple[BagReport, Verification | None]:
    """Add a verification to a log; the report with what the log says, and the verification before, None for the first.

    Raises:
        RefusedError, BadInputError: the log cannot be written, or not be read.
    """
    known, faults = load_fixity(log)
    entry = build_verification(bag, log=log, at=at, who=who)
    seen = replace(bag, problems=(*bag.problems, *find_replaced(entry, known), *faults))
    append_fixity(log, replace(entry, problems=tuple(map(str, seen.problems))))
    return seen, next((one for one in reversed(known) if one.bag == entry.bag), None)


def build_fixity_table(entries: Sequence[Verification]) -> Table:
    """The log for people, the newest first."""
    rows = tuple(
        (
            f"{entry.at:%H:%M %d/%m/%Y}",
            entry.who,
            entry.bag,
            entry.depth.value,
            str(entry.checked),
            "hỏng" if entry.damaged else "hợp lệ",
            "\n".join(entry.problems),
        )
        for entry in reversed(entries)
    )
    columns = ("Lúc", "Người kiểm tra", "Gói", "Mức", "Tệp tính lại mã", "Kết quả", "Cụ thể")
    return Table(f"Sổ kiểm tra: {len(rows)} lần", columns, rows, numeric=(4,))


def last_row(last: Verification | None) -> tuple[str, str]:
    """The verification before, for the table of a bag."""
    if last is None:
        return "Lần kiểm tra trước", "chưa có trong sổ"
    outcome = "hỏng" if last.damaged else "hợp lệ"
    return "Lần kiểm tra trước", f"{last.at:%H:%M} ngày {short_date(last.at.date())}, mức {last.depth}: {outcome}"


def build_bag_table(report: BagReport, *more: tuple[str, str]) -> Table:
    """What a bag is and how far it was looked at."""
    grave = sum(problem.severity is Severity.ERROR for problem in report.problems)
    rows = (
        ("BagIt", report.version or "không rõ"),
        ("Thuật toán", ", ".join(report.algorithms)),
        ("Tệp trong data/", str(report.files)),
        ("Byte trong data/", str(report.size)),
        ("Tệp đã tính lại mã", str(report.checked)),
        *report.info,
        *more,
        ("Kết luận", f"{grave} lỗi, {len(report.problems) - grave} điểm cần biết" if report.problems else "hợp lệ"),
    )
    return Table(f"{report.path.name}: kiểm tra mức {report.depth}", ("Mục", "Nội dung"), rows)
