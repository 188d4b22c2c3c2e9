"""A unit's evidence folder → EvidenceIndex. Every file is opened at most once, and only for reading."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Future, as_completed
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier import __version__, readers
from dossier.cache import Memo
from dossier.errors import ToolFailedError
from dossier.files import long_path, sha256_hex
from dossier.intake import rules
from dossier.intake.evidence import (
    build_aside,
    build_file,
    build_unread,
    duplicate_problems,
    find_duplicates,
)
from dossier.intake.model import EvidenceIndex, FileKind, OcrMode, Reading, ScanCounts
from dossier.intake.task import Failed, Gist, Group, Learnt, Outcome, read_group
from dossier.intake.walk import Entry, find_name_twins, list_entries
from dossier.problems import Where
from dossier.readers import kind_by_name
from dossier.readers import rules as reader_rules
from dossier.readers.model import HANDWRITING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from dossier.intake.model import EvidenceFile
    from dossier.problems import Problem, Progress

GIST_KIND = "gist"
_READ_BY = (Path(__file__).parent, Path(readers.__file__).parent)
# It compares what was read, and what it finds has a key of its own.
_NOT_READING = "similar.py"


def _source_version() -> str:
    """Another one whenever a reader or the rules of the head change: nobody need remember to raise a number."""
    sources = sorted(path for room in _READ_BY for path in room.glob("*.py") if path.name != _NOT_READING)
    pen = "+tay" if all(map(find_spec, HANDWRITING)) else ""  # its extra may be installed later
    return f"{__version__}{pen}/{sha256_hex(b''.join(path.read_bytes() for path in sources))[:16]}"


READ_VERSION = _source_version()
_GIST = TypeAdapter(Gist)


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
    if not folder.is_dir():
        problem = rules.NO_FOLDER.at(Where(path=folder.name, unit=unit), "Chưa có thư mục minh chứng.")
        return EvidenceIndex(unit, (), problems=(problem,))
    entries, problems = list_entries(folder, unit=unit)
    progress.start(f"Đọc minh chứng của {unit}", len(entries))
    shelf = _Shelf(memo, ocr, tuple(cleared))
    files: dict[str, EvidenceFile] = {}
    fresh: list[Entry] = []
    for entry in entries:
        file = _without_opening(entry, shelf, unit)
        if file is None:
            fresh.append(entry)
        else:
            files[entry.place] = file
            progress.advance(entry.path)
    reused = sum(file.sha256 is not None for file in files.values())
    for entry, file in _by_opening(fresh, shelf, unit, executor):
        files[entry.place] = file
        progress.advance(entry.path)
    progress.finish()
    memo.save()
    ordered = tuple(files[entry.place] for entry in entries)
    duplicates = find_duplicates(ordered)
    twins = find_name_twins((entry.path for entry in entries), unit=unit)
    found = (*problems, *twins, *duplicate_problems(duplicates, unit=unit))
    return EvidenceIndex(unit, ordered, duplicates, found, ScanCounts(len(entries), len(fresh), reused))


@dataclass(slots=True)
class _Shelf:
    """What is known of contents: from the memo, and learnt in this scan.

    What does not depend on OCR or on a cleared mark is kept under one version, so that another way of
    reading finds it too; a secrecy mark also, so that a scan once refused stays refused without OCR.
    """

    memo: Memo
    ocr: OcrMode
    cleared: tuple[str, ...]
    learnt: dict[str, Gist] = field(default_factory=dict)

    def recall(self, sha256: str) -> Gist | None:
        """The gist of a content; None when it must be read."""
        if sha256 in self.learnt:
            return self.learnt[sha256]
        for version in (READ_VERSION, self._version(sha256)):
            gist = _load(self.memo.get(GIST_KIND, version, sha256))
            if gist and not (gist.secrecy and self._is_cleared(sha256)):
                return gist
        return None

    def keep(self, sha256: str, gist: Gist) -> None:
        """Note what a content says."""
        self.learnt[sha256] = gist
        special = _took_ocr(gist) or self._is_cleared(sha256)
        version = self._version(sha256) if special else READ_VERSION
        self.memo.put(GIST_KIND, version, sha256, _GIST.dump_json(gist).decode("utf-8"))

    def group(self, size: int, places: Sequence[str]) -> Group:
        """The files of one size, and the hashes of that size whose gist need not be learnt again."""
        known = {sha256: gist for sha256 in self.memo.hashes_of_size(size) if (gist := self.recall(sha256))}
        self.learnt.update(known)
        return Group(tuple(places), size, frozenset(known), self.ocr, self.cleared)

    def _is_cleared(self, sha256: str) -> bool:
        return sha256.startswith(self.cleared)

    def _version(self, sha256: str) -> str:
        return f"{READ_VERSION}/{self.ocr}{'/cleared' if self._is_cleared(sha256) else ''}"


def recall_text(memo: Memo, sha256: str, *, ocr: OcrMode, cleared: Sequence[str] = ()) -> str:
    """The text of a content that was read before; empty when the memo does not know it."""
    gist = _Shelf(memo, ocr, tuple(cleared)).recall(sha256)
    return gist.content.text if gist else ""


def _took_ocr(gist: Gist) -> bool:
    content = gist.content
    return content.recognised or content.reading is Reading.SCAN or content.kind is FileKind.IMAGE


def _without_opening(entry: Entry, shelf: _Shelf, unit: str) -> EvidenceFile | None:
    """The file when its entry or the memo says all; None when it must be opened."""
    if entry.problem:
        return build_unread(entry, entry.problem, unit=unit)
    aside = kind_by_name(entry.path.rpartition("/")[2], size=entry.size)
    if aside:
        return build_aside(entry, aside, unit=unit)
    sha256 = shelf.memo.sha256_of(entry.place, size=entry.size, mtime_ns=entry.mtime_ns)
    gist = shelf.recall(sha256) if sha256 else None
    return build_file(entry, sha256, gist, unit=unit) if sha256 and gist else None


def _by_opening(
    entries: Iterable[Entry], shelf: _Shelf, unit: str, executor: Executor | None
) -> Iterator[tuple[Entry, EvidenceFile]]:
    by_place = {entry.place: entry for entry in entries}
    groups = [shelf.group(size, places) for size, places in _by_size(by_place.values()).items()]
    for outcome in _outcomes(groups, executor):
        entry = by_place[outcome.place]
        if isinstance(outcome, Failed):
            yield entry, build_unread(entry, outcome.problem, unit=unit)
            continue
        if outcome.gist:
            shelf.keep(outcome.sha256, outcome.gist)
        shelf.memo.remember_stat(entry.place, size=entry.size, mtime_ns=entry.mtime_ns, sha256=outcome.sha256)
        yield entry, build_file(entry, outcome.sha256, shelf.learnt[outcome.sha256], unit=unit)


def _by_size(entries: Iterable[Entry]) -> dict[int, list[str]]:
    by_size: dict[int, list[str]] = {}
    for entry in entries:
        by_size.setdefault(entry.size, []).append(entry.place)
    return by_size


def _outcomes(groups: Iterable[Group], executor: Executor | None) -> Iterator[Outcome]:
    if executor is None:
        for group in groups:
            yield from read_group(group)
        return
    waiting = {_submit(executor, group): group for group in groups}
    for future in as_completed(waiting):
        group = waiting[future]
        try:
            yield from future.result()
        except (BrokenExecutor, ToolFailedError) as error:
            if len(group.places) > 1:  # which of them it was shows when each is read alone
                yield from _outcomes([replace(group, places=(place,)) for place in group.places], executor)
            else:
                yield Failed(group.places[0], _crash(error))


def _crash(error: Exception) -> Problem:
    why = error.message if isinstance(error, ToolFailedError) else "tiến trình đọc dừng đột ngột"
    return reader_rules.BROKEN.at(reader_rules.HERE, f"Không đọc được tệp: {why}.")


def _submit(executor: Executor, group: Group) -> Future[tuple[Outcome, ...]]:
    try:
        return executor.submit(read_group, group)
    except BrokenExecutor as error:  # a pool that broke refuses what comes after
        future: Future[tuple[Outcome, ...]] = Future()
        future.set_exception(error)
        return future


def _load(text: str | None) -> Gist | None:
    if text is None:
        return None
    try:
        return _GIST.validate_json(text)
    except ValidationError:
        return None


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
    (outcome,) = _outcomes([Group((entry.place,), entry.size, ocr=ocr)], executor)
    if isinstance(outcome, Learnt) and outcome.gist:
        return build_file(entry, outcome.sha256, outcome.gist, unit="")
    assert isinstance(outcome, Failed)  # noqa: S101 - a group that knows nothing learns a gist or fails
    return build_unread(entry, outcome.problem, unit="")
