"""What changed between two criteria sets, node by node."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dossier.criteria.yamlout import plain_values
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.criteria.model import Area, CriteriaSet, Criterion, Leaf

# What a node may hold besides its place in the tree; in the order of the report.
_FIELDS = ("title", "max", "rule", "guidance", "proofs", "not_applicable", "scored_by", "office", "window")


class ChangeKind(StrEnum):
    """What happened to a node."""

    ADDED = "thêm"
    REMOVED = "bỏ"
    MOVED = "chuyển chỗ"
    CHANGED = "sửa"


@dataclass(frozen=True, slots=True)
class NodeChange:
    """One difference.

    Attributes:
        old_id: code in the first set; empty when added. ``new_id`` likewise; they differ when the node moved.
        field: key of the value that changed; empty for added, removed and moved.
        old: the value before as plain data (dicts, lists, numbers as text); None when there was none.
    """

    kind: ChangeKind
    old_id: str
    new_id: str
    title: str
    field: str = ""
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A node as compared: alone, without what is below it."""

    id: str
    title: str
    level: str
    parent: str
    values: dict[str, Any]


def find_changes(old: CriteriaSet, new: CriteriaSet) -> tuple[NodeChange, ...]:
    """The differences of two sets' areas, criteria and leaves, in order of the new set; removed ones last.

    A node is the same when code and level agree and nothing else carries its title; else when exactly one
    node of its level has the same title (folded) in either set: then it moved.
    """
    before, after = list(_nodes(old)), list(_nodes(new))
    pairs = _pairs(before, after)
    changes = [change for node in after for change in _compare(pairs.get(node.id), node)]
    kept = {node.id for node in pairs.values()}
    gone = [NodeChange(ChangeKind.REMOVED, node.id, "", node.title) for node in before if node.id not in kept]
    return (*changes, *gone)


def _nodes(criteria: CriteriaSet) -> Iterator[_Placed]:
    def below(node: Area | Criterion | Leaf, parent: str) -> Iterator[_Placed]:
        yield _Placed(node.id, node.title, type(node).__name__, parent, _values(node))
        for item in getattr(node, "items", ()):
            yield from below(item, node.id)

    for area in criteria.areas:
        yield from below(area, "")


def _values(node: Area | Criterion | Leaf) -> dict[str, Any]:
    told = node.model_dump(include={*_FIELDS}, exclude_defaults=True)
    values: dict[str, Any] = plain_values({field: told.get(field) for field in _FIELDS})
    for proof in values["proofs"] or ():
        # A proof bears the code of its node, which a move changes and nothing else.
        proof["id"] = proof["id"].removeprefix(f"{node.id}-")
    return {field: value for field, value in values.items() if value not in (None, "", [])}


def _pairs(before: list[_Placed], after: list[_Placed]) -> dict[str, _Placed]:
    """The old node of each new one, by its new code."""
    old_by_id = {node.id: node for node in before}
    old_by_title, new_by_title = _unique_titles(before), _unique_titles(after)
    pairs: dict[str, _Placed] = {}
    for node in after:
        key = (node.level, fold(node.title))
        twin = old_by_title.get(key) if key in new_by_title else None
        if twin is not None:
            pairs[node.id] = twin
    taken = {node.id for node in pairs.values()}
    for node in after:
        same = old_by_id.get(node.id)
        if node.id not in pairs and same is not None and same.id not in taken:
            pairs[node.id] = same
    return pairs


def _unique_titles(nodes: list[_Placed]) -> dict[tuple[str, str], _Placed]:
    """Nodes by level and title, as far as only one has them."""
    found: dict[tuple[str, str], _Placed | None] = {}
    for node in nodes:
        key = (node.level, fold(node.title))
        found[key] = None if key in found else node
    return {key: node for key, node in found.items() if node is not None}


def _compare(old: _Placed | None, new: _Placed) -> Iterator[NodeChange]:
    if old is None:
        yield NodeChange(ChangeKind.ADDED, "", new.id, new.title)
        return
    if old.id != new.id:
        yield NodeChange(ChangeKind.MOVED, old.id, new.id, new.title, old=old.parent, new=new.parent)
    for field in _FIELDS:
        before, after = old.values.get(field), new.values.get(field)
        if before != after:
            yield NodeChange(ChangeKind.CHANGED, old.id, new.id, new.title, field, before, after)
