"""The nouns of a criteria set (bộ tiêu chí): what a person or an office writes down, frozen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag

from dossier.criteria.proofs import Code, Proof, Window
from dossier.criteria.rules import Percent, Points, Rule
from dossier.yamlfile import Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# On every page made with a set that is not the official one; nothing so marked is approved or submitted.
SAMPLE_BANNER = "BỘ TIÊU CHÍ MẪU – KHÔNG DÙNG ĐỂ CÔNG BỐ"


class Completeness(StrEnum):
    """How much of the official set is in the file.

    SAMPLE: composed for demonstration, never the official set. STRUCTURE_ONLY: maxima and counts only.
    """

    FULL = "full"
    SAMPLE = "sample"
    STRUCTURE_ONLY = "structure_only"


class Scorer(StrEnum):
    """Who gives a leaf its points. Only SELF leaves are scored by the unit; others stay blank, never 0."""

    SELF = "tu_cham"
    APPRAISED = "tham_dinh"
    SURVEY = "dieu_tra"
    EXTERNAL = "nguon_khac"


class NotApplicableEffect(StrEnum):
    """What happens to a leaf that does not arise: full points, or taken out of the unit's maximum."""

    FULL = "full"
    EXCLUDE = "exclude"


class NotApplicable(Model):
    """When a leaf may be declared not applicable, and to what effect."""

    when: str
    effect: NotApplicableEffect
    needs_proof: bool = False


class Leaf(Model):
    """A tiêu chí thành phần: the thing that is scored."""

    id: Code
    title: str
    max: Points
    rule: Rule
    guidance: str = ""
    proofs: tuple[Proof, ...] = ()
    not_applicable: NotApplicable | None = None
    scored_by: Scorer = Scorer.SELF
    office: str | None = None
    window: Window | None = None


def _node_tag(value: Any) -> str:
    has_items = "items" in value if isinstance(value, dict) else isinstance(value, Criterion)
    return "criterion" if has_items else "leaf"


class Criterion(Model):
    """A tiêu chí that groups leaves (or further criteria); its proofs and rules cover all below it."""

    id: Code
    title: str
    max: Points
    items: Annotated[tuple[Node, ...], Field(min_length=1)]
    guidance: str = ""
    proofs: tuple[Proof, ...] = ()
    not_applicable: NotApplicable | None = None
    office: str | None = None
    window: Window | None = None


Node = Annotated[Annotated[Criterion, Tag("criterion")] | Annotated[Leaf, Tag("leaf")], Discriminator(_node_tag)]


class Area(Model):
    """A lĩnh vực."""

    id: Code
    title: str
    max: Points
    items: Annotated[tuple[Node, ...], Field(min_length=1)]
    office: str | None = None


class LegalBasis(Model):
    """A document cited as căn cứ; ``text`` is the whole citation as it is to be printed."""

    text: str
    first: dt.date | None = None
    last: dt.date | None = None


class Layer(Model):
    """One document of the set: the decision, its guidance, or an erratum; later layers change nodes.

    Attributes:
        fields: keys whose values were read in this document on every node (``rule``, ``proofs``).
        changes: values this layer sets on single nodes of the layers before it.
    """

    id: Code
    kind: Literal["decision", "guidance", "erratum"]
    title: str
    issuer: str
    date: dt.date | None = None
    fields: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Change(Model):
    """New values for one node, and why."""

    node: Code
    set: dict[str, Any]
    reason: str


class Sample(Model):
    """When a survey counts; below either limit its part is not assessed and leaves the unit's maximum.

    Attributes:
        min_answers: valid forms.
        min_share: valid forms in % of the people or cases asked about.
    """

    min_answers: Annotated[int, Field(ge=1)] | None = None
    min_share: Percent | None = None


class Part(Model):
    """A part of the scale (thẩm định, điều tra xã hội học) and its maximum.

    Attributes:
        sample: for surveys; None when the set asks for no least number of answers.
    """

    id: Code
    title: str
    max: Points
    scored_by: Scorer
    sample: Sample | None = None


class Direction(StrEnum):
    """Whether an adjustment adds to the total or takes from it."""

    BONUS = "thuong"
    PENALTY = "tru"


class Adjustment(Model):
    """A reason for bonus or penalty points: ``points`` each time, ``max`` at most (None: no limit of its own).

    Input: ``count``, how often, in the form's row of this id; like any leaf it has proofs and a council decides.
    """

    id: Code
    title: str
    direction: Direction
    points: Points
    max: Points | None = None
    proofs: tuple[Proof, ...] = ()


class OutsideScale(Model):
    """Bonus and penalty points outside the scale (điểm thưởng, điểm trừ).

    total = Σ leaves + min(bonus_cap, Σ bonus) - min(penalty_cap, Σ penalty), never below 0. They change neither
    the maximum nor the applicable maximum, so an index may pass 100 %; areas and criteria do not see them.
    A cap of None is no cap.
    """

    items: Annotated[tuple[Adjustment, ...], Field(min_length=1)]
    bonus_cap: Points | None = None
    penalty_cap: Points | None = None


