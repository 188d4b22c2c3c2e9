"""The year's papers: where each stands, its pages, its number, the signed copy.

The same pages serve the campaign's papers and, under a unit's address, that unit's. A commune sees its own only.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dossier.errors import BadInputError, DossierError
from dossier.pdf.reading import count_pages
from dossier.pipeline.issue import Said, describe, kept_copy, load_registrations
from dossier.pipeline.paper_states import (
    PaperStage,
    PaperState,
    campaign_codes,
    give_number,
    list_papers,
    own_codes,
    register_signed,
    shown_pdf,
    unit_codes,
)
from dossier.web.access import find_unit, needs, who
from dossier.web.clock import this_minute
from dossier.web.fetched import hand_out
from dossier.web.opened import desk
from dossier.web.roles import Act, Role, allows
from dossier.web.viewer import VIEWER
from dossier.web.views.lead import received

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.http import HttpRequest, HttpResponseBase

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.web.roles import Who

_PATIENCE = 1.5


@require_safe
@needs(Act.BUILD)
def papers(request: HttpRequest, unit: str = "") -> HttpResponse:
    """Every paper of the campaign, or of one unit, and where it stands."""
    person = who(request)
    if not unit and (wanted := person.unit if _is_commune(person) else request.GET.get("don-vi", "")):
        return redirect("van-ban", find_unit(wanted).id)
    found = find_unit(unit) if unit else None
    states = _listed(person, found)
    context = {
        "unit": found,
        "states": states,
        "units": () if _is_commune(person) else desk().campaign.units,
        "buildable": any(state.may_be_built for state in states),
        "own": _is_commune(person),
    }
    return render(request, "web/documents.html", context)


@require_safe
@needs(Act.BUILD)
def paper(request: HttpRequest, doc: str, unit: str = "") -> HttpResponse:
    """One paper: its pages, downloads, number, signed copies."""
    person = who(request)
    state = _find(doc, _listed(person, find_unit(unit) if unit else None))
    with desk().reading() as run:
        pdf, fault = _shown(run, state)
        own = (state.kind.code, state.unit)
        history = [item for item in load_registrations(run.paths) if (item.doc, item.unit) == own]
        context: dict[str, Any] = {
            "unit": find_unit(unit) if unit else None,
            "state": state,
            "numbers": range(1, (count_pages(pdf) if pdf else 0) + 1),
            "fault": fault,
            "docx": _relative(run, state.docx),
            "pdf": _relative(run, state.pdf) if pdf == state.pdf else "",
            "history": [(item, describe(item)) for item in history],
            "may_issue": allows(person, Act.ISSUE, unit=unit),
            "own": _is_commune(person),
        }
    return render(request, "web/document.html", context)


@require_safe
@needs(Act.BUILD)
def picture(request: HttpRequest, doc: str, number: int, unit: str = "") -> HttpResponse:
    """One page of a paper as a JPEG."""
    state = _find(doc, _listed(who(request), find_unit(unit) if unit else None))
    with desk().reading() as run:
        pdf, _ = _shown(run, state)
    if pdf is None:
        raise Http404("Văn bản này chưa có bản PDF.")
    made = VIEWER.picture_of_pdf(pdf, number)
    if made is None:
        raise Http404("Không có trang này.")
    return HttpResponse(made, content_type="image/jpeg")


@require_safe
@needs(Act.BUILD)
def signed(request: HttpRequest, doc: str, unit: str = "") -> HttpResponseBase:
    """The signed copy in force, byte for byte, always as a download."""
    state = _find(doc, _listed(who(request), find_unit(unit) if unit else None))
    with desk().reading() as run:
        if state.issued is None:
            raise Http404("Chưa đăng ký bản đã ký của văn bản này.")
        path = kept_copy(run.paths, state.issued)
    return hand_out(path, name=state.issued.name)


@require_POST
@needs(Act.ISSUE)
def register(request: HttpRequest, doc: str, unit: str = "") -> HttpResponse:
    """Take in the signed copy; what it says otherwise than the draft is shown."""
    day = _day(request) if request.POST.get("ngay") else None
    with received(request) as paths, desk().writing() as run:
        state = _find(doc, _list(run, who(request), unit, doc))
        said = Said(
            number=request.POST.get("so", "").strip(),
            date=day,
            replaces=request.POST.get("thay", "").strip(),
            meeting="" if state.kind.of_unit else state.unit,
        )
        issued, new = register_signed(run, state, paths[0], said=said, who=who(request).name)
    messages.success(request, f"{'Đã đăng ký' if new else 'Đã đăng ký từ trước'}: {describe(issued)}.")
    for difference in issued.differences:
        messages.warning(request, difference)
    return redirect(_address(doc, unit))


@require_POST
@needs(Act.ISSUE)
def number(request: HttpRequest, doc: str, unit: str = "") -> HttpResponse:
    """The number and day a paper was given; every paper that cites it takes them."""
    with desk().writing() as run:
        state = _find(doc, _list(run, who(request), unit, doc))
        reference = give_number(
            run,
            state,
            number=request.POST.get("so", "").strip(),
            day=_day(request),
            seen=request.POST.get("da-thay", ""),
            who=who(request).name,
        )
    messages.success(request, f"Đã ghi: {reference}. Văn bản nhắc tới nó sẽ theo số này khi lập lại.")
    return redirect(_address(doc, unit))


def _is_commune(person: Who) -> bool:
    return person.role is Role.COMMUNE and not person.owner


def _listed(person: Who, unit: Unit | None) -> tuple[PaperState, ...]:
    """The papers that the person may see, of a unit or of the campaign: for looking at."""
    if unit is None:
        return _seen(person, None, desk().kept(_list_all, also=desk().whole_stamp))
    desk().fresh(unit.id, patience=_PATIENCE)
    return _seen(person, unit, desk().kept(_list_unit, unit.id, also=desk().whole_stamp + this_minute()))


def _list_all(run: Run) -> tuple[PaperState, ...]:
    return list_papers(run, campaign_codes(run.criteria), run.campaign.units, results=desk().results)


def _list_unit(run: Run, unit: str) -> tuple[PaperState, ...]:
    known = desk().known(unit)
    return list_papers(
        run, unit_codes(run.criteria), run.units([unit]), assessments=[known] if known else (), results=desk().results
    )


def _list(run: Run, person: Who, name: str, doc: str) -> tuple[PaperState, ...]:
    """The papers of the kind of ``doc``, for an act: read now."""
    unit = find_unit(name) if name else None
    codes = unit_codes(run.criteria) if unit else campaign_codes(run.criteria)
    wanted = tuple(code for code in codes if code == doc.partition("-")[0])
    known = desk().fresh(unit.id, patience=_PATIENCE) if unit else None
    units = (unit,) if unit else run.campaign.units
    return _seen(person, unit, list_papers(run, wanted, units, assessments=[known] if known else ()))


def _seen(person: Who, unit: Unit | None, states: tuple[PaperState, ...]) -> tuple[PaperState, ...]:
    """What the person may see; of a unit's file, what others write about it only once it is issued."""
    if not _is_commune(person):
        return states
    mine = own_codes(desk().criteria) if unit else ()
    return tuple(state for state in states if unit and (state.kind.code in mine or state.stage is PaperStage.ISSUED))


