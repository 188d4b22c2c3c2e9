"""The council in the browser: one record with its Excel form, checked, recorded, approved by the chairman only."""

from __future__ import annotations

import datetime as dt
import html
import re
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dossier.campaign import CampaignPaths, load_campaign
from dossier.criteria import load_criteria
from dossier.journal import load_journal
from dossier.pipeline.appraise import conclude_units, receive_units, return_units
from dossier.pipeline.appraise_typed import TypedLeaf, appraise_unit
from dossier.pipeline.council import export_council
from dossier.pipeline.standing import read_states
from dossier.rounds import Stage, duty_of, office_leaves
from dossier.sheets.council_read import read_council
from dossier.text import official_decimal
from tests.web.test_web_faults import FAULTS, FULL, STAGED, Fault, break_writing, hidden, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

    from dossier.pipeline.run import Run
    from dossier.sheets.model import CouncilForm

TOWN = "thi-tran-an-son"  # the unit these tests move; put back afterwards
NAMES = ("Hoàng Văn Thử Nghiệm", "Vũ Thị Minh Họa", "Đỗ Văn Giả Thiết")
PAGE = "/hoi-dong"
HOSTILE = (
    '<script>alert("x")</script>',
    "\u202eoáb pệt <img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}' \" &amp;",
    "dài " * 2500,
)

Fields = dict[str, str]


@pytest.fixture(scope="module")
def before_the_council(app: Any, campaign: Path) -> Iterator[None]:
    """One unit before the council, its form written; the campaign is put back afterwards."""
    del app
    from dossier.web.opened import desk

    paths = CampaignPaths(campaign)
    kept = {path: path.read_bytes() for path in paths.records.glob("journal.*")}
    with desk().writing() as run:
        _appraise(run)
        export_council(run)
    yield
    for path in paths.records.glob("journal.*"):
        if path in kept:
            path.write_bytes(kept[path])
        else:
            path.unlink()
    shutil.rmtree(paths.council.parent)


def _appraise(run: Run) -> None:
    """Half of the maximum for every leaf, nothing asked back."""
    units = run.units([TOWN])
    receive_units(run, units, parts=("bao-cao", "minh-chung"), arrived=run.now, who="x")
    for office in run.campaign.offices:
        mine = office_leaves(run.criteria, run.campaign, office) & duty_of(run.criteria, run.campaign, TOWN).required
        half = {leaf: placed.leaf.max / 2 for leaf in mine if (placed := run.criteria.leaf(leaf))}
        rows = [TypedLeaf(leaf, official_decimal(points), reason="Theo hồ sơ") for leaf, points in half.items()]
        appraise_unit(run, units[0], office, rows, who="x")
    return_units(run, units, due=run.now + dt.timedelta(days=5), who="x")
    conclude_units(run, units, who="x")


@pytest.fixture
def form(before_the_council: None, campaign: Path) -> Iterator[Path]:
    """The council's form as exported, put back afterwards with the journal."""
    del before_the_council
    paths = CampaignPaths(campaign)
    kept = {path: path.read_bytes() for path in (paths.council, *paths.records.glob("journal.*"))}
    yield paths.council
    for path, data in kept.items():
        path.write_bytes(data)


def row(part: str, key: str, cells: Fields, was: Fields | None = None) -> Fields:
    """The fields of one row as the page sends them."""
    stood = {name: (was or {}).get(name, "") for name in cells}
    return {
        f"{kind}:{part}:{key}:{name}": text
        for kind, side in (("o", cells), ("c", stood))
        for name, text in side.items()
    }


def agreed() -> Fields:
    """Everybody is there and agrees."""
    fields = row("bieu-quyet", "1", {"agreed": "3", "against": "0", "other": "0"})
    fields |= {f"{kind}:bieu-quyet:1:matter": "Kết quả thẩm định và Chỉ số của các đơn vị" for kind in "oc"}
    for name in NAMES:
        fields |= row("thanh-vien", name, {"attended": "x", "opinion": "đồng ý"})
    return fields


def read(form: Path, campaign: Path) -> CouncilForm:
    criteria, _ = load_criteria(CampaignPaths(campaign).criteria)
    found, problems = read_council(form, criteria, campaign=load_campaign(campaign))
    assert found
    assert not problems
    return found


def page_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def seen_by(client: Client) -> str:
    """The form as the page would record it."""
    found = re.search(r'name="da-thay" value="(\w{64})"', client.get(PAGE).content.decode())
    assert found
    return found[1]


def stage_of_town() -> Stage:
    from dossier.web.opened import desk

    with desk().reading() as run:
        return read_states(run)[TOWN].stage


