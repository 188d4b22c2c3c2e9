"""``dossier bundle``: the unit's report and evidence as one PDF, or as volumes."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.bundle import Report, build_entries, measure_text, plan_volumes
from dossier.bundle.model import BundlePlan, Cover, Order, Placeholder
from dossier.bundle.originals import FOLDER, copy_originals
from dossier.bundle.publish import Published, publish_bundle
from dossier.bundle.record import RECORD, Record, is_intact, read_record, write_record
from dossier.bundle.rules import RENUMBERED, VOLUME_SIZE
from dossier.bundle.write import PRODUCER, Written
from dossier.criteria.claims import Claim
from dossier.documents import CATALOGUE
from dossier.errors import ToolFailedError
from dossier.files import hash_file, sha256_hex
from dossier.intake.model import Reading
from dossier.matching import Checklist
from dossier.pdf import Conversion, Engine, PdfSession
from dossier.pdf.pdfa import Attachment, Relationship
from dossier.pdf.reading import count_pages
from dossier.pipeline.bind_pages import Pages, convert_files, page_problems
from dossier.pipeline.build import build_papers, open_pdf, paper_paths
from dossier.pipeline.check import assess, assess_units
from dossier.pipeline.made import MADE, UNCHANGED, Made
from dossier.problems import Problem, Where
from dossier.report import Assessment
from dossier.report.jsonout import versioned
from dossier.report.tables import Table
from dossier.scoring import UnitScore
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor

    from dossier.bundle.model import BundleEntry
    from dossier.campaign import Unit
    from dossier.pipeline.run import Run

_MEGABYTE = 1_000_000
# Bytes of evidence that are converted before the first bundle is written.
_BATCH = 2_000 * _MEGABYTE
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
class _Work:
    """The bundle of a unit on its way; each of ``volumes`` gives the file of a plan, in its place."""

    assessment: Assessment
    pages: Pages
    plans: tuple[BundlePlan, ...]
    volumes: list[Callable[[], Published]]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the attached JSON says; ``criteria`` names the set and its hash."""

    year: int
    criteria: str
    score: UnitScore


_ATTACHED = TypeAdapter(Scores)


def bundle_units(run: Run, units: Sequence[Unit], *, engine: str, choice: Choice = Choice()) -> tuple[Made, ...]:
    """Papers and bundle of each unit; what has not changed is left alone."""
    assessments = list(assess_units(run, units))
    with open_pdf(run, image_dpi=choice.image_dpi) as session:
        papers = build_papers(run, assessments, session=session, engine=Engine(engine))
        return (*papers, *bind_papers(run, assessments, session=session, choice=choice))


def bind_papers(
    run: Run, assessments: Sequence[Assessment], *, session: PdfSession, choice: Choice = Choice()
) -> tuple[Made, ...]:
    """The bundle of each unit whose papers are made; the evidence of many units is converted together."""
    version = f"{PRODUCER}/{session.soffice}"
    inputs = {each.unit.id: fingerprint(run, each, choice) for each in assessments}
    made = {unit: tuple(_standing(run, unit, run.memo.get("bundle", version, inputs[unit]))) for unit in inputs}
    for batch in _batches([each for each in assessments if not made[each.unit.id]]):
        for unit, done in _bind_batch(run, batch, session, choice):
            made[unit] = done
            record = run.paths.out(unit) / RECORD
            run.memo.put("bundle", version, inputs[unit], hash_file(record))
    return tuple(item for items in made.values() for item in items)


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
            folder = Path(scratch) / unit.id
            wanted = {unit.id: assessment.index.files}
            pages = convert_files(run, wanted, session, folder, drop_blank=choice.drop_blank)[unit.id]
            tables += [plan_table(unit, plan) for plan in _plan(run, assessment, pages, choice)]
    return tuple(tables)


def plan_table(unit: Unit, plan: BundlePlan) -> Table:
    """The parts that a plan writes, a row each."""
    columns = ("Mã", "Tài liệu", "Từ trang", "Đến trang", "Loại")
    parts = plan.parts[len(plan.kept) :]
    rows = tuple((part.code, part.title, str(part.first), str(part.last), part.kind.value) for part in parts)
    return Table(f"{unit.short}, {plan.file_name}: {plan.page_count} trang", columns, rows, numeric=(2, 3))


