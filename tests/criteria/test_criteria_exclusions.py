"""A criterion that stops counting for everybody keeps its points, rules and sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.criteria import load_criteria
from dossier.criteria.exclusions import exclude_leaves
from dossier.errors import BadInputError

Write = Callable[[str, str], Path]
Edit = Callable[[str, str, str], str]

WHY = "Hội đồng không đánh giá tiêu chí này"


@pytest.mark.parametrize(
    ("codes", "out"),
    [(["1.2"], ["1.2"]), (["1.1"], ["1.1.1", "1.1.2"]), (["2"], ["2.1", "2.2"]), (["1.1.2", "1.2"], ["1.1.2", "1.2"])],
)
def test_all_below_a_code_is_marked(codes: list[str], out: list[str], good: str, write: Write) -> None:
    criteria, _ = load_criteria(write("tot", good))

    view = exclude_leaves(criteria, codes, reason=WHY, date=dt.date(2026, 1, 19))

    assert [placed.id for placed in view.leaves() if placed.excluded] == out
    assert {placed.excluded for placed in view.leaves()} == {"", WHY}


def test_nothing_else_changes(good: str, write: Write) -> None:
    criteria, _ = load_criteria(write("tot", good))

    view = exclude_leaves(criteria, ["1.1"], reason=WHY)

    assert view.areas == criteria.areas
    assert view.parts == criteria.parts
    assert [placed.excluded for placed in criteria.leaves()] == [""] * 6


def test_two_decisions_add_up_and_the_nearer_reason_is_told(good: str, write: Write) -> None:
    criteria, _ = load_criteria(write("tot", good))

    view = exclude_leaves(exclude_leaves(criteria, ["1.1.1"], reason="Lần một"), ["1"], reason="Lần hai")

    reasons = {placed.id: placed.excluded for placed in view.leaves()}
    assert reasons == {"1.1.1": "Lần một", "1.1.2": "Lần hai", "1.2": "Lần hai", "1.3": "Lần hai", "2.1": "", "2.2": ""}


def test_an_unknown_code_is_refused_by_name(good: str, write: Write) -> None:
    criteria, _ = load_criteria(write("tot", good))

    with pytest.raises(BadInputError, match=r"«5\.2»"):
        exclude_leaves(criteria, ["1.2", "5.2"], reason=WHY)


def test_a_set_s_own_file_may_say_it(good: str, write: Write, edit: Edit) -> None:
    text = edit(good, "areas:\n", f'exclusions:\n  - {{nodes: ["1.2"], reason: "{WHY}"}}\nareas:\n')

    criteria, problems = load_criteria(write("loai", text))

    assert problems == ()
    assert [placed.id for placed in criteria.leaves() if placed.excluded] == ["1.2"]
