"""Rows of the forms that appraisal hands out: pure, from what was filed, given, asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.sheets.model import AppraisalRow, AskedRow
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from dossier.campaign import Unit
    from dossier.criteria.model import CriteriaSet
    from dossier.rounds.model import Filed, Given, UnitState

_FILES_SHOWN = 4


def build_appraisal_rows(
    criteria: CriteriaSet, filings: Iterable[tuple[Unit, UnitState]], *, leaves: frozenset[str], turn: int
) -> Iterator[AppraisalRow]:
    """The rows of an office, unit by unit in the order of the set; in appraisal 2 only open points."""
    heads = tuple(_heads(criteria))
    for unit, state in filings:
        for leaf, title, top in heads:
            if leaf in leaves and (turn == 1 or leaf in state.open):
                yield _row(unit, state, leaf, title=title, top=top, turn=turn)


def _heads(criteria: CriteriaSet) -> Iterator[tuple[str, str, Decimal]]:
    """Code, title and maximum of everything that may be appraised."""
    for placed in criteria.leaves():
        yield placed.id, one_line(placed.leaf.title), placed.leaf.max
    for item in criteria.outside_scale.items if criteria.outside_scale else ():
        yield item.id, one_line(item.title), item.max if item.max is not None else item.points


def _row(unit: Unit, state: UnitState, leaf: str, *, title: str, top: Decimal, turn: int) -> AppraisalRow:
    filed, point = state.filed.get(leaf), state.open.get(leaf)
    first = state.first.get(leaf, ())
    answer = [] if point is None else [point.explanation, point.evidence]
    return AppraisalRow(
        unit=unit.id,
        unit_name=unit.short,
        leaf=leaf,
        title=title,
        max=top,
        filed=_filed(filed),
        trace=filed.trace if filed else "",
        evidence=_evidence(filed),
        told=filed.told if filed else "",
        first=_given(first[0]) if first and turn > 1 else "",
        asked=point.asked if point else "",
        answer="\n".join(text for text in answer if text),
    )


def _filed(filed: Filed | None) -> Decimal | str:
    if filed is None:
        return ""
    return filed.points if filed.points is not None else filed.state


def _given(given: Given) -> Decimal | str:
    return given.points if given.points is not None else "không áp dụng"


def _evidence(filed: Filed | None) -> str:
    if filed is None:
        return ""
    if filed.lacking:
        return f"Thiếu, chưa giải trình: {filed.lacking}"
    more = len(filed.files) - _FILES_SHOWN
    files = [*filed.files[:_FILES_SHOWN], *([f"… và {more} tệp khác"] if more > 0 else [])]
    return "\n".join(files) or "Không có tệp"


def build_asked_rows(criteria: CriteriaSet, state: UnitState) -> Iterator[AskedRow]:
    """What a unit is to answer, in the order of the set."""
    for leaf, title, top in _heads(criteria):
        point, first = state.open.get(leaf), state.first.get(leaf, ())
        if point is not None:
            appraised = _given(first[0]) if first else ""
            yield AskedRow(leaf, title, top, _filed(state.filed.get(leaf)), appraised, point.asked)
