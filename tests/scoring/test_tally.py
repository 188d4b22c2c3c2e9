"""What counts of a unit's points: appraisal, exclusions, surveys, bonus."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from dossier.campaign import Unit
from dossier.campaign.policy import Exclusion
from dossier.criteria.claims import Claim
from dossier.criteria.model import CriteriaSet
from dossier.criteria.points import AppraisedPoints, SurveyPoints
from dossier.scoring.tally import Basis, Filing, Tally, tally_unit
from dossier.scoring.unit import score_unit

YES = {"kind": "yes_no", "condition": "có làm", "points": "2"}
EXCLUDE = {"when": "không được giao", "effect": "exclude"}
UNIT = Unit(id="xa-a", kind="xã", name="UBND xã A", short="UBND xã A", symbol="UBND", place="A")
REMOVED = Exclusion(leaf="1.2", reason="chưa có hướng dẫn", decided_by="Hội đồng", date=dt.date(2025, 12, 20))


def leaf(code: str, **more: Any) -> dict[str, Any]:
    return {"id": code, "title": f"Tiêu chí {code}", "max": "2", "rule": YES, **more}


DATA: dict[str, Any] = {
    "schema": 1,
    "id": "bo-thu",
    "version": 1,
    "level": "xa",
    "year": 2025,
    "title": "Bộ thử",
    "issuer": "Dự án",
    "source": "tự soạn",
    "completeness": "sample",
    "parts": [
        {"id": "tham-dinh", "title": "Thẩm định", "max": "10", "scored_by": "tham_dinh"},
        {"id": "dieu-tra", "title": "Điều tra", "max": "15", "scored_by": "dieu_tra"},
        {"id": "hai-long", "title": "Hài lòng", "max": "10", "scored_by": "dieu_tra", "sample": {"min_answers": 50}},
    ],
    "layers": [{"id": "a", "kind": "decision", "title": "Bộ thử", "issuer": "Dự án"}],
    "areas": [
        {
            "id": "1",
            "title": "Lĩnh vực 1",
            "max": "6",
            "items": [
                leaf("1.1", not_applicable=EXCLUDE),
                {"id": "1.2", "title": "Nhóm", "max": "4", "items": [leaf("1.2.1"), leaf("1.2.2")]},
            ],
        },
        {
            "id": "2",
            "title": "Lĩnh vực 2",
            "max": "4",
            "items": [leaf("2.1"), leaf("2.2", rule={"kind": "external", "source": "tỉnh"})],
        },
    ],
    "outside_scale": {
        "bonus_cap": "1",
        "items": [
            {"id": "t1", "title": "Sáng kiến", "direction": "thuong", "points": "0.5", "max": "2"},
            {"id": "p1", "title": "Bị phê bình", "direction": "tru", "points": "0.75"},
        ],
    },
}
CRITERIA = CriteriaSet.model_validate(DATA)
FILED = {code: Claim(code, state="có") for code in ("1.1", "1.2.1", "1.2.2", "2.1")}
GIVEN = {"1.1": "1", "1.2.1": "2", "1.2.2": "2", "2.1": "2", "2.2": "1"}
SURVEYS = {
    "dieu-tra": SurveyPoints("dieu-tra", Decimal("12.474")),
    "hai-long": SurveyPoints("hai-long", Decimal(8), 60),
}


def appraised(**changes: str | None) -> dict[str, AppraisedPoints]:
    """Points by code; dots are written as underscores, None excludes the leaf."""
    given = {**GIVEN, **{code.replace("_", "."): points for code, points in changes.items()}}
    return {
        code: AppraisedPoints(code, None if points is None else Decimal(points), excluded=points is None)
        for code, points in given.items()
    }


def tally(
    *,
    claims: dict[str, Claim] | None = None,
    given: dict[str, AppraisedPoints] | None = None,
    survey: dict[str, SurveyPoints] | None = None,
    basis: Basis = Basis.APPRAISED,
    exclusions: tuple[Exclusion, ...] = (),
    criteria: CriteriaSet = CRITERIA,
) -> Tally:
    score = score_unit(criteria, FILED if claims is None else claims, unit="xa-a", exclusions=exclusions)
    filing = Filing(UNIT, score, appraised() if given is None else given, SURVEYS if survey is None else survey)
    return tally_unit(criteria, filing, basis=basis, exclusions=exclusions)


def numbers(*values: int | str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def maxima(found: Tally) -> tuple[Decimal, ...]:
    return tuple(part.applicable_max for part in found.parts)


def test_every_part_has_its_points_and_its_maximum() -> None:
    found = tally()
    assert maxima(found) == numbers(10, 15, 10)
    assert [part.points for part in found.parts] == [8, Decimal("12.474"), 8]
    assert [(area.self_points, area.points, area.difference) for area in found.areas] == [
        numbers(6, 5, 1),
        numbers(2, 3, -1),
    ]
    assert (found.self_total, found.missing) == (Decimal(8), ())


def test_an_appraisal_above_the_self_score_is_kept() -> None:
    found = tally(claims={**FILED, "2.1": Claim("2.1", state="không")})
    assert next(item for item in found.leaves if item.id == "2.1").difference == -2


def test_what_the_council_takes_out_leaves_the_maximum_and_no_self_score() -> None:
    """75 became 74 after self-scoring: the communes' own points stayed as filed, above the maximum."""
    found = tally(exclusions=(REMOVED,))
    assert maxima(found)[0] == 6
    first = found.areas[0]
    assert (first.self_points, first.points, first.applicable_max) == numbers(6, 1, 2)
    assert found.missing == ()


