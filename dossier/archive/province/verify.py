"""Does a package still hold together: every bag, every sum, one manifest in all parts, and all parts there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from dossier.archive.province import rules
from dossier.archive.province.manifest import parse_layout, parse_manifest, parse_places, parse_sums
from dossier.archive.province.model import INDEX, LAYOUT, MANIFEST, SUMS, Section
from dossier.bags import BagReport, Depth, open_source
from dossier.bags.source import READ_ERRORS, find_base
from dossier.bags.tags import DECLARATION
from dossier.bags.verify import verify_source
from dossier.errors import BadInputError
from dossier.problems import NoProgress, Where
from dossier.validation.run import parse_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.archive.province.model import Entry, Layout
    from dossier.bags.source import Source
    from dossier.problems import Problem, Progress
    from dossier.validation import ValidationReport

_LABEL = "Dossier-Package"
_DATA = "data/"
_CHECKS = f"{_DATA}{Section.CHECKS}/"
_LONGEST = 256 << 20


def find_parts(path: Path) -> tuple[Path, ...]:
    """The parts at a path: itself when it is one, else those in the folder, in order; none when it is no package."""
    if _is_part(path):
        return (path,)
    inside = sorted(path.iterdir()) if path.is_dir() and not (path / DECLARATION).exists() else ()
    return tuple(item for item in inside if (item.is_dir() or item.suffix.lower() == ".zip") and _is_part(item))


def _is_part(path: Path) -> bool:
    """Whether it is a bag that holds a package's index and layout; also when it is damaged elsewhere."""
    wanted = {DECLARATION, f"data/{INDEX}", f"data/{LAYOUT}"}
    if path.is_dir():
        return all((path / name).is_file() for name in wanted)
    if path.suffix.lower() not in {".zip", ".tar"}:
        return False
    with open_source(path) as source:
        find_base(source, DECLARATION)
        return wanted <= source.sizes.keys()


def verify_package(path: Path, *, depth: Depth = Depth.FULL, progress: Progress | None = None) -> tuple[BagReport, ...]:
    """A report for each part at a path, with what is wrong with the package added; none when it is no package.

    A part alone is judged alone, and a hint names the others. Never raises for what is in it.
    """
    parts = find_parts(path)
    reports: list[BagReport] = []
    layouts: list[Layout | None] = []
    for part in parts:
        with open_source(part) as source:
            find_base(source, DECLARATION)
            report = verify_source(source, part, depth=depth, progress=progress or NoProgress())
            layout, faults = _inspect(part, source, report)
        reports.append(replace(report, problems=(*report.problems, *faults)))
        layouts.append(layout)
    if reports:
        together = tuple(_find_set_faults(reports, layouts, alone=parts == (path,)))
        reports[0] = replace(reports[0], problems=(*reports[0].problems, *together))
    return tuple(reports)


def _inspect(part: Path, source: Source, report: BagReport) -> tuple[Layout | None, tuple[Problem, ...]]:
    """The layout of a part, and where its lists, the sums and the bag's own hashes contradict each other."""
    if not report.version:
        return None, ()
    hashes = report.hashes.get("sha256", {})
    try:
        held = source.read(f"{_DATA}{LAYOUT}", most=_LONGEST)
        layout, manifest = parse_layout(held), parse_manifest(source.pieces(f"{_DATA}{MANIFEST}", most=_LONGEST))
        listed = (entry for entry in chain(layout.others, manifest.entries) if entry.path)
        own = _find_own(listed, parse_places(held), _number(part, report, layout))
        faults = (
            *_find_label_faults(report, layout),
            *_find_list_faults(chain([(MANIFEST, layout.manifest_sha256)], own), hashes),
            *_find_sum_faults(source, hashes),
        )
    except BadInputError as error:
        return None, (rules.MANIFEST.at(Where(path="data"), error.message),)
    except (*READ_ERRORS, KeyError):
        return None, (rules.MANIFEST.at(Where(path="data"), f"Không đọc được {MANIFEST}, {LAYOUT} hoặc {SUMS}."),)
    return layout, faults


def _find_label_faults(report: BagReport, layout: Layout) -> Iterator[Problem]:
    told = {_LABEL: layout.code, "Bag-Group-Identifier": layout.name, "Dossier-Content": layout.manifest_sha256}
    for label, value in told.items():
        if report.label(label) != value:
            where = Where(path="bag-info.txt")
            yield rules.LISTED.at(where, f"«{label}» ghi {report.label(label) or 'không có'}, {LAYOUT} ghi {value}.")


