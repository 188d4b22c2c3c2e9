"""A criteria set with a row of every kind, its campaign, and a form to spoil."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dossier.campaign.model import Campaign
from dossier.criteria.claims import Claim
from dossier.criteria.model import CriteriaSet
from dossier.problems import Problem
from dossier.sheets import read_self_score, write_self_score

YES_NO = {"kind": "yes_no", "condition": "đã ban hành", "points": "1"}
BANDS = [{"min": "98", "points": "3"}, {"min": "80", "points": "1"}, {"min": "0", "points": "0"}]

TIERS = {"kind": "tiers", "numerator": "đã làm", "denominator": "phải làm", "bands": BANDS}


def leaf(code: str, title: str, rule: dict[str, Any], *, top: str = "3", **more: Any) -> dict[str, Any]:
    return {"id": code, "title": title, "max": top, "rule": rule, **more}


LEAVES_1 = [
    leaf("1.1", "Ban hành kế hoạch", YES_NO, top="1", guidance="Ban hành trong tháng 01."),
    leaf(
        "1.2", "Mức độ thực hiện", {"kind": "tiers", "numerator": "đã làm", "denominator": "phải làm", "bands": BANDS}
    ),
    leaf(
        "1.3",
        "Thu ngân sách",
        {
            "kind": "levels",
            "levels": [{"state": "vượt, có giải trình", "points": "3"}, {"state": "không đạt", "points": "0"}],
        },
    ),
    leaf("1.10", "Sáng kiến", {"kind": "count_steps", "measure": "số sáng kiến", "steps": BANDS}),
]
PARTS = [
    {"id": "a", "title": "Đúng biểu mẫu", "max": "1", "rule": YES_NO},
    {"id": "b", "title": "Bao nhiêu phần", "max": "2", "rule": {"kind": "typed", "reason": "hội đồng có bảng riêng"}},
]
LEAVES_2 = [
    leaf("2.1.1", "Đối thoại", {"kind": "all_of", "conditions": ["đủ", "kịp thời"], "points": "2"}, top="2"),
    leaf(
        "2.1.2", "Kiến nghị", {"kind": "proportional", "numerator": "đã xong", "denominator": "tất cả", "floor": "70"}
    ),
]
CRITERIA: dict[str, Any] = {
    "schema": 1,
    "id": "bo-thu",
    "version": 2,
    "level": "xa",
    "year": 2020,
    "title": "Bộ tiêu chí thử",
    "issuer": "Dự án",
    "source": "tự soạn",
    "completeness": "sample",
    "parts": [{"id": "a", "title": "Thẩm định", "max": "24", "scored_by": "tham_dinh"}],
    "layers": [{"id": "a", "kind": "decision", "title": "Bộ thử", "issuer": "Dự án"}],
    "areas": [
        {"id": "1", "title": "Chỉ đạo điều hành", "max": "10", "items": LEAVES_1},
        {
            "id": "2",
            "title": "Thủ tục hành chính",
            "max": "14",
            "items": [
                {
                    "id": "2.1",
                    "title": "Đối thoại với người dân",
                    "max": "5",
                    "not_applicable": {"when": "không có kiến nghị", "effect": "full"},
                    "proofs": [{"id": "2.1-bien-ban", "title": "Biên bản đối thoại"}],
                    "items": LEAVES_2,
                },
                leaf("2.2", "Rà soát", {"kind": "parts", "parts": PARTS}),
                leaf("2.3", "Đánh giá của huyện", {"kind": "external", "source": "kết quả của huyện"}),
                leaf("2.4", "Vi phạm", {"kind": "no_violation", "condition": "không có vi phạm", "points": "3"}),
            ],
        },
    ],
}
BODY = {"name": "Ủy ban nhân dân huyện Mẫu", "short": "UBND huyện Mẫu", "symbol": "UBND", "place": "Mẫu"}
UNIT = {
    "name": "Ủy ban nhân dân xã Đông & Tây",
    "short": "UBND xã Đông",
    "symbol": "UBND",
    "place": "Đông",
    "kind": "xã",
}

Reread = Callable[..., tuple[dict[str, Claim], tuple[Problem, ...]]]
Edit = Callable[[Worksheet], None]


@pytest.fixture(scope="session")
def criteria() -> CriteriaSet:
    return CriteriaSet.model_validate(CRITERIA)


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    return Campaign.model_validate(
        {
            "schema": 1,
            "id": "mau-2020",
            "year": 2020,
            "title": "Kỳ đánh giá thử",
            "tier": "huyen",
            "criteria": {"id": "bo-thu", "version": 2, "sha256": "0" * 64},
            "authority": BODY,
            "council": {"name": "Hội đồng"},
            "units": [{**UNIT, "id": "xa-dong"}, {**UNIT, "id": "xa-khac", "short": "UBND xã Khác"}],
        }
    )


@pytest.fixture
def form(tmp_path: Path, criteria: CriteriaSet, campaign: Campaign) -> Path:
    path = tmp_path / "tu-cham-diem.xlsx"
    write_self_score(path, criteria, unit=campaign.units[0], campaign=campaign)
    return path


@pytest.fixture
def reread(form: Path, criteria: CriteriaSet, campaign: Campaign) -> Reread:
    """Spoil the form as a person would, then read it."""

    def edit_and_read(*edits: Edit) -> tuple[dict[str, Claim], tuple[Problem, ...]]:
        book = load_workbook(form)
        for edit in edits:
            edit(book["Tự chấm điểm"])
        book.save(form)
        return read_self_score(form, criteria, unit=campaign.units[0], campaign=campaign)

    return edit_and_read
