"""A unit's evidence folder → EvidenceIndex. Every file is opened at most once, and only for reading."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier.errors import ToolFailedError
from dossier.files import long_path
from dossier.intake import rules
from dossier.intake.evidence import (
    build_aside,
    build_file,
    build_unread,
    duplicate_problems,
    find_duplicates,
)
from dossier.intake.model import EvidenceFile, EvidenceIndex, OcrMode, ScanCounts
from dossier.intake.shelf import Shelf
from dossier.intake.task import Failed, Group, Learnt, Outcome, read_group
from dossier.intake.walk import Entry, find_name_twins, list_entries
from dossier.problems import Problem, Where
from dossier.readers import kind_by_name
from dossier.readers import rules as reader_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dossier.cache import Memo
    from dossier.problems import Progress

_Given = dict[Future[tuple[Outcome, ...]], Group]


def scan_evidence(
    folder: Path,
    *,
    unit: str,
    memo: Memo,
    progress: Progress,
    executor: Executor | None = None,
    ocr: OcrMode = OcrMode.HEAD,
    cleared: Sequence[str] = (),
) -> EvidenceIndex:
    """Index a unit's folder: kind, text, document head and problems of every file, in Vietnamese path order.

    A file whose size and modification time the memo knows is not opened; freezing verbs, which must not
    trust times, pass an empty memo. A missing folder gives an empty index with a problem.

    Args:
        folder: the unit's evidence.
        unit: unit id.
        memo: what is known of contents already.
        progress: told of every file.
        executor: where files are read; None means here, without protection against a crash.
        ocr: how much of a scan is read.
        cleared: beginnings of the hashes whose secrecy mark a person found to be a false alarm.
    """
    scanner = Scanner(Shelf(memo, ocr, tuple(cleared)), executor)
    return scanner.finish(scanner.begin(folder, unit=unit), progress)


@dataclass(frozen=True, slots=True)
class Scan:
    """A folder that was begun.

    Attributes:
        entries: by place; whichever is not in ``files`` must be opened.
        files: what is known without opening, by place.
        given: what a worker has or waits for.
        held: places by size that no worker has yet.
    """

    unit: str
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    files: dict[str, EvidenceFile] = field(default_factory=dict)
    given: _Given = field(default_factory=dict)
    held: dict[int, list[str]] = field(default_factory=dict)

    @property
    def sizes(self) -> set[int]:
        """The sizes of files that must be opened."""
        return {entry.size for place, entry in self.entries.items() if place not in self.files}


@dataclass(frozen=True, slots=True)
class Scanner:
    """Reads the folders of a run; several may be begun before the first is finished, so that no worker waits.

    Only files of equal size can be copies, and a copy is read once: a folder gives out no file of a size that
    a folder begun before it has still to finish.

    Attributes:
        shelf: what is known of contents.
        executor: as in ``scan_evidence``.
    """

    shelf: Shelf
    executor: Executor | None = None
    _unfinished: Counter[int] = field(default_factory=Counter)  # folders by the sizes of their files

    def begin(self, folder: Path, *, unit: str) -> Scan:
        """List a folder and give its files out; folders must be finished in the order in which they were begun."""
        if not folder.is_dir():
            problem = rules.NO_FOLDER.at(Where(path=folder.name, unit=unit), "Chưa có thư mục minh chứng.")
            return Scan(unit, problems=(problem,))
        entries, problems = list_entries(folder, unit=unit)
        scan = Scan(unit, {entry.place: entry for entry in entries}, tuple(problems))
        for entry in entries:
            if file := self._without_opening(entry, unit):
                scan.files[entry.place] = file
            else:
                scan.held.setdefault(entry.size, []).append(entry.place)
        if self.executor:
            free = [size for size in scan.held if not self._unfinished[size]]
            scan.given.update(_give_out([self._group(size, scan.held.pop(size)) for size in free], self.executor))
        self._unfinished.update(scan.sizes)
        return scan

    def finish(self, scan: Scan, progress: Progress) -> EvidenceIndex:
        """Wait for what was read of a folder."""
        progress.start(f"Đọc minh chứng của {scan.unit}", len(scan.entries))
        fresh = len(scan.entries) - len(scan.files)
        reused = sum(file.sha256 is not None for file in scan.files.values())
        self._unfinished.subtract(scan.sizes)
        for file in scan.files.values():
            progress.advance(file.path)
        held = [self._group(size, places) for size, places in scan.held.items()]
        for outcome in self._outcomes(held, scan.given):
            entry = scan.entries[outcome.place]
            scan.files[outcome.place] = self._learn(outcome, entry, scan.unit)
            progress.advance(entry.path)
        progress.finish()
        self.shelf.memo.save()
        ordered = tuple(scan.files[place] for place in scan.entries)
        duplicates = find_duplicates(ordered)
        twins = find_name_twins((entry.path for entry in scan.entries.values()), unit=scan.unit)
        found = (*scan.problems, *twins, *duplicate_problems(duplicates, unit=scan.unit))
        return EvidenceIndex(scan.unit, ordered, duplicates, found, ScanCounts(len(ordered), fresh, reused))

    def _without_opening(self, entry: Entry, unit: str) -> EvidenceFile | None:
        """The file when its entry or the memo says all; None when it must be opened."""
        if entry.problem:
            return build_unread(entry, entry.problem, unit=unit)
        aside = kind_by_name(entry.path.rpartition("/")[2], size=entry.size)
        if aside:
            return build_aside(entry, aside, unit=unit)
        sha256 = self.shelf.memo.sha256_of(entry.place, size=entry.size, mtime_ns=entry.mtime_ns)
        gist = self.shelf.recall(sha256) if sha256 else None
        return build_file(entry, sha256, gist, unit=unit) if sha256 and gist else None

    def _group(self, size: int, places: Sequence[str]) -> Group:
        """The files of one size, and the hashes of that size whose gist need not be learnt again."""
        shelf = self.shelf
        known = frozenset(sha256 for sha256 in shelf.memo.hashes_of_size(size) if shelf.recall(sha256))
        return Group(tuple(places), size, known, shelf.ocr, shelf.cleared)

    def _outcomes(self, groups: Iterable[Group], given: _Given) -> Iterator[Outcome]:
        if self.executor is None:
            for group in groups:
                yield from read_group(group)
            return
        yield from _wait_for({**given, **_give_out(groups, self.executor)}, self.executor)

    def _learn(self, outcome: Outcome, entry: Entry, unit: str) -> EvidenceFile:
        if isinstance(outcome, Failed):
            return build_unread(entry, outcome.problem, unit=unit)
        if outcome.gist:
            self.shelf.keep(outcome.sha256, outcome.gist)
        gist = outcome.gist or self.shelf.recall(outcome.sha256)
        if gist is None:  # the memo was damaged on the way and begun anew
            again = Group((entry.place,), entry.size, ocr=self.shelf.ocr, cleared=self.shelf.cleared)
            (outcome,) = self._outcomes([again], {})
            return self._learn(outcome, entry, unit)
        self.shelf.memo.remember_stat(entry.place, size=entry.size, mtime_ns=entry.mtime_ns, sha256=outcome.sha256)
        return build_file(entry, outcome.sha256, gist, unit=unit)


def _give_out(groups: Iterable[Group], executor: Executor) -> _Given:
    return {_submit(executor, group): group for group in groups}


def _submit(executor: Executor, group: Group) -> Future[tuple[Outcome, ...]]:
    try:
        return executor.submit(read_group, group)
    except BrokenExecutor as error:  # a pool that broke refuses what comes after
        future: Future[tuple[Outcome, ...]] = Future()
        future.set_exception(error)
        return future


def _wait_for(given: _Given, executor: Executor) -> Iterator[Outcome]:
    for future in as_completed(given):
        group = given[future]
        try:
            yield from future.result()
        except (BrokenExecutor, ToolFailedError) as error:
            if len(group.places) > 1:  # which of them it was shows when each is read alone
                alone = [replace(group, places=(place,)) for place in group.places]
                yield from _wait_for(_give_out(alone, executor), executor)
            else:
                yield Failed(group.places[0], _crash(error))


def _crash(error: Exception) -> Problem:
    why = error.message if isinstance(error, ToolFailedError) else "tiến trình đọc dừng đột ngột"
    return reader_rules.BROKEN.at(reader_rules.HERE, f"Không đọc được tệp: {why}.")


def read_evidence_file(path: Path, *, executor: Executor, ocr: OcrMode = OcrMode.HEAD) -> EvidenceFile:
    """One file by itself, outside any campaign: what an index would hold of it; ``path`` is kept as given."""
    entry = Entry(path.as_posix(), str(long_path(path.absolute())))
    try:
        stat = path.stat()
    except OSError as error:
        problem = rules.CANNOT_OPEN.at(reader_rules.HERE, f"Không mở được tệp ({error.strerror or error}).")
        return build_unread(entry, problem, unit="")
    entry = replace(entry, size=stat.st_size, mtime_ns=stat.st_mtime_ns)
    aside = kind_by_name(path.name, size=entry.size)
    if aside:
        return build_aside(entry, aside, unit="")
    (outcome,) = _wait_for(_give_out([Group((entry.place,), entry.size, ocr=ocr)], executor), executor)
    if isinstance(outcome, Learnt) and outcome.gist:
        return build_file(entry, outcome.sha256, outcome.gist, unit="")
    assert isinstance(outcome, Failed)  # noqa: S101 - a group that knows nothing learns a gist or fails
    return build_unread(entry, outcome.problem, unit="")
