"""The records through time. Pure: from submissions to what stands, what stood, and what changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dossier.archive import rules
from dossier.archive.model import Change, Entry, Held, Standing
from dossier.archive.naming import name_files
from dossier.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.archive.model import Submission
    from dossier.problems import Problem


def build_standing(
    submissions: Iterable[Submission],
    *,
    at: int | dt.date | None = None,
    moments: Mapping[int, dt.datetime] | None = None,
) -> dict[str, Standing]:
    """What stands after some sequences, by path.

    Args:
        submissions: in the order of their sequence.
        at: the last sequence that counts, or the last day; None for all.
        moments: when each sequence arrived; without it, when it was made.
    """
    standing: dict[str, Standing] = {}
    for submission in submissions:
        moment = (moments or {}).get(submission.sequence, submission.made)
        if _counts(submission.sequence, moment, at):
            for entry in submission.entries:
                _apply(standing, entry, submission.sequence)
    return dict(sorted(standing.items()))


def _counts(sequence: int, moment: dt.datetime, at: int | dt.date | None) -> bool:
    if isinstance(at, dt.date):
        return moment.date() <= at
    return at is None or sequence <= at


def _apply(standing: dict[str, Standing], entry: Entry, sequence: int) -> None:
    if entry.change is not Change.NEW:
        standing.pop(entry.target, None)
    if entry.change is not Change.WITHDRAWS:
        standing[entry.path] = Standing(entry, sequence)


def find_changes(submissions: Iterable[Submission], *, after: int) -> tuple[tuple[int, Entry], ...]:
    """Every entry of the sequences after one, with its sequence."""
    return tuple((item.sequence, entry) for item in submissions if item.sequence > after for entry in item.entries)


def plan_entries(held: Sequence[Held], standing: Mapping[str, Standing], *, reason: str = "") -> tuple[Entry, ...]:
    """What a next sequence must bring so that ``held`` stands: new, replaced, renamed, withdrawn; in path order.

    A file that went and came under another name with the same content replaces the old name. ``reason`` goes to
    everything that replaces or withdraws.
    """
    names = name_files(item.path for item in held)
    gone = {path: stands for path, stands in standing.items() if path not in names}
    entries = []
    for item in sorted(held, key=lambda item: item.path):
        stands = standing.get(item.path) or _renamed(item, gone)
        if stands is None:
            entries.append(Entry(item.path, names[item.path], item.sha256, item.size))
        elif stands.entry.sha256 != item.sha256 or stands.entry.path != item.path:
            gone.pop(stands.entry.path, None)
            entries.append(_successor(item, names[item.path], stands, reason))
    withdrawn = (
        Entry(path, "", stands.entry.sha256, 0, Change.WITHDRAWS, path, stands.sequence, reason)
        for path, stands in gone.items()
    )
    return (*entries, *withdrawn)


def _renamed(item: Held, gone: Mapping[str, Standing]) -> Standing | None:
    return next((stands for stands in gone.values() if stands.entry.sha256 == item.sha256), None)


def _successor(item: Held, file: str, stands: Standing, reason: str) -> Entry:
    renamed = stands.entry.path != item.path
    why = reason or (f"đổi tên từ «{stands.entry.path}»" if renamed else "")
    return Entry(item.path, file, item.sha256, item.size, Change.REPLACES, stands.entry.path, stands.sequence, why)


def find_unreasoned(entries: Iterable[Entry], *, unit: str) -> Iterator[Problem]:
    """Withdrawals and replacements without a written reason."""
    for entry in entries:
        if entry.change is not Change.NEW and not entry.reason.strip():
            where = Where(path=entry.path, unit=unit)
            yield rules.NO_REASON.at(where, f"{entry.change.value.capitalize()} «{entry.target}» chưa có lý do.")


def find_bad_changes(entries: Iterable[Entry], standing: Mapping[str, Standing], *, unit: str) -> Iterator[Problem]:
    """Entries that do not follow from what stands: new over old, or replacing what is not there."""
    for entry in entries:
        where = Where(path=entry.path, unit=unit)
        target = standing.get(entry.target)
        if entry.change is Change.NEW and entry.path in standing:
            yield rules.BAD_CHANGE.at(where, f"«{entry.path}» ghi là mới nhưng đang có.")
        elif entry.change is not Change.NEW and (target is None or target.sequence != entry.base):
            what = f"{entry.change.value} «{entry.target}» của lần {entry.base:04d}"
            yield rules.BAD_CHANGE.at(where, f"Mục này {what}, nhưng tài liệu đó không đang có.")
