"""A new year's set against the old: what came, went, moved and changed, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dossier.criteria import CriteriaSet, load_criteria
from dossier.criteria.diff import ChangeKind, NodeChange, find_changes

Write = Callable[[str, str], Path]
Edit = Callable[[str, str, str], str]
Compare = Callable[[str], tuple[NodeChange, ...]]

_LEAF = """\
      - id: "1.4"
        title: "Tiêu chí mới"
        max: 1
        rule: {kind: yes_no, condition: "có", points: 1}
        proofs: [{id: "1.4-giai-trinh", title: "Giải trình", carrier: giai_trinh}]
"""


@pytest.fixture
def compare(good: str, write: Write) -> Compare:
    """The changes from the good set to a text."""
    old = load_criteria(write("cu", good))[0]
    return lambda text: find_changes(old, load_criteria(write("moi", text))[0])


def told(changes: tuple[NodeChange, ...]) -> list[tuple[ChangeKind, str, str, str]]:
    return [(change.kind, change.old_id, change.new_id, change.field) for change in changes]


def test_a_set_does_not_differ_from_itself(good: str, compare: Compare) -> None:
    assert compare(good) == ()


@pytest.mark.parametrize(
    ("edits", "told_as"),
    [
        (('title: "Chọn mức"', 'title: "Chọn bậc"'), ("1.3", "title", "Chọn mức", "Chọn bậc")),
        (("office: noi-vu", "office: tu-phap"), ("1", "office", "noi-vu", "tu-phap")),
        (("max: 8", "max: 9"), ("1", "max", 8, 9)),
        (("  scored_by: dieu_tra\n", "  scored_by: nguon_khac\n"), ("2.2", "scored_by", "dieu_tra", "nguon_khac")),
    ],
    ids=["title", "office", "max", "scored-by"],
)
def test_a_changed_value_is_told_with_before_and_after(
    edits: tuple[str, str], told_as: tuple[Any, ...], good: str, edit: Edit, compare: Compare
) -> None:
    (change,) = compare(edit(good, *edits))

    assert change.kind is ChangeKind.CHANGED
    assert (change.new_id, change.field, change.old, change.new) == told_as


def test_a_rule_and_a_proof_are_told_whole(good: str, edit: Edit, compare: Compare) -> None:
    text = edit(edit(good, "floor: 50, cap: 90", "floor: 60, cap: 90"), '"Bảng số liệu"', '"Bảng thống kê"')

    rule, proofs = compare(text)

    assert (rule.new_id, rule.field, rule.old["floor"], rule.new["floor"]) == ("1.2", "rule", 50, 60)
    assert (proofs.new_id, proofs.field, proofs.new[0]["title"]) == ("1.3", "proofs", "Bảng thống kê")


def test_the_same_number_written_otherwise_is_no_change(good: str, edit: Edit, compare: Compare) -> None:
    assert compare(edit(good, "max: 8", "max: 8.00")) == ()


def test_added_and_removed(good: str, edit: Edit, compare: Compare) -> None:
    added = compare(edit(good, '  - id: "2"\n', f'{_LEAF}  - id: "2"\n'))

    assert told(added) == [(ChangeKind.ADDED, "", "1.4", "")]


def test_removed_comes_last(good: str, edit: Edit, write: Write) -> None:
    fuller = load_criteria(write("day", edit(good, '  - id: "2"\n', f'{_LEAF}  - id: "2"\n')))[0]
    plain: CriteriaSet = load_criteria(write("gon", edit(good, 'title: "Chọn mức"', 'title: "Chọn bậc"')))[0]

    changes = find_changes(fuller, plain)

    assert told(changes) == [(ChangeKind.CHANGED, "1.3", "1.3", "title"), (ChangeKind.REMOVED, "1.4", "", "")]


def test_renumbered_leaves_moved_and_kept_their_proofs(good: str, compare: Compare) -> None:
    """1.2 and 1.3 change places: told as two moves, not as six changed values."""
    text = good.replace('"1.2', '"1.x').replace('"1.3', '"1.2').replace('"1.x', '"1.3')

    changes = compare(text)

    assert told(changes) == [(ChangeKind.MOVED, "1.2", "1.3", ""), (ChangeKind.MOVED, "1.3", "1.2", "")]
