"""The program is killed while somebody uploads, saves or builds: nothing saved is lost, no half file is left."""

from __future__ import annotations

import http.client
import re
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from dossier.campaign import CampaignPaths, load_campaign
from dossier.criteria import load_criteria
from dossier.journal import load_journal, verify_journal
from dossier.pipeline.demo import ensure_sample
from dossier.problems import NoProgress
from dossier.sheets.typed import read_fields
from tests.web.conftest import UNIT, move_calendar
from tests.web.serving import Served, Visitor, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORM = f"/don-vi/{UNIT}/tu-cham"
SAVES = 3


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("killed") / "ky"
    ensure_sample(root, NoProgress())
    move_calendar(root, days=30)
    return root


@contextmanager
def entered(root: Path) -> Iterator[tuple[Served, Visitor]]:
    """The personal mode and its one person, let in by the link; a form's page gives the token."""
    with served(root) as service:
        owner = Visitor(service.base)
        owner.get(service.address.removeprefix(service.base))
        owner.get(FORM)
        yield service, owner


def kill(service: Served) -> None:
    service.process.kill()
    service.process.wait(timeout=60)


def note_of(root: Path) -> str:
    paths, campaign = CampaignPaths(root), load_campaign(root)
    unit = campaign.unit(UNIT)
    assert unit
    fields = read_fields(paths.self_score_form(UNIT), load_criteria(paths.criteria)[0], unit=unit, campaign=campaign)
    return fields["1.1.1", "note"]


def evidence(root: Path) -> dict[str, bytes]:
    folder = CampaignPaths(root).evidence(UNIT)
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_half_an_upload_is_nothing(root: Path) -> None:
    before = evidence(root)
    with entered(root) as (service, owner):
        token = owner.cookie("dossier_csrf")
        head = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{text}'
            for name, more, text in (
                ("csrfmiddlewaretoken", "", f"{token}\r\n"),
                ("tep", '; filename="nua.pdf"\r\nContent-Type: application/pdf', "%PDF-1.4 "),
            )
        ).encode()
        place = service.base.removeprefix("http://")
        with closing(http.client.HTTPConnection(place, timeout=60)) as line:
            line.putrequest("POST", f"/don-vi/{UNIT}/dua-len")
            line.putheader("Cookie", f"dossier_phien={owner.cookie('dossier_phien')}; dossier_csrf={token}")
            line.putheader("Content-Type", "multipart/form-data; boundary=x")
            line.putheader("Content-Length", str(len(head) + 5_000_000))
            line.endheaders(head + b"0" * 3_000_000)
            assert owner.get(FORM)[0] == 200  # it has come in, and others are served meanwhile
            kill(service)
    assert evidence(root) == before


def test_every_answered_save_is_there_after_a_kill(root: Path) -> None:
    with entered(root) as (service, owner):
        answered = [note_of(root)]
        enough = threading.Event()

        def save() -> None:
            while True:
                text = f"lần {len(answered)}"
                try:
                    status, _ = owner.post(FORM, {"o:1.1.1:note": text, "c:1.1.1:note": answered[-1]})
                except (OSError, http.client.HTTPException):
                    return
                assert status == 200
                answered.append(text)
                if len(answered) > SAVES:
                    enough.set()

        hand = threading.Thread(target=save)
        hand.start()
        assert enough.wait(120)
        kill(service)
        hand.join(60)
    # The save in flight when the program died is wholly there or not at all.
    assert note_of(root) in {answered[-1], f"lần {len(answered)}"}
    journal = CampaignPaths(root).journal
    assert verify_journal(journal) == ()
    saved = [change[3] for entry in load_journal(journal)[0] for change in entry.data.get("changes", ())]
    assert set(answered[1:]) <= set(saved)


def test_a_killed_build_leaves_the_last_one_and_is_told_as_lost(root: Path) -> None:
    out = CampaignPaths(root).out(UNIT)
    with entered(root) as (service, owner):
        before = {path: path.read_bytes() for path in out.glob("*.pdf")}
        _, page = owner.post("/chay/bo-ho-so", {"unit": UNIT})
        job = re.search(r"/viec/\d+", page)
        assert job
        while "đang chờ" in owner.get(job[0])[1]:
            pass
        kill(service)
    after = {path: path.read_bytes() for path in out.glob("*.pdf")}
    assert all(data.startswith(b"%PDF") and b"%%EOF" in data[-64:] for data in after.values())
    assert set(before) <= set(after)

    with entered(root) as (service, owner):
        page = owner.get(job[0])[1]
        assert "bị ngắt khi máy dừng" in page or "xong" in page
        _, page = owner.post("/chay/bo-ho-so", {"unit": UNIT})
        again = re.search(r"/viec/\d+", page)
        assert again
        while "hx-trigger" in (page := owner.get(again[0])[1]):
            pass
        assert "<b>xong</b>" in page
    assert not list(root.rglob("*dang-ghi*"))
