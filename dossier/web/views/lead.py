"""Leading the appraisal: what has come in, where every unit stands, and the acts that move it on."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dossier.campaign.model import VIETNAM
from dossier.errors import BadInputError
from dossier.pipeline.appraise import (
    Recorded,
    conclude_units,
    import_forms,
    receive_units,
    reopen_unit,
    resolve_conflict,
    return_units,
)
from dossier.pipeline.drop import safe_name
from dossier.pipeline.standing import read_states
from dossier.pipeline.status import appraisal_table, read_status
from dossier.pipeline.survey import import_surveys
from dossier.rounds import Stage
from dossier.rounds.status import find_conflicts
from dossier.text import parse_decimal
from dossier.web.access import needs, who
from dossier.web.clock import now, this_minute
from dossier.web.opened import desk
from dossier.web.roles import Act
from dossier.web.templatetags.viet import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.http import HttpRequest, HttpResponse

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run

_PARTS = {"bao-cao": ("bao-cao",), "minh-chung": ("minh-chung",), "ca-hai": ("bao-cao", "minh-chung")}
_MAX_BYTES = 100_000_000
_BACK = {"tu-danh-gia": Stage.SELF, "lan-1": Stage.FIRST, "lan-2": Stage.SECOND}


@require_safe
@needs(Act.LEAD)
def lead(request: HttpRequest) -> HttpResponse:
    """Stage, deadline and what blocks, by unit; progress by office; cells with two values."""
    context = {
        "disk": desk().acts_stamp + this_minute(),
        "statuses": desk().kept(read_status, also=this_minute()),
        "offices": desk().kept(appraisal_table),
        "conflicts": tuple(find_conflicts(desk().kept(read_states))),
        "deadline": desk().campaign.deadline("bo-sung"),
        "stages": Stage,
        "back": _BACK,
        "now": now(),
    }
    return render(request, "web/lead.html", context)


@require_POST
@needs(Act.LEAD)
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """One act on the units that were ticked."""
    do = _ACTS.get(verb)
    if do is None:
        raise Http404("Không có việc này.")
    units = [unit for unit in desk().campaign.units if unit.id in request.POST.getlist("don-vi")]
    if not units and verb not in _WITHOUT_UNITS:
        raise BadInputError("Chưa chọn đơn vị nào: đánh dấu ở bảng rồi bấm lại.")
    with desk().writing() as run:
        recorded = do(run, units, request)
    _tell(request, recorded)
    return redirect("dieu-hanh")


def _tell(request: HttpRequest, recorded: Recorded) -> None:
    for line in (*recorded.lines, *(f"Đã lập {item.path.as_posix()}." for item in recorded.made)):
        messages.success(request, line)
    for problem in recorded.problems:
        messages.warning(request, f"{placed(problem.where)}: {problem.message} {problem.remedy}".strip(": "))


def _receive(run: Run, units: Sequence[Unit], request: HttpRequest) -> Recorded:
    parts = _PARTS.get(request.POST.get("phan", ""), _PARTS["ca-hai"])
    return receive_units(run, units, parts=parts, arrived=_moment(request, "luc") or now(), who=who(request).name)


def _return(run: Run, units: Sequence[Unit], request: HttpRequest) -> Recorded:
    due = _moment(request, "han")
    if due is None and run.campaign.deadline("bo-sung") is None:
        raise BadInputError("Ghi hạn giải trình ở ô trên nút «Trả yêu cầu»: lịch của kỳ đánh giá chưa có hạn này.")
    return return_units(run, units, due=due, who=who(request).name)


def _conclude(run: Run, units: Sequence[Unit], request: HttpRequest) -> Recorded:
    return conclude_units(run, units, who=who(request).name)


def _reopen(run: Run, units: Sequence[Unit], request: HttpRequest) -> Recorded:
    reason, to = request.POST.get("ly-do", "").strip(), _BACK.get(request.POST.get("ve-buoc", ""))
    if not reason or to is None or len(units) != 1:
        raise BadInputError("Mở lại cần đúng một đơn vị, bước quay về và lý do.")
    leaves = request.POST.get("tieu-chi", "").replace(",", " ").split()
    return reopen_unit(run, units[0], to=to, leaves=leaves, reason=reason, who=who(request).name)


def _resolve(run: Run, units: Sequence[Unit], request: HttpRequest) -> Recorded:
    choice, typed = request.POST.get("nguon", ""), request.POST.get("diem", "").strip()
    try:
        points = parse_decimal(typed) if typed else None
    except ValueError as error:
        raise BadInputError(f"Điểm «{typed}»: {error}.") from error
    return resolve_conflict(
        run,
        units[0],
        request.POST.get("ma", ""),
        choose=int(choice) if choice.isdecimal() and points is None else None,
        points=points,
        reason=request.POST.get("ly-do", "").strip(),
        who=who(request).name,
    )


def _import(run: Run, _units: Sequence[Unit], request: HttpRequest) -> Recorded:
    with received(request) as paths:
        return import_forms(run, paths, arrived=now(), who=who(request).name, replaces="thay" in request.POST)


def _survey(run: Run, _units: Sequence[Unit], request: HttpRequest) -> Recorded:
    with received(request) as paths:
        return import_surveys(run, paths, part=request.POST.get("phan", ""), who=who(request).name)


_ACTS: dict[str, Callable[[Run, Sequence[Unit], HttpRequest], Recorded]] = {
    "nhan": _receive,
    "tra": _return,
    "ket-thuc": _conclude,
    "mo-lai": _reopen,
    "quyet-dinh": _resolve,
    "nhap-phieu": _import,
    "dieu-tra": _survey,
}
_WITHOUT_UNITS = {"nhap-phieu", "dieu-tra"}


@contextmanager
def received(request: HttpRequest) -> Iterator[tuple[Path, ...]]:
    """The uploaded files under their own (safe) names, for the time of one act.

    Raises:
        BadInputError: no file was chosen, or they are too large.
    """
    files = request.FILES.getlist("tep")
    if not files:
        raise BadInputError("Chưa chọn tệp nào.")
    if sum(file.size or 0 for file in files) > _MAX_BYTES:
        raise BadInputError(f"Biểu và văn bản gửi mỗi lần không quá {_MAX_BYTES // 1_000_000} MB.")
    with tempfile.TemporaryDirectory(prefix="dossier-web-") as scratch:
        paths = []
        for number, file in enumerate(files):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            path = folder / safe_name(file.name or "tep")
            with path.open("wb") as out:
                shutil.copyfileobj(file, out)
            paths.append(path)
        yield tuple(paths)


def _moment(request: HttpRequest, name: str) -> dt.datetime | None:
    text = request.POST.get(name, "")
    if not text:
        return None
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise BadInputError(f"«{text}» không phải là ngày và giờ.") from error
