"""D05, D13, D15, D17: letters and the invitation (Mẫu 1.5 and 1.7). Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.campaign.model import VIETNAM
from dossier.documents.book import moment_text, name_of
from dossier.documents.numbers import counted, number_words
from dossier.documents.official import OfficialPaper, frame
from dossier.documents.paper import (
    TO_FILL,
    CouncilSignature,
    build_addressees,
    end_list,
)
from dossier.text import official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign import Unit
    from dossier.documents.book import Book
    from dossier.rounds.model import UnitState
    from dossier.rounds.status import UnitStatus

_MEGABYTE = Decimal(10**6)


@dataclass(frozen=True, slots=True)
class AskedPoint:
    """What is to be supplemented or explained for one leaf."""

    number: str
    code: str
    title: str
    points: str
    asked: str


@dataclass(frozen=True, slots=True)
class SupplementRequestContext(OfficialPaper):
    """What ``yeu-cau-bo-sung.docx`` may print."""

    salutation: str
    addressees: tuple[str, ...]
    opening: str
    rows: tuple[AskedPoint, ...]
    closing: tuple[str, ...]
    signature: CouncilSignature


@dataclass(frozen=True, slots=True)
class LetterContext(OfficialPaper):
    """What ``cong-van-gui-ho-so.docx`` and ``cong-van-don-doc.docx`` may print."""

    salutation: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentPackage:
    """The package that a transmittal letter carries; fields of its record, see ``dossier package``.

    Attributes:
        files: in the package; ``bytes`` theirs.
        manifest_sha256: of the list inside the package.
    """

    code: str
    files: int
    bytes: int
    manifest_sha256: str
    made_at: dt.datetime

    def __str__(self) -> str:
        size = official_decimal(self.bytes / _MEGABYTE, places=1)
        return (
            f"Gói hồ sơ điện tử mã {self.code}: {counted(self.files)} tệp, {size} MB; mã SHA-256 của danh mục trong "
            f"gói: {self.manifest_sha256}"
        )


@dataclass(frozen=True, slots=True)
class InvitationContext(OfficialPaper):
    """What ``giay-moi.docx`` may print."""

    invites: str
    guests: tuple[str, ...]
    purpose: str
    agenda: tuple[str, ...]
    chair: str
    time: str
    place: str
    closing: str


def build_request_context(book: Book, unit: Unit, state: UnitState) -> SupplementRequestContext:
    """What one unit is to supplement or explain, point by point, and until when."""
    salutation, addressees = build_addressees([unit.name])
    return SupplementRequestContext(
        **frame(book, "D05", unit=unit, first="Như trên"),
        salutation=salutation,
        addressees=addressees,
        opening=(
            f"Qua thẩm định hồ sơ tự đánh giá {book.index_name} của {unit.name}, {book.campaign.council.name} đề nghị "
            f"bổ sung, giải trình {len(state.open):02d} ({number_words(len(state.open))}) nội dung sau:"
        ),
        rows=_asked(book, state),
        closing=(
            f"Thời hạn gửi: {_due(book, state)}. Nơi nhận: {_contact(book)}.",
            "Quá thời hạn trên, Hội đồng thẩm định theo hồ sơ hiện có./.",
        ),
    )


def build_transmittal_context(
    book: Book, *, contents: Sequence[str], package: SentPackage | None = None
) -> LetterContext:
    """The letter that carries the year's file to the superior council; ``contents`` lists what is sent."""
    campaign = book.campaign
    bodies = book.inputs.superior or ((campaign.authority.parent,) if campaign.authority.parent else (TO_FILL,))
    sent = [*contents, *([str(package)] if package else [])]
    listed = end_list([f"{place}. {one.rstrip('.;')}" for place, one in enumerate(sent, 1)])
    return _letter(
        book,
        "D13",
        bodies,
        [
            f"{campaign.authority.name} {book.subject('D13')}, gồm:",
            *listed,
            *book.inputs.remarks.get("D13", ()),
            f"{campaign.authority.name} đề nghị xem xét, thẩm định./.",
        ],
    )


def build_reminder_context(book: Book, unit: Unit, status: UnitStatus) -> LetterContext:
    """A reminder to a unit whose step is past its deadline; states the step and the deadline only."""
    waiting = "; ".join(status.blocks)
    return _letter(
        book,
        "D17",
        (unit.name,),
        [
            (
                f"Thời hạn của bước «{status.stage}» thực hiện {book.index_name} là {status.due}. Đến nay việc sau "
                f"chưa hoàn thành: {waiting}."
            ),
            (
                f"Đề nghị {unit.name} thực hiện ngay và gửi về {_contact(book)}; nếu có khó khăn, vướng mắc thì nêu "
                "rõ để tổng hợp./."
            ),
        ],
        unit=unit,
    )


def build_invitation_context(book: Book) -> InvitationContext:
    """The invitation to the council's meeting; what ``van-ban.yaml`` does not say is left to write in."""
    meeting, council = book.inputs.meeting, book.campaign.council
    chair = book.member("Chủ tịch")
    agenda = meeting.agenda or ("Xem xét, biểu quyết kết quả thẩm định, xếp hạng các đơn vị",)
    return InvitationContext(
        **frame(book, "D15", first="Như thành phần mời"),
        invites=f"{book.campaign.authority.name} trân trọng kính mời:",
        guests=tuple(
            f"- {line};" for line in [*(f"{one.name}, {one.post}" for one in council.members), *meeting.guests]
        ),
        purpose=f"Tới dự họp {council.name}.",
        agenda=tuple(f"- {line.rstrip('.;')}." for line in agenda),
        chair=f"{name_of(chair)}{f', {chair.post}, Chủ tịch Hội đồng' if chair else ''}",
        time=moment_text(meeting.opens, meeting.day, book.campaign.year),
        place=meeting.place or TO_FILL,
        closing="Đề nghị các đại biểu dự họp đúng thành phần, thời gian./.",
    )


def _letter(
    book: Book, code: str, bodies: Sequence[str], paragraphs: Sequence[str], *, unit: Unit | None = None
) -> LetterContext:
    salutation, addressees = build_addressees(bodies)
    return LetterContext(
        **frame(book, code, unit=unit, first="Như trên"),
        salutation=salutation,
        addressees=addressees,
        paragraphs=tuple(paragraphs),
    )


def _asked(book: Book, state: UnitState) -> tuple[AskedPoint, ...]:
    leaves = [placed for placed in book.criteria.leaves() if placed.id in state.open]
    rows = []
    for place, placed in enumerate(leaves, 1):
        filed = state.filed.get(placed.id)
        own = official_decimal(filed.points) if filed and filed.points is not None else (filed.state if filed else "")
        asked = one_line(state.open[placed.id].asked)
        rows.append(AskedPoint(str(place), placed.id, placed.leaf.title.rstrip("."), own, asked))
    return tuple(rows)


def _due(book: Book, state: UnitState) -> str:
    deadline = book.campaign.deadline("bo-sung")
    if deadline:
        return deadline.text
    if state.answer_due:
        return f"trước {state.answer_due.astimezone(VIETNAM):%H giờ %M ngày %d/%m/%Y}"
    return TO_FILL


def _contact(book: Book) -> str:
    return book.inputs.contact or (book.lead.name if book.lead else TO_FILL)
