"""``dossier serve`` in a process of its own, and a visitor without a browser, for tests."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.error import HTTPError

from tests.web.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ADMIN = "quan-tri"
OFFICE_MODE = ("--office", "--admin", ADMIN)


@dataclass(frozen=True)
class Served:
    """The address that the program told, with the word that lets in when there is one, and its process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        return "/".join(self.address.split("/")[:3])


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(root: Path, *options: str) -> Iterator[Served]:
    """The running program, ended afterwards if it still runs."""
    command = [sys.executable, "-m", "dossier", "serve", str(root), "--port", str(free_port()), "--no-browser"]
    with subprocess.Popen(
        [*command, "--ocr", "none", *options],
        env={**os.environ, "DOSSIER_ADMIN_PASSWORD": PASSWORD, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr
        said: deque[str] = deque(maxlen=20)
        try:
            while not (found := re.search(r"https?://\S+", said[-1] if said else "")):
                line = process.stderr.readline()
                assert line, "\n".join(said)
                said.append(line)
            yield Served(found.group(), process)
        finally:
            process.terminate()
            process.stderr.read()


class Visitor:
    """Cookies, forms with their token, redirects followed."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> tuple[int, str]:
        return self._open(path)

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.cookie("dossier_csrf")}).encode()
        return self._open(path, data)

    def log_in(self, name: str, password: str = PASSWORD) -> tuple[int, str]:
        self.get("/dang-nhap")
        return self.post("/dang-nhap", {"username": name, "password": password})

    def cookie(self, name: str) -> str:
        return next((str(item.value) for item in self._cookies if item.name == name), "")

    def _open(self, path: str, data: bytes | None = None) -> tuple[int, str]:
        request = urllib.request.Request(self.base + path, data)  # noqa: S310 - an address of our own making
        try:
            with self._opener.open(request, timeout=120) as answer:
                return answer.status, f"{answer.url}\n{answer.read().decode()}"
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()
