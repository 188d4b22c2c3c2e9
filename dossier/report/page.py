"""``check`` as one self-contained page: no request leaves it, it works from a disk and prints.

The style sheet and the script are allowed by their hashes alone (Content Security Policy), so that nothing
a file is called can run even if escaping failed.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dossier.intake.model import EvidenceFile, Reading
from dossier.intake.parts import pages_said
from dossier.matching import ProofState
from dossier.matching.facts import facts_at
from dossier.matching.model import Match, Pages, Place, ProofStatus
from dossier.report.tables import Table, accounting_line, build_problem_table, build_summary, head_line, kind_name
from dossier.text import ascii_name, official_decimal, short_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.report.model import Assessment, CheckReport

HERE = Path(__file__).parent / "web"


@dataclass(frozen=True, slots=True)
class _Paper:
    """A file as the page shows it; ``picture`` is a data URL, empty when there is none."""

    path: str
    document: str
    kind: str
    pages: str
    notes: tuple[str, ...]
    picture: str


@dataclass(frozen=True, slots=True)
class _Card:
    """A proof: what is asked, how it stands, what serves it, what to do."""

    leaf: str
    title: str
    state: str
    key: str
    papers: tuple[tuple[_Paper, Match], ...]
    status: ProofStatus
    points: str
    asked: str


@dataclass(frozen=True, slots=True)
class _UnitPart:
    """A unit's part of the page."""

    id: str
    name: str
    accounting: str
    score: str
    cards: tuple[_Card, ...]
    loose: tuple[_Paper, ...]
    problems: Table


def list_pictured(assessment: Assessment) -> Iterator[tuple[EvidenceFile, int]]:
    """The pages to show of a unit's files: the first of each document, and of what a person named as a proof."""
    named: dict[str, set[int]] = {}
    for status in assessment.checklist.statuses:
        for match in status.matches:
            named.setdefault(match.path, set()).add(_first(match.pages))
    for file in assessment.index.files:
        pages = {1, *(part.first for part in file.parts), *named.get(file.path, ())}
        yield from ((file, page) for page in sorted(pages))


def _first(pages: Pages) -> int:
    return pages[0] if pages else 1


def build_check_page(report: CheckReport, *, thumbnails: Mapping[tuple[str, str, int], bytes]) -> bytes:
    """The page as UTF-8 HTML.

    ``thumbnails``: JPEG of a page by (unit id, path, page), see ``list_pictured``; a file may have none.
    """
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    environment.filters["key"] = ascii_name
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("check.css", "check.js"))
    states = Counter(status.state for unit in report.units for status in unit.checklist.statuses)
    page = environment.get_template("check.html.jinja").render(
        report=report,
        style=style,
        script=script,
        policy=_policy(style, script),
        summary=build_summary(report),
        states=[(state.value, states[state]) for state in ProofState],
        units=[_unit_part(unit, thumbnails) for unit in report.units],
        problems=build_problem_table("", report.problems),
        has_pictures=bool(thumbnails),
    )
    return page.encode("utf-8")


def _policy(style: str, script: str) -> str:
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src '{hash_source(style)}'; script-src '{hash_source(script)}'"
    )


def hash_source(text: str) -> str:
    """How a Content Security Policy names a style sheet or script that may be used."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _unit_part(assessment: Assessment, thumbnails: Mapping[tuple[str, str, int], bytes]) -> _UnitPart:
    unit, score = assessment.unit, assessment.score
    files = {file.path: file for file in assessment.index.files}
    places = {match.place for status in assessment.checklist.statuses for match in status.matches}
    served = {path for path, _ in places}
    papers = {
        (path, pages): _paper(
            facts_at(files[path], pages).file if pages else files[path],
            thumbnails.get((unit.id, path, _first(pages))),
            pages,
        )
        for path, pages in {*places, *((path, None) for path in files)}
    }
    loose = [
        papers[file.path, None]
        for file in assessment.index.files
        if file.path not in served and file.reading is not Reading.IGNORED
    ]
    return _UnitPart(
        id=unit.id,
        name=unit.name,
        accounting=accounting_line(assessment),
        score=f"{official_decimal(score.total)}/{official_decimal(score.self_max)}",
        cards=tuple(_cards(assessment, papers)),
        loose=tuple(loose),
        problems=build_problem_table("", assessment.problems),
    )


def _cards(assessment: Assessment, papers: Mapping[Place, _Paper]) -> Iterator[_Card]:
    at_risk = {ranked.gap: ranked.points for ranked in assessment.gaps}
    for status in assessment.checklist.statuses:
        points = max((at_risk[gap] for gap in status.gaps if gap in at_risk), default=None)
        yield _Card(
            leaf=status.leaf,
            title=status.title,
            state=status.state.value,
            key=ascii_name(status.state.value),
            papers=tuple((papers[match.place], match) for match in status.matches),
            asked=_asked(status),
            status=status,
            points=official_decimal(points) if points else "",
        )


def _asked(status: ProofStatus) -> str:
    """What the criteria set demands of the document, where something is wrong with it."""
    expected = next((gap.expected for gap in status.gaps), "")
    return expected.removeprefix(f"{status.title} (").removesuffix(")") if expected != status.title else ""


def _paper(file: EvidenceFile, picture: bytes | None, pages: Pages) -> _Paper:
    head = file.head
    document = head_line(head.reference or head.symbol, head.type)
    return _Paper(
        path=file.path,
        document=f"{document} ngày {short_date(head.date)}" if head.date else document,
        kind=kind_name(file.kind),
        pages=f"trang {pages_said(*pages)}" if pages else f"{file.pages} trang" if file.pages else "",
        notes=tuple(f"{problem.message} {problem.remedy}" for problem in file.problems),
        picture=f"data:image/jpeg;base64,{base64.b64encode(picture).decode('ascii')}" if picture else "",
    )