def test_what_is_typed_is_what_the_council_s_form_says(
    visit: Callable[[str], Client], form: Path, campaign: Path
) -> None:
    ruling = {"unit": TOWN, "leaf": "1.1.1", "points": "1,375", "reason": "Đã bổ sung dấu"}
    about = row("phien", "Địa điểm", {"value": "Phòng họp số 2"}) | row("phien", "Giờ bắt đầu", {"value": "8h30"})
    answer = visit("thu-ky").post(PAGE, agreed() | about | row("dieu-chinh", "1", ruling))
    assert answer.status_code == 302
    found = read(form, campaign)
    assert (found.place, found.opens) == ("Phòng họp số 2", "08:30")
    assert [(vote.name, vote.attended, vote.opinion) for vote in found.votes] == [
        (name, True, "đồng ý") for name in NAMES
    ]
    assert [(tally.agreed, tally.against, tally.other) for tally in found.tallies] == [(3, 0, 0)]
    assert [(item.unit, item.leaf, item.points) for item in found.rulings] == [(TOWN, "1.1.1", Decimal("1.375"))]
    entry = load_journal(CampaignPaths(campaign).journal)[0][-1]
    assert (entry.act, entry.who, entry.file) == ("council-edited", "Người thu-ky", "hoi-dong.xlsx")
    assert ["Phiên họp Địa điểm", "", "Phòng họp số 2"] in entry.data["changes"]


