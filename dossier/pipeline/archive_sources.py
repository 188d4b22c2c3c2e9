"""What a year left behind, gathered for its archive: records of units as they stand, papers, forms, the journal.

Nothing is decided here: what lies in which file, and what is weeded, is the plan's (``archive.year``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive import unpack_standing
from dossier.archive.year import rules
from dossier.archive.year.model import ArchivedDocument, Role
from dossier.documents import CATALOGUE
from dossier.errors import BadInputError
from dossier.files import hash_file, read_bytes, write_bytes
from dossier.intake.model import FileKind, Reading
from dossier.intake.task import read_gist
from dossier.journal import load_journal
from dossier.pipeline.archive_documents import evidence_document, paper_document, plain_document
from dossier.pipeline.issue import kept_copy, load_issued, load_registrations
from dossier.pipeline.paper_sources import Year
from dossier.pipeline.papers import FOLDER
from dossier.pipeline.received import lay_folder
from dossier.pipeline.submit import History, read_history
from dossier.pipeline.validate import Validated, validate_unit
from dossier.problems import Problem, Where
from dossier.rounds.model import Kind
from dossier.text import nfc
from dossier.validation import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.campaign import Unit
    from dossier.documents.book import Book
    from dossier.documents.catalogue import DocumentKind
    from dossier.journal import Entry
    from dossier.pipeline.run import Run

ARCHIVED = "year-archived"  # the act of the journal
_EVIDENCE, _PAPERS = "minh-chung", "van-ban"
_LIVE = "thư mục của kỳ đánh giá"
# What a form that came in is, by the act that took it in, and whether it is one unit's.
_TAKEN: dict[str, tuple[Role, bool]] = {
    Kind.SUBMITTED: (Role.FORM, True),
    Kind.SUPPLEMENTED: (Role.FORM, True),
    Kind.APPRAISED: (Role.APPRAISAL, False),
    Kind.SURVEYED: (Role.APPRAISAL, False),
    Kind.VOTED: (Role.COUNCIL, False),
    Kind.APPROVED: (Role.PAPER, False),
    Kind.PUBLISHED: (Role.PAPER, False),
}
_TITLES: dict[str, str] = {
    Kind.SUBMITTED: "Biểu tự chấm điểm khi nhận hồ sơ",
    Kind.SUPPLEMENTED: "Biểu giải trình, bổ sung",
    Kind.SURVEYED: "Số liệu điều tra xã hội học",
    Kind.VOTED: "Biểu biểu quyết, quyết định của hội đồng",
    Kind.APPROVED: "Quyết định phê duyệt kết quả",
    Kind.PUBLISHED: "Thông báo công bố kết quả",
}
_PAPER_OF = {Kind.APPROVED: "D11", Kind.PUBLISHED: "D12"}


@dataclass(slots=True)
class Gathered:
    """Everything of the year.

    Attributes:
        aside: what is no document, by name.
        validated: each unit as the rule set sees it before archiving.
        sources: where each unit's records were taken from.
    """

    documents: list[ArchivedDocument] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    validated: dict[str, Validated] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def gather_year(run: Run, scratch: Path, *, overrides: Mapping[str, str]) -> Gathered:
    """Read everything; what has to be unpacked goes into ``scratch``."""
    gathered = Gathered()
    book = Year(run).book
    for unit in run.campaign.units:
        _gather_unit(run, unit, gathered, book=book, scratch=scratch / unit.id, overrides=overrides)
    gathered.documents += _issued_papers(run, book)
    gathered.documents += _built_papers(run, book)
    gathered.documents += _taken_forms(run, gathered.documents)
    gathered.documents += _journal(run, scratch)
    return gathered


# --- a unit ---------------------------------------------------------------------------------------


def _gather_unit(
    run: Run, unit: Unit, gathered: Gathered, *, book: Book, scratch: Path, overrides: Mapping[str, str]
) -> None:
    history = _history(run, unit)
    here = _unpack(run, unit, history, scratch) if history else run
    known = history is None or any(path.startswith(f"{_PAPERS}/") for path in history.standing)
    validated = validate_unit(here, unit, stage=Stage.BEFORE_ARCHIVE, overrides=overrides, papers_known=known)
    gathered.validated[unit.id] = validated
    arrived = _arrivals(history) if history else {}
    gathered.documents += _evidence(here, unit, validated, gathered, arrived)
    gathered.documents += _unit_forms(here, unit, arrived)
    gathered.documents += _unit_papers(run, unit, here.paths.papers(unit.id), book=book, arrived=arrived)
    if history is None:
        gathered.sources[unit.id] = _LIVE
        told = "Chưa nộp, chưa tiếp nhận gói nào: lấy từ thư mục đang có."
        gathered.problems.append(rules.LIVE_FOLDER.at(Where(unit=unit.id), told))
        return
    last = history.filings[-1].receipt
    gathered.sources[unit.id] = f"gói lần {last.sequence:04d}, mã {last.code}"
    gathered.documents += _receipts(unit, history)
    gathered.problems += _find_unsubmitted(run, unit, history)


def _history(run: Run, unit: Unit) -> History | None:
    try:
        return read_history(run, unit)
    except BadInputError:  # nothing was handed over
        return None


def _unpack(run: Run, unit: Unit, history: History, scratch: Path) -> Run:
    """The campaign with what stands in the place of the unit's own folder."""
    packages = {filing.submission.sequence: filing.path for filing in history.filings}
    scratch.mkdir(parents=True)
    unpack_standing(packages, history.standing, scratch)
    return lay_folder(run, unit, scratch)


