"""Defects of single rules: the rule of a good leaf of one point is replaced, and the fault stands at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dossier.criteria import load_criteria

Write = Callable[[str, str], Path]
Edit = Callable[[str, str, str], str]

_YES = 'rule: {kind: yes_no, condition: "có", points: 1}\n'
_DAY = 'kind: deadline, measure: "ngày gửi", due: 2020-10-18'
_CUT = 'deductions: [{id: tru, when: "trễ", percent: 10}]'


def _weighted(*codes: str, weight: int = 1) -> str:
    terms = ", ".join(f'{{id: {code}, measure: "{code}", weight: {weight}}}' for code in codes)
    return f'kind: weighted, denominator: "a", terms: [{terms}]'


class Defect(NamedTuple):
    """A rule with one defect."""

    name: str
    rule: str
    body: str


GOOD = (
    f"{_DAY}, points: 1, late: [{{days: 3, points: 0.5}}, {{days: 5, points: 0.2}}]",
    'kind: per_violation, condition: "không", points: 1, step: 0.25, floor: 0.25',
    _weighted("b", "c"),
    f"kind: share_deducted, base: {{{_weighted('b', 'c')}}}, {_CUT}",
    'kind: rate_over_year, numerator: "b", denominator: "a", increased: 1, equal: 0.5, decreased: 0',
    (
        'kind: tiers, numerator: "b", denominator: "a", bands: '
        "[{min: 90, strict: true, points: 1}, {min: 90, points: 0.5}, {min: 0, points: 0}]"
    ),
)
DEFECTS = (
    Defect("late-upside-down", "CRI05", f"{_DAY}, points: 1, late: [{{days: 5, points: 0.5}}, {{days: 3, points: 0}}]"),
    Defect("later-earns-as-much", "CRI09", f"{_DAY}, points: 1, late: [{{days: 5, points: 1}}]"),
    Defect("on-time-over-max", "CRI07", f"{_DAY}, points: 2"),
    Defect("floor-over-start", "CRI10", 'kind: per_violation, condition: "không", points: 1, step: 1, floor: 2'),
    Defect("violations-under-max", "CRI08", 'kind: per_violation, condition: "không", points: 0.5, step: 0.5'),
    Defect("weights-over-max", "CRI07", _weighted("b", "c", weight=2)),
    Defect("same-term-id", "CRI03", _weighted("b", "b")),
    Defect("cut-named-like-a-term", "CRI03", f"kind: share_deducted, base: {{{_weighted('b', 'tru')}}}, {_CUT}"),
    Defect("base-over-max", "CRI07", f"kind: share_deducted, base: {{{_weighted('b', 'c', weight=3)}}}, {_CUT}"),
    Defect("survey-by-the-unit", "CRI17", 'kind: survey_mean, measure: "hài lòng"'),
    Defect("survey-upside-down", "CRI10", 'kind: survey_mean, measure: "hài lòng", best: 1, worst: 5'),
    Defect(
        "strict-band-below-its-own-value",
        "CRI05",
        'kind: tiers, numerator: "b", denominator: "a", bands: '
        "[{min: 90, points: 1}, {min: 90, strict: true, points: 0.5}, {min: 0, points: 0}]",
    ),
    Defect(
        "zero-itself-in-no-band",
        "CRI06",
        'kind: tiers, numerator: "b", denominator: "a", bands: '
        "[{min: 90, points: 1}, {min: 0, strict: true, points: 0.5}]",
    ),
)


@pytest.mark.parametrize("body", GOOD)
def test_a_good_rule_is_clean(body: str, good: str, write: Write, edit: Edit) -> None:
    _, problems = load_criteria(write("tot", edit(good, _YES, f"rule: {{{body}}}\n")))

    assert problems == ()


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_found_at_its_line(defect: Defect, good: str, write: Write, edit: Edit) -> None:
    text = edit(good, _YES, f"rule: {{{defect.body}}}\n")

    _, problems = load_criteria(write(defect.name, text))

    line = text[: text.index(defect.body)].count("\n") + 1
    assert {(problem.rule, problem.where.line) for problem in problems} >= {(defect.rule, line)}


def test_a_part_may_be_left_to_the_council(good: str, write: Write, edit: Edit) -> None:
    """In one national criterion the ministry ranks one part; the province scores the others itself."""
    part = '{id: a, title: "Phần a", max: 1, rule: {kind: yes_no, condition: "có", points: 1}}'
    council = '{id: a, title: "Phần a", max: 1, rule: {kind: external, source: "xếp hạng của bộ"}}'

    _, problems = load_criteria(write("phan-ngoai", edit(good, part, council)))

    assert problems == ()


@pytest.mark.parametrize(
    ("extra", "rule"),
    [
        ('exclusions:\n  - {nodes: ["9.9"], reason: "x"}\n', "CRI21"),
        ('outside_scale:\n  items: [{id: "1.2", title: "Thưởng", direction: thuong, points: 1}]\n', "CRI03"),
    ],
    ids=["exclusion-of-nothing", "bonus-with-the-code-of-a-leaf"],
)
def test_a_defect_of_the_head(extra: str, rule: str, good: str, write: Write, edit: Edit) -> None:
    _, problems = load_criteria(write("dau", edit(good, "areas:\n", f"{extra}areas:\n")))

    assert [problem.rule for problem in problems] == [rule]
