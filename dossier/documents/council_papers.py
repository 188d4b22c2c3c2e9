"""D07, D08: the council's minutes, from what was recorded (Mẫu 1.9). Pure.

Individual votes stay data; the minutes print counts only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.documents.book import moment_text, name_of
from dossier.documents.inputs import Meeting
from dossier.documents.numbers import counted
from dossier.documents.official import frame
from dossier.documents.paper import TO_FILL, MinutesHead, Properties, build_recipients
from dossier.documents.ranking import RankBlock, RankRow, build_ranking
from dossier.documents.score_table import percent_text
from dossier.sheets.model import CouncilForm
from dossier.text import code_key, official_decimal, one_line

if TYPE_CHECKING:
    from dossier.campaign import Unit
    from dossier.campaign.model import Member
    from dossier.documents.book import Book
    from dossier.rounds.model import Given, UnitState
    from dossier.scoring.results import Results, UnitResult
    from dossier.scoring.tally import Points
    from dossier.sheets.model import Decided, Ruling

_NAMED = 5  # units that a conclusion names; more are counted


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """One vote of the council as recorded.

    Attributes:
        form: its form as kept.
        members: size of the council.
        attending: present, or answered in writing.
        totals: decided total of each unit of the form, by id; before the survey.
        last: no later vote follows, so that the ranking is this one's.
    """

    form: CouncilForm
    members: int
    attending: int
    totals: Mapping[str, Decimal]
    last: bool = True


@dataclass(frozen=True, slots=True)
class Opening:
    """How minutes begin (Mẫu 1.9): no place and date line, but who met, when and under whom."""

    properties: Properties
    banner: str
    head: MinutesHead
    subject: str
    opened: str
    place: str
    attendance: tuple[str, ...]
    chair: str
    secretary: str
    course: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesContext(Opening):
    """What ``bien-ban-hop-hoi-dong.docx`` may print."""

    units: tuple[str, ...]
    votes: tuple[VoteRow, ...]
    conclusion: tuple[str, ...]
    closed: str
    recipients: tuple[str, ...]
    secretary_name: str
    chair_name: str
    chair_post: str
    attached_to: str
    groups: tuple[RankBlock, ...]


@dataclass(frozen=True, slots=True)
class VoteRow:
    """The count of votes on one matter."""

    number: str
    matter: str
    total: str
    agreed: str
    against: str
    other: str
    share: str


@dataclass(frozen=True, slots=True)
class AppraisalRow:
    """A leaf in a unit's appraisal minutes, an area or the total; a difference of nought is blank."""

    code: str
    title: str
    max: str
    self_points: str
    appraised: str
    difference: str
    reason: str


@dataclass(frozen=True, slots=True)
class AppraisalArea:
    """An area with its leaves."""

    row: AppraisalRow
    leaves: tuple[AppraisalRow, ...]


@dataclass(frozen=True, slots=True)
class AppraisalContext(Opening):
    """What ``bien-ban-tham-dinh.docx`` may print."""

    closed: str
    recipients: tuple[str, ...]
    secretary_name: str
    chair_name: str
    attached_to: str
    areas: tuple[AppraisalArea, ...]
    total: AppraisalRow


def build_minutes_context(book: Book, record: MeetingRecord, results: Results) -> MinutesContext:
    """The minutes of one vote; time and place as its form has them, else as ``van-ban.yaml``, else blanks to fill."""
    form, meeting = record.form, _planned(record, book.inputs.meeting)
    day = form.held or meeting.day
    chair, secretary = book.member("Chủ tịch"), book.member("Thư ký")
    names = {unit.id: unit.name for unit in book.campaign.units}
    return MinutesContext(
        **_minutes_frame(book, "D08"),
        opened=moment_text(form.opens or meeting.opens, day, book.campaign.year),
        place=form.place or meeting.place or TO_FILL,
        attendance=_attendance(record, meeting.guests),
        chair=_person(chair),
        secretary=_person(secretary),
        course=_meeting_course(record),
        units=tuple(_unit_line(item, record, results, names) for item in form.decided),
        votes=_votes(record),
        conclusion=_conclude(book, record, names),
        closed=moment_text(form.closes or meeting.closes, day, book.campaign.year),
        secretary_name=name_of(secretary),
        chair_name=name_of(chair),
        chair_post=chair.post.upper() if chair else TO_FILL,
        attached_to=f"(Kèm theo {book.reference('D08')} của {book.campaign.council.name})",
        groups=build_ranking(results, book.criteria) if record.last else _decided_block(record, results, names),
    )


