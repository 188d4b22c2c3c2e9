"""D09, D10, D12: the synthesis report, the proposal and the notice (Mẫu 1.4). Pure.

Sentences state figures and recorded reasons only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.documents.decisions import attach
from dossier.documents.official import frame, last_mark
from dossier.documents.paper import CouncilSignature, Letterhead, Properties, Signature, build_addressees
from dossier.documents.ranking import (
    AreaSpreadRow,
    GradeRow,
    RankBlock,
    build_area_spreads,
    build_grades,
    build_ranking,
    describe_results,
)
from dossier.scoring.index import percent
from dossier.text import code_key, official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from dossier.documents.book import Book
    from dossier.rounds.model import UnitState
    from dossier.scoring.compare import Comparison
    from dossier.scoring.results import Results

_LARGEST = 3
NOTHING = "Không có."


@dataclass(frozen=True, slots=True)
class SynthesisContext:
    """What ``bao-cao-tong-hop.docx`` may print."""

    properties: Properties
    banner: str
    head: Letterhead
    subject: str
    salutation: str
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    opening: str
    process: tuple[str, ...]
    overall: tuple[str, ...]
    grades: tuple[GradeRow, ...]
    grade_total: GradeRow
    areas: tuple[AreaSpreadRow, ...]
    differences: tuple[str, ...]
    unmended: tuple[str, ...]
    compared: tuple[str, ...]
    remarks: tuple[str, ...]
    requests: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: CouncilSignature
    attached_to: str
    groups: tuple[RankBlock, ...]


@dataclass(frozen=True, slots=True)
class ProposalContext:
    """What ``to-trinh.docx`` may print."""

    properties: Properties
    banner: str
    head: Letterhead
    subject: str
    salutation: str
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    process: tuple[str, ...]
    overall: tuple[str, ...]
    requests: tuple[str, ...]
    enclosures: tuple[str, ...]
    closing: str
    recipients: tuple[str, ...]
    signature: CouncilSignature


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """What ``thong-bao-ket-qua.docx`` may print."""

    properties: Properties
    banner: str
    head: Letterhead
    subject: str
    opening: str
    overall: tuple[str, ...]
    grades: tuple[GradeRow, ...]
    grade_total: GradeRow
    closing: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: Signature
    attached_to: str
    groups: tuple[RankBlock, ...]


def build_synthesis_context(
    book: Book,
    results: Results,
    *,
    states: Mapping[str, UnitState],
    meetings: Sequence[str] = (),
    comparison: Comparison | None = None,
) -> SynthesisContext:
    """The council's report to the head of the authority; ``meetings`` says when the council decided."""
    rows, total = build_grades(results)
    salutation, addressees = build_addressees([f"Chủ tịch {book.campaign.authority.name}"])
    return SynthesisContext(
        **frame(book, "D09", bases=book.bases("D09", "D01"), first="Như trên"),
        salutation=salutation,
        addressees=addressees,
        opening=f"{book.campaign.council.name} báo cáo {_lower(book.subject('D09'))} như sau:",
        process=_process(book, results, states, meetings),
        overall=describe_results(results, book.scope),
        grades=rows,
        grade_total=total,
        areas=build_area_spreads(results, book.criteria),
        differences=tuple(_differences(results)) or (NOTHING,),
        unmended=tuple(_unmended(results, states)) or (NOTHING,),
        compared=describe_comparison(comparison),
        remarks=book.inputs.remarks.get("D09", ()) or (NOTHING,),
        requests=last_mark(
            [*_conclusions(results), f"Đề nghị Chủ tịch {book.campaign.authority.name} xem xét, phê duyệt"]
        ),
        attached_to=attach(book, "D09"),
        groups=build_ranking(results, book.criteria),
    )


def build_proposal_context(
    book: Book, results: Results, *, states: Mapping[str, UnitState], meetings: Sequence[str] = ()
) -> ProposalContext:
    """The proposal to approve, with what is enclosed."""
    authority = book.campaign.authority.name
    salutation, addressees = build_addressees([f"Chủ tịch {authority}"])
    return ProposalContext(
        **frame(book, "D10", bases=book.bases("D10", "D01"), first="Như trên"),
        salutation=salutation,
        addressees=addressees,
        process=_process(book, results, states, meetings),
        overall=describe_results(results, book.scope),
        requests=(
            (
                f"{book.campaign.council.name} đề nghị Chủ tịch {authority} xem xét, phê duyệt "
                f"{book.subject('D11').removeprefix('Phê duyệt ')}."
            ),
            *_conclusions(results),
        ),
        enclosures=(f"Gửi kèm: dự thảo Quyết định phê duyệt; {book.reference('D09')}; {book.reference('D08')}.",),
        closing=f"{book.campaign.council.name} kính trình Chủ tịch {authority} xem xét, quyết định./.",
    )


