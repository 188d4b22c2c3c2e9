"""F01 to F05: paper, margins, font, colour, page number. They look at the whole file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dossier.documents.formcheck.model import Era, State, Verdict
from dossier.documents.formcheck.verdicts import judge, points, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.documents.formcheck.model import PageNumber, Reading, Section, Span

FONT = "Times New Roman"
# mm: top, bottom, left, right.
MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
NUMBER_SIZES = (13, 14)
_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
_NEAR = 0.6  # mm; dialogs round to a millimetre or a hundredth of an inch
_ONE_PAGE = 4500  # letters that fit on one page; some programs always say «1 page»
_DARK = 0x22  # a colour channel below this is black to the eye
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "ms gothic", "segoe ui symbol", "cambria math")


def check_paper(reading: Reading, era: Era) -> Verdict:
    """F01."""
    del era
    return judge(
        f"phần {number}: khổ giấy {section.width:.0f} × {section.height:.0f} mm"
        for number, section in enumerate(reading.sections, start=1)
        if any(abs(a - b) > 1 for a, b in zip(sorted((section.width, section.height)), (210, 297), strict=True))
    )


def check_margins(reading: Reading, era: Era) -> Verdict:
    """F02."""
    del era
    return judge(
        f"phần {number}: lề {_SIDES[side]} {points(round(value, 1))} mm, phải từ {low} đến {high} mm"
        for number, section in enumerate(reading.sections, start=1)
        for side, value, low, high in wrong_margins(section)
    )


def wrong_margins(section: Section) -> Iterator[tuple[str, float, int, int]]:
    """Each side outside its range: name, mm now, lowest, highest."""
    for side, (low, high) in MARGINS.items():
        value = getattr(section, side)
        if not low - _NEAR <= value <= high + _NEAR:
            yield side, value, low, high


def check_font(reading: Reading, era: Era) -> Verdict:
    """F03."""
    del era
    spans = list(_spans(reading))
    odd = Counter(span.look.font for span in spans if not is_right_font(span.look.font))
    if None in odd:
        return unknown("phông chữ lấy theo chủ đề mà tệp không nêu tên")
    samples = {span.look.font: span.text.strip() for span in reversed(spans)}
    return judge(
        f"phông «{font}» ở {count} đoạn chữ, ví dụ «{samples[font][:40]}»" for font, count in odd.most_common()
    )


def is_right_font(font: str | None) -> bool:
    """Times New Roman under any spelling; symbol fonts draw no letters."""
    key = (font or "").casefold()
    return key.startswith("times new roman") or key == "times" or key.startswith(_SYMBOL_FONTS)


def check_colour(reading: Reading, era: Era) -> Verdict:
    """F04."""
    del era
    return judge(
        f"chữ màu #{span.look.color}: «{span.text.strip()[:40]}»"
        for span in _spans(reading)
        if not is_black(span.look.color)
    )


def is_black(color: str) -> bool:
    """Automatic or black to the eye."""
    if not color:
        return True
    try:
        return all(channel < _DARK for channel in bytes.fromhex(color))
    except ValueError:
        return True


def _spans(reading: Reading) -> Iterator[Span]:
    for line in (*reading.lines, *reading.margins):
        for span in line.words:
            if any(char.isalnum() for char in span.text):
                yield span


def check_page_number(reading: Reading, era: Era) -> Verdict:
    """F05; before 05/3/2020 it stood at the bottom right (not read in the circular itself)."""
    first = reading.sections[0]
    if not any(section.numbers for section in reading.sections):
        if reading.pages == 1 and sum(len(line.text) for line in reading.lines) < _ONE_PAGE:
            return Verdict(State.PASS)
        if reading.pages is None or reading.pages == 1:
            return unknown("không có số trang, và tệp không cho biết chắc có mấy trang")
        return judge([f"văn bản {reading.pages} trang mà không đánh số trang"])
    faults = [fault for section in reading.sections for number in section.numbers for fault in _number(number, era)]
    if first.first_numbers:
        faults.append("số trang hiện cả ở trang thứ nhất")
    return judge(faults)


def _number(number: PageNumber, era: Era) -> Iterator[str]:
    place, align, where = (
        ("header", "center", "giữa lề trên") if era is Era.ND30 else ("footer", "right", "góc phải lề dưới")
    )
    if number.place != place:
        yield f"số trang ở lề {'dưới' if number.place == 'footer' else 'trên'}, phải ở {where}"
    elif number.align != align:
        yield f"số trang không ở {where}"
    low, high = NUMBER_SIZES
    if not low <= number.size <= high:
        yield f"số trang cỡ {points(number.size)}, phải là {low}-{high}"
    if number.bold or number.italic:
        yield "số trang phải là chữ đứng, không đậm"
