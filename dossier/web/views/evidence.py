"""Evidence in the browser: dropped in, looked at page by page beside its criterion, placed by a person."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from dossier.errors import BadInputError
from dossier.files import safe_inside
from dossier.intake.model import EvidenceFile, FileKind, Reading
from dossier.matching.links import Verdict
from dossier.pipeline.drop import Dropped, add_evidence
from dossier.pipeline.evidence import read_text
from dossier.pipeline.sort import decide_recorded, sort_unit
from dossier.pipeline.viewing import Paged, is_shown
from dossier.text import fold
from dossier.web.access import find_unit, needs, permits, who
from dossier.web.fetched import hand_out
from dossier.web.opened import desk
from dossier.web.roles import Act
from dossier.web.stamps import stamp_unit
from dossier.web.viewer import VIEWER

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from dossier.campaign import Unit
    from dossier.matching.model import Match, ProofStatus
    from dossier.matching.proposals import Proposal
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

_PATIENCE = 1.5
_MAX_FILES = 100
_MAX_BYTES = 500_000_000
_FOUND_SHOWN = 20
_HIT_LENGTH = 240  # characters


@require_safe
@needs(Act.SEE)
def file_page(request: HttpRequest, unit: str) -> HttpResponse:
    """One file: its pages, what was read of it, the criteria it serves, and where else it may belong."""
    found = find_unit(unit)
    assessment, file = _find(found, request.GET.get("tep", ""))
    paged = VIEWER.pages(found, file, patience=_PATIENCE) if is_shown(file) else Paged(0)
    words = request.GET.get("tim", "").strip()
    context = {
        "unit": found,
        "file": file,
        "head": file.head,
        "paged": paged,
        "numbers": range(1, paged.count + 1) if paged else (),
        "problems": file.problems,
        "served": _served(assessment, file),
        "twins": _twins(assessment, file),
        "words": words,
        "hits": _hits(_text(file), words) if words else (),
        "leaves": desk().criteria.leaves(),
        "may": permits(request, found),
    }
    return render(request, "web/file.html", context)


@require_safe
@needs(Act.SEE)
def page_picture(request: HttpRequest, unit: str, number: int) -> HttpResponse:
    """One page as a JPEG; it is the same for ever, for its address bears the content's hash."""
    found = find_unit(unit)
    _, file = _find(found, request.GET.get("tep", ""))
    if not is_shown(file):
        raise PermissionDenied("Tệp này không hiển thị được ở đây.")
    picture = VIEWER.picture(found, file, number)
    if picture is None:
        raise Http404("Không có trang này.")
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


@require_safe
@needs(Act.SEE)
def original(request: HttpRequest, unit: str) -> HttpResponseBase:
    """The file itself, byte for byte, always as a download."""
    found = find_unit(unit)
    _, file = _find(found, request.GET.get("tep", ""))
    if file.kind is FileKind.CLASSIFIED or file.reading is Reading.IGNORED:
        raise PermissionDenied(f"«{file.path}» có dấu mật hoặc là tệp hệ thống: không tải ở đây, xem ở máy lưu tệp.")
    with desk().reading() as run:  # what was received in a package is read from there
        path = safe_inside(run.paths.evidence(found.id), file.path)
    return hand_out(path)


@require_safe
@needs(Act.SEE)
def inbox(request: HttpRequest, unit: str) -> HttpResponse:
    """Where each document of the inbox may belong."""
    found = find_unit(unit)
    disk = stamp_unit(desk().paths, found.id)
    context: dict[str, Any] = {
        "unit": found,
        "disk": disk,
        "proposals": lambda: desk().kept(_proposals, found.id, also=disk, acts=False),
        "may": permits(request, found),
        "options": cache(lambda: render_to_string("web/_leaf_options.html", {"leaves": desk().criteria.leaves()})),
    }
    return render(request, "web/inbox.html", context)


def _proposals(run: Run, unit: str) -> tuple[Proposal, ...]:
    (found,) = run.units([unit])
    return sort_unit(run, found, assessment=desk().current(unit)).proposals


