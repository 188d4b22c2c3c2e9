"""Making the package of one sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import __version__
from dossier.archive.history import find_unreasoned
from dossier.archive.model import Receipt
from dossier.archive.record import RECORD, REPORT, content_hash, record_labels, submission_json
from dossier.bags import Item, write_bag
from dossier.bags.profile import SUBMISSION, profile_label
from dossier.errors import RefusedError
from dossier.files import hash_file
from dossier.validation import report_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.archive.model import Submission
    from dossier.archive.store import Filing, Shelf
    from dossier.bags.write import WrittenBag
    from dossier.problems import Progress
    from dossier.validation import ValidationReport


def write_package(
    shelf: Shelf,
    submission: Submission,
    report: ValidationReport,
    *,
    sources: Mapping[str, Path],
    who: str,
    errors: Sequence[str] = (),
    progress: Progress | None = None,
) -> Filing:
    """Freeze a sequence: its files, its record and the validation report as one bag on the shelf.

    ``sources`` says where each entry is read from, by its path in the records; ``errors`` are the receiver's
    findings, for its receipt.

    Raises:
        RefusedError: a withdrawal has no reason; a file changed meanwhile; the sequence exists.
    """
    unreasoned = tuple(find_unreasoned(submission.entries, unit=submission.unit))
    if unreasoned:
        raise RefusedError("Thay hoặc rút tài liệu phải có lý do.", problems=unreasoned)
    record = submission_json(submission)
    files = [Item(entry.file, sources[entry.path], entry.sha256) for entry in submission.entries if entry.file]
    items = [*files, Item(RECORD, record), Item(REPORT, report_json(report))]
    with shelf.staging() as folder:
        staged = folder / shelf.package(submission.sequence).name
        written = write_bag(staged, items, info=_info(submission, record), progress=progress)
        receipt = _receipt(submission, record, written, who=who, errors=errors)
        return shelf.put(staged, submission, receipt)


def _receipt(submission: Submission, record: bytes, written: WrittenBag, *, who: str, errors: Sequence[str]) -> Receipt:
    return Receipt(
        unit=submission.unit,
        sequence=submission.sequence,
        content=content_hash(record),
        package=hash_file(written.path),
        at=submission.made,
        who=who,
        origin=submission.origin,
        channel=submission.channel,
        files=written.files,
        size=written.size,
        errors=tuple(errors),
    )


def _info(submission: Submission, record: bytes) -> tuple[tuple[str, str], ...]:
    kind = "Hồ sơ tự đánh giá" if submission.sequence == 0 else f"Bổ sung lần {submission.sequence}"
    return (
        ("Source-Organization", submission.unit_name),
        ("External-Description", f"{kind} năm {submission.year}, {submission.origin}"),
        ("Bagging-Date", f"{submission.made:%Y-%m-%d}"),
        ("External-Identifier", f"{submission.campaign}/{submission.unit}/{submission.sequence:04d}"),
        ("Bag-Software-Agent", f"Dossier {__version__}"),
        profile_label(SUBMISSION),
        *record_labels(submission, content_hash(record)),
    )
