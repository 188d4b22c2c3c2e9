"""What is kept of a long text: its beginning, and its signature block when that comes later."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from dossier.readers.model import PAGE_END, TEXT_LIMIT
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCK_LENGTH = 1_500
_LINES_ABOVE = 4  # the signer's title may stand a little above the recipients
_TOP_LINES = 12
_HEADING = re.compile(r"cong hoa x. hoi chu nghia viet nam|dang cong san viet nam")
_RECIPIENTS = ("noi nhan", "n¬i nhen", "noi nhaan")  # also as TCVN3 and VNI have it
_ON_BEHALF = re.compile(r"(TM|KT|TL|TUQ)\s?[./]\s?\w")


def starts_recipients(line: str) -> bool:
    """Whether the line opens the list of recipients (``Nơi nhận:``), beside which the signature stands."""
    return line[:1] in "Nn" and fold(line[:12]).startswith(_RECIPIENTS)


def holds_signature(lines: Iterable[str]) -> bool:
    """Whether a signature block is among the lines: the recipients beside it, or the authority above it."""
    return any(starts_recipients(line) or _ON_BEHALF.match(line) for line in lines)


def opens_document(lines: Iterable[str]) -> bool:
    """Whether a page's top bears the national or the Party heading, in capitals."""
    top = islice((line for line in lines if line.strip()), _TOP_LINES)
    return any(_HEADING.search(fold(" ".join(filter(str.isupper, line.split())))) for line in top)


def excerpt(lines: list[str]) -> str:
    """At most ``TEXT_LIMIT`` characters of the lines, the first signature block among them."""
    text = "\n".join(lines)
    if len(text) <= TEXT_LIMIT:
        return text
    at = next((index for index, line in enumerate(lines) if starts_recipients(line)), None)
    before = "\n".join(lines[: max(0, at - _LINES_ABOVE)]) if at is not None else ""
    if at is None or len(before) < TEXT_LIMIT - _BLOCK_LENGTH:
        return text[:TEXT_LIMIT]
    block = "\n".join(lines[max(0, at - _LINES_ABOVE) :])[:_BLOCK_LENGTH]
    begun = text[: TEXT_LIMIT - _BLOCK_LENGTH - 1]
    passed = before.count(PAGE_END) - begun.count(PAGE_END)
    return f"{begun}\n{PAGE_END * passed}\n{block}" if passed > 0 else f"{begun}\n{block}"
