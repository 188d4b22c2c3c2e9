"""Pages drawn as an office scanner or a phone would give them. Nobody and no place in them exists."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from dossier.resources import shipped

DPI = 200
WIDTH, HEIGHT = 1654, 2339  # A4
_RED = (205, 40, 45)


@dataclass(frozen=True)
class Paper:
    """What is drawn. A line that starts with ``*`` is centred and bold."""

    number: str = "Số: 45/KH-UBND"
    date: str = "Bình Minh, ngày 14 tháng 8 năm 2020"
    issuer: tuple[str, str] = ("ỦY BAN NHÂN DÂN", "XÃ BÌNH MINH")
    body: tuple[str, ...] = (
        "*KẾ HOẠCH",
        "*Rà soát văn bản quy phạm pháp luật năm 2020",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2020 của Ủy ban nhân dân huyện An Sơn;",
        "Ủy ban nhân dân xã Bình Minh ban hành kế hoạch rà soát văn bản như sau:",
        "1. Mục đích: bảo đảm văn bản phù hợp với quy định của cấp trên và thực tế địa phương.",
        "2. Yêu cầu: rà soát đầy đủ, đúng thời hạn, báo cáo kết quả về phòng Tư pháp huyện.",
    )
    signer: tuple[str, ...] = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "", "", "Trần Thị Thử")
    stamp: str = ""


PLAN = Paper()


def draw_font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The face of every drawn page, in pixels."""
    name = "LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf"
    return ImageFont.truetype(str(shipped("fonts") / name), size)


def draw_page(paper: Paper, *, ink: int = 20) -> Image.Image:
    """The page in colour at 200 dpi."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(page)

    def put(x: int, y: int, text: str, *, bold: bool = False, anchor: str = "mt") -> None:
        pen.text((x, y), text, font=draw_font(36, bold=bold), fill=(ink, ink, ink), anchor=anchor)

    left, right = 430, 1150
    put(left, 130, paper.issuer[0], bold=True)
    put(left, 180, paper.issuer[1], bold=True)
    put(right, 130, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    put(right, 180, "Độc lập - Tự do - Hạnh phúc", bold=True)
    put(left, 260, paper.number)
    put(right, 260, paper.date)
    if paper.stamp:
        pen.rectangle((250, 330, 610, 400), outline=_RED, width=4)
        pen.text((430, 345), paper.stamp, font=draw_font(40, bold=True), fill=_RED, anchor="mt")
    y = 450
    for line in paper.body:
        if line.startswith("*"):
            put(WIDTH // 2, y, line[1:], bold=True)
        else:
            put(200, y, line, anchor="lt")
        y += 62
    put(200, 1900, "Nơi nhận:", anchor="lt")
    put(200, 1950, "- Như trên;", anchor="lt")
    put(200, 2000, "- Lưu: VT.", anchor="lt")
    for index, line in enumerate(paper.signer):
        put(right, 1750 + 55 * index, line, bold=True)
    return page


def handwrite(page: Image.Image, *, digits: str, at: tuple[int, int] = (320, 235)) -> Image.Image:
    """Digits written by a pen: tall, slanted, of uneven height and off the line."""
    for index, digit in enumerate(digits):
        size = 54 + 8 * (index % 2)
        stroke = Image.new("L", (90, 110), 0)
        ImageDraw.Draw(stroke).text((20, 10), digit, font=draw_font(size), fill=255)
        stroke = stroke.rotate(-14 + 6 * index, resample=Image.Resampling.BICUBIC)
        page.paste((25, 35, 120), (at[0] + 30 * index, at[1] - 6 * (index % 2)), stroke)
    return page


def seal(page: Image.Image, *, centre: tuple[int, int] = (1000, 1900)) -> Image.Image:
    """A red round seal of 3.6 cm; print under its ink stays black."""
    ink = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(ink)
    radius = round(1.8 / 2.54 * DPI)
    for inset, width in ((0, 8), (40, 3)):
        r = radius - inset
        pen.ellipse((centre[0] - r, centre[1] - r, centre[0] + r, centre[1] + r), outline=_RED, width=width)
    for angle in range(0, 360, 30):
        x = centre[0] + (radius - 22) * math.cos(math.radians(angle))
        y = centre[1] + (radius - 22) * math.sin(math.radians(angle))
        pen.text((x, y), "X", font=draw_font(26, bold=True), fill=_RED, anchor="mm")
    return ImageChops.multiply(page, ink)


def stamp_over(page: Image.Image, text: str = "ĐẾN Số: 1314", *, at: tuple[int, int] = (430, 262)) -> Image.Image:
    """An incoming stamp over the number, in ink that lets print through."""
    ink = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(ink)
    pen.rectangle((at[0] - 180, at[1] - 50, at[0] + 180, at[1] + 90), outline=_RED, width=5)
    pen.text(at, text, font=draw_font(30), fill=_RED, anchor="mt")
    pen.text((at[0], at[1] + 40), "Ngày: 14/6/2022", font=draw_font(30), fill=_RED, anchor="mt")
    return ImageChops.multiply(page, ink)


def worn(page: Image.Image, *, turn: float = 0.6) -> Image.Image:
    """Laid askew on the glass and a little out of focus."""
    askew = page.rotate(turn, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    return askew.filter(ImageFilter.GaussianBlur(0.7))


def scan_pdf(*pages: Image.Image, quality: int = 75) -> bytes:
    """The pages as a scanner's PDF."""
    target = io.BytesIO()
    pages[0].save(target, "PDF", resolution=DPI, quality=quality, save_all=True, append_images=list(pages[1:]))
    return target.getvalue()


def photo(page: Image.Image) -> bytes:
    """The page as a phone's JPEG."""
    target = io.BytesIO()
    page.save(target, "JPEG", quality=80)
    return target.getvalue()


def paper(**changes: object) -> Paper:
    """The plan with some parts changed."""
    return replace(PLAN, **changes)  # type: ignore[arg-type] # the fields of Paper by name
