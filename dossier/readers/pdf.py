"""PDF: pages, text layer, digital signatures. The bytes are opened as a private copy and never written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from dossier.readers import rules
from dossier.readers.excerpt import excerpt, opens_document, starts_recipients
from dossier.readers.legibility import has_marks, is_appearance, is_legible
from dossier.readers.model import PAGE_END, TEXT_LIMIT, Content, FileKind, OcrMode, Opening, Reading, unreadable
from dossier.readers.pdflines import clean, page_lines
from dossier.readers.signatures import read_signatures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.problems import Problem

_TEXT_PAGES = 10
_LAID_OUT_PAGES = 2  # head and subject; later pages are rebuilt only where a signature block stands
_STACK_PAGES = 200  # looked through for further documents
_TOP_LENGTH = 600  # characters
_SCAN_COVER = 0.6  # of the page under images
_FORM_DEPTH = 3
_RESTRICTED = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class _Page:
    index: int
    lines: tuple[str, ...]
    printed: str  # the text without annotations
    covered: bool  # by images


def read(data: bytes, *, ocr: OcrMode = OcrMode.NONE) -> tuple[Content, tuple[Problem, ...]]:
    """Pages, the text of the first ones (and of a later signature block), signatures; scans as far as ``ocr`` says."""
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            count = len(document)
            if not count:
                problem = rules.BROKEN.at(rules.HERE, "Tệp PDF không có trang nào.")
                return unreadable(FileKind.PDF, pages=0), (problem,)
            content, problems = _judge(_read_pages(document, count), count)
            if content.reading is Reading.READ and not content.recognised:
                content = replace(content, openings=tuple(_openings(document, count)))
        if ocr is not OcrMode.NONE and _is_scan(content):
            content, problems = _recognise(data, content, problems, ocr)
    except pdfium.PdfiumError as error:
        return unreadable(FileKind.PDF), (_refusal(error),)
    signatures = read_signatures(data)
    return replace(content, signed=len(signatures), signatures=signatures), problems


def _is_scan(content: Content) -> bool:
    return content.recognised or content.reading is Reading.SCAN


def _recognise(
    data: bytes, content: Content, problems: tuple[Problem, ...], ocr: OcrMode
) -> tuple[Content, tuple[Problem, ...]]:
    from dossier.readers.pictures import PdfPages  # noqa: PLC0415 - the engine is heavy, most files need none
    from dossier.readers.scanned import recognise  # noqa: PLC0415

    # Opened again: for the text its annotations were drawn into the pages.
    with closing(pdfium.PdfDocument(data)) as document:
        return recognise(PdfPages(document), content, problems, mode=ocr)


def _refusal(error: pdfium.PdfiumError) -> Problem:
    if error.err_code in _RESTRICTED:
        return rules.ENCRYPTED.at(rules.HERE, "Tệp PDF đặt mật khẩu nên không đọc được.")
    return rules.BROKEN.at(rules.HERE, "Tệp PDF bị hỏng hoặc chưa tải xong, không mở được.")


def _judge(pages: list[_Page], count: int) -> tuple[Content, tuple[Problem, ...]]:
    scanned = any(page.covered for page in pages[:_LAID_OUT_PAGES])
    printed = "\n".join(page.printed for page in pages)
    if not printed.strip() or (scanned and not is_legible(printed)):
        problem = rules.NO_TEXT.at(rules.HERE, _why_no_text(printed, scanned=scanned))
        stamped = "\n".join(pages[0].lines)
        appearance = stamped if is_appearance(stamped) else ""
        return Content(FileKind.PDF, Reading.SCAN, pages=count, appearance=appearance), (problem,)
    text = excerpt(list(_lines(pages)))
    source = "lớp chữ của bản quét" if scanned else "lớp chữ"
    content = Content(FileKind.PDF, Reading.READ, count, text, source=source, recognised=scanned)
    if scanned:
        hint = "Lớp chữ nằm trên ảnh quét (do máy đoán): không lấy số và ngày từ đây."
        return content, (rules.RECOGNISED.at(rules.HERE, hint),)
    if not has_marks(printed):
        return content, (rules.NO_MARKS.at(rules.HERE, "Lớp chữ hầu như không có dấu tiếng Việt."),)
    return content, ()


def _lines(pages: list[_Page]) -> Iterator[str]:
    at = 0
    for page in pages:
        if page.index > at:
            yield PAGE_END * (page.index - at)
        at = page.index
        yield from page.lines


def _openings(document: Any, count: int) -> Iterator[Opening]:
    for index in range(1, min(count, _STACK_PAGES)):
        with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
            top = clean(textpage.get_text_range(0, min(_TOP_LENGTH, textpage.count_chars())))
        if opens_document(top.splitlines()):
            yield Opening(index + 1, "\n".join(_read_page(document, index, laid_out=True).lines))


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
    if len(pages) < count and not any(map(_has_recipients, pages)):
        pages.append(_signature_page(document, len(pages), count))
    return pages


def _signature_page(document: Any, start: int, count: int) -> _Page:
    """The first later page with a signature block, which annexes may follow; without one the last page."""
    later = (_read_page(document, index, laid_out=False) for index in range(start, min(count, _STACK_PAGES)))
    return next(filter(_has_recipients, later), None) or _read_page(document, count - 1, laid_out=True)


def _read_page(document: Any, index: int, *, laid_out: bool) -> _Page:
    with closing(document[index]) as page:
        width, height = page.get_size()
        covered = laid_out and _image_cover(page) > _SCAN_COVER * width * height
        with closing(page.get_textpage()) as textpage:
            printed = clean(textpage.get_text_range())
        plain = _Page(index, tuple(printed.splitlines()), printed, covered)
        if not laid_out and not _has_recipients(plain):
            return plain
        pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
        return _Page(index, tuple(page_lines(textpage, width=width)), printed, covered)


def _has_recipients(page: _Page) -> bool:
    return any(map(starts_recipients, page.lines))


def _image_cover(page: Any) -> float:
    """Area under images in square points; overlaps count twice, which only errs towards «scan»."""
    cover = 0.0
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        left, bottom, right, top = image.get_bounds()
        cover += (right - left) * (top - bottom)
    return cover