def build_appraisal_context(book: Book, unit: Unit, *, result: UnitResult, state: UnitState) -> AppraisalContext:
    """One unit's appraisal, leaf by leaf, with the reasons the offices recorded; without the council's decisions."""
    team = book.inputs.support_team
    secretary = next((one for one in team if "thư ký" in one.role.lower()), None)
    lead = team[0] if team else None
    areas = _appraisal_areas(book, result, state)
    return AppraisalContext(
        **_minutes_frame(book, "D07", unit),
        opened=moment_text(None, None, book.campaign.year),
        place=TO_FILL,
        attendance=tuple(f"- {_person(one)}" for one in team) or (f"- {TO_FILL}",),
        chair=_person(lead),
        secretary=_person(secretary),
        course=_appraisal_course(book, unit, areas, result=result, state=state),
        closed=moment_text(None, None, book.campaign.year),
        secretary_name=name_of(secretary),
        chair_name=name_of(lead),
        attached_to=f"(Kèm theo {book.reference('D07', unit)} của {book.campaign.council.name})",
        areas=areas,
        total=_appraisal_total(book, result, state),
    )


def _planned(record: MeetingRecord, meeting: Meeting) -> Meeting:
    """What was planned for this vote; what was planned for another day tells nothing of it."""
    same = None in {record.form.held, meeting.day} or record.form.held == meeting.day
    return meeting if same and not record.form.written else Meeting(guests=meeting.guests)


def _minutes_frame(book: Book, code: str, unit: Unit | None = None) -> dict[str, Any]:
    """Of the fields that every official paper has, those of minutes: no căn cứ, no signer block, no date line."""
    subject = f"{book.subject(code)} của {unit.name}" if unit else book.subject(code)
    fields = frame(book, code, unit=unit, subject=subject)
    head = fields["head"]
    return {
        "properties": fields["properties"],
        "banner": fields["banner"],
        "head": MinutesHead(head.parents, head.issuer, head.number),
        "subject": subject,
        "recipients": build_recipients("Các thành viên Hội đồng", office="Hồ sơ"),
    }


def _person(member: Member | None) -> str:
    return f"{member.name}, {member.post}, {member.role}" if member else TO_FILL


def _attendance(record: MeetingRecord, guests: Sequence[str]) -> tuple[str, ...]:
    form = record.form
    word = "trả lời bằng văn bản" if form.written else "có mặt"
    present = [vote for vote in form.votes if vote.attended]
    absent = [vote for vote in form.votes if not vote.attended]
    lines = [f"- Thành viên Hội đồng {word}: {counted(len(present))} trên tổng số {counted(record.members)}:"]
    lines += [f"+ {vote.name}, {vote.post}, {vote.role};" for vote in present]
    if absent:
        away = "Chưa trả lời" if form.written else "Vắng mặt"
        lines.append(f"- {away}: {'; '.join(f'{vote.name} ({vote.role})' for vote in absent)}.")
    lines += [f"- Khách mời: {'; '.join(guests)}."] if guests else []
    return tuple(lines)


def _meeting_course(record: MeetingRecord) -> tuple[str, ...]:
    share = percent_text(Decimal(record.attending), Decimal(record.members))
    how = "được lấy ý kiến bằng văn bản" if record.form.written else "tham dự"
    opening = (
        f"1. Chủ tọa nêu nội dung, chương trình làm việc; số thành viên {how} {record.attending}/{record.members} "
        f"({share}%), bảo đảm theo quy chế của Hội đồng."
    )
    return (
        opening,
        f"2. Tổ giúp việc báo cáo kết quả thẩm định {counted(len(record.form.decided))} đơn vị.",
        "3. Hội đồng xem xét từng đơn vị:",
    )


def _unit_line(decided: Decided, record: MeetingRecord, results: Results, names: Mapping[str, str]) -> str:
    code = decided.unit
    found = next((unit for unit in results.units if unit.tally.unit == code), None)
    own = official_decimal(found.tally.self_total) if found else "chưa có"
    proposed = official_decimal(decided.appraised) if decided.appraised is not None else "chưa có"
    text = f"- {names[code]}: tự chấm {own} điểm; đề nghị {proposed} điểm; Hội đồng quyết định "
    text += f"{official_decimal(record.totals[code])} điểm."
    rulings = [ruling for ruling in record.form.rulings if ruling.unit == code]
    return f"{text} Điều chỉnh: {'; '.join(map(_ruling, rulings))}." if rulings else text


def _ruling(ruling: Ruling) -> str:
    points = "không áp dụng" if ruling.points is None else f"{official_decimal(ruling.points)} điểm"
    return f"tiêu chí {ruling.leaf}: {points} ({one_line(ruling.reason).rstrip('.')})"


def _decided_block(record: MeetingRecord, results: Results, names: Mapping[str, str]) -> tuple[RankBlock, ...]:
    """What an earlier meeting decided; ranks are the last meeting's."""
    own = {unit.tally.unit: official_decimal(unit.tally.self_total) for unit in results.units}
    rows = tuple(
        RankRow(str(place), names[unit], own.get(unit, ""), official_decimal(total), "", "", "", "", "", "")
        for place, (unit, total) in enumerate(record.totals.items(), 1)
    )
    return (RankBlock(("Điểm thẩm định Hội đồng quyết định tại phiên họp này",), rows),)