def _arrivals(history: History) -> dict[str, dt.date]:
    """The day each standing file came in, by its path in the records."""
    days = {filing.submission.sequence: filing.receipt.at.date() for filing in history.filings}
    return {path: days[stands.sequence] for path, stands in history.standing.items()}


def _evidence(
    run: Run, unit: Unit, validated: Validated, gathered: Gathered, arrived: Mapping[str, dt.date]
) -> Iterator[ArchivedDocument]:
    root = run.paths.evidence(unit.id)
    for file in validated.assessment.index.files:
        path = nfc(f"{_EVIDENCE}/{file.path}")
        if file.reading is Reading.IGNORED or file.sha256 is None:
            gathered.aside.append(f"{unit.id}/{path}")
            continue
        unplaced = evidence_document(run, file, root / file.path)
        yield replace(unplaced, unit=unit.id, path=path, arrived=arrived.get(path))


def _unit_forms(run: Run, unit: Unit, arrived: Mapping[str, dt.date]) -> Iterator[ArchivedDocument]:
    titles = {
        run.paths.self_score_form(unit.id): "Biểu tự chấm điểm",
        run.paths.explanation(unit.id): "Biểu giải trình, bổ sung",
    }
    for form, title in titles.items():
        if form.is_file():
            plain = plain_document(form, form.name, Role.FORM, unit=unit.id)
            yield replace(plain, subject=title, issuer=unit.name, arrived=arrived.get(form.name))


def _receipts(unit: Unit, history: History) -> Iterator[ArchivedDocument]:
    for filing in history.filings:
        source = filing.path.with_suffix(".txt")
        plain = plain_document(source, f"phieu/{source.name}", Role.RECEIPT, unit=unit.id, kind=FileKind.TEXT)
        day = filing.receipt.at.date()
        subject = f"Phiếu nộp, tiếp nhận hồ sơ lần {filing.submission.sequence:04d}"
        yield replace(plain, subject=subject, date=day, incoming=False)


def _find_unsubmitted(run: Run, unit: Unit, history: History) -> Iterator[Problem]:
    """Files of the live folder that no package holds, by name."""
    root = run.paths.own(unit.id) / _EVIDENCE
    live = sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else []
    for path in live:
        name = nfc(f"{_EVIDENCE}/{path.relative_to(root).as_posix()}")
        if name not in history.standing and not path.name.startswith((".", "~$")):
            told = "Tệp này chưa có trong gói đã nộp, không được lưu trữ."
            yield rules.NOT_SUBMITTED.at(Where(path=name, unit=unit.id), told)


# --- papers ---------------------------------------------------------------------------------------


def _unit_papers(
    run: Run, unit: Unit, handed: Path, *, book: Book, arrived: Mapping[str, dt.date]
) -> Iterator[ArchivedDocument]:
    """The papers that Dossier made for a unit, each once: as it was handed over, else as it lies in ``out``.

    Of a paper whose signed form is registered only what was handed over is kept beside it.
    """
    issued = load_issued(run.paths)
    live = run.paths.out(unit.id)
    for kind in CATALOGUE.values():
        packed = _built(handed / kind.output) if kind.of_unit and handed != live else None
        built = packed or (_built(live / kind.output) if kind.of_unit else None)
        signed = issued.get((kind.code, unit.id))
        if built is None or (signed and (packed is None or signed.sha256 == hash_file(built))):
            continue
        path = f"{_PAPERS}/{built.name}"
        paper = replace(_built_paper(run, built, kind, book=book, unit=unit), path=path, arrived=arrived.get(path))
        told = f"{kind.code} do Dossier lập, đã có bản ban hành {signed.number}".rstrip() if signed else paper.draft
        yield replace(paper, draft=told)


def _built(docx: Path) -> Path | None:
    return next((path for path in (docx.with_suffix(".pdf"), docx) if path.is_file()), None)


