"""``dossier submit``, ``receive``, ``submissions``: records handed over, numbered, chained and never overwritten."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
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
from dossier.archive.model import Change, Held, Origin, Submission
from dossier.archive.rules import AGAIN
from dossier.archive.store import Filing, Shelf
from dossier.campaign import CampaignPaths
from dossier.errors import BadInputError, RefusedError
from dossier.files import hash_file, long_path, staged_folder
from dossier.intake.model import Reading
from dossier.journal import Act, load_journal
from dossier.pipeline.journal import record_acts
from dossier.pipeline.validate import paper_pdfs, validate_unit
from dossier.problems import Where
from dossier.report.tables import Table
from dossier.rounds.model import Kind
from dossier.text import nfc
from dossier.validation import VERSION, Stage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.archive.arrival import Package
    from dossier.archive.model import Standing
    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.pipeline.validate import Validated
    from dossier.problems import Problem

_EVIDENCE, _PAPERS = "minh-chung", "van-ban"
_SENT, _RECEIVED = "nop", "nhan"


@dataclass(frozen=True, slots=True)
class Handed:
    """A sequence that is on the shelf now.

    Attributes:
        problems: what was noticed and did not stop it.
    """

    filing: Filing
    problems: tuple[Problem, ...] = ()


def shelf_of(run: Run, unit: Unit, *, received: bool) -> Shelf:
    """Where a unit's packages are kept, as its own submissions or as received."""
    return Shelf(run.paths.records / (_RECEIVED if received else _SENT) / unit.id, received)


def submit_unit(
    run: Run, unit: Unit, *, overrides: Mapping[str, str], supplement: bool, reason: str, who: str
) -> Handed:
    """Freeze a unit's records as the next sequence.

    Raises:
        RefusedError: an error of the rule set stands; sequence 0000 exists, or for a supplement does not; nothing
            is new; a replacement or withdrawal has no reason; a file changes under the hand.
    """
    shelf = shelf_of(run, unit, received=False)
    settle_journal(run, unit, shelf)
    filings = shelf.load()
    _check_turn(unit, filings, supplement)
    validated = validate_unit(run, unit, stage=Stage.BEFORE_SUBMISSION, overrides=overrides)
    if validated.report.standing:
        problems = [problem for outcome in validated.report.standing for problem in outcome.problems]
        raise RefusedError(f"{unit.short} chưa nộp được: còn {len(problems)} lỗi.", problems=problems)
    held = held_files(run, validated)
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


def held_files(run: Run, validated: Validated) -> tuple[Held, ...]:
    """Everything a unit hands over, every file hashed afresh: evidence, forms, papers.

    Raises:
        RefusedError: a file is not what it was when it was read.
    """
    unit, index = validated.assessment.unit, validated.assessment.index
    evidence = run.paths.evidence(unit.id)
    held = [_hold(run.paths.self_score_form(unit.id), "tu-cham-diem.xlsx")]
    for file in index.files:
        if file.reading is Reading.IGNORED or file.sha256 is None:
            continue
        item = _hold(evidence / file.path, f"{_EVIDENCE}/{file.path}")
        if item.sha256 != file.sha256:
            raise RefusedError(f"«{file.path}» đổi nội dung mà giờ sửa không đổi: xóa thư mục .dossier rồi chạy lại.")
        held.append(item)
    for pdf in paper_pdfs(run, unit).values():
        held += [_hold(path, f"{_PAPERS}/{path.name}") for path in (pdf, pdf.with_suffix(".docx")) if path.is_file()]
    explanation = run.paths.explanation(unit.id)
    held += [_hold(explanation, explanation.name)] if explanation.is_file() else []
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


def receive_path(
    run: Run, path: Path, *, unit: Unit | None, channel: str, at: dt.datetime, who: str
) -> Handed:
    """Take in a package, or a plain folder or archive as sequence 0000 (later: what is new in it).

    Args:
        unit: whose it must be; None takes the package's word, a plain copy needs it.

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
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        arriving = Filing(package.path, package.submission, _no_receipt(package, at))
        every = (*filings, arriving)
        standing = build_standing(filing.submission for filing in every)
        seen = _validate_copy(run, owner, every, standing, Path(scratch))
    errors = tuple(str(problem) for outcome in seen.report.standing for problem in outcome.problems)
    filing = store_package(shelf, package, at=at, who=who, channel=channel, errors=errors)
    settle_journal(run, owner, shelf)
    return Handed(filing, seen.report.problems)
