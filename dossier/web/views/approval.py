"""Approval and publication: what the chairman's account records of the signed decision."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dossier.campaign import Unit
from dossier.errors import BadInputError
from dossier.pipeline.council import approve_units, publish_units
from dossier.pipeline.standing import read_states
from dossier.rounds import Stage
from dossier.web.access import needs, who
from dossier.web.opened import desk
from dossier.web.roles import Act
from dossier.web.views.lead import received

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from dossier.pipeline.run import Run

_VERBS = {"phe-duyet": approve_units, "cong-bo": publish_units}


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that is due, or done, and the units it is about.

    Attributes:
        done: what was decided of units that are past it, by decision.
    """

    verb: str
    title: str
    example: str
    due: tuple[Unit, ...]
    done: dict[str, tuple[Unit, ...]]


def approval_steps(run: Run) -> tuple[Step, ...]:
    """Approval, then publication."""
    states = read_states(run)
    units = run.campaign.units

    def step(verb: str, title: str, example: str, stage: Stage, field: str) -> Step:
        decided = {unit.id: getattr(states[unit.id], field) for unit in units}
        done = {text: tuple(unit for unit in units if decided[unit.id] == text) for text in decided.values() if text}
        return Step(verb, title, example, tuple(unit for unit in units if states[unit.id].stage is stage), done)

    return (
        step("phe-duyet", "Phê duyệt", "912/QĐ-UBND", Stage.APPROVAL, "approval"),
        step("cong-bo", "Công bố", "45/TB-UBND", Stage.APPROVED, "publication"),
    )


@require_POST
@needs(Act.APPROVE)
def decide(request: HttpRequest, verb: str) -> HttpResponse:
    """Record the approval or the publication of the units that were ticked."""
    do = _VERBS.get(verb)
    if do is None:
        raise Http404("Không có việc này.")
    units = [unit for unit in desk().campaign.units if unit.id in request.POST.getlist("don-vi")]
    if not units:
        raise BadInputError("Chưa chọn đơn vị nào: đánh dấu đơn vị rồi bấm lại.")
    try:
        day = dt.date.fromisoformat(request.POST.get("ngay", ""))
    except ValueError as error:
        raise BadInputError("Thiếu ngày ký của văn bản.") from error
    number = request.POST.get("so", "").strip()
    with (
        received(request) if request.FILES else nullcontext(()) as papers,
        desk().writing() as run,
    ):
        paper = papers[0] if papers else None
        recorded = do(run, units, number=number, day=day, paper=paper, who=who(request).name)
    for line in recorded.lines:
        messages.success(request, line)
    return redirect("ket-qua")
