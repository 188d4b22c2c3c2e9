"""What may be taken from a sheet, what is asked of a unit, and who appraises what."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dossier.criteria.model import CriteriaSet
from dossier.rounds.acts import Paper, appraised, find_appraisal_faults, plan_requests
from dossier.rounds.duties import duty_of, office_leaves
from dossier.rounds.model import Filed, UnitState
from tests.rounds import rounds_world as world

if TYPE_CHECKING:
    from dossier.sheets.model import AppraisalClaim


def faults(claim: AppraisalClaim, filed: Filed, turn: int = 1) -> list[str]:
    state = UnitState(world.UNIT, filed={claim.leaf: filed})
    return [problem.rule for problem in find_appraisal_faults([claim], {world.UNIT: state}, turn=turn)]


PROVED = Filed(Decimal(1), "tính từ số liệu", files=("a.pdf",))
BLANK = Filed(None, "chưa tự chấm")
EXCLUDED = Filed(None, "không áp dụng", excluded=True)
COUNCIL = Filed(None, "đơn vị không tự chấm", own=False)
UNPROVED = Filed(Decimal(1), "tính từ số liệu", lacking="tài liệu")


@pytest.mark.parametrize(
    ("claim", "filed", "rules"),
    [
        (world.claim("1.1", "1"), PROVED, []),
        (world.claim("1.1", "1.00"), PROVED, []),
        (world.claim("1.1", "0"), PROVED, ["ROU01"]),
        (world.claim("1.1", "2"), PROVED, ["ROU01"]),
        (world.claim("1.1", "0", reason="thiếu dấu"), PROVED, []),
        (world.claim("1.1", None, excluded=True), PROVED, ["ROU01"]),
        (world.claim("1.1", "1"), BLANK, ["ROU01"]),
        (world.claim("1.1", "0"), BLANK, ["ROU01"]),
        (world.claim("1.1", None, excluded=True), EXCLUDED, []),
        (world.claim("1.1", "1"), EXCLUDED, ["ROU01"]),
        (world.claim("1.1", "1"), COUNCIL, []),
        (world.claim("1.1", "1"), UNPROVED, ["ROU02"]),
        (world.claim("1.1", "1", request="Gửi văn bản"), UNPROVED, []),
        (world.claim("1.1", None, request="Gửi văn bản"), UNPROVED, ["ROU07"]),
        (world.claim("1.1", "1", basis="Văn bản số 5"), UNPROVED, []),
        (world.claim("1.1", "0", reason="không có"), UNPROVED, []),
    ],
)
def test_a_difference_needs_a_reason_and_points_need_proof_or_explanation(
    claim: AppraisalClaim, filed: Filed, rules: list[str]
) -> None:
    assert faults(claim, filed) == rules


def test_in_round_two_an_answer_is_an_explanation_and_a_new_request_is_none() -> None:
    assert faults(world.claim("1.1", "1", request="Gửi lại"), UNPROVED, turn=2) == ["ROU02"]
    state = world.live(*world.YEAR[:4])
    assert list(find_appraisal_faults([world.claim("1.2", "2")], {world.UNIT: state}, turn=2)) == []


def test_points_rest_on_what_was_typed_else_on_the_files_found() -> None:
    states = {world.UNIT: UnitState(world.UNIT, filed=world.FILED)}
    claims = [world.claim("1.1", "1"), world.claim("1.2", "1", basis="QĐ 5", reason="x")]
    (act,) = appraised(claims, states, office="noi-vu", turn=1, paper=Paper())
    assert {leaf: value["basis"] for leaf, value in act.data["values"].items()} == {"1.1": "1.1/a.pdf", "1.2": "QĐ 5"}


def test_what_lacks_both_proof_and_explanation_is_asked_about_unasked() -> None:
    state = world.live(world.submit(), world.give({"1.1": "1", "1.2": "0"}))
    assert plan_requests(state) == {"1.2": "Bổ sung tài liệu của 1.2."}


def leaf(code: str, **more: Any) -> dict[str, Any]:
    rule = {"kind": "yes_no", "condition": "có", "points": "1"}
    return {"id": code, "title": f"Tiêu chí {code}", "max": "1", "rule": rule, **more}


CRITERIA = CriteriaSet.model_validate(
    {
        "schema": 1,
        "id": "bo-thu",
        "version": 2,
        "level": "xa",
        "year": 2020,
        "title": "Bộ thử",
        "issuer": "Dự án",
        "source": "tự soạn",
        "completeness": "sample",
        "parts": [{"id": "a", "title": "Thẩm định", "max": "5", "scored_by": "tham_dinh"}],
        "layers": [{"id": "a", "kind": "decision", "title": "Bộ thử", "issuer": "Dự án"}],
        "outside_scale": {"items": [{"id": "thuong", "title": "Khen", "direction": "thuong", "points": "1"}]},
        "areas": [
            {"id": "1", "title": "Một", "max": "3", "items": [leaf("1.1"), leaf("1.2", office="tu-phap"), leaf("1.3")]},
            {"id": "2", "title": "Hai", "max": "1", "items": [leaf("2.1", scored_by="dieu_tra")]},
            {"id": "3", "title": "Ba", "max": "1", "items": [leaf("3.1", scored_by="nguon_khac")]},
        ],
    }
)
OFFICES = [
    {"id": "noi-vu", "name": "Phòng Nội vụ", "symbol": "PNV", "areas": ["1"], "lead": True},
    {"id": "tu-phap", "name": "Phòng Tư pháp", "symbol": "PTP", "areas": []},
    {"id": "van-phong", "name": "Văn phòng", "symbol": "VP", "areas": ["1"]},
]


def test_each_leaf_has_its_office_and_what_nobody_follows_is_the_lead_s() -> None:
    campaign = world.campaign(offices=OFFICES)
    mine = {office.id: office_leaves(CRITERIA, campaign, office) for office in campaign.offices}
    assert mine == {
        "noi-vu": {"1.1", "1.3", "3.1", "thuong"},
        "tu-phap": {"1.2"},
        "van-phong": {"1.1", "1.3"},
    }


def test_surveyed_and_excluded_leaves_are_nobody_s_duty() -> None:
    excluded = {"leaf": "1.3", "reason": "bỏ", "decided_by": "HĐTĐ", "date": "2020-11-01"}
    duty = duty_of(CRITERIA, world.campaign(offices=OFFICES, exclusions=[excluded]), world.UNIT)
    assert duty.required == {"1.1", "1.2", "3.1"}
    assert duty.optional == {"thuong"}
