"""What the web's bench is made of: papers and forms under any criteria set, and people who fill in what they see."""

from __future__ import annotations

import pytest

from dossier.campaign.model import Unit
from dossier.criteria import CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria
from dossier.sheets.layout import build_rows
from samples.province_units import plan_answers, plan_papers
from tests.bench.clicks import fill, quantile

UNIT = Unit(
    id="xa-gia-dinh", name="xã Giả Định", short="Giả Định", symbol="UBND", place="Giả Định", kind="xã", signers=()
)
COLUMNS = {"ket_qua": "state", "a": "numerator", "b": "denominator", "so_luong": "count", "minh_chung": "evidence"}


@pytest.fixture(scope="module")
def criteria() -> CriteriaSet:
    return load_criteria(find_criteria("lam-dong-2025-cap-xa"))[0]


def test_a_unit_types_only_where_the_form_of_its_set_has_a_cell(criteria: CriteriaSet) -> None:
    rows = {row.code: row for row in build_rows(criteria)}
    answers = plan_answers(criteria, 3)
    assert len(answers) > 75
    for code, values in answers.items():
        assert {COLUMNS[name] for name in values} <= set(rows[code].inputs)
        assert values.get("ket_qua", "") in {"", *rows[code].states}


def test_what_units_type_and_hand_in_is_the_same_at_every_call_and_differs_between_them(criteria: CriteriaSet) -> None:
    assert plan_answers(criteria, 3) == plan_answers(criteria, 3) != plan_answers(criteria, 4)
    papers = plan_papers(criteria, UNIT, 3)
    assert papers == plan_papers(criteria, UNIT, 3) != plan_papers(criteria, UNIT, 4)
    assert len({paper.path for paper in papers}) == len({paper.page.text for paper in papers}) == len(papers) > 80
    codes = {paper.path.partition("/")[0] for paper in papers}
    assert codes - {"inbox"} < {placed.id for placed in criteria.leaves()}


def test_the_boxes_of_a_page_are_sent_back_as_they_stand() -> None:
    page = (
        '<input type="hidden" name="csrfmiddlewaretoken" value="abc"><button name="tiep" value="1">Tiếp</button>'
        '<input id="d" name="diem:1.1" value="1,5" list="x"><input type="hidden" name="da-thay:1.1" value="">'
        '<textarea id="l" name="ly-do:1.1" rows="2">Thiếu &lt;a&gt;</textarea>'
    )
    filled = {"csrfmiddlewaretoken": "abc", "diem:1.1": "1,5", "da-thay:1.1": "", "ly-do:1.1": "Thiếu <a>"}
    assert fill(page) == filled


def test_a_quantile_is_one_of_the_times() -> None:
    assert [quantile([3.0, 1.0, 2.0], share) for share in (0, 0.5, 0.95)] == [1.0, 2.0, 3.0]