def _find(name: str, states: tuple[PaperState, ...]) -> PaperState:
    """The paper of a name.

    Raises:
        Http404: there is none that the person may see.
    """
    for state in states:
        if state.name == name:
            return state
    raise Http404("Không có văn bản này.")


def _shown(run: Run, state: PaperState) -> tuple[Path | None, str]:
    try:
        return shown_pdf(run, state), ""
    except DossierError as error:
        return None, error.message


def _relative(run: Run, path: Path | None) -> str:
    return path.relative_to(run.paths.root).as_posix() if path else ""


def _day(request: HttpRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.POST.get("ngay", ""))
    except ValueError as error:
        raise BadInputError("Thiếu ngày của văn bản.") from error


def _address(doc: str, unit: str) -> str:
    return reverse("mot-van-ban", kwargs={"doc": doc, **({"unit": unit} if unit else {})})


# What follows «van-ban» in the address, of the campaign and of each unit.
PAGES: tuple[tuple[str, Callable[..., HttpResponseBase], str], ...] = (
    ("", papers, "van-ban"),
    ("/<slug:doc>", paper, "mot-van-ban"),
    ("/<slug:doc>/trang/<int:number>", picture, "trang-van-ban"),
    ("/<slug:doc>/ban-da-ky", signed, "ban-da-ky"),
    ("/<slug:doc>/dang-ky", register, "dang-ky-van-ban"),
    ("/<slug:doc>/so", number, "cap-so-van-ban"),
)