def _built_papers(run: Run, book: Book) -> Iterator[ArchivedDocument]:
    """The campaign's own papers that were never registered as issued."""
    issued = load_issued(run.paths)
    folder = run.paths.out(FOLDER)
    for kind in CATALOGUE.values():
        if kind.of_unit or (kind.code, "") in issued:
            continue
        stem = Path(kind.output).stem
        for docx in sorted(folder.glob(f"{stem}*.docx")):
            built = _built(docx) if docx.stem.removeprefix(stem).lstrip("-").isdecimal() or docx.stem == stem else None
            if built:
                yield _built_paper(run, built, kind, book=book, unit=None)


def _built_paper(run: Run, path: Path, kind: DocumentKind, *, book: Book, unit: Unit | None) -> ArchivedDocument:
    """A paper as Dossier made it: a draft, whatever number was written into it."""
    told = f"{kind.code} ({kind.title}) do Dossier lập, chưa ghi nhận bản đã ban hành"
    return replace(paper_document(run, path, kind, book=book, unit=unit), path=f"{FOLDER}/{path.name}", draft=told)


def _issued_papers(run: Run, book: Book) -> Iterator[ArchivedDocument]:
    """Every registered paper; one that was replaced stays, for it was in force."""
    current = load_issued(run.paths)
    for issued in load_registrations(run.paths):
        kind = CATALOGUE[issued.doc]
        unit = run.campaign.unit(issued.unit) if issued.unit else None
        number, _, notation = issued.number.partition("/")
        paper = paper_document(run, kept_copy(run.paths, issued), kind, book=book, unit=unit)
        yield replace(
            paper,
            path=f"ban-hanh/{issued.doc}/{issued.name}",
            number=number or paper.number,
            notation=notation or paper.notation,
            date=issued.date or paper.date,
            draft="",
            note="đã được thay thế, đính chính" if current[issued.doc, issued.unit] != issued else "",
        )


# --- what came in, and the journal ----------------------------------------------------------------


def _taken_forms(run: Run, have: list[ArchivedDocument]) -> list[ArchivedDocument]:
    """The kept copies of forms and decisions that came in, each content once and not again what is there."""
    known = {document.sha256 for document in have}
    entries, _ = load_journal(run.paths.journal)
    found: dict[str, ArchivedDocument] = {}
    for entry in entries:
        kept = run.paths.received(entry.sha256, entry.file) if entry.sha256 else None
        if entry.act in _TAKEN and kept and entry.sha256 not in known | found.keys() and kept.is_file():
            found[entry.sha256] = _taken(run, entry, kept)
    return list(found.values())


def _taken(run: Run, entry: Entry, kept: Path) -> ArchivedDocument:
    role, own = _TAKEN[entry.act]
    day = dt.date.fromisoformat(entry.at[:10])
    kind = read_gist(read_bytes(kept)).content.kind
    document = plain_document(kept, f"nhan/{entry.file}", role, unit=entry.unit if own else "", kind=kind)
    return replace(
        document,
        paper=_PAPER_OF.get(Kind(entry.act), ""),
        subject=_taken_title(run, entry),
        arrived=day,
        incoming=role is not Role.PAPER,
        issuer=run.campaign.authority.name if role is Role.PAPER else "",
    )


def _taken_title(run: Run, entry: Entry) -> str:
    """``Biểu thẩm định lần 1, Phòng Nội vụ``."""
    if entry.act == Kind.APPRAISED:
        offices = {office.id: office.name for office in run.campaign.offices}
        return f"Biểu thẩm định lần {entry.data['turn']}, {offices.get(entry.data['office'], entry.data['office'])}"
    return _TITLES[entry.act]


def _journal(run: Run, scratch: Path) -> Iterator[ArchivedDocument]:
    """The journal up to the last act that is not an archive's own, so that archiving changes nothing of it."""
    if not run.paths.journal.is_file():
        return
    entries, _ = load_journal(run.paths.journal)
    lines = read_bytes(run.paths.journal).splitlines(keepends=True)[: len(entries)]
    while lines and entries[len(lines) - 1].act == ARCHIVED:
        lines.pop()
    if not lines:
        return
    copy = scratch / "nhat-ky" / run.paths.journal.name
    write_bytes(copy, b"".join(lines))
    plain = plain_document(copy, f"nhat-ky/{copy.name}", Role.JOURNAL, kind=FileKind.TEXT)
    last = dt.date.fromisoformat(entries[len(lines) - 1].at[:10])
    yield replace(
        plain,
        subject=f"Nhật ký kỳ đánh giá, {len(lines)} dòng",
        issuer=run.campaign.authority.name,
        date=last,
        incoming=False,
    )
