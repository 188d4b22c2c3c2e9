"""``dossier issue``: the signed paper comes back, is kept byte for byte, and no rebuild overwrites it.

Nghị định 30/2020/NĐ-CP, Điều 18.3: an issued paper wrong in content is replaced by an equal one; wrong in form
only, it is corrected by a công văn. So a registration is never changed; a later one says what it replaces and why.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter, ValidationError

from dossier.errors import BadInputError, DamagedError, RefusedError
from dossier.files import hash_file, read_bytes, sha256_hex, write_bytes
from dossier.intake.model import FileKind, NumberState
from dossier.intake.task import read_gist
from dossier.journal import Act
from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.pdf.reading import count_pages
from dossier.pipeline.issue_compare import find_differences
from dossier.pipeline.journal import record_about
from dossier.pipeline.made import MADE, UNCHANGED, Made
from dossier.pipeline.numbering import number_paper, numbered_codes
from dossier.pipeline.papers import FOLDER, minutes_path
from dossier.pipeline.templates import find_kind
from dossier.text import short_date

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.campaign import CampaignPaths, Unit
    from dossier.documents.catalogue import DocumentKind
    from dossier.intake.model import DocumentHead
    from dossier.intake.task import Gist
    from dossier.pipeline.run import Run

ISSUED_FILE = "ban-hanh.json"  # beside van-ban.json, which holds the numbers
ISSUED = "paper-issued"  # the act in the journal
_FOLDER = "ban-hanh"
_SUFFIX = {FileKind.PDF: ".pdf", FileKind.DOCX: ".docx"}
_MEETING = re.compile(r"lan-([2-9]|[1-9]\d)")


@dataclass(frozen=True, slots=True)
class Issued:
    """One registered paper.

    Attributes:
        doc: code in the catalogue.
        unit: whose paper; ``lan-2`` for the minutes of a second meeting; empty for a paper of the campaign.
        number: ``05/BC-UBND``; empty for an appendix, which has none.
        date: the day it bears; None for an appendix.
        file: the kept copy, relative to ``records/``; ``name`` is what the file was called.
        at: when it was registered, ISO 8601 with zone.
        replaces: why it takes the place of the one registered before; empty for the first.
        differences: from what was built.
    """

    doc: str
    unit: str
    number: str
    date: dt.date | None
    file: str
    name: str
    sha256: str
    at: str
    by: str
    replaces: str = ""
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Book:
    """``records/ban-hanh.json``."""

    schema: Literal[1]
    papers: tuple[Issued, ...]


_BOOK = TypeAdapter(_Book)


@dataclass(frozen=True, slots=True)
class Said:
    """What the person who registers says of the paper, the first two where the file cannot be read.

    Attributes:
        meeting: ``lan-2`` for the minutes of a second meeting (D08).
    """

    number: str = ""
    date: dt.date | None = None
    replaces: str = ""
    meeting: str = ""


# --- the register ---------------------------------------------------------------------------------


def load_issued(paths: CampaignPaths) -> dict[tuple[str, str], Issued]:
    """The paper in force by code and unit id; empty when none was registered."""
    return {(paper.doc, paper.unit): paper for paper in load_registrations(paths)}


def load_registrations(paths: CampaignPaths) -> tuple[Issued, ...]:
    """Every registration, oldest first.

    Raises:
        BadInputError: the register is not as Dossier wrote it.
    """
    path = paths.records / ISSUED_FILE
    if not path.is_file():
        return ()
    try:
        return _BOOK.validate_json(read_bytes(path)).papers
    except ValidationError as error:
        raise BadInputError(
            f"records/{ISSUED_FILE}: không đúng dạng Dossier ghi ({error.errors()[0]['msg']})."
        ) from error


def kept_copy(paths: CampaignPaths, issued: Issued) -> Path:
    """The kept copy of an issued paper.

    Raises:
        DamagedError: it is gone or has changed.
    """
    path = paths.records / issued.file
    if not path.is_file() or hash_file(path) != issued.sha256:
        raise DamagedError(f"records/{issued.file}: bản đã ban hành bị mất hoặc bị sửa; lấy lại từ bản sao lưu.")
    return path


def issue_paper(run: Run, doc: str, file: Path, *, unit: Unit | None, said: Said, who: str) -> tuple[Issued, bool]:
    """Register the signed or numbered paper; says too whether it is new.

    Raises:
        BadInputError: no such paper, a file that is neither PDF nor DOCX, or no number and date to be read.
        RefusedError: one is registered already and no reason to replace it was given, or the paper is secret.
    """
    kind = find_kind(doc)
    _check_unit(kind, unit, said.meeting)
    key = (kind.code, unit.id if unit else said.meeting)
    data = read_bytes(file)
    earlier = load_issued(run.paths).get(key)
    if earlier and earlier.sha256 == sha256_hex(data):
        return earlier, False
    if earlier and not said.replaces:
        raise RefusedError(
            f"{kind.code} đã ban hành ({earlier.number or earlier.name}). Văn bản đã ban hành chỉ được thay thế hoặc "
            "đính chính (Nghị định 30/2020/NĐ-CP, Điều 18.3): nêu lý do, số của văn bản thay thế hoặc công văn "
            "đính chính (--replaces); bản trước vẫn được giữ."
        )
    gist = _read(run, data, file)
    built = minutes_path(run, "/".join(key)) if kind.code == "D08" else built_paper(run.paths, kind, unit)
    number, date = _number_and_date(gist.head, said, built)
    sha256 = sha256_hex(data)
    name = "-".join(filter(None, (*key, sha256[:12]))) + _SUFFIX[gist.content.kind]
    issued = Issued(
        *key, number, date, f"{_FOLDER}/{name}", file.name, sha256, run.now.isoformat(), who,
        replaces=said.replaces if earlier else "",
        differences=tuple(find_differences(built, file, gist, number=number, date=date)),
    )  # fmt: skip
    _keep(run, issued, data)
    return issued, True


def _keep(run: Run, issued: Issued, data: bytes) -> None:
    """The number first, for it may be refused; then the copy, the register, the journal."""
    _register(run, issued)
    write_bytes(run.paths.records / issued.file, data)
    book = _Book(1, (*load_registrations(run.paths), issued))
    write_bytes(run.paths.records / ISSUED_FILE, _BOOK.dump_json(book, indent=2))
    day = issued.date.isoformat() if issued.date else ""
    facts = {"doc": issued.doc, "of": issued.unit, "number": issued.number, "date": day, "replaces": issued.replaces}
    act = Act(ISSUED, "", issued.name, issued.sha256, facts)
    record_about(run, act, who=issued.by)


def _register(run: Run, issued: Issued) -> None:
    """Every paper that cites this one takes its number and day."""
    digits = re.match(r"\d+", issued.number)
    if digits and issued.date and issued.doc in numbered_codes():
        number_paper(run, issued.doc, unit=issued.unit, number=int(digits[0]), day=issued.date)


def built_paper(paths: CampaignPaths, kind: DocumentKind, unit: Unit | None) -> Path:
    """Where the paper that Dossier made is, if it was made."""
    return paths.out(unit.id if unit else FOLDER) / kind.output


def _check_unit(kind: DocumentKind, unit: Unit | None, meeting: str) -> None:
    if meeting and (kind.code != "D08" or not _MEETING.fullmatch(meeting)):
        raise BadInputError("Chỉ biên bản họp Hội đồng (D08) có nhiều phiên: «lan-2» là phiên thứ hai.")
    if kind.of_unit and unit is None:
        raise BadInputError(
            f"{kind.code} là văn bản của từng đơn vị: nêu đơn vị, ví dụ «dossier issue {kind.code} TỆP xa-an-binh»."
        )
    if not kind.of_unit and unit is not None:
        raise BadInputError(f"{kind.code} là văn bản chung của kỳ đánh giá: bỏ tên đơn vị.")


def _read(run: Run, data: bytes, file: Path) -> Gist:
    """The file as ``dossier read`` reads it, scans by OCR, in a worker where there is one."""
    read = partial(read_gist, data, ocr=run.ocr, cleared=sha256_hex(data).startswith(run.cleared))
    gist = run.executor.submit(read).result() if run.executor else read()
    if gist.secrecy:
        raise RefusedError(f"{file.name}: văn bản có dấu {gist.secrecy}, không được đưa vào Dossier.")
    if gist.content.kind not in _SUFFIX:
        raise BadInputError(f"{file.name}: cần tệp PDF hoặc DOCX của văn bản đã ban hành.", problems=gist.problems)
    return gist


def _number_and_date(head: DocumentHead, said: Said, built: Path) -> tuple[str, dt.date | None]:
    """What the paper bears, or what the person says; an appendix bears neither."""
    number = said.number or ((head.reference or "") if head.number_state is NumberState.READ else "")
    date = said.date or head.date
    if (not number or date is None) and not _is_appendix(built, head):
        missing = [name for name, there in (("số, ký hiệu", number), ("ngày", date)) if not there]
        raise BadInputError(
            f"Không đọc được {' và '.join(missing)} của văn bản: kiểm tra đã đúng bản đã cấp số chưa; "
            "bản quét thì ghi thêm số và ngày (--number 05/BC-UBND --date 2025-01-31)."
        )
    return number, date


def _is_appendix(built: Path, head: DocumentHead) -> bool:
    """Whether the paper as built has no number line at all."""
    if head.number_state is not NumberState.ABSENT or not built.is_file():
        return False
    return read_gist(read_bytes(built)).head.number_state is NumberState.ABSENT


# --- in place of what is built --------------------------------------------------------------------


def place_issued(run: Run, issued: Issued, target: Path, *, session: PdfSession) -> Made:
    """Put the issued paper where the built PDF would be, so that bundle and package take it.

    ``target`` is the PDF. The built DOCX beside it is left alone.
    """
    kept = kept_copy(run.paths, issued)
    shown = target.relative_to(run.paths.root)
    state = f"bản đã ban hành {issued.number}".strip()
    if is_placed(run, issued, target):
        return Made(shown, f"{UNCHANGED}, {state}", pages=count_pages(target))
    if kept.suffix == ".pdf":
        write_bytes(target, read_bytes(kept))
    else:
        convert_docx(kept, target, session=session, engine=Engine.AUTO)
    run.memo.put("issued", issued.sha256, str(shown), hash_file(target))
    return Made(shown, f"{MADE}, {state}", pages=count_pages(target), changed=True)


def is_placed(run: Run, issued: Issued, target: Path) -> bool:
    """Whether the PDF there is the issued paper's."""
    shown = str(target.relative_to(run.paths.root))
    return target.is_file() and run.memo.get("issued", issued.sha256, shown) == hash_file(target)


def describe(issued: Issued) -> str:
    """One line for people."""
    day = f" ngày {short_date(issued.date)}" if issued.date else ""
    return f"{issued.doc} {issued.number or '(phụ lục, không có số)'}{day}: {issued.name}, SHA-256 {issued.sha256[:16]}"