def build_notice_context(book: Book, results: Results) -> NoticeContext:
    """The notice of approved results, resting on the decision."""
    rows, total = build_grades(results)
    fields = frame(book, "D12")
    del fields["legal_bases"]
    authority = book.campaign.authority.name
    return NoticeContext(
        **fields,
        opening=f"Thực hiện {book.cite('D11')}, {authority} thông báo kết quả như sau:",
        overall=describe_results(results, book.scope),
        grades=rows,
        grade_total=total,
        closing=last_mark(
            [
                "Điểm, xếp hạng, xếp loại của từng đơn vị tại Phụ lục kèm theo.",
                *book.inputs.remarks.get("D12", ()),
                f"{authority} thông báo để các cơ quan, đơn vị biết, thực hiện",
            ]
        ),
        attached_to=attach(book, "D12"),
        groups=build_ranking(results, book.criteria),
    )


def describe_comparison(comparison: Comparison | None) -> tuple[str, ...]:
    """This year's index against last year's, unit by unit; what has no counterpart is said so."""
    if comparison is None:
        return ("Không có số liệu năm trước để so sánh.",)
    before, now = comparison.years
    lines = []
    for change in comparison.changes:
        gained = change.points_gained
        if gained is None:
            lines.append(f"- {change.now.tally.name}: không có số liệu năm {before} để so sánh.")
            continue
        lines.append(
            f"- {change.now.tally.name}: năm {now} đạt {change.now.index_text}%, {_gain(gained)} so với năm {before}."
        )
    return tuple(lines)


def _gain(points: Fraction) -> str:
    if not points:
        return "bằng"
    return f"{'tăng' if points > 0 else 'giảm'} {percent(abs(points), 2)} điểm phần trăm"


def _process(book: Book, results: Results, states: Mapping[str, UnitState], meetings: Sequence[str]) -> tuple[str, ...]:
    asked = sum(len(state.open) for state in states.values())
    units = sum(bool(state.open) for state in states.values())
    lines = [
        (
            f"{len(results.units):02d} đơn vị đã gửi hồ sơ tự đánh giá; các cơ quan được phân công đã thẩm định theo "
            f"{book.criteria.title}{' (bộ tiêu chí mẫu, không dùng để công bố)' if book.criteria.is_sample else ''}."
        )
    ]
    if asked:
        lines.append(f"Đã yêu cầu {units:02d} đơn vị bổ sung, giải trình {asked} nội dung; đã thẩm định lần 2.")
    lines += meetings
    return tuple(lines)


def _differences(results: Results) -> Iterator[str]:
    """Each unit's largest differences by leaf, of those that differ."""
    for unit in results.units:
        differing = [leaf for leaf in unit.tally.leaves if leaf.difference]
        if not differing:
            continue
        differing.sort(key=lambda leaf: -abs(leaf.difference or Decimal(0)))
        shown = "; ".join(
            f"{leaf.id} (tự chấm {official_decimal(leaf.self_points or Decimal(0))}, thẩm định "
            f"{official_decimal(leaf.points or Decimal(0))})"
            for leaf in differing[:_LARGEST]
        )
        yield f"- {unit.tally.name}: {len(differing)} tiêu chí thành phần khác nhau; chênh lệch lớn nhất: {shown}."


def _unmended(results: Results, states: Mapping[str, UnitState]) -> Iterator[str]:
    """What was asked and not answered."""
    for unit in results.units:
        state = states[unit.tally.unit]
        left = [
            (code, state.open[code]) for code in sorted(state.open, key=code_key) if state.open[code].answered is None
        ]
        if left:
            said = "; ".join(f"{code} ({one_line(point.asked).rstrip('.')})" for code, point in left)
            yield f"- {unit.tally.name}: {said}."


def _conclusions(results: Results) -> tuple[str, ...]:
    return tuple(item.line for item in results.conclusions)


def _lower(subject: str) -> str:
    return subject[:1].lower() + subject[1:]
