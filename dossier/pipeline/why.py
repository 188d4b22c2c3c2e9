"""``dossier status --why``: what the next run would make again, and why; nothing is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.bundle.record import RECORD, is_intact, read_record
from dossier.bundle.write import PRODUCER
from dossier.documents import CATALOGUE
from dossier.documents.render import why_render
from dossier.files import hash_file
from dossier.pdf import Engine
from dossier.pipeline.assessed import gather_inputs, recall_assessment, why_assess
from dossier.pipeline.bind import Choice, fingerprint
from dossier.pipeline.build import OWN_FILE
from dossier.pipeline.issue import load_issued
from dossier.pipeline.paper_sources import Year
from dossier.pipeline.papers import plan_papers
from dossier.pipeline.press import pdf_version
from dossier.report.tables import Table
from dossier.tools import find_soffice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.campaign import Unit
    from dossier.pipeline.papers import Paper
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

_CHECK, _PAPERS, _BUNDLE = "kiểm tra minh chứng", "văn bản, bộ hồ sơ", "bộ hồ sơ"
_OR_FORGOTTEN = "hoặc bộ nhớ đệm đã xóa"


@dataclass(frozen=True, slots=True)
class Redo:
    """One piece of work that is due, and why; both in Vietnamese."""

    unit: str
    work: str
    why: str


_CHOICE = TypeAdapter(Choice)
_REDO = TypeAdapter(tuple[Redo, ...])


def find_redo(run: Run, units: Sequence[Unit]) -> tuple[Redo, ...]:
    """What ``check``, ``build`` and ``bundle`` with their usual options would do for these units."""
    run.progress.start("Xem việc phải làm lại", len(units))
    found: list[Redo] = []
    for unit in units:
        found += (Redo(unit.id, work, why) for work, why in _redo(run, unit))
        run.progress.advance(unit.short)
    run.progress.finish()
    return tuple(found)


def redo_json(found: Sequence[Redo]) -> bytes:
    """The same as JSON."""
    return _REDO.dump_json(tuple(found), indent=2) + b"\n"


def redo_table(run: Run, found: Sequence[Redo]) -> Table:
    """For people, one row a piece of work."""
    names = {unit.id: unit.short for unit in run.campaign.units}
    rows = tuple((names[item.unit], item.work, item.why) for item in found)
    return Table(f"Sẽ làm lại: {len(rows)} việc", ("Đơn vị", "Việc", "Vì"), rows)


def _redo(run: Run, unit: Unit) -> Iterator[tuple[str, str]]:
    why = why_assess(run, unit)
    assessment = None if why else recall_assessment(run, unit, gather_inputs(run, unit))
    if assessment is None:
        yield _CHECK, why or "bộ nhớ đệm không đọc được"
        yield _PAPERS, "xét sau khi kiểm tra lại"
        return
    papers = [*_redo_papers(run, assessment)]
    yield from papers
    why = "xét sau khi lập lại văn bản" if papers else _why_bind(run, assessment)
    if why:
        yield _BUNDLE, why


def _redo_papers(run: Run, assessment: Assessment) -> Iterator[tuple[str, str]]:
    issued = load_issued(run.paths)
    for paper in plan_papers(Year(run, [assessment]), OWN_FILE, [assessment.unit]):
        if paper.context is not None and (paper.code, paper.unit) not in issued:
            title = CATALOGUE[paper.code].title
            if why := why_render(CATALOGUE[paper.code], paper.context, paper.path, overrides=run.paths.templates):
                yield title, why
            elif why := _why_convert(run, paper):
                yield f"{title} (PDF)", why


def _why_convert(run: Run, paper: Paper) -> str:
    target = paper.path.with_suffix(".pdf")
    if not target.is_file():
        return "chưa có"
    known = run.memo.get("pdf", pdf_version(Engine.AUTO, None), hash_file(paper.path))
    if known is None:
        return f"bản DOCX hoặc bộ chuyển đổi đã đổi, {_OR_FORGOTTEN}"
    return "" if known == hash_file(target) else "bản PDF bị sửa"


def _why_bind(run: Run, assessment: Assessment) -> str:
    folder = run.paths.out(assessment.unit.id)
    earlier = read_record(folder / RECORD)
    if earlier is None:
        return "chưa có"
    if not is_intact(earlier, folder):
        return "tệp đã ghép bị sửa hoặc xóa"
    inputs = fingerprint(run, assessment, _CHOICE.validate_python(earlier.body["choice"]))
    if run.memo.get("bundle", f"{PRODUCER}/{find_soffice()}", inputs) == hash_file(folder / RECORD):
        return ""
    return f"minh chứng, điểm, văn bản hoặc bộ chuyển đổi đã đổi, {_OR_FORGOTTEN}"
