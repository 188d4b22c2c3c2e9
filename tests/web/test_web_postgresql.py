"""Accounts, sessions, lockout and jobs in a real PostgreSQL, where its programs are on the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossier.pipeline.demo import ensure_sample
from dossier.problems import NoProgress
from tests.web.conftest import OTHER, PASSWORD, UNIT
from tests.web.serving import ADMIN, OFFICE_MODE, Visitor, free_port, served

if TYPE_CHECKING:
    from collections.abc import Iterator


def programs() -> Path | None:
    """The folder of the server's programs; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of a private cluster, which belongs to a user without rights: PostgreSQL refuses root."""
    bin_ = programs()
    as_user = ["runuser", "-u", "postgres", "--"] if os.name == "posix" and os.getuid() == 0 else []
    if bin_ is None or find_spec("psycopg") is None or (as_user and not shutil.which("runuser")):
        pytest.skip("no PostgreSQL server or driver on this machine")
    # Not in pytest's folder, which only its owner may enter.
    with tempfile.TemporaryDirectory(prefix="dossier-pg-") as folder:
        if as_user:
            shutil.chown(folder, "postgres")
        data, port = f"{folder}/data", free_port()

        def call(*words: str) -> None:
            subprocess.run([*as_user, *words], check=True, stdout=subprocess.DEVNULL, cwd=folder)

        call(f"{bin_}/initdb", "-D", data, "-U", "dossier", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        control = (f"{bin_}/pg_ctl", "-D", data, "-w", "-l", f"{folder}/log")
        call(*control, "-o", f"-F -h 127.0.0.1 -p {port} -k {folder}", "start")
        try:
            yield f"postgres://dossier@127.0.0.1:{port}/postgres"
        finally:
            call(*control, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("postgresql") / "ky"
    ensure_sample(root, NoProgress())
    return root


def test_the_year_s_accounts_live_in_postgresql(database: str, root: Path) -> None:
    commune = {"username": "xa", "full_name": "Người xã", "role": "xa", "unit": UNIT, "password": PASSWORD}
    options = (*OFFICE_MODE, "--database", database)
    with served(root, *options) as service:
        admin, officer = Visitor(service.base), Visitor(service.base)
        assert admin.log_in(ADMIN)[0] == 200
        assert "Đã tạo tài khoản xa." in admin.post("/tai-khoan", commune | {"is_active": "on"})[1]
        assert "Tên đăng nhập" in officer.log_in("xa", "sai mật khẩu")[1]
        assert "Người xã" in officer.log_in("xa")[1]
        assert officer.get(f"/don-vi/{UNIT}")[0] == 200
        assert officer.get(f"/don-vi/{OTHER}")[0] == 403
        assert officer.get("/tai-khoan")[0] == 403

        # What no text column of PostgreSQL takes must not stop the work.
        _, page = officer.post("/chay/bo-ho-so", {"unit": UNIT, "toi-da": "x\0y"})
        job = re.search(r"/viec/\d+", page)
        assert job
        officer.get(job[0])

        stranger = Visitor(service.base)
        answers = [stranger.log_in("xa", f"sai {count}")[0] for count in range(6)]
        assert answers[-1] == 429
        assert stranger.log_in("xa")[0] == 429
    assert not (root / "records/web/accounts.sqlite").exists()

    with served(root, "--office", "--database", database) as service:
        officer.base = service.base  # the same browser after a restart
        status, page = officer.get(job[0])
        assert status == 200
        assert "Người xã" in page
        assert "Tên đăng nhập" not in page
