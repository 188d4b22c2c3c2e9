"""The sentences of the self-assessment report, composed from figures and recorded reasons only. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.criteria import PlacedLeaf
from dossier.documents.paper import lower_first, name_set
from dossier.documents.score_table import outside_parts, percent_text, points_text, total_of
from dossier.intake.model import Reading
from dossier.matching.model import ProofState
from dossier.scoring.model import LeafScore, PointState
from dossier.text import official_date, official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.criteria import Window
    from dossier.criteria.model import Area
    from dossier.documents.score_table import Scores
    from dossier.matching.model import Checklist

NOTHING = ("Không có.",)


@dataclass(frozen=True, slots=True)
class Loss:
    """A leaf below its maximum, and by how much."""

    leaf: PlacedLeaf
    score: LeafScore
    points: Decimal
    lost: Decimal


@dataclass(frozen=True, slots=True)
class Unproved:
    """A criterion or leaf with proofs that were not found.

    Attributes:
        explanations: what the unit wrote in «Tài liệu kiểm chứng/giải trình»; empty when it wrote nothing.
    """

    code: str
    title: str
    proofs: tuple[str, ...]
    explanations: tuple[str, ...]


def find_losses(scores: Scores) -> tuple[Loss, ...]:
    """The leaves scored below their maximum, in order of the set."""
    return tuple(
        Loss(placed, score, score.points, score.max - score.points)
        for placed in scores.criteria.leaves()
        if (score := scores.leaf(placed.id)).points is not None and score.points < score.max
    )


def find_unproved(scores: Scores, checklist: Checklist) -> tuple[Unproved, ...]:
    """What owns a missing proof, with the unit's explanation, in order of the set."""
    titles = _titles(scores)
    missing: dict[str, list[str]] = {}
    covered: dict[str, dict[str, None]] = {}
    for status in checklist.statuses:
        if status.state is ProofState.MISSING:
            missing.setdefault(status.leaf, []).append(status.title.rstrip("."))
            covered.setdefault(status.leaf, {}).update(dict.fromkeys((status.leaf, *status.leaves)))
    return tuple(
        Unproved(code, titles[code], tuple(proofs), _explanations(scores, covered[code]))
        for code, proofs in missing.items()
    )


def describe_conduct(name: str, scores: Scores, *, window: Window | None) -> tuple[str, ...]:
    """Section I: the set used, the span of the evidence, and what became of every file."""
    criteria, listing = scores.criteria, scores.listing
    parts = "; ".join(f"{lower_first(part.title)} {official_decimal(part.max)} điểm" for part in criteria.parts)
    lines = [
        (
            f"{name} tự đánh giá, chấm điểm theo {name_set(criteria)}, gồm {len(criteria.areas)} lĩnh vực, "
            f"{len(criteria.leaves())} tiêu chí thành phần. Thang điểm: {parts}."
        )
    ]
    if window:
        lines.append(
            f"Thời gian tính tài liệu kiểm chứng: từ {official_date(window.first)} đến {official_date(window.last)}."
        )
    idle = listing.count(Reading.READ, Reading.SCAN)
    lines.append(
        f"Đã rà soát {listing.total} tệp: {len(listing.used)} tệp được dùng làm tài liệu kiểm chứng, {idle} tệp "
        f"chưa dùng, {listing.count(Reading.UNREADABLE)} tệp không đọc được, {listing.count(Reading.IGNORED)} tệp "
        "hệ thống. Danh mục chi tiết tại Phụ lục II kèm theo."
    )
    return tuple(lines)


def describe_result(scores: Scores) -> tuple[str, ...]:
    """Section II.1: the total, and what it does not hold."""
    score = scores.score
    total, outside = total_of(score), outside_parts(scores.criteria)
    percent = percent_text(total, score.self_max)
    reached = f", đạt {percent}%" if percent else ""
    council = score.applicable_max - score.self_max
    lines = [
        (
            f"Tổng điểm tự chấm: {points_text(total)} trên {official_decimal(score.self_max)} điểm đơn vị được tự chấm"
            f"{reached}."
        )
    ]
    if score.applicable_max != score.max:
        lines.append(
            f"Điểm tối đa của các lĩnh vực là {official_decimal(score.max)}; phần áp dụng đối với đơn vị là "
            f"{official_decimal(score.applicable_max)} điểm."
        )
    if council:
        lines.append(f"Phần do Hội đồng thẩm định chấm: {official_decimal(council)} điểm.")
    lines += [f"{part.title} ({official_decimal(part.max)} điểm): đơn vị không tự chấm." for part in outside]
    if score.blank:
        lines.append(f"Còn {len(score.blank)} tiêu chí thành phần chưa chấm: {', '.join(score.blank)}.")
    lines.append("Điểm của từng tiêu chí tại Phụ lục I kèm theo; tổng hợp theo lĩnh vực như sau:")
    return tuple(lines)


def describe_areas(scores: Scores) -> tuple[str, ...]:
    """Section II.2: a paragraph for each area."""
    return tuple(_describe_area(area, scores) for area in scores.criteria.areas)


def describe_losses(losses: Sequence[Loss], scores: Scores) -> tuple[str, ...]:
    """Section III: points lost, leaf by leaf, with the arithmetic and the unit's own note."""
    if not losses:
        return NOTHING
    lost = official_decimal(sum((loss.lost for loss in losses), Decimal(0)))
    head = f"Có {len(losses)} tiêu chí thành phần tự chấm dưới điểm tối đa, giảm tổng cộng {lost} điểm:"
    return (head, *(_describe_loss(loss, scores) for loss in losses))


