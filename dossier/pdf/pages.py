"""Any evidence to PDF pages, by what the file really is. A bad file costs its own pages and nothing else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.errors import ToolFailedError
from dossier.files import long_path, staged_file
from dossier.intake.model import FileKind
from dossier.pdf.model import Conversion, failed
from dossier.pdf.papers import copy_pdf
from dossier.pdf.photos import lay_out_image
from dossier.pdf.plain import lay_out_text
from dossier.pdf.rules import NEEDS_SOFFICE, NO_PAGES_FOR_KIND, OFFICE_FAILED, PASSWORD, WORKER_FAILED
from dossier.pdf.settle import settle_pdf
from dossier.pdf.workbook import set_up_printing
from dossier.problems import Where

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.pdf.session import PdfSession
    from dossier.problems import Problem

_BY_KIND = {FileKind.PDF: copy_pdf, FileKind.IMAGE: lay_out_image, FileKind.TEXT: lay_out_text}
_OFFICE = {
    *(FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF),
    *(FileKind.XLSX, FileKind.XLS, FileKind.ODS),
    *(FileKind.PPTX, FileKind.PPT),
}
_WHY_NOT = {
    FileKind.HTML: "Trang web lưu về không in được thành trang ổn định.",
    FileKind.ARCHIVE: "Tệp nén không in được thành trang; cần giải nén trước.",
    FileKind.LOCK: "Tệp khóa tạm của Word/Excel, không phải tài liệu.",
    FileKind.SYSTEM: "Tệp của hệ điều hành, không phải tài liệu.",
    FileKind.EMPTY: "Tệp rỗng (0 byte).",
}
# An encrypted DOCX or XLSX is an OLE container that holds a stream of this name.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def convert_evidence(path: Path, kind: FileKind, target: Path, *, session: PdfSession, shown: str = "") -> Conversion:
    """Write the pages of one evidence file, opened read-only; a file without pages gives the reason.

    Office files go through LibreOffice only: the embedded engine is not to be trusted with strangers'
    documents. Equal input gives an equal file.

    Args:
        path: the file.
        kind: what it really is (``dossier.intake``).
        target: the PDF; untouched when the file gives no pages.
        session: the running session.
        shown: the file as the user knows it; its name when empty.
    """
    where = Where(path=shown or path.name)
    with session.folder() as folder:
        draft = folder / "trang.pdf"
        try:
            made = _convert(path, kind, draft, session=session, where=where)
        except ToolFailedError as error:
            return failed(WORKER_FAILED.at(where, f"Không xử lý được tệp: {error.message}."))
        except Exception as error:  # noqa: BLE001 - a stranger's file may break a library in any way
            return failed(WORKER_FAILED.at(where, f"Không xử lý được tệp ({type(error).__name__})."))
        if made.target is None:
            return made
        with staged_file(target) as staging:
            shutil.copyfile(draft, staging)
    return replace(made, target=target)


def _convert(path: Path, kind: FileKind, draft: Path, *, session: PdfSession, where: Where) -> Conversion:
    if kind in _BY_KIND:
        return session.run(_BY_KIND[kind], path, draft, where=where)
    if kind in _OFFICE:
        return _convert_office(path, kind, draft, session=session, where=where)
    reason = _WHY_NOT.get(kind, "Không nhận ra loại tệp.")
    return failed(NO_PAGES_FOR_KIND.at(where, reason))


def _convert_office(path: Path, kind: FileKind, draft: Path, *, session: PdfSession, where: Where) -> Conversion:
    if _is_encrypted(path):
        return failed(PASSWORD.at(where, "Tệp văn phòng cần mật khẩu để mở."))
    if session.soffice is None:
        return failed(NEEDS_SOFFICE.at(where, "Máy này không có LibreOffice để in tệp văn phòng."))
    # The suffix tells LibreOffice the kind; names on people's disks are often wrong.
    copy = draft.with_name(f"tep.{kind.value}")
    shutil.copyfile(long_path(path), copy)
    problems = _set_up(copy, session=session, where=where) if kind is FileKind.XLSX else ()
    try:
        made = session.run_soffice(copy, draft.parent)
    except ToolFailedError as error:
        return failed(OFFICE_FAILED.at(where, f"{error.message}."))
    pages = session.run(settle_pdf, made, draft)
    return Conversion(draft, str(session.soffice), pages, problems)


def _set_up(copy: Path, *, session: PdfSession, where: Where) -> tuple[Problem, ...]:
    """Set up printing on the copy; a workbook openpyxl cannot take is printed as it is."""
    before = copy.read_bytes()
    try:
        return session.run(set_up_printing, copy, where=where)
    except Exception:  # noqa: BLE001 - LibreOffice opens many a workbook openpyxl does not
        copy.write_bytes(before)
        return ()


def _is_encrypted(path: Path) -> bool:
    data = long_path(path).read_bytes()
    return data.startswith(_OLE) and _ENCRYPTED in data
