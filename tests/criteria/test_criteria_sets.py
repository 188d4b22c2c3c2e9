"""The shipped sets: clean, with the sums of the published documents, and all in the schema and the manual."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dossier.criteria import RULES, CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.criteria.load import source_of
from dossier.criteria.model import Completeness, NotApplicableEffect, Scorer
from dossier.criteria.proofs import IssuerKind, PeriodBy
from dossier.criteria.rules import Parts, Proportional
from dossier.criteria.schema import criteria_schema
from dossier.yamlfile import load_yaml

REPOSITORY = Path(__file__).parents[2]
MANUAL = (REPOSITORY / "docs" / "bo-tieu-chi.md").read_text(encoding="utf-8")
SHELF = REPOSITORY.parent / "shared" / "domain" / "criteria" / "lamdong-2025-xa.yaml"
NATIONAL_SHELF = SHELF.with_name("bnv-1187-2025-tinh.yaml")
LAM_DONG, NATIONAL = "lam-dong-2025-cap-xa", "bnv-1187-2025-cap-tinh"
HA_TINH, HA_TINH_DISTRICT = "hatinh-qd52-2019-cap-xa", "hatinh-qd52-2019-cap-huyen"
SAMPLE, SAMPLE_DISTRICT = "mau-2020-cap-xa", "mau-2020-cap-huyen"


@functools.cache
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


@pytest.mark.parametrize(
    ("name", "count", "maxima"), [(HA_TINH, 34, [70, 30]), (HA_TINH_DISTRICT, 44, [80, 20])], ids=["xa", "huyen"]
)
def test_ha_tinh_is_a_frame_without_rows(name: str, count: int, maxima: list[int]) -> None:
    criteria = shipped(name)

    assert criteria.completeness is Completeness.STRUCTURE_ONLY
    assert criteria.is_sample
    assert criteria.frame is not None
    assert (criteria.frame.areas, criteria.frame.criteria) == (9, count)
    assert [part.max for part in criteria.parts] == maxima
    assert criteria.areas == ()


@pytest.mark.parametrize(
    ("name", "frame"), [(SAMPLE, HA_TINH), (SAMPLE_DISTRICT, HA_TINH_DISTRICT)], ids=["xa", "huyen"]
)
def test_a_sample_has_the_numbers_of_the_frame_and_says_it_is_none(name: str, frame: str) -> None:
    criteria, known = shipped(name), shipped(frame)

    assert known.frame is not None
    assert (len(criteria.areas), len(criteria.leaves())) == (known.frame.areas, known.frame.criteria)
    assert [part.max for part in criteria.parts] == [part.max for part in known.parts]
    assert criteria.is_sample
    assert criteria.title.startswith("Bộ tiêu chí mẫu")


def test_both_samples_know_the_same_offices() -> None:
    """One campaign carries both: the district's own score comes from the offices that appraise the communes."""
    offices = [{placed.office for placed in shipped(name).leaves()} for name in (SAMPLE, SAMPLE_DISTRICT)]

    assert offices[0] == offices[1]


def test_the_national_set_has_the_published_sums() -> None:
    criteria = shipped(NATIONAL)

    survey = [placed.leaf.max for placed in criteria.leaves() if placed.leaf.scored_by is Scorer.SURVEY]
    council = {placed.id for placed in criteria.leaves() if placed.leaf.scored_by is Scorer.EXTERNAL}
    maxima = [Decimal(text) for text in ("9.5", "9", "12", "10.5", "14.5", "12", "16", "16.5")]
    assert [area.max for area in criteria.areas] == maxima
    assert (len(criteria.leaves()), sum(survey)) == (102, Decimal(32))
    assert council == {"1.7", "7.2.4", "7.4.1", "7.4.6", "8.4"}


@pytest.mark.parametrize("node", ["2.3.2", "3.1", "3.2.2", "6.2.2", "6.2.3"])
def test_the_national_guidance_changes_the_decision(node: str) -> None:
    assert source_of(shipped(NATIONAL), node, "rule").id == "cv-12094"
    assert source_of(shipped(NATIONAL), node, "max").id == "qd-1187"


def test_the_national_guidance_mends_a_sum_that_the_decision_has_wrong() -> None:
    """The decision gives three halves to a criterion of one point."""
    placed = shipped(NATIONAL).leaf("3.1")

    assert placed is not None
    assert isinstance(placed.leaf.rule, Parts)
    assert [part.max for part in placed.leaf.rule.parts] == [Decimal("0.25"), Decimal("0.25"), Decimal("0.5")]


def test_the_same_seventy_per_cent_is_a_floor_here_and_a_cap_there() -> None:
    commune, nation = shipped(LAM_DONG).leaf("7.3.6"), shipped(NATIONAL).leaf("7.4.6")

    assert commune is not None
    assert nation is not None
    assert isinstance(commune.leaf.rule, Proportional)
    assert isinstance(nation.leaf.rule, Proportional)
    assert (commune.leaf.rule.floor, commune.leaf.rule.cap) == (Decimal(70), None)
    assert (nation.leaf.rule.floor, nation.leaf.rule.cap) == (None, Decimal(70))


def test_every_kind_of_rule_is_in_a_shipped_set() -> None:
    kinds = criteria_schema()["$defs"]["Leaf"]["properties"]["rule"]["discriminator"]["mapping"]

    shown = {placed.leaf.rule.kind for name in list_criteria() for placed in shipped(name).leaves()}
    assert shown == set(kinds)


def test_the_periodic_reports_of_lam_dong_are_judged_by_arrival() -> None:
    leaf = shipped("lam-dong-2025-cap-xa").leaf("1.2")
    assert leaf is not None
    assert {proof.id for proof in leaf.proofs if proof.period is PeriodBy.ARRIVAL} == {"1.2-bao-cao"}


def test_the_sample_shows_every_kind_of_proof() -> None:
    criteria = shipped(SAMPLE)

    proofs = [proof for placed in criteria.leaves() for proof in placed.proofs]
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


@pytest.mark.shared
@pytest.mark.skipif(not NATIONAL_SHELF.is_file(), reason="the reference shelf ../shared is absent")
def test_the_national_set_agrees_with_the_transcription() -> None:
    ours = {placed.id: placed.leaf.max for placed in shipped(NATIONAL).leaves()}
    leaves = [leaf for area in load_yaml(NATIONAL_SHELF).data["fields"] for leaf in area["leaves"]]

    assert ours == {leaf["id"]: Decimal(leaf["max"]) for leaf in leaves}


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
