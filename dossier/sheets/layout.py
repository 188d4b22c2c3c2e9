"""The self-score form without Excel: its columns, its rows, and which cells of a row are for input."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from dossier.criteria.model import CriteriaSet, Criterion, Leaf, NotApplicable, PlacedLeaf, Scorer
from dossier.criteria.rules import (
    Deadline,
    Levels,
    Proportional,
    RateOverYear,
    Rule,
    ShareDeducted,
    SimpleRule,
    SubRow,
    Tiers,
    Weighted,
    YearOverYear,
    sub_rows,
)
from dossier.sheets.style import Column
from dossier.sheets.wording import describe_rule
from dossier.text import official_decimal, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.criteria.model import Adjustment
    from dossier.criteria.proofs import Proof

FORM = "tu-cham-diem"
SHEET = "Tự chấm điểm"
NOT_SELF = "Hội đồng chấm"
YES, NO = "có", "không"

_TEXTS = ("evidence", "note")
# What a person fills in on the leaf's own row, for each kind of rule. ``scoring`` reads the same fields; a test
# compares them. A deadline takes the day, or «không» when the thing was never done.
INPUTS: dict[str, tuple[str, ...]] = {
    "yes_no": ("state",),
    "all_of": ("state",),
    "levels": ("state",),
    "tiers": ("numerator", "denominator"),
    "proportional": ("numerator", "denominator"),
    "count_steps": ("count",),
    "no_violation": ("count",),
    "per_violation": ("count",),
    "deadline": ("state", "date"),
    "year_over_year": ("numerator", "denominator"),
    "rate_over_year": (),
    "weighted": ("denominator",),
    "typed": ("typed_points",),
    "survey_mean": (),
    "external": (),
    "parts": (),
}
_OTHERS = {"external", "survey_mean"}

COLUMNS = (
    Column("code", "Mã", 8, is_input=False),
    Column("title", "Lĩnh vực, tiêu chí, tiêu chí thành phần", 46, is_input=False),
    Column("max", "Điểm tối đa", 7, is_input=False, numeric=True, centred=True),
    Column("rule", "Cách tính điểm", 36, is_input=False),
    Column("state", "Kết quả", 13, centred=True),
    Column("numerator", "Số liệu a", 9, numeric=True),
    Column("denominator", "Số liệu b", 9, numeric=True),
    Column("count", "Số lượng", 9, numeric=True),
    Column("date", "Ngày đến, ngày ban hành", 12, centred=True),
    Column("typed_points", "Điểm nhập tay", 9, numeric=True),
    Column("not_applicable", "Không phát sinh (x)", 10, centred=True),
    Column("evidence", "Tài liệu kiểm chứng/giải trình", 42),
    Column("note", "Ghi chú", 16),
)


class RowKind(Enum):
    """What a row stands for."""

    AREA = "lĩnh vực"
    CRITERION = "tiêu chí"
    LEAF = "tiêu chí thành phần"
    PART = "dòng số liệu thành phần"
    OUTSIDE = "điểm thưởng, điểm trừ"


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the form.

    Attributes:
        max: None for a row that only feeds its leaf's rule.
        title: first line of the title cell; rows are recognised by it when the code is spoilt.
        help: the rest of the title cell; empty when there is none.
        inputs: keys of the columns a person may fill.
        states: what «Kết quả» accepts; empty when the rule has none.
        labels: what the figures mean, by column key.
        council: the unit leaves the result blank, the council scores it.
    """

    kind: RowKind
    code: str
    title: str
    max: Decimal | None
    help: str = ""
    rule: str = ""
    inputs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    council: bool = False


def build_rows(criteria: CriteriaSet) -> tuple[FormRow, ...]:
    """Every row in the order of the set."""
    leaves = {placed.id: placed for placed in criteria.leaves()}
    rows: list[FormRow] = []
    for area in criteria.areas:
        rows.append(FormRow(RowKind.AREA, area.id, one_line(area.title), area.max))
        rows.extend(_below(area.items, leaves))
    if criteria.outside_scale:
        rows.extend(_adjustment_row(item) for item in criteria.outside_scale.items)
    return tuple(rows)


def form_columns(rows: Sequence[FormRow]) -> tuple[Column, ...]:
    """The columns of a form with these rows: the day is asked for only where a rule reads it."""
    dated = any("date" in row.inputs for row in rows)
    return tuple(column for column in COLUMNS if dated or column.key != "date")


