"""Handing over in the browser: submitted, received, supplemented; nothing that was handed over is lost."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossier.campaign import CampaignPaths
from dossier.campaign.model import VIETNAM
from dossier.journal import Act, append_journal, load_journal, verify_journal
from tests.web.conftest import OTHER, UNIT
from tests.web.handover_world import (
    PACKAGE,
    PAGE,
    REASONS,
    done,
    hand_in,
    kept_year,
    package,
    reread,
    submit,
    submitted,
    text,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client


@pytest.fixture
def year(campaign: Path, tmp_path: Path) -> Iterator[Path]:
    with kept_year(campaign, tmp_path / "truoc") as root:
        yield root


# --- submitting -----------------------------------------------------------------------------------


def test_a_commune_sees_its_own_unit_only(visit: Callable[[str], Client]) -> None:
    page = text(visit("xa"), "/giao-nop")
    assert f"/don-vi/{UNIT}/giao-nop" in page
    assert OTHER not in page
    assert "Lập bộ hồ sơ của mọi đơn vị" not in page
    assert "Tiếp nhận hồ sơ" not in page


def test_the_rules_are_shown_at_every_stage_with_findings_and_coverage(visit: Callable[[str], Client]) -> None:
    page = text(visit("xa-khac"), PAGE)
    assert "Kết quả «có phương án được chấp nhận» không nằm trong" in page
    assert "không hỏi cơ quan chứng thực" in page
    assert 'name="bo-qua:VAL03"' in page
    collecting = text(visit("xa-khac"), f"{PAGE}?buoc=dang-thu-thap")
    assert "chưa đến lúc xét ở bước «đang thu thập»" in collecting
    for stage in ("khi-tiep-nhan", "truoc-hoi-dong", "truoc-khi-luu-tru"):
        assert "chưa đến lúc xét" not in text(visit("xa-khac"), f"{PAGE}?buoc={stage}")


def test_what_has_errors_is_not_submitted(visit: Callable[[str], Client], year: Path) -> None:
    job = done(visit("xa-khac").post(f"{PAGE}/nop", {"bo-qua:VAL03": "  "}))
    assert job.state == "loi"
    assert "chưa nộp được" in job.message
    assert {problem["rule"] for problem in job.problems} == {"VAL03", "VAL07"}
    assert not package(year).exists()
    assert all(entry.act != "package-sent" for entry in load_journal(CampaignPaths(year).journal)[0])


def test_an_error_is_passed_over_with_a_written_reason_only(visit: Callable[[str], Client], year: Path) -> None:
    submitted(visit("xa-khac"))
    entry = next(item for item in load_journal(CampaignPaths(year).journal)[0] if item.act == "package-sent")
    assert entry.data["overrides"] == {name.removeprefix("bo-qua:"): why for name, why in REASONS.items()}
    assert entry.who == "Người xa-khac"
    page = text(visit("xa-khac"), PAGE)
    assert entry.data["code"] in page
    assert "đã giải trình bằng văn bản" in page


def test_package_and_receipt_are_fetched_byte_for_byte_and_nothing_else_is(
    visit: Callable[[str], Client], year: Path
) -> None:
    submitted(visit("xa-khac"))
    answer = visit("xa-khac").get(f"{PAGE}/nop/{PACKAGE}.zip")
    assert answer.getvalue() == package(year).read_bytes()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="nop-{PACKAGE}.zip"'
    receipt = visit("xa-khac").get(f"{PAGE}/nop/{PACKAGE}.txt").getvalue()
    assert receipt == package(year).with_suffix(".txt").read_bytes()
    for name in (f"{PACKAGE}.json", f"{OTHER}-0001.zip", "..%2F..%2F..%2Fjournal.jsonl", "journal.jsonl"):
        assert visit("xa-khac").get(f"{PAGE}/nop/{name}").status_code == 404, name
    assert visit("xa-khac").get(f"{PAGE}/web/secret.txt").status_code == 404
    assert visit("xa").get(f"{PAGE}/nop/{PACKAGE}.zip").status_code == 403


def test_a_supplement_brings_what_is_new_replaced_and_withdrawn_and_the_past_stays(
    visit: Callable[[str], Client], year: Path
) -> None:
    client = visit("xa-khac")
    submitted(client)
    evidence = CampaignPaths(year).evidence(OTHER)
    (evidence / "1.1/them.txt").write_text("Kế hoạch bổ sung", encoding="utf-8")
    replaced, withdrawn = evidence / "7.1/QD cong khai NS.pdf", evidence / "9.1"
    gone = min(path for path in withdrawn.iterdir() if path.is_file())
    gone.unlink()
    replaced.write_bytes(replaced.read_bytes() + b"\n")
    reread()
    page = text(client, PAGE)
    assert "thay: <bdi>minh-chung/7.1/QD cong khai NS.pdf" in page
    assert f"rút: <bdi>minh-chung/9.1/{gone.name}" in page

    assert submit(client).state == "loi"  # sequence 0000 is there: a page from before must say so
    silent = submit(client, **{"bo-sung": "1", "ly-do": " "})
    assert silent.state == "loi"
    assert "chưa có lý do" in silent.problems[0]["message"]
    told = submit(client, **{"bo-sung": "1", "ly-do": "nộp nhầm tệp"})
    assert told.state == "xong", told.message

    now, then = text(client, f"{PAGE}?den=1"), text(client, f"{PAGE}?den=0")
    assert "minh-chung/1.1/them.txt" in now.split("Tại lần 0001")[1]
    assert "minh-chung/1.1/them.txt" not in then.split("Tại lần 0000")[1]
    assert f"minh-chung/9.1/{gone.name}" in then.split("Tại lần 0000")[1]
    assert "nộp nhầm tệp" in now
    yesterday = (dt.datetime.now(VIETNAM) - dt.timedelta(days=1)).date()
    for written in (f"{yesterday}", f"{yesterday:%d/%m/%Y}"):
        assert f"Đến hết ngày {yesterday:%d/%m/%Y}: 0 tệp" in text(client, f"{PAGE}?den={written}")


@pytest.mark.parametrize("point", ["hôm qua", "2026-13-01", "31/02/2026", "-1"])
def test_a_moment_that_is_none_is_named(visit: Callable[[str], Client], point: str) -> None:
    answer = visit("xa-khac").get(PAGE, {"den": point})
    assert answer.status_code == 400
    assert f"«{point}» không phải số lần nộp hay ngày" in answer.content.decode()


# --- receiving ------------------------------------------------------------------------------------


def test_a_package_is_received_with_channel_and_time_and_never_twice(
    visit: Callable[[str], Client], year: Path
) -> None:
    submitted(visit("xa-khac"))
    sent = package(year).read_bytes()
    arrived = (dt.datetime.now(VIETNAM) - dt.timedelta(hours=3)).replace(second=0, microsecond=0)
    hostile = "USB <script>alert(1)</script>"
    job = hand_in(visit("noi-vu"), sent, kenh=hostile, luc=f"{arrived:%Y-%m-%dT%H:%M}")
    assert job.state == "xong", job.message
    kept = package(year, "nhan")
    assert kept.read_bytes() == sent
    entry = next(item for item in load_journal(CampaignPaths(year).journal)[0] if item.act == "package-received")
    assert (entry.data["channel"], entry.data["at"], entry.who) == (hostile, arrived.isoformat(), "Người noi-vu")
    assert "USB &lt;script&gt;" in text(visit("noi-vu"), PAGE)
    assert hostile not in text(visit("noi-vu"), PAGE)
    again = hand_in(visit("noi-vu"), sent)
    assert again.state == "loi"
    assert "đã được tiếp nhận" in again.problems[0]["message"]
    assert sorted(path.name for path in kept.parent.iterdir()) == [
        f"{PACKAGE}.{kind}" for kind in ("json", "txt", "zip")
    ]
    assert list((year / ".dossier/tiep-nhan").iterdir()) == []


def test_what_was_submitted_here_is_received_without_an_upload(visit: Callable[[str], Client], year: Path) -> None:
    submitted(visit("xa-khac"))
    page = text(visit("noi-vu"), PAGE)
    assert "Chờ tiếp nhận" in page
    job = done(visit("noi-vu").post("/giao-nop/tiep-nhan", {"don-vi": OTHER, "lan": "0"}))
    assert job.state == "xong", job.message
    assert package(year, "nhan").read_bytes() == package(year).read_bytes()
    assert "Chờ tiếp nhận" not in text(visit("noi-vu"), PAGE)
    assert "Chờ tiếp nhận" not in text(visit("xa-khac"), PAGE)


def test_a_plain_copy_needs_a_unit_and_becomes_sequence_0000(visit: Callable[[str], Client], year: Path) -> None:
    form = CampaignPaths(year).self_score_form(OTHER).read_bytes()
    copy = zipped(**{"tu-cham-diem.xlsx": form, "minh-chung/1.1/KH.txt": "Kế hoạch".encode()})
    nobody = hand_in(visit("noi-vu"), copy)
    assert (nobody.state, "không ghi đơn vị" in nobody.message) == ("loi", True)
    job = hand_in(visit("noi-vu"), copy, **{"don-vi": OTHER})
    assert job.state == "xong", job.message
    assert package(year, "nhan").is_file()
    assert "bên nhận lập" in package(year, "nhan").with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"MZ not an archive", "Không mở được"), (zipped(**{"../../ra.txt": b"x"}), "Không tiếp nhận")],
    ids=["no-archive", "escapes"],
)
@pytest.mark.usefixtures("year")
def test_a_bad_upload_is_refused_and_gone(
    visit: Callable[[str], Client], campaign: Path, content: bytes, told: str
) -> None:
    job = hand_in(visit("noi-vu"), content, **{"don-vi": OTHER})
    assert job.state == "loi"
    assert told in job.message
    assert not package(campaign, "nhan").exists()
    assert list((campaign / ".dossier/tiep-nhan").iterdir()) == []


def test_an_arrival_to_come_is_refused(visit: Callable[[str], Client]) -> None:
    tomorrow = dt.datetime.now(VIETNAM) + dt.timedelta(days=1)
    file = SimpleUploadedFile("goi.zip", zipped(a=b"x"))
    answer = visit("noi-vu").post("/giao-nop/tiep-nhan", {"tep": file, "luc": f"{tomorrow:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 400
    assert "ở tương lai" in answer.content.decode()


@pytest.mark.parametrize(("name", "verb"), [("noi-vu", "tiep-nhan"), ("xa-khac", "nop")])
def test_the_general_door_of_jobs_takes_neither_path_nor_submission(
    visit: Callable[[str], Client], name: str, verb: str
) -> None:
    answer = visit(name).post(f"/chay/{verb}", {"unit": OTHER, "tep": "../../campaign.yaml", "lan": "0"})
    assert answer.status_code == 404


# --- two hands --------------------------------------------------------------------------------------


def test_a_page_and_a_job_that_record_at_once_lose_no_line(tmp_path: Path) -> None:
    path, hands, each = tmp_path / "journal.jsonl", 4, 8
    begin = threading.Barrier(hands)

    def record(hand: int) -> None:
        begin.wait()
        for number in range(each):
            append_journal(path, [Act("thử", file=f"{hand}-{number}")], at=dt.datetime.now(VIETNAM), who="Thử")

    threads = [threading.Thread(target=record, args=(hand,)) for hand in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify_journal(path) == ()
    assert len(load_journal(path)[0]) == hands * each
