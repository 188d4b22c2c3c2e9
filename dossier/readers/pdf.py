"""PDF: pages, text layer, digital signatures. The bytes are opened as a private copy and never written."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from dossier.readers import rules
from dossier.readers.excerpt import excerpt, starts_recipients
from dossier.readers.legibility import has_marks, is_legible_layer
from dossier.readers.model import TEXT_LIMIT, Content, FileKind, Reading, unreadable
from dossier.readers.pdflines import clean, page_lines

if TYPE_CHECKING:
    from dossier.problems import Problem

_TEXT_PAGES = 10
_LAID_OUT_PAGES = 2  # head and subject; later pages are rebuilt only where a signature block stands
_SCAN_COVER = 0.6  # of the page under images
_FORM_DEPTH = 3
_FIELD_DEPTH = 12
_RESTRICTED = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class _Page:
    lines: tuple[str, ...]
    printed: str  # the text without annotations
    covered: bool  # by images


def read(data: bytes) -> tuple[Content, tuple[Problem, ...]]:
    """Pages, the text of the first ones (and of a later signature block), number of signatures."""
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            count = len(document)
            pages = _read_pages(document, count)
    except pdfium.PdfiumError as error:
        return unreadable(FileKind.PDF), (_refusal(error),)
    if not count:
        return unreadable(FileKind.PDF, pages=0), (rules.BROKEN.at(rules.HERE, "Tệp PDF không có trang nào."),)
    return _judge(pages, count, _count_signatures(data))


def _refusal(error: pdfium.PdfiumError) -> Problem:
    if error.err_code in _RESTRICTED:
        return rules.ENCRYPTED.at(rules.HERE, "Tệp PDF đặt mật khẩu nên không đọc được.")
    return rules.BROKEN.at(rules.HERE, "Tệp PDF bị hỏng hoặc chưa tải xong, không mở được.")


def _judge(pages: list[_Page], count: int, signed: int) -> tuple[Content, tuple[Problem, ...]]:
    scanned = any(page.covered for page in pages[:_LAID_OUT_PAGES])
    printed = "\n".join(page.printed for page in pages)
    if not printed.strip() or (scanned and not is_legible_layer(printed)):
        problem = rules.NO_TEXT.at(rules.HERE, _why_no_text(printed, scanned=scanned))
        return Content(FileKind.PDF, Reading.SCAN, pages=count, signed=signed), (problem,)
    text = excerpt([line for page in pages for line in page.lines])
    source = "lớp chữ của bản quét" if scanned else "lớp chữ"
    content = Content(FileKind.PDF, Reading.READ, count, text, signed=signed, source=source, recognised=scanned)
    if scanned:
        hint = "Lớp chữ nằm trên ảnh quét (do máy đoán): không lấy số và ngày từ đây."
        return content, (rules.RECOGNISED.at(rules.HERE, hint),)
    if not has_marks(printed):
        return content, (rules.NO_MARKS.at(rules.HERE, "Lớp chữ hầu như không có dấu tiếng Việt."),)
    return content, ()


def _why_no_text(printed: str, *, scanned: bool) -> str:
    if not printed.strip():
        return "Bản quét (chỉ có hình): chưa có lớp chữ để đọc."
    if scanned:
        return "Bản quét có lớp chữ không dùng được (sai dấu, hoặc chỉ là khung chữ ký số)."
    return "Không có lớp chữ dùng được."


def _read_pages(document: Any, count: int) -> list[_Page]:
    pages: list[_Page] = []
    length = 0
    for index in range(min(count, _TEXT_PAGES)):
        if length > TEXT_LIMIT:
            break
        page = _read_page(document, index, laid_out=index < _LAID_OUT_PAGES)
        pages.append(page)
        length += len(page.printed)
    if count > _TEXT_PAGES and not any(map(_has_recipients, pages)):
        pages.append(_read_page(document, count - 1, laid_out=True))
    return pages


def _read_page(document: Any, index: int, *, laid_out: bool) -> _Page:
    with closing(document[index]) as page:
        width, height = page.get_size()
        covered = laid_out and _image_cover(page) > _SCAN_COVER * width * height
        with closing(page.get_textpage()) as textpage:
            printed = clean(textpage.get_text_range())
        plain = _Page(tuple(printed.splitlines()), printed, covered)
        if not laid_out and not _has_recipients(plain):
            return plain
        pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
        return _Page(tuple(page_lines(textpage, width=width)), printed, covered)


def _has_recipients(page: _Page) -> bool:
    return any(map(starts_recipients, page.lines))


def _image_cover(page: Any) -> float:
    """Area under images in square points; overlaps count twice, which only errs towards «scan»."""
    cover = 0.0
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        left, bottom, right, top = image.get_bounds()
        cover += (right - left) * (top - bottom)
    return cover


def _count_signatures(data: bytes) -> int:
    """Signed signature fields of the form; 0 when the form cannot be walked."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=False) as document:
            form = document.Root.get("/AcroForm")
            fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
            return _signed_fields(fields, inherited="", depth=0)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, RuntimeError):
        return 0


def _signed_fields(fields: Any, *, inherited: str, depth: int) -> int:
    if not isinstance(fields, pikepdf.Array) or depth > _FIELD_DEPTH:
        return 0
    total = 0
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        kind = str(field.get("/FT", inherited))
        if kind == "/Sig" and "/V" in field:
            total += 1
        else:
            total += _signed_fields(field.get("/Kids"), inherited=kind, depth=depth + 1)
    return total
