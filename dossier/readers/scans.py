"""Reading a scan by OCR: letterhead twice, signature block once, the rest on demand."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dossier.readers import ocr
from dossier.readers.excerpt import opens_document
from dossier.readers.legibility import is_legible
from dossier.readers.model import PAGE_END, TEXT_LIMIT, UNSURE, OcrMode, Opening, Seal
from dossier.readers.seal import DPI as SEAL_DPI
from dossier.readers.seal import find_seal, has_red
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


@dataclass(slots=True)
class ScanText:
    """What OCR read.

    Attributes:
        witnesses, guesses, openings: see ``Content``.
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
    openings: tuple[Opening, ...] = ()

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
    box = next((look.number_box for look in looks if look.number_box), None)
    stamped = box is not None and has_red(_strip(pages, box))
    scan.witnesses = tuple("\n".join(map(_masked, look.sure) if stamped else look.sure) for look in looks)
    if stamped:
        looks.append(_look(pages, 0, bottom, deadline, dpi=_FINE_DPI, model=ocr.Model.BEST, red=False))
    scan.guesses = tuple("\n".join(look.raw) for look in looks[1:])


def _strip(pages: Pages, box: _Box) -> Image.Image:
    """The stretch of the first page under a box, in colour."""
    picture, _ = pages.picture(0, dpi=SEAL_DPI, top=box.top, bottom=box.bottom, grey=False)
    return picture.crop((int(box.left * picture.width), 0, int(box.right * picture.width), picture.height))


def _masked(line: str) -> str:
    """A number's line without its digits: print under a stamp is read wrong with great confidence (measured)."""
    return _DIGIT.sub(UNSURE, line) if _NUMBER_LINE.match(fold(line)) else line


class _Box(NamedTuple):
    """A place on the page, in shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Look:
    """One reading of a page's top: its lines as recognised, and with unsure digits masked."""

    raw: list[str]
    sure: list[str]
    number_ends: float  # of the picture's height; infinite when number or date line was not seen
    ends: float  # of the picture's height: where the last whole line ends
    upright: bool
    number_box: _Box | None  # on the page: where the number's line stands

    @property
    def is_doubtful(self) -> bool:
        """Whether a line that looks like the number's or the date's holds an unsure digit."""
        return any(UNSURE in line and _NUMBER_OR_DATE.search(fold(line)) for line in self.sure)


def _look(
    pages: Pages,
    index: int,
    bottom: float,
    deadline: float,
    *,
    dpi: int = _DPI,
    model: ocr.Model = ocr.Model.FAST,
    red: bool = True,
) -> _Look:
    """Read the top of a page; without ``red`` what a stamp prints is as light as paper."""
    picture, true_dpi = pages.picture(index, dpi=dpi, top=0, bottom=bottom, grey=red)
    if not red:
        picture = picture.getchannel("R")
    every = ocr.recognise(picture, dpi=true_dpi, model=model, limit=_left(deadline))
    rows = [row for row in every if max(letter.bottom for letter in row) < picture.height - _EDGE]
    width = picture.width
    raw = ocr.raw_lines(rows, width=width, dpi=true_dpi)
    sure = ocr.sure_lines(rows, width=width, dpi=true_dpi)
    ends = max((letter.bottom for row in rows for letter in row), default=0)
    upright = ocr.is_confident(rows, enough=_ENOUGH_LETTERS) or is_legible("\n".join(raw), enough=_ENOUGH_LETTERS)
    number_box = _number_box(rows, width, picture.height / bottom)
    return _Look(raw, sure, _number_ends(rows) / picture.height, ends / picture.height, upright, number_box)


def _number_ends(rows: list[ocr.Row]) -> float:
    """The lower edge of the lines with number and date, in pixels; infinite when either is missing."""
    number, date = 0, 0
    for row in rows:
        text = fold("".join(letter.text for letter in row))
        lower = max(letter.bottom for letter in row)
        if _starts_number(row):
            number = number or lower
        if "ngay" in text and "nam" in text:
            date = date or lower
    return max(number, date) if number and date else float("inf")


def _number_box(rows: list[ocr.Row], width: int, height: float) -> _Box | None:
    """Where the left half of the number's line stands, on a page of so many pixels; None when it was not seen."""
    for row in rows:
        if _starts_number(row):
            left = [letter for letter in row if letter.left < width / 2]
            top, bottom = min(letter.top for letter in left), max(letter.bottom for letter in left)
            right = max(letter.right for letter in left)
            return _Box(row[0].left / width, top / height, min(1.0, right / width), min(1.0, bottom / height))
    return None


def _starts_number(row: ocr.Row) -> bool:
    text = fold("".join(letter.text for letter in row))
    return "/" in text and text.lstrip("|:.-_ ").startswith("s")


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
        scan.lines += [PAGE_END * last] if last else []
        scan.lines += _read_part(pages, last, _SIGNATURE if last else scan.head_ends, deadline)
        return
    scan.lines += _read_part(pages, 0, scan.head_ends, deadline)
    for index in range(1, min(pages.count, _MOST_PAGES)):
        lines = _read_part(pages, index, 0, deadline)
        scan.lines += [PAGE_END, *lines]
        if opens_document(lines):
            scan.openings += (Opening(index + 1, "\n".join(lines)),)
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
