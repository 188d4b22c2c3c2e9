"""F13 to F16, F22: title, subject, căn cứ, addressees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.doctypes import OFFICIAL_LETTER
from dossier.documents.formcheck.model import Era, Verdict
from dossier.documents.formcheck.parts import is_blank_text
from dossier.documents.formcheck.verdicts import capitals, judge, looks, unknown
from dossier.intake.doctypes import type_of_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.documents.formcheck.model import Line
    from dossier.documents.formcheck.parts import Parts

_UPWARD = {OFFICIAL_LETTER, "Tờ trình", "Báo cáo", "Công điện"}
# Their model forms (1.6 to 1.10) have no line below, and words of their own under the title.
_UNRULED = {"Công điện", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép", "Biên bản"}
_SIDEWAYS = {"Giấy mời", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Phiếu trình"}


def check_title(parts: Parts, era: Era) -> Verdict | None:
    """F13."""
    del era
    if parts.kind == OFFICIAL_LETTER or not parts.is_paper:
        return None
    if parts.title is None:
        return unknown("không nhận ra tên loại văn bản")
    return judge(_title(parts.title))


def _title(line: Line) -> Iterator[str]:
    yield from capitals(line)
    yield from looks(line, sizes=(13, 14), bold=True, italic=False)
    if line.parts == 1 and line.shape.align != "center" and not line.lead:
        yield f"{line.quote}: phải canh giữa"


def check_subject(parts: Parts, era: Era) -> Verdict | None:
    """F14."""
    del era
    if parts.title is None or parts.kind == OFFICIAL_LETTER:
        return None
    if not parts.subject:
        return unknown("không nhận ra trích yếu dưới tên loại")
    bold = None if parts.kind in _UNRULED else True
    faults = [fault for line in parts.subject for fault in looks(line, sizes=(13, 14), bold=bold, italic=False)]
    if parts.kind not in _UNRULED and not _rule_below(parts):
        faults.append("không có đường kẻ dưới trích yếu")
    return judge(faults)


def _rule_below(parts: Parts) -> bool:
    """Whether a straight line stands between the subject and the text, or is anchored near."""
    first = parts.title.block if parts.title else 0
    last = parts.subject[-1].block + 4
    return any(line.rules for line in parts.lines if first <= line.block <= last and line.depth == 0)


def check_letter(parts: Parts, era: Era) -> Verdict | None:
    """F15."""
    del era
    if parts.kind != OFFICIAL_LETTER:
        return None
    if not parts.about:
        titled = any(type_of_title(line.text) == (OFFICIAL_LETTER, "") for line in parts.lines[:40])
        extra = ["công văn không ghi tên loại"] if titled else []
        return judge(["không thấy «V/v …» dưới số, ký hiệu", *extra])
    faults = [fault for line in parts.about for fault in looks(line, sizes=(12, 13), bold=False, italic=False)]
    if parts.addressee is None:
        faults.append("công văn phải có «Kính gửi:»")
    return judge(faults)


def check_bases(parts: Parts, era: Era) -> Verdict | None:
    """F16; the older circular's closing marks were not read, so nothing is said of them."""
    if not parts.bases:
        return None
    if era is Era.TT01:
        return unknown("Thông tư 01/2011/TT-BNV trình bày căn cứ khác; chưa có văn bản gốc để đối chiếu")
    return judge(_bases(parts))


def _bases(parts: Parts) -> Iterator[str]:
    *others, last = parts.bases
    for line in parts.bases:
        yield from looks(line, sizes=(13, 14), italic=True, bold=False)
    for line in others:
        if not line.text.endswith(";") and not is_blank_text(line.text):
            yield f"{line.quote}: cuối căn cứ phải là dấu «;»"
    if not last.text.endswith("."):
        yield f"{last.quote}: căn cứ cuối cùng kết thúc bằng dấu «.»"


def check_addressee(parts: Parts, era: Era) -> Verdict | None:
    """F22."""
    del era
    line = parts.addressee
    if line is None:
        return None
    if parts.kind is None:
        return unknown("không nhận ra tên loại văn bản")
    if parts.kind in _SIDEWAYS:
        return unknown(f"Phụ lục III không nêu rõ «{parts.kind}» có Kính gửi hay không")
    if parts.kind not in _UPWARD:
        return judge([f"{line.quote}: {parts.kind} không có Kính gửi; ghi ở Nơi nhận"])
    return judge(looks(line, sizes=(13, 14), bold=False, italic=False))
