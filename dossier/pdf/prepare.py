"""The preparing pass: a private copy of a DOCX in which the embedded engine's measured faults cannot show.

The copy is rendered and thrown away; what is delivered is the DOCX itself. Faults of dxpdf 0.8.1: a tall
vertically merged cell loses its text past the page, runs in tables fall back to the document default
size, decomposed text loses its marks, capitals by format are ignored.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from dossier.pdf.ooxml import NAMES, is_on, parse_part, read_parts, text_parts, w
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def find_unsupported(path: Path) -> tuple[str, ...]:
    """Vietnamese names of what in a DOCX the embedded engine is known to draw wrongly."""
    parts = read_parts(path)
    roots = [parse_part(parts[name]) for name in text_parts(parts)]
    return tuple(title for xpath, title in _UNSUPPORTED if any(_uses(root, xpath) for root in roots))


def _uses(root: etree._Element, xpath: str) -> bool:
    hits: Any = root.xpath(xpath, namespaces=NAMES)
    return any(is_on(hit) for hit in hits)


def write_prepared(source: Path, target: Path) -> None:
    """Write the copy to be rendered.

    Raises:
        ToolFailedError: ``source`` is not a DOCX that can be read.
    """
    parts = read_parts(source)
    styles = _Styles.read(parts.get("word/styles.xml"))
    for name in text_parts(parts):
        root = parse_part(parts[name])
        _state_sizes(root, styles)
        _state_letters(root, styles)
        for table in root.iter(w("tbl")):
            _split_merges(table)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)


@dataclass(frozen=True, slots=True)
class _Styles:
    """What styles.xml says, as far as the pass asks."""

    by_id: dict[str, etree._Element] = field(default_factory=dict)
    default_paragraph: str = ""
    defaults: etree._Element | None = None

    @classmethod
    def read(cls, data: bytes | None) -> _Styles:
        if data is None:
            return cls()
        root = parse_part(data)
        styles = {style.get(w("styleId"), ""): style for style in root.iterfind("w:style", NAMES)}
        paragraph = root.find("w:style[@w:type='paragraph'][@w:default='1']", NAMES)
        default = "" if paragraph is None else paragraph.get(w("styleId"), "")
        return cls(styles, default, root.find("w:docDefaults/w:rPrDefault/w:rPr", NAMES))

    def _chain(self, style_id: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = _value(self.by_id[style_id], "w:basedOn")

    def effective(self, run: etree._Element, name: str) -> etree._Element | None:
        """A run property from the run, its style, its paragraph's style, or the document defaults."""
        paragraph = next(run.iterancestors(w("p")), None)
        of_paragraph = "" if paragraph is None else _value(paragraph, "w:pPr/w:pStyle")
        places = [
            run.find("w:rPr", NAMES),
            *(style.find("w:rPr", NAMES) for style in self._chain(_value(run, "w:rPr/w:rStyle"))),
            *(style.find("w:rPr", NAMES) for style in self._chain(of_paragraph or self.default_paragraph)),
            self.defaults,
        ]
        hits = (place.find(f"w:{name}", NAMES) for place in places if place is not None)
        return next((hit for hit in hits if hit is not None), None)


def _value(element: etree._Element, path: str) -> str:
    hit = element.find(path, NAMES)
    return "" if hit is None else hit.get(w("val"), "")


def _state_sizes(root: etree._Element, styles: _Styles) -> None:
    """Write the size on every run of a table that leaves it to the paragraph's style."""
    for run in root.iterfind(".//w:tbl//w:r", NAMES):
        if run.find("w:rPr/w:sz", NAMES) is not None:
            continue
        size = styles.effective(run, "sz")
        value = _WORD_DEFAULT_SIZE if size is None else size.get(w("val"), _WORD_DEFAULT_SIZE)
        properties = run.find("w:rPr", NAMES)
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        etree.SubElement(properties, w("sz")).set(w("val"), value)


def _state_letters(root: etree._Element, styles: _Styles) -> None:
    """Composed letters everywhere; real capitals where the format asks for capitals."""
    for text in root.iter(w("t")):
        run = text.getparent()
        text.text = nfc(text.text or "")
        if run is not None and is_on(styles.effective(run, "caps")):
            text.text = text.text.upper()


def _split_merges(table: etree._Element) -> None:
    """Make each vertically merged body cell a stack of cells without lines between them.

    Merges within the repeated heading rows stay: those are short, and their text is centred.
    """
    open_groups: dict[int, list[etree._Element]] = {}
    for row in table.iterfind("w:tr", NAMES):
        if row.find("w:trPr/w:tblHeader", NAMES) is not None:
            continue
        for start, cell in _cells(row):
            merge = cell.find("w:tcPr/w:vMerge", NAMES)
            if merge is None or merge.get(w("val")) == "restart":
                _unmerge(open_groups.pop(start, []))
            if merge is not None:
                open_groups.setdefault(start, []).append(cell)
    for group in open_groups.values():
        _unmerge(group)


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Each cell with the 0-based grid column it starts in."""
    column = int(_value(row, "w:trPr/w:gridBefore") or 0)
    for cell in row.iterfind("w:tc", NAMES):
        yield column, cell
        column += int(_value(cell, "w:tcPr/w:gridSpan") or 1)


def _unmerge(group: list[etree._Element]) -> None:
    for index, cell in enumerate(group):
        properties = cell.find("w:tcPr", NAMES)
        merge = None if properties is None else properties.find("w:vMerge", NAMES)
        if properties is None or merge is None:  # pragma: no cover - a group holds merged cells only
            continue
        borders = properties.find("w:tcBorders", NAMES)
        if borders is None:
            borders = etree.Element(w("tcBorders"))
            merge.addnext(borders)
        properties.remove(merge)
        if index > 0:
            _hide(borders, "top")
        if index < len(group) - 1:
            _hide(borders, "bottom")


def _hide(borders: etree._Element, side: str) -> None:
    line = borders.find(f"w:{side}", NAMES)
    if line is None:
        line = etree.SubElement(borders, w(side))
    line.set(w("val"), "nil")
