"""``dossier package``: the year's file for the superior council, as one package in parts."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive.province import Packing, plan_package
from dossier.archive.province.model import Record
from dossier.archive.province.plan import PackagePlan
from dossier.archive.province.shelf import PackageShelf
from dossier.errors import BadInputError, RefusedError
from dossier.journal import Act, append_journal, load_journal
from dossier.pipeline.package_issued import COMMUNES
from dossier.pipeline.package_pieces import gather_pieces, open_sources
from dossier.pipeline.run import open_run
from dossier.problems import Problem
from dossier.report.tables import Table
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from dossier.pipeline.run import Edge, Run

PACKAGES = "packages"
PACKED = "package-made"
_TWO_TIERS = (
    "Kỳ đánh giá này do tỉnh trực tiếp thẩm định (chính quyền hai cấp): không có cấp huyện nên không có gói huyện gửi "
    "tỉnh. Xã, phường, đặc khu nộp bằng «dossier submit»; tải lên cổng của tỉnh thì dùng «dossier package "
    "--for-upload»; gói tỉnh gửi Bộ Nội vụ lập trong kỳ của tỉnh (bộ tiêu chí cấp tỉnh)."
)


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of a package.

    Attributes:
        record: None for a dry run.
        made: it is new; otherwise nothing has changed since ``record``.
    """

    plan: PackagePlan
    record: Record | None
    folder: Path
    made: bool
    problems: tuple[Problem, ...]


def open_communes(start: Path | None, edge: Edge) -> AbstractContextManager[Run | None]:
    """The campaign that assessed the communes, opened for reading; None when none was named."""
    return nullcontext() if start is None else open_run(start, edge)


def make_package(
    run: Run,
    communes: Run | None,
    *,
    target: Path | None,
    packing: Packing,
    overrides: Mapping[str, str],
    who: str,
    dry: bool = False,
) -> Packed:
    """Plan, write and verify the package for the superior council; what has not changed is not made again.

    ``target`` is where packages go; None means ``records/packages``.

    Raises:
        RefusedError: there is no superior council; an error of the rule set stands; see ``gather_pieces``.
        BadInputError: the two campaigns do not belong together.
    """
    _check_shape(run, communes)
    records = run.paths.records / PACKAGES
    shelf = PackageShelf(records, target or records, run.campaign.id)
    if not dry:
        shelf.settle()
        for known in shelf.load():
            _tell(run, known)
    with open_sources(run) as sources:
        gathered = gather_pieces(run, communes, sources=sources, overrides=overrides)
        plan = plan_package(gathered.pieces, gathered.heading, name=shelf.next_name(), made_at=run.now, packing=packing)
        problems = (*gathered.problems, *plan.problems)
        del gathered  # the plan has taken what it needs of the pieces
        same = None if dry else shelf.find_same(plan.inputs)
        record = same if dry or same else shelf.put(plan, who=who, progress=run.progress)
    if record and not same:
        _tell(run, record)
    folder = shelf.root / (record.name if record else plan.layout.name)
    return Packed(plan, record, folder, made=record is not None and not same, problems=problems)


def _check_shape(run: Run, communes: Run | None) -> None:
    own = run.criteria.level not in {COMMUNES, "so"}
    if run.campaign.tier == "tinh" and not own:
        raise RefusedError(_TWO_TIERS)
    if communes is None:
        return
    if not own:
        raise BadInputError("--communes dùng khi lập gói trong kỳ của huyện; kỳ này đã là kỳ chấm cấp xã.")
    if communes.criteria.level != COMMUNES:
        raise BadInputError(f"--communes: {communes.paths.root} không phải kỳ đánh giá cấp xã.")
    if communes.campaign.year != run.campaign.year:
        raise BadInputError(
            f"--communes: kỳ cấp xã là năm {communes.campaign.year}, kỳ này là năm {run.campaign.year}."
        )


def _tell(run: Run, record: Record) -> None:
    """Write a package into the journal, once."""
    entries, _ = load_journal(run.paths.journal)
    if any(entry.act == PACKED and entry.file == record.name for entry in entries):
        return
    data = {"code": record.code, "files": record.files, "bytes": record.bytes, "parts": len(record.parts)}
    act = Act(PACKED, "", record.name, record.manifest_sha256, data)
    append_journal(run.paths.journal, [act], at=run.now, who=record.who)


def build_plan_table(plan: PackagePlan) -> Table:
    """What the package holds or lacks, one row a line of its index."""
    rows = tuple(
        (
            entry.section.label,
            entry.title,
            entry.state.value,
            entry.path,
            str(number or "mọi phần") if entry.path else "",
            str(entry.size) if entry.path else "",
            "; ".join(filter(None, (entry.note, plan.todos.get(entry)))),
        )
        for entry, _, number in plan.lines()
    )
    title = f"{plan.layout.name}: {plan.files} tệp, {megabytes(plan.size)}, {len(plan.parts)} phần"
    return Table(title, ("Mục", "Tài liệu", "Tình trạng", "Tệp", "Phần", "Byte", "Ghi chú"), rows, numeric=(4, 5))


def build_record_table(packed: Packed) -> Table:
    """The parts as they were written, and what the letter names."""
    record = packed.record
    assert record is not None  # noqa: S101 - a dry run has no record and shows its plan
    rows = [("Mã gói", record.code), ("SHA-256 của danh mục", record.manifest_sha256)]
    rows += [("Số tệp", f"{record.files} tệp, {megabytes(record.bytes)} (chưa kể công văn và mục 08)")]
    rows += [(part.file, f"{megabytes(part.size)}, SHA-256 {part.sha256}") for part in record.parts]
    title = "Đã lập gói" if packed.made else "Không có gì thay đổi từ gói"
    return Table(f"{title} {record.name}: {packed.folder}", ("Mục", "Nội dung"), tuple(rows))


def megabytes(size: int) -> str:
    """``12,3 MB``."""
    return f"{official_decimal(Decimal(size) / 1_000_000, places=1)} MB"
