"""A whole district: assessed, four papers and one bundle a unit, beside what a script would do with the same files.

The naive way reads the text of every page, fills the same templates with plain docxtpl, starts LibreOffice for each
paper and each office file, and merges everything with pypdf, in one process; ours has as many as there are cores. It is
measured on every tenth unit, half of them before ours has made the whole district and half after, and counted for all;
nobody reads scans here (OCR is measured apart).
"""

from __future__ import annotations

import datetime as dt
import io
import os
import resource
import shutil
import tempfile
import time
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pypdf
import pypdfium2 as pdfium
from docxtpl import DocxTemplate
from jinja2 import Environment
from PIL import Image

from dossier.documents import CATALOGUE, Context
from dossier.documents.book import Book
from dossier.documents.letters import build_request_context
from dossier.documents.plan_papers import build_explanation_context
from dossier.documents.render import find_template
from dossier.intake.model import OcrMode
from dossier.pdf import Engine
from dossier.pipeline.bind import bind_papers
from dossier.pipeline.build import build_papers, open_pdf
from dossier.pipeline.check import assess_units
from dossier.pipeline.paper_sources import Year
from dossier.pipeline.papers import Paper, plan_papers
from dossier.pipeline.press import print_papers
from dossier.pipeline.run import Edge, open_run
from dossier.problems import NoProgress
from dossier.rounds.model import OpenPoint, UnitState
from dossier.tools import convert_to_pdf, find_soffice
from tests.bench.measure import campaign, run_dossier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from tests.bench.run import Row

_UNITS, _FILES, _EVERY = 20, 60, 10
_NOW = dt.datetime(2020, 10, 12, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))
_LIMIT = 120.0


def main() -> list[Row]:
    """The rows of this bench."""
    root = campaign(_UNITS, _FILES)
    for made in (root / ".dossier", root / "out"):
        shutil.rmtree(made, ignore_errors=True)
    first, *rest = _naive_units(root)
    naive = [first()]
    ours = _spent(lambda: _make_district(root))
    naive += [act() for act in rest]
    each, usual = ours.shared(_UNITS), naive[0].plus(*naive[1:]).shared(len(naive))
    count = f"{_UNITS} đơn vị, mỗi đơn vị {_FILES} tệp; một đơn vị {each}"
    return [
        {
            "name": "cả huyện: kiểm tra, bốn văn bản, bộ hồ sơ",
            "count": count,
            "ratio": round(usual.seconds / each.seconds, 2),
            "baseline": f"cách thường, một đơn vị {usual} (nhanh hơn ≥ 5 lần)",
            "seconds": round(ours.seconds, 1),
            "each": round(each.cpu, 2),
        },
        *_again(root),
    ]


@dataclass(frozen=True)
class _Spent:
    """Seconds on the clock, and of processors with those of ended children."""

    seconds: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} giây, {self.cpu:.1f} giây CPU"

    def plus(self, *others: _Spent) -> _Spent:
        return _Spent(sum(o.seconds for o in (self, *others)), sum(o.cpu for o in (self, *others)))

    def shared(self, units: int) -> _Spent:
        return _Spent(self.seconds / units, self.cpu / units)


def _again(root: Path) -> Iterator[Row]:
    """Each command once more when nothing has changed; the papers and bundles are of this day by then."""
    for verb, name in (("bundle", ""), ("build", ": build"), ("check", ": check")):
        command = (verb, "-C", str(root), "--ocr", "none", "--quiet", "--jobs", str(os.cpu_count()))
        run_dossier(*command)
        again = run_dossier(*command)
        yield {
            "name": f"cả huyện, chạy lại khi không đổi{name}",
            "count": f"{_UNITS} đơn vị, {again.seconds:.1f} giây, {again.cpu:.1f} giây CPU",
            "ratio": round(again.seconds / 2, 2),
            "baseline": "2 giây (≤ 1)",
            "seconds": round(again.seconds, 1),
            "peak_mb": again.peak_mb,
        }


