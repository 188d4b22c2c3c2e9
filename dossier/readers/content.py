"""One file's bytes to its content, whatever kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.readers import docx, image, pdf, plain, rules, workbook
from dossier.readers.model import Content, FileKind, Reading, unreadable
from dossier.readers.sniff import is_locked_office, sniff

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.problems import Problem

_READERS: dict[FileKind, Callable[[bytes], tuple[Content, tuple[Problem, ...]]]] = {
    FileKind.PDF: pdf.read,
    FileKind.DOCX: docx.read,
    FileKind.XLSX: workbook.read,
    FileKind.XLS: workbook.read,
    FileKind.TEXT: plain.read,
    FileKind.IMAGE: image.read,
}
_LATER = {
    FileKind.DOC: "Tệp Word đời cũ (.doc)",
    FileKind.ODT: "Tệp văn bản OpenDocument (.odt)",
    FileKind.ODS: "Bảng tính OpenDocument (.ods)",
    FileKind.RTF: "Tệp RTF",
    FileKind.PPT: "Tệp trình chiếu đời cũ (.ppt)",
    FileKind.PPTX: "Tệp trình chiếu (.pptx)",
    FileKind.HTML: "Trang web (HTML)",
    FileKind.ARCHIVE: "Tệp nén",
}


def read_content(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """What the bytes say. The problems have no place yet: whoever knows the file's path fills it in.

    A damaged, hostile or foreign file gives UNREADABLE and a problem, never an exception.
    """
    kind = sniff(data)
    reader = _READERS.get(kind)
    if reader:
        return reader(data)
    if kind is FileKind.SYSTEM:
        return Content(kind, Reading.IGNORED), ()
    return unreadable(kind), (_why_not(kind, data),)


def _why_not(kind: FileKind, data: bytes) -> Problem:
    if kind is FileKind.EMPTY:
        return rules.EMPTY.at(rules.HERE, "Tệp rỗng, không có nội dung.")
    if kind is FileKind.ARCHIVE:
        remedy = "Giải nén rồi đưa từng tệp bên trong vào thư mục."
        return rules.LATER_KIND.at(rules.HERE, "Tệp nén không được mở để đọc.", remedy=remedy)
    if kind in _LATER:
        return rules.LATER_KIND.at(rules.HERE, f"{_LATER[kind]} sẽ đọc được ở phiên bản sau.")
    if is_locked_office(data):
        return rules.ENCRYPTED.at(rules.HERE, "Tệp Office đặt mật khẩu nên không đọc được.")
    return rules.UNKNOWN_KIND.at(rules.HERE, "Không nhận ra loại tệp theo nội dung.")
