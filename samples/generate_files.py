"""The files of a planned unit. Fonts, scans, photos and office files are drawn once and their bytes used again."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import zipfile
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from dossier.text import official_date
from samples.make_sample import photo, workbook, write_docx
from samples.papers import Paper
from samples.scripted import compose
from samples.scripted_page import (
    Face,
    Look,
    attach_signature,
    draw_page,
    paint_fillings,
    paint_page,
    paint_sheet,
    register_faces,
)
from samples.scripted_scan import Dice, as_scan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from samples.generate_plan import Item
    from samples.scripted_page import Page

    _Members = tuple[tuple[zipfile.ZipInfo, bytes], ...]

_SCANS, _PHOTOS = 24, 8
_SCAN_DPI = 110
_SIGNED, _PLAIN = Look("widget", sealed=False), Look(sealed=False)
_DATE = dt.date(2020, 11, 22)


def write_files(folder: Path, items: Sequence[Item], dice: Dice) -> None:
    """Make every file of a plan below ``folder``."""
    papers = [item for item in items if item.medium in {"ky-so", "chu"} and not item.source]
    drawn = _draw_pdfs([item for item in papers if not item.shared])
    drawn |= {item.path: _draw_shared(item) for item in papers if item.shared}
    for number, item in enumerate(items):
        target = folder / item.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if item.source:
            target.write_bytes((folder / item.source).read_bytes())
        else:
            target.write_bytes(drawn[item.path] if item.path in drawn else _MAKERS[item.medium](item, dice, number))


def scanned_page(number: int) -> Page:
    """What the scan of that number says."""
    return compose(Dice("quet", number % _SCANS))


def scan_number(item: Item) -> int:
    """Which of the scans an item bears."""
    return sum(item.path.encode()) % _SCANS


def _draw_pdfs(items: Sequence[Item]) -> dict[str, bytes]:
    """All text PDFs of a unit on one canvas, so that its fonts are embedded once; then cut apart."""
    (face, *_) = _faces()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    lengths = [_paint(canvas, item, face) for item in items]
    if not items:
        return {}
    canvas.save()
    made = {}
    with _settled(buffer) as book:
        first = 0
        for item, (pages, overlay) in zip(items, lengths, strict=True):
            made[item.path] = _cut(book, first, pages, overlay=overlay)
            first += pages + overlay
    return made


@cache
def _draw_shared(item: Item) -> bytes:
    """A file that is to be equal in every unit has fonts of its own."""
    return _draw_pdfs([item])[item.path]


def _paint(canvas: Canvas, item: Item, face: Face) -> tuple[int, int]:
    """The pages of an item, and the one that its signature shows; how many of each."""
    look = _SIGNED if item.medium == "ky-so" else _PLAIN
    fillings = paint_page(canvas, item.page, look, Dice(item.path), face)
    canvas.showPage()
    for sheet in item.sheets:
        paint_sheet(canvas, sheet, face)
        canvas.showPage()
    if fillings:
        paint_fillings(canvas, fillings)
        canvas.showPage()
    return 1 + len(item.sheets), int(bool(fillings))


def _settled(buffer: io.BytesIO) -> pikepdf.Pdf:
    """With streams as they are to stay: cutting then copies them and packs nothing anew."""
    settled = io.BytesIO()
    with pikepdf.open(buffer) as drawn:
        drawn.save(settled, deterministic_id=True)
    return pikepdf.open(settled)


def _cut(book: pikepdf.Pdf, first: int, pages: int, *, overlay: int) -> bytes:
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.pages.extend(book.pages[first : first + pages])
        if overlay:
            attach_signature(pdf, book.pages[first + pages])
        pdf.save(data, deterministic_id=True)
    return data.getvalue()


def _scan(item: Item, dice: Dice, number: int) -> bytes:
    """Readers skip what follows the end of the file; its hash does not."""
    del dice
    return _scans()[scan_number(item)] + f"\n% {item.page.body.key} {number}\n".encode()


def _photo(item: Item, dice: Dice, number: int) -> bytes:
    """A comment behind the first marker makes a picture of its own."""
    data, comment = dice.choice(_photos()), f"{item.page.body.key} {number}".encode()
    return data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:]


def _docx(item: Item, dice: Dice, number: int) -> bytes:
    del dice, number
    page = item.page
    words = {
        "@SO@": page.number,
        "@KY@": page.symbol,
        "@CHA@": page.body.parent,
        "@DV@": page.body.lines[-1],
        "@TRICHYEU@": page.subject,
        "@NOI@": page.body.place,
        "@THAN@": " ".join(page.text),
        official_date(_DATE): official_date(page.date),
    }
    model = _docx_model(page.type, page.body.lines[:-1], "draft" if item.defect == "dự thảo" else "")
    return _fill(model, {"word/document.xml": words})


def _xlsx(item: Item, dice: Dice, number: int) -> bytes:
    done = dice.number(900, 2000)
    counts = {"4001": str(done), "4002": str(done - dice.number(0, 60)), "4003": str(number)}
    title = {"@TIEUDE@": item.page.subject}
    return _fill(_xlsx_model(), {"xl/worksheets/sheet1.xml": counts, "xl/sharedStrings.xml": title})


_MAKERS = {"quet": _scan, "anh": _photo, "docx": _docx, "xlsx": _xlsx}


def _fill(model: _Members, words: Mapping[str, Mapping[str, str]]) -> bytes:
    """The package with words replaced in some of its parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for info, content in model:
            package.writestr(info, _replace(content, words.get(info.filename, {})))
    return data.getvalue()


def _replace(content: bytes, words: Mapping[str, str]) -> bytes:
    if not words:
        return content
    text = content.decode()
    for old, new in words.items():
        text = text.replace(old, escape(new))
    return text.encode()


@cache
def _faces() -> tuple[Face, ...]:
    return register_faces()


@cache
def _scans() -> tuple[bytes, ...]:
    return tuple(_draw_scan(number) for number in range(_SCANS))


def _draw_scan(number: int) -> bytes:
    dice = Dice("quet", number, "nét")
    return as_scan(draw_page(scanned_page(number), Look(), dice, _faces()[0]), dice, dpi=_SCAN_DPI)


@cache
def _photos() -> tuple[bytes, ...]:
    boards = [("NIÊM YẾT", f"Thủ tục hành chính, bảng {number + 1}") for number in range(_PHOTOS)]
    return tuple(_drawn(partial(photo, lines=board, turned=board is boards[0])) for board in boards)


@cache
def _docx_model(kind: str, above: tuple[str, ...], draft: str) -> _Members:
    number, date = (None, None) if draft else ("@SO@", _DATE.isoformat())
    head = ("@CHA@", "|".join((*above, "@DV@")))
    body = ("@THAN@",)
    paper = Paper("", "docx", kind, "@KY@", "@TRICHYEU@", head, "@NOI@", number, date, body, draft=bool(draft))
    return _members(_drawn(partial(write_docx, paper)))


@cache
def _xlsx_model() -> _Members:
    rows = (("@TIEUDE@", "Số hồ sơ"), ("Đã giải quyết", 4001), ("Đúng hạn", 4002), ("Thứ tự", 4003))
    return _members(_drawn(partial(workbook, rows=rows)))


def _members(data: bytes) -> _Members:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return tuple((info, package.read(info)) for info in package.infolist())


def _drawn(draw: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "mau"
        draw(target)
        return target.read_bytes()
