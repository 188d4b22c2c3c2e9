"""What can be mended without judgment: margins, font, colour, place of the page number. Words are never touched."""

from __future__ import annotations

import io
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dossier.documents.formcheck.model import State
from dossier.documents.formcheck.page import FONT, MARGINS, is_black, is_right_font
from dossier.documents.formcheck.styles import W
from dossier.errors import BadInputError
from dossier.readers.package import ZIP_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as DocumentObject

    from dossier.documents.formcheck.model import FormCheck

_DONE = {
    "F02": "đặt lại lề trang",
    "F03": "đổi phông chữ thành Times New Roman",
    "F04": "đổi chữ màu thành đen",
    "F05": "đặt số trang ở giữa lề trên, bỏ ở trang thứ nhất",
}
_THEME_SIDES = ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme")
_SIDES = ("ascii", "hAnsi", "cs")
_TEXT_PARTS = ("document", "styles", "header", "footer", "footnotes", "endnotes", "numbering")
_LEGACY = (".vn", "vni-")


@dataclass(frozen=True, slots=True)
class Fixed:
    """The mended copy and what was done to it."""

    data: bytes
    done: tuple[str, ...]


def fix_form(data: bytes, check: FormCheck) -> Fixed | None:
    """A mended copy of a DOCX that fails F02 to F05; None when there is nothing to mend safely.

    A document typed in an old Vietnamese font keeps it: its letters would turn into nonsense.

    Raises:
        BadInputError: python-docx cannot open it.
    """
    failed = {result.rule for result in check.of(State.FAIL)} & set(_DONE)
    try:
        document = Document(io.BytesIO(data))
    except (*ZIP_ERRORS, KeyError, AttributeError) as error:
        raise BadInputError(f"{check.path}: không mở được để sửa.") from error
    if "F03" in failed and _is_legacy(document):
        failed.discard("F03")
    if not failed:
        return None
    if "F02" in failed:
        _fix_margins(document)
    if failed & {"F03", "F04"}:
        _fix_letters(document, font="F03" in failed, colour="F04" in failed)
    if "F05" in failed:
        _fix_page_number(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return Fixed(buffer.getvalue(), tuple(_DONE[rule] for rule in sorted(failed)))


def _fix_margins(document: DocumentObject) -> None:
    """Each side that is out of range goes to the nearest end of it."""
    for section in document.sections:
        for side, (low, high) in MARGINS.items():
            now: Any = getattr(section, f"{side}_margin")
            if now is None or not low <= now.mm <= high:
                setattr(section, f"{side}_margin", Mm(low if now is None or now.mm < low else high))


def _roots(document: DocumentObject) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        name = posixpath.basename(str(part.partname)).rstrip("0123456789.xml")
        element = getattr(part, "element", None)
        if element is not None and name.startswith(_TEXT_PARTS):
            yield element


def _is_legacy(document: DocumentObject) -> bool:
    fonts = (value for root in _roots(document) for node in root.iter(f"{W}rFonts") for value in node.attrib.values())
    return any(str(font).casefold().startswith(_LEGACY) for font in fonts)


def _fix_letters(document: DocumentObject, *, font: bool, colour: bool) -> None:
    for root in _roots(document):
        if font:
            for node in list(root.iter(f"{W}rFonts")):
                _fix_font(node)
        for node in list(root.iter(f"{W}color")) if colour else ():
            theme = node.get(f"{W}themeColor")
            if theme or not is_black(str(node.get(f"{W}val", "")).replace("auto", "")):
                node.attrib.clear()
                node.set(f"{W}val", "000000")
    if font:
        _set_default_font(document)


def _fix_font(node: Any) -> None:
    if node.getparent().getparent() is not None and node.getparent().getparent().tag == f"{W}lvl":
        return  # a bullet drawn with a symbol font
    for side in _THEME_SIDES:
        node.attrib.pop(f"{W}{side}", None)
    named = [str(node.get(f"{W}{side}") or "") for side in _SIDES]
    if not any(named) or not all(is_right_font(name) for name in named if name):
        for side in _SIDES:
            node.set(f"{W}{side}", FONT)


def _set_default_font(document: DocumentObject) -> None:
    for run in document.styles.element.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr"):
        if run.find(f"{W}rFonts") is None:
            fonts = OxmlElement("w:rFonts")
            for side in _SIDES:
                fonts.set(qn(f"w:{side}"), FONT)
            run.insert(0, fonts)


def _fix_page_number(document: DocumentObject) -> None:
    """Old PAGE fields go; the header of every section gets one, hidden on the first page of the file."""
    for section in document.sections:
        section.different_first_page_header_footer = section.different_first_page_header_footer or False
    first = document.sections[0]
    first.different_first_page_header_footer = True
    for section in document.sections:
        for story in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not story.is_linked_to_previous:
                _drop_page_fields(story._element)  # noqa: SLF001 - python-docx has no door to fields
    first.header.is_linked_to_previous = False
    first.first_page_header.is_linked_to_previous = False
    for number, section in enumerate(document.sections):
        if number == 0 or not section.header.is_linked_to_previous:
            there = section.header.paragraphs
            paragraph = there[0].insert_paragraph_before() if there else section.header.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _add_page_field(paragraph)


def _drop_page_fields(root: Any) -> None:
    """A paragraph that holds nothing but the number goes; the words of another stay."""
    for paragraph in list(root.iter(f"{W}p")):
        codes = "".join(code.text or "" for code in paragraph.iter(f"{W}instrText"))
        simple = [field for field in paragraph.iter(f"{W}fldSimple") if "PAGE" in field.get(f"{W}instr", "")]
        for field in simple:
            field.getparent().remove(field)
        if "PAGE" in codes:
            for run in list(paragraph.iter(f"{W}r")):
                if (
                    run.find(f"{W}fldChar") is not None
                    or run.find(f"{W}instrText") is not None
                    or (run.findtext(f"{W}t") or "").strip().isdigit()
                ):
                    run.getparent().remove(run)


def _add_page_field(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.name, run.font.bold, run.font.italic = Pt(14), FONT, False, False
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText" if "PAGE" in text else "w:t")
            element.text = text
            element.set(qn("xml:space"), "preserve")
        run._r.append(element)  # noqa: SLF001 - as above