def describe_unproved(unproved: Sequence[Unproved]) -> tuple[str, ...]:
    """Section IV: what is missing, and the unit's explanation as it was written."""
    if not unproved:
        return NOTHING
    count = sum(len(item.proofs) for item in unproved)
    head = f"Còn thiếu {count} tài liệu kiểm chứng của {len(unproved)} tiêu chí:"
    return (head, *(_describe_unproved(item) for item in unproved))


def describe_remedies(losses: Sequence[Loss], unproved: Sequence[Unproved], scores: Scores) -> tuple[str, ...]:
    """Section V: counts of what is left, and the acts that would close them."""
    unread = scores.listing.count(Reading.UNREADABLE)
    blank = len(scores.score.blank)
    left = (
        (len(losses), "tiêu chí thành phần chưa đạt điểm tối đa (mục III)", ""),
        (len(unproved), "tiêu chí thiếu tài liệu kiểm chứng (mục IV)", "bổ sung tài liệu hoặc giải trình tại mục IV"),
        (blank, "tiêu chí thành phần chưa chấm (mục II)", "chấm các tiêu chí còn để trống"),
        (unread, "tệp không đọc được (Phụ lục II)", "nộp lại bản đọc được"),
    )
    found = [f"{count} {what}" for count, what, _ in left if count]
    acts = [act for count, _, act in left if count and act]
    if not found:
        return NOTHING
    lines = [f"Tồn tại: {'; '.join(found)}."]
    return (*lines, f"Giải pháp: {'; '.join(acts)}.") if acts else tuple(lines)


def describe_requests(council: str, unproved: Sequence[Unproved], scores: Scores) -> tuple[str, ...]:
    """Section VI: what the council is asked to decide."""
    asked = ["thẩm định kết quả tự chấm tại Phụ lục I"]
    if any(item.explanations for item in unproved):
        asked.append("xem xét phần giải trình tại mục IV")
    codes = [leaf.leaf for leaf in scores.score.leaves if leaf.state is PointState.NOT_SELF]
    if codes:
        asked.append(f"chấm điểm các tiêu chí đơn vị không tự chấm ({', '.join(codes)})")
    asked += [f"xác định điểm {lower_first(part.title)}" for part in outside_parts(scores.criteria)]
    return (f"Đề nghị {council} {'; '.join(asked)}.",)


def _describe_area(area: Area, scores: Scores) -> str:
    node = scores.node(area.id)
    leaves = [scores.leaf(placed.id) for placed in scores.criteria.leaves() if placed.area.id == area.id]
    percent = percent_text(node.points, node.self_max)
    reached = f" ({percent}%)" if percent else ""
    scored = f"tự chấm {points_text(node.points)}/{official_decimal(node.self_max)} điểm{reached}"
    if not node.self_max:
        scored = "đơn vị không tự chấm"
    full = [leaf for leaf in leaves if leaf.points is not None and leaf.points >= leaf.max]
    sentences = [
        f"Lĩnh vực {area.id}. {area.title.rstrip('.')}: {scored}",
        f"{len(full)}/{len(leaves)} tiêu chí thành phần đạt điểm tối đa",
        _codes("chưa đạt điểm tối đa", (one for one in leaves if one.points is not None and one.points < one.max)),
        _codes("chưa chấm", (one for one in leaves if one.state is PointState.BLANK)),
        _codes("không áp dụng", (one for one in leaves if one.state is PointState.EXCLUDED)),
        _codes("Hội đồng chấm", (one for one in leaves if one.state is PointState.NOT_SELF)),
    ]
    return "; ".join(sentence for sentence in sentences if sentence) + "."


def _codes(what: str, leaves: Iterable[LeafScore]) -> str:
    codes = ", ".join(leaf.leaf for leaf in leaves)
    return f"{what}: {codes}" if codes else ""


def _describe_loss(loss: Loss, scores: Scores) -> str:
    score, notes = loss.score, [one_line(claim.note) for claim in scores.said(loss.leaf.id) if claim.note]
    ratio = f"{official_decimal(loss.points)}/{official_decimal(score.max)}"
    sentences = [
        (
            f"- Tiêu chí {score.leaf} ({loss.leaf.leaf.title.rstrip('.')}): tự chấm {ratio} điểm, "
            f"giảm {official_decimal(loss.lost)} điểm"
        ),
        f"Cách tính: {score.trace}" if score.trace else "",
        f"Đơn vị ghi: {'; '.join(notes)}" if notes else "",
    ]
    return _sentences(sentences)


def _describe_unproved(item: Unproved) -> str:
    missing = "; ".join(f"«{title}»" for title in item.proofs)
    explained = f"Đơn vị giải trình: {' '.join(item.explanations)}" if item.explanations else "Chưa có giải trình"
    return _sentences([f"- Tiêu chí {item.code} ({item.title}): thiếu {missing}", explained])


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _titles(scores: Scores) -> dict[str, str]:
    titles = {node.id: node.title for node in scores.score.nodes}
    titles.update({placed.id: placed.leaf.title for placed in scores.criteria.leaves()})
    return {code: title.rstrip(".") for code, title in titles.items()}


def _explanations(scores: Scores, codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(one_line(claim.evidence) for code in codes for claim in scores.said(code) if claim.evidence)
