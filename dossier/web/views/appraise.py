"""Appraisal: one office's leaves, unit after unit, with self-score, evidence and reason side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dossier.pipeline.appraise_typed import (
    Appraised,
    TypedLeaf,
    appraise_unit,
    own_values,
    shown,
    turn_of,
)
from dossier.pipeline.standing import read_states
from dossier.rounds import duty_of, office_leaves
from dossier.rounds.rows import build_appraisal_rows
from dossier.sheets.model import AppraisalRow
from dossier.text import official_decimal
from dossier.web.access import find_office, find_unit, needs, who
from dossier.web.opened import desk
from dossier.web.roles import Act, allows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict

    from dossier.campaign import Office, Unit
    from dossier.pipeline.run import Run
    from dossier.rounds.model import UnitState


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an office is with a unit."""

    unit: Any
    stage: str
    turn: int
    done: int
    due: int


@dataclass(frozen=True, slots=True)
class AppraisalEntry:
    """One leaf on the page: what the sheet shows, what the office has typed, the evidence files."""

    row: AppraisalRow
    points: str
    seen: str
    reason: str
    request: str
    files: tuple[str, ...] = ()
    theirs: str | None = None
    fault: str = ""

    @property
    def offer(self) -> str:
        """The self-score as it may be taken over; empty when the unit has claimed no points."""
        filed = self.row.filed
        return official_decimal(filed) if isinstance(filed, Decimal) else ""


@require_safe
@needs(Act.APPRAISE)
def offices(request: HttpRequest) -> HttpResponse:
    """Where an appraiser begins: their own office, or the list of offices in the personal mode."""
    person = who(request)
    if person.office and not person.owner:
        return redirect("tham-dinh-co-quan", person.office)
    return render(request, "web/offices.html", {"offices": desk().campaign.offices})


@require_safe
@needs(Act.APPRAISE)
def office_page(request: HttpRequest, office: str) -> HttpResponse:
    """Every unit, and how far this office is with it."""
    found = find_office(office)
    states = desk().kept(read_states)
    with desk().reading() as run:
        mine = office_leaves(run.criteria, run.campaign, found)
        rows = [_progress(run, unit, states[unit.id], found, mine) for unit in _mine(request, found)]
    return render(request, "web/office.html", {"office": found, "rows": rows})


def _progress(run: Run, unit: Unit, state: UnitState, office: Office, mine: frozenset[str]) -> Progress:
    turn = turn_of(state)
    due = mine & (frozenset(state.open) if turn > 1 else duty_of(run.criteria, run.campaign, unit.id).required)
    return Progress(unit, state.stage.value, turn, len(due & set(own_values(state, turn, office))), len(due))


@require_http_methods(["GET", "POST"])
@needs(Act.APPRAISE)
def appraise(request: HttpRequest, office: str, unit: str) -> HttpResponse:
    """One unit's leaves of one office; saved as one act."""
    by, of = find_office(office), find_unit(unit)
    if request.method == "POST":
        typed = tuple(_typed(request.POST))
        with desk().writing() as run:
            done = appraise_unit(run, of, by, typed, who=who(request).name)
        if done.kept:
            messages.success(request, f"Đã ghi {done.kept} tiêu chí của {of.short}.")
        if not done.clashes and not done.problems:
            following = _next(request, by, of) if "tiep" in request.POST else of.id
            return redirect("tham-dinh-don-vi", by.id, following)
        return _show(request, by, of, {row.leaf: row for row in typed}, done, status=409)
    return _show(request, by, of, {}, Appraised(0))


def _typed(form: QueryDict) -> Iterator[TypedLeaf]:
    for name in form:
        kind, _, leaf = name.partition(":")
        if kind == "diem":
            yield TypedLeaf(
                leaf,
                str(form[name]),
                reason=str(form.get(f"ly-do:{leaf}", "")),
                request=str(form.get(f"yeu-cau:{leaf}", "")),
                seen=str(form.get(f"da-thay:{leaf}", "")),
            )


def _next(request: HttpRequest, office: Office, unit: Unit) -> str:
    """The next unit this person may appraise for the office; the same one after the last."""
    units = [item.id for item in _mine(request, office)]
    after = units[units.index(unit.id) + 1 :]
    return after[0] if after else unit.id


def _mine(request: HttpRequest, office: Office) -> list[Unit]:
    """The units this person may appraise for an office."""
    person = who(request)
    return [unit for unit in desk().campaign.units if allows(person, Act.APPRAISE, unit=unit.id, office=office.id)]


def _show(
    request: HttpRequest,
    office: Office,
    unit: Unit,
    typed: Mapping[str, TypedLeaf],
    done: Appraised,
    *,
    status: int = 200,
) -> HttpResponse:
    state = desk().kept(read_states)[unit.id]
    with desk().reading() as run:
        turn = turn_of(state)
        mine = office_leaves(run.criteria, run.campaign, office)
        rows = tuple(build_appraisal_rows(run.criteria, [(unit, state)], leaves=mine, turn=turn)) if turn else ()
    units = [
        item for item in desk().campaign.units if allows(who(request), Act.APPRAISE, unit=item.id, office=office.id)
    ]
    place = [item.id for item in units].index(unit.id)
    context = {
        "office": office,
        "unit": unit,
        "stage": state.stage.value,
        "turn": turn,
        "entries": tuple(_entries(rows, state, own_values(state, turn, office), typed, done)),
        "before": units[place - 1] if place else None,
        "after": units[place + 1] if place + 1 < len(units) else None,
        "due": state.answer_due,
    }
    return render(request, "web/appraise.html", context, status=status)


def _entries(
    rows: tuple[AppraisalRow, ...],
    state: UnitState,
    standing: Mapping[str, Any],
    typed: Mapping[str, TypedLeaf],
    done: Appraised,
) -> Iterator[AppraisalEntry]:
    theirs = {clash.leaf: clash.theirs for clash in done.clashes}
    faults = {problem.where.node: f"{problem.message} {problem.remedy}" for problem in done.problems}
    for row in rows:
        given, mine, filed = standing.get(row.leaf), typed.get(row.leaf), state.filed.get(row.leaf)
        yield AppraisalEntry(
            row,
            points=mine.points if mine else shown(given),
            seen=shown(given),
            reason=mine.reason if mine else (given.reason if given else ""),
            request=mine.request if mine else (given.request if given else ""),
            files=filed.files if filed else (),
            theirs=theirs.get(row.leaf),
            fault=faults.get(row.leaf, ""),
        )
