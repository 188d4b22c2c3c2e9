"""Each rule of the linter fires on a set that is good but for one defect, at the line of the defect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dossier.criteria import RULES, load_criteria
from dossier.doctypes import ADMINISTRATIVE, is_document_type
from dossier.problems import Severity

Write = Callable[[str, str], Path]
Edit = Callable[[str, str, str], str]


class Defect(NamedTuple):
    """One change to the good set; ``at`` stands on the line that must be named."""

    name: str
    rule: str
    old: str
    new: str
    at: str


_BANDS = "- {min: 90, points: 3}\n                - {min: 50, points: 1}"
_ERRATUM = '{id: sua, kind: erratum, title: "Đính chính", issuer: "Nơi ban hành", changes: '

DEFECTS = (
    Defect("area-sum", "CRI01", "max: 8", "max: 9", "max: 9"),
    Defect("criterion-sum", "CRI01", "max: 4\n        window", "max: 3\n        window", "max: 3\n        window"),
    Defect("part-sum", "CRI02", "max: 10, scored_by", "max: 9, scored_by", "parts:"),
    Defect("survey-sum", "CRI02", "max: 2, scored_by: dieu_tra", "max: 5, scored_by: dieu_tra", "parts:"),
    Defect("same-node-id", "CRI03", '- id: "1.3"', '- id: "1.2"', '- id: "1.2"\n        title: "Chọn'),
    Defect("same-proof-id", "CRI03", '"1.2-giai-trinh"', '"1.2-quyet-dinh"', '{id: "1.2-quyet-dinh", title: "Giải'),
    Defect("same-addend-id", "CRI03", "- id: b\n", "- id: a\n", "- id: a\n"),
    Defect("same-state", "CRI03", '"đạt", points', '"Vượt", points', '"Vượt"'),
    Defect("same-part-id", "CRI03", "{id: dieu-tra,", "{id: tham-dinh,", '{id: tham-dinh, title: "Điều'),
    Defect("foreign-child", "CRI04", 'id: "1.1.2"', 'id: "1.2.2"', 'id: "1.2.2"'),
    Defect("child-of-look-alike", "CRI04", 'id: "1.1.2"', 'id: "1.12"', 'id: "1.12"'),
    Defect("foreign-proof", "CRI04", '"1.3-bang"', '"1.2-bang"', '"1.2-bang"'),
    Defect("bands-upside-down", "CRI05", "min: 50, points: 1", "min: 95, points: 1", "min: 95"),
    Defect("band-twice", "CRI05", "min: 50, points: 1", "min: 90, points: 1", "min: 90, points: 1"),
    Defect("band-without-effect", "CRI05", "min: 50, points: 1", "min: 50, points: 3", "min: 90"),
    Defect(
        "steps-upside-down", "CRI05", "{min: 2, points: 1}", "{min: 0, points: 1}", "{min: 0, points: 0}\n        p"
    ),
    Defect(
        "no-lowest-band",
        "CRI06",
        "{min: 0, points: 0}\n          - id",
        "{min: 5, points: 0}\n          - id",
        "min: 5,",
    ),
    Defect(
        "no-lowest-step",
        "CRI06",
        "{min: 0, points: 0}\n        proofs",
        "{min: 1, points: 0}\n        proofs",
        "min: 1,",
    ),
    Defect("points-over-max", "CRI07", "min: 90, points: 3", "min: 90, points: 4", "rule:\n              kind: tiers"),
    Defect("addend-over-its-max", "CRI07", '"có", points: 1}}', '"có", points: 2}}', '"có", points: 2}}'),
    Defect(
        "addends-over-max",
        "CRI07",
        'title: "Phần a", max: 1',
        'title: "Phần a", max: 5',
        "rule:\n          kind: parts",
    ),
    Defect("max-never-reached", "CRI08", '"có", points: 1}\n', '"có", points: 0.5}\n', "points: 0.5"),
    Defect("levels-out-of-order", "CRI09", '"không đạt", points: 0', '"không đạt", points: 1.5', "points: 1.5"),
    Defect("scale-turns", "CRI09", _BANDS, "- {min: 90, points: 1}\n                - {min: 50, points: 3}", "bands:"),
    Defect("floor-over-cap", "CRI10", "floor: 50", "floor: 90", "floor: 90"),
    Defect(
        "no-proof",
        "CRI11",
        '        proofs:\n          - {id: "1.3-bang", title: "Bảng số liệu", carrier: phu_luc_so_lieu}\n',
        "",
        '- id: "1.3"',
    ),
    Defect("office-with-accents", "CRI12", "office: noi-vu", "office: Nội vụ", "office: Nội vụ"),
    Defect("set-window-reversed", "CRI13", "last: 2020-10-15", "last: 2019-10-15", "window:"),
    Defect("node-window-reversed", "CRI13", "last: 2020-09-30", "last: 2020-01-30", "2020-01-30"),
    Defect("basis-reversed", "CRI13", "last: 2020-12-31", "last: 2010-12-31", "2010-12-31"),
    Defect("due-before-the-window", "CRI14", "due: 2020-12-15", "due: 2019-12-15", "due: 2019"),
    Defect("due-in-a-far-year", "CRI14", "due: 2020-12-15", "due: 2202-12-15", "due: 2202"),
    Defect("empty-phrase", "CRI15", '"cải cách | CCHC"', '""', 'must: [""]'),
    Defect("empty-alternative", "CRI15", '"cải cách | CCHC"', '"cải cách |"', "cải cách |"),
    Defect("phrase-asked-and-refused", "CRI15", '["dự thảo"]', '["CẢI CÁCH", cchc]', "CẢI CÁCH"),
    Defect("unknown-type", "CRI16", "types: [Quyết định]", "types: [Quyết đoán]", "Quyết đoán"),
    Defect("external-but-self", "CRI17", "        scored_by: dieu_tra\n", "", "rule:\n          kind: external"),
    Defect("frame-with-areas", "CRI18", "completeness: sample", "completeness: structure_only", "completeness"),
    Defect("sample-cites-the-decision", "CRI19", "30c/NQ-CP", "52/2019/QĐ-UBND", "52/2019"),
    Defect("sample-without-the-word", "CRI19", "Bộ tiêu chí mẫu để", "Bộ tiêu chí để", "Bộ tiêu chí để"),
    Defect("grades-rising", "CRI20", "min: 80", "min: 0", "grades:"),
    Defect("no-lowest-grade", "CRI20", 'Kém", min: 0', 'Kém", min: 10', "grades:"),
    Defect(
        "change-of-unknown-node",
        "CRI21",
        "areas:\n",
        f"  - {_ERRATUM}[{{node: '9.9', set: {{max: 1}}, reason: 'x'}}]}}\nareas:\n",
        "9.9",
    ),
    Defect(
        "change-of-unknown-key",
        "CRI21",
        "areas:\n",
        f"  - {_ERRATUM}[{{node: '1.2', set: {{diem: 1}}, reason: 'x'}}]}}\nareas:\n",
        "diem",
    ),
    Defect(
        "change-of-an-id",
        "CRI21",
        "areas:\n",
        f"  - {_ERRATUM}[{{node: '1.2', set: {{id: '1.9'}}, reason: 'x'}}]}}\nareas:\n",
        "'1.9'",
    ),
    Defect("lone-choice", "CRI22", "giai_trinh, one_of: chung", "giai_trinh, one_of: chugn", "one_of: chugn"),
)


def test_the_good_set_is_clean(good: str, write: Write) -> None:
    _, problems = load_criteria(write("tot", good))

    assert problems == ()


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_found_at_its_line(defect: Defect, good: str, write: Write, edit: Edit) -> None:
    text = edit(good, defect.old, defect.new)
    path = write(defect.name, text)

    _, problems = load_criteria(path)

    found = {(problem.rule, problem.where.path, problem.where.line) for problem in problems}
    line = text[: text.index(defect.at)].count("\n") + 1
    assert (defect.rule, str(path), line) in found, "\n".join(map(str, problems))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_defect_that_shows_it(rule: object) -> None:
    assert any(defect.rule == getattr(rule, "id", None) for defect in DEFECTS)


def test_a_set_without_areas_must_say_so(good: str, write: Write) -> None:
    text = good[: good.index("areas:")]

    _, problems = load_criteria(write("khong-linh-vuc", text))

    assert {problem.rule for problem in problems} == {"CRI18"}


def test_a_frame_without_counts_is_a_fault(good: str, write: Write, edit: Edit) -> None:
    text = edit(good[: good.index("areas:")], "completeness: sample", "completeness: structure_only")

    _, problems = load_criteria(write("khung-trong", text))

    assert [problem.rule for problem in problems] == ["CRI18"]


def test_fewer_may_be_better(good: str, write: Write, edit: Edit) -> None:
    """A scale of late files rewards the low end; that is no fault."""
    text = edit(good, "{min: 2, points: 1}", "{min: 2, points: 0}")
    text = edit(text, "{min: 0, points: 0}\n        proofs", "{min: 0, points: 1}\n        proofs")

    _, problems = load_criteria(write("it-hon-thi-hon", text))

    assert problems == ()


def test_a_never_reached_maximum_only_warns(good: str, write: Write, edit: Edit) -> None:
    """Published sets have such leaves, so the set stays usable."""
    _, problems = load_criteria(write("duoi-toi-da", edit(good, '"có", points: 1}\n', '"có", points: 0.5}\n')))

    assert [(problem.rule, problem.severity) for problem in problems] == [("CRI08", Severity.WARNING)]


def test_findings_come_in_the_order_of_the_file(good: str, write: Write, edit: Edit) -> None:
    text = edit(edit(good, "office: noi-vu", "office: Nội vụ"), "min: 80", "min: 0")

    _, problems = load_criteria(write("hai-loi", text))

    lines = [problem.where.line for problem in problems]
    assert [problem.rule for problem in problems] == ["CRI20", "CRI12"]
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_the_decree_names_29_types() -> None:
    assert len(set(ADMINISTRATIVE)) == 29
    assert is_document_type("kế hoạch")
    assert not is_document_type("Bản tin")
