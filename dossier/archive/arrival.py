"""Packages that come in: opened, judged, kept byte for byte; plain copies listed and unpacked with care."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dossier.archive import rules
from dossier.archive.history import build_standing, find_bad_changes
from dossier.archive.model import Held, Receipt, Submission
from dossier.archive.record import RECORD, REPORT, content_hash, parse_submission, record_labels
from dossier.archive.store import read_record
from dossier.bags import BagReport, is_ours, open_source, verify_bag
from dossier.bags.names import is_system_name
from dossier.bags.rules import NAME_TWIN, NO_BAG
from dossier.bags.source import READ_ERRORS, find_base
from dossier.bags.tags import DECLARATION
from dossier.bags.write import copy_file
from dossier.errors import DamagedError, RefusedError
from dossier.files import hash_file, long_path, safe_inside
from dossier.problems import Problem, Severity, Where
from dossier.text import nfc
from dossier.validation import VERSION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.archive.model import Standing
    from dossier.archive.store import Filing, Shelf
    from dossier.bags.source import Source
    from dossier.problems import Progress

_EVIDENCE = "minh-chung"
_PAPERS = "van-ban"
FORMS = frozenset({"tu-cham-diem.xlsx", "giai-trinh.xlsx"})


@dataclass(frozen=True, slots=True)
class Package:
    """A submission that came in and holds together."""

    path: Path
    report: BagReport
    submission: Submission
    content: str


def read_package(path: Path, *, progress: Progress | None = None) -> Package | None:
    """A package of Dossier at a path, every checksum verified; None when it is something else.

    Raises:
        DamagedError: it cannot be opened, or says it is one and does not verify; lists every fault.
    """
    if not _is_bag(path):
        return None
    report = verify_bag(path, progress=progress)
    if report.damaged:
        raise DamagedError(
            f"Gói {path.name} bị hỏng hoặc đã bị sửa, không tiếp nhận.", problems=_grave(report.problems)
        )
    return load_package(path, report)


def load_package(path: Path, report: BagReport) -> Package | None:
    """A package whose bag was verified to the full; None when it is not one of Dossier's.

    Raises:
        DamagedError: its record does not fit its files; lists every fault.
    """
    if not is_ours(report):
        return None
    record = read_record(path)
    package = Package(path, report, parse_submission(record), content_hash(record))
    faults = tuple(_find_record_faults(package))
    if faults:
        raise DamagedError(f"Gói {path.name}: danh mục không khớp với tệp.", problems=faults)
    return package


def _is_bag(path: Path) -> bool:
    with open_source(path) as source:
        unopened = tuple(problem for problem in source.problems if problem.rule == NO_BAG.id)
        if unopened:
            raise DamagedError(f"Không mở được {path.name}.", problems=unopened)
        find_base(source, DECLARATION)
        return DECLARATION in source.sizes


def _grave(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def _find_record_faults(package: Package) -> Iterator[Problem]:
    """Where the record, ``bag-info.txt`` and the payload contradict each other."""
    submission, report = package.submission, package.report
    for label, value in record_labels(submission, package.content):
        if report.label(label) != value:
            yield rules.RECORD.at(
                Where(path="bag-info.txt"), f"«{label}» ghi {report.label(label)}, danh mục ghi {value}."
            )
    listed = dict(report.hashes["sha256"])
    for entry in submission.entries:
        if entry.file and listed.pop(f"data/{entry.file}", "") != entry.sha256:
            yield rules.RECORD.at(Where(path=entry.path), f"Tệp data/{entry.file} thiếu hoặc khác mã trong danh mục.")
    for path in listed.keys() - {f"data/{RECORD}", f"data/{REPORT}"}:
        yield rules.RECORD.at(Where(path=path), "Tệp không có trong danh mục.")


def find_misfits(
    package: Package, filings: Sequence[Filing], *, campaign: str, year: int, unit: str
) -> Iterator[Problem]:
    """Why a sound package cannot follow what is on the shelf of a unit."""
    submission = package.submission
    where = Where(path=package.path.name, unit=submission.unit)
    if any(filing.receipt.content == package.content for filing in filings):
        yield rules.AGAIN.at(where, f"Gói này đã được tiếp nhận là lần {submission.sequence:04d}.")
        return
    strayed = tuple(_find_strayed(submission, where, campaign=campaign, year=year, unit=unit))
    yield from strayed or _find_unchained(submission, where, filings)
    if submission.rules > VERSION:
        yield rules.NEWER_RULES.at(where, f"Bên gửi dùng bộ quy tắc {submission.rules}, máy này có {VERSION}.")


def _find_strayed(submission: Submission, where: Where, *, campaign: str, year: int, unit: str) -> Iterator[Problem]:
    """Whether it belongs to somebody else; then its place in this unit's chain says nothing."""
    if submission.unit != unit:
        yield rules.WRONG_UNIT.at(
            where, f"Gói của {submission.unit_name} ({submission.unit}), đang tiếp nhận cho {unit}."
        )
    if submission.year != year or submission.campaign != campaign:
        mine = f"{campaign}, năm {year}"
        yield rules.WRONG_YEAR.at(where, f"Gói của kỳ {submission.campaign}, năm {submission.year}; kỳ này là {mine}.")


