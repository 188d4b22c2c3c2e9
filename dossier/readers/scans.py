"""Reading a scan by OCR: letterhead and signature block, the rest on demand."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from dossier.readers import ocr
from dossier.readers.excerpt import holds_signature, opens_document
from dossier.readers.legibility import is_legible
from dossier.readers.letterhead import DPI, ENOUGH_LETTERS, Letterhead, Pages, read_letterhead, time_left
from dossier.readers.model import PAGE_END, TEXT_LIMIT, OcrMode, Opening, Seal
from dossier.readers.seal import DPI as SEAL_DPI
from dossier.readers.seal import find_seal, without_red

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE = 0.45  # of a page's height: the block stands below, unless the page holds little else
_LITTLE = 200  # letters
_MOST_PAGES = 60
_SEAL_PAGES = 30  # looked at for a seal
_MOST_FEET = 2  # pages read in search of the signature block
_LIMITS = {OcrMode.HEAD: 90.0, OcrMode.FULL: 480.0}  # seconds a file; ordinary ones take one or two


@dataclass(slots=True)
class ScanText:
    """What OCR read.

    Attributes:
        witnesses, guesses, openings: see ``Content``.
        seal: of the page with the signature; None when the time was up before.
        timed_out: the rest was left unread.
    """

    lines: list[str] = field(default_factory=list)
    witnesses: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    seal: Seal | None = None
    timed_out: bool = False
    openings: tuple[Opening, ...] = ()

    @property
    def legible(self) -> bool:
        """Whether the text is a document's and not noise."""
        return is_legible("\n".join(self.lines), enough=ENOUGH_LETTERS)


def read_scan(pages: Pages, mode: OcrMode, *, head_only: bool = False) -> ScanText:
    """The text of a scan. ``head_only``: the rest is known from a text layer, only witnesses are wanted."""
    deadline = time.monotonic() + _LIMITS[mode]
    scan = ScanText()
    try:
        head = read_letterhead(pages, deadline)
        scan.lines, scan.witnesses, scan.guesses = head.lines, head.witnesses, head.guesses
        if head_only:
            scan.seal = _seal_at(pages, next(_likely_pages(pages)))
        elif mode is OcrMode.HEAD:
            _read_signature(pages, scan, head, deadline)
        else:
            _read_all(pages, scan, head, deadline)
            scan.seal = _seal_at(pages, next(_likely_pages(pages)))
    except ocr.OcrTimeoutError:
        scan.timed_out = True
    return scan


def _read_signature(pages: Pages, scan: ScanText, head: Letterhead, deadline: float) -> None:
    """The foot of the page with the signature block; of the likeliest page when none shows one."""
    feet: list[tuple[int, list[str]]] = []
    for index in _likely_pages(pages):
        feet.append((index, _read_foot(pages, index, head, deadline)))
        if holds_signature(feet[-1][1]) or len(feet) == _MOST_FEET:
            break
    page, lines = next((foot for foot in feet if holds_signature(foot[1])), feet[0])
    scan.lines = [*scan.lines, *([PAGE_END * page] if page else []), *lines]
    scan.seal = _seal_at(pages, page)


def _likely_pages(pages: Pages) -> Iterator[int]:
    """Where the signature may stand, likeliest first and each once: annexes often follow it, the seal tells."""
    last = pages.count - 1
    at_last = _seal_at(pages, last)
    told = {last} if at_last is not Seal.NOT_SEEN else set()
    yield from told
    coloured = range(min(last, _SEAL_PAGES)) if at_last is not Seal.CANNOT_TELL else ()
    sealed = (index for index in coloured if _seal_at(pages, index) is Seal.SEEN)
    for index in chain(sealed, (last, 0)):
        if index not in told:
            told.add(index)
            yield index


def _seal_at(pages: Pages, index: int) -> Seal:
    return find_seal(pages.picture(index, dpi=SEAL_DPI, top=0, bottom=1, grey=False)[0])


def _read_foot(pages: Pages, index: int, head: Letterhead, deadline: float) -> list[str]:
    """The foot of a page without red: the seal lies over the signer's title and, often, name."""
    if index == 0:
        return _read_part(pages, 0, head.ends, deadline, red=False)
    lines = _read_part(pages, index, _SIGNATURE, deadline, red=False)
    if holds_signature(lines) or sum(map(len, lines)) > _LITTLE:
        return lines
    return [*_read_part(pages, index, 0, deadline, bottom=_SIGNATURE), *lines]


def _read_all(pages: Pages, scan: ScanText, head: Letterhead, deadline: float) -> None:
    scan.lines = [*scan.lines, *_read_part(pages, 0, head.ends, deadline)]
    for index in range(1, min(pages.count, _MOST_PAGES)):
        lines = _read_part(pages, index, 0, deadline)
        scan.lines += [PAGE_END, *lines]
        if opens_document(lines):
            scan.openings += (Opening(index + 1, "\n".join(lines)),)
        if sum(map(len, scan.lines)) > TEXT_LIMIT:
            return


def _read_part(
    pages: Pages, index: int, top: float, deadline: float, *, bottom: float = 1, red: bool = True
) -> list[str]:
    picture, dpi = pages.picture(index, dpi=DPI, top=top, bottom=bottom, grey=red)
    if not red:
        picture = without_red(picture)
    rows = ocr.recognise(picture, dpi=dpi, limit=time_left(deadline))
    return ocr.raw_lines(rows, width=picture.width, dpi=dpi)