def _find_own(listed: Iterable[Entry], places: Iterator[tuple[str, int]], part: int) -> Iterator[tuple[str, str]]:
    """Path and hash of each listed file of a part; the places stand in the order of the entries.

    Raises:
        BadInputError: they do not.
    """
    for entry in listed:
        path, place = next(places, ("", 0))
        if path != entry.path:
            raise BadInputError(f"{LAYOUT} không ghi «{entry.path}» ở phần nào, hoặc sai thứ tự.")
        if place in {0, part}:
            yield entry.path, entry.sha256


def _find_list_faults(listed: Iterable[tuple[str, str]], hashes: Mapping[str, str]) -> Iterator[Problem]:
    unlisted = set(hashes)
    unlisted -= {f"{_DATA}{name}" for name in (INDEX, LAYOUT, SUMS)}
    for path, digest in listed:
        unlisted.discard(_DATA + path)
        if hashes.get(_DATA + path) != digest:
            yield rules.LISTED.at(Where(path=path), "Tệp thiếu hoặc khác mã trong danh mục.")
    for path in sorted(unlisted):
        yield rules.LISTED.at(Where(path=path.removeprefix(_DATA)), "Tệp không có trong danh mục.")


def _number(part: Path, report: BagReport, layout: Layout) -> int:
    """Which part it is: as the bag says, else by its name."""
    told = report.label("Bag-Count").partition(" ")[0]
    if told.isdecimal():
        return int(told)
    return layout.parts.index(part.name) + 1 if part.name in layout.parts else 1


def _find_sum_faults(source: Source, hashes: Mapping[str, str]) -> Iterator[Problem]:
    wrong: set[str] = set()
    unlisted = set(hashes)
    unlisted.discard(f"{_DATA}{SUMS}")
    with source.lines(f"{_DATA}{SUMS}", most=_LONGEST) as lines:
        for path, digest in parse_sums(lines):
            if _DATA + path in unlisted and hashes[_DATA + path] == digest:
                unlisted.discard(_DATA + path)
            else:
                wrong.add(path)
    for path in sorted(wrong.union(name.removeprefix(_DATA) for name in unlisted)):
        yield rules.SUMS.at(Where(path=path), f"Mã trong {SUMS} khác mã của gói, hoặc một bên thiếu tệp này.")


def _find_set_faults(
    reports: Sequence[BagReport], layouts: Sequence[Layout | None], *, alone: bool
) -> Iterator[Problem]:
    names = [report.path.name for report in reports]
    known = [(layout, _layout_hash(report)) for layout, report in zip(layouts, reports, strict=True)]
    first = next((pair for pair in known if pair[0]), None)
    if not first or not first[0]:
        return
    for name, (layout, digest) in zip(names, known, strict=True):
        if layout and (layout, digest) != first:
            yield rules.PARTS.at(Where(path=name), f"Thuộc gói khác với {names[0]}.")
    parts = first[0].parts
    missing = sorted(set(parts).difference(names))
    if alone and len(parts) > 1:
        yield rules.ALONE.at(Where(path=names[0]), f"Gói {first[0].name} có {len(parts)} phần.")
    elif not alone and missing:
        yield rules.PARTS.at(Where(path=reports[0].path.parent.name), f"Thiếu phần {', '.join(missing)}.")


def _layout_hash(report: BagReport) -> str:
    return report.hashes.get("sha256", {}).get(_DATA + LAYOUT, "")


def merge_parts(path: Path, parts: tuple[BagReport, ...]) -> BagReport:
    """The package as one bag: sums of its parts, and every problem with the name of its part."""
    problems = tuple(
        problem if len(parts) == 1 else replace(problem, where=replace(problem.where, cell=part.path.name))
        for part in parts
        for problem in part.problems
    )
    return replace(
        parts[0],
        path=path,
        files=sum(part.files for part in parts),
        size=sum(part.size for part in parts),
        checked=sum(part.checked for part in parts),
        problems=problems,
    )


def read_reports(path: Path) -> tuple[ValidationReport, ...]:
    """What the rule set said of each unit when the package was made; every part holds them, the first that can be read.

    Reports that this version cannot read are left out.
    """
    found: list[ValidationReport] = []
    for part in find_parts(path)[:1]:
        with open_source(part) as source:
            find_base(source, DECLARATION)
            names = [name for name in source.sizes if name.startswith(_CHECKS) and name.endswith(".json")]
            for name in sorted(names):
                with suppress(*READ_ERRORS, KeyError, ValueError):
                    found.append(parse_report(source.read(name, most=_LONGEST)))
    return tuple(found)
