"""The long verbs of the pipeline that a page may ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from dossier.archive.province import Packing
from dossier.bags.model import Depth
from dossier.bundle.model import Order
from dossier.errors import BadInputError
from dossier.pdf import Engine
from dossier.pipeline.archive import archive_year, build_plan_tables, init_table, plan_year, weed_year
from dossier.pipeline.bagcheck import FIXITY_LOG, record_fixity, verify_path
from dossier.pipeline.bind import Choice, bundle_units
from dossier.pipeline.bind_supplement import supplement_units
from dossier.pipeline.build import build_set
from dossier.pipeline.handover import (
    ARCHIVE_PREVIEW,
    PACKAGE_PREVIEW,
    UPLOAD_END,
    find_campaign,
    kept_bags,
    write_preview,
    zip_folder,
)
from dossier.pipeline.package import build_plan_table, make_package, megabytes, open_communes
from dossier.pipeline.paper_states import campaign_codes, own_codes, unit_codes
from dossier.pipeline.run import Edge, Run
from dossier.pipeline.sip import write_sips
from dossier.pipeline.submit import receive_path, submit_unit
from dossier.pipeline.uploads import MEGABYTE, build_upload_table, make_uploads
from dossier.problems import Problem, Severity
from dossier.web.arrivals import open_arrival
from dossier.web.models import Job
from dossier.web.roles import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.campaign import Unit
    from dossier.pipeline.made import Made
    from dossier.pipeline.submit import Handed

E = TypeVar("E", bound=StrEnum)
_REDUCED_DPI = 200
_UPLOAD_MEGABYTES = 10
_DIGITS = 9  # of the largest number an option takes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What long work did.

    Attributes:
        lines: for people.
        files: made files, relative to the campaign, ``/`` separated; they can be downloaded.
    """

    message: str
    lines: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """Long work: its name for people, who may ask for it, how it is done, and the options it takes from a form.

    Attributes:
        options: None when a page of its own puts together what the work is given.
        page: name of the address that shows what became of it, of one unit when the work is on one; empty for none.
    """

    title: str
    act: Act
    work: Callable[[Run, Job], Outcome]
    options: frozenset[str] | None = frozenset()
    page: str = ""


def _units(run: Run, job: Job) -> tuple[Unit, ...]:
    """The unit of the work, or all."""
    return run.units([job.unit] if job.unit else [])


def _bundle(run: Run, job: Job) -> Outcome:
    given = job.options
    engine = _choice(Engine, given.get("engine", Engine.AUTO))
    if "bo-sung" in given:
        return made_outcome(supplement_units(run, _units(run, job), engine=engine))
    choice = Choice(
        _choice(Order, given.get("thu-tu", Order.CRITERIA)),
        dividers="bo-to-ngan" not in given,
        drop_blank="bo-trang-trong" in given,
        max_size=read_number(given, "toi-da"),
        image_dpi=_REDUCED_DPI if "giam-anh" in given else None,
        attach_scores="kem-diem" in given,
    )
    return made_outcome(bundle_units(run, _units(run, job), engine=engine, choice=choice))


def made_outcome(made: tuple[Made, ...]) -> Outcome:
    """The outcome of a verb that makes files."""
    changed = sum(item.changed for item in made)
    return Outcome(
        message=f"{changed} tệp đã lập, {len(made) - changed} tệp không thay đổi."
        if changed
        else "Không có gì thay đổi.",
        lines=tuple(f"{item.path.as_posix()}: {item.state}" for item in made),
        files=tuple(item.path.as_posix() for item in made if item.path.suffix),
        problems=tuple(problem for item in made for problem in item.problems),
    )


def _papers(run: Run, job: Job) -> Outcome:
    """The papers of a unit that it makes itself, where the work is on a unit; else of the campaign or of any unit."""
    given = job.options
    of = job.unit or given.get("don-vi", "")
    codes = own_codes(run.criteria) if job.unit else unit_codes(run.criteria) if of else campaign_codes(run.criteria)
    wanted = tuple(code for code in codes if code == given.get("ma", code))
    if not wanted:
        raise BadInputError(f"Không lập được «{given['ma'][:20]}» ở đây: chọn lại ở trang Văn bản.")
    return made_outcome(build_set(run, run.units([of] if of else []), codes=wanted, engine="auto"))


# --- handing over and keeping -----------------------------------------------------------------------


