"""Reading a scan by OCR: letterhead twice, signature block once, the rest on demand."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dossier.readers import ocr
from dossier.readers.legibility import is_legible
from dossier.readers.model import TEXT_LIMIT, UNSURE, OcrMode, Seal
from dossier.readers.seal import DPI as SEAL_DPI
from dossier.readers.seal import find_seal
from dossier.text import fold

if TYPE_CHECKING:
    from PIL import Image

_DPI, _FINE_DPI, _TURN_DPI = 200, 300, 120
_LETTERHEAD = 0.42  # of the first page's height
_FINE_LETTERHEAD = 0.30  # where number and date stand
_BELOW = 0.015  # of the page's height, kept under the number and date when the second look is cut shorter
_SIGNATURE = 0.45  # of the last page's height: the block stands below
_TURNS = (180, 90, 270)
_ENOUGH_LETTERS = 40  # a photo of a notice board has few more
_MOST_PAGES = 60
_EDGE = 3  # pixels: a line that touches the picture's edge was cut and is read with the next part
_LIMITS = {OcrMode.HEAD: 90.0, OcrMode.FULL: 480.0}  # seconds a file; ordinary ones take one or two
_NUMBER_OR_DATE = re.compile(r"^\W{0,3}s.{0,2}\s?[:;.].*/|ngay.*thang.*nam")
_MOTTO = ("cong hoa", "doc lap", "dang cong san")


class Pages(Protocol):
    """Page images on demand."""

    count: int

    def picture(self, index: int, *, dpi: int, top: float, bottom: float, grey: bool = True) -> tuple[Image.Image, int]:
        """The stretch of a page from ``top`` to ``bottom`` (0 to 1 of its height), and its true resolution."""

    def turn(self, index: int, degrees: int) -> None:
        """Turn a page clockwise for every later picture."""


@dataclass(slots=True)
class ScanText:
    """What OCR read.

    Attributes:
        witnesses, guesses: see ``Content``.
        seal: None when the time was up before.
        timed_out: the rest was left unread.
        head_ends: how far down the first page was read, of its height.
    """

    lines: list[str] = field(default_factory=list)
    witnesses: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    seal: Seal | None = None
    timed_out: bool = False
    head_ends: float = _LETTERHEAD

    @property
    def legible(self) -> bool:
        """Whether the text is a document's and not noise."""
        return is_legible("\n".join(self.lines), enough=_ENOUGH_LETTERS)


def read_scan(pages: Pages, mode: OcrMode, *, head_only: bool = False) -> ScanText:
    """The text of a scan. ``head_only``: the rest is known from a text layer, only witnesses are wanted."""
    deadline = time.monotonic() + _LIMITS[mode]
    scan = ScanText()
    try:
        _read_head(pages, scan, deadline)
        if not head_only:
            _read_rest(pages, scan, mode, deadline)
        scan.seal = find_seal(pages.picture(pages.count - 1, dpi=SEAL_DPI, top=0, bottom=1, grey=False)[0])
    except ocr.OcrTimeoutError:
        scan.timed_out = True
    return scan


def _read_head(pages: Pages, scan: ScanText, deadline: float) -> None:
    first = _look(pages, 0, _LETTERHEAD, deadline)
    if not first.upright:
        _set_upright(pages, deadline)
        first = _look(pages, 0, _LETTERHEAD, deadline)
    scan.lines, scan.head_ends = first.raw, first.ends * _LETTERHEAD
    if not any(word in fold(line) for line in first.raw for word in _MOTTO):
        scan.witnesses = ("\n".join(first.sure),)
        return
    bottom = min(_FINE_LETTERHEAD, first.number_ends * _LETTERHEAD + _BELOW)
    looks = [first, _look(pages, 0, bottom, deadline, dpi=_FINE_DPI, model=ocr.Model.BEST)]
    if any(look.is_doubtful for look in looks):
        looks.append(_look(pages, 0, bottom, deadline, dpi=_FINE_DPI))
    scan.witnesses = tuple("\n".join(look.sure) for look in looks)
    scan.guesses = tuple("\n".join(look.raw) for look in looks[1:])


@dataclass(frozen=True, slots=True)
class _Look:
    """One reading of a page's top: its lines as recognised, and with unsure digits masked."""

    raw: list[str]
    sure: list[str]
    number_ends: float  # of the picture's height; infinite when number or date line was not seen
    ends: float  # of the picture's height: where the last whole line ends
    upright: bool

    @property
    def is_doubtful(self) -> bool:
        """Whether a line that looks like the number's or the date's holds an unsure digit."""
        return any(UNSURE in line and _NUMBER_OR_DATE.search(fold(line)) for line in self.sure)


def _look(
    pages: Pages, index: int, bottom: float, deadline: float, *, dpi: int = _DPI, model: ocr.Model = ocr.Model.FAST
) -> _Look:
    picture, true_dpi = pages.picture(index, dpi=dpi, top=0, bottom=bottom)
    every = ocr.recognise(picture, dpi=true_dpi, model=model, limit=_left(deadline))
    rows = [row for row in every if max(letter.bottom for letter in row) < picture.height - _EDGE]
    width = picture.width
    raw = ocr.raw_lines(rows, width=width, dpi=true_dpi)
    sure = ocr.sure_lines(rows, width=width, dpi=true_dpi)
    ends = max((letter.bottom for row in rows for letter in row), default=0)
    upright = ocr.is_confident(rows, enough=_ENOUGH_LETTERS) or is_legible("\n".join(raw), enough=_ENOUGH_LETTERS)
    return _Look(raw, sure, _number_ends(rows) / picture.height, ends / picture.height, upright)


def _number_ends(rows: list[ocr.Row]) -> float:
    """The lower edge of the lines with number and date, in pixels; infinite when either is missing."""
    number, date = 0, 0
    for row in rows:
        text = fold("".join(letter.text for letter in row))
        lower = max(letter.bottom for letter in row)
        if "/" in text and text.lstrip("|:.-_ ").startswith("s"):
            number = number or lower
        if "ngay" in text and "nam" in text:
            date = date or lower
    return max(number, date) if number and date else float("inf")


def _set_upright(pages: Pages, deadline: float) -> None:
    """Turn the first page so that its top can be read; leave it when no turn helps.

    Cheaper than the engine's own orientation data (10 MB), and only asked of pages that gave nothing.
    """
    turned = 0
    for degrees in _TURNS:
        pages.turn(0, degrees - turned)
        turned = degrees
        if _look(pages, 0, _LETTERHEAD, deadline, dpi=_TURN_DPI).upright:
            for index in range(1, pages.count):
                pages.turn(index, degrees)
            return
    pages.turn(0, 360 - turned)


def _read_rest(pages: Pages, scan: ScanText, mode: OcrMode, deadline: float) -> None:
    last = pages.count - 1
    if mode is OcrMode.HEAD:
        scan.lines += _read_part(pages, last, _SIGNATURE if last else scan.head_ends, deadline)
        return
    for index in range(min(pages.count, _MOST_PAGES)):
        scan.lines += _read_part(pages, index, 0 if index else scan.head_ends, deadline)
        if sum(map(len, scan.lines)) > TEXT_LIMIT:
            return


def _read_part(pages: Pages, index: int, top: float, deadline: float) -> list[str]:
    picture, dpi = pages.picture(index, dpi=_DPI, top=top, bottom=1)
    rows = ocr.recognise(picture, dpi=dpi, limit=_left(deadline))
    return ocr.raw_lines(rows, width=picture.width, dpi=dpi)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise ocr.OcrTimeoutError
    return left
