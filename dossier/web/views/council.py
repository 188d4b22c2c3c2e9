"""The council: who attended, how they voted, what they decide; the same form as in Excel, checked and recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossier.errors import DossierError
from dossier.pipeline.council import export_council
from dossier.pipeline.council_typed import (
    FormFile,
    list_forms,
    merge_council,
    preview_minutes,
    read_form,
    record_seen,
    type_council,
    weigh_council,
    weigh_typed,
)
from dossier.pipeline.standing import read_states
from dossier.rounds import Stage
from dossier.sheets.council import AGAINST, AGREE, HOW, MEETING, WRITTEN
from dossier.sheets.council import OTHER as OTHERWISE
from dossier.sheets.council_typed import PARTS, CouncilRow, EditedCouncil, Part, TypedRow
from dossier.text import fold
from dossier.web.access import needs, who
from dossier.web.fetched import hand_out
from dossier.web.opened import desk
from dossier.web.roles import Act, allows
from dossier.web.stamps import stamp_file
from dossier.web.views.lead import received

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

    from dossier.documents.council_papers import MinutesContext
    from dossier.pipeline.run import Run

# In a form's field names: «o:thanh-vien:<key>:opinion» is the cell, «c:…» what stood in it when the page was made.
_CELL, _WAS = "o", "c"
_MARK = "attended"
_CHOICES = {"opinion": (AGREE, AGAINST, OTHERWISE)}
_LONG = {"matter", "reason"}
_NUMERIC = {"agreed", "against", "other", "decided", "points"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell a person may fill in.

    Attributes:
        was: the text the page was made from, kept through a failed save.
        theirs: what somebody else typed meanwhile; None when nobody did.
    """

    id: str
    name: str
    was_name: str
    label: str
    header: str
    key: str
    text: str
    was: str
    choices: tuple[str, ...] = ()
    theirs: str | None = None

    @property
    def kind(self) -> str:
        """How the page asks for it."""
        if self.key == _MARK:
            return "mark"
        if self.choices:
            return "choice"
        return "long" if self.key in _LONG else "number" if self.key in _NUMERIC else "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form on the page."""

    row: CouncilRow
    title: str
    entries: tuple[Entry, ...]
    faults: tuple[str, ...] = ()
    clash: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the form on the page."""

    part: Part
    lines: tuple[Line, ...]


@require_http_methods(["GET", "POST"])
@needs(Act.SEE_COUNCIL)
def council(request: HttpRequest) -> HttpResponse:
    """The form of a meeting; saved as one act."""
    may = allows(who(request), Act.COUNCIL)
    if request.method == "POST":
        if not may:
            raise PermissionDenied(f"Tài khoản này không có quyền: {Act.COUNCIL.value}.")
        return _save(request)
    return _show(request)


def _save(request: HttpRequest) -> HttpResponse:
    typed = tuple(_typed(request.POST))
    with desk().writing() as run:
        file = _find(run, request)
        edited = type_council(run, file, typed, who=who(request).name)
    return _told(request, file, edited, typed)


@require_POST
@needs(Act.COUNCIL)
def take(request: HttpRequest) -> HttpResponse:
    """A copy of the form that was filled in elsewhere."""
    with received(request) as paths, desk().writing() as run:
        file = _find(run, request)
        edited, typed = merge_council(run, file, paths[0], who=who(request).name)
    return _told(request, file, edited, typed)


def _told(request: HttpRequest, file: FormFile, edited: EditedCouncil, typed: tuple[TypedRow, ...]) -> HttpResponse:
    if edited.changes:
        messages.success(request, f"Đã lưu {len(edited.changes)} dòng vào {file.path.name}.")
    if edited.clashes or edited.faults:
        # What was not saved stays on the page as it was typed, beside what stands in the form now.
        return _show(request, edited=edited, typed=typed, status=409)
    if not edited.changes:
        messages.info(request, "Không có dòng nào thay đổi.")
    return redirect(_address(file))


@require_POST
@needs(Act.COUNCIL)
def weigh(request: HttpRequest) -> HttpResponse:
    """Quorum, majority and sums of what is typed, before it is saved: a fragment for the page."""
    with desk().reading() as run:
        weighed = weigh_typed(run, _find(run, request), _typed(request.POST))
    return render(request, "web/_council_check.html", {"weighed": weighed, "typed": True})


@require_POST
@needs(Act.COUNCIL)
def export(request: HttpRequest) -> HttpResponse:
    """A fresh form for the units that stand before the council."""
    with desk().writing() as run:
        recorded = export_council(run)
    for made in recorded.made:
        messages.success(request, f"Đã lập {made.path.as_posix()}.")
    return redirect("hoi-dong")


@require_POST
@needs(Act.COUNCIL)
def record(request: HttpRequest) -> HttpResponse:
    """Record what the council decided, as the person saw it."""
    with desk().writing() as run:
        file = _find(run, request)
        recorded = record_seen(run, file, seen=request.POST.get("da-thay", ""), who=who(request).name)
    for line in recorded.lines:
        messages.success(request, f"Đã ghi nhận. {line}")
    return redirect(_address(file))


@require_safe
@needs(Act.SEE_COUNCIL)
def workbook(request: HttpRequest) -> HttpResponseBase:
    """The form itself, as a download."""
    with desk().reading() as run:
        file = _find(run, request)
    return hand_out(file.path)


@require_safe
@needs(Act.SEE_COUNCIL)
def minutes(request: HttpRequest) -> HttpResponse:
    """What the minutes would say of the form as it stands."""
    with desk().reading() as run:
        file = _find(run, request)
        context: dict[str, Any] = {"file": file}
        try:
            context["minutes"] = desk().kept(_minutes, file, also=stamp_file(file.path) + desk().whole_stamp)
        except DossierError as error:
            context |= {"fault": error.message, "problems": error.problems}
    return render(request, "web/minutes.html", context)


def _minutes(run: Run, file: FormFile) -> MinutesContext:
    return preview_minutes(run, file, results=desk().results)


def _find(run: Run, request: HttpRequest) -> FormFile:
    """The form a request names, else the latest.

    Raises:
        Http404: there is none.
    """
    forms = list_forms(run)
    wanted = request.POST.get("bieu") or request.GET.get("bieu") or (forms[-1].name if forms else "")
    found = next((form for form in forms if form.name == wanted), None)
    if found is None:
        raise Http404("Chưa có biểu hội đồng này: lập biểu khi đơn vị đã thẩm định xong.")
    return found


def _address(file: FormFile) -> str:
    return f"{reverse('hoi-dong')}?bieu={file.name}"


def _typed(form: QueryDict) -> Iterator[TypedRow]:
    """The rows of a sent page. A box that is not ticked is not sent: its empty text is."""
    rows: dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]] = {}
    for name, text in form.items():
        kind, _, rest = name.partition(":")
        part, _, rest = rest.partition(":")
        key, _, column = rest.rpartition(":")
        if kind in {_CELL, _WAS} and key:
            cells, was = rows.setdefault((part, key), ({}, {}))
            (cells if kind == _CELL else was)[column] = str(text)
    for (part, key), (cells, was) in rows.items():
        unticked = {_MARK: ""} if _MARK in was else {}
        yield TypedRow(part, key, {**unticked, **cells}, was)


def _show(
    request: HttpRequest,
    *,
    edited: EditedCouncil | None = None,
    typed: tuple[TypedRow, ...] = (),
    status: int = 200,
) -> HttpResponse:
    edited = edited or EditedCouncil()
    context: dict[str, Any] = {"may_write": allows(who(request), Act.COUNCIL), "edited": edited}
    acts = desk().acts_stamp
    states = desk().kept(read_states)
    with desk().reading() as run:
        forms = list_forms(run)
        waiting = [unit for unit in run.campaign.units if states[unit.id].stage is Stage.COUNCIL]
        context |= {"forms": forms, "waiting": waiting, "units": run.campaign.units, "council": run.campaign.council}
        if forms:
            file = _find(run, request)
            stamp = stamp_file(file.path)
            rows = desk().kept(read_form, file, also=stamp, acts=False)
            context |= {
                "file": file,
                "sheets": lambda: tuple(_sheets(rows, edited, typed)),
                "weighed": desk().kept(weigh_council, file.path, also=stamp),
                "leaves": run.criteria.leaves(),
                # What was typed and not saved is this person's page alone.
                "disk": "" if typed else acts + stamp,
            }
    return render(request, "web/council.html", context, status=status)


def _sheets(rows: tuple[CouncilRow, ...], edited: EditedCouncil, typed: tuple[TypedRow, ...]) -> Iterator[Sheet]:
    mine = {(item.part, item.key): item.cells for item in typed}
    clashing = {(clash.row.part, clash.row.key) for clash in edited.clashes}
    for part in PARTS.values():
        lines = []
        for row in rows:
            place = (row.part, row.key)
            if row.part == part.name:
                kept = mine.get(place, {}) if place in clashing or place in edited.faults else {}
                faults = tuple(f"{fault.message} {fault.remedy}" for fault in edited.faults.get(place, ()))
                entries = tuple(_entries(part, row, kept, clash=place in clashing))
                lines.append(Line(row, _name(part, row), entries, faults, place in clashing))
        yield Sheet(part, tuple(lines))


def _name(part: Part, row: CouncilRow) -> str:
    return f"{part.title}, dòng {row.key}" if part.free else row.fixed.get("unit_name") or row.key


def _entries(part: Part, row: CouncilRow, kept: Mapping[str, str], *, clash: bool) -> Iterator[Entry]:
    for column in part.inputs:
        if column.key not in row.cells:
            continue
        stands = row.cells[column.key]
        choices = (MEETING, WRITTEN) if row.key == HOW and part.name == "phien" else _CHOICES.get(column.key, ())
        field = f"{part.name}:{row.key}:{column.key}"
        yield Entry(
            id=f"o-{part.name}-{row.line}-{column.key}",
            name=f"{_CELL}:{field}",
            was_name=f"{_WAS}:{field}",
            label=f"{_name(part, row)}: {column.header if part.name != 'phien' else ''}".rstrip(": "),
            header=column.header,
            key=column.key,
            text=kept.get(column.key, stands),
            was=stands,
            choices=_with(choices, stands),
            theirs=stands if clash and kept.get(column.key, stands) != stands else None,
        )


def _with(choices: tuple[str, ...], stands: str) -> tuple[str, ...]:
    """A text that is none of the choices is shown, too: it is what stands in the form."""
    return (*choices, stands) if choices and stands and fold(stands) not in map(fold, choices) else choices
