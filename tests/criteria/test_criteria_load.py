"""Layers: later documents change single nodes, and every value knows where it came from."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from dossier.criteria import load_criteria
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.criteria.load import source_of
from dossier.criteria.rules import Band, Tiers
from dossier.errors import BadInputError, ExitCode

Write = Callable[[str, str], Path]
Edit = Callable[[str, str, str], str]

LAYERS = """\
  - id: huong-dan
    kind: guidance
    title: "Công văn hướng dẫn"
    issuer: "Sở"
    fields: [rule, proofs]
    changes:
      - node: "1.1.1"
        reason: "Hướng dẫn nâng ngưỡng"
        set:
          rule:
            kind: tiers
            numerator: "a"
            denominator: "b"
            bands:
              - {min: 100, points: 3}
              - {min: 0, points: 0}
  - id: dinh-chinh
    kind: erratum
    title: "Quyết định đính chính"
    issuer: "Nơi ban hành"
    changes:
      - node: "1.1.1"
        reason: "Sửa tên"
        set: {title: "Tên đã đính chính"}
      - node: "1.3-bang"
        reason: "Cần hai bảng"
        set:
          min_count: 2
      - node: "2"
        reason: "Giao nơi khác"
        set: {office: tu-phap}
areas:
"""


@pytest.fixture(name="layered")
def fixture_layered(good: str, edit: Edit) -> str:
    return edit(good, "areas:\n", LAYERS)


def test_later_layers_change_single_nodes(layered: str, write: Write) -> None:
    criteria, problems = load_criteria(write("lop", layered))

    leaf = criteria.leaf("1.1.1")
    figures = criteria.leaf("1.3")
    assert problems == ()
    assert leaf is not None
    assert figures is not None
    assert leaf.leaf.title == "Tên đã đính chính"
    assert leaf.leaf.max == Decimal(3)
    assert isinstance(leaf.leaf.rule, Tiers)
    assert leaf.leaf.rule.bands[0] == Band(min=Decimal(100), points=Decimal(3))
    assert figures.proofs[0].min_count == 2
    assert criteria.areas[1].office == "tu-phap"


@pytest.mark.parametrize(
    ("node", "field", "layer"),
    [
        ("1.1.1", "title", "dinh-chinh"),
        ("1.1.1", "rule", "huong-dan"),
        ("1.1.1", "max", "goc"),
        ("1.2", "rule", "huong-dan"),
        ("1.2", "title", "goc"),
        ("1.3-bang", "min_count", "dinh-chinh"),
        ("2", "office", "dinh-chinh"),
    ],
)
def test_every_value_knows_its_layer(node: str, field: str, layer: str, layered: str, write: Write) -> None:
    criteria, _ = load_criteria(write("lop", layered))

    assert source_of(criteria, node, field).id == layer


def test_the_last_change_of_a_value_wins(layered: str, write: Write, edit: Edit) -> None:
    again = 'set: {title: "Tên đã đính chính"}\n      - {node: "1.1.1", reason: "Lần hai", set: {title: "Tên cuối"}}'

    criteria, _ = load_criteria(write("lan-hai", edit(layered, 'set: {title: "Tên đã đính chính"}', again)))

    leaf = criteria.leaf("1.1.1")
    assert leaf is not None
    assert leaf.leaf.title == "Tên cuối"


def test_a_fault_in_a_changed_value_is_named_at_the_change(layered: str, write: Write, edit: Edit) -> None:
    """The line the officer must edit is in the erratum, not in the decision it overrides."""
    text = edit(layered, "- {min: 100, points: 3}", "- {min: 100, points: 4}")

    _, problems = load_criteria(write("sai-trong-lop", text))

    assert [(problem.rule, problem.where.line) for problem in problems] == [
        ("CRI07", text[: text.index("          rule:\n            kind: tiers")].count("\n") + 1)
    ]


def test_a_changed_value_of_the_wrong_kind_is_refused_at_the_change(layered: str, write: Write, edit: Edit) -> None:
    text = edit(layered, "min_count: 2", "min_count: nhiều")
    path = write("sai-kieu-trong-lop", text)

    with pytest.raises(BadInputError) as caught:
        load_criteria(path)

    assert [problem.where.line for problem in caught.value.problems] == [
        text[: text.index("min_count: nhiều")].count("\n") + 1
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "chữ",
        "layers: [1, {changes: 5}, {changes: [1, {node: [x], set: 3}]}]",
        "areas: [1, {id: 5, items: [2, {items: 7}], proofs: 9}]",
        "areas: {a: 1}\nlayers: {b: 2}",
    ],
    ids=["list", "word", "layers-malformed", "areas-malformed", "mappings-for-lists"],
)
def test_a_malformed_file_is_refused_not_a_bug(text: str, write: Write) -> None:
    with pytest.raises(BadInputError) as caught:
        load_criteria(write("hong", text))

    assert caught.value.exit_code is ExitCode.BAD_INPUT
    assert caught.value.problems


@pytest.mark.parametrize("year", ["99999", "20.20", "hai nghìn"])
def test_an_impossible_year_is_refused(year: str, good: str, write: Write, edit: Edit) -> None:
    with pytest.raises(BadInputError, match="1 chỗ sai"):
        load_criteria(write("nam", edit(good, "year: 2020", f"year: {year}")))


def test_an_unknown_key_is_named_with_its_line(good: str, write: Write, edit: Edit) -> None:
    text = edit(good, 'title: "Chọn mức"', 'tiltle: "Chọn mức"')

    with pytest.raises(BadInputError) as caught:
        load_criteria(write("khoa-la", text))

    line = text[: text.index("tiltle")].count("\n") + 1
    assert any(problem.where.line == line and "tiltle" in problem.message for problem in caught.value.problems)


def test_the_catalogue_finds_what_it_lists() -> None:
    assert set(list_criteria()) == {
        "bnv-1187-2025-cap-tinh",
        "hatinh-qd52-2019-cap-huyen",
        "hatinh-qd52-2019-cap-xa",
        "lam-dong-2025-cap-xa",
        "mau-2020-cap-huyen",
        "mau-2020-cap-xa",
    }
    assert all(find_criteria(name).is_file() for name in list_criteria())


@pytest.mark.parametrize("name", ["khong-co", "../criteria/mau-2020-cap-xa", ""])
def test_an_unknown_set_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(BadInputError, match="mau-2020-cap-xa"):
        find_criteria(name)
