"""D04, the evidence inventory: every file of the unit once, with the criteria it serves. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.documents.listing import date_of, list_evidence, reference_of, title_of
from dossier.documents.paper import (
    DRAFT,
    Properties,
    Registration,
    banner_of,
    build_attachment,
    report_occasion,
)
from dossier.intake.model import FileKind, Reading

if TYPE_CHECKING:
    from dossier.campaign import Campaign, Unit
    from dossier.criteria import CriteriaSet
    from dossier.documents.listing import EvidenceListing, ListedFile
    from dossier.intake.model import EvidenceFile, EvidenceIndex
    from dossier.matching.model import Checklist

# Enough to tell any two files of a folder apart on paper; the JSON output has the whole.
_SHORT_HASH = 16


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """A file that serves the criteria set. ``proof_pages``: empty where the whole file proves it."""

    number: str
    codes: str
    title: str
    reference: str
    date: str
    issuer: str
    signer: str
    pages: str
    form: str
    file: str
    proof_pages: str
    note: str


@dataclass(frozen=True, slots=True)
class UnusedRow:
    """A file that serves nothing, and why."""

    number: str
    path: str
    form: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnusedBlock:
    """The second table, with its heading."""

    title: str
    rows: tuple[UnusedRow, ...]


@dataclass(frozen=True, slots=True)
class InventoryContext:
    """What ``danh-muc-tai-lieu-kiem-chung.docx`` may print. ``unused`` is empty or one block."""

    properties: Properties
    banner: str
    attached_to: str
    rows: tuple[InventoryRow, ...]
    summary: str
    unused: tuple[UnusedBlock, ...]


def build_inventory_context(
    campaign: Campaign,
    unit: Unit,
    *,
    criteria: CriteriaSet,
    checklist: Checklist,
    index: EvidenceIndex,
    registration: Registration = DRAFT,
) -> InventoryContext:
    """The inventory of one unit; ``registration`` is that of the report it is attached to."""
    occasion = report_occasion(campaign, unit, registration)
    listing = list_evidence(checklist, index)
    return InventoryContext(
        properties=Properties(f"Danh mục tài liệu kiểm chứng năm {campaign.year}", unit.name, occasion.stamp),
        banner=banner_of(criteria),
        attached_to=build_attachment("Báo cáo", occasion),
        rows=tuple(_row(listed) for listed in listing.used),
        summary=_summary(listing),
        unused=_unused(listing),
    )


def _row(listed: ListedFile) -> InventoryRow:
    file, head = listed.file, listed.file.head
    return InventoryRow(
        number=str(listed.number),
        codes=", ".join(listed.codes),
        title=title_of(file),
        reference=reference_of(head),
        date=date_of(head),
        issuer=head.issuer or "",
        signer=head.signer or "",
        pages="" if file.pages is None else str(file.pages),
        form=_form(file),
        file="\n".join(part for part in (file.path, _short(file)) if part),
        proof_pages="\n".join(listed.proof_pages),
        note=_note(listed),
    )


def _form(file: EvidenceFile) -> str:
    if file.reading in {Reading.UNREADABLE, Reading.IGNORED}:
        return file.reading.value
    if file.signed:
        return "điện tử, đã ký số"
    if file.kind is FileKind.IMAGE:
        return "ảnh"
    return "số hóa" if file.reading is Reading.SCAN else "điện tử"


def _short(file: EvidenceFile) -> str:
    return (file.sha256 or "")[:_SHORT_HASH]


def _note(listed: ListedFile) -> str:
    draft = listed.file.head.draft_words
    return "; ".join([*([f"ghi «{draft}»"] if draft else []), *_twins(listed)])


def _twins(listed: ListedFile) -> list[str]:
    return [f"trùng nội dung với {', '.join(listed.same)}"] if listed.same else []


def _summary(listing: EvidenceListing) -> str:
    pages = sum(listed.file.pages or 0 for listed in listing.used)
    codes = {code for listed in listing.used for code in listed.codes}
    return (
        f"Danh mục có {len(listing.used)} tài liệu (đếm được {pages} trang), kiểm chứng cho {len(codes)} mã "
        f"tiêu chí; {len(listing.unused)} tệp chưa dùng hoặc không đọc được; tổng số {listing.total} tệp. "
        f"Mã SHA-256 in {_SHORT_HASH} ký tự đầu; mã đầy đủ ghi trong kết quả kiểm tra dạng JSON."
    )


def _unused(listing: EvidenceListing) -> tuple[UnusedBlock, ...]:
    if not listing.unused:
        return ()
    rows = tuple(
        UnusedRow(str(listed.number), listed.file.path, _form(listed.file), _short(listed.file), _reason(listed))
        for listed in listing.unused
    )
    return (UnusedBlock("Tệp chưa dùng hoặc không đọc được", rows),)


def _reason(listed: ListedFile) -> str:
    file = listed.file
    if file.reading is Reading.IGNORED:
        return "Tệp do hệ điều hành hoặc phần mềm tạo ra, không phải tài liệu"
    parts = ["Chưa khớp với tài liệu nào của bộ tiêu chí"]
    if file.reading is Reading.UNREADABLE:
        parts = [problem.message.rstrip(".") for problem in file.problems] or ["Không đọc được"]
        parts += [f"đơn vị xếp vào tiêu chí {', '.join(listed.codes)}"] if listed.codes else []
    return "; ".join([*parts, *_twins(listed)])
