"""From a unit's evidence to the ordered entries of its bundle, pure: by criteria, as the council reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.bundle.model import BundleEntry, Heading, PdfPages, Placeholder, Repeat
from dossier.intake.model import Reading
from dossier.pdf import Conversion
from dossier.text import one_line, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.criteria import CriteriaSet
    from dossier.intake.model import EvidenceFile, EvidenceIndex
    from dossier.matching.model import Checklist
    from dossier.problems import Problem

REPORTS = Heading("Báo cáo và danh mục")
UNMATCHED = Heading("Tài liệu chưa gắn tiêu chí")

_NOT_CONVERTED = Placeholder(
    "Tệp chưa được chuyển thành trang PDF.",
    "Chạy lại lệnh lập bản tập hợp; nếu vẫn vậy, đề nghị đơn vị gửi bản PDF.",
)


@dataclass(frozen=True, slots=True)
class Report:
    """A document of ours that opens the bundle: the report, the inventory."""

    title: str
    conversion: Conversion
    reference: str = ""
    date: str = ""


def build_entries(
    criteria: CriteriaSet,
    checklist: Checklist,
    *,
    index: EvidenceIndex,
    conversions: Mapping[str, Conversion],
    reports: Sequence[Report] = (),
) -> tuple[BundleEntry, ...]:
    """The reports, the evidence in the order of the criteria set, then what serves no criterion.

    Every file of the index is listed, except lock and system files. A document that
    serves several leaves, and a copy of one, lies in the bundle once and is listed again as a repeat.
    ``conversions`` are keyed by path as in ``index``; a file without one gets a placeholder page.
    """
    shelf = _Shelf(conversions)
    for number, report in enumerate(reports, start=1):
        content = _content(report.conversion)
        entry = BundleEntry(f"HS-{number:02d}", one_line(report.title), (REPORTS,), content)
        shelf.entries.append(replace(entry, reference=report.reference, date=report.date))
    files = {file.path: file for file in index.files if file.reading is not Reading.IGNORED}
    serving = _serving(checklist)
    for code, place in _places(criteria).items():
        shelf.file_all((files[path] for path in serving.get(code, ()) if path in files), place, f"TC{code}")
    placed = {entry.source for entry in shelf.entries}
    shelf.file_all((file for path, file in files.items() if path not in placed), (UNMATCHED,), "KHAC")
    return tuple(shelf.entries)


def _places(criteria: CriteriaSet) -> dict[str, tuple[Heading, ...]]:
    """The headings of every criterion and leaf, a criterion before its leaves."""
    places: dict[str, tuple[Heading, ...]] = {}
    for placed in criteria.leaves():
        place: tuple[Heading, ...] = (Heading(placed.area.title, placed.area.id),)
        nodes = [Heading(node.title, node.id) for node in placed.parents]
        for heading in (*nodes, Heading(placed.leaf.title, placed.id)):
            place = (*place, heading)
            places.setdefault(heading.code, place)
    return places


def _serving(checklist: Checklist) -> dict[str, dict[str, None]]:
    """The paths matched under each criterion or leaf, in the order of its proofs, each once."""
    paths: dict[str, dict[str, None]] = {}
    for status in checklist.statuses:
        paths.setdefault(status.leaf, {}).update(dict.fromkeys(match.path for match in status.matches))
    return paths


@dataclass(slots=True)
class _Shelf:
    """The entries so far, and the first entry of each content."""

    conversions: Mapping[str, Conversion]
    entries: list[BundleEntry] = field(default_factory=list)
    originals: dict[str, BundleEntry] = field(default_factory=dict)

    def file_all(self, files: Iterable[EvidenceFile], place: tuple[Heading, ...], prefix: str) -> None:
        """Add files under one heading; documents already shelved become repeats and take no new code."""
        number = 0
        for file in files:
            original = self.originals.get(file.sha256 or file.path)
            if original is None:
                number += 1
                entry = self._entry(file, place, f"{prefix}-{number:02d}")
                self.originals[file.sha256 or file.path] = entry
            elif original.source == file.path:
                entry = replace(original, place=place, content=Repeat(original.code))
            else:
                note = f"trùng nội dung với tệp «{original.source}»"
                entry = replace(original, place=place, content=Repeat(original.code, note), source=file.path)
            self.entries.append(entry)

    def _entry(self, file: EvidenceFile, place: tuple[Heading, ...], code: str) -> BundleEntry:
        conversion = self.conversions.get(file.path)
        head = file.head
        return BundleEntry(
            code,
            _title(file),
            place,
            _content(conversion, file.problems),
            source=file.path,
            reference=head.reference or head.symbol or "",
            date=short_date(head.date) if head.date else "",
            signed=bool(file.signed or (conversion and conversion.signed)),
        )


def _title(file: EvidenceFile) -> str:
    """``Kế hoạch Cải cách hành chính năm 2020``; the file's name when its head says nothing."""
    said = one_line(f"{file.head.type or ''} {file.head.subject or ''}")
    return said if file.head.subject else one_line(f"{said} {PurePosixPath(file.path).name}")


def _content(conversion: Conversion | None, problems: Sequence[Problem] = ()) -> PdfPages | Placeholder:
    """The pages of a conversion; without pages the reason it gives, else the gravest problem of the file."""
    if conversion is not None and conversion.target is not None:
        return PdfPages(conversion.target, conversion.pages)
    if conversion is not None and conversion.failure is not None:
        return Placeholder(conversion.failure.message, conversion.failure.remedy)
    gravest = min(problems, key=lambda problem: problem.severity.rank, default=None)
    return Placeholder(gravest.message, gravest.remedy) if gravest else _NOT_CONVERTED
