"""The second reader for what a pen wrote: it proposes, never decides, and is missed by nobody who has not got it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from dossier.readers import Content, handwriting, read_content
from dossier.readers.model import OcrMode
from tests.readers.scan_world import PLAN, draw_page, handwrite, paper, scan_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITTEN = scan_pdf(handwrite(draw_page(paper(number="Số:             /KH-UBND")), digits="128", at=(300, 235)))


@pytest.fixture
def _fresh_net() -> Iterator[None]:
    """For tests that change what there is to load."""
    handwriting._net.cache_clear()
    yield
    handwriting._net.cache_clear()


def number_lines(texts: tuple[str, ...]) -> list[str]:
    return [line.replace(" /", "/") for text in texts for line in text.split("\n") if line.startswith("Số")]


@cache
def read(data: bytes) -> Content:
    return read_content(data, ocr=OcrMode.HEAD)[0]


def test_a_pen_s_number_is_a_guess_and_no_witness() -> None:
    content = read(WRITTEN)
    assert number_lines(content.guesses)[-1] == "Số: 128/KH-UBND"
    assert not any("128" in line for line in number_lines(content.witnesses))


def test_the_guess_keeps_the_rest_of_the_letterhead() -> None:
    lines = read(WRITTEN).guesses[-1].split("\n")
    assert lines[:2] == ["ỦY BAN NHÂN DÂN", "XÃ BÌNH MINH"]
    assert "ngày 14 tháng 8 năm 2020" in lines[-1]


def test_a_pen_s_day_is_read_too() -> None:
    page = draw_page(paper(date="Bình Minh, ngày       tháng 8 năm 2020"))
    content = read(scan_pdf(handwrite(page, digits="27", at=(1085, 235))))
    assert "ngày 27 tháng 8 năm 2020" in content.guesses[-1]


def test_printed_digits_are_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_net() -> None:
        raise AssertionError

    monkeypatch.setattr(handwriting, "_net", no_net)
    assert number_lines(read(scan_pdf(draw_page(PLAN))).witnesses)


@pytest.mark.usefixtures("_fresh_net")
def test_without_the_extra_the_number_stays_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = {"asterocr", "onnxruntime"}
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in missing else found(name))
    content, _ = read_content(WRITTEN, ocr=OcrMode.HEAD)
    assert "Số: 128/KH-UBND" not in number_lines(content.guesses[-1:])


@pytest.mark.usefixtures("_fresh_net")
def test_another_net_than_the_measured_one_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handwriting, "_NET_SHA256", "0" * 64)
    assert handwriting._net() is None


def test_the_package_s_own_code_never_runs() -> None:
    code = (
        "import sys; from dossier.readers import handwriting; assert handwriting._net() is not None;"
        "sys.exit(any(name.split('.')[0] == 'asterocr' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
