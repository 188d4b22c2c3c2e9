"""One campaign, served for real to the tests of this folder.

Django is set up once a process, so the campaign is one for all tests of a worker: a test that changes a unit takes
one that no other test changes, or puts back what it changed.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from dossier.campaign import CampaignPaths
from dossier.pipeline.demo import ensure_sample
from dossier.problems import NoProgress
from dossier.web.serve import application
from dossier.web.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Browser, Page

UNIT, OTHER = "xa-an-binh", "xa-binh-minh"
OFFICE = "noi-vu"
PASSWORD = "mat khau dai va kho doan"  # noqa: S105 - of accounts that live for one test run

# Username by what the account is for; the commune's is of UNIT, the appraiser's of OFFICE.
PEOPLE = {
    "xa": {"role": "xa", "unit": UNIT},
    "xa-khac": {"role": "xa", "unit": OTHER},
    "co-quan": {"role": "co-quan", "office": OFFICE},
    "noi-vu": {"role": "noi-vu"},
    "thu-ky": {"role": "thu-ky"},
    "uy-vien": {"role": "uy-vien"},
    "chu-tich": {"role": "chu-tich"},
    "luu-tru": {"role": "luu-tru"},
    "xem": {"role": "xem"},
    "quan-tri": {"role": "quan-tri"},
}


class OpenAs(Protocol):
    """Opens a browser window for one of PEOPLE."""

    def __call__(self, name: str, **options: Any) -> Page: ...


def move_calendar(root: Path, *, days: int) -> None:
    """Put every cut-off of the sample's calendar some days from today, so that nothing is locked (or all is)."""
    path = root / "campaign.yaml"
    day = (dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=days)).date()
    path.write_text(re.sub(r"day: \d{4}-\d\d-\d\d", f"day: {day}", path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample campaign, its deadlines a month ahead."""
    root = tmp_path_factory.mktemp("web") / "ky"
    ensure_sample(root, NoProgress())
    move_calendar(root, days=30)
    return root


@pytest.fixture
def form(campaign: Path) -> Iterator[Path]:
    """The form of the unit tests type into, put back afterwards."""
    path = CampaignPaths(campaign).self_score_form(OTHER)
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


@pytest.fixture(scope="session")
def app(campaign: Path) -> Iterator[Any]:
    """The campaign's WSGI application in the office mode, its units read, one account a role."""
    with application(Service(root=campaign, names=("testserver",), ocr="none")) as wsgi:
        from dossier.web.models import Account
        from dossier.web.opened import desk

        for name, given in PEOPLE.items():
            account = Account(username=name, full_name=f"Người {name}", **given)
            account.set_password(PASSWORD)
            account.save()
        for unit in desk().campaign.units:
            desk().fresh(unit.id, patience=60)
        yield wsgi


@pytest.fixture(scope="session")
def visit(app: Any) -> Callable[[str], Client]:
    """A browser logged in as one of PEOPLE; CSRF is enforced as in life; ``""`` is nobody."""
    del app
    from django.test import Client

    from dossier.web.models import Account

    def open_as(name: str) -> Client:
        client = Client(raise_request_exception=True)
        if name:
            account = Account.objects.get(username=name)
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_as


@pytest.fixture(scope="session")
def live(app: Any) -> Iterator[str]:
    """The address of the same application behind a real waitress server."""
    from waitress.server import create_server

    server = create_server(app, host="127.0.0.1", port=0, threads=8, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def sessions(app: Any) -> dict[str, str]:
    """The session key of each of PEOPLE, as a browser's cookie holds it."""
    del app
    from django.test import Client

    from dossier.web.models import Account

    keys = {}
    for name in PEOPLE:
        client = Client()
        client.force_login(Account.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        keys[name] = client.session.session_key or ""
    return keys


@pytest.fixture(scope="module")
def browser(sessions: dict[str, str]) -> Iterator[Browser]:
    """Debian's Chromium; while it runs, the thread of the tests must not ask the database (Playwright's loop runs)."""
    del sessions
    with open_chromium() as chromium:
        yield chromium


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Chromium without a window, closed afterwards."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_as(browser: Browser, sessions: dict[str, str], live: str) -> Iterator[OpenAs]:
    """A browser window of a person; ``bypass_csp`` is for the checker's own script."""
    with ExitStack() as windows:

        def opened(name: str, **options: Any) -> Page:
            context = windows.enter_context(browser.new_context(base_url=live, locale="vi-VN", **options))
            if name:
                context.add_cookies([{"name": "dossier_phien", "value": sessions[name], "url": live}])
            return context.new_page()

        yield opened
