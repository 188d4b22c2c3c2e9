"""Keeping in the browser: the package for the superior, the year archive, and verification."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossier.campaign import CampaignPaths
from dossier.journal import load_journal
from tests.web.conftest import OTHER
from tests.web.handover_world import PACKAGE, PAGE, PASSED_OVER, done, kept_year, package, reread, submitted, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client


@pytest.fixture
def year(campaign: Path, tmp_path: Path) -> Iterator[Path]:
    with kept_year(campaign, tmp_path / "truoc") as root:
        yield root


# --- bundles --------------------------------------------------------------------------------------


def test_a_bundle_is_made_as_the_form_asks_and_fetched(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("xa-khac")
    asked = {"unit": OTHER, "thu-tu": "thoi-gian", "kem-diem": "on", "bo-to-ngan": "on"}
    job = done(client.post("/chay/bo-ho-so", asked))
    assert job.state == "xong", job.message
    made = year / "out" / OTHER / "bo-ho-so.pdf"
    choice = json.loads(made.with_suffix(".json").read_text(encoding="utf-8"))["choice"]
    assert (choice["order"], choice["attach_scores"], choice["dividers"]) == ("thoi-gian", True, False)
    assert client.get(f"/tai/out/{OTHER}/bo-ho-so.pdf").getvalue() == made.read_bytes()
    assert f"/tai/out/{OTHER}/bo-ho-so.pdf" in text(client, PAGE)
    assert f"/tai/out/{OTHER}/bo-ho-so.pdf" in text(client, "/giao-nop")
    assert "Không có gì thay đổi" in done(client.post("/chay/bo-ho-so", asked)).message


@pytest.mark.parametrize("field", ["thu-tu", "engine", "toi-da"])
def test_a_bundle_that_cannot_be_asked_for_so_names_the_value(visit: Callable[[str], Client], field: str) -> None:
    job = done(visit("xa-khac").post("/chay/bo-ho-so", {"unit": OTHER, field: "khác"}))
    assert job.state == "loi"
    assert "«khác»" in job.message


def test_new_evidence_is_added_to_the_end_of_a_bundle_that_is_made(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("xa-khac")
    asked = {"unit": OTHER, "bo-sung": "1"}
    refused = done(client.post("/chay/bo-ho-so", asked))
    assert refused.state == "loi"
    answer = text(client, f"/viec/{refused.pk}")
    assert f'mở trang <a href="{PAGE}">«Giao nộp»</a> trước' in answer
    assert "Nối thêm vào bộ hồ sơ" not in text(client, PAGE)

    assert done(client.post("/chay/bo-ho-so", {"unit": OTHER})).state == "xong"
    assert "Nối thêm vào bộ hồ sơ" in text(client, PAGE)
    evidence = CampaignPaths(year).evidence(OTHER)
    source = next(evidence.rglob("*.pdf"))
    (evidence / "1.1/Them sau.pdf").write_bytes(source.read_bytes() + b"\n%them\n")
    reread()
    before = (year / f"out/{OTHER}/bo-ho-so.pdf").read_bytes()
    job = done(client.post("/chay/bo-ho-so", asked))
    assert job.state == "xong", job.message
    after = (year / f"out/{OTHER}/bo-ho-so.pdf").read_bytes()
    assert len(after) > len(before)


# --- the package for the superior -----------------------------------------------------------------


def test_a_package_is_previewed_made_fetched_and_not_made_again(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("noi-vu")
    given = {"bo-qua": PASSED_OVER}
    preview = done(client.post("/chay/goi", given | {"xem": "1"}))
    assert preview.state == "xong", preview.message
    assert not (year / "records/packages").exists()
    assert "Công văn gửi hồ sơ" in text(client, "/giao-nop/goi")

    made = done(client.post("/chay/goi", given))
    assert made.state == "xong", made.message
    (part,) = (year / "records/packages").glob("*/*.zip")
    page = text(client, "/giao-nop/goi")
    assert f"/giao-nop/goi/{part.parent.name}/{part.name}" in page
    fetched = client.get(f"/giao-nop/goi/{part.parent.name}/{part.name}")
    assert fetched.getvalue() == part.read_bytes()
    assert client.get(f"/giao-nop/goi/{part.parent.name}/..%2F{part.parent.name}.json").status_code == 404
    assert client.get(f"/giao-nop/goi/khac/{part.name}").status_code == 404
    assert "Không có gì thay đổi" in done(client.post("/chay/goi", given)).message


@pytest.mark.parametrize(("name", "value"), [("phan", "to"), ("phan", "0"), ("ky-xa", "../ky")])
@pytest.mark.usefixtures("year")
def test_a_field_that_cannot_be_is_named(visit: Callable[[str], Client], name: str, value: str) -> None:
    job = done(visit("noi-vu").post("/chay/goi", {"bo-qua": PASSED_OVER, "xem": "1", name: value}))
    assert job.state == "loi"
    assert f"«{value}»" in job.message


def test_a_commune_campaign_is_chosen_by_name_and_taken_by_a_district_s_only(
    visit: Callable[[str], Client], year: Path
) -> None:
    """What a district does with it is tested with the verb (test_pipeline_package); here it is reached by the page."""
    beside = year.parent / "ky-xa-kem-theo"
    beside.mkdir()
    for name in ("campaign.yaml", "bo-tieu-chi.yaml"):
        (beside / name).write_bytes((year / name).read_bytes())
    try:
        client = visit("noi-vu")
        assert f"<option>{beside.name}</option>" in text(client, "/giao-nop/goi")
        job = done(client.post("/chay/goi", {"ky-xa": beside.name, "xem": "1", "bo-qua": PASSED_OVER}))
        assert job.state == "loi"
        page = text(client, f"/viec/{job.pk}")
        assert "«Kỳ đánh giá cấp xã kèm theo» dùng khi lập gói trong kỳ của huyện" in page
    finally:
        shutil.rmtree(beside)


def test_a_units_evidence_is_laid_out_for_a_portal_as_one_file(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("xa-khac")
    job = done(client.post("/chay/tai-len", {"unit": OTHER, "toi-da": "5"}))
    assert job.state == "xong", job.message
    answer = client.get(f"/tai/{job.files[0]}")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
    assert f"{OTHER}-01/bang-theo-doi.xlsx" in names
    assert any(name.endswith(".pdf") for name in names)
    assert job.files[0].rpartition("/")[2] in text(client, PAGE)
    assert visit("xa").get(f"/tai/{job.files[0]}").status_code == 403
    assert done(client.post("/chay/tai-len", {"unit": OTHER, "toi-da": "5"})).files == job.files
    assert (year / job.files[0]).is_file()


# --- the archive ----------------------------------------------------------------------------------


def form_stamp(page: str, form: str) -> str:
    """What the page says was fetched, for giving the form back."""
    found = re.search(rf'action="/giao-nop/luu-tru/{form}".*?name="da-thay" value="(\w+)"', page, re.DOTALL)
    assert found
    return found[1]


def give_back(client: Client, form: str, content: bytes, *, seen: str) -> Any:
    name = "luu-tru.yaml" if form == "bang-ho-so" else "tai-lieu-loai.xlsx"
    return client.post(f"/giao-nop/luu-tru/{form}", {"tep": SimpleUploadedFile(name, content), "da-thay": seen})


def test_the_table_goes_out_and_comes_back_and_no_version_is_lost(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("luu-tru")
    assert "Chưa có luu-tru.yaml" in done(client.post("/chay/luu-tru-xem", {})).message
    assert done(client.post("/chay/luu-tru-bang")).state == "xong"
    first = client.get("/giao-nop/luu-tru/bang-ho-so").getvalue()
    seen = form_stamp(text(client, "/giao-nop/luu-tru"), "bang-ho-so")

    broken = give_back(client, "bang-ho-so", b"schema: 1\nfiles: []\n", seen=seen)
    assert broken.status_code == 400
    outside = first.replace(b'file_list: ""', b'file_list: "../../x.xlsx"')
    assert give_back(client, "bang-ho-so", outside, seen=seen).status_code == 409
    assert (year / "luu-tru.yaml").read_bytes() == first

    second = first.replace("10 năm".encode(), "20 năm".encode())
    assert give_back(client, "bang-ho-so", second, seen=seen).status_code == 302
    assert (year / "luu-tru.yaml").read_bytes() == second
    (kept,) = (year / "records/luu-tru-bieu").iterdir()
    assert kept.read_bytes() == first
    clash = give_back(client, "bang-ho-so", first, seen=seen)
    assert clash.status_code == 409
    assert "đã đổi từ khi trang này mở" in clash.content.decode()
    entry = load_journal(CampaignPaths(year).journal)[0][-1]
    assert (entry.act, entry.who, entry.file) == ("archive-form-returned", "Người luu-tru", "luu-tru.yaml")


def test_weeding_is_a_proposal_until_a_person_decides(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("luu-tru")
    done(client.post("/chay/luu-tru-bang"))
    job = done(client.post("/chay/luu-tru-xem", {"bo-qua": PASSED_OVER}))
    assert job.state == "xong", job.message
    page = text(client, "/giao-nop/luu-tru")
    assert "Tài liệu loại:" in page
    assert "Ban sao QD cong khai NS.pdf" in page
    assert done(client.post("/chay/luu-tru-loai", {"bo-qua": PASSED_OVER})).state == "xong"
    assert not (year / "records/luu-tru").exists()

    content = client.get("/giao-nop/luu-tru/tai-lieu-loai").getvalue()
    seen = form_stamp(text(client, "/giao-nop/luu-tru"), "tai-lieu-loai")
    unsigned = fill_verdict(content, "Loại")
    answer = give_back(client, "tai-lieu-loai", unsigned, seen=seen)
    assert answer.status_code == 400
    assert "chưa nhận" in answer.content.decode()
    signed = fill_verdict(content, "Loại", who="Trần Thị Lưu Trữ", day="15/12/2026")
    assert give_back(client, "tai-lieu-loai", signed, seen=seen).status_code == 302
    assert give_back(client, "tai-lieu-loai", b"no workbook", seen=seen).status_code == 409


def fill_verdict(content: bytes, verdict: str, *, who: str = "", day: str = "") -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = book["Tài liệu loại"]
    head = next(row[0].row or 0 for row in rows.iter_rows() if row[0].value == "Hồ sơ")
    rows.cell(head + 1, 7).value = verdict
    sheet = book["Người quyết định"]
    for row in sheet.iter_rows():
        told = {"Họ và tên, chức vụ": who, "Ngày quyết định": day}.get(str(row[0].value))
        if told:
            row[1].value = told
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_archive_waits_for_errors_and_its_plan_says_which(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("luu-tru")
    done(client.post("/chay/luu-tru-bang"))
    assert "chưa lưu trữ được" in done(client.post("/chay/luu-tru-xem", {})).message
    assert "lỗi phải xử lý trước" in text(client, "/giao-nop/luu-tru")
    job = done(client.post("/chay/luu-tru", {}))
    assert job.state == "loi"
    assert any("VAL03" in problem["message"] for problem in job.problems)
    assert not list((year / "records").glob("luu-tru/nam-*"))


def test_a_year_is_archived_once_and_verified_whole(visit: Callable[[str], Client], year: Path) -> None:
    client = visit("luu-tru")
    done(client.post("/chay/luu-tru-bang"))
    job = done(client.post("/chay/luu-tru", {"bo-qua": PASSED_OVER, "sip": "on"}))
    assert job.state == "xong", (job.message, job.problems)
    (folder,) = (year / "records/luu-tru").glob("nam-*")
    page = text(client, "/giao-nop/luu-tru")
    assert f'<th scope="row">{folder.name}</th>' in page
    assert load_journal(CampaignPaths(year).journal)[0][-1].who == "Người luu-tru"
    sip = client.get(f"/tai/{job.files[0]}")
    assert sip.getvalue() == (year / job.files[0]).read_bytes()
    whole_bag_is_fetched(client, folder)
    assert visit("noi-vu").get(f"/giao-nop/luu-tru/{folder.name}/tai").status_code == 403
    name = f"records/luu-tru/{folder.name}"
    assert "hợp lệ" in done(client.post("/chay/kiem-tra-goi", {"goi": name, "muc": "full"})).message
    assert "Không có gì thay đổi" in done(client.post("/chay/luu-tru", {"bo-qua": PASSED_OVER})).message
    (folder / "data/luu-tru.json").unlink()
    assert "thiếu hoặc hỏng data/luu-tru.json" in text(client, "/giao-nop/luu-tru")
    assert "bị hỏng" in done(client.post("/chay/kiem-tra-goi", {"goi": name, "muc": "fast"})).message


def whole_bag_is_fetched(client: Client, folder: Path) -> None:
    """Every file of it byte for byte, as a download that is made while it is sent; nothing beside it."""
    page = f"/giao-nop/luu-tru/{folder.name}/tai"
    assert page in text(client, "/giao-nop/luu-tru")
    answer = client.get(page)
    assert answer.streaming
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{folder.name}.zip"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        assert packed.testzip() is None
        sent = {name: packed.read(name) for name in packed.namelist()}
    kept = {path.relative_to(folder.parent).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert sent == {name: path.read_bytes() for name, path in kept.items()}
    for other in ("nam-0000", "..", "%2e%2e"):
        assert client.get(f"/giao-nop/luu-tru/{other}/tai").status_code == 404


def test_a_kept_package_is_verified_into_the_fixity_log(visit: Callable[[str], Client], year: Path) -> None:
    submitted(visit("xa-khac"))
    client = visit("luu-tru")
    name = f"records/nop/{OTHER}/{PACKAGE}.zip"
    assert f"<option>{name}</option>" in text(client, "/giao-nop/luu-tru")
    assert "hợp lệ" in done(client.post("/chay/kiem-tra-goi", {"goi": name, "muc": "full"})).message
    damage(package(year))
    hurt = done(client.post("/chay/kiem-tra-goi", {"goi": name, "muc": "full"}))
    assert (hurt.state, "bị hỏng" in hurt.message) == ("xong", True)
    page = text(client, "/giao-nop/luu-tru").split("Sổ kiểm tra: 2 lần")[1]
    assert page.index("hỏng") < page.index("hợp lệ")
    assert "Người luu-tru" in page
    for goi, muc in (("records/web/secret.txt", "full"), (name, "sâu")):
        assert done(client.post("/chay/kiem-tra-goi", {"goi": goi, "muc": muc})).state == "loi"


def damage(path: Path) -> None:
    """The same package with one payload file's content changed, as a ZIP that opens."""
    with zipfile.ZipFile(path) as source:
        members = [(info, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(path, "w") as target:
        for info, data in members:
            target.writestr(info, data.replace(b"%PDF", b"%PDG") if info.filename.endswith(".pdf") else data)
