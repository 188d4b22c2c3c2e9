"""``dossier archive``: the year's files closed, inventoried and kept as one bag with PDF/A copies beside originals."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive.year import (
    ArchivePlan,
    ArchiveShelf,
    add_copies,
    load_file_plan,
    make_copies,
    plan_archive,
    rules,
    write_archive,
)
from dossier.archive.year.model import Organ, Verdict
from dossier.archive.year.plan import Year, is_blocked
from dossier.archive.year.propose import propose_table
from dossier.archive.year.table import TABLE_FILE, OrganTable, read_file_list
from dossier.archive.year.weedsheet import WEED_FILE, read_weed_sheet, write_weed_sheet
from dossier.archive.year.write import Extras
from dossier.documents.paper import banner_of
from dossier.errors import RefusedError
from dossier.files import hash_file, write_text
from dossier.journal import Act, append_journal, load_journal
from dossier.pdf.store import PageStore
from dossier.pipeline.archive_sources import ARCHIVED, gather_year
from dossier.pipeline.build import open_pdf
from dossier.pipeline.local import PAGES_FOLDER
from dossier.pipeline.standing import read_states
from dossier.problems import Problem, Severity, Where
from dossier.report.tables import Table
from dossier.rounds import Stage
from dossier.text import short_date
from dossier.validation import report_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.archive.year.record import ArchiveRecord
    from dossier.archive.year.weedsheet import Weeding
    from dossier.pipeline.archive_sources import Gathered
    from dossier.pipeline.run import Run

_FOLDER = "luu-tru"


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of a year's archive.

    Attributes:
        folder: of the archive; None when none was made or found.
        made: it is new; otherwise nothing has changed since the one in ``folder``.
    """

    plan: ArchivePlan
    folder: Path | None = None
    made: bool = False


def weed_form(run: Run) -> Path:
    """Where people decide what is left out."""
    return run.paths.root / _FOLDER / WEED_FILE


def shelf_of(run: Run) -> ArchiveShelf:
    """Where the archives of the campaign are kept."""
    return ArchiveShelf(run.paths.records / _FOLDER)


def init_table(run: Run, file_list: Path | None) -> Path:
    """Write a starting ``luu-tru.yaml`` for people to go through; symbols from the danh mục hồ sơ where it has them.

    Raises:
        RefusedError: there is a table already.
        BadInputError: the danh mục cannot be read.
    """
    target = run.paths.root / TABLE_FILE
    if target.exists():
        raise RefusedError(f"Đã có {TABLE_FILE}, không ghi đè: sửa trực tiếp tệp này.")
    listed = read_file_list(file_list) if file_list else ()
    shown = _relative(run, file_list) if file_list else ""
    write_text(target, propose_table(run.campaign, listed, file_list=shown))
    return target


def _relative(run: Run, path: Path) -> str:
    root = run.paths.root.resolve()
    full = path.resolve()
    if not full.is_relative_to(root):
        raise RefusedError(f"Chép {path.name} vào thư mục kỳ đánh giá rồi chạy lại, để bảng lưu trữ tìm được nó.")
    return full.relative_to(root).as_posix()


def plan_year(run: Run, *, overrides: Mapping[str, str]) -> ArchivePlan:
    """What the archive would hold; nothing is converted or written."""
    with _scratch(run) as scratch:
        return _plan(run, _gather(run, Path(scratch), overrides))


def weed_year(run: Run, *, overrides: Mapping[str, str]) -> tuple[ArchivePlan, Path | None]:
    """Write the form of proposals; None when there is nothing to propose.

    Raises:
        RefusedError: a form is there already.
    """
    plan = plan_year(run, overrides=overrides)
    if not plan.discards:
        return plan, None
    write_weed_sheet(weed_form(run), plan)
    return plan, weed_form(run)


