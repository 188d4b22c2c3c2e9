"""``dossier bundle --supplement``: what came since is added at the end; no page is numbered anew."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.bundle import measure_text, verify_file, write_bundle
from dossier.bundle.model import BundlePlan, Order
from dossier.bundle.originals import FOLDER, Original, copy_originals
from dossier.bundle.plan import extend_bundle
from dossier.bundle.publish import check_archival
from dossier.bundle.record import RECORD, Record, extend_record, is_intact, read_record
from dossier.bundle.supplement import Filed, find_new, pick_new, plan_base
from dossier.bundle.write import PRODUCER, Written
from dossier.criteria.model import SAMPLE_BANNER
from dossier.errors import DamagedError, RefusedError
from dossier.files import hash_file, staged_file
from dossier.pdf import Engine
from dossier.pipeline.bind import (
    Choice,
    attach_scores,
    fingerprint,
    list_entries,
    plan_table,
)
from dossier.pipeline.bind_pages import Pages, convert_files, page_problems
from dossier.pipeline.build import build_papers, open_pdf, paper_paths
from dossier.pipeline.check import assess
from dossier.pipeline.made import MADE, UNCHANGED, Made
from dossier.report import Assessment
from dossier.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.campaign import Unit
    from dossier.pdf import PdfSession
    from dossier.pipeline.run import Run


@dataclass(frozen=True, slots=True)
class _Addition:
    """What a unit's bundle gets; ``plan`` is None when there is nothing new."""

    assessment: Assessment
    choice: Choice
    earlier: Record
    pages: Pages
    plan: BundlePlan | None


def supplement_units(run: Run, units: Sequence[Unit], *, engine: str) -> tuple[Made, ...]:
    """Add what each unit handed in since its bundle was made, by the choices made then.

    Raises:
        RefusedError: a unit has no bundle yet, or it was changed since; nothing is written for any unit then.
    """
    made: list[Made] = []
    for unit, earlier in [(unit, _read_earlier(run, unit)) for unit in units]:
        with _planned(run, unit, earlier, engine) as (papers, addition, session):
            made += [*papers, *_write(run, addition, session)]
    return tuple(made)


def plan_supplements(run: Run, units: Sequence[Unit], *, engine: str) -> tuple[Table, ...]:
    """What ``supplement_units`` would add; writes the papers, no bundle."""
    tables = []
    for unit, earlier in [(unit, _read_earlier(run, unit)) for unit in units]:
        with _planned(run, unit, earlier, engine) as (_, addition, _):
            nothing = Table(f"{unit.short}: không có tài liệu mới để bổ sung", ("Mã", "Tài liệu"), ())
            tables.append(plan_table(unit, addition.plan) if addition.plan else nothing)
    return tuple(tables)


def _read_earlier(run: Run, unit: Unit) -> Record:
    folder = run.paths.out(unit.id)
    earlier = read_record(folder / RECORD)
    if earlier is None:
        raise RefusedError(f"{unit.short} chưa có bộ hồ sơ để bổ sung; chạy «dossier bundle {unit.id}» trước.")
    if not is_intact(earlier, folder):
        raise RefusedError(
            f"Bộ hồ sơ của {unit.short} không còn như lúc lập (đã ký số hoặc bị sửa); nối thêm sẽ làm mất chữ ký. "
            f"Đặt lại tệp đã lập vào {folder.relative_to(run.paths.root)}, hoặc lập bộ hồ sơ mới không có --supplement."
        )
    return earlier


@contextmanager
def _planned(
    run: Run, unit: Unit, earlier: Record, engine: str
) -> Iterator[tuple[tuple[Made, ...], _Addition, PdfSession]]:
    """The unit's papers, made, and what is to be added, while its pages are there."""
    asked = earlier.body["choice"]
    choice = Choice(**asked | {"order": Order(asked["order"])})
    with (
        open_pdf(run, image_dpi=choice.image_dpi) as session,
        tempfile.TemporaryDirectory(prefix="dossier-") as scratch,
    ):
        assessment = assess(run, unit)
        papers = build_papers(run, [assessment], session=session, engine=Engine(engine))
        yield papers, _plan(run, assessment, session, Path(scratch), earlier=earlier, choice=choice), session


def _plan(
    run: Run, assessment: Assessment, session: PdfSession, folder: Path, *, earlier: Record, choice: Choice
) -> _Addition:
    filed = Filed.of(earlier)
    new = find_new(assessment.index, filed)
    unit = assessment.unit.id
    pages = convert_files(run, {unit: new}, session, folder, drop_blank=choice.drop_blank)[unit]
    entries = list_entries(run, assessment, pages, replace(choice, dividers=False))
    papers = [path.with_suffix(".pdf") for path in paper_paths(run, assessment.unit).values()]
    contents: dict[str, str | None] = {file.path: file.sha256 for file in assessment.index.files}
    contents |= {f"HS-{number:02d}": hash_file(pdf) for number, pdf in enumerate(papers, start=1)}
    added = pick_new(entries, filed, contents=contents)
    if not new:  # a paper made again is no reason of its own
        return _Addition(assessment, choice, earlier, pages, None)
    banner = SAMPLE_BANNER if run.criteria.is_sample else ""
    base = plan_base(earlier, run.paths.out(unit), author=assessment.unit.name, banner=banner)
    plan = extend_bundle(base, added, title=f"Bổ sung lần {earlier.supplements + 1}", measure=measure_text)
    return _Addition(assessment, choice, earlier, pages, plan)


def _write(run: Run, addition: _Addition, session: PdfSession) -> Iterator[Made]:
    """The extended file, the signed originals and the record."""
    assessment, earlier, plan = addition.assessment, addition.earlier, addition.plan
    folder = run.paths.out(assessment.unit.id)
    shown = folder.relative_to(run.paths.root)
    if plan is None:
        yield from (Made(shown / item["file"], UNCHANGED, pages=item["pages"]) for item in earlier.body["volumes"])
        return
    scores = attach_scores(run, assessment, addition.choice) if plan.volume == 1 else ()
    with staged_file(folder / plan.file_name) as staging:
        written = write_bundle(plan, staging, attachments=scores)
        _refuse_faults(staging, plan)
    written = replace(written, path=folder / plan.file_name)
    was = [Original(**item) for item in earlier.body["originals"]]
    originals = copy_originals([plan], run.paths.evidence(assessment.unit.id), folder / FOLDER, earlier=was)
    extend_record(
        folder / RECORD,
        earlier,
        plan,
        written=written,
        originals=originals,
        index=assessment.index,
        conversions=addition.pages.conversions,
    )
    inputs = fingerprint(run, assessment, addition.choice)
    run.memo.put("bundle", f"{PRODUCER}/{session.soffice}", inputs, hash_file(folder / RECORD))
    yield _made(written, plan, shown, addition)


def _refuse_faults(path: Path, plan: BundlePlan) -> None:
    """Keep the file from its place when it does not hold together, from the first page to the last."""
    check = verify_file(path)
    if check.damaged or check.pages != plan.page_count:
        raise DamagedError(
            f"{plan.file_name}: bộ hồ sơ vừa bổ sung không khớp khi tự kiểm tra.", problems=check.problems
        )


def _made(written: Written, plan: BundlePlan, shown: Path, addition: _Addition) -> Made:
    first = plan.parts[len(plan.kept)].first
    state = f"{MADE}, bổ sung trang {first}–{plan.page_count}"
    problems = (*page_problems(addition.pages), *check_archival(written.path))
    return Made(shown / written.path.name, state, pages=written.pages, changed=True, problems=problems)
