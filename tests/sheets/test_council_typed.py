"""Rows of the council's form typed from elsewhere than Excel, wherever people moved them."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from dossier.sheets.council import write_council
from dossier.sheets.council_read import read_council
from dossier.sheets.council_typed import TypedRow, edit_council, fill_council, merge_rows, read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.campaign.model import Campaign
    from dossier.criteria.model import CriteriaSet

NAMES = ("Hoàng Văn An", "Vũ Thị Bình")
UNIT = "xa-khac"


@pytest.fixture
def meeting(campaign: Campaign) -> Campaign:
    members = [{"name": name, "post": "p", "role": "r"} for name in NAMES]
    council = type(campaign.council).model_validate({"name": "Hội đồng", "members": members})
    return campaign.model_copy(update={"council": council})


@pytest.fixture
def form(tmp_path: Path, criteria: CriteriaSet, meeting: Campaign) -> Path:
    path = tmp_path / "hoi-dong.xlsx"
    write_council(path, criteria, {UNIT: Decimal("7.25")}, campaign=meeting)
    return path


def swap_members(form: Path) -> None:
    """Sort the members the other way, as Excel allows."""
    book = load_workbook(form)
    sheet = book["Thành viên"]
    for column in range(1, 8):
        one, two = sheet.cell(6, column), sheet.cell(7, column)
        one.value, two.value = two.value, one.value
    book.save(form)


def opinion(name: str, text: str, was: str = "") -> TypedRow:
    mark = {"attended": "x"} if was else {}
    return TypedRow("thanh-vien", name, {"attended": "x", "opinion": text}, {"opinion": was, **mark})


def test_a_member_is_found_by_name_wherever_the_row_went(form: Path, criteria: CriteriaSet, meeting: Campaign) -> None:
    swap_members(form)
    edited = edit_council(form, criteria, [opinion(NAMES[0], "đồng ý")], campaign=meeting)
    assert [change.row.key for change in edited.changes] == [NAMES[0]]
    found, _ = read_council(form, criteria, campaign=meeting)
    assert found
    assert [(vote.name, vote.opinion) for vote in found.votes] == [(NAMES[1], ""), (NAMES[0], "đồng ý")]


def test_a_row_that_somebody_changed_is_a_clash_and_the_same_change_twice_is_none(
    form: Path, criteria: CriteriaSet, meeting: Campaign
) -> None:
    edit_council(form, criteria, [opinion(NAMES[0], "đồng ý")], campaign=meeting)
    before = form.read_bytes()
    same = edit_council(form, criteria, [opinion(NAMES[0], "đồng ý")], campaign=meeting)
    assert (same.changes, same.clashes) == ((), ())
    other = edit_council(form, criteria, [opinion(NAMES[0], "ý kiến khác")], campaign=meeting)
    (clash,) = other.clashes
    assert (clash.mine["opinion"], clash.row.cells["opinion"]) == ("ý kiến khác", "đồng ý")
    assert form.read_bytes() == before


def test_an_emptied_cell_is_empty_again(form: Path, criteria: CriteriaSet, meeting: Campaign) -> None:
    edit_council(form, criteria, [opinion(NAMES[0], "đồng ý")], campaign=meeting)
    blank = TypedRow("thanh-vien", NAMES[0], {"attended": "", "opinion": ""}, {"attended": "x", "opinion": "đồng ý"})
    assert edit_council(form, criteria, [blank], campaign=meeting).changes
    found, _ = read_council(form, criteria, campaign=meeting)
    assert found
    assert (found.votes[0].attended, found.votes[0].opinion) == (False, "")


def test_looking_at_what_is_typed_leaves_the_form_alone(
    form: Path, criteria: CriteriaSet, meeting: Campaign, tmp_path: Path
) -> None:
    before = form.read_bytes()
    (tmp_path / "thu").mkdir()
    trial = tmp_path / "thu" / form.name
    fill_council(form, trial, criteria, [opinion(NAMES[1], "tán thành")], campaign=meeting)
    assert form.read_bytes() == before
    assert [problem.rule for problem in read_council(trial, criteria, campaign=meeting)[1]] == ["SHT18"]


def test_a_copy_taken_in_twice_adds_nothing(
    form: Path, criteria: CriteriaSet, meeting: Campaign, tmp_path: Path
) -> None:
    copy = tmp_path / "ban-dien.xlsx"
    shutil.copy(form, copy)
    rulings = [
        TypedRow("dieu-chinh", str(place), {"unit": UNIT, "leaf": leaf, "points": "1", "reason": "Vì"}, {})
        for place, leaf in enumerate(("1.1", "1.10"), 1)
    ]
    edit_council(copy, criteria, [*rulings, opinion(NAMES[0], "đồng ý")], campaign=meeting)
    first = TypedRow("dieu-chinh", "1", {"unit": UNIT, "leaf": "1.10", "points": "1", "reason": "Vì"}, {})
    edit_council(form, criteria, [first], campaign=meeting)

    def take() -> int:
        rows = read_rows(form, criteria, campaign=meeting), read_rows(copy, criteria, campaign=meeting)
        edited = edit_council(form, criteria, merge_rows(*rows), campaign=meeting)
        assert not edited.clashes
        return len(edited.changes)

    assert (take(), take()) == (2, 0)  # the member, and the one ruling that was not there
    found, _ = read_council(form, criteria, campaign=meeting)
    assert found
    assert [ruling.leaf for ruling in found.rulings] == ["1.10", "1.1"]


def test_of_a_member_written_twice_the_first_row_is_typed_into(
    form: Path, criteria: CriteriaSet, meeting: Campaign
) -> None:
    book = load_workbook(form)
    book["Thành viên"]["A7"].value = NAMES[0]
    book.save(form)
    edit_council(form, criteria, [opinion(NAMES[0], "đồng ý")], campaign=meeting)
    found, _ = read_council(form, criteria, campaign=meeting)
    assert found
    assert [(vote.name, vote.opinion) for vote in found.votes] == [(NAMES[0], "đồng ý"), (NAMES[0], "")]
