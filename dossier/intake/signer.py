"""The first signature block of a document: who signed, and in which capacity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.readers.excerpt import starts_recipients
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_PREFIX = re.compile(r"(tm|kt|tl|tuq|q|t/m|k/t|t/l)\s?[./]\s?\w")
_TITLE = re.compile(
    r"(quyen |pho |nguyen )?(chu tich|giam doc|tong giam doc|bo truong|thu truong|thu tuong|truong phong|pho phong|"
    r"chanh van phong|chanh thanh tra|truong ban|pho ban|hieu truong|bi thu|cuc truong|chi cuc truong|to truong|"
    r"chu nhiem|vien truong|tong cuc truong|vu truong|truong doan|truong cong an|chi huy truong|thu ky|chu toa|"
    r"nguoi lap|nguoi dung dau|chu tri|doi truong|tram truong)\b"
)
_RANKS = re.compile(r"^(?:(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)|(?:ths|ts|pgs|gs|bs|ks|cn)\.)\s*", re.IGNORECASE)
# What signing software prints in the block.
_STAMP = re.compile(r"(ky boi|nguoi ky|email|co quan|ngay ky|thoi gian ky|\(?da ky|\(ky|chu ky so|\d)")
_TITLE_LENGTH = 90
_BEFORE_RECIPIENTS, _AFTER_RECIPIENTS = 4, 40
_BLOCK, _STRANGE_LINES = 30, 6


def find_signer(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """Name and title (``KT. CHỦ TỊCH / PHÓ CHỦ TỊCH``) of the first signature block; None when not found.

    The block stands near ``Nơi nhận``; without that line only a title with ``TM.``, ``KT.``… is believed.
    """
    anchor = next((index for index, line in enumerate(lines) if starts_recipients(line)), None)
    if anchor is None:
        candidates = (i for i, line in enumerate(lines) if line[:2].isupper() and _PREFIX.match(fold(line)))
    else:
        window = range(max(0, anchor - _BEFORE_RECIPIENTS), min(len(lines), anchor + _AFTER_RECIPIENTS))
        candidates = (index for index in window if _is_title(lines[index]))
    start = next(candidates, None)
    return (None, None) if start is None else _read_block(lines[start : start + _BLOCK])


def _is_title(line: str) -> bool:
    key = fold(line)
    letters = [char for char in line if char.isalpha()]
    capitals = sum(char.isupper() for char in letters) > 0.8 * len(letters)
    return capitals and len(line) < _TITLE_LENGTH and bool(_PREFIX.match(key) or _TITLE.match(key))


def _read_block(block: Sequence[str]) -> tuple[str | None, str | None]:
    titles = [block[0]]
    strange = 0
    for line in block[1:]:
        if strange > _STRANGE_LINES or fold(line).startswith("phu luc"):
            break
        if _is_title(line):
            titles.append(line)
        elif _is_name(line) and not _STAMP.match(fold(line)):
            return line, " / ".join(titles)
        elif not line.startswith(("-", "+", "Nơi nhận")) and not line.endswith(";"):  # recipients run beside
            strange += 1
    return None, " / ".join(titles)


def _is_name(line: str) -> bool:
    words = _RANKS.sub("", line).split()
    plain = all(word.replace(".", "").isalpha() and word[0].isupper() for word in words)
    return 2 <= len(words) <= 6 and plain and not _TITLE.search(fold(line))  # noqa: PLR2004 - Vietnamese names
