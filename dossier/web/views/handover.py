"""Handing over and keeping: bundles, submissions and their receipts, the package for the superior, the archive."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossier.archive.model import Change, Entry
from dossier.archive.store import RECEIVED, SENT, Filing
from dossier.bags.fixity import load_fixity
from dossier.bags.model import Depth
from dossier.campaign.model import VIETNAM
from dossier.errors import BadInputError, DamagedError
from dossier.files import long_path
from dossier.pipeline.archive import shelf_of as archive_shelf
from dossier.pipeline.archive_forms import FORMS, form_path, return_form, stamp_form
from dossier.pipeline.bagcheck import FIXITY_LOG, build_fixity_table
from dossier.pipeline.carry import pack_folder
from dossier.pipeline.handover import (
    ARCHIVE_PREVIEW,
    PACKAGE_PREVIEW,
    bundle_files,
    kept_archives,
    kept_bags,
    load_packages,
    load_preview,
    package_files,
    preview_supplement,
    read_handovers,
    sibling_campaigns,
    upload_file,
)
from dossier.pipeline.received import shelf_of
from dossier.pipeline.submit import build_history, build_history_tables
from dossier.pipeline.validate import build_coverage_table, judge
from dossier.report.tables import Table
from dossier.validation import Stage, State
from dossier.web.access import find_unit, needs, seen_units, who
from dossier.web.arrivals import keep_arrival
from dossier.web.clock import now
from dossier.web.fetched import hand_out, hand_out_made
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
    person = who(request)
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
            "may": {act.name: allows(person, act, unit=found.id) for act in Act},
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
    return _download(known, file, shown=f"{shelf}-{file}")


def _download(known: list[Path], name: str, *, shown: str = "") -> HttpResponseBase:
    """A file by its name, out of those a listing knows."""
    path = next((path for path in known if path.name == name and long_path(path).is_file()), None)
    if path is None:
        raise Http404("Không có tệp này.")
    return hand_out(path, name=shown)


# --- the package for the superior -----------------------------------------------------------------


@require_safe
@needs(Act.PACKAGE)
def packages(request: HttpRequest) -> HttpResponse:
    """The packages made, what the next would hold, and the forms that make it."""
    with desk().reading() as run:
        made = [
            (record, [(path.name, _size(path)) for path in package_files(run, record)]) for record in load_packages(run)
        ]
        context = {
            "packages": made[::-1],
            "preview": load_preview(run, PACKAGE_PREVIEW),
            "siblings": sibling_campaigns(run),
            "may": {act.name: allows(who(request), act) for act in Act},
        }
    return render(request, "web/packages.html", context)


@require_safe
@needs(Act.PACKAGE)
def package_file(request: HttpRequest, package: str, file: str) -> HttpResponseBase:
    """A part of a package, its checksums or its record."""
    del request
    with desk().reading() as run:
        known = [path for record in load_packages(run) if record.name == package for path in package_files(run, record)]
    return _download(known, file)


# --- the archive ----------------------------------------------------------------------------------


@require_safe
@needs(Act.ARCHIVE)
def archive(request: HttpRequest) -> HttpResponse:
    """The forms behind an archive, what it would hold, the archives made, and every verification."""
    with desk().reading() as run:
        verified, faults = load_fixity(run.paths.records / FIXITY_LOG)
        context = {
            "forms": [(name, title, stamp_form(run, name)) for name, title in FORMS.items()],
            "preview": load_preview(run, ARCHIVE_PREVIEW),
            **_archives(run),
            "bags": tuple(kept_bags(run)),
            "folders": [folder.name for folder in kept_archives(run)],
            "depths": _DEPTHS,
            "may": {act.name: allows(who(request), act) for act in Act},
            "fixity": build_fixity_table(verified),
            "faults": faults,
        }
    return render(request, "web/archive.html", context)


def _archives(run: Run) -> dict[str, Any]:
    """The archives, the newest first; a damaged one must not hide the page on which it is verified."""
    try:
        return {"archives": archive_shelf(run).load()[::-1]}
    except DamagedError as error:
        return {"damage": error.message}


@require_safe
@needs(Act.ARCHIVE)
def archive_bag(request: HttpRequest, bag: str) -> HttpResponseBase:
    """A whole archive as one ZIP, packed as it is sent; a damaged one, too, for it may be all there is."""
    del request
    with desk().reading() as run:
        folder = next((path for path in kept_archives(run) if path.name == bag), None)
    if folder is None:
        raise Http404("Không có gói lưu trữ này.")
    return hand_out_made(pack_folder(folder), name=f"{bag}.zip")


_DEPTHS = {
    Depth.FULL: "đầy đủ: tính lại mã từng tệp",
    Depth.COMPLETE: "đủ tệp, không thừa",
    Depth.FAST: "nhanh: danh mục, số tệp, dung lượng",
}


@require_http_methods(["GET", "POST"])
@needs(Act.ARCHIVE)
def archive_form(request: HttpRequest, form: str) -> HttpResponseBase:
    """A form behind the archive: fetched, or given back filled in."""
    if form not in FORMS:
        raise Http404("Không có biểu này.")
    if request.method == "GET":
        with desk().reading() as run:
            path = form_path(run, form)
        return _download([path], path.name)
    file = request.FILES.get("tep")
    if file is None or not file.file:
        raise BadInputError("Chưa chọn tệp nào.")
    with desk().writing() as run:
        return_form(run, form, file.read(), seen=request.POST.get("da-thay", ""), who=who(request).name)
    messages.success(request, f"Đã nhận {FORMS[form]}.")
    return redirect("luu-tru")
