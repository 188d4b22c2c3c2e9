"""D02, D06, D18, D19: the plan, the unit's explanation report, the award list and the printed checklist. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.documents.decisions import attach
from dossier.documents.official import OfficialPaper, TaskRow, frame
from dossier.documents.paper import Properties, banner_of, build_addressees
from dossier.text import official_date, official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.campaign import Unit
    from dossier.criteria import PlacedLeaf
    from dossier.documents.book import Book
    from dossier.rounds.model import UnitState
    from dossier.scoring.results import Results
    from dossier.sheets.model import Answer

BOX = "☐"


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the calendar."""

    number: str
    title: str
    due: str


@dataclass(frozen=True, slots=True)
class PlanContext(OfficialPaper):
    """What ``ke-hoach.docx`` may print."""

    opening: str
    purpose: tuple[str, ...]
    contents: tuple[str, ...]
    steps: tuple[StepRow, ...]
    tasks: tuple[TaskRow, ...]
    conduct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """An open point with the unit's answer."""

    number: str
    code: str
    title: str
    asked: str
    explanation: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ExplanationContext(OfficialPaper):
    """What ``bao-cao-giai-trinh.docx`` may print."""

    salutation: str
    addressees: tuple[str, ...]
    opening: str
    summary: tuple[str, ...]
    closing: str
    attached_to: str
    rows: tuple[ExplainedRow, ...]


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A unit that a rule proposes to commend."""

    number: str
    unit: str
    index: str
    rank: str
    grade: str
    proposal: str


@dataclass(frozen=True, slots=True)
class AwardContext:
    """What ``danh-sach-de-nghi-khen-thuong.docx`` may print."""

    properties: Properties
    banner: str
    attached_to: str
    rows: tuple[AwardRow, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A proof to be laid ready, with a box to tick; an area's row has no box."""

    code: str
    title: str
    max: str
    proofs: str
    box: str
    note: str


@dataclass(frozen=True, slots=True)
class CheckArea:
    """An area with its leaves."""

    row: CheckRow
    leaves: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What ``phieu-kiem-tieu-chi.docx`` may print."""

    properties: Properties
    banner: str
    attached_to: str
    areas: tuple[CheckArea, ...]


def build_plan_context(book: Book) -> PlanContext:
    """The year's plan with its calendar and who does what."""
    campaign, scope = book.campaign, book.scope
    window = campaign.window or book.criteria.window
    span = (
        f" Tài liệu kiểm chứng tính từ {official_date(window.first)} đến {official_date(window.last)}."
        if window
        else ""
    )
    bases = [text.removeprefix("Căn cứ ") for text in book.bases("D02")]
    grounds = f"Căn cứ {'; '.join(bases)}, {campaign.authority.name}" if bases else campaign.authority.name
    lead = book.lead.name if book.lead else "Cơ quan thường trực"
    parts = "; ".join(f"{part.title.lower()} {official_decimal(part.max)} điểm" for part in book.criteria.parts)
    sample = " (bộ tiêu chí mẫu, không dùng để công bố)" if book.criteria.is_sample else ""
    return PlanContext(
        **frame(book, "D02"),
        opening=f"{grounds} ban hành Kế hoạch {book.subject('D02')[:1].lower()}{book.subject('D02')[1:]} như sau:",
        purpose=(
            f"1. Xác định {book.index_name} của {scope} làm căn cứ theo dõi, đánh giá công tác cải cách hành chính.",
            "2. Việc tự đánh giá, thẩm định thực hiện khách quan, trung thực, đúng thời hạn, có tài liệu kiểm chứng.",
        ),
        contents=(
            (
                f"1. {scope} tự đánh giá, chấm điểm theo {book.criteria.title}{sample}, gồm "
                f"{len(book.criteria.areas)} lĩnh vực, "
                f"{len(book.criteria.leaves())} tiêu chí thành phần; thang điểm: {parts}.{span}"
            ),
            f"2. {campaign.council.name} thẩm định, tổng hợp, trình phê duyệt và công bố.",
            "3. Tiến độ thực hiện:",
        ),
        steps=tuple(
            StepRow(str(place), item.title, item.text[:1].upper() + item.text[1:])
            for place, item in enumerate(sorted(campaign.calendar, key=lambda item: item.limit), 1)
        ),
        tasks=tuple(
            TaskRow(str(place), office.name, _follows(book, office.areas))
            for place, office in enumerate(campaign.offices, 1)
        ),
        conduct=(
            f"1. {lead} theo dõi, đôn đốc, tổng hợp khó khăn, vướng mắc, báo cáo {campaign.authority.name}.",
            "2. Các cơ quan được phân công thẩm định đúng lĩnh vực, đúng thời hạn.",
            f"3. {scope} chịu trách nhiệm về tính trung thực của hồ sơ tự đánh giá.",
            *book.inputs.remarks.get("D02", ()),
            (
                "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các cơ quan, đơn vị phản ánh về "
                f"{lead} để tổng hợp./."
            ),
        ),
    )


