"""A unit's evidence folder → EvidenceIndex. Every file is opened at most once, and only for reading."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Future, as_completed
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier import __version__
from dossier.intake import rules
from dossier.intake.evidence import (
    build_aside,
    build_file,
    build_unread,
    duplicate_problems,
    find_duplicates,
)
from dossier.intake.model import EvidenceIndex, ScanCounts
from dossier.intake.task import Failed, Gist, Group, Outcome, read_group
from dossier.intake.walk import find_name_twins, list_entries
from dossier.problems import Where
from dossier.readers import kind_by_name
from dossier.readers import rules as reader_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from dossier.cache import Memo
    from dossier.intake.model import EvidenceFile
    from dossier.intake.walk import Entry
    from dossier.problems import Progress

_KIND = "gist"
_VERSION = f"{__version__}/1"  # the second part grows whenever a reader or the rules of the head change
_GIST = TypeAdapter(Gist)


def scan_evidence(
    folder: Path, *, unit: str, memo: Memo, progress: Progress, executor: Executor | None = None
) -> EvidenceIndex:
    """Index a unit's folder: kind, text, document head and problems of every file, in Vietnamese path order.

    A file whose size and modification time the memo knows is not opened; freezing verbs, which must not
    trust times, pass an empty memo. A missing folder gives an empty index with a problem.
    """
    if not folder.is_dir():
        problem = rules.NO_FOLDER.at(Where(path=folder.name, unit=unit), "Chưa có thư mục minh chứng.")
        return EvidenceIndex(unit, (), problems=(problem,))
    entries, problems = list_entries(folder, unit=unit)
    progress.start(f"Đọc minh chứng của {unit}", len(entries))
    files: dict[str, EvidenceFile] = {}
    fresh: list[Entry] = []
    for entry in entries:
        file = _without_opening(entry, memo, unit)
        if file is None:
            fresh.append(entry)
        else:
            files[entry.place] = file
            progress.advance(entry.path)
    reused = sum(file.sha256 is not None for file in files.values())
    for entry, file in _by_opening(fresh, memo, unit, executor):
        files[entry.place] = file
        progress.advance(entry.path)
    progress.finish()
    ordered = tuple(files[entry.place] for entry in entries)
    duplicates = find_duplicates(ordered)
    twins = find_name_twins((entry.path for entry in entries), unit=unit)
    found = (*problems, *twins, *duplicate_problems(duplicates, unit=unit))
    return EvidenceIndex(unit, ordered, duplicates, found, ScanCounts(len(entries), len(fresh), reused))


def _without_opening(entry: Entry, memo: Memo, unit: str) -> EvidenceFile | None:
    """The file when its entry or the memo says all; None when it must be opened."""
    if entry.problem:
        return build_unread(entry, entry.problem, unit=unit)
    aside = kind_by_name(entry.path.rpartition("/")[2], size=entry.size)
    if aside:
        return build_aside(entry, aside, unit=unit)
    sha256 = memo.sha256_of(entry.place, size=entry.size, mtime_ns=entry.mtime_ns)
    gist = _recall(memo, sha256) if sha256 else None
    return build_file(entry, sha256, gist, unit=unit) if sha256 and gist else None


def _by_opening(
    entries: Iterable[Entry], memo: Memo, unit: str, executor: Executor | None
) -> Iterator[tuple[Entry, EvidenceFile]]:
    by_place = {entry.place: entry for entry in entries}
    learnt: dict[str, Gist] = {}
    groups = [_group(size, places, memo, learnt) for size, places in _by_size(by_place.values()).items()]
    for outcome in _outcomes(groups, executor):
        entry = by_place[outcome.place]
        if isinstance(outcome, Failed):
            yield entry, build_unread(entry, outcome.problem, unit=unit)
            continue
        if outcome.gist:
            learnt[outcome.sha256] = outcome.gist
            memo.put(_KIND, _VERSION, outcome.sha256, _GIST.dump_json(outcome.gist).decode("utf-8"))
        memo.remember_stat(entry.place, size=entry.size, mtime_ns=entry.mtime_ns, sha256=outcome.sha256)
        yield entry, build_file(entry, outcome.sha256, learnt[outcome.sha256], unit=unit)


def _by_size(entries: Iterable[Entry]) -> dict[int, list[str]]:
    by_size: dict[int, list[str]] = {}
    for entry in entries:
        by_size.setdefault(entry.size, []).append(entry.place)
    return by_size


def _group(size: int, places: list[str], memo: Memo, learnt: dict[str, Gist]) -> Group:
    """The files of one size, and the hashes among the memo's whose gist need not be learnt again."""
    recalled = {sha256: _recall(memo, sha256) for sha256 in memo.hashes_of_size(size)}
    known = {sha256: gist for sha256, gist in recalled.items() if gist}
    learnt.update(known)
    return Group(tuple(places), size, frozenset(known))


def _outcomes(groups: Iterable[Group], executor: Executor | None) -> Iterator[Outcome]:
    if executor is None:
        for group in groups:
            yield from read_group(group)
        return
    waiting = {_submit(executor, group): group for group in groups}
    for future in as_completed(waiting):
        try:
            yield from future.result()
        except BrokenExecutor:  # a file killed its process; which one is not known
            message = "Tiến trình đọc dừng đột ngột ở tệp này hoặc tệp cùng lượt; hãy chạy lại."
            problem = reader_rules.BROKEN.at(reader_rules.HERE, message)
            yield from (Failed(place, problem) for place in waiting[future].places)


def _submit(executor: Executor, group: Group) -> Future[tuple[Outcome, ...]]:
    try:
        return executor.submit(read_group, group)
    except BrokenExecutor as error:  # a pool that broke refuses what comes after
        future: Future[tuple[Outcome, ...]] = Future()
        future.set_exception(error)
        return future


def _recall(memo: Memo, sha256: str) -> Gist | None:
    text = memo.get(_KIND, _VERSION, sha256)
    if text is None:
        return None
    try:
        return _GIST.validate_json(text)
    except ValidationError:
        return None
