"""Looking at evidence: a file that takes long to be made into pages keeps nobody else waiting."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from dossier.campaign import CampaignPaths
from dossier.pipeline.links import load_decisions
from dossier.pipeline.viewing import Paged, pages_of
from dossier.problems import Problem, Severity, Where
from tests.web.conftest import OTHER, UNIT
from tests.web.handover_world import kept_year, reread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

PDF, PICTURE = "1.1/KH 05 CCHC 2020.pdf", f"/don-vi/{UNIT}/trang/1"
WORD = "1.3/Du thao KH tuyen truyen.docx"
MAKING = "Đang chuyển tệp thành trang để xem"


class Office:
    """LibreOffice that works until the test lets it go on, and counts the files it was given."""

    def __init__(self, made: Paged | None) -> None:
        self.made, self.asked = made, 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, run: Any, unit: Any, file: Any, session: Any) -> Paged:
        if file.path != WORD:
            return pages_of(run, unit, file, session)
        self.asked += 1
        self.begun.set()
        assert self.go_on.wait(60)
        return self.made or pages_of(run, unit, file, session)


@pytest.fixture
def word(campaign: Path, app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pages of a Word file are not made yet, and nobody waits for them."""
    del app
    import dossier.web.views.evidence as views

    monkeypatch.setattr(views, "_PATIENCE", 0.01)
    made = CampaignPaths(campaign).cache.rglob("xem/*")
    kept = {path: path.read_bytes() for path in made}
    for path in kept:
        path.unlink()
    yield
    for path, data in kept.items():
        path.write_bytes(data)


def start(monkeypatch: pytest.MonkeyPatch, made: Paged | None = None) -> Office:
    office = Office(made)
    monkeypatch.setattr("dossier.web.viewer.pages_of", office)
    return office


def look(client: Client, path: str, unit: str = OTHER) -> str:
    answer = client.get(f"/don-vi/{unit}/tep", {"tep": path})
    assert answer.status_code == 200
    return str(answer.content.decode())


def finish(office: Office, client: Client) -> str:
    """Let the work go on; the page once nothing is being made."""
    from dossier.web.viewer import VIEWER

    office.go_on.set()
    assert VIEWER.settle(patience=60)
    return look(client, WORD)


@pytest.mark.usefixtures("word")
def test_a_long_conversion_keeps_nobody_waiting_and_is_done_once(
    visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = start(monkeypatch)
    client = visit("xa-khac")
    page = look(client, WORD)
    assert MAKING in page
    assert 'hx-trigger="every 2s"' in page
    assert "Chứng minh cho" in page  # the rest of the page is there at once
    assert office.begun.wait(60)

    assert "Trang 1/" in look(visit("xa"), PDF, UNIT)
    assert visit("xa").get(PICTURE, {"tep": PDF}).headers["Content-Type"] == "image/jpeg"
    assert MAKING in look(client, WORD)
    assert client.get(f"/don-vi/{OTHER}/trang/1", {"tep": WORD}).status_code == 404

    page = finish(office, client)
    assert "Trang 1/" in page
    assert "every 2s" not in page.split('class="side"')[0].split('id="cac-trang"')[1]
    assert client.get(f"/don-vi/{OTHER}/trang/1", {"tep": WORD}).headers["Content-Type"] == "image/jpeg"
    assert office.asked == 1


@pytest.mark.usefixtures("word")
def test_what_cannot_be_made_into_pages_says_why_and_is_not_tried_at_each_look(
    visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    why = Problem("PDF99", Severity.WARNING, Where(), "Tệp bị hỏng ở trang 3.", "Đề nghị đơn vị gửi lại.")
    office = start(monkeypatch, Paged(0, (why,)))
    client = visit("xa-khac")
    assert MAKING in look(client, WORD)
    page = finish(office, client)
    assert "Tệp bị hỏng ở trang 3." in page
    assert MAKING not in page
    look(client, WORD)
    assert office.asked == 1


@pytest.fixture
def report(campaign: Path, app: Any, tmp_path: Path) -> Iterator[str]:
    """A report of three pages among a unit's evidence, gone afterwards with what was decided on it."""
    del app
    with kept_year(campaign, tmp_path / "truoc"):
        pages = pikepdf.new()
        for _ in range(3):
            pages.add_blank_page(page_size=(595, 842))
        pages.save(CampaignPaths(campaign).evidence(OTHER) / "1.1/Ba trang.pdf")
        reread()
        yield "1.1/Ba trang.pdf"


@pytest.mark.parametrize("typed", ["1-2", " 1 – 2 "])
def test_the_pages_that_prove_are_typed_as_people_write_them(
    visit: Callable[[str], Client], campaign: Path, report: str, typed: str
) -> None:
    assert 'name="trang"' in look(visit("xa-khac"), report)
    answer = visit("xa-khac").post(f"/don-vi/{OTHER}/xep", {"tep": report, "ma": "1.1", "trang": typed})
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    (link,) = load_decisions(CampaignPaths(campaign))
    assert (link.node, link.pages) == ("1.1", (1, 2))


@pytest.mark.parametrize("typed", ["ba", "3-", "1-4", "0", "1;2", "9" * 30])
def test_pages_that_are_none_are_named(visit: Callable[[str], Client], campaign: Path, report: str, typed: str) -> None:
    answer = visit("xa-khac").post(f"/don-vi/{OTHER}/xep", {"tep": report, "ma": "1.1", "trang": typed})
    assert answer.status_code == 400
    assert load_decisions(CampaignPaths(campaign)) == ()
