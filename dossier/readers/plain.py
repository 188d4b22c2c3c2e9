"""Plain text in whatever encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.legacytext import decode_bytes
from dossier.readers.model import TEXT_LIMIT, Content, FileKind, Reading
from dossier.text import nfc

if TYPE_CHECKING:
    from dossier.problems import Problem

_MOST_BYTES = 4 * TEXT_LIMIT  # no encoding here takes more than four bytes a character


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """The text; what no encoding explains is shown with replacement characters."""
    text = nfc(decode_bytes(data[:_MOST_BYTES])).replace("\r\n", "\n")[:TEXT_LIMIT]
    return Content(FileKind.TEXT, Reading.READ, text=text, source="nội dung tệp"), ()
