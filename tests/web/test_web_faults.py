"""A full disk, a file open in Excel, a program that is killed: a plain sentence, nothing saved lost, no half file."""

from __future__ import annotations

import errno
import html
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossier.campaign import CampaignPaths
from dossier.journal import Act, append_journal, load_journal, verify_journal
from tests.web.conftest import OTHER, PASSWORD
from tests.web.handover_world import done

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

FORM = f"/don-vi/{OTHER}/tu-cham"
CELL = {"o:1.1.1:note": "gõ rất lâu & «kỹ»", "c:1.1.1:note": ""}
STAGED = "*.dang-ghi-*"


class Fault:
    """What the disk says, and what the person must be told."""

    def __init__(self, error: OSError, told: str) -> None:
        self.error, self.told = error, told

    def __call__(self, *_: object, **__: object) -> None:
        raise self.error


FULL = Fault(OSError(errno.ENOSPC, "No space left on device", "tep"), "ổ đĩa đã hết chỗ")
# As Windows says while Excel has the file: WinError 32.
OPEN = Fault(PermissionError(errno.EACCES, "being used by another process", "tep"), "đang mở ở chương trình khác")
FAULTS = pytest.mark.parametrize("fault", [FULL, OPEN], ids=["full", "open"])


@pytest.fixture
def kept(campaign: Path, app: Any) -> Iterator[CampaignPaths]:
    """The campaign, in which a failed act must leave every file as it was."""
    del app
    paths = CampaignPaths(campaign)
    before = content_of(campaign)
    yield paths
    assert content_of(campaign) == before


def content_of(root: Path) -> dict[str, bytes]:
    """What people own, and whatever lies beside it; not the accounts and the cache, which never rest."""
    left = {"web", ".dossier"}
    files = (path for path in root.rglob("*") if path.is_file())
    named = {path.relative_to(root).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in named.items() if not left & set(name.split("/"))}


def break_writing(patch: pytest.MonkeyPatch, fault: Fault) -> None:
    """Every staged file fails at its last step, as on a full disk or under Excel."""

    def replace(self: Path, target: Path) -> Path:
        del self, target
        raise fault.error

    patch.setattr("pathlib.Path.replace", replace)


def told(answer: Any, fault: Fault) -> str:
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409, page[-1500:]
    assert fault.told in page
    assert "Traceback" not in page
    return page


# --- short acts -----------------------------------------------------------------------------------


