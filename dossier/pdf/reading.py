"""Reading back what a PDF says, page by page."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2

from dossier.errors import DamagedError
from dossier.files import long_path
from dossier.text import nfc

if TYPE_CHECKING:
    from pathlib import Path


def read_text(path: Path) -> list[str]:
    """The text of each page, NFC, its lines apart; empty for a page that is only a picture.

    Raises:
        DamagedError: the file does not open as PDF.
    """
    with closing(_open(path)) as document:
        return [_page_text(document, index) for index in range(len(document))]


def count_pages(path: Path) -> int:
    """Pages of a PDF.

    Raises:
        DamagedError: the file does not open as PDF.
    """
    with closing(_open(path)) as document:
        return len(document)


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(long_path(path))
    except pypdfium2.PdfiumError as error:
        raise DamagedError(f"Không mở được tệp PDF {path.name}.") from error


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        return nfc(text.get_text_bounded().replace("\r\n", "\n"))
