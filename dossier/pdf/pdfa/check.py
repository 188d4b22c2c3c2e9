"""The structural gate: numbered checks of a PDF/A-2b or 3b file, without claiming more than they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from dossier.errors import DamagedError
from dossier.files import long_path
from dossier.pdf.pdfa import rules
from dossier.pdf.pdfa.content import MALFORMED, Walker
from dossier.pdf.pdfa.document import find_document_faults
from dossier.pdf.pdfa.faults import find_page_faults
from dossier.pdf.pdfa.notes import find_note_faults
from dossier.problems import Where
from dossier.tools import check_by_verapdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.pdf.pdfa.rules import Fault
    from dossier.problems import Problem
    from dossier.tools import Verapdf


def check_pdfa(path: Path, *, shown: str = "", verapdf: Verapdf | None = None) -> tuple[Problem, ...]:
    """Check a file that says it is PDF/A-2b or 3b; empty when every check passed.

    One problem for each rule and text, at the first page (1-based) that has it.

    Args:
        path: the file.
        shown: the file as the user knows it; its name when empty.
        verapdf: asked too (``dossier.tools.find_verapdf``); None does without.

    Raises:
        ToolFailedError: veraPDF gave no verdict.
    """
    name = shown or path.name
    pages: dict[Fault, int] = {}
    try:
        with pikepdf.open(long_path(path)) as pdf:
            for fault in find_document_faults(pdf, path):
                pages.setdefault(fault, 0)
            walker = Walker()
            for number, page in enumerate(pdf.pages, 1):
                for fault in (*find_page_faults(page, walker), *find_note_faults(page.obj)):
                    pages.setdefault(fault, number)
    except (*MALFORMED, pikepdf.PasswordError):
        return (rules.TRAILER.at(Where(path=name), "Tệp PDF không mở được, cần mật khẩu hoặc sai cấu trúc."),)
    found = [_problem(fault, name, number) for fault, number in pages.items()]
    return (*found, *_ask_verapdf(verapdf, path, name)) if verapdf else tuple(found)


def _problem(fault: Fault, name: str, page: int) -> Problem:
    text = f"{fault.text[0].upper()}{fault.text[1:]}."
    return fault.rule.at(Where(path=name, cell=f"trang {page}" if page else ""), text)


def find_level(path: Path) -> str:
    """The level a file of ours is built to: ``3b`` when files are attached, else ``2b``.

    Raises:
        DamagedError: it does not open as PDF.
    """
    try:
        with pikepdf.open(long_path(path)) as pdf:
            return "3b" if len(pdf.attachments) else "2b"
    except (*MALFORMED, pikepdf.PasswordError) as error:
        raise DamagedError(f"Không mở được tệp PDF {path.name}.") from error


def _ask_verapdf(verapdf: Verapdf, path: Path, name: str) -> Iterator[Problem]:
    verdict = check_by_verapdf(verapdf, path, level=find_level(path))
    if not verdict.passed:
        clauses = ", ".join(verdict.failed)
        yield rules.VERAPDF.at(Where(path=name), f"{verapdf} báo lỗi ở các mục {clauses} của ISO 19005.")
