"""The letterhead of a scan: read once for its text, again for number and date, and through a red stamp."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PIL import ImageStat

from dossier.readers import handwriting, ocr
from dossier.readers.legibility import is_legible
from dossier.readers.model import UNSURE
from dossier.readers.seal import DPI as SEAL_DPI
from dossier.readers.seal import has_red, red_ink, without_red
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PIL import Image

    from dossier.readers.ocr import Letter, Row

DPI, _FINE_DPI, _TURN_DPI = 200, 300, 120
_LETTERHEAD = 0.42  # of the first page's height
_FINE_LETTERHEAD = 0.30  # where number and date stand
_BELOW = 0.015  # of the page's height, kept under the number and date when the second look is cut shorter
_TURNS = (180, 90, 270)
ENOUGH_LETTERS = 40  # a photo of a notice board has few more
_EDGE = 3  # pixels: a line that touches the picture's edge was cut and is read with the next part
# Share of red pixels that make a stamp: over the number's line, and over the whole corner where it should stand.
_RED_LINE, _RED_CORNER = 0.01, 0.002
# Of a digit's box under red ink. Every digit that all readings got wrong had 0.43 and more (measured with opaque ink).
_HIDDEN = 1 / 3
_NUMBER_OR_DATE = re.compile(r"^\W{0,3}s.{0,2}\s?[:;.].*/|ngay.*thang.*nam")
_NUMBER_LINE = re.compile(r"\W{0,3}s.{0,2}(?![a-z])")
_DIGIT = re.compile(r"\d")
_MOTTO = ("cong hoa", "doc lap", "dang cong san")


class Pages(Protocol):
    """Page images on demand."""

    count: int

    def picture(self, index: int, *, dpi: int, top: float, bottom: float, grey: bool = True) -> tuple[Image.Image, int]:
        """The stretch of a page from ``top`` to ``bottom`` (0 to 1 of its height), and its true resolution."""

    def turn(self, index: int, degrees: int) -> None:
        """Turn a page clockwise for every later picture."""


class Letterhead(NamedTuple):
    """What the top of a scan's first page says.

    Attributes:
        lines: as recognised, in reading order.
        ends: how far down the page they reach, of its height.
        witnesses, guesses: see ``Content``.
    """

    lines: list[str]
    ends: float
    witnesses: tuple[str, ...]
    guesses: tuple[str, ...] = ()


def read_letterhead(pages: Pages, deadline: float) -> Letterhead:
    """The letterhead of the first page, which is turned upright when it was scanned otherwise.

    Raises:
        OcrTimeoutError: the deadline passed.
    """
    first = _look(pages, _LETTERHEAD, deadline)
    if not first.upright:
        _set_upright(pages, deadline)
        first = _look(pages, _LETTERHEAD, deadline)
    if not any(word in fold(line) for line in first.raw for word in _MOTTO):
        return Letterhead(first.raw, first.ends, (_joined(first.sure),))
    return _through_stamp(pages, first, deadline) if _is_stamped(pages, first) else _twice(pages, first, deadline)


def time_left(deadline: float) -> float:
    """Seconds up to a deadline of the monotonic clock.

    Raises:
        OcrTimeoutError: none is left.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise ocr.OcrTimeoutError
    return left


class _Box(NamedTuple):
    """A place on the page, in shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


_CORNER = _Box(0.05, 0.03, 0.5, _FINE_LETTERHEAD)


@dataclass(frozen=True, slots=True)
class _Look:
    """One reading of the first page's top: its lines as recognised, and with unsure digits masked.

    Attributes:
        ends, number_ends: where the last whole line, and number and date, end, of the page's height;
            ``number_ends`` is infinite when the number's or the date's line was not seen.
        number_box: where the number's line stands; None when it was not seen.
        penned: the lines with handwriting as its own reader has it; None when there was nothing for it.
    """

    raw: list[str]
    sure: list[str]
    ends: float
    number_ends: float
    upright: bool
    number_box: _Box | None
    penned: list[str] | None

    @property
    def is_doubtful(self) -> bool:
        """Whether a line that looks like the number's or the date's holds an unsure digit."""
        return any(UNSURE in line and _NUMBER_OR_DATE.search(fold(line)) for line in self.sure)

    @property
    def short(self) -> float:
        """How far down a further look at number and date must go, of the page's height."""
        return min(_FINE_LETTERHEAD, self.number_ends + _BELOW)


def _twice(pages: Pages, first: _Look, deadline: float) -> Letterhead:
    """Number and date read again finer, and a third time when a reading doubts."""
    looks = [first, _look(pages, first.short, deadline, dpi=_FINE_DPI, model=ocr.Model.BEST)]
    if any(look.is_doubtful for look in looks):
        looks.append(_look(pages, first.short, deadline, dpi=_FINE_DPI))
    guesses = [*(look.raw for look in looks[1:]), *_penned(looks[1:])]
    witnesses = tuple(_joined(look.sure) for look in looks)
    return Letterhead(first.raw, first.ends, witnesses, tuple(map(_joined, guesses)))