def _find_unchained(submission: Submission, where: Where, filings: Sequence[Filing]) -> Iterator[Problem]:
    """Whether it goes on from the last sequence on the shelf."""
    if submission.sequence != len(filings):
        message = f"Gói là lần {submission.sequence:04d}, đang chờ lần {len(filings):04d}."
        yield rules.WRONG_SEQUENCE.at(where, message)
    elif submission.base != (filings[-1].receipt.content if filings else ""):
        yield rules.WRONG_BASE.at(where, f"Gói không nối tiếp lần {max(len(filings) - 1, 0):04d} đã tiếp nhận.")
    else:
        standing = build_standing(filing.submission for filing in filings)
        yield from find_bad_changes(submission.entries, standing, unit=submission.unit)


def store_package(
    shelf: Shelf, package: Package, *, at: dt.datetime, who: str, channel: str, errors: Sequence[str]
) -> Filing:
    """Keep a package byte for byte, with its receipt; a folder bag must be zipped by its sender.

    Raises:
        RefusedError: it is no ZIP; that sequence is there.
        DamagedError: the copy differs from what was verified.
    """
    if not package.path.is_file() or package.path.suffix.lower() != ".zip":
        raise RefusedError("Gói của Dossier phải ở dạng ZIP như bên gửi đã lập.")
    before = hash_file(package.path)
    submission = package.submission
    with shelf.staging() as folder:
        staged = folder / package.path.name
        copy_file(package.path, staged)
        if hash_file(staged) != before or read_record(staged) != read_record(package.path):
            raise DamagedError(f"Bản chép của {package.path.name} khác bản gốc: hãy tiếp nhận lại.")
        receipt = Receipt(
            unit=submission.unit,
            sequence=submission.sequence,
            content=package.content,
            package=before,
            at=at,
            who=who,
            origin=submission.origin,
            channel=channel,
            files=package.report.files,
            size=package.report.size,
            errors=tuple(errors),
        )
        return shelf.put(staged, submission, receipt)


def unpack_standing(packages: Mapping[int, Path], standing: Mapping[str, Standing], target: Path) -> None:
    """Copy what stands out of its packages into a folder, under the unit's own names, checking every hash.

    ``packages`` is the file of each sequence.

    Raises:
        RefusedError: a path would leave ``target``.
        DamagedError: a file differs from its record.
    """
    for sequence, package in packages.items():
        with open_source(package) as source:
            find_base(source, DECLARATION)
            for path, stands in standing.items():
                if stands.sequence != sequence:
                    continue
                goal = safe_inside(target, path)
                _copy_out(source, f"data/{stands.entry.file}", goal)
                if hash_file(goal) != stands.entry.sha256:
                    raise DamagedError(f"«{path}» trong {package.name} không khớp mã trong danh mục.")


def _copy_out(source: Source, path: str, target: Path) -> None:
    place = long_path(target)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with source.open(path) as stream, place.open("xb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
    except (*READ_ERRORS, KeyError) as error:
        raise DamagedError(f"Không chép được «{path}» ra khỏi gói ({error}).") from error


def unpack_plain(path: Path, scratch: Path) -> tuple[tuple[Held, ...], tuple[Problem, ...]]:
    """The files of a plain folder or archive as records of a unit, copied into ``scratch`` first.

    What lies in ``minh-chung`` or ``van-ban`` stays there, the forms stay, everything else is taken for evidence.
    System files are left out, each with a hint.

    Raises:
        RefusedError: links, escapes, bombs, broken archives, names that are one on Windows; each named.
    """
    with open_source(path) as source:
        grave = _grave(source.problems)
        if grave:
            raise RefusedError(f"Không tiếp nhận được {path.name}.", problems=grave)
        kept, left = _sort_out(source)
        places = _place_all(kept, _common_top(kept))
        for name, place in places.items():
            _copy_out(source, name, safe_inside(scratch, place))
    held = tuple(
        Held(place, scratch / place, hash_file(scratch / place), long_path(scratch / place).stat().st_size)
        for place in places.values()
    )
    return held, tuple(rules.LEFT_OUT.at(Where(path=name), "Tệp hệ thống, không lưu.") for name in left)


def _sort_out(source: Source) -> tuple[list[str], list[str]]:
    """What is taken and what is the system's; of a foreign bag only the payload is either."""
    find_base(source, DECLARATION)
    payload = "data/" if DECLARATION in source.sizes else ""
    names = [name for name in sorted(source.sizes) if name.startswith(payload)]
    return [name for name in names if not _is_aside(name)], [name for name in names if _is_aside(name)]


def _is_aside(name: str) -> bool:
    return is_system_name(name) or name.startswith("__MACOSX/")


def _common_top(names: Sequence[str]) -> str:
    """The one folder that holds everything, with its slash; empty when there is none or it means something."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    alone = len(tops) == 1 and all("/" in name for name in names)
    top = next(iter(tops), "")
    return f"{top}/" if alone and top not in {_EVIDENCE, _PAPERS} else ""


def _place_all(names: Iterable[str], top: str) -> dict[str, str]:
    places: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in names:
        place = _place(nfc(name.removeprefix(top)))
        twin = taken.setdefault(place.casefold(), name)
        if twin != name:
            problem = NAME_TWIN.at(Where(path=name), f"Trùng tên với «{twin}» trên Windows hoặc macOS.")
            raise RefusedError("Hai tệp trùng tên, không biết tệp nào là đúng.", problems=(problem,))
        places[name] = place
    return places


def _place(path: str) -> str:
    pure = PurePosixPath(path)
    if len(pure.parts) == 1 and pure.name.casefold() in FORMS:
        return pure.name.casefold()
    return path if pure.parts[0] in {_EVIDENCE, _PAPERS} and len(pure.parts) > 1 else f"{_EVIDENCE}/{path}"
