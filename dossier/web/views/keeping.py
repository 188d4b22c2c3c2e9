"""Keeping: the package for the superior, the archive of the year, every verification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dossier.bags.fixity import load_fixity
from dossier.bags.model import Depth
from dossier.errors import BadInputError, DamagedError
from dossier.files import long_path
from dossier.pipeline.archive import shelf_of as archive_shelf
from dossier.pipeline.archive_forms import FORMS, form_path, return_form, stamp_form
from dossier.pipeline.bagcheck import FIXITY_LOG, build_fixity_table
from dossier.pipeline.carry import pack_folder
from dossier.pipeline.handover import (
    ARCHIVE_PREVIEW,
    PACKAGE_PREVIEW,
    kept_archives,
    kept_bags,
    load_packages,
    load_preview,
    package_files,
    sibling_campaigns,
)
from dossier.web.access import needs, who
from dossier.web.fetched import hand_out_known, hand_out_made
from dossier.web.opened import desk
from dossier.web.roles import Act, allows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from dossier.pipeline.run import Run

_DEPTHS = {
    Depth.FULL: "đầy đủ: tính lại mã từng tệp",
    Depth.COMPLETE: "đủ tệp, không thừa",
    Depth.FAST: "nhanh: danh mục, số tệp, dung lượng",
}


# --- the package for the superior -----------------------------------------------------------------


@require_safe
@needs(Act.PACKAGE)
def packages(request: HttpRequest) -> HttpResponse:
    """The packages made, what the next would hold, and the forms that make it."""
    with desk().reading() as run:
        made = [
            (record, [(path.name, long_path(path).stat().st_size) for path in package_files(run, record)])
            for record in load_packages(run)
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
    return hand_out_known(known, file)


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


@require_http_methods(["GET", "POST"])
@needs(Act.ARCHIVE)
def archive_form(request: HttpRequest, form: str) -> HttpResponseBase:
    """A form behind the archive: fetched, or given back filled in."""
    if form not in FORMS:
        raise Http404("Không có biểu này.")
    if request.method == "GET":
        with desk().reading() as run:
            path = form_path(run, form)
        return hand_out_known([path], path.name)
    file = request.FILES.get("tep")
    if file is None or not file.file:
        raise BadInputError("Chưa chọn tệp nào.")
    with desk().writing() as run:
        return_form(run, form, file.read(), seen=request.POST.get("da-thay", ""), who=who(request).name)
    messages.success(request, f"Đã nhận {FORMS[form]}.")
    return redirect("luu-tru")
