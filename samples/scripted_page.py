"""One document of the scripted set as a page in the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dossier.resources import shipped
from dossier.text import official_date
from samples.scripted_scan import draw_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samples.scripted_scan import Dice

_LEFT, _RIGHT, _CENTRE = 30 * mm, A4[0] - 20 * mm, A4[0] / 2 + 5 * mm
_LEFT_MIDDLE, _RIGHT_MIDDLE = 58 * mm, 142 * mm
_RED = (0.82, 0.12, 0.14)
_NUMBER_GAP, _DAY_GAP = " " * 11, " " * 9
_SYSTEM_FONTS = Path("/usr/share/fonts/truetype")
# Regular, bold, italic. The first is always there; the others where the machine has them.
_FACES = (
    (shipped("fonts"), ("LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic")),
    (_SYSTEM_FONTS / "dejavu", ("DejaVuSerifCondensed", "DejaVuSerifCondensed-Bold", "DejaVuSerifCondensed-Italic")),
    (_SYSTEM_FONTS / "liberation2", ("LiberationSans-Regular", "LiberationSans-Bold", "LiberationSans-Italic")),
)


class Face(NamedTuple):
    """Registered names of a family's fonts."""

    regular: str
    bold: str
    italic: str


@dataclass(frozen=True)
class Body:
    """Who issues. ``key``: folded words by which the labels know the issuer."""

    parent: str
    lines: tuple[str, ...]
    symbol: str
    place: str
    key: str
    party: bool = False


@dataclass(frozen=True)
class Page:
    """One document; ``code`` is empty for an official letter."""

    body: Body
    type: str
    code: str
    number: str
    date: dt.date
    subject: str
    text: tuple[str, ...]

    @property
    def symbol(self) -> str:
        """What follows the number."""
        if self.body.party:
            return f"{self.code}/{self.body.symbol}"
        return f"{self.code}-{self.body.symbol}" if self.code else f"{self.body.symbol}-VP"


@dataclass(frozen=True)
class Look:
    """How a page is drawn.

    Attributes:
        number: ``typed``, ``written`` by hand, or ``widget``: by a signing tool, with the day.
        day_written: the day is by hand too.
        stamp: the incoming stamp lies ``below`` the number or ``over`` it; empty without.
        sealed: bears a red seal and a scrawl.
    """

    number: str = "typed"
    day_written: bool = False
    stamp: str = ""
    sealed: bool = True


class Filling(NamedTuple):
    """What is filled into a gap: digits, place and font."""

    digits: str
    x: float
    y: float
    font: str


def register_faces() -> tuple[Face, ...]:
    """The families this machine can draw with."""
    faces = []
    for folder, names in _FACES:
        files = [folder / f"{name}.ttf" for name in names]
        if all(file.is_file() for file in files):
            for name, file in zip(names, files, strict=True):
                pdfmetrics.registerFont(TTFont(name, str(file)))
            faces.append(Face(*names))
    return tuple(faces)


