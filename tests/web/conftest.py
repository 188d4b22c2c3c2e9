"""One campaign, served for real to the tests of this folder.

Django is set up once a process, so the campaign is one for all tests of a worker: a test that changes a unit takes
one that no other test changes, or puts back what it changed.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from dossier.pipeline.demo import ensure_sample
from dossier.problems import NoProgress
from dossier.web.serve import application
from dossier.web.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

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


@pytest.fixture
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
