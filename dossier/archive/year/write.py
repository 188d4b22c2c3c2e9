"""Writing an archive: its papers are made in a scratch folder, then everything becomes one bag, whole or not at all.

A sequence exists from the moment its folder has its name; what an interrupted run left is cleared by the next.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from dossier import __version__
from dossier.archive.year import rules
from dossier.archive.year.copies import PRODUCER
from dossier.archive.year.coverage import build_readme
from dossier.archive.year.metadata import SCHEMA_FILE, build_schema, build_xml
from dossier.archive.year.papers import build_common, build_of_file
from dossier.archive.year.record import RECORD, ArchiveRecord, read_record, record_json
from dossier.bags import Item, verify_bag, write_bag
from dossier.documents import render_document
from dossier.documents.archive_papers import ARCHIVE_PAPERS
from dossier.errors import DamagedError, RefusedError, ToolFailedError
from dossier.pdf import convert_docx, pdfa
from dossier.problems import Severity, Where

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dossier.archive.year.model import ArchivePlan, Copy
    from dossier.bags.write import WrittenBag
    from dossier.documents.paper import Properties
    from dossier.pdf import PdfSession
    from dossier.problems import Problem, Progress

_ARCHIVE = re.compile(r"^nam-\d{4}-\d{4}$")
_LEFT = ".dang-ghi-"
_BY_WORD = "Mở tệp DOCX bằng Word rồi in hoặc lưu thành PDF."
README, WEEDED, XML = "doc-truoc.txt", "tai-lieu-loai.xlsx", "ho-so.xml"


@dataclass(frozen=True, slots=True)
class ArchiveShelf:
    """Where the archives of a campaign are kept, one folder a sequence."""

    root: Path

    def folder(self, year: int, sequence: int) -> Path:
        """Where a sequence is or will be."""
        return self.root / f"nam-{year}-{sequence:04d}"

    def load(self) -> tuple[tuple[Path, ArchiveRecord], ...]:
        """Every archive with its record, in order.

        Raises:
            DamagedError: a record is missing or broken.
        """
        folders = sorted(path for path in self.root.glob("nam-*") if _ARCHIVE.match(path.name))
        return tuple((path, read_record(path)) for path in folders)

    def clear(self) -> None:
        """Clear away what an interrupted run left; archives are never touched."""
        for path in sorted(self.root.glob(f"{_LEFT}*")):
            shutil.rmtree(path)


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes into the archive beside its documents.

    Attributes:
        weeded: the signed-off list as it came back; None when nobody decided anything.
        overrides: written reasons by rule of validation.
        sources: where each unit's records come from, by unit id.
        reports: the validation reports as JSON, by unit id.
    """

    weeded: Path | None
    overrides: Mapping[str, str]
    sources: Mapping[str, str]
    reports: Mapping[str, bytes]


def write_archive(
    shelf: ArchiveShelf,
    plan: ArchivePlan,
    *,
    copies: Mapping[str, Copy],
    extras: Extras,
    scratch: Path,
    session: PdfSession,
    templates: Path | None,
    at: dt.datetime,
    progress: Progress,
) -> tuple[WrittenBag, tuple[Problem, ...]]:
    """Write, rename and read back an archive; says which of its papers are there as DOCX only.

    ``scratch`` is an empty folder for the papers; ``at`` is the day of the bag, never of a paper.

    Raises:
        RefusedError: the sequence exists; a file has changed since it was read.
        DamagedError: what was written does not verify.
    """
    target = shelf.folder(plan.year, plan.sequence)
    if target.exists():
        raise RefusedError(f"Đã có {target.name}, không ghi đè.")
    shelf.root.mkdir(parents=True, exist_ok=True)
    shelf.clear()
    items = [*_documents(plan, copies), *_descriptions(plan), *_extras(plan, extras)]
    papers, problems = _make_papers(plan, scratch, session=session, templates=templates, progress=progress)
    items += papers
    written = write_bag(target, items, info=_info(plan, at), progress=progress)
    report = verify_bag(target, progress=progress)
    if report.damaged:
        faults = [problem for problem in report.problems if problem.severity is Severity.ERROR]
        raise DamagedError(f"{target.name}: gói vừa ghi không khớp khi đọc lại, đĩa có thể hỏng.", problems=faults)
    return written, problems


