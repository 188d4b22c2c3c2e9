"""A unit's answers after appraisal 1: what was asked, the answer, the evidence that was added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dossier.pipeline.answer_typed import answer_points, why_shut
from dossier.pipeline.standing import read_states
from dossier.rounds.rows import build_asked_rows
from dossier.sheets.model import Answer
from dossier.web.access import find_unit, needs, who
from dossier.web.opened import desk
from dossier.web.roles import Act, allows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse, QueryDict


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def answers(request: HttpRequest, unit: str) -> HttpResponse:
    """The open points of a unit."""
    found = find_unit(unit)
    person = who(request)
    may = allows(person, Act.ANSWER, unit=found.id)
    if request.method == "POST" and may:
        with desk().writing() as run:
            recorded = answer_points(run, found, _answers(request.POST), who=person.name)
        for line in recorded.lines:
            messages.success(request, line)
        for problem in recorded.problems:
            messages.warning(request, f"{problem.message} {problem.remedy}")
        return redirect("giai-trinh", found.id)
    state = desk().kept(read_states)[found.id]
    with desk().reading() as run:
        rows = [(row, state.open[row.leaf]) for row in build_asked_rows(run.criteria, state)]
        locked = why_shut(run, state) if may else "Chỉ xem: tài khoản này không trả lời thay đơn vị."
    context = {
        "unit": found,
        "rows": rows,
        "due": state.answer_due,
        "locked": locked,
        "may": {act.name: allows(person, act, unit=found.id) for act in Act},
    }
    return render(request, "web/answers.html", context)


def _answers(form: QueryDict) -> Iterator[Answer]:
    for name in form:
        kind, _, leaf = name.partition(":")
        if kind == "giai-trinh":
            yield Answer(leaf, str(form[name]).strip(), str(form.get(f"tai-lieu:{leaf}", "")).strip())
