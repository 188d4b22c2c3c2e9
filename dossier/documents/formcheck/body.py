"""F17, F18, F25: the text itself."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.documents.formcheck.measure import line_length
from dossier.documents.formcheck.verdicts import judge, points, unknown
from dossier.intake.citations import CITATION, parse_citations
from dossier.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.documents.formcheck.model import Era, Line, Verdict
    from dossier.documents.formcheck.parts import Parts

_INDENTS = ((9, 11), (12, 13.5))  # mm: 1 cm, 1,27 cm
_TAB = 12.7
_GAP, _SINGLE, _WIDEST = 6.0, 1.0, 1.5
_NATURAL = 1.15  # a single line of Times New Roman is this many times its size
_LONG = 1.02  # of the text width: a line that breaks, whose alignment shows
_SHORT_BODY = 40  # letters: a caption or a form's blank, not a paragraph
_WORDS_AFTER = 160
_ISSUED = re.compile(r"[^;]{0,100}?\b(của|do)\b")
_DATE_AFTER = re.compile(r"[\s,(]*(ký |ban hành )?ngày")


def check_text(parts: Parts, era: Era) -> Verdict | None:
    """F17."""
    del era
    body = [line for line in parts.body if _is_paragraph(line)]
    if not body:
        return unknown("không nhận ra đoạn văn nào trong nội dung") if parts.is_paper and parts.nation else None
    return judge([*_each(body), *_gaps(body)])


def _is_paragraph(line: Line) -> bool:
    """Running text: no heading (bold throughout or centred), no caption, no line of dots."""
    heading = line.bold or line.shape.align in {"center", "right"} or line.text.isupper()
    note = line.text.startswith(("(", "*")) and line.italic
    letters = sum(char.isalpha() for char in line.text)
    return not heading and not note and letters >= _SHORT_BODY and letters * 2 > len(line.text)


def _each(body: Sequence[Line]) -> Iterator[str]:
    for line in body:
        shape = line.shape
        if not 12.8 < line.size < 14.2:  # noqa: PLR2004 - 13 to 14 points
            yield f"{line.quote}: cỡ chữ {points(line.size)}, phải là 13-14"
        if shape.align != "both" and line.parts == 1 and line_length(line) > line.width * _LONG:
            yield f"{line.quote}: phải canh đều hai lề"
        indent = shape.left + shape.first + line.lead * _TAB
        if not shape.listed and not any(low <= indent <= high for low, high in _INDENTS):
            yield f"{line.quote}: đầu dòng lùi {points(round(indent, 1))} mm, phải là 10 hoặc 12,7 mm"
        if not _spacing_fits(line):
            yield f"{line.quote}: cách dòng ngoài khoảng dòng đơn đến 1,5 dòng"


def _spacing_fits(line: Line) -> bool:
    shape = line.shape
    if shape.line is not None:
        return _SINGLE - 0.01 <= shape.line <= _WIDEST + 0.01
    return line.size <= (shape.line_points or 0) <= line.size * _NATURAL * _WIDEST + 0.5


def _gaps(body: Sequence[Line]) -> Iterator[str]:
    for above, below in pairwise(body):
        gap = above.shape.after + below.shape.before
        if below.block == above.block + 1 and gap < _GAP:
            yield f"{below.quote}: cách đoạn trên {points(gap)} pt, phải từ 6 pt"


def check_end(parts: Parts, era: Era) -> Verdict | None:
    """F18; a body that ends with a table has its mark above it."""
    del era
    if not parts.ending or not parts.is_paper or not parts.nation:
        return None
    if any(re.search(r"\./\.?\W*$", line.text) for line in parts.ending):
        return judge([])
    if parts.recipients_head is None:
        return unknown("không có «Nơi nhận» nên không biết nội dung hết ở đâu; không thấy dấu «./.»")
    return judge([f"{parts.ending[-1].quote}: hết nội dung phải có dấu «./.»"])


def check_citations(parts: Parts, era: Era) -> Verdict | None:
    """F25: each text named by number must have its day and issuer where it is named first."""
    del era
    text = one_line("\n".join(line.text for line in (*parts.bases, *parts.body)))
    seen: set[str] = set()
    undated: list[str] = []
    anonymous: list[str] = []
    for match in CITATION.finditer(text):
        named = parse_citations(match[0])
        if not named or named[0].number is None or named[0].reference in seen:
            continue
        seen.add(named[0].reference)
        if named[0].date is None and not _DATE_AFTER.match(text[match.end() :]):
            undated.append(f"«{named[0].text}»: lần viện dẫn đầu thiếu ngày, tháng, năm ban hành")
        elif not _ISSUED.match(text[match.end() : match.end() + _WORDS_AFTER]) and not _is_law(named[0].text):
            anonymous.append(f"«{named[0].text}»: không thấy «của …»; xem cơ quan ban hành đã được nêu trong câu chưa")
    if undated or not anonymous:
        return judge(undated) if seen else None
    return unknown("; ".join(anonymous[:3]))


def _is_law(cited: str) -> bool:
    """A law is cited by its name; its issuer is known."""
    return fold(cited).startswith(("luat", "bo luat", "phap lenh"))
