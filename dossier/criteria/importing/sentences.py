"""The text of a criterion cut into sentences that say something about points, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEW = re.compile(
    r"\s*(?:[-+•*–]\s|\(?\d{1,2}\)\s|\((?:Trường hợp|Nếu|Địa phương|Cơ quan)|[a-h]\d?\s+là\b|[a-h]\d?\s*:|Nếu\b"
    r"|Yêu cầu\b|Trường hợp\b|Trong đó\b|Xác định kết quả\b|Tính điểm\b|Điểm đạt được\b|Năm \d{4}\b)"
)
_NUMBER = r"\d+(?:[.,]\d+)?"
# «… thì điểm đánh giá là 0,5», «…: 0,5 điểm», «… được 1 điểm», «… thì đạt 0,5 điểm»
_OPTION = re.compile(
    rf"(?P<condition>.+?)(?:\s*[,:]|\s+thì\b)?\s*(?:thì\s+)?"
    rf"(?:(?:được\s+|đạt\s+)?(?:điểm đánh giá|số điểm|điểm)\s*(?P<more>cộng thêm)?\s*(?:là)?\s*:?"
    rf"|(?:được\s+)?(?P<plus>cộng thêm)|(?:là|được|đạt|chấm|tính|:))\s*"
    rf"(?P<points>{_NUMBER})\s*(?P<unit>điểm)?(?:\s*\(?đối với[^;]*?)?\s*[.;,)]*",
    re.IGNORECASE,
)
# «… là 0. (Việc xác định …)»: the remark is a sentence of its own.
_REMARK = re.compile(r"(?<=\d[.;])\s+(?=\()")
_PIECES = re.compile(r";\s+|(?<=\d)\.\s+(?=Nếu\b|Không\b|Trường hợp\b)")


@dataclass(frozen=True, slots=True)
class Option:
    """A condition and the points it earns.

    Attributes:
        adds: «cộng thêm»: on top of what stands before.
    """

    condition: str
    points: Decimal
    adds: bool = False


def split_paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines broken by the width of a cell joined again; a dash, a number or a known opening begins anew."""
    paragraphs: list[str] = []
    for line in lines:
        text = one_line(line)
        if paragraphs and not _NEW.match(line) and not _ended(paragraphs[-1], text):
            paragraphs[-1] += f" {text}"
        elif text:
            paragraphs.append(text)
    return [sentence for paragraph in paragraphs for sentence in _REMARK.split(paragraph)]


def _ended(paragraph: str, following: str) -> bool:
    """A full stop or semicolon, then a capital: a new sentence on a new line."""
    return paragraph.endswith((".", ";", ":")) and following.lstrip("(")[:1].isupper()


def find_options(paragraph: str) -> tuple[Option, ...]:
    """The options of a paragraph, one or several divided by semicolons; none when it is no option."""
    whole = _option(paragraph)
    pieces = [piece for piece in _PIECES.split(paragraph) if piece.strip()]
    options = [_option(piece) for piece in pieces]
    if len(pieces) > 1 and all(options):
        return tuple(option for option in options if option)
    return (whole,) if whole else ()


def _option(text: str) -> Option | None:
    found = _OPTION.fullmatch(text.strip())
    if found is None or _OPTION.fullmatch(found["condition"].strip()):
        return None
    condition = re.sub(r"^(?:[-+•*–]\s*)?(?:Nếu\s+)?", "", found["condition"].strip(), flags=re.IGNORECASE)
    return Option(condition.rstrip(" ,:;"), to_number(found["points"]), bool(found["more"] or found["plus"]))


def to_number(text: str) -> Decimal:
    """A number with decimal comma or point."""
    return Decimal(text.replace(",", "."))