def draw_page(page: Page, look: Look, dice: Dice, face: Face) -> bytes:
    """The document as a PDF with text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    fillings = paint_page(canvas, page, look, dice, face)
    canvas.save()
    return _sign(buffer.getvalue(), fillings) if look.number == "widget" else buffer.getvalue()


def paint_page(canvas: Canvas, page: Page, look: Look, dice: Dice, face: Face) -> list[Filling]:
    """The document on a canvas, its sheet not yet ended; returns what a signing tool is still to fill in."""
    y = _draw_head(canvas, page, face)
    fillings = _draw_number_and_date(canvas, page, look, face, y)
    below = _draw_text(canvas, page, face, y)
    _draw_signature(canvas, face, dice, below, sealed=look.sealed)
    if look.stamp:
        _draw_incoming_stamp(canvas, look, face, dice, y)
    if look.number == "widget":
        return fillings
    for filling in fillings:
        draw_digits(canvas, filling.digits, filling.x + 4, filling.y - 2, dice)
    return []


def paint_sheet(canvas: Canvas, text: Sequence[str], face: Face) -> None:
    """A further sheet of running text, not yet ended."""
    y = A4[1] - 25 * mm
    for paragraph in text:
        y = _paragraph(canvas, y - 8, f"      {paragraph}", (face.regular, 13.5))


def paint_fillings(canvas: Canvas, fillings: Sequence[Filling]) -> None:
    """What a signing tool prints into the gaps, as a page of its own."""
    for filling in fillings:
        canvas.setFont(filling.font, 13)
        canvas.drawString(filling.x + 6, filling.y, filling.digits)


def _draw_head(canvas: Canvas, page: Page, face: Face) -> float:
    """Issuer left, motto right; returns the baseline of number and date."""
    top = left = A4[1] - 25 * mm
    if page.body.parent:
        _centred(canvas, page.body.parent, at=(_LEFT_MIDDLE, left), ink=(face.regular, 12))
        left -= 15
    for line in page.body.lines:
        _centred(canvas, line, at=(_LEFT_MIDDLE, left), ink=(face.bold, 12))
        left -= 15
    canvas.line(_LEFT_MIDDLE - 30, left + 10, _LEFT_MIDDLE + 30, left + 10)
    if page.body.party:
        _centred(canvas, "ĐẢNG CỘNG SẢN VIỆT NAM", at=(_RIGHT_MIDDLE, top), ink=(face.bold, 14))
        return float(left - 14)
    _centred(canvas, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", at=(_RIGHT_MIDDLE, top), ink=(face.bold, 11.5))
    _centred(canvas, "Độc lập - Tự do - Hạnh phúc", at=(_RIGHT_MIDDLE, top - 16), ink=(face.bold, 13))
    canvas.line(_RIGHT_MIDDLE - 80, top - 21, _RIGHT_MIDDLE + 80, top - 21)
    return float(min(left, top - 36) - 12)


def _draw_number_and_date(canvas: Canvas, page: Page, look: Look, face: Face, y: float) -> list[Filling]:
    """Both lines; returns what is to be filled into their gaps."""
    day = f"{page.date.day:02d}"
    number_blank = look.number != "typed"
    day_blank = look.day_written or look.number == "widget"
    label, join = ("Số ", "-") if page.body.party else ("Số: ", "/")
    number = f"{label}{_NUMBER_GAP if number_blank else page.number}{join}{page.symbol}"
    before_day = f"{page.body.place}, ngày "
    date = official_date(page.date).removeprefix(f"ngày {day}")
    dated = f"{before_day}{_DAY_GAP if day_blank else day}{date}"
    _centred(canvas, number, at=(_LEFT_MIDDLE, y), ink=(face.regular, 13))
    _centred(canvas, dated, at=(_RIGHT_MIDDLE, y), ink=(face.italic, 13))
    fillings = []
    if number_blank:
        fillings.append(_filling(page.number, label, number, font=face.regular, at=(_LEFT_MIDDLE, y)))
    if day_blank:
        fillings.append(_filling(day, before_day, dated, font=face.italic, at=(_RIGHT_MIDDLE, y)))
    return fillings


def _filling(digits: str, before: str, line: str, *, font: str, at: tuple[float, float]) -> Filling:
    """``digits`` behind ``before`` in a line that is centred at a point."""
    start = at[0] - pdfmetrics.stringWidth(line, font, 13) / 2
    return Filling(digits, start + pdfmetrics.stringWidth(before, font, 13), at[1], font)


def _draw_text(canvas: Canvas, page: Page, face: Face, y: float) -> float:
    """Title or ``V/v``, then the text; returns where the signature begins."""
    subject = page.subject
    if page.code:
        _centred(canvas, page.type.upper(), at=(_CENTRE, y - 42), ink=(face.bold, 14))
        prefix = "Về việc " if page.code in {"QĐ", "TTr"} else ""
        y = _paragraph(canvas, y - 62, prefix + subject, (face.bold, 14), middle=_CENTRE)
    else:
        about = f"V/v {subject[:1].lower()}{subject[1:]}"
        y = _paragraph(canvas, y - 16, about, (face.regular, 12), middle=_LEFT_MIDDLE, width=62 * mm)
        y = _paragraph(canvas, y - 24, "Kính gửi: Các cơ quan, đơn vị trên địa bàn", (face.regular, 14), middle=_CENTRE)
    for text in page.text:
        y = _paragraph(canvas, y - 8, f"      {text}", (face.regular, 13.5))
    return y - 24


def _draw_signature(canvas: Canvas, face: Face, dice: Dice, y: float, *, sealed: bool) -> None:
    canvas.setFont(face.italic, 12)
    canvas.drawString(_LEFT, y, "Nơi nhận:")
    canvas.setFont(face.regular, 11)
    for step, text in enumerate(("- Như trên;", "- Lưu: VT.")):
        canvas.drawString(_LEFT, y - 15 - 13 * step, text)
    _centred(
        canvas, dice.choice(("CHỦ TỊCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")), at=(_RIGHT_MIDDLE, y), ink=(face.bold, 13)
    )
    _centred(canvas, dice.choice(("Nguyễn Văn Mẫu", "Trần Thị Thử")), at=(_RIGHT_MIDDLE, y - 95), ink=(face.bold, 13))
    if sealed:
        _draw_seal(canvas, face, dice, _RIGHT_MIDDLE - 45, y - 45)


def _draw_seal(canvas: Canvas, face: Face, dice: Dice, x: float, y: float) -> None:
    """A round red seal, 36 mm wide, and a scrawl beside it."""
    canvas.saveState()
    canvas.setStrokeColorRGB(*_RED)
    canvas.setFillColorRGB(*_RED)
    canvas.setLineWidth(2)
    canvas.circle(x, y, 18 * mm)
    canvas.setLineWidth(0.8)
    canvas.circle(x, y, 13 * mm)
    _centred(canvas, "*", at=(x, y - 6), ink=(face.bold, 30))
    canvas.setStrokeColorRGB(0.1, 0.15, 0.5)
    canvas.setLineWidth(1.4)
    start = (x + 20, y)
    for _ in range(4):
        end = (start[0] + 14 + dice.spread(6), y + dice.spread(22))
        canvas.bezier(*start, start[0] + 4, y + dice.spread(40), end[0] - 4, y + dice.spread(40), *end)
        start = end
    canvas.restoreState()


def _draw_incoming_stamp(canvas: Canvas, look: Look, face: Face, dice: Dice, y: float) -> None:
    """The receiving office's stamp with its own number and day, which are never the document's."""
    width, height = 44 * mm, 19 * mm
    over = look.stamp == "over"
    x = _LEFT_MIDDLE - width / 2 + (8 if over else -8) + dice.spread(10)
    bottom = y - height / 2 + dice.spread(4) if over else y - 34 * mm + dice.spread(6)
    canvas.saveState()
    canvas.setBlendMode("Multiply")  # stamp ink is a wash: print under it stays black
    canvas.setStrokeColorRGB(*_RED)
    canvas.setFillColorRGB(*_RED)
    canvas.setLineWidth(1.5)
    canvas.rect(x, bottom, width, height)
    middle = x + width / 2
    _centred(canvas, "UBND XÃ TÂN MẪU", at=(middle, bottom + height - 13), ink=(face.bold, 10))
    number, day = dice.number(100, 9999), f"{dice.number(1, 28)}/{dice.number(1, 12)}/{dice.number(2022, 2026)}"
    _centred(canvas, f"ĐẾN  Số: {number}", at=(middle, bottom + height - 28), ink=(face.regular, 10))
    _centred(canvas, f"Ngày: {day}", at=(middle, bottom + height - 43), ink=(face.regular, 10))
    canvas.restoreState()


def _sign(pdf: bytes, fillings: list[Filling]) -> bytes:
    overlay, signed = io.BytesIO(), io.BytesIO()
    canvas = Canvas(overlay, pagesize=A4, invariant=1)
    paint_fillings(canvas, fillings)
    canvas.save()
    with pikepdf.open(io.BytesIO(pdf)) as target, pikepdf.open(overlay) as source:
        attach_signature(target, source.pages[0])
        target.save(signed, deterministic_id=True)
    return signed.getvalue()


def attach_signature(target: pikepdf.Pdf, overlay: pikepdf.Page) -> None:
    """A signature field over the first page whose appearance is a page, as the signing tools in use make it."""
    look = target.copy_foreign(overlay.as_form_xobject())
    value = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig,
        Filter=pikepdf.Name("/Adobe.PPKLite"),
        SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
        ByteRange=[0, 0, 0, 0],
        Contents=b"mau - khong phai chu ky that",
    )
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Sig,
        T=pikepdf.String("Signature1"),
        F=132,
        Rect=[0, 0, *A4],
        V=target.make_indirect(value),
        AP=pikepdf.Dictionary(N=look),
        P=target.pages[0].obj,
    )
    target.pages[0].obj.Annots = pikepdf.Array([target.make_indirect(field)])
    target.Root.AcroForm = pikepdf.Dictionary(Fields=target.pages[0].obj.Annots, SigFlags=3)


def _centred(canvas: Canvas, text: str, *, at: tuple[float, float], ink: tuple[str, float]) -> None:
    canvas.setFont(*ink)
    canvas.drawCentredString(*at, text)


def _paragraph(
    canvas: Canvas, y: float, text: str, ink: tuple[str, float], *, middle: float | None = None, width: float = 150 * mm
) -> float:
    """A wrapped paragraph, centred around ``middle`` when given; returns the next baseline."""
    canvas.setFont(*ink)
    for line in simpleSplit(text, *ink, width):
        if middle is None:
            canvas.drawString(_LEFT, y, line)
        else:
            canvas.drawCentredString(middle, y, line)
        y -= ink[1] * 1.25
    return y
