"""Faults of a criteria set that the model alone cannot see: sums, codes, windows, the header."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.criteria import checks
from dossier.criteria.checks import Fault, Spot, walk
from dossier.criteria.lint_proofs import proof_faults
from dossier.criteria.lint_rules import rule_faults
from dossier.criteria.model import Completeness, Leaf, Scorer
from dossier.text import fold, official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.criteria.model import CriteriaSet, LegalBasis
    from dossier.criteria.proofs import Window
    from dossier.problems import Problem
    from dossier.yamlfile import Loc, YamlDocument

_OFFICE = re.compile(r"[a-z0-9][a-z0-9-]*")
# The text of its annexes was never obtained, so nothing composed for a demonstration may lean on it.
_UNOBTAINED = re.compile(r"\b52/2019/qd-ubnd\b")


def find_faults(criteria: CriteriaSet, document: YamlDocument) -> tuple[Problem, ...]:
    """Every fault of a set, by line; ``document`` is the file it was read from, its layers resolved."""
    spots = tuple(walk(criteria))
    faults = [*_header_faults(criteria), *_part_faults(criteria), *_duplicates(criteria, spots)]
    for spot in spots:
        faults += [*_node_faults(spot), *proof_faults(spot, year=criteria.year), *rule_faults(spot)]
    problems = [fault.in_file(document) for fault in faults]
    return tuple(sorted(problems, key=lambda problem: problem.where.line or 0))


def _header_faults(criteria: CriteriaSet) -> Iterator[Fault]:
    yield from _completeness_faults(criteria)
    if criteria.window:
        yield from _window_faults(criteria.window, ("window",))
    for index, basis in enumerate(criteria.legal_bases):
        yield from _window_faults(basis, ("legal_bases", index))
    yield from _exclusion_faults(criteria)
    minima = [grade.min for grade in criteria.grades]
    if any(upper <= lower for upper, lower in pairwise(minima)) or (minima and minima[-1] != 0):
        yield Fault(checks.GRADES, ("grades",), "Các mức xếp loại không giảm dần đến 0.")


def _exclusion_faults(criteria: CriteriaSet) -> Iterator[Fault]:
    known = {code for placed in criteria.leaves() for code in placed.path}
    for index, exclusion in enumerate(criteria.exclusions):
        for number, code in enumerate(exclusion.nodes):
            if code not in known:
                place: Loc = ("exclusions", index, "nodes", number)
                yield Fault(checks.CHANGE, place, f"Không có mục «{code}» để loại ra.")


def _completeness_faults(criteria: CriteriaSet) -> Iterator[Fault]:
    framed = criteria.completeness is Completeness.STRUCTURE_ONLY
    place: Loc = ("completeness",)
    if framed and criteria.areas:
        yield Fault(checks.COMPLETENESS, place, "Bộ chỉ có khung (structure_only) mà lại có lĩnh vực (areas).")
    if framed and criteria.frame is None:
        yield Fault(checks.COMPLETENESS, place, "Bộ chỉ có khung (structure_only) mà không ghi số lượng (frame).")
    if not framed and not criteria.areas:
        yield Fault(checks.COMPLETENESS, place, f"Bộ «{criteria.completeness}» mà không có lĩnh vực nào (areas).")
    if criteria.completeness is Completeness.SAMPLE:
        yield from _sample_faults(criteria)


def _sample_faults(criteria: CriteriaSet) -> Iterator[Fault]:
    if "mau" not in fold(criteria.title).split():
        yield Fault(checks.SAMPLE, ("title",), "Tên của bộ mẫu không có chữ «mẫu».")
    for index, basis in enumerate(criteria.legal_bases):
        if _UNOBTAINED.search(fold(basis.text)):
            message = "Bộ mẫu dẫn Quyết định 52/2019/QĐ-UBND làm căn cứ."
            yield Fault(checks.SAMPLE, ("legal_bases", index), message)


def _window_faults(window: Window | LegalBasis, loc: Loc) -> Iterator[Fault]:
    if window.first and window.last and window.first > window.last:
        yield Fault(checks.WINDOW, loc, f"Ngày đầu {window.first} sau ngày cuối {window.last}.")


def _part_faults(criteria: CriteriaSet) -> Iterator[Fault]:
    """Survey questions are often not in the set, then only the other parts can be added up."""
    if not criteria.areas:
        return
    leaves = [placed.leaf for placed in criteria.leaves()]
    for survey, name in ((False, "thẩm định"), (True, "điều tra")):
        maxima = [leaf.max for leaf in leaves if (leaf.scored_by is Scorer.SURVEY) is survey]
        stated = sum((part.max for part in criteria.parts if (part.scored_by is Scorer.SURVEY) is survey), Decimal())
        total = sum(maxima, Decimal())
        if total != stated and (maxima or not survey):
            tally = f"các phần ghi {official_decimal(stated)}, cộng lại {official_decimal(total)}"
            yield Fault(checks.PART_SUM, ("parts",), f"Điểm {name} không khớp: {tally} điểm.")


def _duplicates(criteria: CriteriaSet, spots: tuple[Spot, ...]) -> Iterator[Fault]:
    seen: dict[str, set[str]] = {}
    for kind, code, loc in _codes(criteria, spots):
        known = seen.setdefault(kind, set())
        if code in known:
            yield Fault(checks.DUPLICATE, loc, f"{kind} «{code}» đã dùng ở trên.", code if kind == "Mã mục" else "")
        known.add(code)


def _codes(criteria: CriteriaSet, spots: tuple[Spot, ...]) -> Iterator[tuple[str, str, Loc]]:
    yield from (("Mã phần", part.id, ("parts", index, "id")) for index, part in enumerate(criteria.parts))
    yield from (("Mã lớp", layer.id, ("layers", index, "id")) for index, layer in enumerate(criteria.layers))
    for index, item in enumerate(criteria.outside_scale.items if criteria.outside_scale else ()):
        yield "Mã mục", item.id, ("outside_scale", "items", index, "id")
    for spot in spots:
        yield "Mã mục", spot.node.id, (*spot.loc, "id")
        for index, proof in enumerate(getattr(spot.node, "proofs", ())):
            yield "Mã tài liệu", proof.id, (*spot.loc, "proofs", index, "id")


def _node_faults(spot: Spot) -> Iterator[Fault]:
    node = spot.node
    if spot.parent and not node.id.startswith(f"{spot.parent}."):
        yield spot.fault(checks.PREFIX, f"Mã «{node.id}» không nằm dưới «{spot.parent}».", "id")
    if node.office is not None and not _OFFICE.fullmatch(node.office):
        yield spot.fault(checks.OFFICE, f"Mã cơ quan «{node.office}» không đúng dạng.", "office")
    window = getattr(node, "window", None)
    if window:
        yield from (spot.fault(fault.rule, fault.message, "window") for fault in _window_faults(window, ()))
    if not isinstance(node, Leaf):
        total = sum((item.max for item in node.items), Decimal())
        if total != node.max:
            tally = f"ghi {official_decimal(node.max)}, các mục con cộng lại {official_decimal(total)}"
            yield spot.fault(checks.NODE_SUM, f"Điểm của «{node.id}» không khớp: {tally} điểm.", "max")