def _standing(run: Run, unit: str, known: str | None) -> Iterator[Made]:
    """The volumes that lie there, when ``known`` is the hash of their record and they are as they were left."""
    folder = run.paths.out(unit)
    earlier = read_record(folder / RECORD)
    if earlier and known == hash_file(folder / RECORD) and is_intact(earlier, folder):
        shown = folder.relative_to(run.paths.root)
        yield from (Made(shown / name, UNCHANGED, pages=count_pages(folder / name)) for name in earlier.volumes)


def _batches(assessments: Sequence[Assessment]) -> Iterator[list[Assessment]]:
    """Units whose pages may lie on the disk at the same time."""
    batch: list[Assessment] = []
    size = 0
    for assessment in assessments:
        own = sum(file.size for file in assessment.index.files)
        if batch and size + own > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(assessment)
        size += own
    if batch:
        yield batch


def _bind_batch(
    run: Run, batch: Sequence[Assessment], session: PdfSession, choice: Choice
) -> Iterator[tuple[str, tuple[Made, ...]]]:
    """Convert the evidence of all units, then write their bundles; with more than one job side by side."""
    executor = run.executor if run.jobs > 1 and len(batch) > 1 else None
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        wanted = {assessment.unit.id: assessment.index.files for assessment in batch}
        pages = convert_files(run, wanted, session, Path(scratch), drop_blank=choice.drop_blank)
        run.progress.start("Ghép bộ hồ sơ", len(batch))
        for work in [_begin(run, assessment, pages[assessment.unit.id], choice, executor) for assessment in batch]:
            published = [get() for get in work.volumes]
            yield work.assessment.unit.id, tuple(_settle(run, work, published, choice))
            run.progress.advance(work.assessment.unit.short)
        run.progress.finish()


def _begin(run: Run, assessment: Assessment, pages: Pages, choice: Choice, executor: Executor | None) -> _Work:
    plans = _plan(run, assessment, pages, choice)
    files = [file.path for file in assessment.index.files]
    scores = attach_scores(run, assessment, choice)
    folder = run.paths.out(assessment.unit.id)
    acts = [
        partial(publish_bundle, plan, folder / plan.file_name, files=files, attachments=() if number else scores)
        for number, plan in enumerate(plans)
    ]
    return _Work(assessment, pages, plans, [_started(act, executor) if executor else act for act in acts])


def _started(act: Callable[[], Published], executor: Executor) -> Callable[[], Published]:
    """The result of an act that a worker is at already."""
    future = executor.submit(act)

    def get() -> Published:
        try:
            return future.result()
        except ToolFailedError:  # a large bundle may need more time or memory than a worker is given
            return act()

    return get


def _settle(run: Run, work: _Work, published: Sequence[Published], choice: Choice) -> Iterator[Made]:
    """Put signed originals and record beside the volumes, and take away what an earlier bundle had besides."""
    unit, index = work.assessment.unit.id, work.assessment.index
    folder = run.paths.out(unit)
    shown = folder.relative_to(run.paths.root)
    written = [item.written for item in published]
    earlier = read_record(folder / RECORD)
    record = write_record(
        folder / RECORD,
        work.plans,
        written=written,
        originals=copy_originals(work.plans, run.paths.evidence(unit), folder / FOLDER),
        index=index,
        conversions=work.pages.conversions,
        choice=asdict(choice),
    )
    for name in set(earlier.files if earlier else ()) - set(record.files):
        (folder / name).unlink(missing_ok=True)
    archival = (problem for item in published for problem in item.archival)
    problems = (*page_problems(work.pages), *_size_problems(written, choice), *archival, *_renumbered(earlier, written))
    for item in written:
        own = problems if item is written[0] else ()
        yield Made(shown / item.path.name, MADE, pages=item.pages, changed=True, problems=own)
    if originals := len(record.files) - len(written):
        yield Made(shown / FOLDER, f"{MADE}, {originals} bản gốc ký số", changed=True)


def _renumbered(earlier: Record | None, written: Sequence[Written]) -> Iterator[Problem]:
    if earlier and earlier.supplements:
        again = f"Lập lại toàn bộ; bản trước có {earlier.supplements} lần bổ sung."
        yield RENUMBERED.at(Where(path=written[0].path.name), again)


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


def _size_problems(written: Sequence[Written], choice: Choice) -> Iterator[Problem]:
    if choice.max_size is None:
        return
    for item in written:
        if item.size > choice.max_size * _MEGABYTE:
            size = official_decimal(Decimal(item.size) / _MEGABYTE, places=1)
            yield VOLUME_SIZE.at(Where(path=item.path.name), f"Tệp {size} MB, giới hạn {choice.max_size} MB.")