class Grade(Model):
    """A band of the index: from ``min`` per cent on (inclusive)."""

    name: str
    min: Annotated[Decimal, Field(ge=0, le=100)]


class Frame(Model):
    """The known counts of a set whose rows could not be obtained."""

    areas: int
    criteria: int


class Exclusion(Model):
    """Areas, criteria or leaves that count for no unit, decided after the set was issued.

    Attributes:
        reason: with the decision that says so, as it is to be printed.
    """

    nodes: Annotated[tuple[Code, ...], Field(min_length=1)]
    reason: str
    date: dt.date | None = None


class CriteriaSet(Model):
    """A bộ tiêu chí: the decision, its layers, and the tree of areas, criteria and leaves.

    Attributes:
        window: the evidence window; a criterion or leaf may have its own.
        exclusions: what no longer counts; titles, maxima, rules and sums stay as issued.
        areas: as the layers left them; ``criteria.load.source_of`` tells which layer a value is from.
    """

    schema_: Annotated[Literal[1], Field(alias="schema")]
    id: Code
    version: Annotated[int, Field(ge=1)]
    level: Literal["tinh", "so", "huyen", "xa"]
    year: Annotated[int, Field(ge=2012, le=2100)]
    title: str
    issuer: str
    source: str
    completeness: Completeness
    legal_bases: tuple[LegalBasis, ...] = ()
    notes: tuple[str, ...] = ()
    window: Window | None = None
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    outside_scale: OutsideScale | None = None
    grades: tuple[Grade, ...] = ()
    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]
    frame: Frame | None = None
    areas: tuple[Area, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    def leaves(self) -> tuple[PlacedLeaf, ...]:
        """Every leaf in order, with the criteria above it."""
        return self._placed

    @cached_property
    def _placed(self) -> tuple[PlacedLeaf, ...]:
        marked = {node: item.reason for item in self.exclusions for node in item.nodes}
        return tuple(placed for area in self.areas for placed in _walk(area, area.items, (), marked))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some values changed; its leaves are its own."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("_placed", None)
        return copied

    def leaf(self, code: str) -> PlacedLeaf | None:
        """The leaf of a code, or None."""
        return next((placed for placed in self.leaves() if placed.id == code), None)

    @property
    def is_sample(self) -> bool:
        """True when nothing made with this set may be published."""
        return self.completeness is not Completeness.FULL


class PlacedLeaf(Model):
    """A leaf and what it inherits from the criteria above it.

    Attributes:
        parents: the criteria above, outermost first.
        excluded: why it counts for no unit; empty when it counts. Forms are read and self-scores shown as
            filed all the same; the applicable maximum, the appraised total and the index leave it out.
    """

    leaf: Leaf
    area: Area
    parents: tuple[Criterion, ...]
    excluded: str = ""

    @property
    def id(self) -> str:
        """The leaf's code."""
        return self.leaf.id

    @property
    def path(self) -> tuple[str, ...]:
        """Codes from the area down to the leaf."""
        return _path(self.area, self.parents, self.leaf)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The leaf's proofs, then those of the criteria above that cover it."""
        return self.leaf.proofs + tuple(proof for parent in reversed(self.parents) for proof in parent.proofs)

    @property
    def not_applicable(self) -> NotApplicable | None:
        """The leaf's rule, else the nearest above it."""
        return next((node.not_applicable for node in self._upwards() if node.not_applicable), None)

    @property
    def window(self) -> Window | None:
        """The leaf's own evidence window, else the nearest above; None means the set's."""
        return next((node.window for node in self._upwards() if node.window), None)

    @property
    def office(self) -> str | None:
        """The office that appraises it; None when the set names none."""
        return next((node.office for node in self._upwards() if node.office), self.area.office)

    def _upwards(self) -> tuple[Leaf | Criterion, ...]:
        return (self.leaf, *reversed(self.parents))


def _walk(
    area: Area, items: tuple[Node, ...], parents: tuple[Criterion, ...], marked: Mapping[str, str]
) -> Iterator[PlacedLeaf]:
    for node in items:
        if isinstance(node, Leaf):
            path = _path(area, parents, node)
            reason = next((marked[code] for code in reversed(path) if code in marked), "")
            yield PlacedLeaf.model_construct(leaf=node, area=area, parents=parents, excluded=reason)
        else:
            yield from _walk(area, node.items, (*parents, node), marked)


def _path(area: Area, parents: tuple[Criterion, ...], leaf: Leaf) -> tuple[str, ...]:
    return (area.id, *(parent.id for parent in parents), leaf.id)