@FAULTS
@pytest.mark.usefixtures("kept")
def test_an_upload_is_refused_whole(
    visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    break_writing(monkeypatch, fault)
    files = [SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4 " + name.encode()) for name in ("mot", "hai")]
    page = told(visit("xa-khac").post(f"/don-vi/{OTHER}/dua-len", {"tep": files}), fault)
    assert "Gửi lại" not in page  # chosen files must be chosen again


def test_of_an_upload_that_fills_the_disk_what_is_in_is_recorded(
    visit: Callable[[str], Client], campaign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = CampaignPaths(campaign)
    inbox = paths.evidence(OTHER) / "inbox"
    copies = iter((None, FULL.error))

    def copy(source: Any, target: Any, length: int) -> None:
        if error := next(copies):
            raise error
        target.write(source.read(length))

    monkeypatch.setattr("dossier.pipeline.drop.shutil.copyfileobj", copy)
    files = [SimpleUploadedFile(f"day-{name}.pdf", b"%PDF-1.4 " + name.encode()) for name in ("mot", "hai")]
    told(visit("xa-khac").post(f"/don-vi/{OTHER}/dua-len", {"tep": files}), FULL)
    assert (inbox / "day-mot.pdf").read_bytes() == b"%PDF-1.4 mot"
    assert sorted(path.name for path in inbox.glob("*day-*")) == ["day-mot.pdf"]
    entry = load_journal(paths.journal)[0][-1]
    assert (entry.act, list(entry.data["files"])) == ("evidence-added", ["inbox/day-mot.pdf"])
    (inbox / "day-mot.pdf").unlink()


@FAULTS
def test_a_self_score_that_could_not_be_saved_is_sent_again_from_the_page(
    visit: Callable[[str], Client], campaign: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    form = CampaignPaths(campaign).self_score_form(OTHER)
    before = form.read_bytes()
    client = visit("xa-khac")
    with monkeypatch.context() as patch:
        break_writing(patch, fault)
        answer = client.post(FORM, CELL)
    told(answer, fault)
    assert form.read_bytes() == before
    assert list(form.parent.glob(STAGED)) == []
    again = hidden(answer)
    assert again == CELL
    assert client.post(FORM, again).status_code == 302
    assert form.read_bytes() != before
    form.write_bytes(before)


@FAULTS
def test_a_form_whose_line_of_the_journal_fails_is_as_it_was(
    visit: Callable[[str], Client], campaign: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    """The form was written when the disk filled up: what is not in the journal is not saved."""
    form = CampaignPaths(campaign).self_score_form(OTHER)
    before = form.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("dossier.pipeline.self_score_typed.record_acts", fault)
        told(visit("xa-khac").post(FORM, CELL), fault)
    assert form.read_bytes() == before


def hidden(answer: Any) -> dict[str, str]:
    """The fields that the page keeps, as a browser reads them; without the token."""
    page = answer.content.decode()
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(text) for name, text in fields if "csrf" not in name}


@FAULTS
@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("/dieu-hanh/nhan", {"don-vi": OTHER, "phan": "ca-hai"}),
        (f"/don-vi/{OTHER}/xep", {"tep": "1.3/Du thao KH tuyen truyen.docx", "ma": "1.3"}),
        ("/van-ban/D01/so", {"so": "12", "ngay": "2020-10-01"}),
    ],
    ids=["receive", "sort", "number"],
)
def test_other_acts_are_not_half_done(
    visit: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    url: str,
    fields: dict[str, str],
) -> None:
    client = visit("noi-vu")
    break_writing(monkeypatch, fault)
    answer = client.post(url, fields)
    told(answer, fault)
    assert hidden(answer) == fields


@FAULTS
@pytest.mark.usefixtures("kept")
def test_an_appraisal_that_could_not_be_saved_stays_on_the_page(
    visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    """The journal is written last, by the same hand for all: here it is what breaks."""
    import dossier.web.views.appraise as view

    typed = {"diem:1.1.1": "1", "ly-do:1.1.1": "thiếu", "yeu-cau:1.1.1": "", "da-thay:1.1.1": ""}

    def record(run: Any, *_: object, **__: object) -> None:
        append_journal(run.paths.journal, [Act("appraised", OTHER)], at=run.now, who="Thử")

    monkeypatch.setattr(view, "appraise_unit", record)
    break_writing(monkeypatch, fault)
    answer = visit("co-quan").post(f"/tham-dinh/noi-vu/{OTHER}", typed)
    told(answer, fault)
    assert hidden(answer) == typed


def test_a_full_disk_under_the_first_line_leaves_no_journal_that_looks_cut(
    tmp_path: Path, campaign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del campaign
    import datetime as dt

    path, now = tmp_path / "journal.jsonl", dt.datetime.now(tz=dt.UTC)
    with monkeypatch.context() as patch:
        patch.setattr("dossier.journal.write_text", FULL)
        with pytest.raises(OSError, match="No space"):
            append_journal(path, [Act("thử")], at=now, who="A")
    assert not path.exists()
    append_journal(path, [Act("thử")], at=now, who="A")
    with monkeypatch.context() as patch:
        patch.setattr("dossier.journal.write_text", FULL)
        append_journal(path, [Act("thử")], at=now, who="A")
    assert len(load_journal(path)[0]) == 2
    assert verify_journal(path) == ()


@FAULTS
def test_evidence_can_be_looked_at_though_nothing_can_be_kept(
    visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr("dossier.pipeline.viewing.write_bytes", fault)
    monkeypatch.setattr("dossier.web.viewer.kept_picture", lambda *_: None)
    monkeypatch.setattr("dossier.pipeline.viewing._PICTURES", "xem-thu")
    answer = visit("xa-khac").get(f"/don-vi/{OTHER}/trang/1", {"tep": "7.1/QD cong khai NS.pdf"})
    assert answer.headers["Content-Type"] == "image/jpeg"


# --- work in the background -----------------------------------------------------------------------


@FAULTS
@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("verb", ["van-ban", "bo-ho-so"])
def test_work_that_could_not_write_says_so(
    visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, fault: Fault, verb: str
) -> None:
    break_writing(monkeypatch, fault)
    job = done(visit("xa-khac").post(f"/chay/{verb}", {"unit": OTHER}))
    assert job.state == "loi"
    assert fault.told in job.message


def test_a_result_waits_for_a_database_that_is_full(
    visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread of the jobs lives on, and what became of the work is written as soon as it can be."""
    from dataclasses import replace

    from django.db import OperationalError

    from dossier.web import jobs
    from dossier.web.models import Job
    from dossier.web.verbs import VERBS, Outcome

    refusals = iter(range(2))
    save = Job.save

    def full(self: Job, **given: Any) -> None:
        if "ended_at" in given.get("update_fields", ()) and next(refusals, None) is not None:
            raise OperationalError("database or disk is full")
        save(self, **given)

    monkeypatch.setattr(jobs, "_TRY_AGAIN", 0.01)
    monkeypatch.setattr(Job, "save", full)
    monkeypatch.setitem(VERBS, "nop", replace(VERBS["nop"], work=lambda *_: Outcome("tốt")))
    for _ in range(2):
        assert done(visit("xa-khac").post(f"/don-vi/{OTHER}/giao-nop/nop")).message == "tốt"
    assert next(refusals, None) is None


def test_a_database_that_is_full_is_told(visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from dossier.web.models import Job

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full") from sqlite3.OperationalError()

    client = visit("xa-khac")
    monkeypatch.setattr(Job.objects, "create", full)
    answer = client.post("/chay/van-ban", {"unit": OTHER})
    assert answer.status_code == 409
    assert "ổ đĩa còn chỗ trống" in answer.content.decode()
    assert hidden(answer) == {"unit": OTHER}


def test_a_password_is_not_kept_on_a_page(visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from dossier.web.models import Account

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    client = visit("quan-tri")
    monkeypatch.setattr(Account, "save", full)
    given = {"username": "moi", "role": "xem", "is_active": "on", "password": PASSWORD}
    answer = client.post("/tai-khoan", given)
    assert answer.status_code == 409
    assert PASSWORD not in answer.content.decode()