def _below(items: Iterable[Criterion | Leaf], leaves: dict[str, PlacedLeaf]) -> Iterator[FormRow]:
    for node in items:
        if isinstance(node, Leaf):
            yield from _leaf_rows(leaves[node.id])
        else:
            yield _criterion_row(node)
            yield from _below(node.items, leaves)


def _criterion_row(node: Criterion) -> FormRow:
    """Proofs and the not-applicable rule may hang on a criterion; then they are filled in there."""
    mark = ("not_applicable",) if node.not_applicable else ()
    return FormRow(
        RowKind.CRITERION,
        node.id,
        one_line(node.title),
        node.max,
        help=_help(node.guidance, node.proofs, node.not_applicable),
        inputs=mark + _TEXTS if mark or node.proofs else (),
    )


def _leaf_rows(placed: PlacedLeaf) -> Iterator[FormRow]:
    leaf, rule = placed.leaf, placed.leaf.rule
    council = leaf.scored_by is not Scorer.SELF or rule.kind in _OTHERS
    mark = ("not_applicable",) if placed.not_applicable and not council else ()
    yield FormRow(
        RowKind.LEAF,
        leaf.id,
        one_line(leaf.title),
        leaf.max,
        help=_help(leaf.guidance, leaf.proofs, leaf.not_applicable),
        rule=describe_rule(rule, leaf.max),
        inputs=_TEXTS if council else (*_inputs(rule), *mark, *_TEXTS),
        states=() if council else _states(rule),
        labels=_labels(rule),
        council=council,
    )
    if not council:
        yield from (_sub_row(leaf, row) for row in sub_rows(rule))


def _sub_row(leaf: Leaf, row: SubRow) -> FormRow:
    code, title = f"{leaf.id}/{row.id}", one_line(row.title)
    if row.part:
        rule = row.part.rule
        return FormRow(
            RowKind.PART,
            code,
            title,
            row.part.max,
            rule=describe_rule(rule, row.part.max),
            inputs=_inputs(rule),
            states=_states(rule),
            labels=_labels(rule),
            council=rule.kind in _OTHERS,
        )
    states = (YES, NO) if "state" in row.inputs else ()
    inputs = () if row.council else row.inputs
    return FormRow(RowKind.PART, code, title, max=None, inputs=inputs, states=states, council=row.council)


def _adjustment_row(item: Adjustment) -> FormRow:
    points = f"{'+' if item.direction == 'thuong' else '-'}{official_decimal(item.points)} điểm mỗi lần"
    limit = f", nhiều nhất {official_decimal(item.max)} điểm" if item.max is not None else ""
    return FormRow(
        RowKind.OUTSIDE,
        item.id,
        one_line(item.title),
        item.max,
        help=_help("", item.proofs, None),
        rule=f"{points}{limit}. Ghi số lần.",
        inputs=("count", *_TEXTS),
        labels=(("count", "số lần"),),
    )


def _inputs(rule: Rule | SimpleRule) -> tuple[str, ...]:
    return _inputs(rule.base) if isinstance(rule, ShareDeducted) else INPUTS[rule.kind]


def _help(guidance: str, proofs: tuple[Proof, ...], not_arising: NotApplicable | None) -> str:
    lines = [guidance.strip()] if guidance.strip() else []
    if proofs:
        lines.append("Tài liệu: " + "; ".join(proof.title for proof in proofs) + ".")
    if not_arising:
        lines.append(f"Không phát sinh khi: {not_arising.when}.")
    return "\n".join(lines)


def _states(rule: Rule | SimpleRule) -> tuple[str, ...]:
    if isinstance(rule, ShareDeducted):
        return _states(rule.base)
    if isinstance(rule, Levels):
        return tuple(level.state for level in rule.levels)
    if isinstance(rule, Deadline):
        return (NO,)
    return (YES, NO) if "state" in INPUTS[rule.kind] else ()


def _labels(rule: Rule | SimpleRule) -> tuple[tuple[str, str], ...]:
    match rule:
        case ShareDeducted():
            return _labels(rule.base)
        case Tiers() | Proportional():
            return (("numerator", rule.numerator), ("denominator", rule.denominator))
        case YearOverYear():
            return (("numerator", f"{rule.measure}, năm nay"), ("denominator", f"{rule.measure}, năm trước"))
        case Weighted():
            return (("denominator", rule.denominator),)
        case RateOverYear():
            return ()
    measure = getattr(rule, "measure", None)
    return (("date" if isinstance(rule, Deadline) else "count", measure),) if measure else ()
