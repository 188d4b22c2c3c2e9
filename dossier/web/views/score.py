"""Self-scoring: the rows of the form, with the points and their arithmetic as the figures go in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dossier.pipeline.self_score_typed import type_self_score, why_locked
from dossier.pipeline.standing import read_states
from dossier.scoring import LeafScore, score_unit
from dossier.sheets.layout import COLUMNS, FormRow, RowKind, build_rows
from dossier.sheets.typed import Clash, Typed, claims_of, read_fields
from dossier.web.access import find_unit, needs, who
from dossier.web.fetched import hand_out
from dossier.web.opened import desk
from dossier.web.roles import Act, allows
from dossier.web.stamps import stamp_file
from dossier.web.views.lead import received

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.http.response import HttpResponseBase

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.problems import Problem
    from dossier.scoring import UnitScore
    from dossier.sheets.typed import Field

_HEADERS = {column.key: column.header for column in COLUMNS}
_LONG = {"evidence", "note"}
# In a form's field names: «o:1.1.2:state» is the cell, «c:1.1.2:state» what stood in it when the page was made.
_CELL, _WAS = "o", "c"


@dataclass(frozen=True, slots=True)
class Input:
    """One cell a person may fill in.

    Attributes:
        was: the text the page was made from, kept through a failed save.
        theirs: what somebody else typed meanwhile; None when nobody did.
        fault: what is wrong with the text; empty when nothing is.
    """

    code: str
    key: str
    label: str
    text: str
    was: str
    choices: tuple[str, ...] = ()
    long: bool = False
    theirs: str | None = None
    fault: str = ""

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{_CELL}:{self.code}:{self.key}"

    @property
    def was_name(self) -> str:
        """The name of the field that keeps what stood there."""
        return f"{_WAS}:{self.code}:{self.key}"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of the form as the page shows it."""

    row: FormRow
    inputs: tuple[Input, ...]
    score: LeafScore | None
    missing: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """An area or a criterion."""
        return self.row.kind in {RowKind.AREA, RowKind.CRITERION}


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def self_score(request: HttpRequest, unit: str) -> HttpResponse:
    """The form; saved as one act."""
    found = find_unit(unit)
    person = who(request)
    may = allows(person, Act.SCORE, unit=found.id)
    if request.method == "POST" and may:
        return _save(request, found, tuple(_typed(request.POST)))
    form = stamp_file(desk().paths.self_score_form(found.id))
    known = desk().state_of(found.id)
    fields = desk().kept(_read, found.id, also=form, acts=False)
    with desk().reading() as run:
        locked = why_locked(run, found, desk().kept(read_states)[found.id])
    locked = locked if may else "Chỉ xem: tài khoản này không tự chấm điểm."
    return _show(request, found, fields, fields, locked=locked, disk=f"{form} {known} {locked}")


def _read(run: Run, unit: str) -> dict[Field, str]:
    (found,) = run.units([unit])
    return read_fields(run.paths.self_score_form(unit), run.criteria, unit=found, campaign=run.campaign)


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def workbook(request: HttpRequest, unit: str) -> HttpResponseBase:
    """The Excel form: fetched, or given back filled in; a cell that says otherwise than the form is a clash."""
    found = find_unit(unit)
    if request.method == "GET":
        with desk().reading() as run:
            path = run.paths.self_score_form(found.id)
        return hand_out(path, name=f"tu-cham-diem-{found.id}.xlsx")
    if not allows(who(request), Act.SCORE, unit=found.id):
        raise PermissionDenied(f"Tài khoản này không có quyền: {Act.SCORE.value}.")
    with received(request) as paths:
        given = read_fields(paths[0], desk().criteria, unit=found, campaign=desk().campaign)
    return _save(request, found, tuple(Typed(code, key, text, "") for (code, key), text in given.items() if text))


