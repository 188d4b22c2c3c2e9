"""Stamps that stand on a document beside its own words: incoming stamp, copy stamp, urgency, secrecy. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_EDGES = " .,:;|*-_[](){}«»\"'“”~=!/\\•"
# The incoming stamp: «CÔNG VĂN ĐẾN | Số: 1234 | Ngày: 05/01 | Chuyển: …» (Nghị định 30/2020/NĐ-CP, Phụ lục IV).
_INCOMING = re.compile(r"(cong van |van ban )?den\b(?! (?:nam|ngay|thang|het|nay|cac|tu|voi)\b)\W*(so\b.*)?")
_INCOMING_FIELD = re.compile(r"(so\s?:?\s?\d*$|so den|ngay\s?(den)?\s?[:.]|gio\s?[:.]|chuyen\s?[:.]|luu ho so)")
_STAMP_LINES = 5
# «SAO Y», «TRÍCH SAO», «SAO LỤC» and the copy's own number, such as 12/SY-UBND (Điều 25).
_COPY = re.compile(r"(sao y|trich sao|sao luc|ban sao)\b.{0,80}$")
_COPY_NUMBER = re.compile(r"\W{0,3}so\s?:?.{0,12}/\s?(sy|sl|trs|bs)\b", re.IGNORECASE)
_URGENCY = {"hoa toc": "HỎA TỐC", "thuong khan": "THƯỢNG KHẨN", "khan": "KHẨN"}
# Luật Bảo vệ bí mật nhà nước 2018, Điều 8: the three degrees. A stamp is its own line, in capitals.
_SECRECY = {"mat": "MẬT", "toi mat": "TỐI MẬT", "tuyet mat": "TUYỆT MẬT"}
_DEGREE = re.compile(r"\bđộ mật\s*:?\s*(?P<degree>(?:tối |tuyệt )?mật)\b", re.IGNORECASE)
_TOP_LINES = 40


def without_stamps(lines: Iterable[str]) -> Iterator[str]:
    """The lines without incoming and copy stamps, whose numbers and dates are other offices'."""
    left = 0
    for line in lines:
        key = fold(line)
        if _is_incoming(line, key):
            left = _STAMP_LINES
        elif left and _INCOMING_FIELD.match(key) and "/" not in key.partition("ngay")[0]:
            left -= 1
        elif not _COPY_NUMBER.match(key) and not (line.isupper() and _COPY.match(key)):
            left = max(0, left - 1)
            yield line


def find_urgency(lines: Sequence[str]) -> str | None:
    """The urgency stamp among the head lines; None without one."""
    return next((_URGENCY[key] for key in _stamps(lines) if key in _URGENCY), None)


def find_secrecy(lines: Sequence[str]) -> str | None:
    """``MẬT``, ``TỐI MẬT`` or ``TUYỆT MẬT`` when the first page is stamped so; «bảo mật» in a text is no stamp."""
    top = lines[:_TOP_LINES]
    stamped = next((_SECRECY[key] for key in _stamps(top) if key in _SECRECY), None)
    if stamped:
        return stamped
    told = next((match for line in top if (match := _DEGREE.search(line))), None)
    return _SECRECY[fold(told["degree"])] if told else None


def _is_incoming(line: str, key: str) -> bool:
    return line.lstrip(_EDGES)[:1].isupper() and bool(_INCOMING.fullmatch(key.strip(_EDGES)))


def _stamps(lines: Iterable[str]) -> Iterator[str]:
    """Folded keys of the lines that are all capitals; a mark in a frame may stand at either end of a line."""
    for line in lines:
        bare = line.strip(_EDGES)
        if bare.isupper():
            yield fold(bare).strip(_EDGES)
            for framed in re.split(r"\s*[|\[\]]\s*|\s{3,}", bare):
                yield fold(framed).strip(_EDGES)
