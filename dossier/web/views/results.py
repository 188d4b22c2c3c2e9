"""Results: ranking, grades, statistics, what a unit would regain, and last year beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossier.campaign import CampaignPaths
from dossier.errors import DossierError
from dossier.pipeline.results import RESULTS_FOLDER, gather, results_file
from dossier.pipeline.score import find_what_if, what_if_table
from dossier.report.results import build_comparison_tables, build_result_tables, load_results
from dossier.scoring.compare import compare_results
from dossier.web.access import find_unit, needs, who
from dossier.web.opened import desk
from dossier.web.roles import Act, allows
from dossier.web.stamps import stamp_unit
from dossier.web.views.approval import approval_steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse

    from dossier.pipeline.run import Run
    from dossier.report.tables import Table
    from dossier.scoring.results import Results


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart: the index in % as a whole number of the chart's width, and as printed."""

    name: str
    width: int
    text: str
    grade: str


@require_safe
@needs(Act.SEE_COUNCIL)
def results(request: HttpRequest) -> HttpResponse:
    """The tables of the year, and the comparison with a year whose results lie beside it."""
    disk = desk().results_stamp
    found = desk().results()
    approval = desk().kept(approval_steps)
    comparison, fault = _compared(request.GET.get("nam-truoc", ""), found)
    context = {
        "results": found,
        "disk": disk,
        "tables": lambda: build_result_tables(found),
        "bars": lambda: tuple(_bars(found)),
        "comparison": comparison,
        "fault": fault,
        "years": _years(),
        "units": desk().campaign.units,
        "approval": approval,
        "may_approve": allows(who(request), Act.APPROVE),
    }
    return render(request, "web/results.html", context)


@require_safe
@needs(Act.SEE)
def what_if(request: HttpRequest, unit: str) -> HttpResponse:
    """What a unit would regain by closing its gaps."""
    found = find_unit(unit)
    table = desk().kept(_what_if, found.id, also=stamp_unit(desk().paths, found.id))
    return render(request, "web/what_if.html", {"unit": found, "table": table})


def _what_if(run: Run, unit: str) -> Table:
    (filing,) = gather(run, run.units([unit]))
    return what_if_table(run, find_what_if(run, filing))


def _bars(results: Results) -> Iterator[Bar]:
    for unit in results.units:
        if unit.index is not None:
            yield Bar(unit.tally.name, round(float(unit.index)), unit.index_text, unit.grade)


def _years() -> list[str]:
    """Campaign folders beside this one that have results: a name is chosen, never a path typed."""
    mine = desk().paths.root
    made = (folder for folder in sorted(mine.parent.iterdir()) if folder != mine and folder.is_dir())
    return [folder.name for folder in made if _results_of(folder).is_file()]


def _results_of(folder: Path) -> Path:
    return CampaignPaths(folder).out(RESULTS_FOLDER) / "ket-qua.json"


def _compared(year: str, now: Results) -> tuple[tuple[Table, ...], str]:
    """The comparison with a year chosen from ``_years``; looking at it writes nothing."""
    if year not in _years():
        return (), ""
    try:
        before = load_results(results_file(desk().paths.root.parent / year))
    except DossierError as error:
        return (), error.message
    return build_comparison_tables(compare_results(before, now, mergers={})), ""
