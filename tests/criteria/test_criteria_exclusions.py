"""A criterion that stops counting for everybody keeps its points, rules and sums."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.criteria import CriteriaSet, load_criteria

Write = Callable[[str, str], Path]
Edit = Callable[[str, str, str], str]
Exclude = Callable[..., CriteriaSet]

WHY = "Hội đồng không đánh giá tiêu chí này"


@pytest.fixture
def exclude(good: str, write: Write, edit: Edit) -> Exclude:
    """The good set whose file says of some codes that they no longer count, each time with a reason."""

    def load(*decisions: tuple[list[str], str]) -> CriteriaSet:
        lines = "".join(f"  - {{nodes: {json.dumps(codes)}, reason: {reason}}}\n" for codes, reason in decisions)
        criteria, problems = load_criteria(write("loai", edit(good, "areas:\n", f"exclusions:\n{lines}areas:\n")))
        assert problems == ()
        return criteria

    return load


@pytest.mark.parametrize(
    ("codes", "out"),
    [(["1.2"], ["1.2"]), (["1.1"], ["1.1.1", "1.1.2"]), (["2"], ["2.1", "2.2"]), (["1.1.2", "1.2"], ["1.1.2", "1.2"])],
)
def test_all_below_a_code_is_marked(codes: list[str], out: list[str], exclude: Exclude) -> None:
    criteria = exclude((codes, WHY))

    assert [placed.id for placed in criteria.leaves() if placed.excluded] == out
    assert {placed.excluded for placed in criteria.leaves()} == {"", WHY}


def test_nothing_else_changes(good: str, write: Write, exclude: Exclude) -> None:
    whole, _ = load_criteria(write("tot", good))

    criteria = exclude((["1.1"], WHY))

    assert criteria.areas == whole.areas
    assert criteria.parts == whole.parts
    assert [placed.excluded for placed in whole.leaves()] == [""] * 6


def test_two_decisions_add_up_and_the_nearer_reason_is_told(exclude: Exclude) -> None:
    criteria = exclude((["1.1.1"], "Lần một"), (["1"], "Lần hai"))

    reasons = {placed.id: placed.excluded for placed in criteria.leaves()}
    assert reasons == {"1.1.1": "Lần một", "1.1.2": "Lần hai", "1.2": "Lần hai", "1.3": "Lần hai", "2.1": "", "2.2": ""}
