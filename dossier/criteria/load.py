"""Reading a criteria set: its layers laid over one another, then checked."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from dossier.criteria.checks import CHANGE
from dossier.criteria.lint import find_faults
from dossier.criteria.model import Area, CriteriaSet, Criterion, Layer, Leaf
from dossier.criteria.proofs import Proof
from dossier.problems import Where
from dossier.yamlfile import YamlDocument, load_yaml, parse_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.problems import Problem
    from dossier.yamlfile import Loc

# An erratum changes values. Moving or renaming nodes would leave every form and folder made before it behind.
_FIXED = {"id", "items"}


def load_criteria(path: Path) -> tuple[CriteriaSet, tuple[Problem, ...]]:
    """Read a set with its layers applied, and everything ``find_faults`` finds in it.

    A change that names an unknown node or key is a problem (CRI21), not an exception.

    Raises:
        BadInputError: not readable, or values that do not fit; every fault with its line.
    """
    document, problems = resolve_layers(load_yaml(path))
    criteria = parse_model(document, CriteriaSet)
    return criteria, (*problems, *find_faults(criteria, document))


def source_of(criteria: CriteriaSet, node: str, field: str) -> Layer:
    """The layer a value was read in: the last that changes it, else the one that gives the key, else the first.

    ``node`` is the id of an area, criterion, leaf or proof.
    """
    for layer in reversed(criteria.layers):
        if any(change.node == node and field in change.set for change in layer.changes):
            return layer
    return next((layer for layer in reversed(criteria.layers) if field in layer.fields), criteria.layers[0])


def resolve_layers(document: YamlDocument) -> tuple[YamlDocument, tuple[Problem, ...]]:
    """The document with every layer's changes applied, each value keeping the line it was written on.

    What is not a list or a mapping where one is due is left for the model to refuse.
    """
    resolved = YamlDocument(document.path, copy.deepcopy(document.data), dict(document.lines))
    problems = [problem for loc, change in _raw_changes(resolved.data) for problem in _apply(resolved, loc, change)]
    return resolved, tuple(problems)


def _apply(document: YamlDocument, loc: Loc, change: dict[str, Any]) -> Iterator[Problem]:
    """Set the values of one change in place; what cannot be set is a fault and changes nothing."""
    name = change.get("node")
    # Found anew each time: an earlier change may have replaced the proofs of a node.
    target = next((place for place in _raw_nodes(document.data) if place[1]["id"] == name), None)
    if target is None:
        yield _fault(document, (*loc, "node"), f"không có mục «{name}»")
        return
    node_loc, node, model = target
    for field, value in _mapping(change.get("set")).items():
        place = (*loc, "set", field)
        if field in _FIXED or field not in model.model_fields:
            yield _fault(document, place, f"mục «{name}» không có khóa «{field}» để sửa")
            continue
        node[field] = copy.deepcopy(value)
        _move_lines(document.lines, place, (*node_loc, field))


def _fault(document: YamlDocument, loc: Loc, message: str) -> Problem:
    where = Where(path=str(document.path), line=document.line(loc))
    return CHANGE.at(where, f"Thay đổi trong lớp văn bản: {message}.")


def _move_lines(lines: dict[Loc, int], source: Loc, target: Loc) -> None:
    """Forget the lines of the value replaced and take those of the value that replaces it."""
    depth = len(target)
    for loc in [loc for loc in lines if loc[:depth] == target]:
        del lines[loc]
    for loc, line in list(lines.items()):
        if loc[: len(source)] == source:
            lines[(*target, *loc[len(source) :])] = line


_Kind = type[Area] | type[Criterion] | type[Leaf] | type[Proof]


def _raw_changes(data: Any) -> Iterator[tuple[Loc, dict[str, Any]]]:
    for index, layer in enumerate(_sequence(_mapping(data).get("layers"))):
        for number, change in enumerate(_sequence(_mapping(layer).get("changes"))):
            if isinstance(change, dict):
                yield ("layers", index, "changes", number), change


def _raw_nodes(data: Any) -> Iterator[tuple[Loc, dict[str, Any], _Kind]]:
    """Every area, criterion, leaf and proof that has an id, before anything is known to be well formed."""
    for index, area in enumerate(_sequence(_mapping(data).get("areas"))):
        yield from _raw_subtree(area, ("areas", index), Area)


def _raw_subtree(node: Any, loc: Loc, model: _Kind) -> Iterator[tuple[Loc, dict[str, Any], _Kind]]:
    if not isinstance(node, dict):
        return
    if isinstance(node.get("id"), str):
        yield loc, node, model
    for index, proof in enumerate(_sequence(node.get("proofs"))):
        yield from _raw_subtree(proof, (*loc, "proofs", index), Proof)
    for index, item in enumerate(_sequence(node.get("items"))):
        kind = Criterion if "items" in _mapping(item) else Leaf
        yield from _raw_subtree(item, (*loc, "items", index), kind)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
