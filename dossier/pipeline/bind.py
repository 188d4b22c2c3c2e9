"""``dossier bundle``: the unit's report and evidence as one PDF."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier import __version__
from dossier.bundle import BundlePlan, Report, build_entries, measure_text, plan_bundle, verify_bundle, write_bundle
from dossier.documents import CATALOGUE
from dossier.errors import DamagedError
from dossier.files import hash_file, sha256_hex, staged_file
from dossier.intake.model import Reading
from dossier.matching import Checklist
from dossier.pdf import Conversion, Engine, PdfSession, convert_evidence
from dossier.pdf.reading import count_pages
from dossier.pipeline.build import build_papers, open_pdf, paper_paths
from dossier.pipeline.check import assess
from dossier.pipeline.made import MADE, UNCHANGED, Made
from dossier.problems import Problem, Severity
from dossier.report.tables import Table
from dossier.text import ascii_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.model import BundleEntry
    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

_BUNDLE = "bo-ho-so.pdf"
# Merging ends a signature; the originals travel beside the bundle, byte for byte.
_ORIGINALS = "ban-ky-so"
_NAME_LIMIT = 60
_CHECKLIST = TypeAdapter(Checklist)


def bundle_units(run: Run, units: Sequence[Unit], *, engine: str) -> tuple[Made, ...]:
    """Papers and bundle of each unit; what has not changed is left alone."""
    assessments = [assess(run, unit) for unit in units]
    with open_pdf(run) as session:
        papers = build_papers(run, assessments, session=session, engine=Engine(engine))
        return (*papers, *bind_papers(run, assessments, session=session))


def bind_papers(run: Run, assessments: Sequence[Assessment], *, session: PdfSession) -> tuple[Made, ...]:
    """The bundle of each unit whose papers are made."""
    made: list[Made] = []
    for assessment in assessments:
        made += _bind_unit(run, assessment, session)
    return tuple(made)


def plan_units(run: Run, units: Sequence[Unit], *, engine: str) -> tuple[Table, ...]:
    """What the bundle of each unit would hold, page by page; writes the papers, no bundle."""
    tables = []
    with open_pdf(run) as session, tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        for unit in units:
            assessment = assess(run, unit)
            build_papers(run, [assessment], session=session, engine=Engine(engine))
            conversions = _convert_all(run, assessment, session, Path(scratch) / unit.id)
            plan = _plan(run, assessment, conversions)
            rows = tuple(
                (part.code, part.title, str(part.first), str(part.last), part.kind.value) for part in plan.parts
            )
            columns = ("Mã", "Tài liệu", "Từ trang", "Đến trang", "Loại")
            tables.append(Table(f"{unit.short}: {plan.page_count} trang", columns, rows, numeric=(2, 3)))
    return tuple(tables)


def _plan_table(unit: Unit, plan: BundlePlan) -> Table:
    columns = ("Mã", "Tài liệu", "Từ trang", "Đến trang", "Loại")
    rows = tuple((part.code, part.title, str(part.first), str(part.last), part.kind.value) for part in plan.parts)
    return Table(f"{unit.short}: {plan.page_count} trang", columns, rows, numeric=(2, 3))


def _bind_unit(run: Run, assessment: Assessment, session: PdfSession) -> Iterator[Made]:
    target = run.paths.out(assessment.unit.id) / _BUNDLE
    shown = target.relative_to(run.paths.root)
    version = f"{__version__}/{session.soffice}"
    inputs = _fingerprint(run, assessment)
    if target.is_file() and run.memo.get("bundle", version, inputs) == hash_file(target):
        yield Made(shown, UNCHANGED, pages=count_pages(target))
        return
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        conversions = _convert_all(run, assessment, session, Path(scratch))
        plan = _plan(run, assessment, conversions)
        _write_verified(plan, target, files=[file.path for file in assessment.index.files])
    run.memo.put("bundle", version, inputs, hash_file(target))
    problems = tuple(problem for made in conversions.values() for problem in _worth_telling(made))
    yield Made(shown, MADE, pages=plan.page_count, changed=True, problems=problems)
    if _signed(plan):
        yield _copy_originals(run, assessment, plan)


def _fingerprint(run: Run, assessment: Assessment) -> str:
    """Everything the bundle is made from; equal fingerprints give equal bundles."""
    papers = [hash_file(path.with_suffix(".pdf")) for path in paper_paths(run, assessment.unit).values()]
    files = [
        (file.path, file.sha256, file.kind, file.reading, json.dumps(asdict(file.head), default=str))
        for file in assessment.index.files
    ]
    checklist = _CHECKLIST.dump_json(assessment.checklist).decode()
    return sha256_hex(json.dumps([run.campaign.criteria.sha256, papers, files, checklist]).encode())


def _convert_all(run: Run, assessment: Assessment, session: PdfSession, folder: Path) -> dict[str, Conversion]:
    """Pages for every evidence file, by its path in the index."""
    folder.mkdir(parents=True, exist_ok=True)
    root = run.paths.evidence(assessment.unit.id)
    files = [file for file in assessment.index.files if file.reading is not Reading.IGNORED]
    run.progress.start(f"Ghép bộ hồ sơ {assessment.unit.short}", len(files))
    conversions = {}
    for number, file in enumerate(files):
        target = folder / f"{number:05d}.pdf"
        conversions[file.path] = convert_evidence(root / file.path, file.kind, target, session=session, shown=file.path)
        run.progress.advance(file.path)
    run.progress.finish()
    return conversions


def _plan(run: Run, assessment: Assessment, conversions: dict[str, Conversion]) -> BundlePlan:
    unit = assessment.unit
    reports = [
        Report(CATALOGUE[code].title, Conversion(pdf, pages=count_pages(pdf)))
        for code, path in paper_paths(run, unit).items()
        for pdf in [path.with_suffix(".pdf")]
    ]
    entries = build_entries(
        run.criteria,
        assessment.checklist,
        index=assessment.index,
        conversions=conversions,
        reports=reports,
    )
    return plan_bundle(
        entries,
        title=f"Hồ sơ tự đánh giá Chỉ số cải cách hành chính năm {run.campaign.year}",
        subtitles=[unit.name],
        measure=measure_text,
        sample=run.criteria.is_sample,
        ignored=[file.path for file in assessment.index.files if file.reading is Reading.IGNORED],
    )


def _write_verified(plan: BundlePlan, target: Path, *, files: Sequence[str]) -> None:
    """Put the bundle in its place only when it reads back as planned."""
    with staged_file(target) as staging:
        write_bundle(plan, staging)
        faults = [fault for fault in verify_bundle(staging, plan, files=files) if fault.severity is Severity.ERROR]
        if faults:
            raise DamagedError(f"{target.name}: bộ hồ sơ vừa ghép không khớp khi tự kiểm tra.", problems=faults)


def _worth_telling(conversion: Conversion) -> list[Problem]:
    return [problem for problem in conversion.problems if problem.severity is not Severity.HINT]


def _copy_originals(run: Run, assessment: Assessment, plan: BundlePlan) -> Made:
    """The signed files beside the bundle, byte for byte."""
    root = run.paths.evidence(assessment.unit.id)
    folder = run.paths.out(assessment.unit.id) / _ORIGINALS
    signed = _signed(plan)
    for entry in signed:
        source = root / entry.source
        name = f"{entry.code}-{ascii_name(source.stem, limit=_NAME_LIMIT)}{source.suffix.lower()}"
        with staged_file(folder / name) as staging:
            shutil.copyfile(source, staging)
    shown = folder.relative_to(run.paths.root)
    return Made(shown, f"{MADE}, {len(signed)} bản gốc ký số", changed=True)


def _signed(plan: BundlePlan) -> list[BundleEntry]:
    """The signed entries, each file once."""
    return list({entry.source: entry for entry in reversed(plan.entries) if entry.signed and entry.source}.values())[
        ::-1
    ]