def read_number(given: Mapping[str, Any], name: str) -> int | None:
    """A whole number above 0 that a form gave; None for an empty field.

    Raises:
        BadInputError: it is no such number.
    """
    text = str(given.get(name, "")).strip()
    # Python refuses to count thousands of digits.
    if text and not (text.isdecimal() and len(text) <= _DIGITS and int(text)):
        raise BadInputError(f"«{text[:40]}» không phải số nguyên dương dùng được: sửa lại rồi chạy lại.")
    return int(text) if text else None


def _choice(kind: type[E], value: str) -> E:
    """A value of an enumeration that a form gave.

    Raises:
        BadInputError: it is none.
    """
    try:
        return kind(value)
    except ValueError as error:
        raise BadInputError(f"«{value}» không nằm trong các lựa chọn của trang.") from error


def read_reasons(text: str) -> dict[str, str]:
    """The rules to pass over, a line each: ``VAL03 = lý do``."""
    pairs = (line.partition("=") for line in text.splitlines() if line.strip())
    return {rule.strip().upper(): reason.strip() for rule, _, reason in pairs}


def _uploads(run: Run, job: Job) -> Outcome:
    limit = (read_number(job.options, "toi-da") or _UPLOAD_MEGABYTES) * MEGABYTE
    laid = make_uploads(run, _units(run, job), target=None, limit=limit)
    files = []
    for one in laid:
        packed = run.paths.out(one.unit.id) / f"{one.uploads.folder.name}{UPLOAD_END}"
        if one.uploads.made or not packed.is_file():
            zip_folder(one.uploads.folder, packed)
        files.append(packed.relative_to(run.paths.root).as_posix())
    return Outcome(
        message=f"{sum(one.uploads.files for one in laid)} tệp PDF của {len(laid)} đơn vị sẵn sàng để tải lên cổng.",
        lines=tuple(": ".join((row[0], f"{row[2]} tệp, {row[3]} MB", row[4])) for row in build_upload_table(laid).rows),
        files=tuple(files),
        problems=tuple(problem for one in laid for problem in one.problems),
    )


def _submit(run: Run, job: Job) -> Outcome:
    given = job.options
    handed = submit_unit(
        run,
        _units(run, job)[0],
        overrides=given.get("bo-qua", {}),
        supplement="bo-sung" in given,
        reason=given.get("ly-do", ""),
        who=job.account,
    )
    return _handed("Đã nộp", handed)


def _receive(run: Run, job: Job) -> Outcome:
    given = job.options
    unit = _units(run, job)[0] if job.unit else None
    with open_arrival(run, given, unit) as path:
        at = dt.datetime.fromisoformat(given["luc"])
        return _handed(
            "Đã tiếp nhận",
            receive_path(run, path, unit=unit, channel=given["kenh"], at=at, who=job.account),
        )


def _handed(done: str, handed: Handed) -> Outcome:
    filing = handed.filing
    told = f"{done} lần {filing.submission.sequence:04d} của {filing.submission.unit_name}"
    return Outcome(
        message=" ".join(
            (f"{told}: {len(filing.submission.entries)} mục, mã ngắn {filing.receipt.code}.", *handed.notes)
        ),
        problems=handed.problems,
    )


def _package(run: Run, job: Job) -> Outcome:
    given = job.options
    size = read_number(given, "phan")
    at_edge = Edge(progress=run.progress, now=run.now, jobs=run.jobs, ocr=run.ocr)
    with open_communes(find_campaign(run, given.get("ky-xa", "")), at_edge) as communes:
        packed = make_package(
            run,
            communes,
            target=None,
            packing=Packing(size and size * MEGABYTE),
            overrides=read_reasons(given.get("bo-qua", "")),
            who=job.account,
            dry="xem" in given,
        )
    if packed.record is None:
        write_preview(run, PACKAGE_PREVIEW, [build_plan_table(packed.plan)], packed.problems)
        message = f"Gói sẽ có {packed.plan.files} tệp, {megabytes(packed.plan.size)}, {len(packed.plan.parts)} phần."
    else:
        state = "Đã lập gói" if packed.made else "Không có gì thay đổi từ gói"
        message = f"{state} {packed.record.name}, mã {packed.record.code}: {len(packed.record.parts)} phần."
    return Outcome(message, problems=packed.problems)


def _plan_archive(run: Run, job: Job) -> Outcome:
    plan = plan_year(run, overrides=read_reasons(job.options.get("bo-qua", "")))
    write_preview(run, ARCHIVE_PREVIEW, build_plan_tables(plan), plan.problems)
    grave = sum(problem.severity is Severity.ERROR for problem in plan.problems)
    state = f"còn {grave} lỗi nên chưa lưu trữ được" if grave else "lưu trữ được"
    return Outcome(
        f"{len(plan.files)} hồ sơ, {len(plan.discards)} tài liệu đề nghị loại; {state}.", problems=plan.problems
    )


