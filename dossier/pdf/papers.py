"""PDF evidence to pages that can stand in a bundle. Runs in the worker.

What is kept is what a person sees on paper: pages, with form fields, notes and signature pictures drawn
into them. Scripts, attachments, bookmarks and signatures themselves stay in the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from dossier.errors import DamagedError
from dossier.files import long_path
from dossier.pdf.model import Conversion, failed
from dossier.pdf.pdfa import make_archivable
from dossier.pdf.reading import count_pages
from dossier.pdf.rules import BROKEN_PDF, NO_PAGES, NOT_FLATTENED, PASSWORD, REPAIRED, SIGNED_COPY
from dossier.pdf.settle import save_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.problems import Problem, Where

_ENGINE = f"pikepdf {pikepdf.__version__}"
# The document-level entries that pages need to look as they did (layers).
_KEPT = {"/Type", "/Pages", "/Version", "/Extensions", "/Lang", "/OCProperties"}
_A4 = (0, 0, 595.276, 841.89)


def copy_pdf(source: Path, target: Path, *, where: Where) -> Conversion:
    """Write the pages of a PDF, or say why it has none."""
    try:
        with pikepdf.open(long_path(source)) as pdf:
            return _copy(pdf, target, where)
    except pikepdf.PasswordError:
        return failed(PASSWORD.at(where, "Tệp PDF cần mật khẩu để mở."))
    except (pikepdf.PdfError, DamagedError):
        return failed(BROKEN_PDF.at(where, "Tệp PDF hỏng, không mở được."))


def _copy(pdf: pikepdf.Pdf, target: Path, where: Where) -> Conversion:
    if not len(pdf.pages):
        return failed(NO_PAGES.at(where, "Tệp PDF không có trang nào."))
    repaired = bool(pdf.get_warnings())
    signed = _count_signatures(pdf)
    problems = [*_flatten(pdf, where)]
    for key in set(pdf.Root.keys()) - _KEPT:
        del pdf.Root[key]
    for page in pdf.pages:
        _clean(page)
    problems.extend(make_archivable(pdf, where=where))
    save_pdf(pdf, target)
    pages = count_pages(target)
    if repaired:
        problems.append(REPAIRED.at(where, "Tệp PDF có lỗi cấu trúc, đã sửa khi đưa vào tập hồ sơ."))
    if signed:
        message = f"Bản ký số ({signed} chữ ký): trang ở đây là bản in, tệp gốc kèm theo."
        problems.append(SIGNED_COPY.at(where, message))
    return Conversion(target, _ENGINE, pages, tuple(problems), signed)


def _flatten(pdf: pikepdf.Pdf, where: Where) -> Iterator[Problem]:
    """Draw fields and notes into the pages; qpdf can make missing field pictures in Latin letters only."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and form.get("/NeedAppearances", False):
        if all(_is_latin(field) for field in _fields(pdf)):
            pdf.generate_appearance_streams()
        else:
            yield NOT_FLATTENED.at(where, "Biểu mẫu có ô chữ Việt chưa được vẽ sẵn, có thể không hiện trên trang.")
    pdf.flatten_annotations("all")


def _is_latin(field: pikepdf.Object) -> bool:
    value = field.get("/V")
    return not isinstance(value, pikepdf.String) or str(value).isascii()


def _count_signatures(pdf: pikepdf.Pdf) -> int:
    signatures = (field for field in _fields(pdf) if field.get("/FT") == pikepdf.Name.Sig)
    return sum(isinstance(field.get("/V"), pikepdf.Dictionary) for field in signatures)


def _fields(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every form field, parents too; a field tree that loops is walked once."""
    form = pdf.Root.get("/AcroForm")
    waiting = [form.get("/Fields")] if isinstance(form, pikepdf.Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        fields = waiting.pop()
        for field in fields if isinstance(fields, pikepdf.Array) else ():
            if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in seen):
                continue
            seen.add(field.objgen)
            yield field
            waiting.append(field.get("/Kids"))


def _clean(page: pikepdf.Page) -> None:
    """Leave no action on a page but links to addresses, and give it a size when it has none."""
    if "/AA" in page.obj:
        del page.obj["/AA"]
    annotations = page.obj.get("/Annots")
    if annotations is not None:
        kept = [note for note in annotations if _is_link(note)] if isinstance(annotations, pikepdf.Array) else []
        page.obj["/Annots"] = pikepdf.Array(kept)
    box = page.mediabox  # qpdf has handed down an inherited one and replaced one of wrong form
    if box[0] == box[2] or box[1] == box[3]:
        page.obj["/MediaBox"] = pikepdf.Array(_A4)


def _is_link(annotation: pikepdf.Object) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") != pikepdf.Name.Link:
        return False
    action = annotation.get("/A")
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name.URI
