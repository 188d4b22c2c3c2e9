"""D09, D10, D12: the synthesis report, the proposal and the notice (Mẫu 1.4). Pure.

Sentences state figures and recorded reasons only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.documents.decisions import attach
from dossier.documents.official import OfficialPaper, frame, last_mark
from dossier.documents.paper import CouncilSignature, build_addressees, lower_first, name_set
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
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from dossier.documents.book import Book
    from dossier.rounds.model import OpenPoint, UnitState
    from dossier.scoring.compare import Comparison
    from dossier.scoring.results import Results
    from dossier.scoring.tally import Points

_LARGEST = 3  # leaves of a unit
_MANY = 20  # units that are told one by one
_LEADING = 5  # of more units, those at either end
NOTHING = "Không có."


@dataclass(frozen=True, slots=True)
class Subsection:
    """A heading with its paragraphs, for what a report may have nothing to say of."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynthesisContext(OfficialPaper):
    """What ``bao-cao-tong-hop.docx`` may print."""

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
    compared: tuple[Subsection, ...]
    remarks: tuple[str, ...]
    requests: tuple[str, ...]
    signature: CouncilSignature
    attached_to: str
    groups: tuple[RankBlock, ...]


@dataclass(frozen=True, slots=True)
class ProposalContext(OfficialPaper):
    """What ``to-trinh.docx`` may print."""

    salutation: str
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    process: tuple[str, ...]
    overall: tuple[str, ...]
    requests: tuple[str, ...]
    enclosures: tuple[str, ...]
    closing: str
    signature: CouncilSignature


@dataclass(frozen=True, slots=True)
class NoticeContext(OfficialPaper):
    """What ``thong-bao-ket-qua.docx`` may print."""

    opening: str
    overall: tuple[str, ...]
    grades: tuple[GradeRow, ...]
    grade_total: GradeRow
    closing: tuple[str, ...]
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
        opening=f"{book.campaign.council.name} báo cáo {lower_first(book.subject('D09'))} như sau:",
        process=_process(book, results, states, meetings),
        overall=describe_results(results, book.scope),
        grades=rows,
        grade_total=total,
        areas=build_area_spreads(results, book.criteria),
        differences=tuple(_differences(results)) or (NOTHING,),
        unmended=tuple(_unmended(results, states)) or (NOTHING,),
        compared=(Subsection("5. So sánh với năm trước", describe_comparison(comparison)),) if comparison else (),
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
            (f"{book.campaign.council.name} đề nghị Chủ tịch {authority} xem xét, {lower_first(book.subject('D11'))}."),
            *_conclusions(results),
        ),
        enclosures=(f"Gửi kèm: dự thảo Quyết định phê duyệt; {book.reference('D09')}; {book.reference('D08')}.",),
        closing=f"{book.campaign.council.name} kính trình Chủ tịch {authority} xem xét, quyết định./.",
    )


def build_notice_context(book: Book, results: Results) -> NoticeContext:
    """The notice of approved results, resting on the decision."""
    rows, total = build_grades(results)
    authority = book.campaign.authority.name
    return NoticeContext(
        **frame(book, "D12"),
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


def describe_comparison(comparison: Comparison) -> tuple[str, ...]:
    """This year's index against last year's: counts, then the units, of many those that changed most."""
    before, now = comparison.years
    known = [(change, gain) for change in comparison.changes if (gain := change.points_gained) is not None]
    up, down = sum(gain > 0 for _, gain in known), sum(gain < 0 for _, gain in known)
    level = len(known) - up - down
    lines = [
        f"So với năm {before}: chỉ số tăng ở {up:02d} đơn vị, giảm ở {down:02d} đơn vị, bằng ở {level:02d} đơn vị."
    ]
    if len(known) > _MANY:
        ordered = sorted(known, key=lambda pair: -pair[1])
        lines.append(f"{_LEADING:02d} đơn vị tăng nhiều nhất và {_LEADING:02d} đơn vị giảm nhiều nhất:")
        known = [pair for pair in ordered[:_LEADING] if pair[1] > 0]
        known += [pair for pair in reversed(ordered[-_LEADING:]) if pair[1] < 0]
    lines += [
        f"- {change.now.tally.name}: năm {now} đạt {change.now.index_text}%, {_gain(gain)} so với năm {before}."
        for change, gain in known
    ]
    fresh = [change.now.tally.name for change in comparison.changes if change.points_gained is None]
    if fresh:
        lines.append(f"Không có số liệu năm {before} để so sánh: {'; '.join(fresh)}.")
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
            f"{name_set(book.criteria)}."
        )
    ]
    if asked:
        lines.append(f"Đã yêu cầu {units:02d} đơn vị bổ sung, giải trình {asked} nội dung; đã thẩm định lần 2.")
    lines += meetings
    return tuple(lines)


def _differences(results: Results) -> Iterator[str]:
    """The largest differences by leaf of each unit that has any; of many units, those with the largest totals."""
    differing = [(unit, leaves) for unit in results.units if (leaves := _differing(unit.tally.leaves))]
    if len(differing) > _MANY:
        yield (
            f"{len(differing)} đơn vị có điểm thẩm định khác điểm tự chấm (Phụ lục kèm theo); {2 * _LEADING} đơn vị "
            "có chênh lệch lớn nhất:"
        )
        differing.sort(key=lambda pair: -sum(_gap(leaf) for leaf in pair[1]))
        differing = differing[: 2 * _LEADING]
    for unit, leaves in differing:
        shown = "; ".join(
            f"{leaf.id} (tự chấm {official_decimal(leaf.self_points or Decimal(0))}, thẩm định "
            f"{official_decimal(leaf.points or Decimal(0))})"
            for leaf in leaves[:_LARGEST]
        )
        yield f"- {unit.tally.name}: {len(leaves)} tiêu chí thành phần khác nhau; chênh lệch lớn nhất: {shown}."


def _differing(leaves: Iterable[Points]) -> list[Points]:
    """The leaves whose points differ, the largest difference first."""
    return sorted((leaf for leaf in leaves if leaf.difference), key=lambda leaf: -_gap(leaf))


def _gap(leaf: Points) -> Decimal:
    return abs(leaf.difference or Decimal(0))


def _unmended(results: Results, states: Mapping[str, UnitState]) -> Iterator[str]:
    """What was asked and not answered; for many units by code only."""
    left = {
        unit.tally.name: [(code, point) for code, point in _in_order(state.open) if point.answered is None]
        for unit in results.units
        if (state := states[unit.tally.unit]).open
    }
    left = {name: points for name, points in left.items() if points}
    for name, points in left.items():
        texts = [
            code if len(left) > _MANY else f"{code} ({one_line(point.asked).rstrip('.')})" for code, point in points
        ]
        yield f"- {name}: {'; '.join(texts)}."


def _in_order(points: Mapping[str, OpenPoint]) -> list[tuple[str, OpenPoint]]:
    return sorted(points.items(), key=lambda pair: code_key(pair[0]))


def _conclusions(results: Results) -> tuple[str, ...]:
    return tuple(item.line for item in results.conclusions)