def _save(request: HttpRequest, unit: Unit, typed: tuple[Typed, ...]) -> HttpResponse:
    with desk().writing() as run:
        edited = type_self_score(run, unit, typed, who=who(request).name)
        fields = read_fields(run.paths.self_score_form(unit.id), run.criteria, unit=unit, campaign=run.campaign)
    desk().changed(unit.id)
    if edited.changes:
        messages.success(request, f"Đã lưu {len(edited.changes)} ô.")
    if not edited.clashes and not edited.problems:
        if not edited.changes:
            messages.info(request, "Không có ô nào thay đổi.")
        return redirect("tu-cham", unit.id)
    # What was not saved stays on the page as it was typed, beside what stands in the form now.
    mine = {(item.code, item.key): item.text for item in typed}
    shown = {field: mine.get(field, text) for field, text in fields.items()}
    return _show(request, unit, shown, fields, clashes=edited.clashes, problems=edited.problems, status=409)


@require_POST
@needs(Act.SEE)
def preview(request: HttpRequest, unit: str) -> HttpResponse:
    """The points of what is typed, before it is saved: fragments for the page, by leaf."""
    found = find_unit(unit)
    fields = {(item.code, item.key): item.text for item in _typed(request.POST)}
    score, problems = _score(found, fields)
    context = {"unit": found, "score": score, "leaves": score.leaves, "faults": _faults(problems)}
    return render(request, "web/_points.html", context)


def _typed(form: QueryDict) -> Iterator[Typed]:
    for name, text in form.items():
        kind, _, field = name.partition(":")
        code, _, key = field.rpartition(":")
        if kind == _CELL and code:
            yield Typed(code, key, str(text), str(form.get(f"{_WAS}:{field}", "")))


def _score(unit: Unit, fields: Mapping[Field, str]) -> tuple[UnitScore, tuple[Problem, ...]]:
    criteria, campaign = desk().criteria, desk().campaign
    claims, problems = claims_of(criteria, fields)
    score = score_unit(criteria, claims, unit=unit.id, policy=campaign.scoring, exclusions=campaign.exclusions)
    return score, problems


def _faults(problems: tuple[Problem, ...]) -> dict[str, str]:
    """By row code; a cell's reader names the row only, so the row shows it."""
    found: dict[str, str] = {}
    for problem in problems:
        told = f"{problem.message} {problem.remedy}".strip()
        found[problem.where.node] = f"{found[problem.where.node]} {told}" if problem.where.node in found else told
    return found


def _show(
    request: HttpRequest,
    unit: Unit,
    fields: Mapping[Field, str],
    standing: Mapping[Field, str],
    *,
    locked: str = "",
    clashes: tuple[Clash, ...] = (),
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    disk: str = "",
) -> HttpResponse:
    theirs = {(clash.code, clash.key): clash.theirs for clash in clashes}
    score = cache(lambda: _score(unit, fields)[0])
    context: dict[str, Any] = {
        "unit": unit,
        "disk": disk,
        "rows": lambda: tuple(_rows(unit, fields, standing, score(), theirs)),
        "score": score,
        "locked": locked,
        "clashes": clashes,
        "faults": _faults(problems),
    }
    return render(request, "web/score.html", context, status=status)


def _rows(
    unit: Unit,
    fields: Mapping[Field, str],
    standing: Mapping[Field, str],
    score: UnitScore,
    theirs: Mapping[Field, str],
) -> Iterator[ScoreRow]:
    missing = _missing(unit)
    for row in build_rows(desk().criteria):
        inputs = tuple(
            _input(row, key, fields.get((row.code, key), ""), standing.get((row.code, key), ""), theirs)
            for key in row.inputs
            if (row.code, key) in standing
        )
        yield ScoreRow(row, inputs, score.leaf(row.code), missing.get(row.code, ()))


def _input(row: FormRow, key: str, text: str, was: str, theirs: Mapping[Field, str]) -> Input:
    label = dict(row.labels).get(key, _HEADERS[key])
    choices = row.states if key == "state" else ()
    return Input(row.code, key, label, text, was, choices, key in _LONG, theirs.get((row.code, key)))


def _missing(unit: Unit) -> dict[str, tuple[str, ...]]:
    """By leaf, the proofs it lacks: there an explanation is asked for."""
    assessment = desk().known(unit.id)
    found: dict[str, tuple[str, ...]] = {}
    for gap in assessment.checklist.gaps if assessment else ():
        if not gap.severity.rank and not gap.path:
            for leaf in gap.leaves:
                found[leaf] = (*found.get(leaf, ()), gap.expected)
    return found
