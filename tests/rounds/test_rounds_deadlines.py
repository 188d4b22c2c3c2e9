"""Deadlines keep their wording; lateness is of the recorded arrival; surveys need answers enough."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from dossier.campaign.model import VIETNAM, Deadline, Survey
from dossier.criteria.model import Sample
from dossier.rounds.model import Stage, UnitState
from dossier.rounds.status import build_status, find_late
from dossier.rounds.survey import judge_survey
from dossier.sheets.model import SurveyResult
from tests.rounds import rounds_world as world


def deadline(day: str = "2020-10-18", **more: object) -> Deadline:
    return Deadline.model_validate({"act": "tu-danh-gia", "title": "Nộp", "day": day, **more})


@pytest.mark.parametrize(
    ("limit", "last_on_time", "text"),
    [
        (deadline(), "2020-10-17 23:59", "trước ngày 18/10/2020"),
        (deadline(included=True), "2020-10-18 23:59", "chậm nhất ngày 18/10/2020"),
        (deadline(hour="17:00"), "2020-10-18 16:59", "trước 17 giờ 00 ngày 18/10/2020"),
        (deadline(hour="17:00", included=True), "2020-10-18 17:00", "chậm nhất 17 giờ 00 ngày 18/10/2020"),
        (deadline(wording="trước ngày 18 tháng 10"), "2020-10-17 23:59", "trước ngày 18 tháng 10"),
    ],
)
def test_the_last_moment_on_time(limit: Deadline, last_on_time: str, text: str) -> None:
    moment = dt.datetime.fromisoformat(last_on_time).replace(tzinfo=VIETNAM)
    assert not limit.is_late(moment)
    assert limit.is_late(moment + dt.timedelta(minutes=1))
    assert limit.text == text


def test_an_arrival_is_compared_wherever_its_clock_stands() -> None:
    utc = dt.datetime(2020, 10, 17, 17, 0, tzinfo=dt.UTC)  # midnight in Hanoi
    assert deadline().is_late(utc)
    assert not deadline().is_late(utc - dt.timedelta(minutes=1))


CALENDAR = [
    {"act": "tu-danh-gia", "title": "Báo cáo", "day": "2020-10-18"},
    {"act": "minh-chung", "title": "Minh chứng", "day": "2020-10-20", "hour": "17:00", "included": True},
    {"act": "tham-dinh", "title": "Thẩm định", "day": "2020-11-15"},
]


def test_report_and_evidence_have_cut_offs_of_their_own() -> None:
    state = UnitState(
        world.UNIT,
        reported=dt.datetime(2020, 10, 18, 0, 0, tzinfo=VIETNAM),
        delivered=dt.datetime(2020, 10, 20, 17, 0, tzinfo=VIETNAM),
    )
    late = list(find_late(world.campaign(calendar=CALENDAR), state))
    assert [problem.message for problem in late] == ["Báo cáo đến 00:00 18/10/2020, hạn trước ngày 18/10/2020."]


@pytest.mark.parametrize(
    ("now", "days", "overdue"),
    [("2020-10-15 23:00", 3, False), ("2020-10-17 23:59", 1, False), ("2020-10-18 00:00", 0, True)],
)
def test_days_left_until_the_stage_should_be_over(now: str, days: int, *, overdue: bool) -> None:
    (status,) = build_status(
        world.campaign(calendar=CALENDAR),
        {world.UNIT: UnitState(world.UNIT)},
        duties={world.UNIT: world.DUTY},
        offices={},
        now=dt.datetime.fromisoformat(now).replace(tzinfo=VIETNAM),
    )
    assert (status.stage, status.days_left, status.overdue) == (Stage.SELF, days, overdue)
    assert status.blocks == ("đơn vị chưa nộp báo cáo và biểu tự chấm",)


def test_status_says_which_office_has_what_left_and_what_nobody_has() -> None:
    state = world.live(world.submit())
    (status,) = build_status(
        world.campaign(),
        {world.UNIT: state},
        duties={world.UNIT: world.DUTY},
        offices={"Phòng Nội vụ": frozenset({"1.1"})},
        now=world.START,
    )
    assert status.blocks == ("Phòng Nội vụ chưa thẩm định 1 tiêu chí: 1.1", "chưa phân công cơ quan thẩm định: 1.2")
    assert (status.due, status.days_left) == ("", None)


def test_holidays_and_week_ends_are_no_working_days() -> None:
    campaign = world.campaign(holidays=["2020-09-02"])
    days = [dt.date(2020, 10, 18), dt.date(2020, 10, 17), dt.date(2020, 9, 2), dt.date(2020, 10, 19)]
    assert [campaign.day_off(day) for day in days] == ["Chủ nhật", "thứ Bảy", "ngày nghỉ lễ", ""]


def survey(answers: int, asked: int | None, mean: int | None = 4) -> SurveyResult:
    return SurveyResult(world.UNIT, "dieu-tra", answers, asked, None if mean is None else Fraction(mean))


@pytest.mark.parametrize(
    ("result", "assessed"),
    [
        (survey(50, 500), True),
        (survey(49, 400), False),
        (survey(50, 501), False),
        (survey(60, 600), True),
        (survey(50, 500, None), False),
    ],
)
def test_a_survey_counts_from_fifty_forms_and_a_tenth_on(result: SurveyResult, *, assessed: bool) -> None:
    verdict = judge_survey(result, Survey(part="dieu-tra"), Sample.model_validate({"min_answers": 50, "min_share": 10}))
    assert not isinstance(verdict, str)
    assert verdict.assessed is assessed


def test_the_campaign_s_minimum_comes_before_the_set_s() -> None:
    own = Survey(part="dieu-tra", min_answers=3)
    verdict = judge_survey(survey(3, None), own, Sample(min_answers=50))
    assert not isinstance(verdict, str)
    assert verdict.assessed


def test_a_share_cannot_be_told_without_how_many_were_asked() -> None:
    verdict = judge_survey(survey(50, None), Survey(part="dieu-tra"), Sample.model_validate({"min_share": 10}))
    assert isinstance(verdict, str)
    assert "Số đối tượng" in verdict
