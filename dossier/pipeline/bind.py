"""``dossier bundle``: the unit's report and evidence as one PDF, or as volumes."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.bundle import Report, build_entries, measure_text, plan_volumes, verify_bundle, write_bundle
from dossier.bundle.model import BundlePlan, Cover, Order, Placeholder
from dossier.bundle.originals import FOLDER, copy_originals
from dossier.bundle.record import RECORD, Record, is_intact, read_record, write_record
from dossier.bundle.rules import BLANK, RENUMBERED, VOLUME_SIZE
from dossier.bundle.survey import Survey, survey_pages
from dossier.bundle.write import PRODUCER, Written
from dossier.criteria.claims import Claim
from dossier.documents import CATALOGUE
from dossier.errors import DamagedError
from dossier.files import hash_file, sha256_hex, staged_file
from dossier.intake.model import FileKind, Reading
from dossier.matching import Checklist
from dossier.pdf import Conversion, Engine, PdfSession, convert_evidence_all
from dossier.pdf.pdfa import Attachment, Relationship
from dossier.pdf.reading import count_pages
from dossier.pdf.store import PageStore
from dossier.pipeline.build import build_papers, open_pdf, paper_paths
from dossier.pipeline.check import assess
from dossier.pipeline.local import PAGES_FOLDER
from dossier.pipeline.made import MADE, UNCHANGED, Made
from dossier.pipeline.verify import check_archival
from dossier.problems import Problem, Severity, Where
from dossier.report.jsonout import versioned
from dossier.report.tables import Table
from dossier.scoring import UnitScore
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.model import BundleEntry
    from dossier.campaign import Unit
    from dossier.intake.model import EvidenceFile
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

_MEGABYTE = 1_000_000
_JUDGED = TypeAdapter(tuple[Checklist, UnitScore, dict[str, Claim]])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Choice:
    """How a bundle is wanted.

    Attributes:
        dividers: a sheet before each criterion; by time there are none.
        drop_blank: leave out pages that show nothing.
        max_size: megabytes (10^6 bytes) a volume should not pass; None makes one file.
        image_dpi: reduce finer photos and scanned pictures to this; None keeps them as they are.
        attach_scores: put the scores into the first file, as JSON and as the unit's form.
    """

    order: Order = Order.CRITERIA
    dividers: bool = True
    drop_blank: bool = False
    max_size: int | None = None
    image_dpi: int | None = None
    attach_scores: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a unit's evidence, by path in its index."""

    conversions: dict[str, Conversion]
    surveys: dict[str, Survey]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the attached JSON says; ``criteria`` names the set and its hash."""

    year: int
    criteria: str
    score: UnitScore


_ATTACHED = TypeAdapter(Scores)


def bundle_units(run: Run, units: Sequence[Unit], *, engine: str, choice: Choice = Choice()) -> tuple[Made, ...]:
    """Papers and bundle of each unit; what has not changed is left alone."""
    assessments = [assess(run, unit) for unit in units]
    with open_pdf(run, image_dpi=choice.image_dpi) as session:
        papers = build_papers(run, assessments, session=session, engine=Engine(engine))
        return (*papers, *bind_papers(run, assessments, session=session, choice=choice))


def bind_papers(
    run: Run, assessments: Sequence[Assessment], *, session: PdfSession, choice: Choice = Choice()
) -> tuple[Made, ...]:
    """The bundle of each unit whose papers are made."""
    made: list[Made] = []
    for assessment in assessments:
        made += _bind_unit(run, assessment, session, choice)
    return tuple(made)


def plan_units(run: Run, units: Sequence[Unit], *, engine: str, choice: Choice = Choice()) -> tuple[Table, ...]:
    """What the bundle of each unit would hold, page by page; writes the papers, no bundle."""
    tables = []
    with (
        open_pdf(run, image_dpi=choice.image_dpi) as session,
        tempfile.TemporaryDirectory(prefix="dossier-") as scratch,
    ):
        for unit in units:
            assessment = assess(run, unit)
            build_papers(run, [assessment], session=session, engine=Engine(engine))
            pages = convert_files(run, assessment, session, Path(scratch) / unit.id, choice)
            tables += [plan_table(unit, plan) for plan in _plan(run, assessment, pages, choice)]
    return tuple(tables)


def plan_table(unit: Unit, plan: BundlePlan) -> Table:
    """The parts that a plan writes, a row each."""
    columns = ("Mã", "Tài liệu", "Từ trang", "Đến trang", "Loại")
    parts = plan.parts[len(plan.kept) :]
    rows = tuple((part.code, part.title, str(part.first), str(part.last), part.kind.value) for part in parts)
    return Table(f"{unit.short}, {plan.file_name}: {plan.page_count} trang", columns, rows, numeric=(2, 3))


def _bind_unit(run: Run, assessment: Assessment, session: PdfSession, choice: Choice) -> Iterator[Made]:
    folder = run.paths.out(assessment.unit.id)
    shown = folder.relative_to(run.paths.root)
    version = f"{PRODUCER}/{session.soffice}"
    inputs = fingerprint(run, assessment, choice)
    earlier = read_record(folder / RECORD)
    if earlier and run.memo.get("bundle", version, inputs) == hash_file(folder / RECORD) and is_intact(earlier, folder):
        yield from (Made(shown / name, UNCHANGED, pages=count_pages(folder / name)) for name in earlier.volumes)
        return
    written, record, problems = _make(run, assessment, session, choice)
    run.memo.put("bundle", version, inputs, hash_file(folder / RECORD))
    if earlier and earlier.supplements:
        again = f"Lập lại toàn bộ; bản trước có {earlier.supplements} lần bổ sung."
        problems = (*problems, RENUMBERED.at(Where(path=written[0].path.name), again))
    for name in set(earlier.files if earlier else ()) - set(record.files):
        (folder / name).unlink(missing_ok=True)
    for item in written:
        own = problems if item is written[0] else ()
        yield Made(shown / item.path.name, MADE, pages=item.pages, changed=True, problems=own)
    if originals := len(record.files) - len(written):
        yield Made(shown / FOLDER, f"{MADE}, {originals} bản gốc ký số", changed=True)


def _make(
    run: Run, assessment: Assessment, session: PdfSession, choice: Choice
) -> tuple[list[Written], Record, tuple[Problem, ...]]:
    """Write the bundle, the signed originals and the record."""
    folder = run.paths.out(assessment.unit.id)
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        pages = convert_files(run, assessment, session, Path(scratch), choice)
        plans = _plan(run, assessment, pages, choice)
        files = [file.path for file in assessment.index.files]
        scores = attach_scores(run, assessment, choice)
        written = [
            _write_verified(plan, folder / plan.file_name, files=files, attached=() if number else scores)
            for number, plan in enumerate(plans)
        ]
    record = write_record(
        folder / RECORD,
        plans,
        written=written,
        originals=copy_originals(plans, run.paths.evidence(assessment.unit.id), folder / FOLDER),
        index=assessment.index,
        conversions=pages.conversions,
        choice=asdict(choice),
    )
    archival = (problem for item in written for problem in check_archival(item.path))
    return written, record, (*page_problems(pages), *_size_problems(written, choice), *archival)


def fingerprint(run: Run, assessment: Assessment, choice: Choice) -> str:
    """Everything the bundle is made from; equal fingerprints give equal bundles."""
    papers = [hash_file(path.with_suffix(".pdf")) for path in paper_paths(run, assessment.unit).values()]
    papers += [sha256_hex(attached.data) for attached in attach_scores(run, assessment, choice)]
    files = [
        (file.path, file.sha256, file.kind, file.reading, json.dumps(asdict(file.head), default=str))
        for file in assessment.index.files
    ]
    judged = _JUDGED.dump_json((assessment.checklist, assessment.score, assessment.claims)).decode()
    bodies = [body.model_dump_json() for body in (assessment.unit, run.campaign.authority, *run.campaign.offices)]
    return sha256_hex(
        json.dumps([run.campaign.criteria.sha256, papers, files, judged, bodies, asdict(choice)]).encode()
    )


def convert_files(
    run: Run,
    assessment: Assessment,
    session: PdfSession,
    folder: Path,
    choice: Choice,
    *,
    only: Sequence[EvidenceFile] | None = None,
) -> Pages:
    """Pages for every evidence file, or ``only`` these, and what is seen on them."""
    folder.mkdir(parents=True, exist_ok=True)
    root = run.paths.evidence(assessment.unit.id)
    wanted = assessment.index.files if only is None else only
    files = {root / file.path: file for file in wanted if file.reading is not Reading.IGNORED}
    run.progress.start(f"Ghép bộ hồ sơ {assessment.unit.short}", len(files))
    made = convert_evidence_all(
        [(path, file.kind, folder / f"{number:05d}.pdf") for number, (path, file) in enumerate(files.items())],
        session=session,
        progress=run.progress,
        store=PageStore(run.cache / PAGES_FOLDER),
        executor=run.executor,
        shown=lambda path: files[path].path,
    )
    run.progress.finish()
    pages = Pages({}, {})
    for path, file in files.items():
        conversion = made[path]
        if conversion.target:
            survey = _survey(path, file, conversion.target, session, choice)
            conversion = replace(conversion, pages=conversion.pages - len(survey.dropped))
            pages.surveys[file.path] = survey
        pages.conversions[file.path] = conversion
    return pages


def _survey(path: Path, file: EvidenceFile, target: Path, session: PdfSession, choice: Choice) -> Survey:
    """What is seen on the pages; a document that resists being looked at is bundled without."""
    original = path if file.kind is FileKind.PDF else None
    try:
        return session.run(survey_pages, target, original=original, drop_blank=choice.drop_blank)
    except Exception:  # noqa: BLE001 - a stranger's file may break a library in any way
        return Survey(size=target.stat().st_size)


def list_entries(run: Run, assessment: Assessment, pages: Pages, choice: Choice) -> tuple[BundleEntry, ...]:
    """Everything that belongs into the bundle of a unit, in order."""
    return build_entries(
        run.criteria,
        assessment.checklist,
        index=assessment.index,
        conversions=pages.conversions,
        surveys=pages.surveys,
        reports=_reports(run, assessment.unit),
        score=assessment.score,
        claims=assessment.claims,
        order=choice.order,
        offices=_offices(run),
        dividers=choice.dividers,
    )


def _plan(run: Run, assessment: Assessment, pages: Pages, choice: Choice) -> tuple[BundlePlan, ...]:
    unit = assessment.unit
    entries = list_entries(run, assessment, pages, choice)
    title = f"Hồ sơ tự đánh giá Chỉ số cải cách hành chính năm {run.campaign.year}"
    return plan_volumes(
        entries,
        title=title,
        subtitles=[unit.name],
        author=unit.name,
        measure=measure_text,
        cover=Cover(tuple(filter(None, (unit.parent, unit.name))), title, _facts(assessment, entries)),
        sample=run.criteria.is_sample,
        ignored=[file.path for file in assessment.index.files if file.reading is Reading.IGNORED],
        limit=choice.max_size and choice.max_size * _MEGABYTE,
    )


def _reports(run: Run, unit: Unit) -> list[Report]:
    papers = ((code, path.with_suffix(".pdf")) for code, path in paper_paths(run, unit).items())
    return [Report(CATALOGUE[code].title, Conversion(pdf, pages=count_pages(pdf))) for code, pdf in papers]


def _offices(run: Run) -> dict[str, str]:
    """The office of each criterion and leaf: the one the set names, else the one that follows its area."""
    names = {office.id: office.name for office in run.campaign.offices}
    by_area = {area: office.name for office in run.campaign.offices for area in office.areas}
    offices: dict[str, str] = {}
    for placed in run.criteria.leaves():
        office = names.get(placed.office or "") or by_area.get(placed.area.id)
        for code in (*(parent.id for parent in placed.parents), placed.id):
            if office:
                offices.setdefault(code, office)
    return offices


def _facts(assessment: Assessment, entries: Sequence[BundleEntry]) -> tuple[tuple[str, str], ...]:
    """The counts on the cover; each file is counted once."""
    score = assessment.score
    missing = {entry.source for entry in entries if entry.source and isinstance(entry.content, Placeholder)}
    signed = {entry.source for entry in entries if entry.source and entry.signed}
    proofs = Counter(status.state.value for status in assessment.checklist.statuses)
    return (
        ("Điểm tự chấm", f"{official_decimal(score.total)}/{official_decimal(score.self_max)}"),
        ("Tài liệu kiểm chứng", "; ".join(f"{count} {state}" for state, count in proofs.items())),
        ("Tệp minh chứng", str(len({entry.source for entry in entries if entry.source}))),
        ("Bản ký số kèm theo", str(len(signed))),
        ("Trang thay thế", str(len(missing))),
    )


def attach_scores(run: Run, assessment: Assessment, choice: Choice) -> tuple[Attachment, ...]:
    """The scores as files inside the PDF, when asked for: computed, and the form the unit filled."""
    if not choice.attach_scores:
        return ()
    criteria = f"{run.criteria.id}, SHA-256 {run.campaign.criteria.sha256}"
    body = _ATTACHED.dump_json(Scores(run.campaign.year, criteria, assessment.score), indent=2)
    scores = Attachment(
        "diem-tu-cham.json", versioned(body), "application/json", "Điểm tự chấm, cách tính từng tiêu chí"
    )
    form = run.paths.self_score_form(assessment.unit.id)
    if not form.is_file():
        return (scores,)
    title = "Biểu tự chấm điểm đơn vị đã điền"
    return scores, Attachment(form.name, form.read_bytes(), _XLSX, title, Relationship.SOURCE)


def _write_verified(plan: BundlePlan, target: Path, *, files: Sequence[str], attached: Sequence[Attachment]) -> Written:
    """Put the bundle in its place only when it reads back as planned."""
    with staged_file(target) as staging:
        written = write_bundle(plan, staging, attachments=attached)
        faults = [fault for fault in verify_bundle(staging, plan, files=files) if fault.severity is Severity.ERROR]
        if faults:
            raise DamagedError(f"{target.name}: bộ hồ sơ vừa ghép không khớp khi tự kiểm tra.", problems=faults)
    return replace(written, path=target)


def page_problems(pages: Pages) -> Iterator[Problem]:
    """What a person should know of the pages; what only explains itself stays in the record."""
    for path, conversion in pages.conversions.items():
        yield from (problem for problem in conversion.problems if problem.severity is not Severity.HINT)
        survey = pages.surveys.get(path)
        if survey and survey.blank:
            yield BLANK.at(Where(path=path), f"Trang trống: {', '.join(map(str, survey.blank))}.")


def _size_problems(written: Sequence[Written], choice: Choice) -> Iterator[Problem]:
    if choice.max_size is None:
        return
    for item in written:
        if item.size > choice.max_size * _MEGABYTE:
            size = official_decimal(Decimal(item.size) / _MEGABYTE, places=1)
            yield VOLUME_SIZE.at(Where(path=item.path.name), f"Tệp {size} MB, giới hạn {choice.max_size} MB.")
