"""The preparing pass: a private copy of a DOCX in which the embedded engine's measured faults cannot show.

The copy is rendered and thrown away; what is delivered is the DOCX itself. Faults of dxpdf 0.8.1: a tall
vertically merged cell loses its text past the page, runs in tables fall back to the document default
size, decomposed text loses its marks, capitals by format are ignored, fonts are the system's,
space above a paragraph stands at the top of a page too.
"""

from __future__ import annotations

import copy
import zipfile
from itertools import groupby
from typing import TYPE_CHECKING, Any

from lxml import etree

from dossier.pdf.fontpack import SYMBOLS_FAMILY, embed_fonts, is_symbol
from dossier.pdf.ooxml import DOCUMENT, NAMES, is_on, parse_part, read_parts, text_parts, w, wpath
from dossier.pdf.spacing import settle_spacing
from dossier.pdf.styles import Styles, value_of
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WORD_DEFAULT_SIZE = "20"  # half-points, when not even docDefaults says one

# What the engine draws wrongly and the pass cannot mend: XPath in any text part, and its Vietnamese name.
_UNSUPPORTED = (
    ("//w:r[w:t]/w:rPr/w:strike | //w:r[w:t]/w:rPr/w:dstrike", "chữ gạch ngang"),
    ("//w:r[w:t]/w:rPr/w:smallCaps", "chữ hoa nhỏ"),
    ("//w:tcPr/w:textDirection[@w:val!='lrTb']", "chữ dọc trong ô bảng"),
    ("//w:sym", "ký hiệu chèn từ phông Symbol/Wingdings"),
    ("//m:oMath", "công thức toán"),
    ("//w:pict//v:line", "đường kẻ kiểu cũ (VML)"),
    ("//w14:checkbox", "ô đánh dấu dạng điều khiển nội dung"),
)


def _uses(root: etree._Element, xpath: str) -> bool:
    hits: Any = root.xpath(xpath, namespaces=NAMES)
    return any(is_on(hit) for hit in hits)


def write_prepared(source: Path, target: Path, *, breaks_rows: bool = False) -> tuple[str, ...]:
    """Write the copy to be rendered; gives Vietnamese names of what the engine is known to draw wrongly.

    ``breaks_rows`` lets rows go on over the page that are asked to stay whole: of one that is taller than a
    page the engine loses what does not fit.

    Raises:
        ToolFailedError: ``source`` is not a DOCX that can be read.
    """
    parts = read_parts(source)
    styles = Styles.read(parts.get("word/styles.xml"))
    roots = {name: parse_part(parts[name]) for name in text_parts(parts)}
    unsupported = tuple(title for xpath, title in _UNSUPPORTED if any(_uses(root, xpath) for root in roots.values()))
    for name, root in roots.items():
        _prepare(root, styles)
        if breaks_rows:
            etree.strip_elements(root, w("cantSplit"))
        if name == DOCUMENT:
            settle_spacing(root, styles)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    embed_fonts(parts)
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return unsupported


def _prepare(root: etree._Element, styles: Styles) -> None:
    _state_sizes(root, styles)
    _state_letters(root, styles)
    _state_symbols(root)
    for table in root.iter(w("tbl")):
        _split_merges(table)


def _state_sizes(root: etree._Element, styles: Styles) -> None:
    """Write the size on every run of a table that leaves it to the paragraph's style."""
    for run in root.iterfind(".//w:tbl//w:r", NAMES):
        if run.find(wpath("rPr/sz")) is not None:
            continue
        size = styles.effective(run, "sz")
        value = _WORD_DEFAULT_SIZE if size is None else size.get(w("val"), _WORD_DEFAULT_SIZE)
        etree.SubElement(_format_of(run), w("sz")).set(w("val"), value)