def _make_district(root: Path) -> None:
    """As ``dossier bundle`` and ``dossier build --only D05,D06`` do, from opening the campaign to its last worker."""
    edge = Edge(NoProgress(), _NOW, jobs=os.cpu_count() or 1, ocr=OcrMode.NONE)
    with open_run(root, edge, writes=True) as run, open_pdf(run) as session:
        units = run.campaign.units
        assessments = list(assess_units(run, units))
        build_papers(run, assessments, session=session, engine=Engine.AUTO)
        letters = [
            Paper(code, run.paths.out(unit.id) / CATALOGUE[code].output, unit.id, context)
            for unit in units
            for code, context in _letters(run, unit).items()
        ]
        print_papers(run, letters, session=session, engine=Engine.AUTO)
        bind_papers(run, assessments, session=session)


def _letters(run: Run, unit: Unit) -> dict[str, Context]:
    """The two papers of the round that a unit's own file does not hold."""
    leaves = [placed.id for placed in run.criteria.leaves()][:12]
    state = UnitState(unit.id, open={leaf: OpenPoint(f"Giải trình tiêu chí {leaf}", 1) for leaf in leaves})
    book = Book(run.campaign, run.criteria)
    return {
        "D05": build_request_context(book, unit, state),
        "D06": build_explanation_context(book, unit, state, answers={}),
    }


def _naive_units(root: Path) -> list[Callable[[], _Spent]]:
    """How to measure the naive way on each unit that stands for the others."""
    edge = Edge(NoProgress(), _NOW, ocr=OcrMode.NONE)

    def measure(unit: Unit) -> _Spent:
        with open_run(root, edge) as run, tempfile.TemporaryDirectory() as scratch:
            return _spent(lambda: _make_naively(run, unit, Path(scratch)))

    with open_run(root, edge) as run:
        return [partial(measure, unit) for unit in run.campaign.units[::_EVERY]]


def _make_naively(run: Run, unit: Unit, folder: Path) -> None:
    evidence = run.paths.evidence(unit.id)
    files = sorted(path for path in evidence.rglob("*") if path.is_file())
    pages = [_read_naively(path, folder / f"{number:03d}") for number, path in enumerate(files)]
    papers = {paper.code: paper.context for paper in plan_papers(Year(run), ("D03", "D04"), [unit])}
    for code, context in {**papers, **_letters(run, unit)}.items():
        source = folder / CATALOGUE[code].output
        _fill_naively(code, context, source)
        pages.append(_convert_naively(source, folder / code))
    writer = pypdf.PdfWriter()
    for data in pages:
        writer.append(io.BytesIO(data))
    writer.write(folder / "bo-ho-so.pdf")


def _read_naively(path: Path, scratch: Path) -> bytes:
    """The text of a file, thrown away, and its pages."""
    if path.suffix == ".docx":
        "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    elif path.suffix == ".xlsx":
        [row for sheet in openpyxl.load_workbook(path, data_only=True) for row in sheet.iter_rows(values_only=True)]
    elif path.suffix == ".jpg":
        with Image.open(path) as picture:
            data = io.BytesIO()
            picture.save(data, "PDF")
            return data.getvalue()
    else:
        data = io.BytesIO(path.read_bytes())
        with pdfium.PdfDocument(data) as pdf:
            [page.get_textpage().get_text_bounded() for page in pdf]
        return data.getvalue()
    return _convert_naively(path, scratch)


def _fill_naively(code: str, context: Any, target: Path) -> None:
    document = DocxTemplate(str(find_template(CATALOGUE[code], overrides=None)))
    document.render({one.name: getattr(context, one.name) for one in fields(context)}, Environment(autoescape=True))
    document.save(str(target))


def _convert_naively(source: Path, folder: Path) -> bytes:
    soffice = find_soffice()
    assert soffice, "the naive way needs LibreOffice"
    folder.mkdir()
    made = convert_to_pdf(soffice, [source], out=folder, timeout=_LIMIT)[source]
    assert isinstance(made, Path), made
    return made.read_bytes()


def _spent(act: Callable[[], object]) -> _Spent:
    begin, before = time.perf_counter(), _worked()
    act()
    return _Spent(time.perf_counter() - begin, _worked() - before)


def _worked() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
