"""Words made to do harm, kept in the text fields and shown again: they stay words. The journal tells them, too."""

from __future__ import annotations

import html
import re
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dossier.pipeline.appraise import receive_units
from dossier.pipeline.drop import safe_name
from dossier.text import nfc
from tests.web.conftest import OFFICE, OTHER
from tests.web.handover_world import kept_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Dialog

    from tests.web.conftest import OpenAs

SHELF = Path(__file__).parents[3] / "shared" / "material" / "hostile.tar.gz"
OWN = (
    "<script>document.title='pwned'</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><svg onload=alert(1)>",
    "javascript:alert(1)//';alert(1)//\";alert(1)//",
    "{{ 7|add:7 }}{% debug %}",
    "\u202egnirts detrever",
)  # fmt: skip
MADE = "tu-do-"  # how the names of the accounts begin
FULL_NAME = 120  # characters of an account's name
CELL = 30_000  # characters that a cell of Excel and a field of the journal take
# Whatever would run: a script of somebody else, a handler in an attribute, an address that is a program.
RUNS = """() => [...document.querySelectorAll("*")].filter(e =>
  (e.tagName === "SCRIPT" && !e.src.startsWith(location.origin + "/tinh/")) ||
  [...e.attributes].some(a => a.name.startsWith("on") || /^\\s*javascript:/i.test(a.value) && a.name !== "value")
).map(e => e.outerHTML.slice(0, 160))"""


def shelf_strings() -> list[str]:
    """The naughty strings, without what no cell of a workbook can hold."""
    with tarfile.open(SHELF) as package:
        file = package.extractfile("hostile/blns/blns.txt")
        assert file
        lines = file.read().decode("utf-8", "replace").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def legible(texts: list[str]) -> str:
    """All of them in one text, as a person might paste it."""
    joined = "\n".join(texts)
    return "".join(mark for mark in joined if mark == "\n" or mark.isprintable())[:CELL]


@pytest.fixture(scope="module", params=["own", pytest.param("shelf", marks=pytest.mark.shared)], name="words")
def words_fixture(request: pytest.FixtureRequest) -> list[str]:
    if request.param == "own":
        return list(OWN)
    if not SHELF.is_file():
        pytest.skip("the shared shelf is not here")
    return shelf_strings()


@pytest.fixture(scope="module")
def stored(
    app: Any, campaign: Path, visit: Callable[[str], Client], words: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The words in a self-score, an appraisal, a request and the names of accounts, as one text."""
    del app
    text = legible(words)
    with kept_year(campaign, tmp_path_factory.mktemp("truoc")):
        apart(lambda: store(visit, text, [word[:FULL_NAME] for word in words if "<" in word][:40]))
        yield text
        apart(forget)


def apart(act: Callable[[], None]) -> None:
    """In a thread of its own: where Playwright runs, Django's database may not be asked."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result()


def store(visit: Callable[[str], Client], text: str, names: list[str]) -> None:
    from dossier.web.models import Account
    from dossier.web.opened import desk

    score = {f"o:1.1.1:{key}": text for key in ("note", "evidence")}
    was = {"c:1.1.1:note": "", "c:1.1.1:evidence": current(visit("xa-khac"))}
    answer = visit("xa-khac").post(f"/don-vi/{OTHER}/tu-cham", score | was)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    with desk().writing() as run:
        receive_units(run, run.units([OTHER]), parts=("bao-cao", "minh-chung"), arrived=run.now, who=text[:200])
    typed = {"diem:1.1.1": "0", "ly-do:1.1.1": text, "yeu-cau:1.1.1": text, "da-thay:1.1.1": ""}
    assert visit("co-quan").post(f"/tham-dinh/{OFFICE}/{OTHER}", typed).status_code == 302
    for number, name in enumerate(names):
        Account.objects.create(username=f"{MADE}{number}", full_name=name, role="xem")


def forget() -> None:
    from dossier.web.models import Account

    Account.objects.filter(username__startswith=MADE).delete()


def current(client: Client) -> str:
    """What stands in the evidence cell, as the page's hidden field says."""
    page = client.get(f"/don-vi/{OTHER}/tu-cham").content.decode()
    found = re.search(r'name="c:1.1.1:evidence" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("xa-khac", f"/don-vi/{OTHER}/tu-cham"),
        ("co-quan", f"/tham-dinh/{OFFICE}/{OTHER}"),
        ("noi-vu", "/nhat-ky"),
        ("quan-tri", "/tai-khoan"),
    ],
)
def test_kept_words_are_shown_and_never_run(stored: str, open_as: OpenAs, name: str, address: str) -> None:
    page = open_as(name)
    said: list[str] = []

    def asks(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", asks)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert said == []
    assert page.evaluate(RUNS) == []
    assert "pwned" not in page.title()
    here = page.url.split("/")[2]
    assert [url for url in asked if not url.startswith("data:") and url.split("/")[2] != here] == []
    if address.startswith("/don-vi"):
        assert page.input_value("[name='o:1.1.1:note']") == nfc(stored)


def test_the_journal_tells_names_and_days_as_people_do(stored: str, open_as: OpenAs) -> None:
    del stored
    page = open_as("noi-vu")
    page.goto("/nhat-ky")
    told = page.inner_text("main")
    for words in (
        "UBND xã Bình Minh",
        "Phòng Nội vụ: 1 tiêu chí",
        "nhận hồ sơ tự đánh giá",
        "báo cáo, minh chứng; đến",
    ):
        assert words in told
    assert OTHER not in page.inner_text("main table")
    assert "thay phiếu trước" not in told
    days = page.locator("td[data-label='Lúc']").all_inner_texts()
    assert days
    assert all(re.fullmatch(r"\d\d:\d\d \d\d/\d\d/\d{4}", day.strip()) for day in days)


def test_no_word_makes_a_name_that_leaves_its_folder(words: list[str]) -> None:
    for word in words:
        made = safe_name(word)
        assert made not in {"", ".", ".."}
        assert not set('/\\:*?"<>|\0') & set(made), word
        assert len(made.encode()) <= 255