@FAULTS
def test_a_form_open_in_excel_or_a_full_disk_loses_nothing_that_was_typed(
    visit: Callable[[str], Client], form: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    before = form.read_bytes()
    client = visit("thu-ky")
    with monkeypatch.context() as patch:
        break_writing(patch, fault)
        answer = client.post(PAGE, agreed())
    told(answer, fault)
    assert form.read_bytes() == before
    assert list(form.parent.glob(STAGED)) == []
    assert hidden(answer) == agreed()
    assert client.post(PAGE, hidden(answer)).status_code == 302
    assert form.read_bytes() != before


def test_a_form_whose_line_of_the_journal_fails_is_as_it_was(
    visit: Callable[[str], Client], form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = form.read_bytes()
    monkeypatch.setattr("dossier.pipeline.council_typed.record_about", FULL)
    told(visit("thu-ky").post(PAGE, agreed()), FULL)
    assert form.read_bytes() == before


def test_a_row_changed_in_excel_meanwhile_is_not_overwritten(
    visit: Callable[[str], Client], form: Path, campaign: Path
) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book["Thành viên"]
    line = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == NAMES[1])
    sheet.cell(line, 5).value = "không đồng ý"
    book.save(form)
    answer = visit("thu-ky").post(PAGE, agreed())
    assert answer.status_code == 409
    page = page_of(answer)
    assert NAMES[1] in page
    assert "Đang có trong biểu: <bdi>«không đồng ý»" in page
    votes = {vote.name: vote.opinion for vote in read(form, campaign).votes}
    assert votes == {NAMES[0]: "đồng ý", NAMES[1]: "không đồng ý", NAMES[2]: "đồng ý"}
    # The page keeps what was typed and now knows what stands there: saving again is a decision.
    again = row("thanh-vien", NAMES[1], {"attended": "x", "opinion": "đồng ý"}, {"opinion": "không đồng ý"})
    assert visit("thu-ky").post(PAGE, again).status_code == 302
    assert {vote.opinion for vote in read(form, campaign).votes} == {"đồng ý"}


@pytest.mark.parametrize(
    ("part", "key", "cells", "told"),
    [
        ("phien", "Ngày họp, ngày kết thúc lấy ý kiến", {"value": "hôm qua"}, "«hôm qua» không phải là một ngày"),
        ("thanh-vien", NAMES[0], {"opinion": "tán thành"}, "không nằm trong: «đồng ý»"),
        ("bieu-quyet", "2", {"matter": "Xếp hạng", "agreed": "1,5"}, "không phải là số nguyên"),
        ("dieu-chinh", "1", {"unit": TOWN, "leaf": "99", "points": "1"}, "không có trong bộ tiêu chí"),
        ("dieu-chinh", "2", {"unit": "xã Lạ", "leaf": "1.1.1", "points": "1"}, "không phải đơn vị của kỳ đánh giá"),
    ],
)
def test_a_row_that_cannot_be_right_is_named_and_not_written(
    visit: Callable[[str], Client], form: Path, *, part: str, key: str, cells: Fields, told: str
) -> None:
    before = form.read_bytes()
    answer = visit("thu-ky").post(PAGE, row(part, key, cells))
    assert answer.status_code == 409
    page = page_of(answer)
    assert told in page
    assert all(text in page for text in cells.values())
    assert form.read_bytes() == before


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_hostile_stays_text(visit: Callable[[str], Client], form: Path, campaign: Path, hostile: str) -> None:
    fields = row("phien", "Địa điểm", {"value": hostile})
    fields |= row("bieu-quyet", "2", {"matter": hostile, "agreed": "3", "against": "0", "other": "0"})
    fields |= row("dieu-chinh", "1", {"unit": TOWN, "leaf": "1.1.1", "points": "1", "reason": hostile})
    assert visit("thu-ky").post(PAGE, agreed() | fields).status_code == 302
    found = read(form, campaign)
    assert {found.place, found.tallies[1].matter, found.rulings[0].reason} == {hostile.strip()}
    for address in (PAGE, f"{PAGE}/bien-ban", "/nhat-ky"):
        raw = visit("thu-ky").get(address).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert "49&#x27;" not in raw
    assert hostile.strip()[:40] in page_of(visit("thu-ky").get(PAGE))


def test_a_cell_longer_than_excel_holds_is_refused(visit: Callable[[str], Client], form: Path) -> None:
    before = form.read_bytes()
    answer = visit("thu-ky").post(PAGE, row("phien", "Địa điểm", {"value": "x" * 32_768}))
    assert (answer.status_code, form.read_bytes()) == (400, before)
    assert "32767" in page_of(answer)


def test_a_row_the_form_does_not_have_is_refused(visit: Callable[[str], Client], form: Path) -> None:
    before = form.read_bytes()
    answer = visit("thu-ky").post(PAGE, row("thanh-vien", "Người Lạ", {"opinion": "đồng ý"}))
    assert (answer.status_code, form.read_bytes()) == (400, before)


def test_the_check_answers_before_anything_is_saved(visit: Callable[[str], Client], form: Path) -> None:
    before = form.read_bytes()
    short = {name: text for name, text in agreed().items() if NAMES[0] not in name}
    page = page_of(visit("thu-ky").post(f"{PAGE}/kiem-tra", short))
    assert "3 + 0 + 0 = 3 phiếu, có 2 người tham gia" in page
    assert "Chưa ghi nhận được" in page
    assert "Ghi nhận được</span> Đủ số người" in page_of(visit("thu-ky").post(f"{PAGE}/kiem-tra", agreed()))
    assert form.read_bytes() == before


def test_rows_below_those_of_the_form_can_be_typed(visit: Callable[[str], Client], form: Path, campaign: Path) -> None:
    ruling = {"unit": TOWN, "leaf": "1.1.2", "points": "không áp dụng", "reason": "Không phát sinh"}
    assert visit("thu-ky").post(PAGE, row("dieu-chinh", "45", ruling)).status_code == 302
    (found,) = read(form, campaign).rulings
    assert (found.leaf, found.points) == ("1.1.2", None)


def test_a_copy_filled_in_excel_fills_what_is_empty_and_clashes_where_it_differs(
    visit: Callable[[str], Client], form: Path, campaign: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "hoi-dong.xlsx"
    book = openpyxl.load_workbook(form)
    members = book["Thành viên"]
    for cells in members.iter_rows():
        if cells[0].value in NAMES:
            members.cell(cells[0].row, 4).value = "x"
            members.cell(cells[0].row, 5).value = "đồng ý"
    rulings = book["Điều chỉnh"]
    head = next(cells[0].row for cells in rulings.iter_rows() if cells[0].value == "Mã đơn vị")
    for place, text in enumerate((TOWN, "1.1.2", "0,5", "Theo biên bản"), 1):
        rulings.cell(head + 1, place).value = text
    book.save(copy)
    client = visit("thu-ky")
    client.post(PAGE, row("thanh-vien", NAMES[2], {"attended": "x", "opinion": "ý kiến khác"}))
    client.post(PAGE, row("dieu-chinh", "1", {"unit": TOWN, "leaf": "1.1.1", "points": "1", "reason": "Gõ trên trang"}))
    with copy.open("rb") as content:
        answer = client.post(f"{PAGE}/nhan-bieu", {"tep": content, "bieu": "hoi-dong"})
    assert answer.status_code == 409
    found = read(form, campaign)
    assert [vote.opinion for vote in found.votes] == ["đồng ý", "đồng ý", "ý kiến khác"]
    assert [ruling.leaf for ruling in found.rulings] == ["1.1.1", "1.1.2"]
    assert "Đang có trong biểu: <bdi>«ý kiến khác»" in page_of(answer)


def test_a_workbook_that_is_no_council_form_is_refused(
    visit: Callable[[str], Client], form: Path, campaign: Path
) -> None:
    before = form.read_bytes()
    with CampaignPaths(campaign).self_score_form(TOWN).open("rb") as content:
        answer = visit("thu-ky").post(f"{PAGE}/nhan-bieu", {"tep": content})
    assert (answer.status_code, form.read_bytes()) == (400, before)
    assert "loại biểu" in page_of(answer)


def test_the_form_comes_down_as_it_lies(visit: Callable[[str], Client], form: Path) -> None:
    answer: Any = visit("uy-vien").get(f"{PAGE}/tai-bieu")
    assert b"".join(answer.streaming_content) == form.read_bytes()
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_member_looks_and_does_not_write(visit: Callable[[str], Client], form: Path) -> None:
    before = form.read_bytes()
    assert "Ghi nhận kết quả</button>" not in page_of(visit("uy-vien").get(PAGE))
    assert visit("uy-vien").post(PAGE, agreed()).status_code == 403
    assert form.read_bytes() == before


@pytest.mark.usefixtures("form")
def test_a_form_nobody_knows_is_not_found(visit: Callable[[str], Client]) -> None:
    for name in ("../../campaign", "hoi-dong-9", "x" * 300):
        assert visit("thu-ky").get(PAGE, {"bieu": name}).status_code == 404


@pytest.mark.usefixtures("form")
def test_the_minutes_say_what_the_form_says(visit: Callable[[str], Client]) -> None:
    client = visit("thu-ky")
    client.post(PAGE, agreed() | row("phien", "Địa điểm", {"value": "Phòng họp số 2"}))
    page = page_of(client.get(f"{PAGE}/bien-ban"))
    assert "Thành viên Hội đồng có mặt: 03 (ba) trên tổng số 03 (ba)" in page
    assert "Phòng họp số 2" in page


@pytest.mark.usefixtures("form")
def test_recording_approving_and_publishing_are_three_people_s_work(
    visit: Callable[[str], Client], campaign: Path
) -> None:
    secretary, chair = visit("thu-ky"), visit("chu-tich")
    record, decide = f"{PAGE}/ghi-nhan", "/ket-qua/phe-duyet"
    secretary.post(PAGE, agreed())
    seen = seen_by(secretary)
    secretary.post(PAGE, row("phien", "Địa điểm", {"value": "Nơi khác"}))
    assert secretary.post(record, {"da-thay": seen}).status_code == 409  # changed since it was looked at
    assert stage_of_town() is Stage.COUNCIL
    seen = seen_by(secretary)
    assert secretary.post(record, {"da-thay": seen}).status_code == 302
    assert stage_of_town() is Stage.APPROVAL
    assert (
        secretary.post(PAGE, row("phien", "Địa điểm", {"value": "Sửa sau"}, {"value": "Nơi khác"})).status_code == 409
    )
    given = {"don-vi": TOWN, "so": "912/QĐ-UBND", "ngay": "2020-11-12"}
    for name in ("thu-ky", "noi-vu", "quan-tri", "uy-vien"):
        assert visit(name).post(decide, given).status_code == 403
    assert "Chỉ tài khoản Chủ tịch ghi được" in page_of(secretary.get("/ket-qua"))
    for wrong in ({"so": HOSTILE[0]}, {"so": HOSTILE[3]}, {"ngay": ""}, {"don-vi": "khong-co"}):
        assert chair.post(decide, given | wrong).status_code == 400
    assert stage_of_town() is Stage.APPROVAL
    assert chair.post(decide, given).status_code == 302
    assert stage_of_town() is Stage.APPROVED
    assert chair.post("/ket-qua/cong-bo", given | {"so": "45/TB-UBND"}).status_code == 302
    assert stage_of_town() is Stage.PUBLISHED
    assert "912/QĐ-UBND ngày 12/11/2020" in page_of(chair.get("/ket-qua"))
    last = load_journal(CampaignPaths(campaign).journal)[0][-2:]
    assert [(entry.act, entry.who) for entry in last] == [
        ("approved", "Người chu-tich"),
        ("published", "Người chu-tich"),
    ]


@pytest.mark.usefixtures("form")
def test_a_signed_decision_must_be_a_paper(visit: Callable[[str], Client], campaign: Path, tmp_path: Path) -> None:
    secretary, chair = visit("thu-ky"), visit("chu-tich")
    secretary.post(PAGE, agreed())
    secretary.post(f"{PAGE}/ghi-nhan", {"da-thay": seen_by(secretary)})
    given = {"don-vi": TOWN, "so": "912/QĐ-UBND", "ngay": "2020-11-12"}
    program = tmp_path / "quyet-dinh.pdf"
    program.write_bytes(b"MZ\x90\x00 not a paper")
    with program.open("rb") as content:
        assert chair.post("/ket-qua/phe-duyet", {**given, "tep": content}).status_code == 400
    program.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with program.open("rb") as content:
        assert chair.post("/ket-qua/phe-duyet", {**given, "tep": content}).status_code == 302
    entry = load_journal(CampaignPaths(campaign).journal)[0][-1]
    assert entry.file == "quyet-dinh.pdf"
    kept = CampaignPaths(campaign).received(entry.sha256, entry.file)
    assert kept.read_bytes() == b"%PDF-1.4\n%%EOF\n"
    kept.unlink()