def test_a_decision_for_some_units_leaves_the_others_alone() -> None:
    assert maxima(tally(exclusions=(REMOVED.model_copy(update={"units": ("xa-b",)}),)))[0] == 10


def test_an_erratum_of_the_set_takes_out_as_a_decision_does() -> None:
    erratum = CriteriaSet.model_validate({**DATA, "exclusions": [{"nodes": ["1.2"], "reason": "đính chính"}]})
    assert maxima(tally(criteria=erratum)) == maxima(tally(exclusions=(REMOVED,)))


def test_what_does_not_arise_leaves_this_unit_s_maximum_only() -> None:
    claims = {**FILED, "1.1": Claim("1.1", not_applicable=True)}
    given = appraised()
    del given["1.1"]
    assert maxima(tally(claims=claims, given=given))[0] == 8


def test_an_appraiser_may_refuse_or_find_that_a_leaf_does_not_apply() -> None:
    claims = {**FILED, "1.1": Claim("1.1", not_applicable=True)}
    refused = tally(claims=claims)
    assert (maxima(refused)[0], refused.areas[0].points) == numbers(10, 5)
    found = tally(given=appraised(**{"2_1": None}))
    assert (maxima(found)[0], found.areas[1].points, found.areas[1].self_points) == numbers(8, 1, 2)


def test_a_leaf_nobody_appraised_is_missing_and_never_zero() -> None:
    given = appraised()
    del given["1.2.1"], given["2.2"]
    found = tally(given=given, survey={})
    assert found.missing == ("1.2.1", "2.2", "dieu-tra", "hai-long")
    assert maxima(found) == numbers(10, 15, 10)


@pytest.mark.parametrize(
    ("points", "sample", "top"),
    [(Decimal(8), 50, 10), (Decimal(8), 49, 0), (None, None, 0), (Decimal(8), None, 10)],
)
def test_a_survey_below_its_least_sample_leaves_the_maximum(
    points: Decimal | None, sample: int | None, top: int
) -> None:
    found = tally(survey={**SURVEYS, "hai-long": SurveyPoints("hai-long", points, sample)})
    assert (maxima(found), found.missing) == (numbers(10, 15, top), ())


def test_self_scores_are_measured_against_what_a_unit_may_score() -> None:
    found = tally(claims={code: FILED[code] for code in ("1.1", "2.1")}, basis=Basis.SELF, survey={})
    assert maxima(found) == numbers(8, 0, 0)
    assert found.missing == ("1.2.1", "1.2.2")
    assert found.parts[0].points == 4


def test_bonus_is_capped_as_a_whole_and_penalty_counts_against() -> None:
    claims = {**FILED, "t1": Claim("t1", count=Decimal(3)), "p1": Claim("p1", count=Decimal(2))}
    own = tally(claims=claims, basis=Basis.SELF)
    assert (own.bonus, own.penalty) == numbers(1, "1.5")
    score = score_unit(CRITERIA, claims, unit="xa-a")
    assert (score.total, score.problems) == (Decimal("7.5"), ())
    assert [item.trace for item in score.outside] == [
        "Sáng kiến: 3 × 0,5 = 1,5 → cộng 1,5 điểm",
        "Bị phê bình: 2 × 0,75 = 1,5 → trừ 1,5 điểm",
    ]
    given = {**appraised(), "t1": AppraisedPoints("t1", Decimal("0.5"))}
    assert (tally(given=given).bonus, tally(given=given).penalty) == numbers("0.5", 0)


def test_surveyed_leaves_of_the_tree_feed_the_survey_s_part() -> None:
    data = {**DATA, "parts": DATA["parts"][:2]}
    survey_leaf = leaf("2.3", rule={"kind": "survey_mean", "measure": "hài lòng"}, scored_by="dieu_tra", max="15")
    data["areas"] = [
        DATA["areas"][0],
        {**DATA["areas"][1], "max": "19", "items": [*DATA["areas"][1]["items"], survey_leaf]},
    ]
    found = tally(criteria=CriteriaSet.model_validate(data), survey={"2.3": SurveyPoints("2.3", Decimal("11.5"))})
    assert [part.id for part in found.parts] == ["tham-dinh", "dieu-tra"]
    assert [(part.points, part.applicable_max) for part in found.parts] == [numbers(8, 10), numbers("11.5", 15)]
    assert found.areas[1].points == Decimal("14.5")


def test_the_total_is_the_sum_of_the_leaves() -> None:
    found = tally(exclusions=(REMOVED,))
    assert found.parts[0].points == sum(item.points for item in found.leaves if item.points is not None)
    assert found.parts[0].applicable_max == sum(item.applicable_max for item in found.leaves)
