"""``dossier submit``, ``receive``, ``submissions``: records handed over, numbered, chained and never overwritten."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive import (
    build_standing,
    find_misfits,
    plan_entries,
    read_package,
    store_package,
    unpack_standing,
    write_package,
)
from dossier.archive.arrival import unpack_plain
from dossier.archive.history import find_changes
from dossier.archive.model import Change, Held, Origin, Standing, Submission
from dossier.archive.rules import AGAIN, WRONG_YEAR
from dossier.archive.store import Filing
from dossier.campaign import Unit
from dossier.errors import BadInputError, RefusedError
from dossier.files import hash_file, long_path, staged_folder
from dossier.intake.model import Reading
from dossier.pipeline.laid import refuse_laid
from dossier.pipeline.received import judge_copy, judge_package, refuse_secrets, settle_journal, shelf_of
from dossier.pipeline.validate import paper_pdfs, validate_unit
from dossier.problems import Problem, Where
from dossier.report.tables import Table
from dossier.text import nfc
from dossier.validation import VERSION, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.archive.arrival import Package
    from dossier.pipeline.run import Run
    from dossier.report import Assessment
    from dossier.validation import ValidationReport

_EVIDENCE, _PAPERS = "minh-chung", "van-ban"


@dataclass(frozen=True, slots=True)
class Handed:
    """A sequence that is on the shelf now.

    Attributes:
        problems: what was noticed and did not stop it.
        notes: what became of the unit's round; empty for one's own submission.
    """

    filing: Filing
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def submit_unit(
    run: Run, unit: Unit, *, overrides: Mapping[str, str], supplement: bool, reason: str, who: str
) -> Handed:
    """Freeze a unit's records as the next sequence.

    Raises:
        RefusedError: an error of the rule set stands; sequence 0000 exists, or for a supplement does not; nothing
            is new; a replacement or withdrawal has no reason; a file changes under the hand; the unit's records came
            in as a package, so that they are not submitted from here.
    """
    refuse_laid(run.paths, unit)
    shelf = shelf_of(run, unit, received=False)
    settle_journal(run, unit, shelf)
    filings = shelf.load()
    _check_turn(unit, filings, supplement)
    validated = validate_unit(run, unit, stage=Stage.BEFORE_SUBMISSION, overrides=overrides)
    if validated.report.standing:
        problems = [problem for outcome in validated.report.standing for problem in outcome.problems]
        raise RefusedError(f"{unit.short} chưa nộp được: còn {len(problems)} lỗi.", problems=problems)
    held = held_files(run, validated.assessment)
    entries = plan_entries(held, build_standing(filing.submission for filing in filings), reason=reason)
    if not entries:
        raise RefusedError(f"{unit.short}: không có gì mới so với lần {len(filings) - 1:04d}.")
    submission = _build_submission(run, unit, filings, origin=Origin.SENDER, at=run.now)
    submission = replace(submission, entries=entries, overrides=dict(overrides))
    sources = {item.path: item.source for item in held}
    filing = write_package(shelf, submission, validated.report, sources=sources, who=who, progress=run.progress)
    settle_journal(run, unit, shelf)
    return Handed(filing, validated.report.problems)


def _check_turn(unit: Unit, filings: Sequence[Filing], supplement: bool) -> None:  # noqa: FBT001 - private
    if filings and not supplement:
        raise RefusedError(f"{unit.short} đã nộp lần {len(filings) - 1:04d}: muốn bổ sung hãy thêm --supplement.")
    if supplement and not filings:
        raise RefusedError(f"{unit.short} chưa nộp lần đầu (0000), chưa thể bổ sung.")


def held_files(run: Run, assessment: Assessment) -> tuple[Held, ...]:
    """Everything a unit hands over, every file hashed afresh.

    Raises:
        RefusedError: a file is not what it was when it was read.
    """
    held = list_held(run, assessment)
    changed = next((item for item in held if item.sha256 != hash_file(item.source)), None)
    if changed:
        path = changed.path.removeprefix(f"{_EVIDENCE}/")
        raise RefusedError(f"«{path}» đổi nội dung mà giờ sửa không đổi: xóa thư mục .dossier rồi chạy lại.")
    return held


def list_held(run: Run, assessment: Assessment) -> tuple[Held, ...]:
    """Evidence, forms and papers of a unit; evidence as its last reading found it, unopened."""
    unit = assessment.unit
    evidence = run.paths.evidence(unit.id)
    forms = (run.paths.self_score_form(unit.id), run.paths.explanation(unit.id))
    held = [_hold(form, form.name) for form in forms if form.is_file()]
    held += [
        Held(nfc(f"{_EVIDENCE}/{file.path}"), evidence / file.path, file.sha256, file.size)
        for file in assessment.index.files
        if file.sha256 and file.reading is not Reading.IGNORED
    ]
    for pdf in paper_pdfs(run, unit).values():
        held += [_hold(path, f"{_PAPERS}/{path.name}") for path in (pdf, pdf.with_suffix(".docx")) if path.is_file()]
    return tuple(held)


def _hold(source: Path, path: str) -> Held:
    return Held(nfc(path), source, hash_file(source), long_path(source).stat().st_size)


def _build_submission(
    run: Run, unit: Unit, filings: Sequence[Filing], *, origin: Origin, at: dt.datetime
) -> Submission:
    return Submission(
        campaign=run.campaign.id,
        unit=unit.id,
        unit_name=unit.name,
        year=run.campaign.year,
        sequence=len(filings),
        base=filings[-1].receipt.content if filings else "",
        made=at,
        origin=origin,
        rules=VERSION,
        entries=(),
    )


def validate_package(run: Run, package: Package, *, stage: Stage) -> ValidationReport:
    """The rule set on a submission that lies somewhere as a file, as receiving would run it.

    A supplement is judged on top of the sequences before it, which must be in this campaign.

    Raises:
        RefusedError: it is another campaign's, or a supplement to something that is not here.
        BadInputError: the campaign has no such unit.
    """
    submission, campaign = package.submission, run.campaign
    if (submission.campaign, submission.year) != (campaign.id, campaign.year):
        told = f"Gói của kỳ {submission.campaign}, năm {submission.year}; kỳ này là {campaign.id}, năm {campaign.year}."
        where = Where(path=package.path.name, unit=submission.unit)
        raise RefusedError(told, problems=(WRONG_YEAR.at(where, told),))
    unit = run.units((submission.unit,))[0]
    for received in (True, False):
        chain = shelf_of(run, unit, received=received).load()[: submission.sequence]
        if len(chain) == submission.sequence and (not chain or chain[-1].receipt.content == submission.base):
            with judge_package(run, unit, package, chain, stage=stage) as judged:
                return judged.report
    raise RefusedError(
        f"{package.path.name} là lần bổ sung {submission.sequence:04d}: "
        f"kỳ này chưa có các lần trước nó của {unit.short}."
    )


def receive_path(run: Run, path: Path, *, unit: Unit | None, channel: str, at: dt.datetime, who: str) -> Handed:
    """Take in a package, or a plain folder or archive as sequence 0000 (later: what is new in it).

    ``unit`` is whose it must be; None takes the package's word, a plain copy needs it.

    Raises:
        DamagedError: a package does not verify.
        RefusedError: it is another unit's, another year's, out of turn, there already, or unsafe; the rule is named.
    """
    package = read_package(path, progress=run.progress)
    if package is None:
        return _receive_plain(run, path, _named(unit), channel=channel, at=at, who=who)
    return _receive_package(run, package, unit, channel=channel, at=at, who=who)


def _named(unit: Unit | None) -> Unit:
    if unit is None:
        raise BadInputError("Bản chép tay không ghi đơn vị: thêm --unit MÃ_ĐƠN_VỊ.")
    return unit


def _receive_package(
    run: Run, package: Package, unit: Unit | None, *, channel: str, at: dt.datetime, who: str
) -> Handed:
    owner = unit or run.units((package.submission.unit,))[0]
    shelf = shelf_of(run, owner, received=True)
    settle_journal(run, owner, shelf)
    filings = shelf.load()
    misfits = tuple(find_misfits(package, filings, campaign=run.campaign.id, year=run.campaign.year, unit=owner.id))
    if misfits:
        raise RefusedError(f"Không tiếp nhận gói {package.path.name}.", problems=misfits)
    with judge_package(replace(run, now=at), owner, package, filings, stage=Stage.ON_RECEIPT) as judged:
        refuse_secrets(judged)
        filing = store_package(shelf, package, at=at, who=who, channel=channel, errors=judged.errors)
        notes = settle_journal(run, owner, shelf, judged=judged)
    return Handed(filing, judged.report.problems, notes)


def _receive_plain(run: Run, path: Path, unit: Unit, *, channel: str, at: dt.datetime, who: str) -> Handed:
    """A copy made by hand: nothing can be withdrawn by not being in it."""
    shelf = shelf_of(run, unit, received=True)
    settle_journal(run, unit, shelf)
    filings = shelf.load()
    with tempfile.TemporaryDirectory(prefix="nhan-", dir=run.cache) as scratch:
        held, left_out = unpack_plain(path, Path(scratch) / "chep")
        given = {item.path for item in held}
        standing = build_standing(filing.submission for filing in filings)
        touched = {key: stands for key, stands in standing.items() if key in given}
        entries = plan_entries(held, touched, reason=f"bên giao gửi bản khác qua {channel}")
        if not entries:
            where = Where(path=path.name, unit=unit.id)
            problem = AGAIN.at(where, "Mọi tệp trong bản này đã được tiếp nhận, không có gì mới.")
            raise RefusedError(f"Không tiếp nhận {path.name}.", problems=(problem,))
        with judge_copy(replace(run, now=at), unit, held, filings) as judged:
            refuse_secrets(judged)
            submission = _build_submission(run, unit, filings, origin=Origin.RECEIVER, at=at)
            submission = replace(submission, entries=entries, channel=channel)
            sources = {item.path: item.source for item in held}
            filing = write_package(
                shelf,
                submission,
                judged.report,
                sources=sources,
                who=who,
                errors=judged.errors,
                progress=run.progress,
            )
            notes = settle_journal(run, unit, shelf, judged=judged)
    return Handed(filing, (*left_out, *judged.report.problems), notes)


@dataclass(frozen=True, slots=True)
class History:
    """A unit's packages and what stands after some of them.

    Attributes:
        at: the last sequence or day that counts; None for all.
    """

    unit: Unit
    filings: tuple[Filing, ...]
    standing: Mapping[str, Standing]
    at: int | dt.date | None


def read_history(run: Run, unit: Unit, *, received: bool | None = None, at: int | dt.date | None = None) -> History:
    """What a unit handed over, as it stands now or stood once; ``received`` None takes the shelf that has something.

    Raises:
        BadInputError: nothing was submitted or received.
    """
    wanted = (True, False) if received is None else (received,)
    shelves = [shelf_of(run, unit, received=kind).load() for kind in wanted]
    filings = next((found for found in shelves if found), ())
    if not filings:
        raise BadInputError(f"{unit.short} chưa nộp và chưa được tiếp nhận gói nào.")
    return build_history(unit, filings, at=at)


def build_history(unit: Unit, filings: Sequence[Filing], *, at: int | dt.date | None) -> History:
    """What stands after some sequences, as it stands now or stood once."""
    moments = {filing.submission.sequence: filing.receipt.at for filing in filings}
    standing = build_standing((filing.submission for filing in filings), at=at, moments=moments)
    return History(unit, tuple(filings), standing, at)


def extract_history(history: History, target: Path) -> int:
    """Copy what stands into a new folder, whole or not at all; how many files.

    Raises:
        RefusedError: the folder exists and is not empty.
        DamagedError: a package does not hold what its record says.
    """
    packages = {filing.submission.sequence: filing.path for filing in history.filings}
    with staged_folder(target) as folder:
        unpack_standing(packages, history.standing, folder)
    return len(history.standing)


def build_history_tables(history: History) -> tuple[Table, ...]:
    """The sequences, what each changed, and what stands."""
    sequences = tuple(
        (
            f"{filing.submission.sequence:04d}",
            f"{filing.receipt.at:%H:%M %d/%m/%Y}",
            filing.submission.origin.value,
            filing.receipt.channel,
            filing.receipt.code,
            *(str(sum(entry.change is change for entry in filing.submission.entries)) for change in Change),
        )
        for filing in history.filings
    )
    submissions = [filing.submission for filing in history.filings]
    changes = tuple(
        (f"{sequence:04d}", entry.change.value, entry.path, _target(entry.target, entry.base), entry.reason)
        for sequence, entry in find_changes(submissions, after=0)
    )
    standing = tuple(
        (path, f"{stands.sequence:04d}", str(stands.entry.size), stands.entry.sha256[:12])
        for path, stands in history.standing.items()
    )
    columns = ("Lần", "Lúc", "Gói do", "Kênh", "Mã ngắn", *(f"Mục {change}" for change in Change))
    return (
        Table(f"{history.unit.short}: {len(sequences)} lần nộp", columns, sequences, numeric=(5, 6, 7)),
        Table(f"Đã thay đổi gì: {len(changes)} mục", ("Lần", "Là", "Tài liệu", "Của", "Lý do"), changes),
        Table(f"{_moment(history.at)}: {len(standing)} tệp", ("Tài liệu", "Từ lần", "Byte", "SHA-256"), standing, (2,)),
    )


def _target(target: str, base: int | None) -> str:
    return "" if base is None else f"«{target}», lần {base:04d}"


def _moment(at: int | dt.date | None) -> str:
    if at is None:
        return "Hiện có"
    return f"Tại lần {at:04d}" if isinstance(at, int) else f"Đến hết ngày {at:%d/%m/%Y}"
