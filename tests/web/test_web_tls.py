"""The office mode by certificate files: a browser's padlock, and cookies that never go out in the clear."""

from __future__ import annotations

import http.client
import shutil
import ssl
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from dossier.pipeline.demo import ensure_sample
from dossier.problems import NoProgress
from tests.web.serving import OFFICE_MODE, served

if TYPE_CHECKING:
    from pathlib import Path

NAME = "cchc.xa.local"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine and its key, made for this run."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    made, key = tmp_path / "may.pem", tmp_path / "may.khoa"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1", "-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return made, key


def test_the_office_mode_speaks_tls_by_itself(certificate: tuple[Path, Path], tmp_path: Path) -> None:
    root = tmp_path / "ky"
    ensure_sample(root, NoProgress())
    made, key = certificate
    with served(root, *OFFICE_MODE, "--name", NAME, "--cert", str(made), "--key", str(key)) as service:
        place = service.base.removeprefix("https://")
        assert service.base.startswith("https://")
        trusted = ssl.create_default_context(cafile=str(made))
        with closing(http.client.HTTPSConnection(place, timeout=60, context=trusted)) as line:
            line.request("GET", "/dang-nhap", headers={"Host": NAME})
            answer = line.getresponse()
            page = answer.read().decode()
        assert answer.status == 200
        assert "Đăng nhập" in page
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        cookies = answer.headers.get_all("Set-Cookie") or []
        assert cookies
        assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
