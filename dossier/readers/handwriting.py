"""Handwritten number and day: a second reader for two small crops, where the extra ``[handwriting]`` is installed.

Of the package ``asterocr`` only the trained net is used, in a session of our own: its code, which can fetch a model
from the network, is never imported. What the net reads is one more candidate, never a number by itself.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from dossier.files import hash_file
from dossier.readers import ocr
from dossier.readers.model import HANDWRITING
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossier.readers.ocr import Row

# The net that was measured (docs/do-chinh-xac.md); another one is not asked.
_NET_SHA256 = "10c96b533e1f64031d73edfddafd7d4b13595544f11891f0531bcd72cb29be80"
_HEIGHT, _STEP = 32, 4  # pixels: what the net was trained on; its width is a multiple of the step
_WIDEST = 26  # times the height: beyond it the net has no positions
# How far above and below the line the crops reach, of a letter's height. A number that most of them give is told:
# of handwritten numbers on ten real scans that was 4 right, 1 wrong, 5 none; of single crops more were wrong.
_BEYOND, _MOST = (0.2, 0.35, 0.5, 0.7, 0.9), 3
_BLANK = 0  # the net's sign for «no letter»
_NUMBER, _DAY = re.compile(r"\d{1,5}"), re.compile(r"\d{1,2}")
_COLON_WITHIN, _WORD = 6, 2  # letters: «Số:» and what OCR makes of it; the word alone
_DATE = re.compile(r"ngay(?P<day>.{0,6}?)thang.*nam")


class _Gap(NamedTuple):
    """Where a pen writes within a row: the letters from ``start`` up to ``end``, and what may stand there."""

    start: int
    end: int
    form: re.Pattern[str]


def read_gaps(rows: Sequence[Row], width: int, colours: Callable[[], Image.Image]) -> list[Row] | None:
    """The rows, what a pen wrote between ``Số:`` and ``/`` and between ``ngày`` and ``tháng`` read by the net.

    None when nothing there is handwriting that it can read, or the net is not installed.

    Args:
        rows: of a picture ``width`` pixels wide.
        width: likewise.
        colours: gives that picture in colour; a pen's blue helps the net (measured).
    """
    gaps = {at: written for at, row in enumerate(rows) if (written := list(_written_gaps(row, width)))}
    net = _net() if gaps else None
    if net is None:
        return None
    picture = colours()
    read = [_row_read(row, gaps.get(at, ()), picture, net) for at, row in enumerate(rows)]
    return read if read != list(rows) else None


def _row_read(row: Row, gaps: Sequence[_Gap], picture: Image.Image, net: _Net) -> Row:
    for gap in reversed(gaps):  # from the right: filling one moves what follows
        crops = (picture.crop(_box(row, gap, beyond)) for beyond in _BEYOND)
        readings = Counter(net.read(crop).strip(" .,-") for crop in crops)
        text, count = readings.most_common(1)[0]
        if count >= _MOST and gap.form.fullmatch(text):
            row = _filled(row, gap, text)
    return row


def _written_gaps(row: Row, width: int) -> Iterator[_Gap]:
    """The gaps that printed digits do not fill and that are wide enough for a pen, left to right."""
    number = _number_gap(row, width) if ocr.starts_number(row) else None
    # One folded character a letter, so that places in the text are places in the row.
    date = _DATE.search("".join(fold(letter.text)[:1] or " " for letter in row))
    day = _Gap(date.start("day"), date.end("day"), _DAY) if date else None
    for gap in filter(None, (number, day)):
        left, _, right, _ = _box(row, gap, 0)
        if right - left >= _HEIGHT and not ocr.is_sure_number(row, gap.start, gap.end):
            yield gap


def _number_gap(row: Row, width: int) -> _Gap | None:
    """Up to the last slash of the left column that a symbol in capitals follows."""
    colon = next((at for at, letter in enumerate(row[:_COLON_WITHIN]) if letter.text in ":;."), _WORD - 1)
    slashes = [
        at
        for at in range(colon + 1, len(row) - 2)
        if row[at].text == "/" and row[at].left < width / 2 and (row[at + 1].text + row[at + 2].text).isupper()
    ]
    return _Gap(colon + 1, slashes[-1], _NUMBER) if slashes else None


def _box(row: Row, gap: _Gap, beyond: float) -> tuple[int, int, int, int]:
    """In pixels; between the neighbours, for the letters in it may be a bad guess."""
    margin = int(beyond * (row[0].bottom - row[0].top))
    top, bottom = min(letter.top for letter in row), max(letter.bottom for letter in row)
    return row[gap.start - 1].right, max(0, top - margin), row[gap.end].left, bottom + margin


def _filled(row: Row, gap: _Gap, text: str) -> Row:
    left, top, right, bottom = _box(row, gap, 0)
    place = {"left": left, "top": top, "right": right, "bottom": bottom}
    return [*row[: gap.start], replace(row[gap.start - 1], text=text, starts_word=True, **place), *row[gap.end :]]


class _Net:
    """The trained net: one line of writing in, its letters out."""

    def __init__(self, session: Any, letters: Sequence[str]) -> None:
        self._session, self._letters = session, letters

    def read(self, line: Image.Image) -> str:
        """What is written; the likeliest letter at each step, repetitions and blanks dropped."""
        import numpy as np  # noqa: PLC0415 - comes with the runtime

        width = min(_WIDEST * _HEIGHT, max(_HEIGHT, line.width * _HEIGHT // line.height))
        size = (width // _STEP * _STEP, _HEIGHT)
        pixels = np.asarray(line.convert("RGB").resize(size, Image.Resampling.BILINEAR), dtype=np.float32)
        batch = (pixels / 127.5 - 1).transpose(2, 0, 1)[np.newaxis]
        steps = self._session.run(None, {self._session.get_inputs()[0].name: batch})[0][:, 0].argmax(-1)
        return "".join(self._letters[step] for step, _ in groupby(steps.tolist()) if step != _BLANK)


@cache
def _net() -> _Net | None:
    """None when the extra is not installed or its net is another than the one measured."""
    package, runtime = map(importlib.util.find_spec, HANDWRITING)  # finds, without running anything
    if package is None or runtime is None or not package.submodule_search_locations:
        return None
    assets = Path(package.submodule_search_locations[0]) / "assets"
    if not (assets / "asternet.onnx").is_file() or hash_file(assets / "asternet.onnx") != _NET_SHA256:
        return None
    import onnxruntime  # noqa: PLC0415 - heavy, and most files need none

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one process is one core here
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(assets / "asternet.onnx"), options, providers=["CPUExecutionProvider"])
    letters = json.loads((assets / "vocab.json").read_text(encoding="utf-8"))["chars"]
    return _Net(session, letters)
