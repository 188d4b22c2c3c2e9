"""F19 to F21, F23: signature, recipients, appendices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.documents.formcheck.model import Era, Verdict
from dossier.documents.formcheck.parts import is_blank_text
from dossier.documents.formcheck.verdicts import capitals, judge, looks, unknown
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.documents.formcheck.model import Line
    from dossier.documents.formcheck.parts import Annex, Parts

_PREFIX = re.compile(r"(TM|KT|TL|TUQ|Q)\b(?P<dot>\.?)", re.IGNORECASE)
_SLASHED = re.compile(r"[TK]\s?/\s?[MTL]\b", re.IGNORECASE)
_HONOURS = re.compile(
    r"(?:(?:PGS|GS|TSKH|TS|ThS|Th\.S|T\.S|BS|BSCK\w*|KS|CN|CV|DS|LS|NGƯT|NGND|TTƯT|TTND)\b[.,\s]|"
    r"(?:Ông|Bà|Thạc sĩ|Thạc sỹ|Tiến sĩ|Tiến sỹ|Giáo sư|Phó Giáo sư|Kỹ sư|Cử nhân|Luật sư|Bác sĩ)\s)",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"luu:? ?(vt|van thu|ho so|h/s|hs)\b")
_ROMAN = re.compile(r"Phụ lục [IVXLC]+\.?")
_NOTE = re.compile(r"\(.*\)|\[.*\]")


def check_authority(parts: Parts, era: Era) -> Verdict | None:
    """F19."""
    del era
    if not parts.recipients_head:
        return None
    lines = _authority(parts.signature)
    if not lines:
        return unknown("không tách được khối chữ ký khỏi nơi nhận")
    return judge(_lines_of_authority(lines))


def _authority(signature: Sequence[Line]) -> list[Line]:
    """The lines at the top of the block, before the space left for the signature."""
    found: list[Line] = []
    for line in signature:
        if _NOTE.fullmatch(line.text) or (found and not (line.text.isupper() or _PREFIX.match(line.text))):
            break
        found.append(line)
    return found


def _lines_of_authority(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if is_blank_text(line.text):
            continue
        yield from capitals(line)
        yield from looks(line, sizes=(13, 14), bold=True, italic=False)
        prefix = _PREFIX.match(line.text)
        if _SLASHED.match(line.text) or (prefix and not prefix["dot"]):
            yield f"{line.quote}: viết «TM.», «KT.», «TL.», «TUQ.», «Q.» có dấu chấm, không gạch chéo"


def check_name(parts: Parts, era: Era) -> Verdict | None:
    """F20."""
    del era
    if not parts.recipients_head:
        return None
    authority = _authority(parts.signature)
    rest = [line for line in parts.signature[len(authority) :] if not _is_stamp(line)]
    if not rest or is_blank_text(rest[-1].text):
        return unknown("chưa có họ tên người ký, hoặc không tách được khối chữ ký")
    return judge(_name(rest[-1]))


def _is_stamp(line: Line) -> bool:
    return line.text.startswith(("(", "[")) or line.text.endswith((")", "]"))


def _name(line: Line) -> Iterator[str]:
    if _HONOURS.match(line.text):
        yield f"{line.quote}: trước họ tên không ghi học hàm, học vị, danh hiệu"
    if line.text.isupper():
        yield f"{line.quote}: họ tên viết chữ thường"
    yield from looks(line, sizes=(13, 14), bold=True, italic=False)


def check_recipients(parts: Parts, era: Era) -> Verdict | None:
    """F21."""
    del era
    head = parts.recipients_head
    if head is None:
        return judge(["không thấy «Nơi nhận:»"]) if parts.nation and not parts.enclosed else None
    if not parts.recipients:
        return unknown("không tách được các dòng nơi nhận")
    return judge(_recipients(head, parts.recipients))


def _recipients(head: Line, recipients: Sequence[Line]) -> Iterator[str]:
    yield from looks(head, sizes=(12, 12), bold=True, italic=True)
    items = _items(recipients)
    for line in recipients:
        yield from looks(line, sizes=(11, 11), bold=False, italic=False)
    for text in items[:-1]:
        if not text.endswith((";", ":")) and not is_blank_text(text):
            yield f"«{text[:60]}»: cuối dòng nơi nhận phải là dấu «;»"
    last = items[-1]
    if not any(_ARCHIVE.search(fold(text)) for text in items):
        yield "dòng cuối nơi nhận phải là «- Lưu: VT, ….»"
    elif _ARCHIVE.search(fold(last)) and not last.rstrip().endswith(".") and not is_blank_text(last):
        yield f"«{last[:60]}»: dòng «Lưu» kết thúc bằng dấu «.»"


def _items(recipients: Sequence[Line]) -> list[str]:
    """One text for each recipient; a line without its own dash goes on with the line above."""
    items: list[str] = []
    for line in recipients:
        if not items or line.text.startswith(("-", "+", "–")) or line.shape.listed or items[-1].endswith((";", ".")):
            items.append(line.text)
        else:
            items[-1] += f" {line.text}"
    archive = next((at for at, text in enumerate(items) if _ARCHIVE.search(fold(text))), len(items) - 1)
    return items[: archive + 1]


def check_annexes(parts: Parts, era: Era) -> Verdict | None:
    """F23."""
    if not parts.annexes:
        return None
    if era is Era.TT01:
        return unknown("Thông tư 01/2011/TT-BNV: chưa có văn bản gốc để đối chiếu phần phụ lục")
    return judge(fault for annex in parts.annexes for fault in _annex(annex, many=len(parts.annexes) > 1))


def _annex(annex: Annex, *, many: bool) -> Iterator[str]:
    heading = annex.heading
    yield from looks(heading, sizes=(14, 14), bold=True, italic=False)
    if not heading.text.startswith("Phụ lục"):
        yield f"{heading.quote}: từ «Phụ lục» viết chữ thường"
    if heading.shape.align != "center":
        yield f"{heading.quote}: phải canh giữa"
    if many and not _ROMAN.match(heading.text) and not is_blank_text(heading.text):
        yield f"{heading.quote}: có từ hai phụ lục thì đánh số La Mã"
    for line in annex.name:
        yield from capitals(line)
        yield from looks(line, sizes=(13, 14), bold=True, italic=False)
    if annex.enclosed is None:
        yield f"{heading.quote}: dưới tên phụ lục phải có dòng «(Kèm theo …)»"
    else:
        yield from looks(annex.enclosed, sizes=(13, 14), bold=False, italic=True)