def _archive_table(run: Run, job: Job) -> Outcome:
    del job
    path = init_table(run, None)
    return Outcome(f"Đã lập {path.name}: tải về, sửa số, ký hiệu, tiêu đề, thời hạn, căn cứ từng hồ sơ rồi đưa lên.")


def _weed(run: Run, job: Job) -> Outcome:
    plan, form = weed_year(run, overrides=read_reasons(job.options.get("bo-qua", "")))
    if form is None:
        return Outcome("Không có bản trùng, bản nháp nào để đề nghị loại.")
    return Outcome(f"Đã lập {form.name}: {len(plan.discards)} đề nghị. Tải về, quyết định từng dòng rồi đưa lên.")


def _archive(run: Run, job: Job) -> Outcome:
    archived = archive_year(run, overrides=read_reasons(job.options.get("bo-qua", "")), who=job.account)
    assert archived.folder is not None  # noqa: S101 - only a plan has none
    sips = write_sips(run, archived.folder) if "sip" in job.options else ()
    state = "Đã lưu trữ" if archived.made else "Không có gì thay đổi, vẫn là"
    return Outcome(
        f"{state} {archived.folder.name}: {len(archived.plan.files)} hồ sơ.",
        files=tuple(sip.path.relative_to(run.paths.root).as_posix() for sip in sips),
        problems=archived.plan.problems,
    )


def _verify(run: Run, job: Job) -> Outcome:
    name = job.options.get("goi", "")
    path = kept_bags(run).get(name)
    if path is None:
        raise BadInputError("Gói này không có trong danh sách: chọn lại ở trang Lưu trữ.")
    depth = _choice(Depth, job.options.get("muc", Depth.FULL))
    log = run.paths.records / FIXITY_LOG
    seen = []
    for bag in verify_path(path, depth=depth, progress=run.progress):
        report, _ = record_fixity(bag, log, at=run.now, who=job.account)
        seen.append(report)
    damaged = sum(report.damaged for report in seen)
    return Outcome(
        f"{name}: {damaged} trong {len(seen)} phần bị hỏng." if damaged else f"{name}: hợp lệ.",
        lines=tuple(f"{bag.path.name}: {bag.files} tệp, đã tính lại mã {bag.checked} tệp" for bag in seen),
        problems=tuple(problem for report in seen for problem in report.problems),
    )


_BUNDLE = frozenset({"engine", "bo-sung", "thu-tu", "bo-to-ngan", "bo-trang-trong", "toi-da", "giam-anh", "kem-diem"})
_PASS = frozenset({"bo-qua"})

# A commune's officer runs it for their own unit.
VERBS: dict[str, Verb] = {
    "bo-ho-so": Verb("Lập văn bản và bộ hồ sơ PDF", Act.BUILD, _bundle, _BUNDLE, "giao-nop"),
    "van-ban": Verb("Lập văn bản", Act.BUILD, _papers, frozenset({"ma", "don-vi"})),
    "tai-len": Verb("Chuẩn bị tệp tải lên cổng", Act.BUILD, _uploads, frozenset({"toi-da"}), "giao-nop"),
    "nop": Verb("Nộp hồ sơ", Act.SUBMIT, _submit, None, "giao-nop"),
    "tiep-nhan": Verb("Tiếp nhận hồ sơ", Act.RECEIVE, _receive, None, "giao-nop"),
    "goi": Verb("Gói gửi cấp trên", Act.PACKAGE, _package, _PASS | {"phan", "ky-xa", "xem"}, "goi-nop"),
    "luu-tru-bang": Verb("Lập bảng hồ sơ lưu trữ", Act.ARCHIVE, _archive_table, page="luu-tru"),
    "luu-tru-xem": Verb("Xem trước lưu trữ năm", Act.ARCHIVE, _plan_archive, _PASS, "luu-tru"),
    "luu-tru-loai": Verb("Lập danh mục tài liệu loại", Act.ARCHIVE, _weed, _PASS, "luu-tru"),
    "luu-tru": Verb("Lưu trữ hồ sơ của năm", Act.ARCHIVE, _archive, _PASS | {"sip"}, "luu-tru"),
    "kiem-tra-goi": Verb("Kiểm tra gói", Act.ARCHIVE, _verify, frozenset({"goi", "muc"}), "luu-tru"),
}