@require_POST
@needs(Act.UPLOAD)
def upload(request: HttpRequest, unit: str) -> HttpResponse:
    """Put files into a criterion's folder or the inbox."""
    found = find_unit(unit)
    files = request.FILES.getlist("tep")
    if not files:
        raise BadInputError("Chưa chọn tệp nào.")
    if len(files) > _MAX_FILES or sum(file.size or 0 for file in files) > _MAX_BYTES:
        raise BadInputError(
            f"Mỗi lần đưa lên nhiều nhất {_MAX_FILES} tệp, {_MAX_BYTES // 1_000_000} MB: chia làm nhiều lần."
        )
    dropped = [Dropped(file.name or "tep", file.file) for file in files if file.file]
    with desk().writing() as run:
        added = add_evidence(run, found, dropped, place=request.POST.get("ma", ""), who=who(request).name)
    desk().changed(found.id)
    if added.paths:
        messages.success(request, f"Đã nhận {len(added.paths)} tệp: {', '.join(added.paths)}.")
    for problem in added.problems:
        messages.warning(request, f"{problem.message} {problem.remedy}")
    return redirect(_back(request, found))


@require_POST
@needs(Act.SORT)
def place(request: HttpRequest, unit: str) -> HttpResponse:
    """Record that a file belongs to a criterion, or that it does not; the file stays where it is."""
    found = find_unit(unit)
    verdict = Verdict.REJECTED if request.POST.get("viec") == "bac-bo" else Verdict.CONFIRMED
    named, node = request.POST.get("tep", ""), request.POST.get("ma", "")
    pages = _pages(request.POST.get("trang", ""))
    with desk().writing() as run:
        decisions = [((f"{named}:{pages}" if pages else named, node), verdict)]
        decide_recorded(run, sort_unit(run, found), decisions, who=who(request).name)
    desk().changed(found.id)
    messages.success(
        request, f"Đã ghi: {named} {'thuộc' if verdict is Verdict.CONFIRMED else 'không thuộc'} tiêu chí {node}."
    )
    return redirect(_back(request, found))


def _pages(text: str) -> str:
    """The pages a person typed: ``3``, ``3-5``, ``3 – 5``; empty for the whole file.

    Raises:
        BadInputError: they are none.
    """
    pages = "".join(text.replace("–", "-").split())
    if pages and not re.fullmatch(r"[0-9]{1,6}(-[0-9]{1,6})?", pages):
        raise BadInputError(f"Trang «{text[:40]}»: ghi 3 hoặc 3-5, bỏ trống là cả tệp.")
    return pages


def _find(unit: Unit, path: str) -> tuple[Assessment, EvidenceFile]:
    assessment = desk().fresh(unit.id, patience=_PATIENCE)
    file = assessment.index.file(path) if assessment else None
    if assessment is None or file is None:
        raise Http404("Không có tệp này trong minh chứng của đơn vị; có thể vừa được đổi tên hoặc đang được đọc.")
    return assessment, file


def _text(file: EvidenceFile) -> str:
    with desk().reading() as run:
        return read_text(run, file)


def _served(assessment: Assessment, file: EvidenceFile) -> list[tuple[ProofStatus, Match]]:
    return [
        (status, match)
        for status in assessment.checklist.statuses
        for match in status.matches
        if match.path == file.path
    ]


def _twins(assessment: Assessment, file: EvidenceFile) -> list[str]:
    """Other files of the unit with the same content."""
    groups = (group for group in assessment.index.duplicates if file.path in group)
    return [path for group in groups for path in group if path != file.path]


def _hits(text: str, words: str) -> list[str]:
    """The lines in which the words occur, compared without case and diacritics."""
    wanted = fold(words)
    if not wanted:
        return []
    lines = [line for line in text.splitlines() if wanted in fold(line)]
    return [line.strip()[:_HIT_LENGTH] for line in lines[:_FOUND_SHOWN]]


def _back(request: HttpRequest, unit: Unit) -> str:
    """Where the form came from, when that is a page of ours."""
    wanted = request.POST.get("ve", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("don-vi", args=[unit.id])
