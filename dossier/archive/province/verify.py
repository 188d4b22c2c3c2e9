"""Does a package still hold together: every bag, every sum, one manifest in all parts, and all parts there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.archive.province import rules
from dossier.archive.province.manifest import parse_layout, parse_manifest, parse_sums
from dossier.archive.province.model import INDEX, LAYOUT, MANIFEST, SUMS, Layout, Section
from dossier.bags import BagReport, Depth, open_source, verify_bag
from dossier.bags.source import READ_ERRORS, find_base
from dossier.bags.tags import DECLARATION
from dossier.errors import BadInputError
from dossier.problems import Where
from dossier.validation.run import parse_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.problems import Problem, Progress
    from dossier.validation import ValidationReport

_LABEL = "Dossier-Package"
_CHECKS = f"data/{Section.CHECKS}/"
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
        report = verify_bag(part, depth=depth, progress=progress)
        layout, faults = _inspect(part, report)
        reports.append(replace(report, problems=(*report.problems, *faults)))
        layouts.append(layout)
    if reports:
        together = tuple(_find_set_faults(parts, layouts, alone=parts == (path,)))
        reports[0] = replace(reports[0], problems=(*reports[0].problems, *together))
    return tuple(reports)


def _inspect(part: Path, report: BagReport) -> tuple[Layout | None, tuple[Problem, ...]]:
    """The layout of a part, and where its lists, the sums and the bag's own hashes contradict each other."""
    if not report.version:
        return None, ()
    held: dict[str, bytes] = {}
    try:
        with open_source(part) as source:
            find_base(source, DECLARATION)
            for name in (MANIFEST, LAYOUT, SUMS):
                held[name] = source.read(f"data/{name}", most=_LONGEST)
        layout, manifest = parse_layout(held[LAYOUT]), parse_manifest(held[MANIFEST])
    except BadInputError as error:
        return None, (rules.MANIFEST.at(Where(path="data"), error.message),)
    except (*READ_ERRORS, KeyError):
        return None, (rules.MANIFEST.at(Where(path="data"), f"Không đọc được {MANIFEST}, {LAYOUT} hoặc {SUMS}."),)
    hashes = {name.removeprefix("data/"): digest for name, digest in report.hashes.get("sha256", {}).items()}
    listed = {entry.path: entry.sha256 for entry in (*manifest.entries, *layout.others) if entry.path}
    number = _number(part, report, layout)
    own = {path: digest for path, digest in listed.items() if layout.places.get(path) in {0, number}}
    own[MANIFEST] = layout.manifest_sha256
    return layout, (
        *_find_label_faults(report, layout),
        *_find_list_faults(own, hashes),
        *_find_sum_faults(parse_sums(held[SUMS]), hashes),
    )


def _find_label_faults(report: BagReport, layout: Layout) -> Iterator[Problem]:
    told = {_LABEL: layout.code, "Bag-Group-Identifier": layout.name, "Dossier-Content": layout.manifest_sha256}
    for label, value in told.items():
        if report.label(label) != value:
            where = Where(path="bag-info.txt")
            yield rules.LISTED.at(where, f"«{label}» ghi {report.label(label) or 'không có'}, {LAYOUT} ghi {value}.")


def _find_list_faults(listed: dict[str, str], hashes: dict[str, str]) -> Iterator[Problem]:
    for path, digest in listed.items():
        if hashes.get(path) != digest:
            yield rules.LISTED.at(Where(path=path), "Tệp thiếu hoặc khác mã trong danh mục.")
    for path in sorted(hashes.keys() - listed.keys() - {INDEX, LAYOUT, SUMS}):
        yield rules.LISTED.at(Where(path=path), "Tệp không có trong danh mục.")


def _number(part: Path, report: BagReport, layout: Layout) -> int:
    """Which part it is: as the bag says, else by its name."""
    told = report.label("Bag-Count").partition(" ")[0]
    if told.isdecimal():
        return int(told)
    return layout.parts.index(part.name) + 1 if part.name in layout.parts else 1


def _find_sum_faults(sums: dict[str, str], hashes: dict[str, str]) -> Iterator[Problem]:
    wanted = {path: digest for path, digest in hashes.items() if path != SUMS}
    for path in sorted(path for path in {*wanted, *sums} if wanted.get(path) != sums.get(path)):
        yield rules.SUMS.at(Where(path=path), f"Mã trong {SUMS} khác mã của gói, hoặc một bên thiếu tệp này.")


def _find_set_faults(parts: tuple[Path, ...], layouts: list[Layout | None], *, alone: bool) -> Iterator[Problem]:
    known = [layout for layout in layouts if layout]
    if not known:
        return
    first = known[0]
    for part, layout in zip(parts, layouts, strict=True):
        if layout and layout != first:
            yield rules.PARTS.at(Where(path=part.name), f"Thuộc gói khác với {parts[0].name}.")
    missing = sorted(set(first.parts) - {part.name for part in parts})
    if alone and len(first.parts) > 1:
        yield rules.ALONE.at(Where(path=parts[0].name), f"Gói {first.name} có {len(first.parts)} phần.")
    elif not alone and missing:
        yield rules.PARTS.at(Where(path=parts[0].parent.name), f"Thiếu phần {', '.join(missing)}.")


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
