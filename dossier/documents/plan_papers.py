"""D02, D06, D18, D19: the plan, the unit's explanation report, the award list and the printed checklist. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.documents.decisions import attach
from dossier.documents.official import OfficialPaper, TaskRow, assign_areas, frame
from dossier.documents.paper import Properties, banner_of, build_addressees, lower_first, name_set
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
    steps = sorted(book.campaign.calendar, key=lambda item: item.limit)
    return PlanContext(
        **frame(book, "D02"),
        opening=_plan_opening(book),
        purpose=(
            (
                f"1. Xác định {book.index_name} của {book.scope} làm căn cứ theo dõi, đánh giá công tác cải cách "
                "hành chính."
            ),
            "2. Việc tự đánh giá, thẩm định thực hiện khách quan, trung thực, đúng thời hạn, có tài liệu kiểm chứng.",
        ),
        contents=(
            f"1. {_describe_set(book)}",
            f"2. {book.campaign.council.name} thẩm định, tổng hợp, trình phê duyệt và công bố.",
            "3. Tiến độ thực hiện:",
        ),
        steps=tuple(
            StepRow(str(place), step.title, step.text[:1].upper() + step.text[1:])
            for place, step in enumerate(steps, 1)
        ),
        tasks=assign_areas(book, without="Phối hợp thực hiện"),
        conduct=_plan_conduct(book),
    )


def _plan_opening(book: Book) -> str:
    """A plan has no căn cứ lines: they stand in its first sentence."""
    authority = book.campaign.authority.name
    bases = [text.removeprefix("Căn cứ ") for text in book.bases("D02")]
    grounds = f"Căn cứ {'; '.join(bases)}, {authority}" if bases else authority
    return f"{grounds} ban hành Kế hoạch {lower_first(book.subject('D02'))} như sau:"


def _describe_set(book: Book) -> str:
    """By which set the units score themselves, and the span that evidence counts from."""
    criteria = book.criteria
    parts = "; ".join(f"{part.title.lower()} {official_decimal(part.max)} điểm" for part in criteria.parts)
    text = (
        f"{book.scope} tự đánh giá, chấm điểm theo {name_set(criteria)}, gồm {len(criteria.areas)} lĩnh vực, "
        f"{len(criteria.leaves())} tiêu chí thành phần; thang điểm: {parts}."
    )
    window = book.campaign.window or criteria.window
    if window is None:
        return text
    return f"{text} Tài liệu kiểm chứng tính từ {official_date(window.first)} đến {official_date(window.last)}."


def _plan_conduct(book: Book) -> tuple[str, ...]:
    lead = book.lead.name if book.lead else "Cơ quan thường trực"
    return (
        f"1. {lead} theo dõi, đôn đốc, tổng hợp khó khăn, vướng mắc, báo cáo {book.campaign.authority.name}.",
        "2. Các cơ quan được phân công thẩm định đúng lĩnh vực, đúng thời hạn.",
        f"3. {book.scope} chịu trách nhiệm về tính trung thực của hồ sơ tự đánh giá.",
        *book.inputs.remarks.get("D02", ()),
        (
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các cơ quan, đơn vị phản ánh về "
            f"{lead} để tổng hợp./."
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
