"""Long work: ask for it, watch it, stop it, and fetch what it made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dossier.errors import RefusedError
from dossier.files import long_path, safe_inside
from dossier.pipeline.paper_states import list_papers, own_codes, unit_codes
from dossier.web import jobs as work
from dossier.web.access import find_unit, needs, who
from dossier.web.fetched import hand_out
from dossier.web.models import Job
from dossier.web.opened import bench, desk
from dossier.web.roles import Act, Role, allows
from dossier.web.verbs import VERBS

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from dossier.campaign import Unit
    from dossier.web.roles import Who

_SHOWN = 50


def _may_see(person: Who, job: Job) -> bool:
    """A commune's officer sees the work on their own unit."""
    return person.owner or person.role is not Role.COMMUNE or job.unit == person.unit


@require_safe
@needs(Act.SEE)
def jobs(request: HttpRequest) -> HttpResponse:
    """The last pieces of work, newest first."""
    person = who(request)
    found = [job for job in Job.objects.all()[:_SHOWN] if _may_see(person, job)]
    return render(request, "web/jobs.html", {"jobs": found})


@require_safe
@needs(Act.SEE)
def job(request: HttpRequest, job: int) -> HttpResponse:
    """One piece of work: progress while it runs, then what it made and what is wrong."""
    found = get_object_or_404(Job, pk=job)
    if not _may_see(who(request), found):
        raise PermissionDenied("Việc này của đơn vị khác.")
    template = "web/_job.html" if request.htmx else "web/job.html"  # type: ignore[attr-defined] # django-htmx
    return render(request, template, {"job": found, "back": _page_of(found)})


def _page_of(job: Job) -> str:
    """Where what became of the work is shown; empty when that is nowhere but here."""
    page = VERBS[job.verb].page if job.verb in VERBS else ""
    if page == "giao-nop" and job.unit:
        return reverse("giao-nop-don-vi", args=[job.unit])
    return reverse(page) if page else ""


@require_POST
@needs(Act.SEE)
def ask(request: HttpRequest, verb: str) -> HttpResponse:
    """Put work into the queue; the fields of the form besides ``unit`` are its options."""
    known = VERBS.get(verb)
    if known is None or known.options is None:
        raise Http404("Không có việc này.")
    unit = request.POST.get("unit", "")
    person = who(request)
    if unit:
        find_unit(unit)
    # Without a unit the work is on all of them: not a commune's.
    if not allows(person, known.act, unit=unit) or (not unit and person.role is Role.COMMUNE and not person.owner):
        raise PermissionDenied(f"Tài khoản này không có quyền: {known.act.value}.")
    options = {name: value for name, value in request.POST.items() if name in known.options}
    return redirect("mot-viec", bench().ask(verb, person, unit=unit, options=options).pk)


@require_POST
@needs(Act.SEE)
def cancel(request: HttpRequest, job: int) -> HttpResponse:
    """Stop a piece of work."""
    found = get_object_or_404(Job, pk=job)
    if not allows(who(request), VERBS[found.verb].act, unit=found.unit):
        raise PermissionDenied("Tài khoản này không dừng được việc của người khác.")
    work.cancel(found)
    return redirect("mot-viec", job)


@require_safe
@needs(Act.SEE)
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    """A made file, always as a download: from ``out/`` only, a commune's from its own folder there."""
    person = who(request)
    parts = name.split("/")
    if person.role is Role.COMMUNE and not person.owner and parts[1:2] != [person.unit]:
        raise PermissionDenied("Tệp này của đơn vị khác.")
    out = desk().paths.root / "out"
    try:
        path = safe_inside(out, "/".join(parts[1:])) if parts[0] == "out" else None
    except RefusedError as error:
        raise Http404("Không có tệp này.") from error
    if path is None or not long_path(path).is_file():
        raise Http404("Không có tệp này; lập lại rồi tải.")
    if person.role is Role.COMMUNE and not person.owner and path in _withheld(find_unit(person.unit)):
        raise PermissionDenied("Văn bản này chưa ban hành.")
    return hand_out(path)


def _withheld(unit: Unit) -> frozenset[Path]:
    """Drafts of the authority's papers about a unit: its own people see them once they are issued."""
    known = desk().known(unit.id)
    with desk().reading() as run:
        others = set(unit_codes(run.criteria)) - set(own_codes(run.criteria))
        papers = list_papers(run, sorted(others), [unit], assessments=[known] if known else [])
    return frozenset(path for paper in papers if not paper.issued for path in (paper.docx, paper.pdf) if path)
