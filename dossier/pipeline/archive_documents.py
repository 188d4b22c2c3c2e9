"""One document of a year, made ready for its archive: what its head says, in the archive's words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dossier.archive.year.model import ArchivedDocument, Originality, Role
from dossier.documents.book import FACTS
from dossier.files import hash_file, long_path, read_bytes
from dossier.intake.model import FileKind, NumberState, Reading
from dossier.intake.task import read_gist
from dossier.text import fold, nfc

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.documents.book import Book
    from dossier.documents.catalogue import DocumentKind
    from dossier.intake.model import DocumentHead, EvidenceFile
    from dossier.pipeline.run import Run

_FROM_SCANS = ("OCR", "bản quét")  # in what a reader says of where a text comes from


def plain_document(
    source: Path, path: str, role: Role, *, unit: str = "", kind: FileKind = FileKind.XLSX
) -> ArchivedDocument:
    """A file of which only its place and its bytes are known; hashed here."""
    return ArchivedDocument(
        role=role,
        path=nfc(path),
        source=source,
        sha256=hash_file(source),
        size=long_path(source).stat().st_size,
        kind=kind,
        unit=unit,
    )


def evidence_document(run: Run, file: EvidenceFile, source: Path) -> ArchivedDocument:
    """A file of a unit's evidence; whose it is and its path are for the caller."""
    scanned = file.reading is Reading.SCAN or any(mark in file.text_source for mark in _FROM_SCANS)
    digitised = scanned or file.kind is FileKind.IMAGE
    readable = file.reading is not Reading.UNREADABLE
    return ArchivedDocument(
        role=Role.EVIDENCE,
        path=file.path,
        source=source,
        sha256=file.sha256 or "",
        size=file.size,
        kind=file.kind,
        pages=file.pages if file.kind in {FileKind.PDF, FileKind.IMAGE} else None,
        originality=Originality.DIGITISED if digitised else Originality.BORN_DIGITAL,
        signed=file.signed,
        signature=_signature(file),
        readable=readable,
        note="" if readable else next((problem.message for problem in file.problems), "không đọc được nội dung"),
        **_head_facts(run, file.head),
    )


def _signature(file: EvidenceFile) -> str:
    """``Nguyễn Văn A, 28/08/2024``, of the first signature, as it says itself."""
    first = next(iter(file.signatures), None)
    if first is None:
        return ""
    return ", ".join(filter(None, (first.signer, f"{first.signed_at:%d/%m/%Y}" if first.signed_at else "")))


def _head_facts(run: Run, head: DocumentHead) -> dict[str, Any]:
    """What a head says, in the archive's words; a number that was not read is left out, never guessed."""
    draft = f"ghi «{head.draft_words}»" if head.draft_words else ""
    if head.number_state is NumberState.BLANK:
        draft = draft or "chỗ ghi số còn để trống"
    return {
        "type": head.type or "",
        "number": (head.number or "") if head.number_state is NumberState.READ else "",
        "notation": head.symbol or "",
        "date": head.date,
        "subject": head.subject or "",
        "issuer": _spell(run, head.issuer or ""),
        "signer": head.signer or "",
        "post": head.signer_title or "",
        "priority": head.urgency or "",
        "incoming": not _is_own(run, head.issuer or ""),
        "draft": draft,
    }


def _is_own(run: Run, issuer: str) -> bool:
    """Whether the body that archives, its council or one of its offices issued it."""
    campaign = run.campaign
    own = (*campaign.authority.names, campaign.council.name, *(office.name for office in campaign.offices))
    return fold(issuer) in {fold(name) for name in own}


def _spell(run: Run, issuer: str) -> str:
    """A body of the campaign as the campaign writes it, where the paper prints capitals."""
    campaign = run.campaign
    bodies = (campaign.authority, *campaign.units)
    known = {fold(name): body.name for body in bodies for name in body.names}
    known |= {fold(name): name for name in (campaign.council.name, *(office.name for office in campaign.offices))}
    return known.get(fold(issuer), issuer)


def paper_document(run: Run, path: Path, kind: DocumentKind, *, book: Book, unit: Unit | None) -> ArchivedDocument:
    """A paper of the catalogue: what its kind fixes, and of its head what only the paper can say."""
    gist = read_gist(read_bytes(path))
    plain = plain_document(path, path.name, Role.PAPER, unit=unit.id if unit else "", kind=gist.content.kind)
    said = _head_facts(run, gist.head)
    facts = FACTS.get(kind.code)
    issuer = book.body(kind.code, unit).name if facts else (unit or run.campaign.authority).name
    subject = book.subject(kind.code) if facts else kind.title
    # The words after the trích yếu run into it where a PDF does not tell lines of bold from others.
    if facts and not fold(said["subject"]).startswith(fold(subject)):
        subject = said["subject"] or subject
    fixed = {
        "type": facts.type if facts else "",
        "notation": said["notation"] or (book.symbol(kind.code, unit) if facts else ""),
        "subject": subject,
        "issuer": issuer,
        "incoming": not _is_own(run, issuer),
        "draft": "",
    }
    return replace(plain, paper=kind.code, pages=gist.content.pages, signed=gist.content.signed, **said | fixed)
