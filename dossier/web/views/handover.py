"""Handing over: bundles, submissions and their receipts."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dossier.archive.model import Change, Entry
from dossier.archive.store import RECEIVED, SENT, Filing
from dossier.campaign.model import VIETNAM
from dossier.errors import BadInputError
from dossier.files import long_path
from dossier.pipeline.handover import (
    bundle_files,
    preview_supplement,
    read_handovers,
    upload_file,
)
from dossier.pipeline.received import shelf_of
from dossier.pipeline.submit import build_history, build_history_tables
from dossier.pipeline.validate import build_coverage_table, judge
from dossier.report.tables import Table
from dossier.validation import Stage, State
from dossier.web.access import find_unit, needs, permits, seen_units, who
from dossier.web.arrivals import keep_arrival
from dossier.web.clock import now
from dossier.web.fetched import hand_out_known
from dossier.web.models import Job
from dossier.web.opened import bench, desk
from dossier.web.roles import Act, allows
from dossier.web.templatetags.viet import key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.report import Assessment
    from dossier.validation import ValidationReport

_PATIENCE = 1.5
_MAX_BYTES = 2_000_000_000
_SHELVES = {SENT: "Đã nộp", RECEIVED: "Đã tiếp nhận"}
_STAGES = {key(stage.value): stage for stage in Stage}
# What asks for work comes first.
_STATES = (State.FAILED, State.SKIPPED, State.PASSED)
# Two arrivals at once must not clear away each other's upload.
_ARRIVING = threading.Lock()


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """One sequence on the page: its receipt, its files' names, how many entries of each change it has."""

    filing: Filing
    counts: dict[str, int]
    size: int

    @property
    def package(self) -> str:
        """The name of its ZIP."""
        return self.filing.path.name

    @property
    def receipt(self) -> str:
        """The name of its receipt for people."""
        return self.filing.path.with_suffix(".txt").name


@dataclass(frozen=True, slots=True)
class ShelfPart:
    """One shelf of a unit on the page.

    Attributes:
        changes: what the supplements changed; ``standing`` what stands at the moment asked for.
    """

    name: str
    title: str
    rows: tuple[SequenceRow, ...]
    changes: Table
    standing: Table


@require_safe
@needs(Act.SEE)
def handover(request: HttpRequest) -> HttpResponse:
    """How far every unit is that the person may see."""
    person = who(request)
    with desk().reading() as run:
        rows = read_handovers(run, seen_units(person))
    context = {
        "rows": rows,
        "units": desk().campaign.units,
        "now": now(),
        "may": {act.name: allows(person, act) for act in Act},
        "all": len(rows) == len(desk().campaign.units),
    }
    return render(request, "web/handover.html", context)


# --- one unit -------------------------------------------------------------------------------------


@require_safe
@needs(Act.SEE)
def unit_handover(request: HttpRequest, unit: str) -> HttpResponse:
    """A unit's bundle, what the rules say of its records at a stage, its submissions as they stand or stood."""
    found = find_unit(unit)
    stage = _STAGES.get(request.GET.get("buoc", ""), Stage.BEFORE_SUBMISSION)
    at = _point(request.GET.get("den", "").strip())
    assessment = desk().fresh(found.id, patience=_PATIENCE)
    with desk().reading() as run:
        files = bundle_files(run, found)
        sent = shelf_of(run, found, received=False).load()
        received = shelf_of(run, found, received=True).load()
        parts = [_part(found, name, filings, at) for name, filings in ((SENT, sent), (RECEIVED, received)) if filings]
        context = {
            "unit": found,
            "volumes": [_made(run, path) for path in files if path.parent.name == found.id],
            "upload": _made(run, upload) if (upload := upload_file(run, found)) else None,
            "originals": [_made(run, path) for path in files if path.parent.name != found.id],
            "current": desk().is_current(found.id),
            "stage": stage,
            "stages": _STAGES,
            "point": request.GET.get("den", ""),
            "shelves": parts,
            "sent": sent,
            "next": f"{len(sent):04d}",
            "waiting": sent[len(received)] if len(sent) > len(received) else None,
            "now": now(),
            "may": permits(request, found),
            **_judged(run, assessment, stage, sent),
        }
    return render(request, "web/unit_handover.html", context)


def _made(run: Run, path: Path) -> tuple[str, str, int]:
    """Address, name and size of a made file."""
    return path.as_posix(), path.name, _size(run.paths.root / path)


def _judged(run: Run, assessment: Assessment | None, stage: Stage, sent: tuple[Filing, ...]) -> dict[str, Any]:
    """The rule set on what was read of a unit, and what its next submission would bring."""
    if assessment is None:
        return {}
    report = judge(run, assessment, stage=stage)
    before = report if stage is Stage.BEFORE_SUBMISSION else judge(run, assessment, stage=Stage.BEFORE_SUBMISSION)
    entries = preview_supplement(run, assessment, sent)
    return {
        "report": report,
        "outcomes": sorted(report.outcomes, key=lambda outcome: _STATES.index(outcome.state)),
        "counts": _counts(report),
        "coverage": build_coverage_table(report),
        "standing_errors": before.standing,
        "entries": entries,
        "changed": any(entry.change is not Change.NEW for entry in entries),
        "entry_counts": _changes(entries),
    }