def _votes(record: MeetingRecord) -> tuple[VoteRow, ...]:
    rows = []
    for place, tally in enumerate(record.form.tallies, 1):
        whole = tally.agreed + tally.against + tally.other
        share = percent_text(Decimal(tally.agreed), Decimal(record.members))
        counts = (str(whole), str(tally.agreed), str(tally.against), str(tally.other))
        rows.append(VoteRow(str(place), one_line(tally.matter), *counts, share))
    return tuple(rows)


def _conclude(book: Book, record: MeetingRecord, names: Mapping[str, str]) -> tuple[str, ...]:
    agreed = next((tally for tally in record.form.tallies if not tally.unit), None)
    decided = [names[item.unit] for item in record.form.decided]
    units = ", ".join(decided) if len(decided) <= _NAMED else f"{counted(len(decided))} đơn vị nêu trên"
    said = f" với {counted(agreed.agreed)} phiếu tán thành" if agreed else ""
    authority = book.campaign.authority.name
    return (
        f"Hội đồng thông qua kết quả thẩm định của {units}{said}.",
        "Bảng điểm, xếp hạng của các đơn vị tại Phụ lục kèm theo.",
        f"Giao cơ quan thường trực hoàn thiện báo cáo, tờ trình, trình Chủ tịch {authority} phê duyệt.",
    )


def _appraisal_course(
    book: Book, unit: Unit, areas: Sequence[AppraisalArea], *, result: UnitResult, state: UnitState
) -> tuple[str, ...]:
    """What was done, step by step, in figures."""
    differing = [row for area in areas for row in area.leaves if row.difference]
    return (
        f"1. {unit.name} tự chấm {official_decimal(result.tally.self_total)} điểm.",
        (
            f"2. Tổ giúp việc và các cơ quan được phân công thẩm định {len(state.first)} tiêu chí thành phần; đề nghị "
            f"{official_decimal(state.total)} điểm."
        ),
        f"3. Số tiêu chí thành phần có điểm thẩm định khác điểm tự chấm: {len(differing)}; lý do tại bảng kèm theo.",
        f"4. {_describe_asked(state)}",
        f"5. Thống nhất trình {book.campaign.council.name} xem xét, quyết định.",
    )


def _describe_asked(state: UnitState) -> str:
    asked = sorted((code for code, point in state.open.items() if point.asked), key=code_key)
    if not asked:
        return "Không có yêu cầu bổ sung, giải trình."
    answered = [code for code in asked if state.open[code].answered is not None]
    codes = ", ".join(asked)
    return f"Yêu cầu bổ sung, giải trình: {len(asked)} tiêu chí ({codes}); đơn vị đã trả lời {len(answered)}."


def _appraisal_areas(book: Book, result: UnitResult, state: UnitState) -> tuple[AppraisalArea, ...]:
    by_leaf = {leaf.id: leaf for leaf in result.tally.leaves}
    areas = []
    for area in book.criteria.areas:
        leaves = [by_leaf[placed.id] for placed in book.criteria.leaves() if placed.area.id == area.id]
        given = [value.points for leaf in leaves if (value := state.appraised(leaf.id)) and value.points is not None]
        own = [leaf.self_points for leaf in leaves if leaf.self_points is not None]
        row = AppraisalRow(
            area.id,
            area.title.rstrip("."),
            official_decimal(area.max),
            official_decimal(sum(own, Decimal(0))) if own else "",
            official_decimal(sum(given, Decimal(0))) if given else "",
            _difference(sum(own, Decimal(0)), sum(given, Decimal(0))) if own and given else "",
            "",
        )
        areas.append(AppraisalArea(row, tuple(_leaf_row(leaf, state.appraised(leaf.id)) for leaf in leaves)))
    return tuple(areas)


def _appraisal_total(book: Book, result: UnitResult, state: UnitState) -> AppraisalRow:
    own, appraised = result.tally.self_total, state.total
    return AppraisalRow(
        "",
        "Tổng điểm",
        official_decimal(sum((area.max for area in book.criteria.areas), Decimal(0))),
        official_decimal(own),
        official_decimal(appraised),
        _difference(own, appraised),
        "",
    )


def _leaf_row(leaf: Points, given: Given | None) -> AppraisalRow:
    points = given.value if given else None
    shown = "không áp dụng" if given and given.excluded else ("" if points is None else official_decimal(points))
    both = leaf.self_points is not None and points is not None
    difference = _difference(leaf.self_points or Decimal(0), points or Decimal(0)) if both else ""
    own = "" if leaf.self_points is None else official_decimal(leaf.self_points)
    reason = one_line(given.reason) if given else ""
    return AppraisalRow(leaf.id, leaf.title.rstrip("."), official_decimal(leaf.max), own, shown, difference, reason)


def _difference(own: Decimal, appraised: Decimal) -> str:
    """``+1,5`` or ``-2``: appraised less self; empty when equal."""
    gap = appraised - own
    return f"{'+' if gap > 0 else '-'}{official_decimal(abs(gap))}" if gap else ""
