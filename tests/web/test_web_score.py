"""Self-scoring in the browser and in Excel is one record: the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossier.campaign import CampaignPaths, load_campaign
from dossier.criteria import load_criteria
from dossier.errors import BadInputError
from dossier.journal import load_journal
from dossier.sheets import read_self_score
from dossier.sheets.typed import Typed, claims_of, edit_self_score, read_fields
from tests.web.conftest import OTHER, UNIT, move_calendar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

LEAF = "1.1.1"  # answered «có» in the sample
PAGE = f"/don-vi/{OTHER}/tu-cham"


def cell(code: str, key: str, text: str, was: str) -> dict[str, str]:
    return {f"o:{code}:{key}": text, f"c:{code}:{key}": was}


def claim_of(campaign: Path, code: str) -> Any:
    paths = CampaignPaths(campaign)
    books = load_campaign(campaign)
    unit = books.unit(OTHER)
    assert unit
    claims, _ = read_self_score(
        paths.self_score_form(OTHER), load_criteria(paths.criteria)[0], unit=unit, campaign=books
    )
    return claims[code]


@pytest.mark.usefixtures("form")
def test_what_is_saved_stands_in_the_workbook_and_in_the_journal(
    visit: Callable[[str], Client], campaign: Path
) -> None:
    assert claim_of(campaign, LEAF).state == "có"
    answer = visit("xa-khac").post(PAGE, cell(LEAF, "state", "không", "có"))
    assert answer.status_code == 302
    assert claim_of(campaign, LEAF).state == "không"
    entry = load_journal(CampaignPaths(campaign).journal)[0][-1]
    assert (entry.act, entry.unit, entry.who) == ("form-edited", OTHER, "Người xa-khac")
    assert entry.data == {"changes": [[LEAF, "state", "có", "không"]]}


@pytest.mark.usefixtures("form")
def test_two_people_on_one_cell_see_both_values_and_nothing_is_lost(
    visit: Callable[[str], Client], campaign: Path
) -> None:
    visit("xa-khac").post(PAGE, cell(LEAF, "note", "của người thứ nhất", ""))
    answer = visit("xa-khac").post(PAGE, cell(LEAF, "note", "của người thứ hai", ""))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "của người thứ nhất" in page
    assert "của người thứ hai" in page
    assert claim_of(campaign, LEAF).note == "của người thứ nhất"


@pytest.mark.usefixtures("form")
def test_different_cells_of_one_leaf_do_not_clash(visit: Callable[[str], Client], campaign: Path) -> None:
    assert visit("xa-khac").post(PAGE, cell(LEAF, "note", "một", "")).status_code == 302
    assert (
        visit("xa-khac").post(PAGE, cell(LEAF, "evidence", "hai", claim_of(campaign, LEAF).evidence)).status_code == 302
    )
    assert (claim_of(campaign, LEAF).note, claim_of(campaign, LEAF).evidence) == ("một", "hai")


def test_a_value_that_cannot_be_right_is_named_and_not_saved(visit: Callable[[str], Client], form: Path) -> None:
    before = form.read_bytes()
    answer = visit("xa-khac").post(PAGE, cell(LEAF, "state", "có lẽ", "có"))
    assert answer.status_code == 409
    assert "Kết quả «có lẽ» không nằm trong: «có», «không»." in answer.content.decode()
    assert form.read_bytes() == before


@pytest.mark.usefixtures("form")
def test_what_looks_like_a_formula_stays_text(visit: Callable[[str], Client], campaign: Path) -> None:
    hostile = '=HYPERLINK("http://example.org")'
    assert visit("xa-khac").post(PAGE, cell(LEAF, "note", hostile, "")).status_code == 302
    assert claim_of(campaign, LEAF).note == hostile


def test_the_points_are_shown_before_anything_is_saved(visit: Callable[[str], Client], form: Path) -> None:
    before = form.read_bytes()
    answer = visit("xa-khac").post(f"{PAGE}/tinh", cell(LEAF, "state", "có", ""))
    assert answer.status_code == 200
    assert "Đạt cả 3 điều kiện: có → 1,5 điểm" in answer.content.decode()
    assert form.read_bytes() == before


@pytest.mark.usefixtures("form")
def test_after_the_deadline_the_form_is_locked(visit: Callable[[str], Client], campaign: Path) -> None:
    try:
        move_calendar(campaign, days=-2)
        answer = visit("xa-khac").post(PAGE, cell(LEAF, "note", "muộn", ""))
    finally:
        move_calendar(campaign, days=30)
    assert answer.status_code == 409
    assert "Đã hết hạn tự đánh giá" in answer.content.decode()
    assert claim_of(campaign, LEAF).note == ""


def test_a_form_that_lost_a_row_says_so(campaign: Path, form: Path) -> None:
    books = load_campaign(campaign)
    unit = books.unit(OTHER)
    criteria, _ = load_criteria(CampaignPaths(campaign).criteria)
    assert unit
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    line = next(row[0].row or 0 for row in sheet.iter_rows() if str(row[0].value) == LEAF)
    sheet.delete_rows(line)
    book.save(form)
    with pytest.raises(BadInputError, match=LEAF):
        edit_self_score(form, criteria, [Typed(LEAF, "note", "x", "")], unit=unit, campaign=books)


def test_the_fields_of_a_form_declare_what_the_form_declares(campaign: Path) -> None:
    books = load_campaign(campaign)
    paths = CampaignPaths(campaign)
    criteria, _ = load_criteria(paths.criteria)
    unit = books.unit(UNIT)
    assert unit
    path = paths.self_score_form(UNIT)
    read, _ = read_self_score(path, criteria, unit=unit, campaign=books)
    typed, problems = claims_of(criteria, read_fields(path, criteria, unit=unit, campaign=books))
    assert not problems
    for code, claim in read.items():
        same = {name: getattr(claim, name) for name in ("state", "numerator", "denominator", "count", "date")}
        assert same == {name: getattr(typed[code], name) for name in same}, code
        assert (claim.evidence, claim.note) == (typed[code].evidence, typed[code].note)


@pytest.mark.usefixtures("form")
def test_the_excel_form_goes_out_and_comes_back_into_the_same_record(
    visit: Callable[[str], Client], campaign: Path, tmp_path: Path
) -> None:
    client = visit("xa-khac")
    sent = client.get(f"{PAGE}/bieu")
    assert sent.headers["Content-Disposition"] == f'attachment; filename="tu-cham-diem-{OTHER}.xlsx"'
    copy = tmp_path / "bieu.xlsx"
    copy.write_bytes(sent.getvalue())
    books, paths = load_campaign(campaign), CampaignPaths(campaign)
    unit = books.unit(OTHER)
    assert unit
    filled = [Typed(LEAF, "note", "gõ trong Excel", ""), Typed(LEAF, "state", "không", "có")]
    edit_self_score(copy, load_criteria(paths.criteria)[0], filled, unit=unit, campaign=books)

    answer = give_form(client, copy)
    page = answer.content.decode()
    assert answer.status_code == 409  # «có» in the browser, «không» in Excel: a person says which
    assert "Đã lưu 1 ô." in page
    assert "của bạn «không», đang có «có»" in page
    assert (claim_of(campaign, LEAF).note, claim_of(campaign, LEAF).state) == ("gõ trong Excel", "có")
    entry = load_journal(paths.journal)[0][-1]
    assert (entry.act, entry.who) == ("form-edited", "Người xa-khac")


def test_only_the_unit_gives_its_form_and_only_its_own(visit: Callable[[str], Client], campaign: Path) -> None:
    mine, theirs = (CampaignPaths(campaign).self_score_form(unit) for unit in (OTHER, UNIT))
    before = mine.read_bytes()
    assert give_form(visit("noi-vu"), mine).status_code == 403
    assert give_form(visit("xa-khac"), theirs).status_code == 400
    assert give_form(visit("xa-khac"), CampaignPaths(campaign).campaign).status_code == 400
    assert mine.read_bytes() == before


def give_form(client: Client, path: Path) -> Any:
    return client.post(f"{PAGE}/bieu", {"tep": SimpleUploadedFile("bieu.xlsx", path.read_bytes())})
