"""A proof judged by the day it arrived (Lâm Đồng 1.2), and a typed day held against the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dossier.criteria import Window
from dossier.intake.model import DocumentPart
from dossier.matching import ProofState
from tests.matching.matching_world import (
    REPORT_PROOF,
    check,
    criteria_set,
    found_rules,
    gap,
    leaf,
    report,
    says,
    state,
    status,
)

if TYPE_CHECKING:
    from dossier.intake.model import EvidenceFile
    from dossier.matching import Checklist

WINDOW = Window(first=dt.date(2020, 3, 1), last=dt.date(2020, 6, 30))
BY_ARRIVAL = REPORT_PROOF | {"period": "ngay_den"}
ON_TIME = {"kind": "deadline", "measure": "ngày gửi báo cáo", "due": "2020-06-20", "points": 1}


def came(arrived: dt.date | None, *, printed: dt.date | None = dt.date(2020, 6, 15)) -> EvidenceFile:
    return replace(report("1.1/bc.pdf", date=printed), arrived=arrived)


def checked(*files: EvidenceFile, **asked: Any) -> Checklist:
    return check(criteria_set(leaf("1.1", BY_ARRIVAL | asked), window=WINDOW), *files)


@pytest.mark.parametrize("printed", [dt.date(2020, 2, 28), dt.date(2020, 6, 15), dt.date(2020, 7, 2)])
@pytest.mark.parametrize("arrived", [WINDOW.first, WINDOW.last])
def test_on_time_by_arrival_whatever_date_is_printed(arrived: dt.date, printed: dt.date) -> None:
    found = check(criteria_set(leaf("1.1", BY_ARRIVAL)), came(arrived, printed=printed), window=WINDOW)
    assert (state(found, "bao-cao"), found_rules(found)) == (ProofState.PROVED, [])
    assert "ngày đến" in status(found, "bao-cao").matches[0].reason


@pytest.mark.parametrize("arrived", [dt.date(2020, 7, 3), dt.date(2021, 1, 4)])
def test_late_by_arrival_though_printed_in_time(arrived: dt.date) -> None:
    found = checked(came(arrived))
    late = gap(found, "MAT30")
    assert (state(found, "bao-cao"), found_rules(found)) == (ProofState.REVIEW, ["MAT30"])
    assert late.found.endswith(f"hạn 30/6/2020, muộn {(arrived - WINDOW.last).days} ngày")
    assert "đến trong kỳ 01/3/2020–30/6/2020" in late.expected


def test_what_arrived_before_the_window_is_of_the_time_before() -> None:
    assert found_rules(checked(came(dt.date(2020, 2, 29), printed=dt.date(2020, 2, 27)))) == ["MAT09"]


def test_the_proof_s_own_last_day_goes_before_the_window() -> None:
    due = dt.date(2020, 6, 20)
    assert found_rules(checked(came(due), due=due)) == []
    assert "hạn 20/6/2020, muộn 1 ngày" in gap(checked(came(dt.date(2020, 6, 21)), due=due), "MAT30").found


def test_an_unknown_arrival_is_for_a_person_and_names_the_printed_date() -> None:
    found = checked(came(None))
    assert (state(found, "bao-cao"), found_rules(found)) == (ProofState.REVIEW, ["MAT31"])
    unknown = gap(found, "MAT31")
    assert unknown.found == "1.1/bc.pdf: chưa biết ngày đến, văn bản ghi ngày 15/6/2020"
    assert "dossier register import" in unknown.remedy


def test_printed_after_the_last_day_cannot_have_arrived_in_time() -> None:
    assert found_rules(checked(came(None, printed=dt.date(2020, 7, 2)))) == ["MAT26"]


def test_printed_just_before_the_window_may_have_arrived_in_it() -> None:
    assert set(found_rules(checked(came(None, printed=dt.date(2020, 2, 28))))) == {"MAT09", "MAT31"}


def test_a_report_in_the_inbox_is_still_found_by_content_when_its_arrival_is_unknown() -> None:
    found = checked(replace(came(None), path="inbox/bc.pdf"))
    assert state(found, "bao-cao") is ProofState.REVIEW


def test_documents_of_a_stack_are_judged_each_by_its_arrival() -> None:
    heads = [report("", number=number, date=dt.date(2020, 7, 2)).head for number in ("17", "18")]
    parts = tuple(DocumentPart(at, at, head, dt.date(2020, 6, 15 + at)) for at, head in enumerate(heads, start=1))
    stack = replace(came(None), parts=parts, pages=2, text="cải cách hành chính\fCCHC")
    found = checked(stack, min_count=2)
    assert (state(found, "bao-cao"), found_rules(found)) == (ProofState.PROVED, [])
    late = replace(stack, parts=tuple(replace(part, arrived=dt.date(2020, 7, 8)) for part in parts))
    assert gap(checked(late), "MAT30").found.startswith("1.1/bc.pdf, trang 1: ngày đến 08/7/2020")


class TestTypedDay:
    """``deadline`` is scored by the day the unit types."""

    arrived = dt.date(2020, 6, 22)

    def typed(self, day: dt.date, *files: EvidenceFile, period: str = "ngay_den") -> Checklist:
        asked = leaf("1.1", REPORT_PROOF | {"period": period}, rule=ON_TIME)
        return check(criteria_set(asked), *files, form=(says("1.1", state=None, date=day),))

    def test_a_typed_day_that_the_register_contradicts_is_told_with_both(self) -> None:
        found = gap(self.typed(dt.date(2020, 6, 19), came(self.arrived)), "MAT32").found
        assert found == "biểu ghi ngày 19/6/2020, sổ văn bản ghi 1.1/bc.pdf đến ngày 22/6/2020"

    def test_the_arrival_itself_may_be_typed(self) -> None:
        assert "MAT32" not in found_rules(self.typed(self.arrived, came(self.arrived)))

    @pytest.mark.parametrize(("period", "told"), [("ngay_den", True), ("ngay_ban_hanh", False)])
    def test_the_printed_date_only_where_arrival_is_not_asked(self, *, period: str, told: bool) -> None:
        found = self.typed(dt.date(2020, 6, 15), came(self.arrived), period=period)
        assert ("MAT32" in found_rules(found)) is told

    def test_a_document_of_unknown_arrival_may_be_the_one_meant(self) -> None:
        other = report("1.1/khac.pdf", number="18")
        assert "MAT32" not in found_rules(self.typed(dt.date(2020, 6, 19), came(self.arrived), other))
