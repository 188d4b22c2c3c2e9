"""The documents of a stack that was scanned or saved as one file: one begins at each new Quốc hiệu. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from dossier.intake.head import parse_head
from dossier.intake.headtitle import is_motto
from dossier.intake.model import DocumentHead, DocumentPart, NumberState
from dossier.readers.model import PAGE_END
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.intake.model import EvidenceFile
    from dossier.readers.model import Content

# Above the heading of a form that a document only shows: «Mẫu số 02», «Phụ lục I», «Biểu 03».
_SPECIMEN = ("mau ", "phu luc", "bieu ")


def find_parts(content: Content, head: DocumentHead) -> tuple[DocumentPart, ...]:
    """The documents in one file, the first with the file's own ``head``; empty when there is only one."""
    found = [(1, head)]
    for opening in content.openings:
        lines = opening.text.split("\n")
        own = parse_head(lines, recognised=content.recognised)
        if _is_document(own, lines):
            found.append((opening.page, own))
    if len(found) == 1:
        return ()
    ends = [first - 1 for first, _ in found[1:]] + [content.pages or found[-1][0]]
    return tuple(DocumentPart(first, last, own) for (first, own), last in zip(found, ends, strict=True))


def _is_document(head: DocumentHead, lines: Sequence[str]) -> bool:
    """Whether a page with a heading begins a document, not the blank form of one."""
    above = takewhile(lambda line: not is_motto(line), lines)
    specimen = any(fold(line).startswith(_SPECIMEN) for line in above)
    return head.type is not None and head.number_state is not NumberState.BLANK and not specimen


def part_files(file: EvidenceFile) -> tuple[EvidenceFile, ...]:
    """Each document of a stack as a file of its own with its head and its pages' text; the file alone if it is one."""
    if not file.parts:
        return (file,)
    pages = file.text.split(PAGE_END)
    return tuple(
        replace(file, head=part.head, text="\n".join(pages[part.first - 1 : part.last]), parts=(part,))
        for part in file.parts
    )


def pages_said(first: int, last: int) -> str:
    """``3`` or ``3-5``."""
    return str(first) if first == last else f"{first}-{last}"
