"""The self-score form without Excel: its columns, its rows, and which cells of a row are for input."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from dossier.criteria.model import CriteriaSet, Criterion, Leaf, NotApplicable, PlacedLeaf, Proof, Scorer
from dossier.criteria.rules import Levels, Parts, Proportional, Rule, SimpleRule, Tiers, YearOverYear
from dossier.sheets.wording import describe_rule
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORM = "tu-cham-diem"
SHEET = "Tự chấm điểm"
NOT_SELF = "Hội đồng chấm"
YES, NO = "có", "không"

_TEXTS = ("evidence", "note")
# What a person fills in for each kind of rule. ``scoring`` reads the same fields; a test compares them.
INPUTS: dict[str, tuple[str, ...]] = {
    "yes_no": ("state",),
    "all_of": ("state",),
    "levels": ("state",),
    "tiers": ("numerator", "denominator"),
    "proportional": ("numerator", "denominator"),
    "count_steps": ("count",),
    "no_violation": ("count",),
    "year_over_year": ("numerator", "denominator"),
    "typed": ("typed_points",),
    "external": (),
    "parts": (),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form.

    Attributes:
        key: field of ``Claim`` for input columns.
        width: in characters, as Excel counts.
    """

    key: str
    header: str
    width: int
    is_input: bool = True


COLUMNS = (
    Column("code", "Mã", 8, is_input=False),
    Column("title", "Lĩnh vực, tiêu chí, tiêu chí thành phần", 46, is_input=False),
    Column("max", "Điểm tối đa", 7, is_input=False),
    Column("rule", "Cách tính điểm", 36, is_input=False),
    Column("state", "Kết quả", 13),
    Column("numerator", "Số liệu a", 9),
    Column("denominator", "Số liệu b", 9),
    Column("count", "Số lượng", 9),
    Column("typed_points", "Điểm nhập tay", 9),
    Column("not_applicable", "Không phát sinh (x)", 10),
    Column("evidence", "Tài liệu kiểm chứng/giải trình", 42),
    Column("note", "Ghi chú", 16),
)
INPUT_COLUMNS = tuple(column for column in COLUMNS if column.is_input)


class RowKind(Enum):
    """What a row stands for."""

    AREA = "lĩnh vực"
    CRITERION = "tiêu chí"
    LEAF = "tiêu chí thành phần"
    PART = "thành phần cộng điểm"


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the form.

    Attributes:
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
    max: Decimal
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
    return tuple(rows)


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
    council = leaf.scored_by is not Scorer.SELF or rule.kind == "external"
    mark = ("not_applicable",) if placed.not_applicable and not council else ()
    yield FormRow(
        RowKind.LEAF,
        leaf.id,
        one_line(leaf.title),
        leaf.max,
        help=_help(leaf.guidance, leaf.proofs, leaf.not_applicable),
        rule=describe_rule(rule, leaf.max),
        inputs=_TEXTS if council else (*INPUTS[rule.kind], *mark, *_TEXTS),
        states=() if council else _states(rule),
        labels=_labels(rule),
        council=council,
    )
    if isinstance(rule, Parts) and not council:
        for part in rule.parts:
            yield FormRow(
                RowKind.PART,
                f"{leaf.id}/{part.id}",
                one_line(part.title),
                part.max,
                rule=describe_rule(part.rule, part.max),
                inputs=INPUTS[part.rule.kind],
                states=_states(part.rule),
                labels=_labels(part.rule),
                council=part.rule.kind == "external",
            )


def _help(guidance: str, proofs: tuple[Proof, ...], not_arising: NotApplicable | None) -> str:
    lines = [guidance.strip()] if guidance.strip() else []
    if proofs:
        lines.append("Tài liệu: " + "; ".join(proof.title for proof in proofs) + ".")
    if not_arising:
        lines.append(f"Không phát sinh khi: {not_arising.when}.")
    return "\n".join(lines)


def _states(rule: Rule | SimpleRule) -> tuple[str, ...]:
    if isinstance(rule, Levels):
        return tuple(level.state for level in rule.levels)
    return (YES, NO) if "state" in INPUTS[rule.kind] else ()


def _labels(rule: Rule | SimpleRule) -> tuple[tuple[str, str], ...]:
    if isinstance(rule, Tiers | Proportional):
        return (("numerator", rule.numerator), ("denominator", rule.denominator))
    if isinstance(rule, YearOverYear):
        return (("numerator", f"{rule.measure}, năm nay"), ("denominator", f"{rule.measure}, năm trước"))
    measure = getattr(rule, "measure", None)
    return (("count", measure),) if measure else ()
