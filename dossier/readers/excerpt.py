"""What is kept of a long text: its beginning, and its signature block when that comes later."""

from __future__ import annotations

from dossier.readers.model import TEXT_LIMIT
from dossier.text import fold

_BLOCK_LENGTH = 1_500
_LINES_ABOVE = 4  # the signer's title may stand a little above the recipients
_RECIPIENTS = ("noi nhan", "n¬i nhen", "noi nhaan")  # also as TCVN3 and VNI have it


def starts_recipients(line: str) -> bool:
    """Whether the line opens the list of recipients (``Nơi nhận:``), beside which the signature stands."""
    return line[:1] in "Nn" and fold(line[:12]).startswith(_RECIPIENTS)


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
    return f"{text[: TEXT_LIMIT - _BLOCK_LENGTH - 1]}\n{block}"