def _through_stamp(pages: Pages, first: _Look, deadline: float) -> Letterhead:
    """A number under red ink is believed when three readings without the red all give it and are sure.

    With the ink it is read wrong with great confidence, and of two readings without it both may err (measured).
    """
    clear = _look(pages, _LETTERHEAD, deadline, red=False)
    looks = [clear, *(_look(pages, clear.short, deadline, dpi=_FINE_DPI, model=m, red=False) for m in ocr.Model)]
    agreed = len({_digits(look.sure) for look in looks}) == 1 and _digits(clear.sure)
    trusted = [look.sure if agreed else list(map(_masked, look.sure)) for look in looks]
    # What was read with the ink stays as a guess: marks of urgency and secrecy are red too.
    guesses = [*(look.raw for look in looks[1:]), *_penned(looks[1:]), first.raw]
    witnesses = tuple(map(_joined, (map(_masked, first.sure), *trusted)))
    return Letterhead(clear.raw, clear.ends, witnesses, tuple(map(_joined, guesses)))


def _penned(looks: Sequence[_Look]) -> Iterator[list[str]]:
    return (look.penned for look in looks if look.penned)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _is_stamped(pages: Pages, look: _Look) -> bool:
    box, least = (look.number_box, _RED_LINE) if look.number_box else (_CORNER, _RED_CORNER)
    picture, _ = pages.picture(0, dpi=SEAL_DPI, top=box.top, bottom=box.bottom, grey=False)
    part = picture.crop((int(box.left * picture.width), 0, int(box.right * picture.width), picture.height))
    return has_red(part, least=least)


def _masked(line: str) -> str:
    """A number's line without its digits."""
    return _DIGIT.sub(UNSURE, line) if _NUMBER_LINE.match(fold(line)) else line


def _digits(lines: Sequence[str]) -> str | None:
    """The digits of the number's line before its slash; None when one is unsure or there are none."""
    line = next((line for line in lines if "/" in line and _NUMBER_LINE.match(fold(line))), "")
    number = line.partition("/")[0]
    return None if UNSURE in number else "".join(filter(str.isdigit, number)) or None


def _look(
    pages: Pages,
    bottom: float,
    deadline: float,
    *,
    dpi: int = DPI,
    model: ocr.Model = ocr.Model.FAST,
    red: bool = True,
) -> _Look:
    """Read the first page down to ``bottom``; without ``red`` what a stamp prints is as light as paper."""
    picture, true_dpi = pages.picture(0, dpi=dpi, top=0, bottom=bottom, grey=red)
    ink = None if red else red_ink(picture)
    if ink:
        picture = without_red(picture)
    every = ocr.recognise(picture, dpi=true_dpi, model=model, limit=time_left(deadline))
    rows = [row for row in every if max(letter.bottom for letter in row) < picture.height - _EDGE]
    if ink:
        rows = [[_doubted_under(ink, letter) for letter in row] for row in rows]
    width, page_height = picture.width, picture.height / bottom
    raw = ocr.raw_lines(rows, width=width, dpi=true_dpi)
    ends = max((letter.bottom for row in rows for letter in row), default=0)
    penned = None
    if dpi == _FINE_DPI and model is ocr.Model.BEST:
        penned = handwriting.read_gaps(
            rows, width, lambda: pages.picture(0, dpi=dpi, top=0, bottom=bottom, grey=False)[0]
        )
    return _Look(
        raw=raw,
        sure=ocr.sure_lines(rows, width=width, dpi=true_dpi),
        ends=ends / page_height,
        number_ends=_number_ends(rows) / page_height,
        upright=ocr.is_confident(rows, enough=ENOUGH_LETTERS) or is_legible("\n".join(raw), enough=ENOUGH_LETTERS),
        number_box=_number_box(rows, width, page_height),
        penned=ocr.raw_lines(penned, width=width, dpi=true_dpi) if penned else None,
    )


def _doubted_under(ink: Image.Image, letter: Letter) -> Letter:
    """The letter, no digit of which is sure when the ink of a stamp may hide a stroke of it."""
    if not letter.text.isdigit():
        return letter
    box = (letter.left, letter.top, max(letter.right, letter.left + 1), max(letter.bottom, letter.top + 1))
    hidden = ImageStat.Stat(ink.crop(box)).mean[0] / 255 > _HIDDEN
    return replace(letter, confidence=0) if hidden else letter


def _number_ends(rows: list[Row]) -> float:
    """The lower edge of the lines with number and date, in pixels; infinite when either is missing."""
    number, date = 0, 0
    for row in rows:
        text = ocr.key(row)
        lower = max(letter.bottom for letter in row)
        if ocr.starts_number(row):
            number = number or lower
        if "ngay" in text and "nam" in text:
            date = date or lower
    return max(number, date) if number and date else float("inf")


def _number_box(rows: list[Row], width: int, height: float) -> _Box | None:
    """Where the left half of the number's line stands, on a page of so many pixels; None when it was not seen."""
    row = next(filter(ocr.starts_number, rows), None)
    if row is None:
        return None
    left = [letter for letter in row if letter.left < width / 2]
    top, bottom = min(letter.top for letter in left), max(letter.bottom for letter in left)
    right = max(letter.right for letter in left)
    return _Box(row[0].left / width, top / height, min(1.0, right / width), min(1.0, bottom / height))


def _set_upright(pages: Pages, deadline: float) -> None:
    """Turn the first page so that its top can be read; leave it when no turn helps.

    Cheaper than the engine's own orientation data (10 MB), and only asked of pages that gave nothing.
    """
    turned = 0
    for degrees in _TURNS:
        pages.turn(0, degrees - turned)
        turned = degrees
        if _look(pages, _LETTERHEAD, deadline, dpi=_TURN_DPI).upright:
            for index in range(1, pages.count):
                pages.turn(index, degrees)
            return
    pages.turn(0, 360 - turned)