def archive_year(run: Run, *, overrides: Mapping[str, str], who: str) -> Archived:
    """Plan, copy, write, verify and record; what has not changed since the last archive is not archived again.

    Raises:
        RefusedError: something keeps the archive from being made; every reason is listed.
        DamagedError: an earlier archive or a package is damaged, or what was written does not verify.
    """
    shelf = shelf_of(run)
    shelf.clear()
    _settle_journal(run, shelf, who)
    with _scratch(run) as place:
        scratch = Path(place)
        gathered = _gather(run, scratch, overrides)
        plan = _plan(run, gathered)
        if is_blocked(plan):
            grave = [problem for problem in plan.problems if problem.severity is Severity.ERROR]
            raise RefusedError(f"Chưa lưu trữ được: còn {len(grave)} lỗi.", problems=grave)
        earlier = shelf.load()
        if earlier and earlier[-1][1].content == plan.content:
            return Archived(plan, earlier[-1][0])
        extras = _extras(run, plan, gathered, overrides)
        copied = _write(run, shelf, plan, extras=extras, scratch=scratch)
    _settle_journal(run, shelf, who)
    return Archived(copied, shelf.folder(plan.year, plan.sequence), made=True)


def _scratch(run: Run) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="luu-tru-", dir=run.paths.cache)


def _gather(run: Run, scratch: Path, overrides: Mapping[str, str]) -> Gathered:
    gathered = gather_year(run, scratch, overrides=overrides)
    gathered.problems += _find_invalid(gathered)
    gathered.problems += _find_unfinished(run)
    return gathered


def _find_invalid(gathered: Gathered) -> Iterator[Problem]:
    """The errors of validation that stand, each under its own rule; all of them keep the archive from being made."""
    for unit, validated in gathered.validated.items():
        for outcome in validated.report.standing:
            for problem in outcome.problems:
                told = f"{outcome.rule}: {problem.message}"
                remedy = f'{problem.remedy} Hoặc --override {outcome.rule}="lý do".'.strip()
                yield rules.INVALID.at(replace(problem.where, unit=unit), told, remedy=remedy)


def _find_unfinished(run: Run) -> Iterator[Problem]:
    stages = Counter(state.stage for state in read_states(run).values())
    waiting = sum(count for stage, count in stages.items() if stage is not Stage.PUBLISHED)
    if waiting:
        told = ", ".join(f"{count} đơn vị ở bước «{stage}»" for stage, count in stages.items())
        yield rules.TOO_SOON.at(Where(path=run.campaign.id), f"Chưa công bố kết quả của mọi đơn vị: {told}.")


def _plan(run: Run, gathered: Gathered) -> ArchivePlan:
    table, told = load_file_plan(run.paths.root, units=[unit.id for unit in run.campaign.units])
    weeding = read_weed_sheet(weed_form(run))
    return plan_archive(
        _year(run, table.organ, weeding),
        table.files,
        gathered.documents,
        aside=gathered.aside,
        problems=(*told, *weeding.problems, *gathered.problems),
    )


def _year(run: Run, organ: OrganTable, weeding: Weeding) -> Year:
    campaign = run.campaign
    lead = next((office.name for office in campaign.offices if office.lead), "")
    body = campaign.authority
    typed = organ.model_dump()
    return Year(
        campaign=campaign.id,
        year=campaign.year,
        title=campaign.title,
        sequence=len(shelf_of(run).load()),
        organ=Organ(
            name=body.name,
            short=body.short,
            place=body.place,
            parent=body.parent,
            **{**typed, "office": typed["office"] or lead},
        ),
        day=max((deadline.day for deadline in campaign.calendar), default=dt.date(campaign.year, 12, 31)),
        banner=banner_of(run.criteria),
        verdicts=weeding.verdicts,
        decider=weeding.decider,
    )


def _extras(run: Run, plan: ArchivePlan, gathered: Gathered, overrides: Mapping[str, str]) -> Extras:
    decided = any(item.verdict is not Verdict.OPEN for item in plan.discards)
    return Extras(
        weeded=weed_form(run) if decided else None,
        overrides=overrides,
        sources=gathered.sources,
        reports={unit: report_json(item.report) for unit, item in gathered.validated.items()},
    )


