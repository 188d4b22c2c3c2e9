"""A province's year of papers: made against plain docxtpl on the same templates and data, and made again unchanged."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment

from dossier.documents import CATALOGUE, Context, RenderState, render_document
from dossier.documents.book import Book
from dossier.documents.letters import build_request_context
from dossier.documents.plan_papers import build_explanation_context
from dossier.documents.render import find_template
from dossier.pipeline.demo import run_demo
from dossier.pipeline.paper_sources import Year
from dossier.pipeline.papers import plan_papers
from dossier.pipeline.run import Edge, open_run
from dossier.problems import NoProgress
from dossier.rounds.model import OpenPoint, UnitState

_UNITS = 124
_NOW = dt.datetime(2020, 10, 12, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def main() -> list[dict[str, Any]]:
    """The rows of this bench."""
    with tempfile.TemporaryDirectory() as scratch:
        papers = _papers(Path(scratch) / "ky")
        plain = _timed(lambda: _make_plain(papers, Path(scratch) / "plain"))
        ours = _timed(lambda: _make(papers, Path(scratch) / "out", RenderState.MADE))
        again = _timed(lambda: _make(papers, Path(scratch) / "out", RenderState.UNCHANGED))
    count = f"{len(papers)} văn bản ({_UNITS} đơn vị)"
    return [
        {
            "name": "lập văn bản DOCX",
            "count": f"{count}, {ours:.1f} giây",
            "ratio": round(ours / plain, 2),
            "baseline": f"docxtpl trần cùng mẫu, {plain:.1f} giây (đích ≤ 1,5)",
        },
        {
            "name": "lập lại khi không đổi",
            "count": count,
            "ratio": round(again, 2),
            "baseline": "giây (đích ≤ 1)",
        },
    ]


def _papers(root: Path) -> list[tuple[str, str, Context]]:
    """Four papers for each unit: those of the sample's first commune under another name."""
    run_demo(root, progress=NoProgress(), now=_NOW)
    with open_run(root, Edge(NoProgress(), _NOW)) as run:
        unit = run.campaign.units[0]
        leaves = [placed.id for placed in run.criteria.leaves()][:12]
        state = UnitState(unit.id, open={leaf: OpenPoint(f"Giải trình tiêu chí {leaf}", 1) for leaf in leaves})
        book = Book(run.campaign, run.criteria)
        contexts: dict[str, Any] = {
            **{paper.code: paper.context for paper in plan_papers(Year(run), ("D03", "D04"), [unit])},
            "D05": build_request_context(book, unit, state),
            "D06": build_explanation_context(book, unit, state, answers={}),
        }
    return [
        (f"xa-{number:03d}", code, replace(context, banner=f"Xã số {number}"))
        for number in range(_UNITS)
        for code, context in contexts.items()
    ]


def _make(papers: list[tuple[str, str, Context]], folder: Path, state: RenderState) -> None:
    for unit, code, context in papers:
        made = render_document(CATALOGUE[code], context, folder / unit / CATALOGUE[code].output)
        assert made.state is state, made


def _make_plain(papers: list[tuple[str, str, Any]], folder: Path) -> None:
    for unit, code, context in papers:
        document = DocxTemplate(str(find_template(CATALOGUE[code], overrides=None)))
        document.render({one.name: getattr(context, one.name) for one in fields(context)}, Environment(autoescape=True))
        target = folder / unit / CATALOGUE[code].output
        target.parent.mkdir(parents=True, exist_ok=True)
        document.save(str(target))


def _timed(act: Any) -> float:
    begin = time.process_time()
    act()
    return time.process_time() - begin