def _documents(plan: ArchivePlan, copies: Mapping[str, Copy]) -> Iterator[Item]:
    for document in plan.documents:
        yield Item(document.original, document.source, document.sha256)
        copy = copies.get(document.sha256)
        if document.copy and copy and copy.path:
            yield Item(document.copy, copy.path)


def _descriptions(plan: ArchivePlan) -> Iterator[Item]:
    for file in plan.files:
        yield Item(f"{file.folder}/{XML}", build_xml(file, organ=plan.organ, year=plan.year))
    yield Item(SCHEMA_FILE, build_schema())


def _extras(plan: ArchivePlan, extras: Extras) -> Iterator[Item]:
    yield Item(RECORD, record_json(plan, overrides=extras.overrides, sources=extras.sources))
    yield Item(README, build_readme(plan).encode())
    if extras.weeded:
        yield Item(WEEDED, extras.weeded)
    for unit, report in extras.reports.items():
        yield Item(f"kiem-tra/{unit}.json", report)


def _make_papers(
    plan: ArchivePlan, scratch: Path, *, session: PdfSession, templates: Path | None, progress: Progress
) -> tuple[list[Item], tuple[Problem, ...]]:
    """Every paper as DOCX, to be signed, and as PDF/A, to be kept; one that no engine draws whole stays a DOCX."""
    wanted = [("", code, context) for code, context in build_common(plan)]
    wanted += [(f"{file.folder}/", code, context) for file in plan.files for code, context in build_of_file(plan, file)]
    items: list[Item] = []
    problems: list[Problem] = []
    progress.start("Lập mục lục, bìa, chứng từ", len(wanted))
    for number, (place, code, context) in enumerate(wanted):
        kind = ARCHIVE_PAPERS[code]
        docx = scratch / f"{number:04d}-{kind.output}"
        render_document(kind, context, docx, overrides=templates)
        items.append(Item(f"{place}{kind.output}", docx))
        try:
            pdf = _draw(docx, context.properties, session)
            items.append(Item(f"{place}{Path(kind.output).with_suffix('.pdf')}", pdf))
        except ToolFailedError as error:
            problems.append(rules.NO_COPY.at(Where(path=f"{place}{kind.output}"), error.message, remedy=_BY_WORD))
        progress.advance(kind.output)
    progress.finish()
    return items, tuple(problems)


def _draw(docx: Path, properties: Properties, session: PdfSession) -> Path:
    target, drawn = docx.with_suffix(".pdf"), docx.with_suffix(".ve.pdf")
    convert_docx(docx, drawn, session=session)
    with pikepdf.open(drawn) as pdf:
        pdfa.make_archivable(pdf, where=Where(path=docx.name))
        pdfa.finalize_pdfa(pdf, title=properties.title, author=properties.author, producer=PRODUCER)
        pdfa.save_pdf(pdf, target)
    return target


def _info(plan: ArchivePlan, at: dt.datetime) -> tuple[tuple[str, str], ...]:
    return (
        ("Source-Organization", plan.organ.name),
        ("External-Description", f"Hồ sơ lưu trữ năm {plan.year}: {plan.title}"),
        ("Bagging-Date", f"{at:%Y-%m-%d}"),
        ("External-Identifier", f"{plan.campaign}/luu-tru/{plan.sequence:04d}"),
        ("Bag-Software-Agent", f"Dossier {__version__}"),
        ("Dossier-Year", str(plan.year)),
        ("Dossier-Sequence", f"{plan.sequence:04d}"),
        ("Dossier-Content", plan.content),
    )
