"""From a unit's evidence to the ordered entries of its bundle, pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.bundle.arrange import Section, arrange
from dossier.bundle.dividers import build_dividers, points_text
from dossier.bundle.model import BundleEntry, Heading, Order, PdfPages, Placeholder
from dossier.bundle.survey import Survey
from dossier.intake.model import Reading
from dossier.pdf import Conversion
from dossier.text import one_line, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.criteria import CriteriaSet
    from dossier.criteria.claims import Claim
    from dossier.intake.model import EvidenceFile, EvidenceIndex
    from dossier.matching.model import Checklist
    from dossier.problems import Problem
    from dossier.scoring import UnitScore

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
    surveys: Mapping[str, Survey] | None = None,
    reports: Sequence[Report] = (),
    score: UnitScore | None = None,
    claims: Mapping[str, Claim] | None = None,
    order: Order = Order.CRITERIA,
    offices: Mapping[str, str] | None = None,
    dividers: bool = False,
) -> tuple[BundleEntry, ...]:
    """The reports, then the evidence in the order asked for, then what serves no criterion.

    Every file of the index is listed, except lock and system files. A document that
    serves several leaves, and a copy of one, lies in the bundle once and is listed again as a repeat; by time
    it is listed once. A document has the same code in every order: that of the first criterion it serves.
    ``conversions`` and ``surveys`` are keyed by path as in ``index``; a file without a conversion gets a
    placeholder page. ``offices`` names the office of a leaf, by its code. Dividers stand before each leaf of
    the unit; by time there are none.
    """
    shelf = _Shelf(conversions, surveys or {})
    files = {file.path: file for file in index.files if file.reading is not Reading.IGNORED}
    serving = _serving(checklist)
    sections = []
    for code, place in _places(criteria, score).items():
        filed = shelf.file_all((files[path] for path in serving.get(code, ()) if path in files), place, f"TC{code}")
        sections.append(Section(code, place, filed))
    rest = shelf.file_all((file for path, file in files.items() if path not in shelf.paths), (UNMATCHED,), "KHAC")
    if dividers:
        sheets = build_dividers(criteria, checklist, sections, score=score, claims=claims or {})
        sections = [replace(section, divider=sheets.get(section.code)) for section in sections]
    dates = {path: file.head.date for path, file in files.items()}
    arranged = arrange([*sections, Section("", (UNMATCHED,), rest)], order, dates=dates, offices=offices or {})
    return (*_report_entries(reports), *arranged)


def _report_entries(reports: Sequence[Report]) -> list[BundleEntry]:
    return [
        BundleEntry(
            f"HS-{number:02d}",
            one_line(report.title),
            (REPORTS,),
            _content(report.conversion),
            reference=report.reference,
            date=report.date,
        )
        for number, report in enumerate(reports, start=1)
    ]


def _places(criteria: CriteriaSet, score: UnitScore | None) -> dict[str, tuple[Heading, ...]]:
    """The headings of every criterion and leaf, a criterion before its leaves."""
    places: dict[str, tuple[Heading, ...]] = {}
    for placed in criteria.leaves():
        place: tuple[Heading, ...] = (Heading(placed.area.title, placed.area.id),)
        nodes = [Heading(node.title, node.id) for node in placed.parents]
        leaf = Heading(placed.leaf.title, placed.id, points_text(score.leaf(placed.id)) if score else "")
        for heading in (*nodes, leaf):
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
    """The first entry of each content, and every path filed so far."""

    conversions: Mapping[str, Conversion]
    surveys: Mapping[str, Survey]
    originals: dict[str, BundleEntry] = field(default_factory=dict)
    paths: set[str] = field(default_factory=set)

    def file_all(
        self, files: Iterable[EvidenceFile], place: tuple[Heading, ...], prefix: str
    ) -> tuple[BundleEntry, ...]:
        """The entries of files under one heading; a document filed before keeps its code."""
        entries = []
        number = 0
        for file in files:
            original = self.originals.get(file.sha256 or file.path)
            if original is None:
                number += 1
                original = self.originals[file.sha256 or file.path] = self._entry(file, place, f"{prefix}-{number:02d}")
            entries.append(replace(original, place=place, source=file.path))
            self.paths.add(file.path)
        return tuple(entries)

    def _entry(self, file: EvidenceFile, place: tuple[Heading, ...], code: str) -> BundleEntry:
        conversion = self.conversions.get(file.path)
        head = file.head
        return BundleEntry(
            code,
            _title(file),
            place,
            _content(conversion, file.problems, self.surveys.get(file.path)),
            source=file.path,
            reference=head.reference or head.symbol or "",
            date=short_date(head.date) if head.date else "",
            signed=bool(file.signed or (conversion and conversion.signed)),
        )


def _title(file: EvidenceFile) -> str:
    """``Kế hoạch Cải cách hành chính năm 2020``; the file's name when its head says nothing."""
    said = one_line(f"{file.head.type or ''} {file.head.subject or ''}")
    return said if file.head.subject else one_line(f"{said} {PurePosixPath(file.path).name}")


def _content(
    conversion: Conversion | None, problems: Sequence[Problem] = (), survey: Survey | None = None
) -> PdfPages | Placeholder:
    """The pages of a conversion; without pages the reason it gives, else the gravest problem of the file."""
    if conversion is not None and conversion.target is not None:
        pages = PdfPages(conversion.target, conversion.pages)
        return survey.describe(pages) if survey else pages
    if conversion is not None and conversion.failure is not None:
        return Placeholder(conversion.failure.message, conversion.failure.remedy)
    gravest = min(problems, key=lambda problem: problem.severity.rank, default=None)
    return Placeholder(gravest.message, gravest.remedy) if gravest else _NOT_CONVERTED