def _counts(report: ValidationReport) -> list[tuple[State, int]]:
    return [(state, sum(outcome.state is state for outcome in report.outcomes)) for state in _STATES]


def _changes(entries: tuple[Entry, ...]) -> dict[str, int]:
    return {change.value: sum(entry.change is change for entry in entries) for change in Change}


def _part(unit: Unit, name: str, filings: tuple[Filing, ...], at: int | dt.date | None) -> ShelfPart:
    _, changes, standing = build_history_tables(build_history(unit, filings, at=at))
    rows = tuple(SequenceRow(item, _changes(item.submission.entries), _size(item.path)) for item in filings)
    return ShelfPart(name, _SHELVES[name], rows, changes, standing)


def _point(text: str) -> int | dt.date | None:
    """A sequence number or a day, as people or machines write it; None for now.

    Raises:
        BadInputError: it is neither.
    """
    if not text or text.isdecimal():
        return int(text) if text else None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        with suppress(ValueError):
            return dt.datetime.strptime(text, form).replace(tzinfo=VIETNAM).date()
    raise BadInputError(f"«{text}» không phải số lần nộp hay ngày.")


def _size(path: Path) -> int:
    return long_path(path).stat().st_size


@require_POST
@needs(Act.SUBMIT)
def submit(request: HttpRequest, unit: str) -> HttpResponse:
    """Ask for the next submission of a unit; the job refuses while an error stands."""
    found = find_unit(unit)
    given = request.POST
    options: dict[str, Any] = {
        "bo-qua": {name.removeprefix("bo-qua:"): reason for name, reason in _passed_over(request)},
        "ly-do": given.get("ly-do", "").strip(),
    }
    if "bo-sung" in given:
        options["bo-sung"] = True
    return redirect("mot-viec", bench().ask("nop", who(request), unit=found.id, options=options).pk)


def _passed_over(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, reason in request.POST.items():
        if name.startswith("bo-qua:") and str(reason).strip():
            yield name, str(reason).strip()


@require_POST
@needs(Act.RECEIVE)
def receive(request: HttpRequest) -> HttpResponse:
    """Take in an uploaded package or copy, or a submission made in this very campaign."""
    given, person = request.POST, who(request)
    unit = find_unit(given["don-vi"]).id if given.get("don-vi") else ""
    options: dict[str, Any] = {
        "kenh": given.get("kenh", "").strip() or "tệp",
        "luc": _moment(given.get("luc", "")).isoformat(),
    }
    if given.get("lan", "").isdecimal():
        options["lan"] = int(given["lan"])
        return redirect("mot-viec", bench().ask("tiep-nhan", person, unit=unit, options=options).pk)
    file = request.FILES.get("tep")
    if file is None or not file.file:
        raise BadInputError("Chưa chọn tệp nào.")
    if (file.size or 0) > _MAX_BYTES:
        raise BadInputError(f"Tệp lớn hơn {_MAX_BYTES // 1_000_000} MB: nhờ người giữ máy chủ tiếp nhận tại đó.")
    with _ARRIVING:
        open_jobs = Job.objects.filter(verb="tiep-nhan", state__in=(Job.State.WAITING, Job.State.RUNNING))
        wanted = [str(job.options.get("tep", "")) for job in open_jobs]
        options["tep"] = keep_arrival(desk().paths, file.name or "goi.zip", file.file, wanted=wanted)
        job = bench().ask("tiep-nhan", person, unit=unit, options=options)
    return redirect("mot-viec", job.pk)


def _moment(text: str) -> dt.datetime:
    """When something arrived; now when nothing was typed.

    Raises:
        BadInputError: it is no moment, or one to come.
    """
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM) if text else now()
    except ValueError as error:
        raise BadInputError(f"«{text}» không phải là ngày và giờ.") from error
    if moment > now():
        raise BadInputError(f"Giờ đến {moment:%H:%M %d/%m/%Y} ở tương lai: sửa lại.")
    return moment


@require_safe
@needs(Act.SEE)
def handed_file(request: HttpRequest, unit: str, shelf: str, file: str) -> HttpResponseBase:
    """A package or a receipt that the shelf knows, as a download."""
    del request
    found = find_unit(unit)
    with desk().reading() as run:
        filings = shelf_of(run, found, received=shelf == RECEIVED).load() if shelf in _SHELVES else ()
    known = [path for filing in filings for path in (filing.path, filing.path.with_suffix(".txt"))]
    return hand_out_known(known, file, shown=f"{shelf}-{file}")