def build_explanation_context(
    book: Book, unit: Unit, state: UnitState, *, answers: Mapping[str, Answer]
) -> ExplanationContext:
    """The unit's answers to what it was asked; ``answers`` by leaf from its form, else as they were recorded."""
    council = book.campaign.council.name
    salutation, addressees = build_addressees([council])
    rows: list[ExplainedRow] = []
    for placed in book.criteria.leaves():
        point = state.open.get(placed.id)
        if point is None:
            continue
        answer = answers.get(placed.id)
        explanation = one_line(answer.explanation if answer else point.explanation)
        evidence = one_line(answer.evidence if answer else point.evidence)
        number, title = str(len(rows) + 1), placed.leaf.title.rstrip(".")
        rows.append(ExplainedRow(number, placed.id, title, one_line(point.asked), explanation or "Chưa có", evidence))
    done = sum(row.explanation != "Chưa có" or bool(row.evidence) for row in rows)
    return ExplanationContext(
        **frame(book, "D06", unit=unit, first="Như trên"),
        salutation=salutation,
        addressees=addressees,
        opening=f"Thực hiện {book.reference('D05', unit)} của {council}, {unit.name} báo cáo như sau:",
        summary=(
            f"1. Số nội dung được yêu cầu bổ sung, giải trình: {len(rows)}.",
            f"2. Số nội dung đã bổ sung, giải trình: {done}. Chi tiết tại Phụ lục kèm theo.",
        ),
        closing=(
            f"{unit.name} cam kết nội dung giải trình, tài liệu bổ sung là trung thực và đề nghị {council} xem xét./."
        ),
        attached_to=f"(Kèm theo {book.reference('D06', unit)} của {unit.name})",
        rows=tuple(rows),
    )


def build_award_context(book: Book, results: Results) -> AwardContext:
    """The input list for awards: what the campaign's rules propose; a person decides."""
    by_unit = {unit.tally.unit: unit for unit in results.units}
    rows = []
    for place, item in enumerate(results.awards, 1):
        unit = by_unit[item.unit]
        rank = "" if unit.rank is None else str(unit.rank)
        proposal = f"Đề nghị xem xét {item.wording}"
        rows.append(AwardRow(str(place), unit.tally.name, unit.index_text, rank, unit.grade, proposal))
    title = f"Danh sách đề nghị xem xét khen thưởng theo {book.index_name}"
    properties = Properties(title, book.campaign.council.name, book.occasion("D10").stamp)
    return AwardContext(properties, banner_of(book.criteria), attach(book, "D10"), tuple(rows))


def build_check_context(book: Book) -> CheckContext:
    """The criteria set as a list to tick off on paper."""
    occasion = book.occasion("D02")
    properties = Properties(f"Phiếu kiểm tiêu chí {book.index_name}", occasion.body.name, occasion.stamp)
    areas = []
    for area in book.criteria.areas:
        row = CheckRow(area.id, area.title.rstrip("."), official_decimal(area.max), "", "", "")
        leaves = [placed for placed in book.criteria.leaves() if placed.area.id == area.id]
        shown: set[str] = set()
        areas.append(CheckArea(row, tuple(_check_row(placed, shown) for placed in leaves)))
    return CheckContext(properties, banner_of(book.criteria), attach(book, "D02"), tuple(areas))


def _check_row(placed: PlacedLeaf, shown: set[str]) -> CheckRow:
    """Proofs of a criterion stand with its first leaf; ``shown`` remembers which were."""
    proofs = [
        proof
        for owned in (*(parent.proofs for parent in placed.parents), placed.leaf.proofs)
        for proof in owned
        if proof.id not in shown
    ]
    shown.update(proof.id for proof in proofs)
    titles = "\n".join(f"- {proof.title.rstrip('.')}" for proof in proofs)
    note = f"Không tính: {placed.excluded}" if placed.excluded else ""
    maximum = official_decimal(Decimal(placed.leaf.max))
    return CheckRow(placed.id, placed.leaf.title.rstrip("."), maximum, titles, BOX, note)


def _follows(book: Book, areas: tuple[str, ...]) -> str:
    titles = {area.id: area.title.rstrip(".") for area in book.criteria.areas}
    return "\n".join(f"Lĩnh vực {code}. {titles.get(code, '')}" for code in areas) or "Phối hợp thực hiện"
