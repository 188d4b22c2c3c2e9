"""The shipped sets: clean, with the sums of the published documents, and all in the schema and the manual."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dossier.criteria import RULES, CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.criteria.load import source_of
from dossier.criteria.model import Completeness, IssuerKind, NotApplicableEffect, PeriodBy, Scorer
from dossier.criteria.schema import criteria_schema
from dossier.yamlfile import load_yaml

REPOSITORY = Path(__file__).parents[2]
MANUAL = (REPOSITORY / "docs" / "bo-tieu-chi.md").read_text(encoding="utf-8")
SHELF = REPOSITORY.parent / "shared" / "domain" / "criteria" / "lamdong-2025-xa.yaml"
LAM_DONG, HA_TINH, SAMPLE = "lam-dong-2025-cap-xa", "hatinh-qd52-2019-cap-xa", "mau-2020-cap-xa"


def shipped(name: str) -> CriteriaSet:
    return load_criteria(find_criteria(name))[0]


def not_applicable(criteria: CriteriaSet, effect: NotApplicableEffect) -> set[str]:
    return {
        placed.id for placed in criteria.leaves() if placed.not_applicable and placed.not_applicable.effect is effect
    }


@pytest.mark.parametrize("name", list_criteria())
def test_a_shipped_set_is_clean_and_named_by_its_id(name: str) -> None:
    criteria, problems = load_criteria(find_criteria(name))

    assert problems == ()
    assert criteria.id == name


@pytest.mark.parametrize("name", list_criteria())
def test_a_shipped_set_is_written_for_people(name: str) -> None:
    text = find_criteria(name).read_text(encoding="utf-8")

    assert "\\u" not in text
    assert "\r" not in text
    assert "\t" not in text


def test_lam_dong_has_the_published_sums() -> None:
    criteria = shipped(LAM_DONG)

    maxima = [area.max for area in criteria.areas]
    council = {placed.id: placed.leaf.max for placed in criteria.leaves() if placed.leaf.scored_by is not Scorer.SELF}
    assert maxima == [Decimal(text) for text in ("17", "6", "12", "5", "9", "7.5", "18.5")]
    assert len(criteria.leaves()) == 77
    assert sum(placed.leaf.max for placed in criteria.leaves()) == Decimal(75)
    assert [part.max for part in criteria.parts] == [75, 15, 10]
    assert council == {"3.4.3": Decimal(1), "6.3.2": Decimal("0.5")}
    assert {grade.name: int(grade.min) for grade in criteria.grades} == {
        "Tốt": 80,
        "Khá": 65,
        "Trung bình": 50,
        "Kém": 0,
    }


def test_lam_dong_has_both_effects_of_not_arising() -> None:
    criteria = shipped(LAM_DONG)

    full = {"1.6.1", "1.6.2", "2.4.5", "3.4.2", "3.5.1", "4.1.3", "6.1.3"}
    assert not_applicable(criteria, NotApplicableEffect.FULL) == full
    assert not_applicable(criteria, NotApplicableEffect.EXCLUDE) == {"4.2.2", "5.2.1", "5.2.2"}


def test_lam_dong_tells_decision_from_guidance() -> None:
    criteria = shipped(LAM_DONG)

    assert source_of(criteria, "3.4.1", "max").id == "qd-1234"
    assert source_of(criteria, "3.4.1", "rule").id == "cv-2775"


def test_ha_tinh_is_a_frame_without_rows() -> None:
    criteria = shipped(HA_TINH)

    assert criteria.completeness is Completeness.STRUCTURE_ONLY
    assert criteria.is_sample
    assert criteria.frame is not None
    assert (criteria.frame.areas, criteria.frame.criteria) == (9, 34)
    assert [part.max for part in criteria.parts] == [70, 30]
    assert criteria.areas == ()


def test_the_sample_has_the_numbers_of_the_frame_and_says_it_is_none() -> None:
    criteria = shipped(SAMPLE)

    assert (len(criteria.areas), len(criteria.leaves())) == (9, 34)
    assert sum(area.max for area in criteria.areas) == Decimal(70)
    assert criteria.is_sample
    assert criteria.title.startswith("Bộ tiêu chí mẫu")


def test_the_sample_shows_every_kind_of_rule_and_proof() -> None:
    criteria = shipped(SAMPLE)

    proofs = [proof for placed in criteria.leaves() for proof in placed.proofs]
    kinds = criteria_schema()["$defs"]["Leaf"]["properties"]["rule"]["discriminator"]["mapping"]
    assert {placed.leaf.rule.kind for placed in criteria.leaves()} == set(kinds)
    assert not_applicable(criteria, NotApplicableEffect.FULL)
    assert not_applicable(criteria, NotApplicableEffect.EXCLUDE)
    assert any(proof.due and proof.due > dt.date(2020, 10, 18) for proof in proofs)
    assert any(proof.period is PeriodBy.SUBJECT_YEAR and proof.year_offset == -1 for proof in proofs)
    assert any(proof.min_count == 2 for proof in proofs)
    assert any(proof.signed_copy for proof in proofs)
    assert any(proof.issuer is IssuerKind.SUPERIOR for proof in proofs)
    assert max(Counter(proof.one_of for proof in proofs if proof.one_of).values()) > 1
    assert any(len(placed.parents) == 1 and placed.parents[0].proofs for placed in criteria.leaves())


def test_every_offices_area_is_known() -> None:
    offices = {placed.office for placed in shipped(SAMPLE).leaves()}

    assert offices == {
        "noi-vu",
        "van-phong",
        "tu-phap",
        "tai-chinh-ke-hoach",
        "kinh-te-ha-tang",
        "van-hoa-thong-tin",
        "trung-tam-hcc",
    }


@pytest.mark.parametrize("name", list_criteria())
def test_the_schema_accepts_a_shipped_set(name: str) -> None:
    schema = criteria_schema()

    assert list(mismatches(load_yaml(find_criteria(name)).data, schema, schema["$defs"], name)) == []


def test_the_schema_refuses_an_unknown_key() -> None:
    schema = criteria_schema()
    data = {**load_yaml(find_criteria(HA_TINH)).data, "diem": 5}

    assert list(mismatches(data, schema, schema["$defs"], "bo")) == ["bo: diem"]


def test_the_schema_speaks_vietnamese_of_every_key() -> None:
    schema = criteria_schema()

    definitions = [schema, *schema["$defs"].values()]
    described = [value["description"] for item in definitions for value in item.get("properties", {}).values()]
    assert len(described) > 100
    assert all(re.search("[^\x00-\x7f]", text) for text in described)


def test_the_manual_names_every_key_rule_kind_and_check() -> None:
    schema = criteria_schema()

    keys = {key for item in [schema, *schema["$defs"].values()] for key in item.get("properties", {})}
    kinds = set(schema["$defs"]["Leaf"]["properties"]["rule"]["discriminator"]["mapping"])
    values = {value for item in schema["$defs"].values() for value in item.get("enum", ())}
    code = " ".join(re.findall(r"`+[^`]+`+", MANUAL))
    assert [name for name in sorted(keys | kinds | values) if not re.search(rf"\b{name}\b", code)] == []
    assert [rule.id for rule in RULES if f"| {rule.id} | {rule.severity} | {rule.title} |" not in MANUAL] == []


@pytest.mark.parametrize("snippet", re.findall(r"^rule:.*?(?=^```)", MANUAL, re.MULTILINE | re.DOTALL))
def test_every_rule_in_the_manual_is_a_rule(snippet: str, tmp_path: Path) -> None:
    path = tmp_path / "vi-du.yaml"
    path.write_text(snippet, encoding="utf-8")
    schema = criteria_schema()
    node = schema["$defs"]["Leaf"]["properties"]["rule"]

    assert list(mismatches(load_yaml(path).data["rule"], node, schema["$defs"], "rule")) == []


@pytest.mark.shared
@pytest.mark.skipif(not SHELF.is_file(), reason="the reference shelf ../shared is absent")
def test_lam_dong_agrees_with_the_transcription() -> None:
    """Two readings of one PDF, made apart: same leaves, same maxima, same scales."""
    ours = {placed.id: (placed.leaf.max, scale(placed.leaf.rule)) for placed in shipped(LAM_DONG).leaves()}
    theirs = {}
    for area in load_yaml(SHELF).data["fields"]:
        for criterion in area["criteria"]:
            for leaf in criterion.get("leaves", [criterion]):
                bands = leaf["rule"].get("bands") or leaf["rule"].get("steps") or []
                pairs = [(Decimal(band["min"]), Decimal(band["points"])) for band in bands]
                theirs[leaf["id"]] = (Decimal(leaf["max"]), pairs)

    assert ours == theirs


def scale(rule: Any) -> list[tuple[Decimal, Decimal]]:
    return [(band.min, band.points) for band in getattr(rule, "bands", getattr(rule, "steps", ()))]


def mismatches(data: Any, node: dict[str, Any], defs: dict[str, Any], place: str) -> list[str]:
    """What of the data the schema does not allow: the small part of JSON Schema that pydantic writes."""
    if "$ref" in node:
        return mismatches(data, defs[node["$ref"].rsplit("/", 1)[-1]], defs, place)
    choices: list[dict[str, Any]] = node.get("oneOf") or node.get("anyOf") or []
    if choices:
        return min((mismatches(data, choice, defs, place) for choice in choices), key=len)
    wrong = [] if allowed(data, node) else [place]
    if isinstance(data, dict) and "properties" in node:
        known = node["properties"]
        wrong += [
            f"{place}: {key}" for key in (*data, *node.get("required", ())) if key not in known or key not in data
        ]
        for key in data.keys() & known.keys():
            wrong += mismatches(data[key], known[key], defs, f"{place}.{key}")
    if isinstance(data, list) and "items" in node:
        for index, item in enumerate(data):
            wrong += mismatches(item, node["items"], defs, f"{place}[{index}]")
    return wrong


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str, dt.date),
    "integer": (int,),
    "number": (int, Decimal),
    "boolean": (bool,),
    "null": (type(None),),
}


def allowed(data: Any, node: dict[str, Any]) -> bool:
    if "type" in node and not isinstance(data, _TYPES[node["type"]]):
        return False
    if "const" in node and data != node["const"]:
        return False
    return "enum" not in node or data in node["enum"]