def _state_letters(root: etree._Element, styles: Styles) -> None:
    """Composed letters everywhere; real capitals where the format asks for capitals."""
    for text in root.iter(w("t")):
        run = text.getparent()
        text.text = nfc(text.text or "")
        if run is not None and is_on(styles.effective(run, "caps")):
            text.text = text.text.upper()


def _state_symbols(root: etree._Element) -> None:
    """Give signs our serif lacks, such as check boxes, runs of their own in the font that has them.

    Left to itself the engine takes whatever font of the system has the sign.
    """
    for run in [text.getparent() for text in root.iter(w("t")) if any(map(is_symbol, text.text or ""))]:
        parent = run.getparent() if run is not None else None
        if run is None or parent is None:
            continue
        for piece in _pieces(run):
            run.addprevious(piece)
        parent.remove(run)


def _pieces(run: etree._Element) -> Iterator[etree._Element]:
    """The run as one run for each stretch of letters, of signs, or thing that is no text."""
    for child in run.iterchildren(etree.Element):
        if child.tag == w("t"):
            for symbolic, letters in groupby(child.text or "", key=is_symbol):
                piece = _like(run)
                text = etree.SubElement(piece, w("t"), {_SPACE: "preserve"})
                text.text = "".join(letters)
                if symbolic:
                    _set_family(piece, SYMBOLS_FAMILY)
                yield piece
        elif child.tag != w("rPr"):
            piece = _like(run)
            piece.append(child)
            yield piece


def _like(run: etree._Element) -> etree._Element:
    """An empty run of the same format."""
    piece = etree.Element(w("r"))
    properties = run.find(wpath("rPr"))
    if properties is not None:
        piece.append(copy.deepcopy(properties))
    return piece


def _format_of(run: etree._Element) -> etree._Element:
    """The direct format of a run, begun where it has none."""
    properties = run.find(wpath("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    return properties


def _set_family(run: etree._Element, family: str) -> None:
    properties = _format_of(run)
    for old in properties.findall(wpath("rFonts")):
        properties.remove(old)
    fonts = dict.fromkeys((w("ascii"), w("hAnsi"), w("eastAsia"), w("cs")), family)
    properties.insert(0, etree.Element(w("rFonts"), fonts))


def _split_merges(table: etree._Element) -> None:
    """Make each vertically merged body cell a stack of cells without lines between them.

    Merges within the repeated heading rows stay: those are short, and their text is centred.
    """
    open_groups: dict[int, list[etree._Element]] = {}
    for row in table.iterfind(wpath("tr")):
        if row.find(wpath("trPr/tblHeader")) is not None:
            continue
        for start, cell in _cells(row):
            merge = cell.find(wpath("tcPr/vMerge"))
            if merge is None or merge.get(w("val")) == "restart":
                _unmerge(open_groups.pop(start, []))
            if merge is not None:
                open_groups.setdefault(start, []).append(cell)
    for group in open_groups.values():
        _unmerge(group)


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Each cell with the 0-based grid column it starts in."""
    column = int(value_of(row, "trPr/gridBefore") or 0)
    for cell in row.iterfind(wpath("tc")):
        yield column, cell
        column += int(value_of(cell, "tcPr/gridSpan") or 1)


def _unmerge(group: list[etree._Element]) -> None:
    for index, cell in enumerate(group):
        properties = cell.find(wpath("tcPr"))
        merge = None if properties is None else properties.find(wpath("vMerge"))
        if properties is None or merge is None:  # pragma: no cover - a group holds merged cells only
            continue
        borders = properties.find(wpath("tcBorders"))
        if borders is None:
            borders = etree.Element(w("tcBorders"))
            merge.addnext(borders)
        properties.remove(merge)
        if index > 0:
            _hide(borders, "top")
        if index < len(group) - 1:
            _hide(borders, "bottom")


def _hide(borders: etree._Element, side: str) -> None:
    line = borders.find(w(side))
    if line is None:
        line = etree.SubElement(borders, w(side))
    line.set(w("val"), "nil")
