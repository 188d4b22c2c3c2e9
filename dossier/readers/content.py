"""One file's bytes to its content, whatever kind it is."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from dossier.legacytext import repair
from dossier.readers import archive, doc, docx, html, image, odf, pdf, plain, ppt, rtf, rules, workbook
from dossier.readers.model import Content, FileKind, OcrMode, Reading, unreadable
from dossier.readers.sniff import is_locked_office, sniff

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.problems import Problem

_READERS: dict[FileKind, Callable[[bytes], tuple[Content, tuple[Problem, ...]]]] = {
    FileKind.DOCX: docx.read,
    FileKind.XLSX: workbook.read,
    FileKind.XLS: workbook.read,
    FileKind.DOC: doc.read,
    FileKind.RTF: rtf.read,
    FileKind.ODT: odf.read,
    FileKind.ODS: odf.read,
    FileKind.PPT: ppt.read,
    FileKind.PPTX: ppt.read,
    FileKind.HTML: html.read,
    FileKind.TEXT: plain.read,
    FileKind.ARCHIVE: archive.read,
}
_PICTURED: dict[FileKind, Callable[..., tuple[Content, tuple[Problem, ...]]]] = {
    FileKind.PDF: pdf.read,
    FileKind.IMAGE: image.read,
}
_PARTED = "\n\f\n"  # margins and text are judged together; a form feed stands in neither


def read_content(data: bytes, *, ocr: OcrMode = OcrMode.NONE) -> tuple[Content, tuple[Problem, ...]]:
    """What the bytes say. The problems have no place yet: whoever knows the file's path fills it in.

    A damaged, hostile or foreign file gives UNREADABLE and a problem, never an exception.
    """
    content, problems = _read(data, ocr)
    return (content, problems) if content.recognised else _in_unicode(content, problems)


def _read(data: bytes, ocr: OcrMode) -> tuple[Content, tuple[Problem, ...]]:
    kind = sniff(data)
    if kind in _PICTURED:
        return _PICTURED[kind](data, ocr=ocr)
    reader = _READERS.get(kind)
    if reader:
        return reader(data)
    if kind is FileKind.SYSTEM:
        return Content(kind, Reading.IGNORED), ()
    return unreadable(kind), (_why_not(kind, data),)


def _in_unicode(content: Content, problems: tuple[Problem, ...]) -> tuple[Content, tuple[Problem, ...]]:
    """The content with what was typed in old fonts (TCVN3, VNI) repaired, and a word about it."""
    repaired, encoding = repair(f"{content.margins}{_PARTED}{content.text}")
    margins, _, text = repaired.partition(_PARTED)
    content = dataclasses.replace(content, margins=margins, text=text)
    if encoding is None:
        return content, problems
    hint = rules.OLD_FONT.at(rules.HERE, f"Chữ gõ bằng phông {encoding} đã được chuyển sang Unicode để đọc.")
    return content, (*(problem for problem in problems if problem.rule != rules.NO_MARKS.id), hint)


def _why_not(kind: FileKind, data: bytes) -> Problem:
    if kind is FileKind.EMPTY:
        return rules.EMPTY.at(rules.HERE, "Tệp rỗng, không có nội dung.")
    if is_locked_office(data):
        return rules.ENCRYPTED.at(rules.HERE, "Tệp Office đặt mật khẩu nên không đọc được.")
    return rules.UNKNOWN_KIND.at(rules.HERE, "Không nhận ra loại tệp theo nội dung.")
