"""``dossier serve`` as a person starts it: on this machine only, for whoever has the link."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dossier.pipeline.demo import ensure_sample
from dossier.problems import NoProgress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FREE_PORT = 18765


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("personal") / "ky"
    ensure_sample(root, NoProgress())
    return root


def command(root: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "dossier", "serve", str(root), "--no-browser", "--port", str(FREE_PORT), *options]


def refused(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The program, which should end at once and say why."""
    return subprocess.run(
        command(root, *options), capture_output=True, text=True, encoding="utf-8", check=False, timeout=120
    )


def start(root: Path) -> tuple[subprocess.Popen[str], str]:
    """The running program and what it said when it was ready."""
    process = subprocess.Popen(command(root, "--ocr", "none"), stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stderr
    said = ""
    for line in process.stderr:
        said += line
        if "Dừng" in line:
            break
    return process, said


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[str]:
    """The path of the link that lets in."""
    process, said = start(root)
    link = re.search(r"http://127\.0\.0\.1:\d+(/vao/\S+)", said)
    assert link, said
    yield link[1]
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert process.stderr
    process.stderr.close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


def get(path: str, **headers: str) -> Answer:
    with closing(http.client.HTTPConnection("127.0.0.1", FREE_PORT, timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())


def test_without_the_link_nothing_is_shown(served: str) -> None:
    del served
    for path in ("/", "/don-vi/xa-an-binh", "/tim?tim=x", "/vao/doan-mo"):
        answer = get(path)
        assert answer.status == 403
        assert "An Bình" not in answer.body


def test_the_link_lets_in_and_leaves_the_address_bar(served: str) -> None:
    answer = get(served)
    assert answer.status == 302
    assert answer.headers["Location"] == "/"
    cookies = "; ".join(cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie", []))
    assert get("/", Cookie=cookies).status == 200


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "192.168.1.10"])
def test_another_host_name_is_refused(served: str, host: str) -> None:
    assert get(served, Host=host).status == 400


def test_a_second_service_on_the_port_says_so(root: Path, served: str) -> None:
    del served
    done = refused(root)
    assert done.returncode == 6
    assert f"Không mở được cổng {FREE_PORT}" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--name", "x.vn"), "cần --office"),
        (("--office", "--cert", __file__), "--cert và --key phải đi cùng nhau"),
    ],
)
def test_options_that_do_not_fit_are_explained(root: Path, options: tuple[str, ...], said: str) -> None:
    done = refused(root, *options)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_folder_that_is_no_campaign_is_named(tmp_path: Path) -> None:
    done = refused(tmp_path)
    assert done.returncode == 3
    assert "campaign.yaml" in done.stderr
