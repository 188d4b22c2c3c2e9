"""F06 to F12, F24: what stands above the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.doctypes import OFFICIAL_LETTER
from dossier.documents.formcheck.measure import line_length
from dossier.documents.formcheck.parts import CODE_OF, MINUTES, is_blank_text
from dossier.documents.formcheck.verdicts import capitals, judge, looks, unknown
from dossier.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.documents.formcheck.model import Era, Line, Verdict
    from dossier.documents.formcheck.parts import Parts

_NATION = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"}
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
# A new body begins with its kind; other lines go on with the name above.
_KINDS = re.compile(
    r"(uy ban nhan dan|ubnd|hoi dong|so |bo |chi cuc|cuc |phong |van phong|ban |thanh tra|trung tam|truong |ten c|"
    r"chu tich|to )"
)
_FILLED = re.compile(r"Số:\s?(?P<number>\d+)(?P<gap>\s*)/(?P<after>\s*)(?P<symbol>\S.*)")
_DRAFT = re.compile(r"Số:[\s.…_]*/(?P<after>\s*)(?P<symbol>\S.*)")
_DATED = re.compile(
    r"(?P<place>.*?)(?P<comma>,?)\s*ngày\s*(?P<day>\S*?)\s*tháng\s*(?P<month>\S*?)\s*năm", re.IGNORECASE
)
_EQUAL, _PART = (0.82, 1.18), (0.25, 0.58)  # of the words; drawn by hand, so some grace
_NORMATIVE = re.compile(r"\d{4}/")
_NEED_ZERO = 2  # months 1 and 2


def check_nation(parts: Parts, era: Era) -> Verdict | None:
    """F06."""
    del era
    line = parts.nation
    if line is None:
        return judge(["không thấy Quốc hiệu"]) if parts.is_paper else None
    return judge(_nation(line))


def _nation(line: Line) -> Iterator[str]:
    if nfc(line.text.split("\n")[0]) not in _NATION:
        yield f"{line.quote}: phải là «CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM»"
    yield from looks(line, sizes=(12, 13), bold=True, italic=False)


def check_motto(parts: Parts, era: Era) -> Verdict | None:
    """F07."""
    del era
    line = parts.motto
    if line is None:
        return judge(["không thấy Tiêu ngữ «Độc lập - Tự do - Hạnh phúc»"]) if parts.is_paper else None
    faults = list(looks(line, sizes=(13, 14), bold=True, italic=False))
    if nfc(line.text) != _MOTTO:
        faults.append(f"{line.quote}: phải là «{_MOTTO}», giữa các cụm từ có gạch nối (-), có cách chữ")
    if any(span.look.underline for span in line.words):
        return judge([*faults, "đường kẻ dưới Tiêu ngữ dùng chữ gạch chân; phải là đường kẻ riêng"])
    return _with_rule(parts, faults, [line_length(line)], limits=_EQUAL, right=True, name="Tiêu ngữ")


def check_bodies(parts: Parts, era: Era) -> Verdict | None:
    """F08."""
    del era
    if not parts.bodies:
        return unknown("không nhận ra tên cơ quan ban hành") if parts.is_paper else None
    return judge(_bodies(parts.bodies))


def _bodies(bodies: Sequence[Line]) -> Iterator[str]:
    for line in bodies:
        yield from capitals(line)
        yield from looks(line, sizes=(12, 13), italic=False)
    named = [line for line in bodies if _KINDS.match(fold(line.text))]
    if not bodies[-1].bold:
        yield f"{bodies[-1].quote}: tên cơ quan ban hành phải đậm"
    elif len(named) > 1 and named[0].bold and not _goes_on(named):
        yield f"{named[0].quote}: tên cơ quan chủ quản không được đậm"


def _goes_on(named: Sequence[Line]) -> bool:
    """A chairman's or council's name may take several lines that each look like a body."""
    return fold(named[0].text).startswith("chu tich")


def check_body_rule(parts: Parts, era: Era) -> Verdict | None:
    """F09."""
    del era
    bold = [line for line in parts.bodies if line.bold]
    if not bold:
        return unknown("không nhận ra tên cơ quan ban hành") if parts.is_paper else None
    if any(span.look.underline for line in bold for span in line.words):
        return judge(["đường kẻ dưới tên cơ quan dùng chữ gạch chân; phải là đường kẻ riêng"])
    lengths = [min(line_length(line), max(line.width, 1)) for line in bold]
    return _with_rule(parts, [], lengths, limits=_PART, right=False, name="tên cơ quan")


def _with_rule(
    parts: Parts, faults: list[str], lengths: Sequence[float], *, limits: tuple[float, float], right: bool, name: str
) -> Verdict:
    """Judge the line below some words; ``limits`` are shares of any of the ``lengths`` (mm)."""
    drawn = [width for line in parts.head if line.right_hand is right for width in line.rules]
    if not drawn:
        # One line on the other side is the other component's own; a second one may be meant for this.
        elsewhere = sum(len(line.rules) for line in parts.head) > 1
        if faults or not elsewhere:
            return judge([*faults, *(() if elsewhere else (f"không có đường kẻ dưới {name}",))])
        return unknown(f"đường kẻ dưới {name} neo ở chỗ khác nên không đo được")
    known = [width for width in drawn if width]
    low, high = limits
    if known and not any(low * length <= width <= high * length for width in known for length in lengths):
        share = round(100 * known[0] / max(lengths))
        faults.append(f"đường kẻ dưới {name} dài {known[0]:.0f} mm, bằng {share}% dòng chữ")
    if not known and not faults:
        return unknown(f"không đo được độ dài đường kẻ dưới {name}")
    return judge(faults)


def check_number(parts: Parts, era: Era) -> Verdict | None:
    """F10."""
    del era
    line = parts.number
    if line is None:
        return judge(["không thấy dòng «Số: …/…»"]) if parts.nation and not parts.enclosed else None
    return judge(_number(line))


def _number(line: Line) -> Iterator[str]:
    yield from looks(line, sizes=(13, 13), bold=False, italic=False)
    filled, draft = _FILLED.fullmatch(line.text), _DRAFT.fullmatch(line.text)
    match = filled or draft
    if match is None:
        yield f"{line.quote}: phải có dạng «Số: 05/KH-UBND»"
        return
    symbol = match["symbol"]
    if match["after"] or (filled and filled["gap"]) or (" " in symbol.strip() and not is_blank_text(symbol)):
        yield f"{line.quote}: số, dấu «/», «-» và ký hiệu viết liền, không cách chữ"
    if filled and len(filled["number"]) == 1:
        yield f"{line.quote}: số dưới 10 phải có số 0 phía trước"


def check_symbol(parts: Parts, era: Era) -> Verdict | None:
    """F11; a symbol with a year belongs to a normative text, which the decree leaves to its own law."""
    del era
    if parts.number is None or parts.kind is None:
        return None
    symbol = parts.number.text.partition("/")[2].strip()
    if _NORMATIVE.match(symbol):
        return unknown("ký hiệu có năm ban hành: văn bản quy phạm pháp luật, không thuộc Nghị định 30/2020/NĐ-CP")
    code = symbol.split("-")[0].strip()
    if parts.kind == OFFICIAL_LETTER:
        wrong = code == "CV" or code in CODE_OF.values()
        return judge([f"«{symbol}»: ký hiệu công văn bắt đầu bằng tên cơ quan, không có «{code}»"] if wrong else [])
    wanted = CODE_OF.get(parts.kind)
    if not wanted:
        return unknown(f"Phụ lục III không có chữ viết tắt của «{parts.kind}»")
    return judge([] if code == wanted else [f"«{symbol}»: {parts.kind} viết tắt là «{wanted}»"])


def check_date(parts: Parts, era: Era) -> Verdict | None:
    """F12; minutes have no such line (F24)."""
    del era
    if parts.kind == MINUTES:
        return None
    if parts.date is None:
        return judge(["không thấy dòng địa danh, ngày tháng năm"]) if parts.nation and not parts.enclosed else None
    return judge(_date(parts.date))


def _date(line: Line) -> Iterator[str]:
    yield from looks(line, sizes=(13, 14), bold=False, italic=True)
    match = _DATED.search(line.text)
    if match is None:
        yield f"{line.quote}: phải có dạng «Nơi, ngày 05 tháng 01 năm 2025»"
        return
    if match["place"].strip() and not match["comma"]:
        yield f"{line.quote}: sau địa danh phải có dấu phẩy"
    day, month = match["day"], match["month"]
    if len(day) == 1 and day.isdigit():
        yield f"{line.quote}: ngày dưới 10 phải có số 0 phía trước"
    if month.isdigit() and int(month) <= _NEED_ZERO and len(month) == 1:
        yield f"{line.quote}: tháng 1, tháng 2 phải có số 0 phía trước"
    if month.isdigit() and int(month) > _NEED_ZERO and month.startswith("0"):
        yield f"{line.quote}: số 0 chỉ thêm trước tháng 1, tháng 2"


def check_minutes(parts: Parts, era: Era) -> Verdict | None:
    """F24."""
    del era
    if parts.kind != MINUTES:
        return None
    return judge([f"{parts.date.quote}: biên bản không có dòng này"] if parts.date else [])
