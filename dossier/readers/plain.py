"""Plain text: UTF-8, UTF-16 or the Vietnamese Windows code page."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from dossier.readers.model import TEXT_LIMIT, Content, FileKind, Reading
from dossier.text import nfc

if TYPE_CHECKING:
    from dossier.problems import Problem

_MOST_BYTES = 4 * TEXT_LIMIT  # no encoding here takes more than four bytes a character


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """The text; what no encoding explains is shown with replacement characters."""
    text = nfc(_decode(data[:_MOST_BYTES])).replace("\r\n", "\n")[:TEXT_LIMIT]
    return Content(FileKind.TEXT, Reading.READ, text=text, source="nội dung tệp"), ()


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        # Incremental, so that a character cut at the limit is no error.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")