def _write(run: Run, shelf: ArchiveShelf, plan: ArchivePlan, *, extras: Extras, scratch: Path) -> ArchivePlan:
    """Make the copies, count their pages into the plan, write; returns the plan as written."""
    (scratch / "pdfa").mkdir()
    (scratch / "giay-to").mkdir()
    with open_pdf(run) as session:
        copies = make_copies(
            plan.documents,
            scratch / "pdfa",
            session=session,
            progress=run.progress,
            store=PageStore(run.cache / PAGES_FOLDER),
            executor=run.executor,
        )
        copied = add_copies(plan, copies)
        _, problems = write_archive(
            shelf,
            copied,
            copies=copies,
            extras=extras,
            scratch=scratch / "giay-to",
            session=session,
            templates=run.paths.templates,
            at=run.now,
            progress=run.progress,
        )
    return replace(copied, problems=(*copied.problems, *problems))


def _settle_journal(run: Run, shelf: ArchiveShelf, who: str) -> None:
    """Write down every archive that the journal does not know yet: the last, or one an interruption left."""
    entries, _ = load_journal(run.paths.journal)
    known = {entry.sha256 for entry in entries if entry.act == ARCHIVED}
    for folder, record in shelf.load():
        act = _act(folder, record)
        if act.sha256 not in known:
            append_journal(run.paths.journal, [act], at=run.now, who=who)


def _act(folder: Path, record: ArchiveRecord) -> Act:
    """The manifest stands for the archive: it holds the hash of every file."""
    data = {"sequence": record.sequence, "content": record.content}
    return Act(ARCHIVED, "", folder.name, hash_file(folder / "manifest-sha256.txt"), data)


# --- for people -----------------------------------------------------------------------------------


_FILE_COLUMNS = (
    *("Số, ký hiệu", "Tiêu đề", "Thời hạn", "Căn cứ", "Thời gian", "Tài liệu", "Trang"),
    *("Đánh số tờ", "Mục lục văn bản"),
)


def build_plan_tables(plan: ArchivePlan) -> tuple[Table, ...]:
    """The files, the proposals, and what is not in the archive."""
    files = tuple(
        (
            file.symbol,
            file.title,
            str(file.retention),
            file.basis,
            f"{short_date(file.start)} - {short_date(file.end)}" if file.start and file.end else "",
            str(len(file.documents)),
            f"{file.pages}" + (f" (+{file.uncounted} tài liệu chưa đếm)" if file.uncounted else ""),
            "có" if file.retention.numbers_sheets else "không",
            "có" if file.retention.lists_documents else "không",
        )
        for file in plan.files
    )
    discards = tuple(
        (item.file, item.document.unit, item.document.path, item.reason.value, item.why, item.verdict.value)
        for item in plan.discards
    )
    coverage = plan.coverage
    groups = (
        ("Vào hồ sơ", coverage.filed, ()),
        ("Loại theo danh mục", len(coverage.dropped), coverage.dropped),
        ("Không đọc được nội dung", len(coverage.unreadable), [f"{name}: {why}" for name, why in coverage.unreadable]),
        ("Không có bản PDF/A", len(coverage.uncopied), [f"{name}: {why}" for name, why in coverage.uncopied]),
        ("Không phải tài liệu", len(coverage.aside), coverage.aside),
    )
    rows = tuple((title, str(count), "\n".join(names)) for title, count, names in groups)
    return (
        Table(f"Lưu trữ năm {plan.year}, lần {plan.sequence:04d}: {len(files)} hồ sơ", _FILE_COLUMNS, files, (5,)),
        Table(
            f"Tài liệu loại: {len(discards)} đề nghị",
            ("Hồ sơ", "Đơn vị", "Tệp", "Lý do", "Cụ thể", "Quyết định"),
            discards,
        ),
        Table(f"Phạm vi: đã xem {coverage.seen} tệp", ("Nhóm", "Số tệp", "Cụ thể"), rows, (1,)),
    )
